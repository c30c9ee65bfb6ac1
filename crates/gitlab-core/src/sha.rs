//! A commit's hash.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A commit's hash in hexadecimal: whole (40 characters, 64 with SHA-256) or abbreviated to at least 7.
///
/// What GitLab sends is taken as it is; a text of a person goes through [`FromStr`], which checks it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommitSha(String);

impl CommitSha {
    /// The hash as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first eight characters, as GitLab shows it.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.get(..8).unwrap_or(&self.0)
    }

    /// Whether this is the whole hash, so that what it names can never change.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self.0.len(), 40 | 64) && self.0.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    /// Whether this is the hash of zeros by which GitLab says "no commit" (a branch made or deleted).
    #[must_use]
    pub fn is_null(&self) -> bool {
        !self.0.is_empty() && self.0.bytes().all(|byte| byte == b'0')
    }

    /// Whether one of the two is the other, or its abbreviation.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        let (short, long) =
            if self.0.len() <= other.0.len() { (&self.0, &other.0) } else { (&other.0, &self.0) };
        short.len() >= 7 && long.get(..short.len()).is_some_and(|start| start.eq_ignore_ascii_case(short))
    }
}

impl fmt::Display for CommitSha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for CommitSha {
    type Err = ShaError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(ShaError)
        }
    }
}

/// The text is no commit hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
#[error("a commit hash is 7 to 64 hexadecimal characters")]
pub struct ShaError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_matches_its_whole_hash() {
        let whole: CommitSha = "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11".parse().unwrap();
        let short: CommitSha = "9DF54AA2".parse().unwrap();
        assert!(short.matches(&whole) && whole.matches(&short));
        assert_eq!(whole.short(), "9df54aa2");
        assert!(whole.is_whole() && !short.is_whole());
        assert!(!"9df54aa3".parse::<CommitSha>().unwrap().matches(&whole));
    }

    #[test]
    fn what_is_no_hash_is_refused() {
        for text in ["", "abc", "main", "9df54aa2/..", "9df54aaż"] {
            assert!(text.parse::<CommitSha>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_hash_of_zeros_is_no_commit() {
        assert!("0".repeat(40).parse::<CommitSha>().unwrap().is_null());
    }
}
