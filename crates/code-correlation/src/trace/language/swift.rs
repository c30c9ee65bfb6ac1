//! Swift: the line of a fatal error itself, and the frames
//!
//! - of its own backtrace, `3 [ra] 0x55 add(_:) + 12 in shop at /src/Sources/Cart.swift:42:7`
//! - of debuggers, `#3 0x55 in add(_:) at /src/Cart.swift:42`
//! - of crash reports, `3   Shop   0x55 Cart.add(_:) + 12 (Cart.swift:42)`.

use super::{Part, after_number, is_address, place, some, starts_with_any, without_offset};
use crate::trace::Frame;

/// The head of the frames before Swift 5.9.
const STACK: &str = "Current stack trace:";

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    if let Some(frame) = fatal(text) {
        return Part::Frame(frame);
    }
    let number = text.strip_prefix('#').or_else(|| text.trim_start_matches("* ").strip_prefix("frame #"));
    if let Some(rest) = after_number(number.unwrap_or(text)) {
        let placed = rest.rsplit_once(" at ").and_then(|(call, location)| frame(call, location));
        let rest = if number.is_none() { rest.strip_prefix(' ') } else { None };
        if let Some(frame) = placed.or_else(|| crash_report(rest?.trim_start())) {
            return Part::Frame(frame);
        }
        // Frames of what is not written in Swift stand between, in the form of the debugger.
        if inside && number.is_some() {
            return super::c::read(line, true);
        }
    }
    // The backtrace shows the source between the frames.
    if inside
        && (text.is_empty()
            || text.contains('│')
            || text == "..."
            || starts_with_any(text, &["Thread ", "💣", STACK]))
    {
        return Part::Filler;
    }
    Part::Other
}

/// `Shop/Cart.swift:42: Fatal error: no money`, before Swift 5.4 `Fatal error: no money: file Shop/Cart.swift, line 42`.
fn fatal(text: &str) -> Option<Frame> {
    let older = text.strip_prefix("Fatal error").and_then(|rest| {
        let (file, line) = rest.rsplit_once(": file ")?.1.rsplit_once(", line ")?;
        Some((file, line.parse().ok(), None))
    });
    let (file, line, column) = match older {
        Some(older) => older,
        None => place(text.split_once(": Fatal error")?.0),
    };
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
    // The address comes first, with a mark about it or the module before it.
    let (front, name) = match call.split_once("0x") {
        Some((front, rest)) => (front.trim(), rest.split_once(' ').map_or("", |(_, name)| name)),
        None => ("", call),
    };
    // A debugger writes ``shop`add`` or `in add`, the backtrace `add in shop`.
    let (library, name) = match name.split_once('`') {
        Some((library, name)) => (some(library), name),
        None => (None, name.strip_prefix("in ").unwrap_or(name)),
    };
    let (name, module) = name.rsplit_once(" in ").map_or((name, None), |(name, module)| (name, some(module)));
    let name = without_offset(name.strip_suffix(" [inlined]").unwrap_or(name));
    let is_mark = front.is_empty() || front.starts_with(['[', ':']);
    let module = module.or(library).or_else(|| if is_mark { None } else { some(front) });
    let in_app = !file.contains("/checkouts/") && !file.contains("/swift/stdlib/");
    Some(Frame { module, function: some(name), file: some(file), line, column, in_app, ..Frame::default() })
}

/// What follows the number in a crash report: `Shop   0x55 Cart.add(_:) + 12 (Cart.swift:42)`, and in Swift's own form
/// without a place `[ra] 0x55 start + 12 in libdyld.dylib`.
fn crash_report(rest: &str) -> Option<Frame> {
    let (module, rest) = rest.split_once(char::is_whitespace)?;
    let (address, rest) = rest.trim_start().split_once(' ')?;
    let (module, address, rest) = if is_address(module) {
        ("", module, format!("{address} {rest}"))
    } else {
        (module, address, rest.to_owned())
    };
    // Addresses are whole; what is short is a number of other output.
    if !is_address(address) || address.len() < 8 {
        return None;
    }
    let (symbol, location) = match rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        Some((symbol, location)) if place(location).1.is_some() => (symbol, location),
        _ => (rest.as_str(), ""),
    };
    let (symbol, library) =
        symbol.rsplit_once(" in ").map_or((symbol, module), |(symbol, library)| (symbol, library));
    // Behind the symbol stands its offset, or nothing more than the start of the module is known.
    let name = without_offset(symbol.trim());
    if name.len() == symbol.trim().len() && location.is_empty() {
        return None;
    }
    let (file, line, column) = place(location);
    let module = if library.starts_with('[') { None } else { some(library) };
    let function = some(name).filter(|name| !is_address(name));
    let file = some(file);
    let in_app = file.is_some();
    Some(Frame { module, function, file, line, column, in_app, ..Frame::default() })
}
