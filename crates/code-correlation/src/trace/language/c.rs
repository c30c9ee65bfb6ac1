//! C and C++, as gdb, the sanitizers and addr2line write it: `#1  0x55 in add (n=1) at cart.c:42`, `#1 0x55 in add(int)
//! /src/cart.cc:42:7`, `0x55: add at /src/cart.c:42`.

use super::{Part, Relation, after_number, place, some, split_name, starts_with_any};
use crate::trace::Frame;

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    if let Some(rest) = text.strip_prefix('#').and_then(after_number).filter(|rest| rest.starts_with(' ')) {
        return numbered(rest.trim_start()).map_or(Part::Other, Part::Frame);
    }
    // addr2line -pf, and its inlined callers.
    let inlined = text.strip_prefix("(inlined by) ").map(str::trim_start);
    let named = inlined
        .or_else(|| text.split_once(": ").filter(|(address, _)| is_address(address)).map(|(_, rest)| rest));
    if let Some((name, location)) = named.and_then(|rest| rest.rsplit_once(" at ")) {
        let (file, line, column) = place(location.split(" (discriminator ").next().unwrap_or(location));
        return Part::Frame(frame(name, Some(file), line, column));
    }
    if !inside {
        return Part::Other;
    }
    // The other stacks that a sanitizer tells of: where it was freed, where it was allocated.
    let other = ["freed by thread ", "previously allocated by thread ", "allocated by thread ", "Previous "];
    if starts_with_any(text, &other) || text.starts_with("Thread ") && text.ends_with(':') {
        return Part::Error(Relation::OtherStack, some(text.trim_end_matches(':')));
    }
    if text.is_empty() { Part::Filler } else { Part::Other }
}

fn is_address(text: &str) -> bool {
    text.strip_prefix("0x")
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What follows `#1 `.
fn numbered(rest: &str) -> Option<Frame> {
    let (address, rest) = match rest.split_once(' ') {
        Some((address, rest)) if is_address(address) => (true, rest.trim_start()),
        _ => (false, rest),
    };
    let rest = match rest.strip_prefix("in ") {
        Some(rest) => rest,
        // A sanitizer without symbols: `#1 0x7f (/lib/libc.so.6+0x2a)`.
        None if address => {
            let library = rest.strip_prefix('(')?.split(['+', ')']).next()?;
            return Some(Frame { module: some(library), ..Frame::default() });
        }
        None => rest,
    };
    // gdb: `add (n=1) at cart.c:42`, `raise () from /lib/libc.so.6`.
    if let Some((call, location)) = rest.rsplit_once(" at ").filter(|(call, _)| call.ends_with(')')) {
        let (file, line, column) = place(location);
        return line.map(|line| frame(call, Some(file), Some(line), column));
    }
    if let Some((call, library)) = rest.rsplit_once(" from ").filter(|(call, _)| call.ends_with(')')) {
        let frame = frame(call, None, None, None);
        return Some(Frame { module: some(library), ..frame });
    }
    if !address {
        return None;
    }
    // A sanitizer: `add(int, char) /src/cart.cc:42:7`, `main (/bin/shop+0x12)`.
    let (call, location) = rest.rsplit_once(' ').unwrap_or((rest, ""));
    let (file, line, column) = place(location);
    if line.is_some() {
        return Some(frame(call, Some(file), line, column));
    }
    let library = location.strip_prefix('(').and_then(|rest| rest.split(['+', ')']).next());
    let module = library.and_then(some);
    let frame = frame(if library.is_some() { call } else { rest }, None, None, None);
    Some(Frame { module: module.or(frame.module), ..frame })
}

fn frame(call: &str, file: Option<&str>, line: Option<u64>, column: Option<u64>) -> Frame {
    // The arguments are the last brackets: `(anonymous namespace)::add(int)`, `operator()(int)`, gdb's `add (n=1)`.
    let name = match call.strip_suffix(')') {
        Some(_) => call.get(..open_of_last(call)).unwrap_or(call),
        None => call,
    };
    let name = name.trim();
    let (module, function) = if name.contains('<') { (None, name) } else { split_name(name, "::") };
    let file = file.filter(|file| !file.is_empty() && !file.starts_with('?'));
    let in_app = file.is_some_and(|file| {
        !starts_with_any(
            file,
            &[
                "/usr/include/",
                "/usr/lib",
                "/build/glibc",
                "../sysdeps/",
                "../csu/",
                "./nptl/",
                "./stdlib/",
                "../nptl/",
            ],
        ) && !file.contains("/sanitizer_common/")
            && !file.contains("/compiler-rt/")
    }) && !starts_with_any(name, &["__asan", "__interceptor", "std::"]);
    Frame {
        module,
        function: some(function),
        file: file.map(str::to_owned),
        line,
        column,
        in_app,
        ..Frame::default()
    }
}

/// Where the bracket opens that closes at the end.
fn open_of_last(call: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in call.bytes().enumerate().rev() {
        match byte {
            b')' => depth += 1,
            b'(' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    call.len()
}
