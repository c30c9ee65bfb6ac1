//! Private keys, whole or cut, as one line or many, also where each line has something else before it.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Entry, How, random, word};
use crate::armour::{self, Likeness};
use crate::rule::Found;

pub(super) const ALL: &[&[Entry]] = &[KEYS];

/// A private key with its armour: longer than any token.
const WINDOW: usize = 32 * 1024;

/// A key is over after so many lines in a row that are none of its own.
const FOREIGN: usize = 16;

/// What is shorter is an example.
const LEAST: usize = 24;

/// What the first line of an armour starts with.
const BEGIN: &str = "-----BEGIN ";

const KEYS: &[Entry] = &[
    Entry::new("private-key", &[BEGIN], How::Lines(armoured)).window(WINDOW).samples(
        "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIJk3J9dQ72mXw81LpZvB4nRt6Yc0Hs5Gf8Ae1Ud2Oi7oAoGCCqGSM49\nAwEHoUQDQgAE\n-----END EC PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\n...\n-----END EC PRIVATE KEY-----",
    ),
    Entry::new("private-key", &["Private-Lines: "], How::Lines(putty)).window(WINDOW).samples(
        "Private-Lines: 1\nAAAAIJk3J9dQ72mXw81LpZvB4nRt6Yc0Hs5Gf8Ae1Ud2Oi7o\nPrivate-MAC: 1f0e",
        "Private-Lines: 1\nnone to be seen here",
    ),
    word("private-key", &["Private-MAC: "], r"([0-9a-f]{40,64})\b").checked(random).samples(
        "Private-MAC: 2c1f9a7b3e5d4f6a8b0c1d2e3f405162738495a6",
        "Private-MAC: 0000000000000000000000000000000000000000",
    ),
];

/// Lines between the begin and the end that tell of the key and are none of it.
const ATTRIBUTES: &[&[u8]] = &[b"Proc-Type:", b"DEK-Info:", b"Version:", b"Comment:", b"Hash:", b"Charset:"];

/// The lines of a key from its begin on.
fn armoured(found: &Found<'_>, ranges: &mut Vec<Range<usize>>) {
    let Some(begin) = armour::end_of_begin(found.after()) else { return };
    let body = found.keyword.end + begin;
    // The next key is found on its own; and so no text is read twice.
    let limit = next_begin(found, body).unwrap_or(found.limit);
    let lead = found.line_before();
    let mut part = Part { start: found.keyword.start, end: None, letters: 0 };
    let mut foreign = 0;
    let mut short = None;
    let mut at = body;
    while at < limit && foreign < FOREIGN {
        let rest = found.get(at..limit);
        let line = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len())).unwrap_or_default();
        let end = at + line.len();
        let first = at == body;
        if let Some(stop) = armour::end_of_end(line) {
            let text = line.get(..stop.start).unwrap_or_default();
            if first
                || armour::likeness(without(text, lead)) != Likeness::None
                || part.end.is_some()
                || short.is_some()
            {
                part.begin(at);
                part.letters += text.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
                part.end = Some(at + stop.end);
            }
            break;
        }
        // What no line feed ends may go on in what was not read.
        let text = without(line, lead);
        let likeness = if first { armour::follows(line) } else { armour::likeness(text) };
        match likeness {
            Likeness::Full => {
                part.begin(at + line.len() - text.len());
                part.end = Some(end - usize::from(line.ends_with(b"\r")));
                part.letters += text.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
                foreign = 0;
                short = None;
            }
            // It may be the last line of a key, if it comes next.
            Likeness::Short if short.is_none() && part.end.is_some() => {
                short = Some(end);
                part.end = Some(end - usize::from(line.ends_with(b"\r")));
            }
            _ => {
                let neutral = text.iter().all(u8::is_ascii_whitespace)
                    || ATTRIBUTES.iter().any(|attribute| text.starts_with(attribute));
                if !neutral {
                    foreign += 1;
                    part.close(ranges);
                }
            }
        }
        at = end + 1;
    }
    part.close(ranges);
    if part.letters < LEAST {
        ranges.clear();
    }
}

/// Where the next private key begins.
fn next_begin(found: &Found<'_>, from: usize) -> Option<usize> {
    let rest = found.get(from..found.limit);
    FIND_BEGIN.find_iter(rest).find_map(|at| {
        let after = rest.get(at + BEGIN.len()..)?;
        armour::end_of_begin(after).map(|_| from + at)
    })
}

static FIND_BEGIN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(BEGIN));

/// Lines of a key without others between them.
struct Part {
    start: usize,
    /// Where the last of them ends.
    end: Option<usize>,
    /// Letters and digits of the whole key so far.
    letters: usize,
}

impl Part {
    fn begin(&mut self, at: usize) {
        if self.start == usize::MAX {
            self.start = at;
        }
    }

    fn close(&mut self, ranges: &mut Vec<Range<usize>>) {
        if let Some(end) = self.end.take() {
            ranges.push(self.start..end);
            self.start = usize::MAX;
        }
    }
}

/// The line without what stands before every line.
fn without<'t>(line: &'t [u8], lead: &[u8]) -> &'t [u8] {
    line.strip_prefix(lead).unwrap_or(line)
}

/// The lines that `PuTTY` counted.
fn putty(found: &Found<'_>, ranges: &mut Vec<Range<usize>>) {
    let after = found.after();
    let mut lines = after.split(|byte| *byte == b'\n');
    let Some(first) = lines.next() else { return };
    let count = std::str::from_utf8(first).ok().and_then(|number| number.trim().parse::<usize>().ok());
    let start = found.keyword.end + first.len() + 1;
    let digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\r');
    let lines =
        lines.take(count.unwrap_or(0).min(512)).take_while(|line| !line.is_empty() && line.iter().all(digit));
    let length = lines.map(|line| line.len() + 1).sum::<usize>();
    if length > 0 {
        ranges.push(start..(start + length - 1).min(found.limit));
    }
}
