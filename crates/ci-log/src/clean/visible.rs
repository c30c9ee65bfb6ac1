//! What is left of raw lines when all is gone that a person does not see.

use memchr::memmem;

use super::buffer::Buffer;
use super::escape::{self, Sequence};
use super::mark::{self, SectionMark};
use super::run::{Part, TextRun};
use super::scan::{BLOCK, controls, find_control, last_block};
use super::timestamp::{LENGTH, StreamHeader};

/// So much text is given out at once.
const ENOUGH: usize = 16 << 10;

/// Visible lines that are not given out yet, in a buffer that is used again for every run.
#[derive(Debug, Default)]
pub(super) struct Visible {
    text: Buffer,
    /// The raw line of the first line in it; the others follow it one by one.
    first: usize,
    /// How many lines in it have ended.
    lines: usize,
    /// Where in it the current line starts.
    line: usize,
    /// The cursor stands at the start of the current line, behind a carriage return.
    overwrite: bool,
}

impl Visible {
    /// Cleans whole lines, the first of which is the raw line `number`, and says how many they are.
    pub(super) fn lines(&mut self, bytes: &[u8], number: usize, each: &mut dyn FnMut(Part<'_>)) -> usize {
        self.begin(number, each);
        let before = self.lines;
        self.clean(bytes, None);
        self.lines - before
    }

    /// Cleans lines of a runner with timestamps up to the first one that may not be whole: what comes behind it is not
    /// known, or is no new line of the same stream. Says how many lines they are and how long.
    pub(super) fn stamped_lines(
        &mut self,
        bytes: &[u8],
        stream: [u8; 3],
        number: usize,
        each: &mut dyn FnMut(Part<'_>),
    ) -> (usize, usize) {
        self.begin(number, each);
        let before = self.lines;
        let length = self.clean(bytes, Some(stream));
        (self.lines - before, length)
    }

    /// Cleans whole lines and says how many bytes of them are done.
    ///
    /// Text is copied once for many lines: up to the next byte that goes, which may be far behind the end of the line.
    #[inline]
    fn clean(&mut self, bytes: &[u8], stream: Option<[u8; 3]>) -> usize {
        let header = if stream.is_some() { LENGTH } else { 0 };
        let (blocks, tail) = bytes.as_chunks::<BLOCK>();
        let last = last_block(tail);
        self.text.make_room(bytes.len());
        let mut raw_line = 0;
        // What lies before has been copied or is gone.
        let mut done = header;
        // What lies before has been looked at.
        let mut at = header;
        for index in 0..=blocks.len() {
            let mut found = controls(blocks.get(index).unwrap_or(&last));
            while found != 0 {
                let place = index * BLOCK + found.trailing_zeros() as usize;
                found &= found - 1;
                if place < at {
                    continue;
                }
                let ended = match bytes.get(place) {
                    Some(b'\n') => {
                        if self.overwrite && place > done {
                            self.clear_line();
                        }
                        at = place + 1;
                        true
                    }
                    Some(b'\r') => {
                        self.write(bytes, done, place);
                        self.overwrite = true;
                        // With a line feed behind it, it is a part of the line's end.
                        done = place + 1;
                        let ended = bytes.get(done) == Some(&b'\n');
                        at = done + usize::from(ended);
                        ended
                    }
                    Some(&escape::ESC) => {
                        self.write(bytes, done, place);
                        let sequence = escape::measure(bytes.get(place..).unwrap_or_default());
                        at = place + sequence.length;
                        done = at;
                        self.erase(&sequence);
                        false
                    }
                    _ => {
                        self.write(bytes, done, place);
                        at = place + 1;
                        done = at;
                        false
                    }
                };
                if !ended {
                    continue;
                }
                self.overwrite = false;
                if let Some(stream) = stream {
                    let next = bytes.get(at..).and_then(StreamHeader::split);
                    if !next.is_some_and(|(next, _)| next.stream == stream && !next.continues) {
                        self.text.truncate(self.line);
                        return raw_line;
                    }
                    self.text.append(bytes, done, at);
                    raw_line = at;
                    at += LENGTH;
                    done = at;
                }
                self.lines += 1;
                self.line = self.text.len() + (at - done);
            }
        }
        self.text.append(bytes, done, bytes.len());
        bytes.len()
    }

    /// Cleans a raw line, without its line feed, in which there may be section marks and parts of several raw lines.
    /// `places` gives, for each raw line in it, its offset and number.
    ///
    /// GitLab's page starts a new visible line at each mark, so a raw line may hold several. A raw line of marks alone
    /// has no visible line; any other has at least one, which may be empty.
    pub(super) fn line(
        &mut self,
        raw: &[u8],
        places: &[(usize, usize)],
        marks: &memmem::Finder<'_>,
        each: &mut dyn FnMut(Part<'_>),
    ) {
        let number = |offset: usize| {
            let behind = places.partition_point(|(start, _)| *start <= offset);
            places.get(behind.saturating_sub(1)).map_or(0, |(_, number)| *number)
        };
        let raw = strip_carriage_returns(raw);
        let marks =
            (raw.starts_with(mark::PREFIX) || find_control(raw) < raw.len()) && marks.find(raw).is_some();
        let alone = marks || places.len() > 1;
        if alone {
            self.give_out(each);
        }
        self.text.make_room(raw.len() + 1);
        let mut first = number(0);
        let mut seen_mark = false;
        self.begin(first, each);
        let mut at = 0;
        while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
            let run = find_control(rest);
            if run > 0 {
                if self.overwrite {
                    self.clear_line();
                }
                let found = if marks { mark::find(rest, run) } else { None };
                let Some(found) = found else {
                    self.write(rest, 0, run);
                    at += run;
                    continue;
                };
                self.write(rest, 0, found.start);
                let place = at + found.start;
                if !self.text.is_empty() {
                    self.give_out_line(first, number(place.saturating_sub(1)).max(first), each);
                }
                first = number(place);
                each(Part::Mark(SectionMark { line: first, ..found.mark }));
                seen_mark = true;
                at += found.end;
                continue;
            }
            at += match rest.first() {
                Some(b'\r') => {
                    self.overwrite = true;
                    1
                }
                Some(&escape::ESC) => {
                    let sequence = escape::measure(rest);
                    self.erase(&sequence);
                    sequence.length
                }
                _ => 1,
            };
        }
        if !alone {
            self.text.append(b"\n", 0, 1);
            self.lines += 1;
        } else if !self.text.is_empty() || !seen_mark {
            self.give_out_line(first, number(raw.len().saturating_sub(1)).max(first), each);
        }
    }

    /// Gives out all lines that have ended.
    pub(super) fn give_out(&mut self, each: &mut dyn FnMut(Part<'_>)) {
        if self.lines > 0 {
            each(Part::Text(TextRun::many(self.text.as_bytes(), self.first, self.lines)));
        }
        self.text.truncate(0);
        self.lines = 0;
    }

    /// Ends the only line and gives it out.
    fn give_out_line(&mut self, first: usize, last: usize, each: &mut dyn FnMut(Part<'_>)) {
        self.text.append(b"\n", 0, 1);
        each(Part::Text(TextRun::one(self.text.as_bytes(), first, last)));
        self.text.truncate(0);
        self.line = 0;
        self.overwrite = false;
    }

    /// A line begins on the raw line `number`.
    fn begin(&mut self, number: usize, each: &mut dyn FnMut(Part<'_>)) {
        if self.text.len() >= ENOUGH || self.first + self.lines != number {
            self.give_out(each);
            self.first = number;
        }
        self.line = self.text.len();
        self.overwrite = false;
    }

    #[inline]
    fn write(&mut self, bytes: &[u8], from: usize, to: usize) {
        if from < to {
            if self.overwrite {
                // A lone carriage return clears the line as soon as something is written over it. When nothing
                // follows, the text stays: nobody gains from hiding it.
                self.clear_line();
            }
            self.text.append(bytes, from, to);
        }
    }

    #[inline]
    fn erase(&mut self, sequence: &Sequence) {
        if sequence.erases_line || (sequence.erases_rest && self.overwrite) {
            self.clear_line();
        }
    }

    fn clear_line(&mut self) {
        self.text.truncate(self.line);
        self.overwrite = false;
    }
}

/// Carriage returns directly before the line feed are a part of the line end.
fn strip_carriage_returns(raw: &[u8]) -> &[u8] {
    let mut line = raw;
    while let Some((b'\r', rest)) = line.split_last() {
        line = rest;
    }
    line
}
