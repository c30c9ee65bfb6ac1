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
}
