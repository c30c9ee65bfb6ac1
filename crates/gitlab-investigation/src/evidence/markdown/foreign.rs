//! Short pieces of foreign text, as lines within a frame.

use code_correlation::change::{ChangeSet, FileChange};
use gitlab_core::{CommitSha, Timestamp};

/// How many characters of a name or title are shown in a line of several.
const FIELD_CHARS: usize = 200;
/// How many entries of a list are shown in one line.
const LIST_ENTRIES: usize = 20;

/// A name or title on one line, cut with `…` when it is long.
pub(super) fn field(text: &str) -> String {
    let mut line: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(FIELD_CHARS).collect();
    if text.chars().nth(FIELD_CHARS).is_some() {
        line.push('…');
    }
    line
}

/// `name: value`, where there is a value.
pub(super) fn labelled(name: &str, value: Option<&str>) -> Option<String> {
    value.filter(|value| !value.is_empty()).map(|value| format!("{name}: {}", field(value)))
}

/// `a, b, c and 4 more`
pub(super) fn list(entries: impl ExactSizeIterator<Item = String>) -> String {
    let more = entries.len().saturating_sub(LIST_ENTRIES);
    let mut line = entries.take(LIST_ENTRIES).collect::<Vec<_>>().join(", ");
    if more > 0 {
        line.push_str(&format!(" and {more} more"));
    }
    line
}

pub(super) fn time(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "at an unknown time".to_owned(), |at| at.to_string())
}

pub(super) fn sha(sha: Option<&CommitSha>) -> &str {
    sha.map_or("commit unknown", CommitSha::short)
}

/// The files of a change on one line.
pub(super) fn paths(changes: &ChangeSet) -> String {
    list(changes.files.iter().map(|file| field(file.path())))
}

/// One changed file with the lines that were added or changed.
pub(super) fn changed_file(file: &FileChange) -> String {
    let old = file.old_path.as_deref().filter(|old| *old != file.path());
    let mut line = format!("{} {}", file.status, field(file.path()));
    if let Some(old) = old {
        line.push_str(&format!(" (was {})", field(old)));
    }
    line.push_str(&format!(" +{} -{}", file.additions, file.deletions));
    let runs = file.added_lines.iter().map(|run| match run.count {
        0 | 1 => run.start.to_string(),
        count => format!("{}-{}", run.start, run.start.saturating_add(count - 1)),
    });
    if runs.len() > 0 {
        line.push_str(&format!(", lines {}", list(runs)));
    }
    if file.binary {
        line.push_str(", binary");
    }
    if !file.completeness.is_whole() {
        line.push_str(", not all lines known");
    }
    line
}
