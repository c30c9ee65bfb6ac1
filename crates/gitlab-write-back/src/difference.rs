//! How a new text differs from the one that is there.

use rca_note::{MarkerKey, NoteMarker};
use similar::TextDiff;

/// The longest answer that shows a difference, in characters: as long as a note.
const LIMIT: usize = rca_note::RcaNote::DEFAULT_LIMIT;

/// Longer runs of backticks are not shown: the fence around them would leave no room for the difference.
const LONGEST_RUN: usize = 80;

const WORDS: &str = "### RCA Finding\n\n\
    Somebody has changed the note above, so it stays as it is. The latest finding would change it like this:\n\n";

/// The unified diff from one text to another; empty when they are the same to GitLab.
pub(crate) fn unified(before: &str, after: &str) -> String {
    let (before, after) = (clean(before), clean(after));
    TextDiff::from_lines(&before, &after)
        .unified_diff()
        .context_radius(3)
        .header("the note as it is", "the note as it would be")
        .missing_newline_hint(false)
        .to_string()
}

/// As GitLab keeps it, with a line end at the end.
fn clean(text: &str) -> String {
    let mut text = text.replace('\r', "");
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// The answer to a note that somebody has changed: how `body` differs from it, without the markers.
pub(crate) fn reply(marker: &NoteMarker, key: Option<&MarkerKey>, present: &str, body: &str) -> String {
    let difference = unified(without_marker(present), without_marker(body));
    // Every line of the diff has its sign before it, so that no line of a text is the first thing in a line here: no
    // fence ends, no quote begins and no command stands.
    let shown = || difference.split_inclusive('\n').filter(|line| longest_run(line) <= LONGEST_RUN);
    let fence = "`".repeat(shown().map(longest_run).max().unwrap_or_default().max(2) + 1);
    let room = LIMIT - 400 - WORDS.chars().count() - 2 * fence.len();
    let mut text = format!("{WORDS}{fence}diff\n");
    let mut used = 0;
    let lines = shown().take_while(|line| {
        used += line.chars().count();
        used <= room
    });
    let lines: Vec<&str> = lines.collect();
    let left_out = difference.lines().count() - lines.len();
    text.extend(lines);
    text.push_str(&fence);
    text.push('\n');
    if left_out > 0 {
        text.push_str(&format!("\n_{left_out} more lines are left out._\n"));
    }
    let marker = marker.clone().with_text(&text);
    let marker = match key {
        Some(key) => marker.sealed_with(key),
        None => marker,
    };
    format!("{}\n\n{text}", marker.to_comment())
}

fn without_marker(body: &str) -> &str {
    match (NoteMarker::find_in(body), body.split_once('\n')) {
        (Some(_), Some((_, text))) => text.trim_start_matches(['\r', '\n']),
        _ => body,
    }
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answer(present: &str, body: &str) -> String {
        reply(&NoteMarker::new("alert-1"), None, present, body)
    }

    #[test]
    fn what_is_left_out_is_counted_and_runs_of_backticks_leave_room() {
        for backticks in [1, 3, 80, 81, 2_000, 100_000] {
            let text = answer(&"`".repeat(backticks), "new");
            assert!(text.chars().count() <= LIMIT, "{backticks}: {}", text.chars().count());
            assert!(text.contains("\n+new\n"), "{backticks}: {text}");
            assert_eq!(text.contains("1 more lines"), backticks > 80, "{backticks}: {text}");
        }
        let many: String = (0..2_000).map(|line| format!("line {line}\n")).collect();
        let text = answer("old", &many);
        let shown = text.lines().filter(|line| line.starts_with("+line")).count();
        assert!(shown > 100 && text.contains(&format!("_{} more lines", 2_000 - shown)), "{text}");
    }

    proptest! {
        #[test]
        fn an_answer_is_one_fence_and_holds_the_limit(present in "[`~>/a \n]{0,400}", body in "[`~>/a \n]{0,400}") {
            let text = answer(&present, &body);
            prop_assert!(text.chars().count() <= LIMIT);
            let open = text.lines().find(|line| line.ends_with("diff") && line.starts_with("```")).unwrap();
            let fence = open.trim_end_matches("diff");
            let inside = text.lines().skip_while(|line| *line != open).skip(1).take_while(|line| *line != fence);
            for line in inside {
                prop_assert!(line.starts_with(['+', '-', ' ', '@']) && !line.contains(fence), "{line}");
            }
            prop_assert_eq!(text.lines().filter(|line| *line == fence).count(), 1);
        }
    }
}
