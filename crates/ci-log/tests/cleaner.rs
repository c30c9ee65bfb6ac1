//! The cleaner beside a plain one that goes through the log byte by byte.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be"
)]

use ci_log::clean::{LogCleaner, MarkKind, Part, to_text};
use proptest::prelude::*;
use regex::bytes::Regex;

#[derive(Clone, Debug, PartialEq)]
enum Seen {
    Line { bytes: Vec<u8>, first: usize, last: usize },
    Mark { start: bool, time: u64, name: String, options: String, line: usize },
}

/// What the cleaner makes of a log that comes in these pieces.
fn cleaned<'b>(
    pieces: impl Iterator<Item = &'b [u8]>,
    max_line_bytes: usize,
) -> (Vec<Seen>, usize, u64, u64) {
    let mut seen = Vec::new();
    let mut note = |part: Part<'_>| match part {
        Part::Text(run) => {
            let before = seen.len();
            seen.extend(run.lines().map(|line| Seen::Line {
                bytes: line.bytes.to_vec(),
                first: line.first_line,
                last: line.last_line,
            }));
            assert_eq!(seen.len() - before, run.line_count());
            assert!(run.line_count() > 0 && run.bytes().ends_with(b"\n"));
            assert_eq!(run.bytes().iter().filter(|byte| **byte == b'\n').count(), run.line_count());
            let places = (run.first_line(), run.last_line());
            let (first, last) = (run.lines().next().unwrap(), run.lines().last().unwrap());
            assert_eq!(places, (first.first_line, last.last_line));
        }
        Part::Mark(mark) => seen.push(Seen::Mark {
            start: mark.kind == MarkKind::Start,
            time: mark.time,
            name: mark.name.to_owned(),
            options: mark.options.to_owned(),
            line: mark.line,
        }),
        other => panic!("{other:?}"),
    };
    let mut cleaner = LogCleaner::new().with_max_line_bytes(max_line_bytes);
    pieces.for_each(|piece| cleaner.push(piece, &mut note));
    let size = cleaner.finish(&mut note);
    (seen, size.lines, size.bytes, size.cut_bytes)
}

fn cut<'b>(bytes: &'b [u8], cuts: &[usize]) -> Vec<&'b [u8]> {
    let mut rest = bytes;
    let mut pieces = Vec::new();
    for cut in cuts {
        let (piece, after) = rest.split_at(cut % (rest.len() + 1));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// The same by the book. It knows no limits and no logs without line feeds.
struct Plain {
    header: Regex,
    mark: Regex,
    escape: Regex,
}

/// A line with the raw lines in it, each with its offset and number.
type Whole = (Option<Vec<u8>>, Vec<u8>, Vec<(usize, usize)>);

impl Plain {
    fn new() -> Self {
        let strings = r"\x1b[\]PX^_](?:[^\x1b\x07]*(?:\x07|\x1b\\))?";
        let escapes = [
            r"\x1b\[[\x20-\x3f]*[\x40-\x7e]?",
            strings,
            r"\x1b[\x20-\x2f]+[\x30-\x7e]?",
            r"\x1b[\x30-\x7e]?",
        ];
        Self {
            header: Regex::new(r"^(?-u)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z ([0-9a-f]{2}[OE])([ +])").unwrap(),
            mark: Regex::new(
                r"^(?-u)section_(start|end):([0-9]+):([A-Za-z0-9_.-]+)(?:\[([A-Za-z0-9_=, ]+)\])?(?:\r(?:\x1b\[0K)?|\z)",
            )
            .unwrap(),
            escape: Regex::new(&format!("^(?s-u)(?:{})", escapes.join("|"))).unwrap(),
        }
    }

    fn clean(&self, log: &[u8]) -> Vec<Seen> {
        let mut raw: Vec<&[u8]> = log.split(|byte| *byte == b'\n').collect();
        if raw.last().is_some_and(|last| last.is_empty()) {
            raw.pop();
        }
        let stamped = raw.first().is_some_and(|line| self.header.is_match(line));
        let mut lines: Vec<Whole> = Vec::new();
        for (number, raw) in (1..).zip(raw) {
            let Some(header) = self.header.captures(raw).filter(|_| stamped) else {
                lines.push((None, raw.to_vec(), vec![(0, number)]));
                continue;
            };
            let stream = Some(header[1].to_vec());
            let text = &raw[header[0].len()..];
            match lines.iter_mut().rev().find(|line| line.0 == stream) {
                Some((_, line, places)) if &header[2] == b"+" => {
                    if !text.is_empty() {
                        places.push((line.len(), number));
                        line.extend(text);
                    }
                }
                _ => lines.push((stream, text.to_vec(), vec![(0, number)])),
            }
        }
        let mut seen = Vec::new();
        for (_, line, places) in &lines {
            self.line(line, places, &mut seen);
        }
        seen
    }

    fn line(&self, mut raw: &[u8], places: &[(usize, usize)], seen: &mut Vec<Seen>) {
        while let Some(rest) = raw.strip_suffix(b"\r") {
            raw = rest;
        }
        let number = |offset: usize| places.iter().rev().find(|place| place.0 <= offset).unwrap().1;
        let control = |byte: u8| byte.is_ascii_control() && byte != b'\t';
        // In text without any control character there is a mark only where it starts like one.
        let may_hold_marks = raw.starts_with(b"section_") || raw.iter().any(|byte| control(*byte));
        let mut marks = false;
        let mut text = Vec::new();
        let mut first = number(0);
        let mut returned = false;
        let mut at = 0;
        while at < raw.len() {
            let rest = &raw[at..];
            if !control(rest[0]) && std::mem::take(&mut returned) {
                text.clear();
            }
            let found = self.mark.captures(rest).filter(|_| may_hold_marks);
            if let Some((mark, time)) = found
                .and_then(|mark| Some((String::from_utf8_lossy(&mark[2]).parse().ok()?, mark)))
                .map(|(time, mark)| (mark, time))
            {
                if !text.is_empty() {
                    let bytes = std::mem::take(&mut text);
                    seen.push(Seen::Line { bytes, first, last: number(at.saturating_sub(1)).max(first) });
                }
                first = number(at);
                let words = |index: usize| {
                    mark.get(index)
                        .map_or(String::new(), |word| String::from_utf8_lossy(word.as_bytes()).into_owned())
                };
                seen.push(Seen::Mark {
                    start: &mark[1] == b"start",
                    time,
                    name: words(3),
                    options: words(4),
                    line: first,
                });
                marks = true;
                at += mark[0].len();
            } else if rest[0] == b'\r' {
                returned = true;
                at += 1;
            } else if let Some(escape) = self.escape.find(rest).map(|escape| escape.as_bytes()) {
                let rest_goes = returned && [&b"\x1b[K"[..], b"\x1b[0K"].contains(&escape);
                if rest_goes || escape == b"\x1b[2K" {
                    text.clear();
                    returned = false;
                }
                at += escape.len();
            } else {
                text.extend(Some(rest[0]).filter(|byte| !control(*byte)));
                at += 1;
            }
        }
        if !text.is_empty() || !marks {
            seen.push(Seen::Line {
                bytes: text,
                first,
                last: number(raw.len().saturating_sub(1)).max(first),
            });
        }
    }
}

/// Logs made of what logs are made of, with or without the headers of a runner.
fn log() -> impl Strategy<Value = Vec<u8>> {
    let ends = || prop_oneof![3 => Just(&b"\n"[..]), 2 => Just(&b"\r\n"[..]), 1 => Just(&b"\r\r\n"[..])];
    let part = prop_oneof![
        6 => "[ -~\t]{0,60}".prop_map(String::into_bytes),
        2 => "\\PC{0,20}".prop_map(String::into_bytes),
        2 => "\x1b\\[[0-9;?]{0,4}[mKABGhl]".prop_map(String::into_bytes),
        1 => proptest::sample::select(vec![
            &b"\r"[..], b"\r\x1b[K", b"\r\x1b[0K", b"\x1b[2K", b"\x1b[31;1m", b"\x1b[0;m", b"\x1b", b"\x1b[", b"\x1b(B", b"\x1b=",
            b"\x1b]8;;https://a.example/\x07", b"\x1b]0;title\x1b\\", b"\x1b]8;;never ended", b"\0", b"\x7f", b"\x08",
            b"\xff\xfe", b"\xe2\x82", b"\xc3\x1b[0m\xa9", b"2025-03-07T13:51:12.206590Z 01O ",
        ]).prop_map(<[u8]>::to_vec),
        1 => proptest::sample::select(vec![
            "section_start:17:step_script[collapsed=true]\r\x1b[0K", "section_end:19:step_script\r\x1b[0K", "section_end:19:a.b-c\r",
            "section_start:1:x", "section_start:now:x\r", "section_start:99999999999999999999999:x\r", "section_",
        ]).prop_map(|mark| mark.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>().prop_filter("ends", |byte| *byte != b'\n'), 0..12),
    ];
    let headers = prop_oneof![
        8 => Just(&b"2025-03-07T13:51:12.206590Z 01O "[..]),
        1 => Just(&b"2025-03-07T13:51:12.206590Z 01O+"[..]),
        1 => Just(&b"2025-03-07T13:51:12.206591Z 00E "[..]),
        1 => Just(&b"2025-03-07T13:51:12.206591Z 00E+"[..]),
        1 => Just(&b""[..]),
    ];
    let line = (headers, proptest::collection::vec(part, 0..6), ends());
    // Lines that need no work, in so many places that they are given out as they are.
    let block = (0..30_usize, "[ -~]{30,80}");
    let lines = proptest::collection::vec((line, block), 0..30);
    (lines, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(lines, stamped, blocks, ended)| {
        let mut log = Vec::new();
        for ((header, parts, end), (count, text)) in &lines {
            if stamped {
                log.extend_from_slice(header);
            } else if blocks {
                log.extend(format!("{text}\n").repeat(*count).bytes());
            }
            log.extend(parts.concat());
            log.extend_from_slice(end);
        }
        if !ended {
            log.pop();
        }
        log
    })
}

/// Whether carriage returns stand for line feeds: the plain cleaner does not know such logs.
fn by_return(log: &[u8]) -> bool {
    let first = log.split(|byte| *byte == b'\n').next().unwrap_or_default();
    first.iter().filter(|byte| **byte == b'\r').count() > 100
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_cleaner_says_what_a_plain_one_says(log in log(), cuts in proptest::collection::vec(any::<usize>(), 0..20)) {
        prop_assume!(!by_return(&log));
        let wanted = Plain::new().clean(&log);
        let (seen, lines, bytes, cut_bytes) = cleaned(std::iter::once(log.as_slice()), 64 << 10);
        prop_assert_eq!(&seen, &wanted);
        prop_assert_eq!(cut_bytes, 0);
        prop_assert_eq!(bytes, log.len() as u64);
        prop_assert_eq!(lines, log.iter().filter(|byte| **byte == b'\n').count() + 1);
        let (seen, ..) = cleaned(cut(&log, &cuts).into_iter(), 64 << 10);
        prop_assert_eq!(&seen, &wanted);
        let (seen, ..) = cleaned(log.chunks(100), 64 << 10);
        prop_assert_eq!(&seen, &wanted);
        let text: Vec<u8> = wanted.iter().flat_map(|seen| match seen {
            Seen::Line { bytes, .. } => [bytes.as_slice(), b"\n"].concat(),
            Seen::Mark { .. } => Vec::new(),
        }).collect();
        prop_assert_eq!(to_text(&log), String::from_utf8_lossy(&text));
    }

    #[test]
    fn with_lines_beyond_the_limit_the_cutting_does_not_matter_either(
        log in log(),
        cuts in proptest::collection::vec(any::<usize>(), 0..20),
    ) {
        let wanted = cleaned(std::iter::once(log.as_slice()), 256);
        prop_assert_eq!(&cleaned(cut(&log, &cuts).into_iter(), 256), &wanted);
        prop_assert_eq!(&cleaned(log.chunks(7), 256), &wanted);
    }
}

#[test]
fn lines_that_are_clean_are_not_copied() {
    let log = "a line that is as it should be\n".repeat(300);
    let mut runs = 0;
    LogCleaner::new().push(log.as_bytes(), |part| {
        let Part::Text(run) = part else { return };
        assert!(log.as_bytes().as_ptr_range().contains(&run.bytes().as_ptr()));
        assert_eq!((run.first_line(), run.line_count(), run.last_line()), (1, 300, 300));
        runs += 1;
    });
    assert_eq!(runs, 1);
}

#[test]
fn a_line_that_a_runner_has_cut_tells_where_it_starts_and_ends() {
    let time = "2025-03-07T13:51:12.206590Z";
    let log = format!("{time} 01O one, \n{time} 01E aside\n{time} 01O+two\n{time} 01O three\n");
    let (seen, ..) = cleaned(std::iter::once(log.as_bytes()), 64 << 10);
    let line = |text: &str, first, last| Seen::Line { bytes: text.as_bytes().to_vec(), first, last };
    assert_eq!(seen, [line("one, two", 1, 3), line("aside", 2, 2), line("three", 4, 4)]);
}

#[test]
fn what_a_job_has_printed_so_far_comes_with_each_piece() {
    let mut cleaner = LogCleaner::new();
    let mut text = Vec::new();
    for (piece, wanted) in
        [(&b"one\r\ntw"[..], &b"one\n"[..]), (b"o\nthree", b"one\ntwo\n"), (b"", b"one\ntwo\n")]
    {
        cleaner.push(piece, |part| {
            if let Part::Text(run) = part {
                text.extend_from_slice(run.bytes());
            }
        });
        assert_eq!(text, wanted);
    }
}
