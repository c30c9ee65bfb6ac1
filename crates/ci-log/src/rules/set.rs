use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use aho_corasick::AhoCorasick;

use super::Rule;
use super::fields::unknown_group;

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
    /// Finds the keywords of all rules in one pass. Without it every rule is a candidate on every line.
    gate: Option<AhoCorasick>,
    /// For each keyword the rules that it admits.
    admitted: Vec<Vec<usize>>,
    /// Rules without keywords that are tried on every line.
    everywhere: Vec<usize>,
    /// For each tool its rules that are tried only near a failure or a lead of it.
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
    /// The weight is no number that can be compared.
    #[error("the weight of a rule for `{tool}` is not finite; use a number such as 10")]
    Weight {
        /// The rule's tool.
        tool: String,
    },
    /// The keywords of all rules together are too many.
    #[error("the keywords of the rules cannot be searched for together; use fewer or shorter ones")]
    Keywords {
        /// What is wrong with them.
        source: aho_corasick::BuildError,
    },
}

static STANDARD: LazyLock<RuleSet> = LazyLock::new(|| {
    let rules = super::standard();
    let gate = gate(&rules).ok();
    RuleSet::assemble(rules, gate)
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
        Self::assemble(Vec::new(), None)
    }

    /// The same rules with others before them, which therefore win on a line that both match.
    ///
    /// # Errors
    ///
    /// [`RuleError::Pattern`] for a pattern that does not compile or takes more than 1 MiB, [`RuleError::Group`] for a named group
    /// that fills no field, [`RuleError::Weight`] for a weight that is not finite, [`RuleError::Keywords`] for too many keywords.
    pub fn with_rules(&self, rules: impl IntoIterator<Item = Rule>) -> Result<Self, RuleError> {
        let mut all: Vec<Rule> = rules.into_iter().collect();
        for rule in &all {
            let tool = || rule.tool.clone().into_owned();
            let regex = rule.compile().map_err(|source| RuleError::Pattern { tool: tool(), source })?;
            if let Some(group) = unknown_group(&regex) {
                return Err(RuleError::Group { tool: tool(), group: group.to_owned() });
            }
            if !rule.weight.is_finite() {
                return Err(RuleError::Weight { tool: tool() });
            }
        }
        all.extend(self.shared.rules.iter().cloned());
        let gate = gate(&all).map_err(|source| RuleError::Keywords { source })?;
        Ok(Self::assemble(all, Some(gate)))
    }

    /// The rules in the order in which they are tried.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.shared.rules.iter()
    }

    fn assemble(rules: Vec<Rule>, gate: Option<AhoCorasick>) -> Self {
        let mut shared = Shared {
            rules: Vec::new(),
            tools: Vec::new(),
            tool_names: Vec::new(),
            gate,
            admitted: Vec::new(),
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
            if rule.follows() {
                if let Some(nearby) = shared.nearby.get_mut(tool) {
                    nearby.push(index);
                }
                if let Some(reach) = shared.reaches.get_mut(tool).filter(|_| rule.within_report) {
                    *reach = rule.reach.max(*reach);
                }
            } else if rule.keywords.is_empty() || shared.gate.is_none() {
                shared.everywhere.push(index);
            }
        }
        shared.admitted = keywords(&rules).into_values().collect();
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

    /// Puts the rules that may match `line` into `candidates`, in their order, each once. `open` are the tools with a failure
    /// near this line.
    pub(crate) fn candidates(&self, line: &str, open: &[usize], candidates: &mut Vec<usize>) {
        candidates.clear();
        candidates.extend_from_slice(&self.shared.everywhere);
        for tool in open {
            candidates.extend(self.shared.nearby.get(*tool).into_iter().flatten());
        }
        if let Some(gate) = &self.shared.gate {
            for found in gate.find_overlapping_iter(line) {
                candidates.extend(self.shared.admitted.get(found.pattern().as_usize()).into_iter().flatten());
            }
        }
        if candidates.len() > 1 {
            candidates.sort_unstable();
            candidates.dedup();
        }
    }
}

/// The keywords of all rules that are not tried near a failure alone, each once, with the rules that it admits.
fn keywords(rules: &[Rule]) -> BTreeMap<String, Vec<usize>> {
    let mut keywords: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| !rule.follows()) {
        for keyword in &rule.keywords {
            keywords.entry(keyword.to_ascii_lowercase()).or_default().push(index);
        }
    }
    keywords
}

/// One automaton over these keywords.
fn gate(rules: &[Rule]) -> Result<AhoCorasick, aho_corasick::BuildError> {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(aho_corasick::AhoCorasickKind::DFA))
        .build(keywords(rules).keys())
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
        assert!(STANDARD.shared.gate.is_some());
    }

    #[test]
    fn only_rules_that_need_it_are_tried_everywhere() {
        assert!(STANDARD.shared.everywhere.is_empty(), "{:?}", STANDARD.shared.everywhere);
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
    fn a_pattern_that_does_not_compile_is_refused() {
        let error = RuleSet::empty().with_rules([Rule::new("mine", Role::Failure, "(")]).unwrap_err();
        assert!(matches!(error, RuleError::Pattern { .. }));
        assert!(error.to_string().contains("`mine`"));
    }
}
