//! C# and other languages of .NET: `at Shop.Cart.Add(Int32 n) in /src/Cart.cs:line 42`.

use super::{Part, Relation, place, some, split_name, starts_with_any};
use crate::trace::Frame;

const FOREIGN: [&str; 9] = [
    "System.",
    "Microsoft.",
    "Xunit.",
    "NUnit.",
    "Internal.",
    "MS.",
    "Newtonsoft.",
    "Moq.",
    "FluentAssertions.",
];

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    // German, French, Spanish and others translate these words; what is translated is no frame here.
    if let Some(rest) = text.strip_prefix("at ") {
        return frame(rest, inside).map_or(Part::Other, Part::Frame);
    }
    // xUnit on the console: `/src/CartTests.cs(42,0): at Shop.CartTests.Adds()`.
    if let Some((location, call)) = text.split_once("): at ")
        && let Some((file, line)) = location.rsplit_once('(')
        && let Some(line) = line.split(',').next().and_then(|line| line.parse().ok())
        && let Some(frame) = frame(call, inside)
    {
        let in_app = !frame.module.as_deref().is_some_and(|module| starts_with_any(module, &FOREIGN));
        return Part::Frame(Frame { file: some(file), line: Some(line), in_app, ..frame });
    }
    if !inside {
        return Part::Other;
    }
    if let Some(title) = text.strip_prefix("---> ") {
        return Part::Error(Relation::CauseOf, some(title));
    }
    match text {
        "--- End of inner exception stack trace ---" => Part::Error(Relation::FollowsFrom, None),
        "--- End of stack trace from previous location ---"
        | "--- End of stack trace from previous location where exception was thrown ---" => Part::Filler,
        _ => Part::Other,
    }
}

fn frame(rest: &str, inside: bool) -> Option<Frame> {
    let (call, location) = match rest.rsplit_once(" in ") {
        Some((call, location)) => (call, Some(location)),
        None => (rest, None),
    };
    // Mono tells an offset between, `Add (Int32 n) [0x00007]` or `Add (Int32 n) <0x40b745f0 + 0x00122>`, and what it
    // made itself: `(wrapper managed-to-native) Shop.Cart:Add (int)`.
    let call = call.trim_end();
    let call = call.rsplit_once(" [0x").filter(|_| call.ends_with(']')).map_or(call, |(call, _)| call);
    let call = call.rsplit_once(" <0x").filter(|_| call.ends_with('>')).map_or(call, |(call, _)| call);
    let wrapped = call.strip_prefix("(wrapper ").and_then(|rest| rest.split_once(") "));
    let call = wrapped.map_or(call, |(_, call)| call);
    let call = call.strip_suffix(')')?;
    // Arguments may hold brackets of their own only for types: `(Func`1 f)`.
    let open = call.find('(')?;
    let (name, arguments) = call.split_at_checked(open)?;
    let name = name.trim_end();
    let is_name =
        // Within a trace also `lambda_method(Closure)`.
        (name.contains('.') || inside && !name.is_empty()) && !name.contains(char::is_whitespace) && !name.contains(['/', '\\']) && (wrapped.is_some() || !name.contains(':'));
    if !is_name || (location.is_none() && is_place(arguments.trim_start_matches('('))) {
        return None;
    }
    let (file, line) = match location {
        None => (None, None),
        Some(location) => match location.rsplit_once(":line ") {
            Some((file, line)) => (some(file), Some(line.parse().ok()?)),
            None => {
                let (file, line, _) = place(location);
                (some(file).filter(|file| !file.starts_with('<')), line.filter(|line| *line > 0))
            }
        },
    };
    // Constructors are called `.ctor` and `.cctor`.
    let constructor = [".ctor", ".cctor"].iter().find_map(|end| {
        let module = name.strip_suffix(end)?.strip_suffix('.')?;
        Some((some(module), end.trim_start_matches('.')))
    });
    let separator = if wrapped.is_some() { ":" } else { "." };
    let (module, function) = constructor.unwrap_or_else(|| split_name(name, separator));
    let in_app = file.is_some() && !starts_with_any(name, &FOREIGN);
    Some(Frame { module, function: some(function), file, line, in_app, ..Frame::default() })
}

/// Whether brackets hold the place of another language's frame instead of arguments.
fn is_place(arguments: &str) -> bool {
    let (file, line, _) = place(arguments);
    matches!(arguments, "Native Method" | "Unknown Source" | "native" | "<anonymous>")
        || line.is_some() && file.contains(['.', '/', '<'])
}
