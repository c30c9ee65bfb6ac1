//! Which rules a line may concern, found at about the speed of reading it.
//!
//! A rule whose matches all start with one of a few texts is looked up by the start of the line. The keywords of the other rules
//! are looked for together.

use std::collections::BTreeMap;

use super::Rule;
use super::keywords::{Keywords, SHORTEST};
use super::openings::Openings;
use super::start::{Line, Opening, Start};

/// Keywords of rules that apply only near a failure are looked for everywhere if they have so many bytes.
const SHORTEST_FOLLOWING: usize = 6;

#[derive(Debug)]
pub(super) struct Gate {
    keywords: Keywords,
    /// For each keyword the rules that have it.
    rules: Vec<Vec<usize>>,
    openings: Openings,
}

impl Gate {
    /// Whether a rule is told by the gate; others are to be tried on every line that may concern them. A rule with a keyword
    /// that is too short is told where its matches may start, whether the line holds a keyword or not.
    pub(super) fn tells(rule: &Rule, start: Option<&Start>) -> bool {
        is_long(rule) || start.is_some_and(|start| is_told_by(start, rule))
    }

    /// Whether a rule is told on lines that may hold none of its keywords.
    pub(super) fn is_unsure(rule: &Rule, start: Option<&Start>) -> bool {
        !is_long(rule) && start.is_some_and(|start| !holds_keywords(start, rule))
    }

    /// `starts` are those of the rules, in their order.
    pub(super) fn new(rules: &[Rule], starts: &[Option<Start>]) -> Self {
        let mut openings: Vec<(Opening, Vec<usize>)> = Vec::new();
        let mut keywords: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        for (index, (rule, start)) in rules.iter().zip(starts).enumerate() {
            if let Some(start) = start.as_ref().filter(|start| is_told_by(start, rule)) {
                for opening in &start.0 {
                    match openings.iter_mut().find(|(known, _)| known == opening) {
                        Some((_, rules)) => rules.push(index),
                        None => openings.push((opening.clone(), vec![index])),
                    }
                }
            } else if is_long(rule) {
                // No line holds a line feed.
                for text in rule.keywords.iter().filter(|text| !text.contains('\n')) {
                    keywords.entry(text.to_ascii_lowercase().into_bytes()).or_default().push(index);
                }
            }
        }
        let (texts, rules) = keywords.into_iter().unzip();
        Self { keywords: Keywords::new(texts), rules, openings: Openings::new(openings) }
    }

    /// Tells the rules, some of them more than once, and whether by the start of the line.
    pub(super) fn search(&self, line: &Line<'_>, mut admit: impl FnMut(usize, bool)) {
        self.openings.search(line, |rule| admit(rule, true));
        self.keywords.find(line.bytes, |keyword| {
            self.rules.get(keyword).into_iter().flatten().for_each(|rule| admit(*rule, false));
        });
    }
}

/// Whether the rule has keywords, all of them long enough to be looked for together. What applies only near a failure
/// is not looked for everywhere because of short ones, which are frequent.
fn is_long(rule: &Rule) -> bool {
    let shortest = if rule.follows() { SHORTEST_FOLLOWING } else { SHORTEST };
    !rule.keywords.is_empty() && rule.keywords.iter().all(|keyword| keyword.len() >= shortest)
}

/// Whether the start of a line says more than keywords do.
fn is_told_by(start: &Start, rule: &Rule) -> bool {
    holds_keywords(start, rule) || !(is_long(rule) || rule.follows())
}

/// Whether a line that starts as the rule wants it holds one of the rule's keywords for that reason alone.
fn holds_keywords(start: &Start, rule: &Rule) -> bool {
    let holds = |text: &[u8], keyword: &str| {
        text.windows(keyword.len().max(1)).any(|here| here.eq_ignore_ascii_case(keyword.as_bytes()))
    };
    start.0.iter().all(|opening| rule.keywords.iter().any(|keyword| holds(&opening.text, keyword)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::Role;

    const NONE: [usize; 0] = [];

    fn told(rules: &[Rule], line: &str) -> Vec<usize> {
        let starts: Vec<Option<Start>> = rules.iter().map(|rule| Start::of(rule.pattern())).collect();
        let mut found = BTreeSet::new();
        let gate = Gate::new(rules, &starts);
        gate.search(&Line::new(line.as_bytes()), |rule, _| {
            found.insert(rule);
        });
        found.into_iter().collect()
    }

    fn rule(pattern: &'static str, keywords: &[&'static str]) -> Rule {
        Rule::new("mine", Role::Failure, pattern).with_keywords(keywords.iter().copied())
    }

    #[test]
    fn keywords_count_in_any_case_and_at_any_place() {
        let rules = [rule("abc", &["abc", "broken:"]), rule("x", &["a broken: thing"]), rule("x", &["[é]"])];
        assert_eq!(told(&rules, "abc"), [0]);
        assert_eq!(told(&rules, "this is A Broken: Thing"), [0, 1]);
        assert_eq!(told(&rules, "[é] xABC"), [0, 2]);
        assert_eq!(told(&rules, "ab"), NONE);
        assert_eq!(told(&rules, ""), NONE);
        assert_eq!(told(&rules, "a broke n: thing"), NONE);
    }

    #[test]
    fn a_rule_that_matches_at_the_start_alone_is_told_there_alone() {
        let rules = [
            rule("^fatal: ", &["fatal: "]),
            rule(r"^\s*fatal: ", &["fatal: "]),
            rule("^  fatal", &["fatal"]),
        ];
        assert_eq!(told(&rules, "fatal: x"), [0, 1]);
        assert_eq!(told(&rules, "  fatal: x"), [1, 2]);
        assert_eq!(told(&rules, "not fatal: x"), NONE);
        assert_eq!(told(&rules, "Fatal: x"), NONE, "no pattern matches that");
    }

    #[test]
    fn keywords_that_are_too_short_are_not_told() {
        let short = rule("x>", &[">", "long enough"]);
        assert!(!Gate::tells(&short, None));
        assert_eq!(told(&[short], "x> long enough"), NONE);
    }
}
