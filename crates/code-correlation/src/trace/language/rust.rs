//! Rust: `7: shop::cart::add`, then `at ./src/cart.rs:42:7`; and the place of the panic itself.

use super::{Part, place, some, split_name, starts_with_any};
use crate::trace::Frame;

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    if let Some((_, location)) =
        text.split_once(" panicked at ").filter(|(front, _)| front.starts_with("thread '"))
    {
        // Before 1.73 the message came first: `panicked at 'no money', src/cart.rs:42:7`.
        let location = location.rsplit(", ").next().unwrap_or(location).trim_end_matches(':');
        return frame_at(location).map_or(Part::Other, Part::Frame);
    }
    if let Some(location) = text.strip_prefix("at ").filter(|_| inside) {
        return frame_at(location).map_or(Part::Other, Part::Place);
    }
    if let Some((number, name)) = text.split_once(": ")
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && line.starts_with(' ')
    {
        let name = name.trim();
        // `0x55… - shop::cart::add::h0123456789abcdef` in the long form.
        let name = name
            .split_once(" - ")
            .filter(|(address, _)| address.starts_with("0x"))
            .map_or(name, |(_, name)| name);
        // `<A as B>::c` and `a::<impl B for C>::d` hold blanks, other names do not.
        if name.split('<').next().is_some_and(|front| front.contains(char::is_whitespace)) {
            return Part::Other;
        }
        let name = without_hash(name);
        let (module, function) = split_name(name, "::");
        return Part::Function(Frame { module, function: some(function), ..Frame::default() });
    }
    if inside
        && (text.starts_with("note: ") || text.eq_ignore_ascii_case("stack backtrace:") || text.is_empty())
    {
        return Part::Filler;
    }
    Part::Other
}

/// Without the hash that the compiler adds to names.
fn without_hash(name: &str) -> &str {
    match name.rsplit_once("::h") {
        Some((front, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => front,
        _ => name,
    }
}

fn frame_at(location: &str) -> Option<Frame> {
    let (file, line, column) = place(location.trim());
    if line.is_none() || !file.contains('.') {
        return None;
    }
    let foreign = file.contains("/rustc/")
        || file.contains("/.cargo/")
        || file.contains("/cargo/registry/")
        || file.contains("/rustlib/src/")
        || starts_with_any(file, &["library/", "vendor/"]);
    Some(Frame { file: some(file), line, column, in_app: !foreign, ..Frame::default() })
}
