use std::borrow::Cow;

use memchr::memchr;

use super::mark::SectionMark;

/// What a log consists of, as [`LogCleaner`](super::LogCleaner) hands it on, in the order of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part<'a> {
    /// Visible lines.
    Text(TextRun<'a>),
    /// The start or the end of a section.
    Mark(SectionMark<'a>),
}

/// Whole visible lines that follow each other: one or many.
///
/// Where a run ends says nothing about the log, and depends on how it was cut. Its lines do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRun<'a> {
    bytes: &'a [u8],
    first: usize,
    last: usize,
    count: usize,
}

impl<'a> TextRun<'a> {
    /// Lines of which each stands on a raw line of its own, from `first` on.
    pub(super) fn many(bytes: &'a [u8], first: usize, count: usize) -> Self {
        Self { bytes, first, last: first + count.saturating_sub(1), count }
    }

    /// One line.
    pub(super) fn one(bytes: &'a [u8], first: usize, last: usize) -> Self {
        Self { bytes, first, last, count: 1 }
    }

    /// The lines, every one with a line feed at its end, the last line of the log too. No other control character is left but
    /// the tabulator. Bytes that are no UTF-8 are what the job wrote.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The same as text: what is no UTF-8 becomes U+FFFD. Nothing is copied where all of it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        text(self.bytes)
    }

    /// The raw line on which the first of them starts.
    #[must_use]
    pub fn first_line(&self) -> usize {
        self.first
    }

    /// The raw line on which the last of them ends.
    #[must_use]
    pub fn last_line(&self) -> usize {
        self.last
    }

    /// How many visible lines it has, never none.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.count
    }

    /// Every line by itself, with its place.
    pub fn lines(&self) -> impl Iterator<Item = TextLine<'a>> + use<'a> {
        let places = self.places();
        let mut rest = self.bytes;
        (0..self.count).map(move |index| {
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            let bytes = rest.get(..end).unwrap_or_default();
            rest = rest.get(end + 1..).unwrap_or_default();
            let (first_line, last_line) = places.of(index);
            TextLine { bytes, first_line, last_line }
        })
    }

    /// Calls `each` for every line with its first and last raw line.
    pub(crate) fn for_each_line(&self, mut each: impl FnMut(usize, usize, &str)) {
        let text = self.text();
        let places = self.places();
        let mut start = 0;
        for (index, end) in memchr::memchr_iter(b'\n', text.as_bytes()).enumerate() {
            let (first, last) = places.of(index);
            each(first, last, text.get(start..end).unwrap_or_default());
            start = end + 1;
        }
    }

    fn places(&self) -> Places {
        Places { first: self.first, last: (self.count == 1).then_some(self.last) }
    }
}

/// On which raw lines the lines of a run stand.
#[derive(Clone, Copy)]
struct Places {
    first: usize,
    /// Given for a single line.
    last: Option<usize>,
}

impl Places {
    fn of(self, index: usize) -> (usize, usize) {
        let first = self.first + index;
        (first, self.last.unwrap_or(first))
    }
}

/// A line as GitLab's page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextLine<'a> {
    /// What it says, without its line feed.
    pub bytes: &'a [u8],
    /// The raw line on which it starts.
    pub first_line: usize,
    /// The raw line on which it ends: a later one where a runner with timestamps has cut the line.
    pub last_line: usize,
}

impl<'a> TextLine<'a> {
    /// What it says; what is no UTF-8 becomes U+FFFD.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        text(self.bytes)
    }
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(String::from_utf8_lossy(bytes).into_owned()),
    }
}
