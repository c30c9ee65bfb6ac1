//! Colours, on a terminal that wants them.

use std::io::{IsTerminal as _, stdout};

/// How something is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// What stands out most.
    Strong,
    /// What stands back.
    Faint,
    /// What speaks for something, or was added.
    Good,
    /// What speaks against something, was removed, or went wrong.
    Bad,
    /// A place: a path, a line.
    Place,
    /// What to look at before all: a failure, a secret.
    Alarm,
    /// What makes the rest less certain.
    Warning,
}

/// Whether standard output is a terminal, and nobody asked for plain text.
#[must_use]
pub fn coloured() -> bool {
    stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The text in its style, without what a terminal would obey in it.
#[must_use]
pub fn painted(text: &str, style: Style, coloured: bool) -> String {
    let code = match style {
        Style::Strong => "1",
        Style::Faint => "2",
        Style::Good => "32",
        Style::Bad => "31",
        Style::Place => "36",
        Style::Alarm => "1;31",
        Style::Warning => "1;33",
    };
    let text = plain(text);
    if coloured { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text }
}

/// The text with blanks for control characters.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_reaches_the_terminal_as_a_command() {
        assert_eq!(painted("a\u{1b}[2Jb\n", Style::Good, false), "a [2Jb ");
        assert_eq!(painted("a\tb", Style::Bad, true), "\u{1b}[31ma b\u{1b}[0m");
    }
}
