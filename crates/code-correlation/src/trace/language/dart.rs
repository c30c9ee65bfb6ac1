//! Dart: `#1      Cart.add (package:shop/cart.dart:42:7)`, and the short `package:shop/cart.dart 42:7  Cart.add`.

use super::{Part, after_number, place, some, split_name, starts_with_any};
use crate::trace::Frame;

const FOREIGN: [&str; 6] = [
    "dart:",
    "package:flutter/",
    "package:flutter_test/",
    "package:test_api/",
    "package:test/",
    "package:stack_trace/",
];

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    if let Some(rest) = text.strip_prefix('#').and_then(after_number) {
        let frame = rest.trim().strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).and_then(
            |(name, location)| {
                let (file, line, column) = place(location);
                frame(name, file, line, column)
            },
        );
        return frame.map_or(Part::Other, Part::Frame);
    }
    if let Some(frame) = short(text) {
        return Part::Frame(frame);
    }
    if inside
        && (text == "<asynchronous suspension>"
            || text.starts_with("===== asynchronous gap")
            || text.starts_with("(elided "))
    {
        return Part::Filler;
    }
    Part::Other
}

/// The form of the package `stack_trace`, which tests print.
fn short(text: &str) -> Option<Frame> {
    let (file, rest) = text.split_once(' ')?;
    if !file.ends_with(".dart") {
        return None;
    }
    let (place, name) = rest.trim_start().split_once(' ')?;
    let (line, column) = place.split_once(':')?;
    frame(name, file, Some(line.parse().ok()?), Some(column.parse().ok()?))
}

fn frame(name: &str, file: &str, line: Option<u64>, column: Option<u64>) -> Option<Frame> {
    if !file.ends_with(".dart") {
        return None;
    }
    let in_app = !starts_with_any(file, &FOREIGN);
    let (module, function) = split_name(name.trim(), ".");
    Some(Frame {
        module,
        function: some(function),
        file: some(file),
        line,
        column,
        in_app,
        ..Frame::default()
    })
}
