//! A commit's hash.

use crate::lenient;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use thiserror::Error;

/// A commit's hash in hexadecimal: whole (40 characters, 64 with SHA-256) or abbreviated to at least 7.
///
/// What GitLab sends is taken as it is; a text of a person goes through [`FromStr`], which checks it.
#[derive(Clone)]
pub struct CommitSha(Text);

/// The length of nearly every hash.
const SHA1: usize = 40;

/// Lists hold hashes by the ten thousand, so that these are kept in place, and only longer ones elsewhere.
#[derive(Clone)]
enum Text {
    Short { length: u8, bytes: [u8; SHA1] },
    Long(Box<str>),
}

impl CommitSha {
    fn new(text: &str) -> Self {
        let mut bytes = [0; SHA1];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self(Text::Short { length, bytes })
            }
            _ => Self(Text::Long(text.into())),
        }
    }

    /// The hash as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // It was a text when it was put there.
            Text::Short { length, bytes } => {
                let text = bytes.get(..usize::from(*length)).unwrap_or_default();
                str::from_utf8(text).unwrap_or_default()
            }
            Text::Long(text) => text,
        }
    }

    /// The first eight characters, as GitLab shows it.
    #[must_use]
    pub fn short(&self) -> &str {
        let text = self.as_str();
        text.get(..8).unwrap_or(text)
    }

    /// Whether this is the whole hash, so that what it names can never change.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let text = self.as_str();
        matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    /// Whether this is the hash of zeros by which GitLab says "no commit" (a branch made or deleted).
    #[must_use]
    pub fn is_null(&self) -> bool {
        let text = self.as_str();
        !text.is_empty() && text.bytes().all(|byte| byte == b'0')
    }

    /// Whether one of the two is the other, or its abbreviation.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        let (one, other) = (self.as_str(), other.as_str());
        let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        short.len() >= 7 && long.get(..short.len()).is_some_and(|start| start.eq_ignore_ascii_case(short))
    }
}

impl PartialEq for CommitSha {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for CommitSha {}

impl PartialOrd for CommitSha {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CommitSha {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for CommitSha {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for CommitSha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CommitSha").field(&self.as_str()).finish()
    }
}

impl fmt::Display for CommitSha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CommitSha {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CommitSha {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::text(deserializer, Self::new)
    }
}

impl FromStr for CommitSha {
    type Err = ShaError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Self::new(&text.to_ascii_lowercase()))
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
    fn a_text_of_any_length_is_kept_as_it_is() {
        for text in [
            "",
            "a",
            &"0".repeat(39),
            &"1".repeat(40),
            &"2".repeat(41),
            &"3".repeat(64),
            "é",
            &"é".repeat(300),
        ] {
            let json = serde_json::to_string(text).unwrap();
            let sha: CommitSha = serde_json::from_str(&json).unwrap();
            assert_eq!((sha.as_str(), sha.to_string().as_str()), (text, text));
            assert_eq!(serde_json::to_string(&sha).unwrap(), json);
            assert_eq!(format!("{sha:?}"), format!("CommitSha({text:?})"));
            assert_eq!(sha.clone(), sha);
        }
        serde_json::from_str::<CommitSha>("7").unwrap_err();
        serde_json::from_str::<CommitSha>("null").unwrap_err();
    }

    #[test]
    fn the_hash_of_zeros_is_no_commit() {
        assert!("0".repeat(40).parse::<CommitSha>().unwrap().is_null());
    }
}
