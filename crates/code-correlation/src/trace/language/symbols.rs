//! Frames of native code by symbol and offset:
//!
//! - glibc `./shop(add+0x1d) [0x55]`
//! - the Linux kernel `[   12.345678]  cart_add+0x1d/0x40 [shop]`, resolved `cart_add+0x1d/0x40 drivers/shop/cart.c:42`
//! - Windows, as Chromium and what is built from it print it, `\tshop::Cart::add [0x00007FF9+20] (src\cart.cc:42)`

use super::c::frame;
use super::{is_address, place, some};
use crate::trace::Frame;

pub(super) fn read(text: &str) -> Option<Frame> {
    glibc(text).or_else(|| kernel(text)).or_else(|| windows(text))
}

/// What stands before and between the kernel's frames.
pub(super) fn is_filler(text: &str) -> bool {
    let text = without_time(text);
    text.eq_ignore_ascii_case("call trace:")
        || matches!(text, "<TASK>" | "</TASK>" | "<IRQ>" | "</IRQ>" | "<NMI>" | "</NMI>" | "<#PF>" | "</#PF>")
}

/// glibc's `backtrace_symbols`: `./shop(add+0x1d) [0x55]`, without the name `./shop(+0x1139) [0x55]` or `./shop() [0x55]`;
/// other programs put a number or their own name before it.
fn glibc(text: &str) -> Option<Frame> {
    let (front, address) = text.strip_suffix(']')?.rsplit_once('[')?;
    let (library, symbol) = front.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let library = library.rsplit(char::is_whitespace).next()?;
    let library = library.rsplit(']').next()?;
    let (name, offset) = symbol.split_once('+').unwrap_or((symbol, "0x0"));
    let is_name = !name.contains(|c: char| c.is_whitespace() || matches!(c, '(' | '/' | ','));
    if !is_address(address) || !is_address(offset) || library.is_empty() || !is_name {
        return None;
    }
    let frame = frame(name, None, None, None);
    Some(Frame { module: some(library), ..frame })
}

/// Without the seconds since the start that `dmesg` puts first.
fn without_time(text: &str) -> &str {
    let rest = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let is_time = |time: &str| {
        time.contains('.') && time.trim().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    rest.filter(|(time, _)| is_time(time)).map_or(text, |(_, rest)| rest.trim_start())
}

fn kernel(text: &str) -> Option<Frame> {
    let text = without_time(text);
    // Older ones tell the address, `[<ffffffc0002099e8>]`; `?` marks what only lies on the stack.
    let text = text.strip_prefix("[<").and_then(|rest| rest.split_once(">]")).map_or(text, |(_, rest)| rest);
    let text = text.trim_start();
    let text = text.strip_prefix("RIP: 0010:").unwrap_or(text);
    let text = text.strip_prefix("? ").unwrap_or(text);
    let (symbol, rest) = text.split_once(' ').unwrap_or((text, ""));
    let (name, offset) = symbol.split_once('+')?;
    let (offset, size) = offset.split_once('/')?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$'));
    if name.is_empty() || !is_name || !is_address(offset) || !is_address(size) {
        return None;
    }
    let rest = rest.trim();
    let bracketed = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    // A module is one word; behind it may stand its build.
    let module = bracketed.and_then(|module| module.split(' ').next());
    let (file, line, None) = place(rest) else { return None };
    match line {
        Some(_) => Some(frame(name, Some(file), line, None)),
        None if rest.is_empty() || module.is_some() => {
            Some(Frame { module: module.and_then(some), ..frame(name, None, None, None) })
        }
        None => None,
    }
}

fn windows(text: &str) -> Option<Frame> {
    let (name, rest) = text.split_once(" [0x")?;
    let (address, location) = rest.split_once(']')?;
    let (address, offset) = address.split_once('+')?;
    let is_number = |text: &str, radix| !text.is_empty() && text.chars().all(|c| c.is_digit(radix));
    if !is_number(address, 16) || !is_number(offset, 10) {
        return None;
    }
    if location.is_empty() {
        return Some(frame(name, None, None, None));
    }
    let (file, line, _) = place(location.strip_prefix(" (")?.strip_suffix(')')?);
    line.map(|_| frame(name, Some(file), line, None))
}
