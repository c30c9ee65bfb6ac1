//! Commits that only changed how code looks.

use serde::Serialize;
use std::collections::BTreeSet;

/// The commits of a `.git-blame-ignore-revs` file. As JSON they are a list of whole shas.
///
/// ```
/// use code_correlation::suspect::IgnoredRevisions;
///
/// let sha = "4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f";
/// let ignored = IgnoredRevisions::parse(&format!("# Format everything\n{sha} # once\n\nnot a sha\n"));
/// assert!(ignored.contains(sha));
/// assert_eq!(ignored.len(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct IgnoredRevisions {
    shas: BTreeSet<String>,
}

impl IgnoredRevisions {
    /// The file's place in a repository, by which GitLab finds it.
    pub const PLACE: &'static str = ".git-blame-ignore-revs";

    /// Reads a file: one whole sha a line, remarks behind `#`. Other lines are passed over, as git refuses them.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let shas = text
            .lines()
            .filter_map(|line| line.split('#').next())
            .map(str::trim)
            .filter(|sha| matches!(sha.len(), 40 | 64) && sha.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .map(str::to_ascii_lowercase)
            .collect();
        Self { shas }
    }

    /// Whether it names the commit of this sha, which may be shortened.
    #[must_use]
    pub fn contains(&self, sha: &str) -> bool {
        let sha = sha.to_ascii_lowercase();
        sha.len() >= 7 && self.shas.range(sha.clone()..).next().is_some_and(|known| known.starts_with(&sha))
    }

    /// How many commits it names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shas.len()
    }

    /// Whether it names none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shas.is_empty()
    }
}
