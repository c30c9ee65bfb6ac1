//! Go: the function on one line, its place on the next: `main.add(0x1)`, then `/src/cart.go:42 +0x1d`.

use super::{Part, Relation, contains_any, place, some};
use crate::trace::Frame;

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    if let Some(file) = location(text) {
        return Part::Place(file);
    }
    if let Some(name) = text.strip_prefix("created by ") {
        let name = name.split(" in goroutine ").next().unwrap_or(name);
        return Part::Function(function(name));
    }
    if text.ends_with(')')
        && let Some((name, _)) = text.rsplit_once('(')
    {
        let is_name = name.contains('.') && !name.contains(char::is_whitespace) && !name.contains("://");
        if is_name || inside && name == "panic" {
            return Part::Function(function(name));
        }
    }
    // The package errors prints names without brackets: `shop/cart.(*Cart).Add`.
    let bare = !text.contains(char::is_whitespace) && !text.contains("://") && !text.contains(':');
    if bare && text.contains('.') && text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        return Part::MaybeFunction(function(text));
    }
    // What the race detector tells besides.
    let races = ["Previous read at ", "Previous write at "];
    if inside
        && (super::starts_with_any(text, &races)
            || text.starts_with("Goroutine ") && text.ends_with(" created at:"))
    {
        return Part::Error(Relation::OtherStack, some(text.trim_end_matches(':')));
    }
    if inside && is_goroutine(text) {
        return Part::Error(Relation::OtherStack, None);
    }
    if inside
        && (text.is_empty() || text.starts_with("exit status ") || text == "...additional frames elided...")
    {
        return Part::Filler;
    }
    Part::Other
}

fn is_goroutine(text: &str) -> bool {
    text.strip_prefix("goroutine ").and_then(super::after_number).is_some_and(|rest| rest.starts_with(" ["))
}

/// What stands between `panic:` and the first frame.
pub(super) fn introduces(line: &str) -> bool {
    is_goroutine(line) || line.starts_with("[signal ") || line.starts_with("panic(")
}

fn function(name: &str) -> Frame {
    // `net/http.(*conn).serve` is the method `(*conn).serve` of the package `net/http`.
    let after = name.rfind('/').map_or(0, |slash| slash + 1);
    let dot = name.get(after..).and_then(|rest| rest.find('.')).map(|dot| after + dot);
    let (module, function) = match dot.and_then(|dot| Some((name.get(..dot)?, name.get(dot + 1..)?))) {
        Some((module, function)) => (some(module), function),
        None => (None, name),
    };
    Frame { module, function: some(function), ..Frame::default() }
}

fn location(text: &str) -> Option<Frame> {
    // Behind it stand the offset and, in crashes, the pointers: ` +0x1d fp=0xc000 sp=0xc000 pc=0x45`.
    let text = text.split([' ']).next().filter(|_| contains_any(text, &[" +0x", " fp=0x"])).unwrap_or(text);
    let (file, line, None) = place(text) else { return None };
    let ends = [".go", ".s"].iter().any(|end| file.ends_with(end));
    if !ends || line.is_none() || file.contains(": ") {
        return None;
    }
    let foreign = ["/go/src/", "/pkg/mod/", "/usr/lib/go", "/golang/src/", "/vendor/", "/libexec/src/"];
    // The toolchain of a runner lies in `…/go/src/runtime`, own code below GOPATH in `…/go/src/host.tld/…`.
    let below = file.split("/go/src/").nth(1).and_then(|rest| rest.split('/').next());
    let own_path =
        below.is_some_and(|host| host.contains('.') && !host.ends_with(".go") && !host.ends_with(".s"));
    let own_workspace = file.contains("/src/go/src/") && below.is_some();
    let in_app = own_path
        || own_workspace
        || !contains_any(file, &foreign) && !file.starts_with("go/src/") && !file.starts_with('_');
    Some(Frame { file: some(file), line, in_app, ..Frame::default() })
}
