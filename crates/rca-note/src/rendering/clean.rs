use unicode_segmentation::UnicodeSegmentation as _;

/// Foreign text without control characters and secrets, as much of it as may be shown.
///
/// It still has to be escaped for the form that it goes into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Clean {
    text: String,
    /// Characters (Unicode scalar values) that were cut off.
    pub(crate) left_out: usize,
}

impl Clean {
    /// At most `limit` characters, none of what a reader takes for one character split; a cut is marked with `…`.
    pub(super) fn cut(text: &str, limit: usize) -> Self {
        let text = text.trim_end();
        if text.len() <= limit {
            return Self { text: text.to_owned(), left_out: 0 };
        }
        let mut end = 0;
        let mut chars = 0;
        for grapheme in text.graphemes(true) {
            let more = grapheme.chars().count();
            // One for the mark of the cut.
            if chars + more + 1 > limit {
                let rest = text.get(end..).unwrap_or_default().chars().count();
                if chars + rest <= limit {
                    break;
                }
                let head = text.get(..end).unwrap_or_default();
                return Self { text: format!("{}\u{2026}", head.trim_end()), left_out: rest };
            }
            end += grapheme.len();
            chars += more;
        }
        Self { text: text.to_owned(), left_out: 0 }
    }

    /// Whole lines, together at most `limit` characters; nothing when not even the first one fits. The number is that of the blank
    /// lines above them, which are not shown.
    pub(super) fn cut_lines(text: &str, limit: usize) -> (Self, usize) {
        let text = text.trim_end();
        let shown = text.trim_start_matches('\n');
        (Self::first_lines(shown, limit), text.len() - shown.len())
    }

    fn first_lines(text: &str, limit: usize) -> Self {
        if text.len() <= limit {
            return Self { text: text.to_owned(), left_out: 0 };
        }
        let mut end = 0;
        let mut chars = 0;
        for line in text.split_inclusive('\n') {
            chars += line.chars().count();
            if chars > limit {
                let rest = text.get(end..).unwrap_or_default().chars().count();
                let head = text.get(..end).unwrap_or_default();
                return Self { text: head.trim_end().to_owned(), left_out: rest };
            }
            end += line.len();
        }
        Self { text: text.to_owned(), left_out: 0 }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text, or our own word where it is blank.
    pub(crate) fn or(&self, own: &'static str) -> &str {
        if self.is_empty() { own } else { &self.text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_between_what_readers_take_for_characters() {
        assert_eq!(Clean::cut("abc", 3), Clean { text: "abc".into(), left_out: 0 });
        assert_eq!(Clean::cut("abcd", 3), Clean { text: "ab\u{2026}".into(), left_out: 2 });
        assert_eq!(Clean::cut("ae\u{301}b", 3), Clean { text: "a\u{2026}".into(), left_out: 3 });
        assert_eq!(
            Clean::cut("\u{e9}\u{e9}\u{e9}", 3),
            Clean { text: "\u{e9}\u{e9}\u{e9}".into(), left_out: 0 }
        );
        assert_eq!(Clean::cut("abc", 0), Clean { text: "\u{2026}".into(), left_out: 3 });
    }

    #[test]
    fn cuts_between_lines() {
        let cut = |text, limit| {
            let (Clean { text, left_out }, blank) = Clean::cut_lines(text, limit);
            (text, left_out, blank)
        };
        assert_eq!(cut("\n\none\ntwo\n", 20), ("one\ntwo".into(), 0, 2));
        assert_eq!(cut("one\ntwo\nthree", 8), ("one\ntwo".into(), 5, 0));
        assert_eq!(cut("a long line", 3), (String::new(), 11, 0));
    }
}
