//! Puts lines together again that a runner with timestamps has cut.

use std::collections::VecDeque;

use super::timestamp::StreamHeader;

/// How many lines wait for a continuation. Other streams may come between, but not for long.
const MAX_WAITING: usize = 64;
/// Longer lines give their memory back.
const MAX_SPARE_BYTES: usize = 4 << 10;

/// A line without headers.
#[derive(Debug)]
pub(super) struct Joined<'a> {
    pub(super) bytes: &'a [u8],
    /// For each raw line in it, where it starts and its number.
    pub(super) places: &'a [(usize, usize)],
}

#[derive(Debug, Default)]
struct Waiting {
    /// None for a line without a header.
    stream: Option<[u8; 3]>,
    bytes: Vec<u8>,
    places: Vec<(usize, usize)>,
    /// The stream has gone on to another line.
    done: bool,
}

/// The lines of all streams, in the order in which they started.
#[derive(Debug, Default)]
pub(super) struct Streams {
    headers: bool,
    waiting: VecDeque<Waiting>,
    /// Released ones, whose memory is used again.
    spare: Vec<Waiting>,
}

impl Streams {
    /// Looks at the start of the log: either all of its lines have headers or none.
    pub(super) fn detect(&mut self, raw: &[u8]) {
        self.headers = StreamHeader::split(raw).is_some();
    }

    pub(super) fn has_headers(&self) -> bool {
        self.headers
    }

    pub(super) fn push(&mut self, raw: &[u8], number: usize, limit: usize, mut each: impl FnMut(Joined<'_>)) {
        let (stream, continues, text) = match StreamHeader::split(raw) {
            Some((header, text)) => (Some(header.stream), header.continues, text),
            None => (None, false, raw),
        };
        let previous = self.waiting.iter_mut().rev().find(|line| line.stream == stream && !line.done);
        match previous {
            Some(line) if continues && line.bytes.len() + text.len() <= limit => {
                // Without any text there is no place to remember, however many such lines there are.
                if !text.is_empty() {
                    line.places.push((line.bytes.len(), number));
                    line.bytes.extend_from_slice(text);
                }
            }
            previous => {
                if let Some(line) = previous {
                    line.done = true;
                }
                let mut line = self.spare.pop().unwrap_or_default();
                line.stream = stream;
                line.bytes.extend_from_slice(text);
                line.places.push((0, number));
                line.done = stream.is_none();
                self.waiting.push_back(line);
            }
        }
        while self.waiting.front().is_some_and(|line| line.done) || self.waiting.len() > MAX_WAITING {
            self.release(&mut each);
        }
    }

    /// A new line of this stream comes, and so its previous one is whole. Says whether no line waits any more.
    pub(super) fn end(&mut self, stream: [u8; 3], each: impl FnOnce(Joined<'_>)) -> bool {
        let only = self.waiting.len() == 1 && self.waiting.iter().all(|line| line.stream == Some(stream));
        if only {
            self.release(each);
        }
        self.waiting.is_empty()
    }

    pub(super) fn finish(&mut self, mut each: impl FnMut(Joined<'_>)) {
        while !self.waiting.is_empty() {
            self.release(&mut each);
        }
    }

    fn release(&mut self, each: impl FnOnce(Joined<'_>)) {
        if let Some(mut line) = self.waiting.pop_front() {
            each(Joined { bytes: &line.bytes, places: &line.places });
            if line.bytes.capacity() <= MAX_SPARE_BYTES {
                line.bytes.clear();
                line.places.clear();
                self.spare.push(line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::JobLog;

    fn tail(text: &str) -> Vec<(usize, String)> {
        JobLog::read(text.as_bytes()).tail.into_iter().map(|line| (line.number, line.text)).collect()
    }

    const TIME: &str = "2025-03-07T13:51:12.206590Z";

    #[test]
    fn continuations_join_their_own_stream() {
        let text = format!(
            "{TIME} 00O Running\n{TIME} 01O one \n{TIME} 01E warning: x\n{TIME} 01O+two\r\n{TIME} 01O three\n{TIME} 01O+ four\n"
        );
        let expected = [(1, "Running"), (2, "one two"), (3, "warning: x"), (5, "three four")];
        assert_eq!(tail(&text), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn a_carriage_return_at_the_end_of_a_piece_overwrites() {
        let text = format!("{TIME} 01O 10%\r\n{TIME} 01O+50%\r\n{TIME} 01O+done\n{TIME} 01O next\n");
        assert_eq!(tail(&text), [(1, "done".to_owned()), (4, "next".to_owned())]);
    }

    #[test]
    fn marks_that_the_runner_has_cut_stay_marks_on_their_own_line() {
        let text = format!(
            "{TIME} 00O Running\n{TIME} 00O section_start:5:step_script\r\n{TIME} 00O+\x1b[0K$ make\n{TIME} 00O section_end:8:step_script\r\n{TIME} 00O+\x1b[0K\x1b[31;1mERROR: Job failed: exit code 1\n"
        );
        let log = JobLog::read(text.as_bytes());
        assert_eq!(
            (log.sections[0].start, log.sections[0].end, log.sections[0].duration),
            (2, Some(4), Some(3))
        );
        assert_eq!(tail(&text).last().unwrap().1, "ERROR: Job failed: exit code 1");
        assert!(log.exit.is_some());
    }

    #[test]
    fn a_lone_header_in_a_log_without_them_is_text() {
        let text = format!("plain\n{TIME} 01O text\n");
        assert_eq!(tail(&text)[1].1, format!("{TIME} 01O text"));
    }
}
