//! JavaScript and TypeScript: `at add (src/cart.js:42:7)`, `at src/cart.js:42:7`, and Firefox's `add@src/cart.js:42:7`.

use super::{Part, Relation, contains_any, place, some, split_name, starts_with_any};
use crate::trace::Frame;

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    if let Some(rest) = text.strip_prefix("at ") {
        return frame(rest.trim_end_matches(" {"), inside).map_or(Part::Other, Part::Frame);
    }
    if let Some(frame) = text.strip_prefix("❯ ").and_then(vitest) {
        return Part::Frame(frame);
    }
    if let Some(frame) = firefox(text) {
        return Part::Frame(frame);
    }
    if inside && let Some(title) = text.strip_prefix("[cause]: ").or_else(|| text.strip_prefix("Caused by: "))
    {
        return Part::Error(Relation::CauseOf, some(title));
    }
    Part::Other
}

fn frame(rest: &str, inside: bool) -> Option<Frame> {
    let rest = rest.strip_prefix("async ").unwrap_or(rest);
    let (name, location) = match rest.strip_suffix(')').and_then(|rest| rest.split_once(" (")) {
        Some((name, location)) => (name, location),
        None => ("", rest),
    };
    // Of `eval at f (a.js:1:2), <anonymous>:3:4` the code's own place comes last.
    let location = location.rsplit(", ").next().unwrap_or(location);
    let (file, line, column) = place(location);
    // `at Shop.Cart.Add (Int32 n) in /src/Cart.cs:42` is of another language.
    if name.is_empty() && file.contains(") in ") {
        return None;
    }
    let placeless = matches!(location, "native" | "<anonymous>" | "unknown location" | "index 0");
    // Within a trace a bare name is a frame, too.
    let is_bare = inside && name.is_empty() && line.is_none() && !rest.contains(char::is_whitespace);
    let is_named = inside && !name.is_empty();
    if line.is_none() && !(placeless || is_named || is_bare) {
        return None;
    }
    if line.is_some() && column.is_none() && !file.contains(['/', '.', '<']) {
        return None;
    }
    let name = if is_bare { rest } else { name };
    let name = name.strip_prefix("new ").unwrap_or(name).split(" [as ").next().unwrap_or_default();
    let (module, function) = split_name(name, ".");
    let file = line.and_then(|_| url_path(file));
    let in_app = file.as_deref().is_some_and(is_own);
    Some(Frame { module, function: some(function), file, line, column, in_app, ..Frame::default() })
}

/// Vitest: `❯ Cart.add src/cart.ts:42:7`, without a name where there is none.
fn vitest(rest: &str) -> Option<Frame> {
    let (name, location) = rest.rsplit_once(' ').unwrap_or(("", rest));
    let (file, line, column) = place(location);
    if column.is_none() || !file.contains(['/', '.']) {
        return None;
    }
    let (module, function) = split_name(name, ".");
    let file = url_path(file);
    let in_app = file.as_deref().is_some_and(is_own);
    Some(Frame { module, function: some(function), file, line, column, in_app, ..Frame::default() })
}

fn firefox(text: &str) -> Option<Frame> {
    let (name, location) = text.split_once('@')?;
    let (file, line, column) = place(location);
    // Safari calls the outermost code so.
    let is_outermost = matches!(name, "global code" | "module code" | "eval code");
    if name.contains(char::is_whitespace) && !is_outermost
        || column.is_none()
        || !file.contains('/')
        || file.contains(char::is_whitespace)
    {
        return None;
    }
    let (module, function) = split_name(name, ".");
    let file = url_path(file);
    let in_app = file.as_deref().is_some_and(is_own);
    Some(Frame { module, function: some(function), file, line, column, in_app, ..Frame::default() })
}

/// The path as it is written, without `?v=1` and `#x` of a URL and without the scheme and name of bundlers:
/// `src/cart.ts` of `webpack://shop/./src/cart.ts?5f`.
fn url_path(file: &str) -> Option<String> {
    if let Some(rest) = file.strip_prefix("webpack-internal://").or_else(|| file.strip_prefix("webpack://")) {
        let path = rest.split_once('/').map_or(rest, |(_, path)| path);
        // Next.js puts its layer first: `(rsc)/./app/page.tsx`.
        let path = path.split_once(")/").filter(|_| path.starts_with('(')).map_or(path, |(_, path)| path);
        let path = path.split(['?', '#']).next().unwrap_or(path);
        return some(path.strip_prefix("./").unwrap_or(path));
    }
    let file = if file.contains("://") { file.split(['?', '#']).next().unwrap_or(file) } else { file };
    some(file)
}

/// The files that Node before version 16 names without their directory.
const BARE: [&str; 10] = [
    "module.js",
    "events.js",
    "timers.js",
    "net.js",
    "fs.js",
    "vm.js",
    "bootstrap_node.js",
    "node.js",
    "domain.js",
    "assert.js",
];

fn is_own(file: &str) -> bool {
    let foreign = contains_any(file, &["node_modules/", "node_modules\\"])
        || starts_with_any(file, &["node:", "internal/", "<anonymous>", "native ", "bun:", "deno:", "ext:"])
        || BARE.contains(&file);
    !foreign && file.contains(['/', '\\', '.'])
}
