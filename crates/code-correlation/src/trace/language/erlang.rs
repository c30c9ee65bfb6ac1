//! Erlang's own forms, which programs in Elixir print as well:
//!
//! - terms, `{badarith,[{shop,add,2,[{file,"src/shop.erl"},{line,42}]},…]}`, many on a line or one over several; as Elixir
//!   shows them `{Shop.Cart, :add, 2, [file: ~c"lib/cart.ex", line: 42]}`
//! - reports, `in function  shop:add/2 (src/shop.erl, line 42)`.

use super::{Part, after_number, some, starts_with_any};
use crate::trace::Frame;

/// What a line of this form is; `None` where it is none.
pub(super) fn read(line: &str, inside: bool) -> Option<Part> {
    let text = line.trim();
    if let Some(frame) = report(text, inside) {
        return Some(Part::Frame(frame));
    }
    if let Some(row) = row(line, inside) {
        return Some(row);
    }
    // What the shell tells of the arguments, and what closes terms.
    let is_filler = starts_with_any(text, &["called as ", "*** argument ", "{line,"])
        || text.bytes().all(|byte| matches!(byte, b'}' | b']' | b',' | b'.'));
    (inside && !text.is_empty() && is_filler).then_some(Part::Filler)
}

fn report(text: &str, inside: bool) -> Option<Frame> {
    let call =
        ["in function ", "in call from ", "called from "].iter().find_map(|head| text.strip_prefix(head))?;
    let (name, place) = match call.split_once(" (") {
        Some((name, place)) => (name, place.strip_suffix(')').and_then(|place| place.rsplit_once(", line "))),
        None => (call, None),
    };
    let name = name.trim();
    let (front, arity) = name.rsplit_once('/')?;
    if after_number(arity) != Some("") || name.contains(char::is_whitespace) || !(inside || place.is_some()) {
        return None;
    }
    let (module, function) = match front.split_once(':') {
        Some((module, function)) => (module, unquoted(function)),
        None => ("", front),
    };
    let function = format!("{function}/{arity}");
    Some(frame(
        unquoted(module),
        &function,
        place.map(|(file, _)| file),
        place.and_then(|(_, line)| line.parse().ok()),
    ))
}

/// The frames that one line of a term holds.
fn row(line: &str, inside: bool) -> Option<Part> {
    // Without a place a line is only looked at within a trace, or where the next line may tell it.
    if !inside && !line.contains("file") && !line.trim_end().ends_with(',') {
        return None;
    }
    let mut parts = Vec::new();
    let mut rest = line;
    // The place of a function that the line before named.
    let start = line.trim_start();
    if starts_with_any(start, &["[{file,", "{file,", "[file: "]) {
        let (list, after) = brackets(start).unwrap_or((start, ""));
        let (file, line) = place(list);
        parts.push(Part::Place(frame("", "", file, line)));
        rest = after;
    }
    let mut head = None;
    while let Some(open) = rest.find('{') {
        let from = rest.get(open..).unwrap_or_default();
        if let Some((part, after)) = call(from) {
            if parts.is_empty() {
                head = line.get(..line.len() - from.len());
            }
            parts.push(part);
            rest = after;
        } else {
            rest = from.get(1..).unwrap_or_default();
        }
    }
    // Terms of four parts are many; it is the place that makes frames of them.
    let placed =
        |part: &Part| matches!(part, Part::Frame(frame) | Part::Place(frame) if frame.file.is_some());
    if !inside && !parts.iter().any(placed) {
        return match parts.pop() {
            Some(Part::Function(function)) if parts.is_empty() => Some(Part::Function(function)),
            _ => None,
        };
    }
    let head = head.map(|head| head.trim_end_matches(['{', '[', ',', ' '])).and_then(some);
    let head = head.filter(|head| head.contains(char::is_alphanumeric));
    (!parts.is_empty()).then_some(Part::Row(head, parts))
}

/// `{shop,add,2,[{file,"src/shop.erl"},{line,42}]}` and what follows. The last part may be on the next line.
fn call(text: &str) -> Option<(Part, &str)> {
    let (module, rest) = atom(text.strip_prefix('{')?)?;
    let (function, rest) = atom(separated(rest)?)?;
    let rest = separated(rest)?;
    let (arity, rest) = if rest.starts_with('[') {
        // Where there was no such function the arguments are told.
        let (arguments, rest) = brackets(rest)?;
        (count(arguments), rest)
    } else {
        let after = after_number(rest)?;
        (rest.get(..rest.len() - after.len())?.parse().ok()?, after)
    };
    let function = format!("{function}/{arity}");
    let rest = separated(rest)?;
    if rest.is_empty() {
        return Some((Part::Function(frame(module, &function, None, None)), rest));
    }
    if !rest.starts_with('[') {
        return None;
    }
    let (list, rest) = brackets(rest).unwrap_or((rest, ""));
    let (file, line) = place(list);
    Some((Part::Frame(frame(module, &function, file, line)), rest))
}

/// The name of a module or function, and what follows: `shop`, `'add-it'`, `:add`, `:"add-it"`, `Shop.Cart`.
fn atom(text: &str) -> Option<(&str, &str)> {
    let bare = text.strip_prefix(':').unwrap_or(text);
    if let Some(quote @ (b'\'' | b'"')) = bare.bytes().next() {
        let end = bare.bytes().skip(1).take(LONGEST_ATOM).position(|byte| byte == quote)? + 1;
        return Some((bare.get(1..end)?, bare.get(end + 1..)?));
    }
    let end = bare.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '@' | '.' | '?' | '!')));
    let (name, rest) = bare.split_at_checked(end?)?;
    let is_atom = name.starts_with(char::is_lowercase) || name.starts_with(char::is_uppercase);
    (is_atom && name.len() <= LONGEST_ATOM).then_some((name, rest))
}

/// Erlang's own limit.
const LONGEST_ATOM: usize = 255;
/// Longer lists of arguments are data. It bounds the work on a line that opens brackets only.
const LONGEST_LIST: usize = 256;

fn separated(text: &str) -> Option<&str> {
    text.strip_prefix(',').map(str::trim_start)
}

/// The brackets at the start of a text, and what follows.
fn brackets(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_LIST) {
        match byte {
            b'"' => quoted = !quoted,
            b'[' | b'{' | b'(' if !quoted => depth += 1,
            b']' | b'}' | b')' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return text.split_at_checked(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// How many members a list in brackets has.
fn count(list: &str) -> usize {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut commas = 0;
    for byte in list.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'[' | b'{' | b'(' if !quoted => depth += 1,
            b']' | b'}' | b')' if !quoted => depth = depth.saturating_sub(1),
            b',' if !quoted && depth == 1 => commas += 1,
            _ => {}
        }
    }
    if list == "[]" { 0 } else { commas + 1 }
}

/// The file and line of `[{file,"src/shop.erl"},{line,42}]` or `[file: ~c"lib/cart.ex", line: 42]`.
fn place(list: &str) -> (Option<&str>, Option<u64>) {
    let file = ["{file,", "file: "].iter().find_map(|key| list.split_once(key)).and_then(|(_, rest)| {
        let rest = rest.strip_prefix("~c").unwrap_or(rest);
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest.get(1..)?.split(quote).next()
    });
    let line = ["{line,", "line: "].iter().find_map(|key| list.split_once(key)).and_then(|(_, rest)| {
        let digits = rest.len() - after_number(rest)?.len();
        rest.get(..digits)?.parse().ok()
    });
    (file, line)
}

fn unquoted(name: &str) -> &str {
    name.trim_matches('\'')
}

fn frame(module: &str, function: &str, file: Option<&str>, line: Option<u64>) -> Frame {
    let module = module.strip_prefix("Elixir.").unwrap_or(module);
    let in_app = file.is_some_and(|file| !is_foreign(module, file));
    Frame {
        module: some(module),
        function: some(function),
        file: file.and_then(some),
        line,
        in_app,
        ..Frame::default()
    }
}

/// Whether a module, by its name and file, is not of the own code.
pub(in crate::trace) fn is_foreign(module: &str, file: &str) -> bool {
    OF_ERLANG.contains(&module) && !file.contains('/')
        || OF_ELIXIR.contains(&module.split('.').next().unwrap_or(module))
        || file.starts_with("deps/")
        || file.contains("/deps/")
}

/// Modules of Erlang itself that stand in traces. Their files are told without a directory.
const OF_ERLANG: [&str; 34] = [
    "application",
    "application_master",
    "array",
    "binary",
    "code_server",
    "dict",
    "erl_eval",
    "erlang",
    "error_handler",
    "ets",
    "eunit_lib",
    "eunit_proc",
    "eunit_test",
    "file",
    "gen",
    "gen_event",
    "gen_server",
    "gen_statem",
    "gen_tcp",
    "init",
    "io",
    "io_lib",
    "lists",
    "logger",
    "maps",
    "proc_lib",
    "re",
    "shell",
    "ssl",
    "string",
    "supervisor",
    "test_server",
    "timer",
    "unicode",
];

/// Modules of Elixir and its usual libraries, by the first part of their names.
const OF_ELIXIR: [&str; 17] = [
    "Agent",
    "DBConnection",
    "Ecto",
    "Enum",
    "ExUnit",
    "GenServer",
    "Jason",
    "Kernel",
    "Keyword",
    "Logger",
    "Map",
    "Mix",
    "Phoenix",
    "Plug",
    "Stream",
    "String",
    "Task",
];
