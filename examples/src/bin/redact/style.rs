//! Colours, on a terminal that wants them.

use std::io::{IsTerminal as _, stdout};

/// How something is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Style {
    Place,
    Secret,
}

/// Whether standard output is a terminal, and nobody asked for plain text.
pub(crate) fn coloured() -> bool {
    stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

pub(crate) fn painted(text: &str, style: Style, coloured: bool) -> String {
    let code = match style {
        Style::Place => "36",
        Style::Secret => "1;31",
    };
    if coloured { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
