//! Puts lines together again that a runner with timestamps has cut.

use std::collections::VecDeque;

use crate::clean::StreamHeader;

/// How many lines wait for a continuation. Other streams may come between, but not for long.
const MAX_WAITING: usize = 64;

/// A line without headers.
#[derive(Debug)]
pub(crate) struct Joined<'a> {
    pub(crate) bytes: &'a [u8],
    /// For each raw line in it, where it starts and its number.
    pub(crate) places: &'a [(usize, usize)],
}

#[derive(Debug)]
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
pub(crate) struct Streams {
    headers: bool,
    waiting: VecDeque<Waiting>,
}

impl Streams {
    /// Looks at the first line of the log: either all of its lines have headers or none.
    pub(crate) fn detect(&mut self, raw: &[u8]) {
        self.headers = StreamHeader::split(raw).is_some();
    }

    pub(crate) fn has_headers(&self) -> bool {
        self.headers
    }

    pub(crate) fn push(&mut self, raw: &[u8], number: usize, limit: usize, mut each: impl FnMut(Joined<'_>)) {
        let (stream, continues, text) = match StreamHeader::split(raw) {
            Some((header, text)) => (Some(header.stream), header.continues, text),
            None => (None, false, raw),
        };
        let previous = self.waiting.iter_mut().rev().find(|line| line.stream == stream && !line.done);
        match previous {
            Some(line) if continues && line.bytes.len() + text.len() <= limit => {
                line.places.push((line.bytes.len(), number));
                line.bytes.extend_from_slice(text);
            }
            previous => {
                if let Some(line) = previous {
                    line.done = true;
                }
                self.waiting.push_back(Waiting {
                    stream,
                    bytes: text.to_vec(),
                    places: vec![(0, number)],
                    done: stream.is_none(),
                });
            }
        }
        while self.waiting.front().is_some_and(|line| line.done) || self.waiting.len() > MAX_WAITING {
            self.release(&mut each);
        }
    }

    pub(crate) fn finish(&mut self, mut each: impl FnMut(Joined<'_>)) {
        while !self.waiting.is_empty() {
            self.release(&mut each);
        }
    }

    fn release(&mut self, each: &mut impl FnMut(Joined<'_>)) {
        if let Some(line) = self.waiting.pop_front() {
            each(Joined { bytes: &line.bytes, places: &line.places });
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
