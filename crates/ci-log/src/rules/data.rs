use serde::{Deserialize, Deserializer};

use super::{Role, Rule};
use crate::failure::FailureKind;

/// A [`Rule`] as a file holds it.
#[derive(Deserialize)]
#[serde(rename = "Rule", deny_unknown_fields)]
struct RuleData {
    tool: String,
    role: Role,
    pattern: String,
    kind: Option<FailureKind>,
    #[serde(default)]
    keywords: Vec<String>,
    reach: Option<usize>,
    weight: Option<f32>,
    #[serde(default)]
    replacing: bool,
    #[serde(default)]
    early: bool,
    #[serde(default)]
    closing: bool,
    #[serde(default)]
    within_report: bool,
    #[serde(default)]
    ending_build: bool,
    #[serde(default)]
    heading: bool,
    #[serde(default)]
    separate: bool,
    #[serde(default)]
    passing: bool,
}

/// From JSON, TOML or any other form that serde reads: `tool`, `role` and `pattern`, and where they are wanted `kind`,
/// `keywords`, `reach`, `weight`, and as `true` `replacing`, `early`, `closing`, `within_report`, `ending_build`,
/// `heading`, `separate` and `passing`.
/// Names that are none of these are refused. Patterns are checked by [`RuleSet::with_rules`](super::RuleSet::with_rules).
///
/// ```
/// use ci_log::rules::{Rule, RuleSet};
///
/// let rules: Vec<Rule> = serde_json::from_str(
///     r#"[{
///         "tool": "pkgcheck",
///         "role": "failure",
///         "kind": "lint",
///         "keywords": ["pkgcheck:"],
///         "pattern": "^pkgcheck: (?<file>\\S+) is broken: (?<message>.+)$"
///     }]"#,
/// )?;
/// let rules = RuleSet::standard().with_rules(rules)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The same in TOML, below a key of your choice; single quotes spare the doubled backslashes:
///
/// ```toml
/// [[rule]]
/// tool = "pkgcheck"
/// role = "failure"
/// kind = "lint"
/// keywords = ["pkgcheck:"]
/// pattern = '^pkgcheck: (?<file>\S+) is broken: (?<message>.+)$'
/// ```
impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let data = RuleData::deserialize(deserializer)?;
        let mut rule = Self::new(data.tool, data.role, data.pattern).with_keywords(data.keywords);
        if let Some(kind) = data.kind {
            rule = rule.with_kind(kind);
        }
        // What a report reaches is the default that a reach of its own replaces.
        if data.within_report {
            rule = rule.within_report();
        }
        if let Some(reach) = data.reach {
            rule = rule.with_reach(reach);
        }
        if let Some(weight) = data.weight {
            rule = rule.with_weight(weight);
        }
        rule.replaces = data.replacing;
        rule.early = data.early;
        rule.closes = data.closing;
        rule.ends_build = data.ending_build;
        rule.heading = data.heading;
        rule.separate = data.separate;
        rule.passes = data.passing;
        Ok(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RuleError, RuleSet};
    use crate::{JobLog, LogOptions, LogReader};

    fn read(rules: &str, text: &str) -> JobLog {
        let rules: Vec<Rule> = serde_json::from_str(rules).unwrap();
        let rules = RuleSet::standard().with_rules(rules).unwrap();
        let mut reader = LogReader::new(LogOptions::default().with_rules(rules));
        reader.push(text.as_bytes());
        reader.finish()
    }

    #[test]
    fn rules_from_a_file() {
        let log = read(
            r#"[
                {"tool": "ours", "role": "lead", "pattern": "^suite (?<suite>\\w+)$", "keywords": ["suite "]},
                {"tool": "ours", "role": "failure", "kind": "test", "pattern": "^bad: (?<test>\\w+)$", "keywords": ["bad: "]},
                {"tool": "ours", "role": "detail", "pattern": "^  (?<message>.+)$", "reach": 1, "closing": true},
                {"tool": "ours", "role": "counts", "pattern": "^(?<passed>\\d+) good and (?<failed>\\d+) bad$"}
            ]"#,
            "suite cart\nbad: total\n  3 is not 4\n7 good and 1 bad\n",
        );
        assert_eq!(log.failures[0].test.as_deref(), Some("cart > total"));
        assert_eq!(log.failures[0].message, "3 is not 4");
        assert_eq!(log.tests.unwrap().run, Some(8));
    }

    #[test]
    fn rules_in_toml_are_the_same_as_in_json() {
        #[derive(Deserialize)]
        struct File {
            rule: Vec<Rule>,
        }
        let file: File = toml::from_str(
            r#"
            [[rule]]
            tool = "ours"
            role = "failure"
            kind = "test"
            keywords = ["bad: "]
            pattern = '^bad(?<run>)(?<failed>): (?<test>\w+)$'
            separate = true

            [[rule]]
            tool = "ours"
            role = "noise"
            keywords = ["good: "]
            pattern = '^good(?<run>): '
            "#,
        )
        .unwrap();
        let rules = RuleSet::empty().with_rules(file.rule).unwrap();
        let mut reader = LogReader::new(LogOptions::default().with_rules(rules));
        reader.push(b"good: a\nbad: total\nbad: total\n");
        let log = reader.finish();
        assert_eq!(log.tests.unwrap().run, Some(3), "a line for each test is counted");
        assert_eq!(log.tests.unwrap().failed, Some(2));
        let error = toml::from_str::<File>("[[rule]]\ntool = 'x'\nrole = 'failure'").err().unwrap();
        assert!(error.to_string().contains("pattern"), "{error}");
    }

    #[test]
    fn a_test_that_passes_in_the_end_leaves_its_place_to_others() {
        let rules: Vec<Rule> = serde_json::from_str(
            r#"[
                {"tool": "ours", "role": "lead", "pattern": "^in (?<scope>\\S+)$", "keywords": ["in "]},
                {"tool": "ours", "role": "failure", "pattern": "^bad: (?<class>\\w+) (?<test>\\w+): (?<message>.+)$", "keywords": ["bad: "]},
                {"tool": "ours", "role": "noise", "pattern": "^well again: (?<test>\\S+)$", "keywords": ["again: "], "passing": true}
            ]"#,
        )
        .unwrap();
        let options = LogOptions::default().with_rules(RuleSet::empty().with_rules(rules).unwrap());
        let mut reader = LogReader::new(options.with_max_failures(2));
        for number in 0..9 {
            reader.push(format!("bad: Cart waits{number}: 1\nwell again: Cart.waits{number}\n").as_bytes());
        }
        reader.push(b"in a.x\nbad: Cart total: 1\nin b.x\nbad: Cart total: 2\nbad: Cart waits8: 1\n");
        let log = reader.finish();
        let tests: Vec<_> = log.failures.iter().map(|failure| failure.test.as_deref()).collect();
        assert_eq!(tests, [Some("Cart.total"); 2]);
        assert_eq!(log.omitted.failures, 0);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (rule, word) in [
            (r#"{"tool": "x", "role": "failure"}"#, "pattern"),
            (r#"{"tool": "x", "role": "reason", "pattern": "x"}"#, "reason"),
            (r#"{"tool": "x", "role": "failure", "kind": "bad", "pattern": "x"}"#, "bad"),
            (r#"{"tool": "x", "role": "failure", "patern": "x"}"#, "patern"),
        ] {
            let error = serde_json::from_str::<Rule>(rule).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn a_misspelt_group_or_no_weight_is_refused() {
        let rule = Rule::new("mine", Role::Failure, "^(?<mesage>.+)$");
        let error = RuleSet::empty().with_rules([rule]).unwrap_err();
        assert!(matches!(&error, RuleError::Group { group, .. } if group == "mesage"));
        let rule = Rule::new("mine", Role::Failure, "x").with_weight(f32::NAN);
        assert!(matches!(RuleSet::empty().with_rules([rule]).unwrap_err(), RuleError::Weight { .. }));
    }
}
