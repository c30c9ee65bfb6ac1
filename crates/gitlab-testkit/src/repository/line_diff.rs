//! The change of one file, line by line, in Git's form.

use super::Blob;
use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};
use std::fmt::Write as _;

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 3;

/// The hunks of a change, from the first `@@` on, with the number of lines added and deleted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Hunks {
    pub(crate) text: String,
    pub(crate) added: u64,
    pub(crate) deleted: u64,
}

/// Compares two texts. Bytes that are no UTF-8 come out as U+FFFD, as GitLab shows them.
pub(crate) fn hunks(old: Option<&Blob>, new: Option<&Blob>) -> Hunks {
    let (old, new) = (lines(old), lines(new));
    let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut hunks = Hunks::default();
    for group in group_diff_ops(operations, CONTEXT) {
        write_hunk(&mut hunks, &group, &old, &new);
    }
    hunks
}

/// Lines with their ends, so that a missing last line end is a difference.
fn lines(blob: Option<&Blob>) -> Vec<&[u8]> {
    blob.map_or_else(Vec::new, |blob| blob.bytes.split_inclusive(|byte| *byte == b'\n').collect())
}

fn write_hunk(hunks: &mut Hunks, group: &[DiffOp], old: &[&[u8]], new: &[&[u8]]) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let old_range = first.old_range().start..last.old_range().end;
    let new_range = first.new_range().start..last.new_range().end;
    // Writing into a String cannot fail.
    let _ = write!(hunks.text, "@@ -{} +{} @@", span(&old_range), span(&new_range));
    if let Some(heading) = heading(old, old_range.start) {
        hunks.text.push(' ');
        hunks.text.push_str(&heading);
    }
    hunks.text.push('\n');
    for operation in group {
        let equal = matches!(operation, DiffOp::Equal { .. });
        for line in old.get(operation.old_range()).unwrap_or_default() {
            write_line(&mut hunks.text, if equal { ' ' } else { '-' }, line);
            hunks.deleted += u64::from(!equal);
        }
        if !equal {
            for line in new.get(operation.new_range()).unwrap_or_default() {
                write_line(&mut hunks.text, '+', line);
                hunks.added += 1;
            }
        }
    }
}

fn write_line(text: &mut String, sign: char, line: &[u8]) {
    text.push(sign);
    text.push_str(&String::from_utf8_lossy(line));
    if !line.ends_with(b"\n") {
        text.push_str("\n\\ No newline at end of file\n");
    }
}

/// Git counts lines from 1, names the line before an empty range, and leaves a count of 1 out.
fn span(range: &std::ops::Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => (range.start + 1).to_string(),
        count => format!("{},{count}", range.start + 1),
    }
}

/// The nearest line above the hunk that looks like the beginning of a function.
fn heading(old: &[&[u8]], start: usize) -> Option<String> {
    let line = old.get(..start)?.iter().rev().find(|line| {
        line.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$'))
    })?;
    let text = String::from_utf8_lossy(line);
    Some(text.trim_end().chars().take(80).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(old: &str, new: &str) -> Hunks {
        let blob = |text: &str| Blob::new(text.to_owned().into());
        hunks(Some(&blob(old)), Some(&blob(new)))
    }

    #[test]
    fn a_change_has_three_lines_of_context_and_the_function_it_is_in() {
        let old = "fn tax() {\n  a\n  b\n  c\n  d\n  e\n}\n";
        let hunks = of(old, &old.replace("  e", "  f"));
        assert_eq!(hunks.text, "@@ -3,5 +3,5 @@ fn tax() {\n   b\n   c\n   d\n-  e\n+  f\n }\n");
        assert_eq!((hunks.added, hunks.deleted), (1, 1));
    }

    #[test]
    fn a_missing_line_end_is_said() {
        assert_eq!(of("a\n", "a").text, "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n");
    }

    #[test]
    fn a_new_file_begins_at_zero() {
        let blob = Blob::new("a\nb\n".to_owned().into());
        assert_eq!(hunks(None, Some(&blob)).text, "@@ -0,0 +1,2 @@\n+a\n+b\n");
        assert_eq!(hunks(Some(&blob), None).text, "@@ -1,2 +0,0 @@\n-a\n-b\n");
    }

    /// Applies hunks to the old text, as `patch` would.
    fn apply(old: &str, hunks: &str) -> String {
        let old: Vec<&str> = old.split_inclusive('\n').collect();
        let (mut new, mut at) = (String::new(), 0);
        for line in hunks.split_inclusive('\n') {
            if let Some(head) = line.strip_prefix("@@ -") {
                let numbers = head.split(' ').next().unwrap();
                let (start, count) = numbers.split_once(',').unwrap_or((numbers, "1"));
                let start: usize = start.parse().unwrap();
                let start = if count == "0" { start } else { start - 1 };
                old[at..start].iter().for_each(|line| new.push_str(line));
                at = start;
            } else if line.starts_with('\\') {
                new.pop();
            } else {
                let (sign, text) = line.split_at(1);
                if sign != "+" {
                    assert_eq!(old[at].trim_end_matches('\n'), text.trim_end_matches('\n'));
                    at += 1;
                }
                if sign != "-" {
                    new.push_str(text);
                }
            }
        }
        old[at..].iter().for_each(|line| new.push_str(line));
        new
    }

    proptest! {
        #[test]
        fn hunks_turn_the_old_text_into_the_new_one(
            old in "([ab]{0,2}\n){0,30}", new in "([ab]{0,2}\n){0,30}",
        ) {
            prop_assert_eq!(apply(&old, &of(&old, &new).text), new);
        }
    }
}
