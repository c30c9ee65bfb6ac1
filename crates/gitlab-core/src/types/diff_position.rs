use crate::CommitSha;
use crate::open_enum::open_enum;
use serde::{Deserialize, Serialize};

/// The place of a comment in a diff: three commits that name the diff, a file and a line.
///
/// ```
/// use gitlab_core::types::DiffPosition;
///
/// let [base, start, head] = ["b5d6e7b1", "7c9c2ead", "4803c71e"].map(|sha| sha.parse().unwrap());
/// let line = DiffPosition::new(base, start, head, "src/lib.rs").on_added_line(18);
/// assert_eq!((line.old_line, line.new_line), (None, Some(18)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DiffPosition {
    /// What it is on.
    pub position_type: DiffPositionType,
    /// Where source and target branch parted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_sha: Option<CommitSha>,
    /// The head of the target branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_sha: Option<CommitSha>,
    /// The head of the source branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_sha: Option<CommitSha>,
    /// The path before the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_path: Option<String>,
    /// The path after the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_path: Option<String>,
    /// The line before the change, counted from 1; `None` on a line that was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_line: Option<u64>,
    /// The line after the change, counted from 1; `None` on a line that was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_line: Option<u64>,
    /// The lines, when it is more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_range: Option<DiffLineRange>,
}

impl DiffPosition {
    /// A place in the text of a file that kept its path, in the diff that these three commits name. Take them from
    /// the latest version of the merge request, or from its `diff_refs`: with others GitLab takes the comment and
    /// shows it in the wrong place. Then say the line.
    #[must_use]
    pub fn new(base: CommitSha, start: CommitSha, head: CommitSha, path: impl Into<String>) -> Self {
        let path = path.into();
        Self {
            position_type: DiffPositionType::Text,
            base_sha: Some(base),
            start_sha: Some(start),
            head_sha: Some(head),
            old_path: Some(path.clone()),
            new_path: Some(path),
            old_line: None,
            new_line: None,
            line_range: None,
        }
    }

    /// In a file that had this path before the change.
    #[must_use]
    pub fn renamed_from(mut self, old_path: impl Into<String>) -> Self {
        self.old_path = Some(old_path.into());
        self
    }

    /// On a line that was added, by its number after the change.
    #[must_use]
    pub fn on_added_line(self, new_line: u64) -> Self {
        Self { old_line: None, new_line: Some(new_line), ..self }
    }

    /// On a line that was removed, by its number before the change.
    #[must_use]
    pub fn on_removed_line(self, old_line: u64) -> Self {
        Self { old_line: Some(old_line), new_line: None, ..self }
    }

    /// On a line that did not change, by its number before and after the change. Both are needed, and they differ
    /// as soon as lines above were added or removed.
    #[must_use]
    pub fn on_unchanged_line(self, old_line: u64, new_line: u64) -> Self {
        Self { old_line: Some(old_line), new_line: Some(new_line), ..self }
    }

    /// Over these lines, of which the last one is the one said otherwise. On merge requests only.
    #[must_use]
    pub fn over(mut self, lines: DiffLineRange) -> Self {
        self.line_range = Some(lines);
        self
    }
}

open_enum! {
    /// What a place in a diff is on.
    pub enum DiffPositionType {
        /// A line.
        Text = "text",
        /// A point of an image. Which one is not read.
        Image = "image",
        /// The whole file.
        File = "file",
    }
}

/// Some lines of a diff, one after another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DiffLineRange {
    /// The first one.
    pub start: DiffLine,
    /// The last one.
    pub end: DiffLine,
}

impl DiffLineRange {
    /// From this line to that one.
    #[must_use]
    pub fn new(start: DiffLine, end: DiffLine) -> Self {
        Self { start, end }
    }
}

/// One line of a diff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DiffLine {
    /// GitLab's name for it: the SHA-1 of the file's path in hexadecimal, the line's number before and after the
    /// change, with `_` between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_code: Option<String>,
    /// `new` for an added line, `old` for a removed one; else nothing, or `expanded`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub line_type: Option<String>,
    /// Its number before the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_line: Option<u64>,
    /// Its number after the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_line: Option<u64>,
}

impl DiffLine {
    /// A line that was added, with GitLab's name for it.
    #[must_use]
    pub fn added(line_code: impl Into<String>, new_line: u64) -> Self {
        Self {
            line_code: Some(line_code.into()),
            line_type: Some("new".to_owned()),
            old_line: None,
            new_line: Some(new_line),
        }
    }

    /// A line that was removed, with GitLab's name for it.
    #[must_use]
    pub fn removed(line_code: impl Into<String>, old_line: u64) -> Self {
        Self {
            line_code: Some(line_code.into()),
            line_type: Some("old".to_owned()),
            old_line: Some(old_line),
            new_line: None,
        }
    }

    /// A line that did not change, with GitLab's name for it.
    #[must_use]
    pub fn unchanged(line_code: impl Into<String>, old_line: u64, new_line: u64) -> Self {
        Self {
            line_code: Some(line_code.into()),
            line_type: None,
            old_line: Some(old_line),
            new_line: Some(new_line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_holds_only_the_line_numbers_that_gitlab_wants_for_its_kind() {
        let place = |line: fn(DiffPosition) -> DiffPosition| {
            let [base, start, head] = ["aaaaaaa", "bbbbbbb", "ccccccc"].map(|sha| sha.parse().unwrap());
            let place = line(DiffPosition::new(base, start, head, "b.rs").renamed_from("a.rs"));
            let json = serde_json::to_value(&place).unwrap();
            (
                json["old_line"].as_u64(),
                json["new_line"].as_u64(),
                json["old_path"].as_str().unwrap().to_owned(),
            )
        };
        assert_eq!(place(|place| place.on_added_line(3)), (None, Some(3), "a.rs".to_owned()));
        assert_eq!(place(|place| place.on_removed_line(3)), (Some(3), None, "a.rs".to_owned()));
        assert_eq!(place(|place| place.on_unchanged_line(3, 5)), (Some(3), Some(5), "a.rs".to_owned()));
    }

    #[test]
    fn what_gitlab_sends_of_a_range_is_read_and_written_back() {
        let json = r#"{"position_type":"text","base_sha":"aaaaaaa","start_sha":null,"head_sha":"ccccccc","new_path":"p","new_line":27,"line_range":{"start":{"line_code":"x_10_10","type":"new","old_line":null,"new_line":10},"end":{"line_code":"x_11_11","type":null,"old_line":11,"new_line":11}}}"#;
        let read: DiffPosition = serde_json::from_str(json).unwrap();
        let range = read.line_range.clone().unwrap();
        assert_eq!(range.start, DiffLine::added("x_10_10", 10));
        assert_eq!(range.end, DiffLine::unchanged("x_11_11", 11, 11));
        assert_eq!(
            serde_json::from_str::<DiffPosition>(&serde_json::to_string(&read).unwrap()).unwrap(),
            read
        );
    }
}
