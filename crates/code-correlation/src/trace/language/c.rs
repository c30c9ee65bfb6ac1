//! C and C++ (and what else is compiled so), as debuggers, sanitizers and addr2line write it:
//! (what names a symbol and an offset is in [`symbols`])
//!
//! - gdb `#1  0x55 in add (n=1) at cart.c:42`, lldb ``frame #1: 0x55 shop`add(n=1) at cart.c:42:7``
//! - sanitizers `#1 0x55 in add(int) /src/cart.cc:42:7`, that of threads `#1 add /src/cart.cc:42:7 (shop+0x55)`
//! - LLVM's own tools `#1 0x55 add(int) /src/cart.cc:42:7`
//! - addr2line `0x55: add at /src/cart.c:42`, and on two lines `add`, `/src/cart.c:42`
//! - valgrind `==7==    by 0x55: add (cart.c:42)`, and Boost's and C++'s own `1# add(int) at /src/cart.cc:42`

use super::{
    Part, Relation, after_number, is_address, place, some, split_name, starts_with_any, symbols,
    without_offset,
};
use crate::trace::Frame;

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    let own = text.strip_prefix("==").and_then(after_number).and_then(|rest| rest.strip_prefix("=="));
    if let Some(frame) = own.and_then(|rest| valgrind(rest.trim())) {
        return Part::Frame(frame);
    }
    if let Some((sure, frame)) = cut(text) {
        // With its address it is a frame whether a place follows or not: programs without symbols have none.
        return if sure { Part::Row(None, vec![Part::Function(frame)]) } else { Part::Function(frame) };
    }
    if let Some(frame) = symbols::read(text) {
        return Part::Frame(frame);
    }
    let numbered_frame = if let Some(rest) = text.strip_prefix('#').and_then(after_number) {
        rest.strip_prefix(' ').map(|rest| numbered(rest.trim_start(), line.starts_with(char::is_whitespace)))
    } else if let Some(rest) = text.trim_start_matches("* ").strip_prefix("frame #").and_then(after_number) {
        rest.strip_prefix(": ").map(lldb)
    } else {
        after_number(text).and_then(|rest| rest.strip_prefix("# ")).map(boost)
    };
    if let Some(frame) = numbered_frame {
        return match frame {
            Some(frame) => Part::Frame(frame),
            None if inside && text.ends_with("<signal handler called>") => Part::Filler,
            None => Part::Other,
        };
    }
    if let Some(frame) = pretty(text, inside) {
        return Part::Frame(frame);
    }
    if let Some(frame) = two_lines_place(text) {
        return Part::Place(frame);
    }
    if inside {
        let text = own.map_or(text, str::trim);
        if is_other_stack(text) {
            return Part::Error(Relation::OtherStack, some(text.trim_end_matches(':')));
        }
        let is_filler = text == "No locals." || is_address(text) || symbols::is_filler(text);
        if text.is_empty() && own.is_none() || is_filler {
            return Part::Filler;
        }
    }
    if is_name(text) { Part::MaybeFunction(frame(text, None, None, None)) } else { Part::Other }
}

/// What stands before the first frame.
pub(super) fn introduces(line: &str) -> bool {
    // `======= Backtrace: =========` of glibc, `Stack dump:` of LLVM.
    let head = line.trim_matches(['=', ' ']);
    is_address(line) || matches!(head, "Backtrace:" | "Stack dump:") || symbols::is_filler(line)
}

/// The heads of other stacks: where it was freed, where it was allocated, what the other thread did.
fn is_other_stack(text: &str) -> bool {
    let heads = [
        "freed by thread ",
        "previously allocated by thread ",
        "allocated by thread ",
        "Previous ",
        "Address 0x",
        "Uninitialised value was created by ",
        "Location is ",
        "Direct leak of ",
        "Indirect leak of ",
        "thread #",
        "* thread #",
    ];
    starts_with_any(text, &heads) || starts_with_any(text, &["Thread ", "Mutex "]) && text.ends_with(':')
}

/// addr2line -pf, and its inlined callers.
fn pretty(text: &str, inside: bool) -> Option<Frame> {
    let inlined = text.strip_prefix("(inlined by) ").map(str::trim_start);
    let named = inlined
        .or_else(|| text.split_once(": ").filter(|(address, _)| is_address(address)).map(|(_, rest)| rest));
    let (name, location) = named.unwrap_or(text).rsplit_once(" at ")?;
    // Without an address it looks like prose.
    if named.is_none() && !(inside && is_name(name)) {
        return None;
    }
    let (file, line, column) = place(without_discriminator(location));
    Some(frame(name, Some(file), line, column))
}

/// The second line of addr2line -f.
fn two_lines_place(text: &str) -> Option<Frame> {
    let text = without_discriminator(text.strip_prefix("at ").unwrap_or(text));
    if matches!(text, "??:0" | "??:?") {
        return Some(Frame::default());
    }
    let (file, line, column) = match text.strip_suffix(":?") {
        Some(file) => (file, None, None),
        None => place(text),
    };
    let known = file.rsplit_once('.').is_some_and(|(_, end)| EXTENSIONS.contains(&end));
    let is_place = known
        && (line.is_some() || text.ends_with(":?"))
        && column.is_none()
        && !file.contains(|c: char| c.is_whitespace() || c == ':');
    is_place.then(|| frame("", Some(file), line, column))
}

const EXTENSIONS: [&str; 14] =
    ["c", "cc", "cpp", "cxx", "c++", "C", "h", "hh", "hpp", "inl", "m", "mm", "S", "rs"];

fn without_discriminator(text: &str) -> &str {
    text.split(" (discriminator ").next().unwrap_or(text)
}

/// Whether a line may be nothing but the name of a function: `add`, `shop::Cart::add(int)`, `??`.
fn is_name(text: &str) -> bool {
    if text == "??" {
        return true;
    }
    let name = text.split(['(', '<']).next().unwrap_or(text);
    // Parts that the compiler cut off: `add.cold`, `add.part.0`. Other names with dots are of other languages.
    let name = name
        .split_once('.')
        .filter(|(_, part)| {
            starts_with_any(part, &["cold", "part", "isra", "constprop", "lto_priv", "clone"])
        })
        .map_or(name, |(name, _)| name);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '~' | '$');
    text.starts_with("(anonymous namespace)::")
        || name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '~'))
            && (name.chars().all(is_plain) || name.contains("operator"))
            && !name.contains("//")
            && !name.ends_with([':', '.'])
            && (!text.contains(['(', '<']) || text.ends_with([')', '>', ']']) || text.ends_with(" const"))
}

/// What follows `==7==`: `by 0x55: add (cart.c:42)`, `at 0x55: malloc (in /usr/lib/libc.so)`.
fn valgrind(text: &str) -> Option<Frame> {
    let (address, rest) = text.strip_prefix("at ").or_else(|| text.strip_prefix("by "))?.split_once(": ")?;
    let (name, location) = rest.strip_suffix(')')?.rsplit_once(" (")?;
    if !is_address(address) {
        return None;
    }
    if let Some(library) = location.strip_prefix("in ") {
        let frame = frame(name, None, None, None);
        return Some(Frame { module: some(library), ..frame });
    }
    let (file, line, _) = place(location);
    Some(frame(name, Some(file), line, None))
}

/// What follows `frame #1: `: ``0x55 shop`add(n=1) at cart.c:42:7``, ``0x55 dyld`start + 12``.
fn lldb(rest: &str) -> Option<Frame> {
    let rest = rest.split_once(' ').filter(|(address, _)| is_address(address)).map_or(rest, |(_, rest)| rest);
    let (library, rest) = rest.split_once('`')?;
    // lldb says of optimized and inlined functions that they are.
    let rest = rest.strip_suffix(" [opt]").unwrap_or(rest);
    let (call, location) = match rest.rsplit_once(" at ") {
        Some((call, location)) => (call, Some(place(location))),
        None => (rest, None),
    };
    let call = call.strip_suffix(" [inlined]").unwrap_or(call);
    let (file, line, column) = location.unwrap_or_default();
    let frame = frame(without_offset(call), Some(file), line, column);
    Some(if frame.file.is_some() { frame } else { Frame { module: some(library), ..frame } })
}

/// What follows `1# `: `add(int) at /src/cart.cc:42`, `main in ./shop`.
fn boost(rest: &str) -> Option<Frame> {
    if let Some((call, location)) = rest.rsplit_once(" at ") {
        let (file, line, column) = place(location.split(" [0x").next().unwrap_or(location));
        return line.map(|line| frame(call, Some(file), Some(line), column));
    }
    let (call, library) = rest.rsplit_once(" in ")?;
    let frame = frame(call, None, None, None);
    Some(Frame { module: some(library), ..frame })
}

/// gdb puts the place of a long frame on the next line: `#1  0x55 in add (n=1)`, then `at /src/cart.c:42`.
fn cut(text: &str) -> Option<(bool, Frame)> {
    let rest = text.strip_prefix('#').and_then(after_number)?.strip_prefix(' ')?.trim_start();
    let (sure, rest) = match rest.split_once(" in ") {
        Some((address, rest)) if is_address(address) => (true, rest),
        _ => (false, rest),
    };
    let (_, arguments) = rest.strip_suffix(')')?.split_once(" (")?;
    let is_other = rest.contains(" at ") || rest.contains(" from ") || arguments.contains(['/', '+', ':']);
    // `0x55  (/lib/libc.so.6+0x2a)` names no function.
    let is_other = is_other || rest.split(' ').next().is_some_and(is_address);
    (!is_other && !rest.starts_with(['/', '('])).then(|| (sure, frame(rest, None, None, None)))
}

/// What follows `#1 `.
fn numbered(rest: &str, indented: bool) -> Option<Frame> {
    let (address, rest) = match rest.split_once(' ') {
        Some((address, rest)) if is_address(address) => (true, rest.trim_start()),
        _ => (false, rest),
    };
    let rest = match rest.strip_prefix("in ") {
        Some(rest) => rest,
        // A sanitizer without symbols: `#1 0x7f (/lib/libc.so.6+0x2a)`.
        None if address && rest.starts_with('(') => {
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
    // Newer sanitizers add which build it was: `main (/bin/shop+0x12) (BuildId: 5f)`.
    let rest = rest.split(" (BuildId: ").next().unwrap_or(rest);
    let (front, library) = match rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        Some((front, library)) if library.contains("+0x") => (front, library.split('+').next()),
        _ => (rest, None),
    };
    // A sanitizer: `add(int, char) /src/cart.cc:42:7`, `main (/bin/shop+0x12)`. That of threads tells no address.
    if !address && !indented && library.is_none() {
        return None;
    }
    let (call, location) = front.rsplit_once(' ').unwrap_or((front, ""));
    let (file, line, column) = place(location);
    if line.is_some() && file.contains(['.', '/']) {
        return Some(frame(call, Some(file), line, column));
    }
    if !address && library.is_none() {
        return None;
    }
    // `<null>` stands for what is not known.
    let call = front.strip_suffix(" <null>").unwrap_or(front);
    let frame = frame(call, None, None, None);
    Some(Frame { module: library.and_then(some).or(frame.module), ..frame })
}

pub(super) fn frame(call: &str, file: Option<&str>, line: Option<u64>, column: Option<u64>) -> Frame {
    // The arguments are the last brackets: `(anonymous namespace)::add(int)`, `operator()(int)`, gdb's `add (n=1)`.
    let name = match call.strip_suffix(')') {
        Some(_) => call.get(..open_of_last(call)).unwrap_or(call),
        None => call,
    };
    let name = name.trim();
    // What is not known is written so.
    let name = if matches!(name, "??" | "<null>") { "" } else { name };
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
