use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use super::Rule;
use super::fields::unknown_group;
use super::gate::Gate;
use super::start::{Line, Start};

/// An ordered list of rules, ready to be applied. Cheap to clone.
#[derive(Clone, Debug)]
pub struct RuleSet {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    rules: Vec<Rule>,
    /// For each rule the number of its tool.
    tools: Vec<usize>,
    tool_names: Vec<Cow<'static, str>>,
    gate: Gate,
    /// For each rule how its matches start.
    starts: Vec<Option<Start>>,
    /// For each rule whether the gate tells it on lines that may hold none of its keywords.
    unsure: Vec<bool>,
    /// Other rules that the gate does not tell: they are tried on every line.
    everywhere: Vec<usize>,
    /// For each tool its rules that the gate does not tell, which are tried near a failure or a lead of it.
    nearby: Vec<Vec<usize>>,
    /// For each tool how far after a lead of it some rule applies.
    reaches: Vec<usize>,
}

/// A rule that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The pattern is no regular expression, or one that is too big.
    #[error("the pattern of a rule for `{tool}` cannot be compiled; correct it or make it smaller")]
    Pattern {
        /// The rule's tool.
        tool: String,
        /// What is wrong with it.
        source: regex::Error,
    },
    /// A named group fills no field: a slip of the pen, mostly.
    #[error("the group `{group}` in a rule for `{tool}` fills no field; use one of those that `Rule` lists")]
    Group {
        /// The rule's tool.
        tool: String,
        /// The name of the group.
        group: String,
    },
    /// More rules, or more of them without keywords, than a log can be read by in bearable time.
    #[error("{given} rules {of} are too many; give at most {limit}")]
    TooMany {
        /// Of which rules there are too many.
        of: &'static str,
        /// How many there are.
        given: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A keyword is so long, or the keywords of a rule are so many, that the search for all of them would be large.
    #[error(
        "the keywords of a rule for `{tool}` take {bytes} bytes; use fewer or shorter ones, {limit} bytes at most"
    )]
    Keywords {
        /// The rule's tool.
        tool: String,
        /// The length of its keywords together.
        bytes: usize,
        /// How long they may be.
        limit: usize,
    },
    /// The weight is no number that can be compared.
    #[error("the weight of a rule for `{tool}` is not finite; use a number such as 10")]
    Weight {
        /// The rule's tool.
        tool: String,
    },
}

/// So many rules a user can add.
const MAX_RULES: usize = 500;
/// So many of them may be tried on every line.
const MAX_EVERYWHERE: usize = 50;
/// So long the keywords of one rule may be together.
const MAX_KEYWORD_BYTES: usize = 4096;

static STANDARD: LazyLock<RuleSet> = LazyLock::new(|| {
    let rules = super::standard();
    let starts = starts(&rules);
    RuleSet::assemble(rules, starts)
});

impl RuleSet {
    /// The rules of this crate.
    #[must_use]
    pub fn standard() -> Self {
        STANDARD.clone()
    }

    /// No rules: nothing is found but how the job ended.
    #[must_use]
    pub fn empty() -> Self {
        Self::assemble(Vec::new(), Vec::new())
    }

    /// The same rules with others before them, which therefore win on a line that both match.
    ///
    /// # Errors
    ///
    /// [`RuleError::Pattern`] for a pattern that does not compile or takes more than 1 MiB, [`RuleError::Group`] for a named group
    /// that fills no field, [`RuleError::Weight`] for a weight that is not finite, [`RuleError::TooMany`] for more than 500 rules or
    /// more than 50 that are tried on every line because they have no keywords, [`RuleError::Keywords`] for a rule whose keywords
    /// take more than 4 KiB.
    pub fn with_rules(&self, rules: impl IntoIterator<Item = Rule>) -> Result<Self, RuleError> {
        let mut all: Vec<Rule> = rules.into_iter().take(MAX_RULES + 1).collect();
        let everywhere = all.iter().filter(|rule| rule.keywords.is_empty() && !rule.follows()).count();
        for (of, given, limit) in
            [("of your own", all.len(), MAX_RULES), ("without keywords", everywhere, MAX_EVERYWHERE)]
        {
            if given > limit {
                return Err(RuleError::TooMany { of, given, limit });
            }
        }
        for rule in &all {
            let tool = || rule.tool.clone().into_owned();
            let bytes = rule.keywords.iter().map(|keyword| keyword.len()).sum();
            if bytes > MAX_KEYWORD_BYTES {
                return Err(RuleError::Keywords { tool: tool(), bytes, limit: MAX_KEYWORD_BYTES });
            }
            let regex = rule.compile().map_err(|source| RuleError::Pattern { tool: tool(), source })?;
            if let Some(group) = unknown_group(&regex) {
                return Err(RuleError::Group { tool: tool(), group: group.to_owned() });
            }
            if !rule.weight.is_finite() {
                return Err(RuleError::Weight { tool: tool() });
            }
        }
        let mut starts = starts(&all);
        starts.extend(self.shared.starts.iter().cloned());
        all.extend(self.shared.rules.iter().cloned());
        Ok(Self::assemble(all, starts))
    }

    /// The rules in the order in which they are tried.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.shared.rules.iter()
    }

    fn assemble(rules: Vec<Rule>, starts: Vec<Option<Start>>) -> Self {
        let mut shared = Shared {
            gate: Gate::new(&rules, &starts),
            unsure: Vec::new(),
            starts,
            rules: Vec::new(),
            tools: Vec::new(),
            tool_names: Vec::new(),
            everywhere: Vec::new(),
            nearby: Vec::new(),
            reaches: Vec::new(),
        };
        for (index, rule) in rules.iter().enumerate() {
            let tool = shared.tool_names.iter().position(|name| *name == rule.tool).unwrap_or_else(|| {
                shared.tool_names.push(rule.tool.clone());
                shared.nearby.push(Vec::new());
                shared.reaches.push(0);
                shared.tool_names.len() - 1
            });
            shared.tools.push(tool);
            let start = shared.starts.get(index).and_then(Option::as_ref);
            shared.unsure.push(Gate::is_unsure(rule, start));
            if !Gate::tells(rule, start) {
                let list =
                    if rule.follows() { shared.nearby.get_mut(tool) } else { Some(&mut shared.everywhere) };
                list.into_iter().for_each(|list| list.push(index));
            }
            if rule.follows()
                && rule.within_report
                && let Some(reach) = shared.reaches.get_mut(tool)
            {
                *reach = rule.reach.max(*reach);
            }
        }
        shared.rules = rules;
        Self { shared: Arc::new(shared) }
    }

    /// For each tool how far after a lead of it some rule applies.
    pub(crate) fn reaches(&self) -> &[usize] {
        &self.shared.reaches
    }

    pub(crate) fn tool_of(&self, rule: usize) -> usize {
        self.shared.tools.get(rule).copied().unwrap_or_default()
    }

    pub(crate) fn rule(&self, index: usize) -> Option<&Rule> {
        self.shared.rules.get(index)
    }

    /// Finds the rules that may match `line`. `open` are the tools with a failure near this line.
    pub(crate) fn candidates(&self, line: &str, open: &[usize], candidates: &mut Candidates) {
        let Shared { rules, gate, starts, unsure, everywhere, nearby, tools, .. } = &*self.shared;
        let line = Line::new(line.as_bytes());
        let starts_so =
            |index: usize| starts.get(index).and_then(Option::as_ref).is_none_or(|start| start.fits(&line));
        let holds = |index: usize| rules.get(index).is_some_and(|rule| rule.has_keyword(line.bytes));
        candidates.clear(rules.len());
        for list in open.iter().filter_map(|tool| nearby.get(*tool)).chain([everywhere]) {
            for &index in list {
                if starts_so(index) && holds(index) {
                    candidates.add(index);
                }
            }
        }
        gate.search(&line, |index, by_start| {
            let applies = rules.get(index).is_some_and(|rule| !rule.follows())
                || tools.get(index).is_some_and(|tool| open.contains(tool));
            let is_unsure = unsure.get(index).is_some_and(|unsure| *unsure);
            if applies && (by_start || starts_so(index)) && (!is_unsure || holds(index)) {
                candidates.add(index);
            }
        });
    }
}

/// How matches of the rules start, in their order.
fn starts(rules: &[Rule]) -> Vec<Option<Start>> {
    rules.iter().map(|rule| Start::of(&rule.pattern)).collect()
}

/// Rules that may match a line, in their order and each once, with a list that is used again for every line.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    bits: Vec<u64>,
    any: bool,
}

impl Candidates {
    fn clear(&mut self, rules: usize) {
        if self.any || self.bits.is_empty() {
            self.bits.clear();
            self.bits.resize(rules.div_ceil(64), 0);
            self.any = false;
        }
    }

    fn add(&mut self, rule: usize) {
        if let Some(word) = self.bits.get_mut(rule / 64) {
            *word |= 1 << (rule % 64);
            self.any = true;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.any
    }

    /// The first one from a rule on.
    pub(crate) fn next(&self, from: usize) -> Option<usize> {
        let (first, start) = (from / 64, from % 64);
        let words = self.bits.get(first..)?.iter().enumerate();
        let rest =
            words.map(|(index, word)| (index, if index == 0 { word >> start << start } else { *word }));
        let (index, word) = rest.into_iter().find(|(_, word)| *word != 0)?;
        Some((first + index) * 64 + word.trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Role;
    use crate::{JobLog, LogOptions, LogReader};

    fn read(rules: RuleSet, text: &str) -> JobLog {
        let mut reader = LogReader::new(LogOptions::default().with_rules(rules));
        reader.push(text.as_bytes());
        reader.finish()
    }

    #[test]
    fn every_standard_pattern_compiles() {
        for rule in RuleSet::standard().iter() {
            let regex = rule.compile().unwrap_or_else(|error| panic!("{}: {error}", rule.tool));
            assert_eq!(unknown_group(&regex), None, "{}", rule.tool);
        }
    }

    #[test]
    fn only_rules_that_need_it_are_tried_everywhere() {
        let everywhere: Vec<&str> =
            STANDARD.shared.everywhere.iter().map(|rule| STANDARD.shared.rules[*rule].pattern()).collect();
        assert!(everywhere.is_empty(), "needs keywords of three bytes or a start: {everywhere:?}");
    }

    #[test]
    fn every_rule_is_a_candidate_wherever_it_matches() {
        let rules = RuleSet::standard();
        let tools: Vec<usize> = (0..rules.reaches().len()).collect();
        let logs = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tools")).unwrap();
        let text: String =
            logs.map(|log| std::fs::read_to_string(log.unwrap().path()).unwrap() + "\n").collect();
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let mut candidates = Candidates::default();
        let mut matches = 0;
        for (index, rule) in rules.iter().enumerate() {
            // Each rule sees lines of its own: all of them take too long.
            for line in lines.iter().skip(index % 16).step_by(16) {
                if rule.has_keyword(line.as_bytes()) && rule.matcher().unwrap().fields(line).is_some() {
                    rules.candidates(line, &tools, &mut candidates);
                    assert_eq!(candidates.next(index), Some(index), "{line}: {}", rule.pattern());
                    matches += 1;
                }
            }
        }
        assert!(matches > 500, "{matches} matches of {} lines", lines.len());
    }

    #[test]
    fn candidates_come_in_their_order_and_once() {
        let mut candidates = Candidates::default();
        for rules in [130, 2] {
            candidates.clear(rules);
            assert!(candidates.is_empty());
            [129, 0, 64, 63, 64]
                .into_iter()
                .filter(|rule| *rule < rules)
                .for_each(|rule| candidates.add(rule));
            let mut next = 0;
            let mut found = Vec::new();
            while let Some(rule) = candidates.next(next) {
                next = rule + 1;
                found.push(rule);
            }
            assert_eq!(found, if rules == 130 { vec![0, 63, 64, 129] } else { vec![0] });
        }
    }

    #[test]
    fn a_users_rule_goes_before_ours() {
        let rule = Rule::new("mine", Role::Failure, "^error: (?<message>.*)$").with_keywords(["error:"]);
        let log = read(RuleSet::standard().with_rules([rule]).unwrap(), "error: broken\n");
        assert_eq!(log.failures[0].tool.as_deref(), Some("mine"));
    }

    #[test]
    fn a_rule_without_keywords_is_tried_on_every_line() {
        let rule = Rule::new("mine", Role::Failure, "^(?<message>bo+m)$");
        let log = read(RuleSet::empty().with_rules([rule]).unwrap(), "calm\nbooom\n");
        assert_eq!((log.failures[0].message.as_str(), log.failures[0].at), ("booom", 2));
    }

    #[test]
    fn more_than_can_be_searched_for_is_refused() {
        let rule = |keyword: String| Rule::new("mine", Role::Failure, "x").with_keywords([keyword]);
        let with = |rules: Vec<Rule>| RuleSet::empty().with_rules(rules);
        let many = |count| (0..count).map(|number| rule(format!("word {number}"))).collect();
        assert!(with(many(500)).is_ok());
        let error = with(many(501)).unwrap_err();
        assert_eq!(error.to_string(), "501 rules of your own are too many; give at most 500");
        let error = with(vec![Rule::new("mine", Role::Failure, "x"); 51]).unwrap_err();
        assert!(matches!(error, RuleError::TooMany { given: 51, limit: 50, .. }));
        // A detail without keywords is tried near a failure alone.
        assert!(with(vec![Rule::new("mine", Role::Detail, "x"); 51]).is_ok());
        assert!(with(vec![rule("w".repeat(4096))]).is_ok());
        let error = with(vec![rule("w".repeat(4097))]).unwrap_err();
        assert!(matches!(error, RuleError::Keywords { bytes: 4097, .. }));
    }

    #[test]
    fn a_pattern_that_does_not_compile_is_refused() {
        let error = RuleSet::empty().with_rules([Rule::new("mine", Role::Failure, "(")]).unwrap_err();
        assert!(matches!(error, RuleError::Pattern { .. }));
        assert!(error.to_string().contains("`mine`"));
    }
}
