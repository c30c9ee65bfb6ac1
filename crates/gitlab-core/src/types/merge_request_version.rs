use super::{Commit, Diff, DiffPosition};
use crate::open_enum::open_enum;
use crate::{CommitSha, DiffVersionId, MergeRequestId, Timestamp, Total};
use serde::{Deserialize, Serialize};

/// A version of a merge request's diff: each push to the source branch makes one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MergeRequestVersion {
    /// Its id.
    pub id: DiffVersionId,
    /// The merge request.
    #[serde(default)]
    pub merge_request_id: Option<MergeRequestId>,
    /// The head of the source branch.
    #[serde(default)]
    pub head_commit_sha: Option<CommitSha>,
    /// Where source and target branch parted.
    #[serde(default)]
    pub base_commit_sha: Option<CommitSha>,
    /// The head of the target branch at that time.
    #[serde(default)]
    pub start_commit_sha: Option<CommitSha>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// Whether the diff was stored whole.
    #[serde(default)]
    pub state: Option<MergeRequestVersionState>,
    /// How many files changed: a number as text, `"1000+"` above the limit; see
    /// [`MergeRequestVersion::changed_files`].
    #[serde(default)]
    pub real_size: Option<String>,
    /// What two versions with the same changes share (since GitLab 15).
    #[serde(default)]
    pub patch_id_sha: Option<String>,
    /// Its commits, newest first; only where one version was asked for.
    #[serde(
        default,
        deserialize_with = "crate::types::null_as_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub commits: Vec<Commit>,
    /// Its changed files, within the limits of the installation; only where one version was asked for.
    #[serde(
        default,
        deserialize_with = "crate::types::null_as_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub diffs: Vec<Diff>,
}

impl MergeRequestVersion {
    /// How many files changed, read from `real_size`.
    #[must_use]
    pub fn changed_files(&self) -> Option<Total> {
        super::count_as_text(self.real_size.as_deref()?)
    }

    /// A place in the file of this path of this version, for a comment on a line; see [`DiffPosition::new`].
    /// `None` when GitLab did not say all three commits.
    #[must_use]
    pub fn position(&self, path: impl Into<String>) -> Option<DiffPosition> {
        let (base, start) = (self.base_commit_sha.clone()?, self.start_commit_sha.clone()?);
        Some(DiffPosition::new(base, start, self.head_commit_sha.clone()?, path))
    }
}

open_enum! {
    /// Whether the diff of a version was stored whole.
    pub enum MergeRequestVersionState {
        /// It is.
        Collected = "collected",
        /// It is empty.
        Empty = "empty",
        /// Some files were left out: there were too many.
        OverflowDiffFilesLimit = "overflow_diff_files_limit",
        /// Some files were left out: there were too many lines.
        OverflowDiffLinesLimit = "overflow_diff_lines_limit",
        /// Some files were left out: the commits changed too much.
        OverflowCommitsSafeSize = "overflow_commits_safe_size",
        /// It was given up after some time.
        Timeout = "timeout",
        /// It was removed to save space.
        WithoutFiles = "without_files",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_size_is_a_text_and_its_place_needs_three_commits() {
        let version: MergeRequestVersion = serde_json::from_str(
            r#"{"id":110,"head_commit_sha":"aaaaaaa","base_commit_sha":"bbbbbbb","start_commit_sha":"ccccccc",
                "state":"overflow_diff_files_limit","real_size":"1000+","commits":null}"#,
        )
        .unwrap();
        assert_eq!(version.changed_files(), Some(Total::AtLeast(1000)));
        assert_eq!(version.state, Some(MergeRequestVersionState::OverflowDiffFilesLimit));
        let position = version.position("a.rs").unwrap();
        assert_eq!(position.start_sha.unwrap().as_str(), "ccccccc");

        let bare: MergeRequestVersion = serde_json::from_str(r#"{"id":110,"head_commit_sha":null}"#).unwrap();
        assert!(bare.position("a.rs").is_none() && bare.changed_files().is_none());
    }
}
