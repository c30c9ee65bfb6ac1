//! How a new text differs from the one that is there.

use rca_note::{MarkerKey, NoteMarker};
use similar::TextDiff;

/// The longest answer that shows a difference, in characters: as long as a note.
const LIMIT: usize = rca_note::RcaNote::DEFAULT_LIMIT;

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
    let fence = "`".repeat(longest_run(&difference).max(2) + 1);
    let room = LIMIT - 400 - WORDS.chars().count() - 2 * fence.len();
    let mut text = format!("{WORDS}{fence}diff\n");
    let (mut used, mut left_out) = (0, 0);
    for line in difference.split_inclusive('\n') {
        used += line.chars().count();
        if used > room {
            left_out += 1;
        } else {
            text.push_str(line);
        }
    }
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
