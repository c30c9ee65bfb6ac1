//! Lines of a log or a file in a fence.

use std::fmt::Write as _;

use super::Written;
use super::image;
use super::inline::{head, longest_run};
use super::markup::Markup;

/// Longer lines are cut.
const WIDTH: usize = 300;

/// Writes the first `lines` lines. Each stands behind its number or a bar: GitLab's preprocessors look at the beginnings of lines
/// even inside of a fence, and so none of them is foreign.
pub(super) fn write(text: &str, first_line: Option<u64>, lines: usize) -> Written {
    forms(text, first_line, &[lines]).pop().unwrap_or_default()
}

/// The same for several numbers of lines, from the most to the fewest, in one go.
pub(super) fn forms(text: &str, first_line: Option<u64>, counts: &[usize]) -> Vec<Written> {
    let text = text.trim_end();
    let blank = text.len();
    let text = text.trim_start_matches('\n');
    // Blank lines above are not shown, but they count.
    let blank = u64::try_from(blank - text.len()).unwrap_or(u64::MAX);
    let first_line = first_line.map(|first| first.saturating_add(blank));
    let most = counts.iter().copied().max().unwrap_or_default();
    if text.trim().is_empty() {
        return counts.iter().map(|_| Written::default()).collect();
    }
    let shown = text.lines().take(most).count();
    let last = first_line.map(|first| first.saturating_add(u64::try_from(shown).unwrap_or(u64::MAX)));
    let width = last.map_or(0, |last| last.to_string().len());
    let mut body = String::new();
    let mut ends = vec![End::default()];
    let mut end = End::default();
    for (index, line) in text.lines().take(most).enumerate() {
        if let Some(first) = first_line {
            let number = first.saturating_add(u64::try_from(index).unwrap_or(u64::MAX));
            let _written = write!(body, "{number:>width$} ");
        }
        body.push('|');
        let cut = head(line, WIDTH);
        if !cut.is_empty() {
            body.push(' ');
            body.push_str(&image::parted(cut));
        }
        end.ticks = end.ticks.max(longest_run(cut, b'`'));
        end.seen += line.chars().count() + 1;
        if cut.len() < line.len() {
            end.cut += line.get(cut.len()..).unwrap_or_default().chars().count();
            body.push('\u{2026}');
        }
        body.push('\n');
        end.body = body.len();
        ends.push(end);
    }
    let whole = text.chars().count() + 1;
    counts
        .iter()
        .map(|&count| {
            let Some(end) = ends.get(count.min(shown)).filter(|_| count > 0) else {
                return Written { markup: Markup::default(), left_out: whole - 1 };
            };
            let ticks = "`".repeat((end.ticks + 1).max(3));
            let body = body.get(..end.body).unwrap_or_default();
            Written {
                markup: Markup::from_raw(format!("{ticks}text\n{body}{ticks}\n")),
                left_out: end.cut + whole.saturating_sub(end.seen),
            }
        })
        .collect()
}

/// The state behind a line.
#[derive(Debug, Clone, Copy, Default)]
struct End {
    /// Bytes of the fence's body.
    body: usize,
    /// The longest run of backticks.
    ticks: usize,
    /// Characters of the source up to here.
    seen: usize,
    /// Characters that were cut off long lines.
    cut: usize,
}
