use crate::CommitSha;
use serde::{Deserialize, Serialize};

/// The change of one file, of `/merge_requests/:iid/diffs`, `/repository/commits/:sha/diff` and comparisons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Diff {
    /// The path before; for an added file the same as after.
    pub old_path: String,
    /// The path after; for a deleted file the same as before.
    pub new_path: String,
    /// The mode before, `"0"` for an added file.
    #[serde(default)]
    pub a_mode: Option<String>,
    /// The mode after, `"0"` for a deleted file.
    #[serde(default)]
    pub b_mode: Option<String>,
    /// The hunks, from the first `@@` on (with `---` and `+++` lines where `unidiff` was asked for); empty for
    /// a pure rename, a pure mode change, and for what GitLab left out.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub diff: String,
    /// Whether the file was added.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub new_file: bool,
    /// Whether the file was renamed.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub renamed_file: bool,
    /// Whether the file was deleted.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub deleted_file: bool,
    /// Whether the project's settings call it generated (since 16.9).
    #[serde(default)]
    pub generated_file: Option<bool>,
    /// Whether the hunks were left out because they are many (since 18.4).
    #[serde(default)]
    pub collapsed: Option<bool>,
    /// Whether the hunks were left out because they are too many to be had this way (since 18.4).
    #[serde(default)]
    pub too_large: Option<bool>,
}

impl Diff {
    /// A changed file with the text of its hunks, as a source outside of GitLab gives it; every field can be set.
    #[must_use]
    pub fn new(old_path: impl Into<String>, new_path: impl Into<String>, diff: impl Into<String>) -> Self {
        Self {
            old_path: old_path.into(),
            new_path: new_path.into(),
            a_mode: None,
            b_mode: None,
            diff: diff.into(),
            new_file: false,
            renamed_file: false,
            deleted_file: false,
            generated_file: None,
            collapsed: Some(false),
            too_large: Some(false),
        }
    }

    /// Whether GitLab left the hunks out, or may have.
    ///
    /// Since 18.4 it says so by `collapsed` and `too_large`. Before, the only sign is that there are no hunks though
    /// the file was neither renamed nor given another mode; an empty file that was added or deleted looks the same.
    #[must_use]
    pub fn is_left_out(&self) -> bool {
        if !self.diff.is_empty() {
            return false;
        }
        match (self.collapsed, self.too_large) {
            (None, None) => {
                let mode_changed = self.a_mode != self.b_mode && !self.new_file && !self.deleted_file;
                !self.renamed_file && !mode_changed
            }
            (collapsed, too_large) => collapsed == Some(true) || too_large == Some(true),
        }
    }
}

/// The three commits that a merge request's diff is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DiffRefs {
    /// Where source and target branch parted.
    #[serde(default)]
    pub base_sha: Option<CommitSha>,
    /// The head of the source branch.
    #[serde(default)]
    pub head_sha: Option<CommitSha>,
    /// The head of the target branch at that time.
    #[serde(default)]
    pub start_sha: Option<CommitSha>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_that_were_left_out_are_known_by_the_flags_or_else_by_their_absence() {
        let diff = |fields: &str| -> Diff {
            serde_json::from_str(&format!(r#"{{"old_path":"a","new_path":"a",{fields}}}"#)).unwrap()
        };
        for (fields, left_out) in [
            (r#""diff":"@@ -1 +1 @@\n""#, false),
            (r#""diff":"""#, true),
            (r#""diff":"","new_file":true,"a_mode":"0","b_mode":"100644""#, true),
            (r#""diff":"","renamed_file":true"#, false),
            (r#""diff":"","a_mode":"100644","b_mode":"100755""#, false),
            (r#""diff":"","collapsed":false,"too_large":false"#, false),
            (r#""diff":"","collapsed":true,"too_large":false,"renamed_file":true"#, true),
            (r#""diff":"","too_large":true"#, true),
        ] {
            assert_eq!(diff(fields).is_left_out(), left_out, "{fields}");
        }
    }
}
