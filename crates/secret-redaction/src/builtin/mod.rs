//! The rules that are always on, by where their secrets come from.

mod assignment;
mod cloud;
mod gitlab;
mod service;
mod web;

use crate::rule::{Candidate, Rule};
use crate::shape;

pub(crate) fn rules() -> Vec<Rule> {
    [gitlab::rules(), cloud::rules(), service::rules(), web::rules(), assignment::rules()].concat()
}

/// Refuses `glpat-xxxxxxxxxxxxxxxxxxxx` and other stand-ins behind a prefix that is telling by itself.
fn varied(candidate: &Candidate<'_>) -> bool {
    let body = candidate.secret.strip_prefix(candidate.prefix).unwrap_or(candidate.secret);
    shape::is_varied(body) && !body.contains("XXXXX") && !body.contains("xxxxx")
}

/// As [`varied`], and not a word either: for prefixes that are short or occur in names.
fn random(candidate: &Candidate<'_>) -> bool {
    let body = candidate.secret.strip_prefix(candidate.prefix).unwrap_or(candidate.secret);
    varied(candidate) && body.bytes().any(|byte| byte.is_ascii_digit()) && shape::entropy(body) >= 3.0
}

/// A token with a telling prefix.
fn token(name: &'static str, prefixes: &[&'static str], tail: &'static str) -> Rule {
    Rule::built_in(name, prefixes, tail).checked(varied)
}

/// A token whose prefix is short, so that it must start a word and look random.
fn short(name: &'static str, prefixes: &[&'static str], tail: &'static str) -> Rule {
    Rule::built_in(name, prefixes, tail).at_word_start().checked(random)
}

#[cfg(test)]
mod tests {
    use crate::scan::CompiledRule;

    #[test]
    fn every_built_in_rule_compiles() {
        for rule in super::rules() {
            let name = rule.name.clone();
            assert!(CompiledRule::new(rule).is_ok(), "{name}");
        }
    }
}
