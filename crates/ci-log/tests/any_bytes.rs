//! What must hold for whatever bytes a job printed.

use ci_log::{JobLog, LogOptions, LogReader};
use proptest::prelude::*;

fn reader() -> LogReader {
    // A low limit, so that lines beyond it are met as well.
    LogReader::new(LogOptions::default().with_max_line_bytes(256))
}

fn read(bytes: &[u8], cuts: &[usize]) -> JobLog {
    read_with(reader(), bytes, cuts)
}

/// Reads with a filter that remembers how many lines it has seen and changes every third.
fn read_filtered(bytes: &[u8], cuts: &[usize]) -> JobLog {
    let mut seen = 0;
    let filter = move |line: &str| {
        seen += 1;
        (seen % 3 == 0).then(|| format!("{seen}: {line}"))
    };
    read_with(reader().with_filter(filter), bytes, cuts)
}

fn read_with(mut reader: LogReader, bytes: &[u8], cuts: &[usize]) -> JobLog {
    let mut rest = bytes;
    for cut in cuts {
        let (piece, after) = rest.split_at(cut % (rest.len() + 1));
        reader.push(piece);
        rest = after;
    }
    reader.push(rest);
    reader.finish()
}

/// Lines made of what logs are made of.
fn log() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        Just(b"\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"\x1b[31;1m".to_vec()),
        Just(b"\x1b[0K".to_vec()),
        Just(b"\x1b]8;;https://a.example/\x07".to_vec()),
        Just(b"section_start:17:step_script[collapsed=true]\r\x1b[0K".to_vec()),
        Just(b"section_end:19:step_script\r\x1b[0K".to_vec()),
        Just(b"2025-03-07T13:51:12.206590Z 01O ".to_vec()),
        Just(b"2025-03-07T13:51:12.206590Z 01O+".to_vec()),
        Just(b"2025-03-07T13:51:12.206590Z 00E ".to_vec()),
        Just(b"error[E0308]: mismatched types\n --> src/a.rs:1:2\n".to_vec()),
        Just(b"thread 'a::b' panicked at src/a.rs:1:2:\nboom\n".to_vec()),
        Just(b"ERROR: Job failed: exit code 1\n".to_vec()),
        Just(b"Job succeeded\n".to_vec()),
        "[ -~]{0,40}".prop_map(String::into_bytes),
        "[ -~]{200,300}".prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..12),
    ];
    proptest::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_result_does_not_depend_on_the_cutting(bytes in log(), cuts in proptest::collection::vec(any::<usize>(), 0..20)) {
        prop_assert_eq!(read(&bytes, &cuts), read(&bytes, &[]));
        prop_assert_eq!(read_filtered(&bytes, &cuts), read_filtered(&bytes, &[]));
    }

    #[test]
    fn nothing_is_kept_that_did_not_pass_the_filter(bytes in log()) {
        let mut reader = reader().with_filter(|line| Some("#".repeat(line.chars().count())));
        reader.push(&bytes);
        let log = reader.finish();
        let shown = log.excerpts.iter().flat_map(|excerpt| &excerpt.lines).chain(&log.tail);
        for line in shown {
            prop_assert!(line.text.bytes().all(|byte| byte == b'#'), "{line:?}");
        }
        prop_assert!(log.failures.is_empty() && log.exit.is_none() && log.tests.is_none());
        let plain = read(&bytes, &[]);
        prop_assert_eq!((log.lines, log.bytes, log.sections), (plain.lines, plain.bytes, plain.sections));
    }

    #[test]
    fn every_number_points_into_the_log(bytes in log()) {
        let log = read(&bytes, &[]);
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
        prop_assert_eq!(log.lines, lines);
        prop_assert_eq!(log.bytes, bytes.len() as u64);
        let inside = 1..=lines;
        for section in &log.sections {
            prop_assert!(inside.contains(&section.start));
            prop_assert!(section.end.is_none_or(|end| inside.contains(&end) && end >= section.start));
        }
        for failure in &log.failures {
            prop_assert!(inside.contains(&failure.at));
            prop_assert!(!failure.message.is_empty());
        }
        for excerpt in &log.excerpts {
            prop_assert!(inside.contains(&excerpt.start) && inside.contains(&excerpt.end));
            prop_assert!(excerpt.start <= excerpt.end);
            prop_assert!(excerpt.lines.iter().all(|line| (excerpt.start..=excerpt.end).contains(&line.number)));
        }
        for (index, one) in log.excerpts.iter().enumerate() {
            for other in log.excerpts.iter().skip(index + 1) {
                prop_assert!(one.score >= other.score);
                prop_assert!(one.end < other.start || other.end < one.start, "{one:?} {other:?}");
            }
        }
        if log.exit.as_ref().is_some_and(ci_log::JobEnd::is_success) {
            prop_assert!(log.failures.is_empty());
        }
    }

    #[test]
    fn case_121_no_control_character_is_left(bytes in log()) {
        let log = read(&bytes, &[]);
        let texts = log.tail.iter().chain(log.excerpts.iter().flat_map(|excerpt| &excerpt.lines)).map(|line| &line.text);
        for text in texts.chain(log.failures.iter().map(|failure| &failure.message)) {
            prop_assert!(!text.chars().any(|character| character.is_ascii_control() && character != '\t'), "{text:?}");
        }
    }
}

#[test]
fn an_empty_log_is_answered() {
    let log = JobLog::read(b"");
    assert_eq!((log.lines, log.bytes), (1, 0));
    assert!(log.failures.is_empty() && log.excerpts.is_empty() && log.tail.is_empty() && log.exit.is_none());
    assert_eq!(log.class.kind.as_str(), "none");
}
