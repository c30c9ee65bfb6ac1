//! Swift: `3 [ra] 0x55 add(_:) + 12 in shop at /src/Sources/Cart.swift:42:7`, and the line of a fatal error itself.

use super::{Part, after_number, place, some, starts_with_any};
use crate::trace::Frame;

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    if let Some(frame) = fatal(text) {
        return Part::Frame(frame);
    }
    if let Some(rest) = after_number(text)
        && let Some((call, location)) = rest.rsplit_once(" at ")
        && let Some(frame) = frame(call, location)
    {
        return Part::Frame(frame);
    }
    // The backtrace shows the source between the frames.
    if inside
        && (text.is_empty()
            || text.contains('│')
            || text == "..."
            || starts_with_any(text, &["Thread ", "💣"]))
    {
        return Part::Filler;
    }
    Part::Other
}

/// `Shop/Cart.swift:42: Fatal error: no money`.
fn fatal(text: &str) -> Option<Frame> {
    let (location, _) = text.split_once(": Fatal error")?;
    let (file, line, column) = place(location);
    (file.ends_with(".swift") && line.is_some()).then(|| Frame {
        file: some(file),
        line,
        column,
        in_app: true,
        ..Frame::default()
    })
}

fn frame(call: &str, location: &str) -> Option<Frame> {
    let (file, line, column) = place(location);
    if !file.ends_with(".swift") || line.is_none() {
        return None;
    }
    let (call, module) = call.rsplit_once(" in ").map_or((call, None), |(call, module)| (call, some(module)));
    // The address comes first, with a mark or the word `in` about it.
    let name =
        call.split_once("0x").and_then(|(_, rest)| rest.split_once(' ')).map_or(call, |(_, name)| name);
    let name = name
        .rsplit_once(" + ")
        .filter(|(_, offset)| offset.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(name, |(name, _)| name);
    let in_app = !file.contains("/checkouts/") && !file.contains("/swift/stdlib/");
    Some(Frame { module, function: some(name), file: some(file), line, column, in_app, ..Frame::default() })
}
