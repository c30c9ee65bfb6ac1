use crate::rule::Found;

/// Reads on byte by byte, and not behind the end.
pub(super) struct Cursor<'t> {
    text: &'t [u8],
    pub(super) at: usize,
    limit: usize,
}

impl<'t> Cursor<'t> {
    /// Starts behind the keyword.
    pub(super) fn new(found: &Found<'t>) -> Self {
        Self { text: found.text, at: found.keyword.end, limit: found.limit }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied().filter(|_| self.at < self.limit)
    }

    /// Takes as many bytes as fit, at most so many.
    pub(super) fn take(&mut self, most: usize, fits: impl Fn(u8) -> bool) -> usize {
        let start = self.at;
        while self.at - start < most && self.peek().is_some_and(&fits) {
            self.at += 1;
        }
        self.at - start
    }

    /// Takes as many of the bytes up to the end as it is told.
    pub(super) fn take_rest(&mut self, length: impl FnOnce(&[u8]) -> usize) {
        self.at += length(self.text.get(self.at..self.limit).unwrap_or_default());
    }

    pub(super) fn take_word(&mut self, word: &[u8]) -> bool {
        let end = self.at + word.len();
        let here = end <= self.limit
            && self.text.get(self.at..end).is_some_and(|text| text.eq_ignore_ascii_case(word));
        if here {
            self.at = end;
        }
        here
    }

    pub(super) fn blanks(&mut self, most: usize) -> usize {
        self.take(most, |byte| matches!(byte, b' ' | b'\t'))
    }

    /// Goes to the text of the next line when nothing follows on this one but how YAML begins a text over several lines.
    pub(super) fn next_line(&mut self) -> bool {
        let start = self.at;
        if self.take(1, |byte| matches!(byte, b'|' | b'>')) == 1 {
            self.take(1, |byte| matches!(byte, b'-' | b'+'));
            self.blanks(8);
        }
        self.take(1, |byte| byte == b'\r');
        let next = self.take(1, |byte| byte == b'\n') == 1;
        if next {
            self.blanks(64);
        } else {
            self.at = start;
        }
        next
    }

    /// Whether the line is over here, or the text is.
    pub(super) fn at_line_end(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        matches!(rest.first(), None | Some(b'\n'))
    }
}
