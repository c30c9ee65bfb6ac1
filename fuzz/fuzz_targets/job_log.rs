//! Logs of jobs: they read the same however they are cut, every number in the result points into the log, and beside its own first
//! half as the log of a successful run it is read as well.
#![no_main]

use ci_log::{JobLog, LogOptions, LogReader, PassingLog};
use libfuzzer_sys::fuzz_target;

fn read(bytes: &[u8], piece: usize) -> JobLog {
    // A low limit, so that lines beyond it are met as well.
    let mut reader = LogReader::new(LogOptions::default().with_max_line_bytes(256));
    for piece in bytes.chunks(piece.max(1)) {
        reader.push(piece);
    }
    reader.finish()
}

fuzz_target!(|data: &[u8]| {
    let log = read(data, data.len());
    for piece in [1, 7, 300] {
        assert_eq!(read(data, piece), log, "in pieces of {piece}");
    }
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
