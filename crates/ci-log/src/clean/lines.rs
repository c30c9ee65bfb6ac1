//! From raw lines to visible ones.

use memchr::{memchr, memchr_iter, memmem, memrchr};

use super::mark;
use super::run::{Part, TextRun};
use super::scan::plain_lines;
use super::streams::Streams;
use super::timestamp::StreamHeader;
use super::visible::Visible;

/// Lines without anything to clean are given out as they are where they are so many bytes; fewer are as quickly copied.
const WORTH_IT: usize = 1 << 10;
/// So many bytes are cleaned before the next look for such lines.
const STRETCH: usize = 4 << 10;

/// Numbers raw lines and gives out what is visible of them.
#[derive(Debug)]
pub(super) struct Lines {
    /// How many raw lines there were.
    pub(super) number: usize,
    max_line_bytes: usize,
    marks: memmem::Finder<'static>,
    streams: Streams,
    visible: Visible,
}

impl Lines {
    pub(super) fn new(max_line_bytes: usize) -> Self {
        Self {
            number: 0,
            max_line_bytes,
            marks: memmem::Finder::new(mark::PREFIX),
            streams: Streams::default(),
            visible: Visible::default(),
        }
    }

    /// Takes whole lines: the last byte is a line feed.
    pub(super) fn push(&mut self, lines: &[u8], each: &mut dyn FnMut(Part<'_>)) {
        if self.number == 0 {
            self.streams.detect(lines);
        }
        let mut rest = lines;
        // Lines that may hold a mark go their own, slower way.
        while let Some(found) = self.marks.find(rest) {
            let (before, after) = rest.split_at(found);
            let (before, start) = before.split_at(memrchr(b'\n', before).map_or(0, |end| end + 1));
            let end = start.len() + memchr(b'\n', after).unwrap_or(after.len());
            self.unmarked(before, each);
            let (line, after) = rest.get(before.len()..).unwrap_or_default().split_at(end);
            self.raw(line, each);
            rest = after.get(1..).unwrap_or_default();
        }
        self.unmarked(rest, each);
    }

    /// Takes a raw line without its line feed past headers and the numbers of lines: it is a part of the next one.
    pub(super) fn part_of_next(&mut self, line: &[u8], each: &mut dyn FnMut(Part<'_>)) {
        self.visible.line(line, &[(0, self.number + 1)], &self.marks, each);
    }

    /// Gives out what has been held back to be given out at once.
    pub(super) fn give_out(&mut self, each: &mut dyn FnMut(Part<'_>)) {
        self.visible.give_out(each);
    }

    /// Gives out the lines that wait for a continuation, too.
    pub(super) fn finish(&mut self, each: &mut dyn FnMut(Part<'_>)) {
        let Self { marks, streams, visible, .. } = self;
        streams.finish(|line| visible.line(line.bytes, line.places, marks, each));
        visible.give_out(each);
    }

    /// A raw line of any kind, without its line feed.
    fn raw(&mut self, line: &[u8], each: &mut dyn FnMut(Part<'_>)) {
        self.number += 1;
        let Self { number, max_line_bytes, marks, streams, visible } = self;
        if streams.has_headers() {
            streams.push(line, *number, *max_line_bytes, |line| {
                visible.line(line.bytes, line.places, marks, each);
            });
        } else {
            visible.line(line, &[(0, *number)], marks, each);
        }
    }

    /// Whole lines without marks.
    fn unmarked(&mut self, mut lines: &[u8], each: &mut dyn FnMut(Part<'_>)) {
        if self.streams.has_headers() {
            return self.stamped(lines, each);
        }
        while !lines.is_empty() {
            let plain = plain_lines(lines);
            if plain >= WORTH_IT {
                let (run, rest) = lines.split_at(plain);
                lines = rest;
                let count = memchr_iter(b'\n', run).count();
                self.visible.give_out(each);
                each(Part::Text(TextRun::many(run, self.number + 1, count)));
                self.number += count;
            } else {
                let least = lines.get(STRETCH..).unwrap_or_default();
                let stretch = memchr(b'\n', least).map_or(lines.len(), |end| STRETCH + end + 1);
                let (stretch, rest) = lines.split_at(stretch);
                lines = rest;
                self.number += self.visible.lines(stretch, self.number + 1, each);
            }
        }
    }

    /// Whole lines, without marks, of a runner with timestamps.
    fn stamped(&mut self, mut lines: &[u8], each: &mut dyn FnMut(Part<'_>)) {
        while !lines.is_empty() {
            if let Some((header, _)) = StreamHeader::split(lines).filter(|(header, _)| !header.continues) {
                let Self { number, marks, streams, visible, .. } = self;
                // Most lines come behind whole ones of the same stream, and nothing waits.
                if streams.end(header.stream, |line| visible.line(line.bytes, line.places, marks, each)) {
                    let (count, length) = visible.stamped_lines(lines, header.stream, *number + 1, each);
                    *number += count;
                    lines = lines.get(length..).unwrap_or_default();
                }
            }
            let end = memchr(b'\n', lines).unwrap_or(lines.len());
            let (line, rest) = lines.split_at(end);
            lines = rest.get(1..).unwrap_or_default();
            self.raw(line, each);
        }
    }
}
