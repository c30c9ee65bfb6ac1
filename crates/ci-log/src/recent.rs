//! The last visible lines, with what they mean.

use std::collections::VecDeque;

use crate::block::Sign;
use crate::excerpt::LogLine;
use crate::prefix::strip_prefixes;
use crate::text::push_bounded;

/// A line that has been read.
#[derive(Clone, Debug, Default)]
pub(crate) struct SeenLine {
    pub(crate) line: LogLine,
    /// Its last raw line.
    pub(crate) end: usize,
    pub(crate) sign: Sign,
    /// The command that printed it, as a running number.
    pub(crate) command: u32,
    /// How far the text stands from the left behind what other programs put before it; none for a blank line.
    indent: Option<usize>,
}

impl SeenLine {
    pub(crate) fn is_blank(&self) -> bool {
        self.indent.is_none()
    }

    pub(crate) fn indent(&self) -> usize {
        self.indent.unwrap_or_default()
    }

    /// Takes over a line, with the text that is allocated already.
    pub(crate) fn set(
        &mut self,
        (number, end): (usize, usize),
        text: &str,
        sign: Sign,
        command: u32,
        max: usize,
    ) {
        self.line.number = number;
        self.line.text.clear();
        push_bounded(&mut self.line.text, text, max);
        self.end = end;
        self.sign = sign;
        self.command = command;
        self.indent = indent(strip_prefixes(text));
    }
}

/// How far the text stands from the left; a tabulator counts as a step of eight. None for a blank line.
pub(crate) fn indent(text: &str) -> Option<usize> {
    let mut width = 0;
    for byte in text.bytes() {
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
    lines: VecDeque<SeenLine>,
    capacity: usize,
}

impl RecentLines {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { lines: VecDeque::new(), capacity }
    }

    pub(crate) fn push(
        &mut self,
        (number, end): (usize, usize),
        text: &str,
        sign: Sign,
        command: u32,
        max: usize,
    ) {
        let mut seen = if self.lines.len() >= self.capacity.max(1) {
            self.lines.pop_front().unwrap_or_default()
        } else {
            SeenLine::default()
        };
        seen.set((number, end), text, sign, command, max);
        self.lines.push_back(seen);
    }

    /// The lines, the last one first.
    pub(crate) fn backwards(&self) -> impl Iterator<Item = &SeenLine> {
        self.lines.iter().rev()
    }

    pub(crate) fn last(&self, count: usize) -> Vec<LogLine> {
        self.lines.iter().skip(self.lines.len().saturating_sub(count)).map(|seen| seen.line.clone()).collect()
    }
}
