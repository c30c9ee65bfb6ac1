//! Rules of the user's own.

use anyhow::Context as _;
use gitlab_rca::ci_log::rules::{Rule, RuleSet};
use serde::Deserialize;
use std::path::Path;

/// A file of rules: `[[rule]]`, and below it the names that `Rule` reads.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<Rule>,
}

/// The rules of a TOML file, and behind them those that are built in.
pub(crate) fn read(file: &Path) -> anyhow::Result<RuleSet> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let rules = toml::from_str::<RuleFile>(&text).map_err(anyhow::Error::new);
    rules
        .and_then(|rules| Ok(RuleSet::standard().with_rules(rules.rule)?))
        .with_context(|| format!("the rules in {} cannot be used", file.display()))
}
