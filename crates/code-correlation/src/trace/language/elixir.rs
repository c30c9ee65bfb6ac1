//! Elixir and Erlang: `(shop 0.1.0) lib/shop/cart.ex:42: Shop.Cart.add/2`.

use super::{Part, place, some, split_name, starts_with_any};
use crate::trace::Frame;

const FOREIGN: [&str; 14] = [
    "elixir", "stdlib", "kernel", "ex_unit", "mix", "logger", "eex", "iex", "erts", "ecto", "phoenix",
    "plug", "cowboy", "jason",
];

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    if line.starts_with(' ')
        && let Some(frame) = frame(text)
    {
        return Part::Frame(frame);
    }
    match super::erlang::read(line, inside) {
        Some(part) => part,
        None if inside && text == "stacktrace:" => Part::Filler,
        None => Part::Other,
    }
}

fn frame(text: &str) -> Option<Frame> {
    let (app, rest) = match text.strip_prefix('(').and_then(|rest| rest.split_once(") ")) {
        Some((app, rest)) => (app.split(' ').next(), rest),
        None => (None, text),
    };
    let (location, name) = rest.split_once(": ")?;
    let (file, line, None) = place(location) else { return None };
    let known = [".ex", ".exs", ".erl", ".eex", ".heex"].iter().any(|end| file.ends_with(end));
    if line.is_none() || !known || file.contains(char::is_whitespace) {
        return None;
    }
    // ExUnit names its own frames `(test)`; a function ends with its arity: `Shop.Cart.add/2`.
    let is_function =
        name.rsplit_once('/').is_some_and(|(_, arity)| arity.bytes().all(|byte| byte.is_ascii_digit()));
    let is_place = name.starts_with('(') && name.ends_with(')');
    if !is_function && !is_place && !name.starts_with("anonymous fn/") {
        return None;
    }
    let (module, function) = if is_function { split_name(name, ".") } else { (None, name) };
    let foreign = app.is_some_and(|app| FOREIGN.contains(&app)) || starts_with_any(file, &["deps/"]);
    Some(Frame {
        module,
        function: some(function),
        file: some(file),
        line,
        in_app: !foreign,
        ..Frame::default()
    })
}
