//! Lines of words.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::rendering::Piece;

/// Lines of the text, each with its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lines {
    text: String,
}

impl Piece for Lines {
    fn size(&self) -> usize {
        self.text.chars().count()
    }

    fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
    }
}

impl Lines {
    /// Adds lines of ours as they are.
    pub(super) fn own(mut self, lines: &'static str) -> Self {
        self.text.push_str(lines);
        self
    }

    pub(super) fn into_string(self) -> String {
        self.text
    }

    /// A line of one mark, as long as the longest line before it.
    pub(super) fn underlined(mut self, mark: &'static str) -> Self {
        let columns = self.text.lines().map(columns).max().unwrap_or_default();
        self.text.push_str(&mark.repeat(columns));
        self.text.push('\n');
        self
    }

    /// Adds words within `width` columns: `head` begins the first line, `indent` blanks the others.
    ///
    /// A word of ASCII that is wider than the line stays whole: it is an address or a path, and somebody may want to copy it. Other
    /// words are broken, as the languages that write without blanks need it.
    pub(super) fn words(mut self, head: &str, indent: usize, text: &str, width: usize) -> Self {
        self.text.push_str(head);
        let mut column = columns(head);
        let mut is_begin = true;
        for word in text.split_whitespace() {
            let wide = columns(word);
            let blank = usize::from(!is_begin);
            if column + blank + wide > width && !is_begin {
                self.feed(indent);
                column = indent;
            } else if !is_begin {
                self.text.push(' ');
                column += 1;
            }
            is_begin = false;
            if word.is_ascii() || column + wide <= width {
                self.text.push_str(word);
                column += wide;
                continue;
            }
            for grapheme in word.graphemes(true) {
                let wide = columns(grapheme);
                if column + wide > width && column > indent {
                    self.feed(indent);
                    column = indent;
                }
                self.text.push_str(grapheme);
                column += wide;
            }
        }
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
        self
    }

    /// Adds one line of an excerpt behind `head`, with blanks for its tabs.
    pub(super) fn line(mut self, head: &str, line: &str) -> Self {
        self.text.push_str(head);
        let mut column = 0;
        for char in line.chars() {
            if char == '\t' {
                let blanks = 8 - column % 8;
                self.text.push_str("        ".get(..blanks).unwrap_or_default());
                column += blanks;
            } else {
                self.text.push(char);
                column += 1;
            }
        }
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self
    }

    fn feed(&mut self, indent: usize) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', indent));
    }
}

/// Columns of a terminal that the text takes.
fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(head: &str, indent: usize, text: &str, width: usize) -> String {
        Lines::default().words(head, indent, text, width).into_string()
    }

    #[test]
    fn words_are_wrapped_and_long_ones_kept() {
        assert_eq!(wrapped("- ", 2, "one two  three", 9), "- one two\n  three\n");
        assert_eq!(
            wrapped("- ", 2, "see https://gitlab.example.com/x now", 10),
            "- see\n  https://gitlab.example.com/x\n  now\n"
        );
        assert_eq!(
            wrapped("", 0, "\u{6f22}\u{5b57}\u{6f22}\u{5b57}\u{6f22}\u{5b57}", 5),
            "\u{6f22}\u{5b57}\n\u{6f22}\u{5b57}\n\u{6f22}\u{5b57}\n"
        );
        assert_eq!(wrapped("Label  ", 7, "", 20), "Label\n");
    }

    #[test]
    fn tabs_become_blanks() {
        assert_eq!(Lines::default().line("| ", "a\tb  ").into_string(), "| a       b\n");
    }
}
