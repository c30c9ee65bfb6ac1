//! One thing that a report says.

use super::Ability;
use gitlab_core::ApiError;
use serde::Serialize;
use std::fmt;

/// One thing that was looked at, how it is, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// For which ability, where that makes a difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ability: Option<Ability>,
    /// How it is.
    pub level: Level,
    /// What was found, in one line.
    pub message: String,
    /// What a person can do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Check {
    /// Whether GitLab answers at this address.
    Server,
    /// Whether GitLab accepts the token, whose it is and of which kind.
    Token,
    /// Whether the token has a scope that the ability needs.
    Scope,
    /// When the token expires.
    Expiry,
    /// Whether the token's user has the role in the project that the ability needs.
    Role,
    /// Whether the version of GitLab is one that this crate is made for.
    Version,
    /// Whether this machine and GitLab agree on the time.
    Clock,
}

/// How a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Level {
    /// As it should be.
    Ok,
    /// GitLab does not tell. It may be as it should be.
    Unknown,
    /// It works now, and may not be what is meant or will not last.
    Warning,
    /// It will not work.
    Problem,
}

impl Finding {
    pub(super) fn new(check: Check, level: Level, message: impl AsRef<str>) -> Self {
        Self { check, ability: None, level, message: one_line(message.as_ref()), advice: None }
    }

    pub(super) fn of_ability(mut self, ability: Ability) -> Self {
        self.ability = Some(ability);
        self
    }

    pub(super) fn advice(mut self, advice: impl AsRef<str>) -> Self {
        self.advice = Some(one_line(advice.as_ref()));
        self
    }

    /// What an error says, with its advice, or else with this one.
    pub(super) fn of_error(check: Check, level: Level, error: &ApiError, otherwise: &str) -> Self {
        Self::new(check, level, error.to_string()).advice(error.advice().unwrap_or(otherwise))
    }
}

/// Names and words of GitLab are foreign text: none of them breaks a line or moves a cursor.
fn one_line(text: &str) -> String {
    const MOST: usize = 600;
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect()
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Server => "server",
            Self::Token => "token",
            Self::Scope => "scope",
            Self::Expiry => "expiry",
            Self::Role => "role",
            Self::Version => "version",
            Self::Clock => "clock",
        })
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ok => "ok",
            Self::Unknown => "unknown",
            Self::Warning => "warning",
            Self::Problem => "problem",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_stays_in_its_line() {
        let finding =
            Finding::new(Check::Token, Level::Ok, "of @a\r\n\u{1b}[31mb".repeat(1000)).advice("a\nb");
        assert!(!finding.message.contains(char::is_control) && finding.message.chars().count() == 600);
        assert_eq!(finding.advice.as_deref(), Some("a b"));
    }
}
