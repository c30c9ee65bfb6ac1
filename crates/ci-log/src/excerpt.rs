use std::collections::VecDeque;

use serde::Serialize;

use crate::options::LogOptions;
use crate::text::push_bounded;

/// One line of the log as a person sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LogLine {
    /// Raw line of the log, counted from 1. A raw line with section marks in it may show as several lines.
    pub number: usize,
    /// Its text, cut at a limit.
    pub text: String,
}

impl LogLine {
    /// The line with its last raw line, when it stands on one alone.
    fn with_its_number(self) -> (Self, usize) {
        let number = self.number;
        (self, number)
    }
}

/// Lines of the log that belong together and help to explain the failure.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Excerpt {
    /// First raw line.
    pub start: usize,
    /// Last raw line.
    pub end: usize,
    /// How much it tells; only useful to compare excerpts of one log.
    pub score: f32,
    /// Its visible lines.
    pub lines: Vec<LogLine>,
}

/// The last visible lines, with text that is allocated once.
#[derive(Debug)]
pub(crate) struct RecentLines {
    lines: VecDeque<LogLine>,
    capacity: usize,
}

impl RecentLines {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { lines: VecDeque::new(), capacity }
    }

    pub(crate) fn push(&mut self, number: usize, text: &str, max: usize) {
        if self.capacity == 0 {
            return;
        }
        let mut line = if self.lines.len() == self.capacity {
            self.lines.pop_front().unwrap_or_default()
        } else {
            LogLine::default()
        };
        line.number = number;
        line.text.clear();
        push_bounded(&mut line.text, text, max);
        self.lines.push_back(line);
    }

    pub(crate) fn last(&self, count: usize) -> Vec<LogLine> {
        self.lines.iter().skip(self.lines.len().saturating_sub(count)).cloned().collect()
    }
}

/// Cuts the excerpts out of the stream of lines.
#[derive(Debug, Default)]
pub(crate) struct Excerpts {
    growing: Option<Growing>,
    kept: Vec<Excerpt>,
    omitted: usize,
}

#[derive(Debug)]
struct Growing {
    /// Each line with its last raw line.
    lines: Vec<(LogLine, usize)>,
    /// The highest raw line so far.
    end: usize,
    /// How many more lines are taken after the last one that tells something.
    rest: usize,
    highest: f32,
    sum: f32,
}

impl Excerpts {
    /// Takes a line with its weight (0 for one that tells nothing). `recent` holds the lines before it.
    pub(crate) fn line(
        &mut self,
        (number, end): (usize, usize),
        text: &str,
        weight: f32,
        recent: &RecentLines,
        options: &LogOptions,
    ) {
        if weight <= 0.0 && self.growing.is_none() {
            return;
        }
        if let Some(growing) = &self.growing
            // A raw line is never parted between two excerpts.
            && number > growing.end
            && ((growing.rest == 0 && weight <= 0.0) || growing.lines.len() >= options.max_excerpt_lines)
        {
            self.close(options);
        }
        if weight > 0.0 && self.growing.is_none() {
            let taken = self.kept.iter().map(|excerpt| excerpt.end).max().unwrap_or(0);
            let room = options.max_excerpt_lines.saturating_sub(1);
            let before = recent.last(options.context_before.min(room)).into_iter();
            let lines = before.filter(|line| line.number > taken).map(LogLine::with_its_number);
            self.growing =
                Some(Growing { lines: lines.collect(), end: number, rest: 0, highest: 0.0, sum: 0.0 });
        }
        let Some(growing) = &mut self.growing else { return };
        if weight > 0.0 {
            growing.rest = options.context_after;
            growing.highest = growing.highest.max(weight);
            growing.sum += weight;
        } else {
            growing.rest = growing.rest.saturating_sub(1);
        }
        let mut line = LogLine { number, text: String::new() };
        push_bounded(&mut line.text, text, options.max_text_bytes);
        growing.lines.push((line, end));
        growing.end = growing.end.max(end);
    }

    fn close(&mut self, options: &LogOptions) {
        let Some(mut growing) = self.growing.take() else { return };
        let is_blank = |(line, _): &&(LogLine, usize)| line.text.trim().is_empty();
        let blank_end = growing.lines.iter().rev().take_while(is_blank).count();
        growing.lines.truncate(growing.lines.len() - blank_end);
        let blank_start = growing.lines.iter().take_while(is_blank).count();
        growing.lines.drain(..blank_start);
        // Many small signs in one place count, but not as much as one clear one.
        let score = growing.highest + (growing.sum - growing.highest).min(40.0) * 0.1;
        self.keep(growing.lines, score, options);
    }

    fn keep(&mut self, lines: Vec<(LogLine, usize)>, score: f32, options: &LogOptions) {
        // Streams that the runner mixes can put a line before one with a lower number.
        let start = lines.iter().map(|(line, _)| line.number).min();
        let end = lines.iter().map(|(_, end)| *end).max();
        let (Some(start), Some(end)) = (start, end) else { return };
        let lines = lines.into_iter().map(|(line, _)| line).collect();
        self.kept.push(Excerpt { start, end, score, lines });
        if self.kept.len() > options.max_excerpts {
            self.omitted += 1;
            // The last of the lowest goes: the first report of a cause is the fullest.
            let lowest = self.kept.iter().map(|excerpt| excerpt.score).fold(f32::INFINITY, f32::min);
            if let Some(index) = self.kept.iter().rposition(|excerpt| excerpt.score <= lowest) {
                self.kept.remove(index);
            }
        }
    }

    /// The excerpts, best first, and how many were left out. `last_words` are lines that are shown when nothing
    /// better covers them.
    pub(crate) fn finish(mut self, last_words: Vec<LogLine>, options: &LogOptions) -> (Vec<Excerpt>, usize) {
        self.close(options);
        let covered =
            |line: &LogLine| self.kept.iter().any(|one| (one.start..=one.end).contains(&line.number));
        // Only the part behind the last excerpt: it stays in one piece.
        let tail = last_words.iter().rposition(covered).map_or(0, |index| index + 1);
        let lines: Vec<(LogLine, usize)> = last_words
            .into_iter()
            .skip(tail)
            .skip_while(|line| line.text.trim().is_empty())
            .map(LogLine::with_its_number)
            .collect();
        if lines.len() > 2 {
            self.keep(lines, 1.0, options);
        }
        self.kept.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.start.cmp(&other.start)));
        (self.kept, self.omitted)
    }
}
