//! A discussion's id.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// The id of a discussion (a thread): a hash of 40 hexadecimal characters.
///
/// What GitLab sends is taken as it is; a text of a person goes through [`FromStr`], which checks it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DiscussionId(String);

impl DiscussionId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DiscussionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DiscussionId {
    type Err = DiscussionIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(DiscussionIdError)
        }
    }
}

/// The text is no id of a discussion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
#[error("the id of a discussion is 40 hexadecimal characters")]
pub struct DiscussionIdError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_forty_hexadecimal_characters() {
        let text = "6A9c1750b37d513a43987b574953fceb50b03ce7";
        assert_eq!(text.parse::<DiscussionId>().unwrap().to_string(), text.to_lowercase());
        for wrong in ["", "42", "6a9c1750", "../6a9c1750b37d513a43987b574953fceb50b03", &format!("{text}0")] {
            assert_eq!(wrong.parse::<DiscussionId>(), Err(DiscussionIdError), "{wrong}");
        }
    }
}
