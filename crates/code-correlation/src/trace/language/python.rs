//! Python: `File "shop/cart.py", line 42, in add`.

use super::{PYTHON_HEAD, Part, Relation, contains_any, some};
use crate::trace::Frame;

const FOREIGN: [&str; 7] = [
    "site-packages/",
    "dist-packages/",
    "/lib/python",
    "/lib64/python",
    "site-packages\\",
    "\\Lib\\",
    "/_pytest/",
];

pub(super) fn read(line: &str, inside: bool) -> Part {
    let line = ungrouped(line);
    let text = line.trim();
    if let Some(frame) = text.strip_prefix("File \"").and_then(frame) {
        return Part::Frame(frame);
    }
    if !inside {
        return Part::Other;
    }
    if let Some(rest) = text.strip_prefix('+') {
        return border(rest);
    }
    match text {
        "" | PYTHON_HEAD => return Part::Filler,
        "During handling of the above exception, another exception occurred:"
        | "The above exception was the direct cause of the following exception:" => {
            return Part::Error(Relation::FollowsFrom, None);
        }
        _ => {}
    }
    // Source lines and their markers are indented deeper than a heading.
    if line.starts_with("    ") && !is_title(text) || text.starts_with("[Previous line repeated ") {
        Part::Filler
    } else if is_title(text) {
        Part::Title(text.to_owned())
    } else {
        Part::Other
    }
}

/// Whether it is the head of a trace, also of a group.
pub(super) fn is_head(line: &str) -> bool {
    let line = ungrouped(line).trim();
    line == PYTHON_HEAD || line.strip_prefix("+ Exception Group ") == Some(PYTHON_HEAD)
}

/// The line without the bars that stand before the members of an exception group, but with its own indent.
fn ungrouped(line: &str) -> &str {
    match line.trim_start().strip_prefix('|') {
        Some(rest) => rest.strip_prefix(' ').unwrap_or(rest),
        None => line,
    }
}

/// What follows the `+` of `+-+---------------- 1 ----------------` or of the line that ends a group.
fn border(rest: &str) -> Part {
    if rest.strip_prefix(" Exception Group ") == Some(PYTHON_HEAD) {
        return Part::Filler;
    }
    if !rest.starts_with('-')
        || rest.contains(|c: char| !matches!(c, '-' | '+' | ' ' | '.') && !c.is_ascii_digit())
    {
        return Part::Other;
    }
    // Members that are too many are counted: `+---------------- ... ----------------`.
    if rest.contains(|c: char| c.is_ascii_digit()) {
        Part::Error(Relation::Member, None)
    } else {
        Part::Filler
    }
}

/// `ValueError: no money`, `shop.errors.Empty`.
fn is_title(text: &str) -> bool {
    let name = text.split(':').next().unwrap_or_default();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    let last = name.rsplit('.').next().unwrap_or_default();
    is_name
        && last.starts_with(char::is_uppercase)
        && (text.len() == name.len() || text.starts_with(&format!("{name}: ")))
}

fn frame(rest: &str) -> Option<Frame> {
    let (file, rest) = rest.split_once("\", line ")?;
    let digits = rest.len() - super::after_number(rest)?.len();
    let line = rest.get(..digits)?.parse().ok()?;
    let function = rest.get(digits..).and_then(|rest| rest.strip_prefix(", in ")).and_then(some);
    let in_app = !file.starts_with('<') && !contains_any(file, &FOREIGN);
    Some(Frame { function, file: Some(file.to_owned()), line: Some(line), in_app, ..Frame::default() })
}
