//! The lines around a private key, and what its own lines look like.

use std::ops::Range;

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// What every armour of a private key says.
const KEY: &str = "PRIVATE KEY";

/// Built once: it is asked about every line of a log.
static FIND_KEY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(KEY));

/// How many letters may name the kind of key.
const KIND: usize = 56;

/// Nothing as long as this is a word, when upper case, lower case and digits are mixed in it.
const LONG: usize = 24;

/// `-----BEGIN RSA PRIVATE KEY-----` or its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Armour {
    pub(crate) begins: bool,
    pub(crate) range: Range<usize>,
}

/// All armours of a line, in order.
pub(crate) fn armours(line: &str) -> impl Iterator<Item = Armour> + '_ {
    FIND_KEY.find_iter(line.as_bytes()).filter_map(|at| armour(line, at))
}

/// The armour whose `PRIVATE KEY` stands at `at`.
fn armour(line: &str, at: usize) -> Option<Armour> {
    let rest = line.get(at + KEY.len()..)?;
    let end = rest.strip_prefix(" BLOCK").unwrap_or(rest).strip_prefix("-----")?;
    let before = line.get(..at)?;
    let kind = before.get(before.rfind('-')? + 1..)?;
    let start = before.strip_suffix(kind)?.strip_suffix("-----")?.len();
    let (begins, kind) = match kind.strip_prefix("BEGIN ") {
        Some(kind) => (true, kind),
        None => (false, kind.strip_prefix("END ")?),
    };
    let fits = kind.len() <= KIND && kind.bytes().all(is_kind);
    fits.then(|| Armour { begins, range: start..line.len() - end.len() })
}

/// How sure it is that a line inside of an armour is a part of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// Nothing in it reads as Base64.
    None,
    /// It may be the last line of a key, and a single word as well.
    Short,
    /// A full line of a key.
    Full,
}

/// What a line inside of an armour looks like. Numbers, times and signs before the key's own text do not matter.
pub(crate) fn likeness(line: &[u8]) -> Likeness {
    let mut labels = true;
    let mut last = None;
    for word in words(line) {
        if is_long(word) {
            return Likeness::Full;
        }
        labels &= last.is_none_or(is_label);
        last = Some(word);
    }
    if labels && last.is_some_and(is_base64) { Likeness::Short } else { Likeness::None }
}

/// What the line of an armour looks like on which the key may start at once; `rest` is what stands there behind it.
pub(crate) fn follows(rest: &[u8]) -> Likeness {
    let mut text = rest;
    while let Some(after) = text.strip_prefix(b"\\n").or_else(|| text.strip_prefix(b"\\r")) {
        text = after;
    }
    if text.first().is_some_and(|first| is_digit(*first)) || likeness(rest) == Likeness::Full {
        Likeness::Full
    } else {
        Likeness::None
    }
}

/// Where the begin of a private key ends; `after` is what stands behind `-----BEGIN `.
pub(crate) fn end_of_begin(after: &[u8]) -> Option<usize> {
    let kind = after.iter().take(KIND + 1).take_while(|byte| is_kind(**byte)).count();
    let kind = after.get(..kind)?;
    // The kind took the words that every armour has.
    let end = kind.windows(KEY.len()).position(|window| window == KEY.as_bytes())? + KEY.len();
    let rest = after.get(end..)?;
    let dashes = rest.strip_prefix(b" BLOCK").unwrap_or(rest);
    dashes.starts_with(b"-----").then(|| after.len() - dashes.len() + 5)
}

/// The end of a private key on a line.
pub(crate) fn end_of_end(line: &[u8]) -> Option<Range<usize>> {
    const END: &[u8] = b"-----END ";
    FIND_END.find_iter(line).find_map(|start| {
        let end = start + END.len();
        end_of_begin(line.get(end..)?).map(|length| start..end + length)
    })
}

static FIND_END: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("-----END "));

const fn is_kind(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' '
}

/// The words of a line, without the quotes, commas and written line breaks of a program's source.
fn words(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let parts = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b',' | b';');
    let escaped = |word: &[u8]| matches!(word.first(), Some(b'n' | b'r'));
    line.split(parts)
        .flat_map(move |word| {
            let pieces = word.split(|byte| *byte == b'\\').enumerate();
            pieces.map(
                move |(index, piece)| {
                    if index > 0 && escaped(piece) { piece.get(1..).unwrap_or_default() } else { piece }
                },
            )
        })
        .filter(|word| !word.is_empty())
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

fn is_base64(word: &[u8]) -> bool {
    word.iter().all(|byte| is_digit(*byte))
}

fn is_long(word: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| word.iter().any(kind);
    word.len() >= LONG
        && is_base64(word)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
}

/// Whether a word is a number, a time, a sign or one letter, such as programs put before each line of another one.
fn is_label(word: &[u8]) -> bool {
    !word.windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn armours_are_found_with_what_they_do() {
        let line = "a -----BEGIN RSA PRIVATE KEY-----x-----END PGP PRIVATE KEY BLOCK----- b";
        let found: Vec<_> = armours(line).map(|armour| (armour.begins, armour.range)).collect();
        assert_eq!(found, [(true, 2..33), (false, 34..69)]);
        for line in [
            "PRIVATE KEY",
            "-----BEGIN PUBLIC KEY-----",
            "----BEGIN PRIVATE KEY-----",
            "-----BEGIN private PRIVATE KEY-----",
        ] {
            assert_eq!(armours(line).count(), 0, "{line}");
        }
    }

    #[test]
    fn lines_of_a_key_are_told_from_others() {
        const FULL: &str = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";
        for line in
            [FULL, &format!("web_1  | {FULL}"), &format!("\"{FULL}\\n\" +"), &format!("{FULL}\\n{FULL}")]
        {
            assert_eq!(likeness(line.as_bytes()), Likeness::Full, "{line}");
        }
        for line in [
            "Qz0=",
            "#9 3.142 Qz0=",
            "2026-01-02T03:04:05.678Z Qz0=",
            "| Qz0=",
            "\"Qz0=\\n\"",
            "=aB3d",
            "failed",
            "n",
        ] {
            assert_eq!(likeness(line.as_bytes()), Likeness::Short, "{line}");
        }
        for line in [
            "",
            "\\n",
            "ERROR: Job failed: exit code 1",
            "Proc-Type: 4,ENCRYPTED",
            "test cart::total ... ok",
            "[REDACTED:private-key]",
        ] {
            assert_eq!(likeness(line.as_bytes()), Likeness::None, "{line}");
        }
    }
}
