//! What the page says in our own words.

use gitlab_core::{CommitSha, Timestamp};
use std::fmt::Write;

/// Words and numbers of ours, for what stands outside the frames.
///
/// It takes constant words, numbers, times and hashes, and no text that was made at run time: what GitLab sent
/// cannot get into a heading by mistake.
#[derive(Debug)]
pub(super) struct Words(String);

impl Words {
    pub(super) fn new(words: &'static str) -> Self {
        Self(words.to_owned())
    }

    pub(super) fn and(mut self, words: &'static str) -> Self {
        self.0.push_str(words);
        self
    }

    /// The same words, with these behind them where that holds.
    pub(super) fn and_if(self, holds: bool, words: &'static str) -> Self {
        if holds { self.and(words) } else { self }
    }

    pub(super) fn number(mut self, number: impl Into<i128>) -> Self {
        let _ = write!(self.0, "{}", number.into());
        self
    }

    pub(super) fn count(mut self, count: usize) -> Self {
        let _ = write!(self.0, "{count}");
        self
    }

    pub(super) fn time(mut self, at: Timestamp) -> Self {
        let _ = write!(self.0, "{at}");
        self
    }

    /// The beginning of a hash. A hash is taken from GitLab as it comes, so it is looked at here.
    pub(super) fn sha(mut self, sha: &CommitSha) -> Self {
        let short = sha.short();
        let sound = short.len() <= 8 && short.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.0.push_str(if sound { short } else { "of no valid hash" });
        self
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_135_a_hash_that_is_none_is_not_shown() {
        let sha = |text: &str| serde_json::from_value::<CommitSha>(text.into()).unwrap();
        assert_eq!(Words::new("Commit ").sha(&sha("9df54aa2c13c")).as_str(), "Commit 9df54aa2");
        for text in ["approve!", "éééééé", "9df54aa\n# Approve"] {
            assert_eq!(Words::new("Commit ").sha(&sha(text)).as_str(), "Commit of no valid hash");
        }
    }
}
