//! Lines of a log or a file in a fence.

use super::Written;
use super::inline::{head, longest_run};
use super::markup::Markup;

/// Longer lines are cut.
const WIDTH: usize = 300;

/// Writes the first `lines` lines. Each stands behind its number or a bar: GitLab's preprocessors look at the beginnings of lines
/// even inside of a fence, and so none of them is foreign.
pub(super) fn write(text: &str, first_line: Option<u64>, lines: usize) -> Written {
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Written::default();
    }
    let text = text.trim_start_matches('\n');
    if lines == 0 {
        return Written { markup: Markup::default(), left_out: text.chars().count() };
    }
    let mut body = String::new();
    let mut left_out = 0;
    let all = text.lines().count();
    let shown = all.min(lines);
    let last = first_line.map(|first| first.saturating_add(u64::try_from(shown).unwrap_or(u64::MAX)));
    let width = last.map_or(0, |last| last.to_string().len());
    let mut rest = text.lines();
    for (index, line) in rest.by_ref().take(shown).enumerate() {
        if let Some(first) = first_line {
            let number = first.saturating_add(u64::try_from(index).unwrap_or(u64::MAX));
            body.push_str(&format!("{number:>width$} "));
        }
        body.push_str("| ");
        let cut = head(line, WIDTH);
        body.push_str(cut);
        if cut.len() < line.len() {
            left_out += line.get(cut.len()..).unwrap_or_default().chars().count();
            body.push('\u{2026}');
        }
        body.push('\n');
    }
    left_out += rest.map(|line| line.chars().count() + 1).sum::<usize>();
    let ticks = "`".repeat((longest_run(&body, '`') + 1).max(3));
    Written { markup: Markup::from_raw(format!("{ticks}text\n{body}{ticks}\n")), left_out }
}
