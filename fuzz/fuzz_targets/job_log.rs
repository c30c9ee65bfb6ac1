//! Logs of jobs: they read the same however they are cut, every number in the result points into the log, and beside its own first
//! half as the log of a successful run it is read as well. The cleaner gives the text that the reader sees, in lines that do not
//! depend on the cutting either.
#![no_main]

use std::sync::mpsc;

use ci_log::clean::{LogCleaner, Part};
use ci_log::{JobLog, LogOptions, LogReader, PassingLog};
use libfuzzer_sys::fuzz_target;

/// A low limit, so that lines beyond it are met as well.
const MAX_LINE_BYTES: usize = 256;

fn read(bytes: &[u8], piece: usize) -> JobLog {
    let mut reader = LogReader::new(LogOptions::default().with_max_line_bytes(MAX_LINE_BYTES));
    for piece in bytes.chunks(piece.max(1)) {
        reader.push(piece);
    }
    reader.finish()
}

/// The visible lines with their first and last raw lines.
fn clean(bytes: &[u8], piece: usize) -> Vec<(usize, usize, String)> {
    let mut lines = Vec::new();
    let mut note = |part: Part<'_>| {
        if let Part::Text(run) = part {
            lines.extend(run.lines().map(|line| (line.first_line, line.last_line, line.text().into_owned())));
        }
    };
    let mut cleaner = LogCleaner::new().with_max_line_bytes(MAX_LINE_BYTES);
    for piece in bytes.chunks(piece.max(1)) {
        cleaner.push(piece, &mut note);
    }
    cleaner.finish(&mut note);
    lines
}

/// The visible lines as a filter of the reader gets them.
fn filtered(bytes: &[u8]) -> Vec<String> {
    let (sender, lines) = mpsc::channel();
    let options = LogOptions::default().with_max_line_bytes(MAX_LINE_BYTES);
    let mut reader = LogReader::new(options).with_filter(move |line| {
        sender.send(line.to_owned()).expect("the lines are read when all of them are sent");
        None
    });
    reader.push(bytes);
    drop(reader.finish());
    lines.iter().collect()
}

fuzz_target!(|data: &[u8]| {
    let log = read(data, data.len());
    for piece in [1, 7, 300] {
        assert_eq!(read(data, piece), log, "in pieces of {piece}");
    }
    let text = clean(data, data.len());
    for piece in [1, 7, 300] {
        assert_eq!(clean(data, piece), text, "in pieces of {piece}");
    }
    assert_eq!(filtered(data), text.into_iter().map(|(_, _, text)| text).collect::<Vec<_>>());
    let lines = data.iter().filter(|byte| **byte == b'\n').count() + 1;
    assert_eq!((log.lines, log.bytes), (lines, data.len() as u64));
    check(&log, lines);
    let mut passing = PassingLog::new();
    passing.push(data.split_at(data.len() / 2).0);
    let mut reader = LogReader::new(LogOptions::default()).compared_with(passing);
    reader.push(data);
    check(&reader.finish(), lines);
});

fn check(log: &JobLog, lines: usize) {
    assert!(
        log.failures.iter().all(|failure| (1..=lines).contains(&failure.at) && !failure.message.is_empty())
    );
    assert!(
        log.excerpts
            .iter()
            .all(|excerpt| 1 <= excerpt.start && excerpt.start <= excerpt.end && excerpt.end <= lines)
    );
}
