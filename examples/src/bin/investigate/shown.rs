//! Foreign text on a terminal.

use std::fmt::{self, Write as _};

/// Text of GitLab or of an alert in one line, in which nothing can steer the terminal.
///
/// Control characters, escape sequences among them, and signs that turn the direction of writing become `·`.
pub(crate) struct Shown<'t>(pub(crate) &'t str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '\n' | '\r' | '\t' => f.write_char(' '),
            c if c.is_control() || is_direction(c) => f.write_char('·'),
            c => f.write_char(c),
        })
    }
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        let shown = Shown("a\u{1b}]0;title\u{7}b\nc\u{202e}d é").to_string();
        assert_eq!(shown, "a·]0;title·b c·d é");
    }
}
