//! The last visible lines, with what they mean.

use crate::block::Sign;
use crate::excerpt::LogLine;
use crate::text::push_bounded;

/// Where a visible line stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Position {
    /// Its first raw line.
    pub(crate) number: usize,
    /// Its last raw line.
    pub(crate) end: usize,
    /// How many bytes of it other programs put before its text.
    pub(crate) prefix: usize,
}

/// A line that has been read.
#[derive(Clone, Debug, Default)]
pub(crate) struct SeenLine {
    pub(crate) line: LogLine,
    /// Its last raw line.
    pub(crate) end: usize,
    pub(crate) sign: Sign,
    /// The command that printed it, as a running number.
    pub(crate) command: u32,
    prefix: usize,
    /// The indent of a text that is not kept in full.
    indent_of_long: Option<usize>,
    is_long: bool,
}

impl SeenLine {
    pub(crate) fn is_blank(&self) -> bool {
        self.known_indent().is_none()
    }

    pub(crate) fn indent(&self) -> usize {
        self.known_indent().unwrap_or_default()
    }

    /// How far the text stands from the left behind what other programs put before it; none for a blank line. Few lines
    /// are ever asked.
    fn known_indent(&self) -> Option<usize> {
        if self.is_long { self.indent_of_long } else { indent(&self.line.text, self.prefix) }
    }

    /// Takes over a line, with the text that is allocated already.
    pub(crate) fn set(&mut self, at: Position, text: &str, sign: Sign, command: u32, max: usize) {
        self.line.number = at.number;
        self.line.text.clear();
        push_bounded(&mut self.line.text, text, max);
        self.end = at.end;
        self.prefix = at.prefix;
        self.sign = sign;
        self.command = command;
        self.is_long = text.len() > max;
        if self.is_long {
            self.indent_of_long = indent(text, at.prefix);
        }
    }
}

/// How far the text behind the prefix stands from it; a tabulator counts as a step of eight. None for a blank line.
pub(crate) fn indent(line: &str, prefix: usize) -> Option<usize> {
    let mut width = 0;
    for byte in line.bytes().skip(prefix) {
        match byte {
            b' ' | b'\r' => width += 1,
            b'\t' => width += 8,
            _ => return Some(width),
        }
    }
    None
}

/// The last lines, with text that is allocated once.
#[derive(Debug)]
pub(crate) struct RecentLines {
    /// A ring: the newest line stands before `next`, the oldest behind it.
    lines: Vec<SeenLine>,
    next: usize,
    capacity: usize,
}

impl RecentLines {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { lines: Vec::new(), next: 0, capacity: capacity.max(1) }
    }

    pub(crate) fn push(&mut self, at: Position, text: &str, sign: Sign, command: u32, max: usize) {
        if self.lines.len() < self.capacity {
            self.lines.push(SeenLine::default());
        }
        if let Some(seen) = self.lines.get_mut(self.next) {
            seen.set(at, text, sign, command, max);
        }
        self.next = if self.next + 1 < self.capacity { self.next + 1 } else { 0 };
    }

    /// The lines, the last one first.
    pub(crate) fn backwards(&self) -> impl Iterator<Item = &SeenLine> {
        let (newer, older) = self.lines.split_at_checked(self.next).unwrap_or((&self.lines, &[]));
        newer.iter().rev().chain(older.iter().rev())
    }

    pub(crate) fn last(&self, count: usize) -> Vec<LogLine> {
        let mut last: Vec<LogLine> = self.backwards().take(count).map(|seen| seen.line.clone()).collect();
        last.reverse();
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recent(lines: usize, capacity: usize) -> RecentLines {
        let mut recent = RecentLines::new(capacity);
        for number in 1..=lines {
            let at = Position { number, end: number, prefix: 0 };
            recent.push(at, &format!("line {number}"), Sign::default(), 0, 100);
        }
        recent
    }

    #[test]
    fn the_last_lines_are_kept_in_their_order() {
        for (lines, capacity) in [(0, 3), (1, 3), (2, 3), (3, 3), (4, 3), (5, 3), (6, 3), (7, 1)] {
            let recent = recent(lines, capacity);
            let wanted: Vec<usize> = (1..=lines).rev().take(capacity).collect();
            assert_eq!(recent.backwards().map(|seen| seen.line.number).collect::<Vec<_>>(), wanted);
            let last: Vec<String> = recent.last(2).into_iter().map(|line| line.text).collect();
            let wanted: Vec<String> =
                wanted.iter().take(2).rev().map(|number| format!("line {number}")).collect();
            assert_eq!(last, wanted);
        }
    }

    #[test]
    fn the_indent_is_that_of_the_whole_line() {
        let mut seen = SeenLine::default();
        let blank = " ".repeat(20);
        for (text, prefix, wanted) in [
            ("  two", 0, Some(2)),
            ("", 0, None),
            (" \t ", 0, None),
            ("\tx", 0, Some(8)),
            (blank.as_str(), 0, None),
            (&format!("{blank}x"), 0, Some(20)),
            ("#7 0.123   three", 9, Some(2)),
            (&format!("#7 0.123 {blank}x"), 9, Some(20)),
            ("2:", 2, None),
        ] {
            seen.set(Position { number: 1, end: 1, prefix }, text, Sign::default(), 0, 16);
            assert_eq!(
                (seen.is_blank(), seen.indent()),
                (wanted.is_none(), wanted.unwrap_or_default()),
                "{text:?}"
            );
        }
    }
}
