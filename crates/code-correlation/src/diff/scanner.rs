//! Walks over the lines of a text, with one search for all their ends.

use super::newlines::Newlines;

/// A cursor that shows one line at a time, without its `\n`.
#[derive(Debug, Clone)]
pub(crate) struct Scanner<'a> {
    newlines: Newlines<'a>,
    start: usize,
    end: usize,
    number: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        let mut newlines = Newlines::new(text);
        let end = newlines.next().unwrap_or(text.len());
        Self { newlines, start: 0, end, number: 1 }
    }

    /// The same, with another number for the first line.
    pub(crate) fn numbered_from(self, number: usize) -> Self {
        Self { number, ..self }
    }

    /// The current line as it stands, `\r` included; `None` at the end of the text.
    #[inline]
    pub(crate) fn peek(&self) -> Option<&'a [u8]> {
        let text = self.newlines.text;
        if self.start >= text.len() { None } else { text.get(self.start..self.end) }
    }

    /// The current line without a carriage return at its end, as headers are read.
    pub(crate) fn peek_header(&self) -> Option<&'a [u8]> {
        self.peek().map(|line| line.strip_suffix(b"\r").unwrap_or(line))
    }

    pub(crate) fn advance(&mut self) {
        self.start = (self.end + 1).min(self.newlines.text.len());
        self.end = self.newlines.next().unwrap_or(self.newlines.text.len());
        self.number += 1;
    }

    /// Goes over the lines as long as `takes` says `true`; the first that it does not take is the current one.
    ///
    /// The same as [`peek`](Self::peek) and [`advance`](Self::advance) in turn, for where each line counts.
    #[inline]
    pub(crate) fn take_while(&mut self, mut takes: impl FnMut(&'a [u8]) -> bool) {
        // In values of their own they lie in registers.
        let (mut newlines, mut start, mut end, mut taken) = (self.newlines.clone(), self.start, self.end, 0);
        while start < newlines.text.len()
            && let Some(line) = newlines.text.get(start..end)
            && takes(line)
        {
            start = end + 1;
            end = newlines.next_quickly().unwrap_or(newlines.text.len());
            taken += 1;
        }
        let number = self.number + taken;
        *self = Self { start: start.min(newlines.text.len()), newlines, end, number };
    }

    /// The number of the current line, counted from 1.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// The byte offset at which the current line starts.
    pub(crate) fn offset(&self) -> usize {
        self.start
    }

    /// The bytes from `from` up to the start of the current line.
    pub(crate) fn since(&self, from: usize) -> &'a [u8] {
        self.newlines.text.get(from..self.start).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8]) -> Vec<&[u8]> {
        let mut scanner = Scanner::new(text);
        let mut all = Vec::new();
        while let Some(line) = scanner.peek() {
            all.push(line);
            scanner.advance();
        }
        all
    }

    #[test]
    fn lines_end_at_newlines_and_at_the_end_of_the_text() {
        assert!(lines(b"").is_empty());
        assert_eq!(lines(b"\n"), [b""]);
        assert_eq!(lines(b"a\n\nb"), [&b"a"[..], b"", b"b"]);
        assert_eq!(lines(b"a\r\n"), [b"a\r"]);
    }
}
