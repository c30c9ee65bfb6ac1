//! Colours, where a terminal shows them.

use std::io::IsTerminal as _;

/// What a text is.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Heading,
    Place,
    Failure,
    Warning,
    Number,
}

/// Whether standard output is a terminal that wants colours.
pub(crate) fn coloured() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

pub(crate) fn painted(text: &str, style: Style, colours: bool) -> String {
    if !colours {
        return text.to_owned();
    }
    let code = match style {
        Style::Heading => "1",
        Style::Place => "36",
        Style::Failure => "31;1",
        Style::Warning => "33;1",
        Style::Number => "2",
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}
