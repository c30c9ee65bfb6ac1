//! Terminal escape sequences: how long they are, and whether they erase.

pub(super) const ESC: u8 = 0x1b;

/// One escape sequence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sequence {
    /// Its bytes, the escape byte included; at least 1.
    pub(super) length: usize,
    /// `ESC [ 2 K`: the whole line is gone.
    pub(super) erases_line: bool,
    /// `ESC [ K` or `ESC [ 0 K`: everything right of the cursor is gone.
    pub(super) erases_rest: bool,
}

impl Sequence {
    fn of(length: usize) -> Self {
        Self { length, erases_line: false, erases_rest: false }
    }
}

/// Measures the sequence at the start of `bytes`, whose first byte is the escape byte. No sequence goes beyond a line feed.
#[inline]
pub(super) fn measure(bytes: &[u8]) -> Sequence {
    match bytes {
        [_, b'[', rest @ ..] => control_sequence(rest),
        _ => other_sequence(bytes),
    }
}

/// What follows `ESC [`: parameters, then a last byte.
#[inline]
fn control_sequence(rest: &[u8]) -> Sequence {
    let end = parameters(rest);
    match rest.get(end) {
        Some(b'K') => {
            let parameters = rest.get(..end).unwrap_or_default();
            Sequence {
                length: end + 3,
                erases_line: parameters == b"2",
                erases_rest: parameters.is_empty() || parameters == b"0",
            }
        }
        Some(0x40..=0x7e) => Sequence::of(end + 3),
        // Cut off, or not a sequence after all: what follows is text.
        _ => Sequence::of(end + 2),
    }
}

fn other_sequence(bytes: &[u8]) -> Sequence {
    match bytes.get(1) {
        Some(b']' | b'P' | b'X' | b'^' | b'_') => Sequence::of(string_length(bytes)),
        // Character sets and the like: intermediate bytes, then a final one.
        Some(0x20..=0x2f) => {
            let middle = bytes.iter().skip(1).take_while(|byte| (0x20..=0x2f).contains(*byte)).count();
            let last = usize::from(bytes.get(1 + middle).is_some_and(|byte| (0x30..=0x7e).contains(byte)));
            Sequence::of(1 + middle + last)
        }
        Some(0x30..=0x7e) => Sequence::of(2),
        _ => Sequence::of(1),
    }
}

/// How many bytes there are of parameters and what stands between them and the last byte: all from 0x20 to 0x3f.
#[inline]
fn parameters(bytes: &[u8]) -> usize {
    // Mostly there are few, and they are found at once by the three highest bits.
    let first = bytes.first_chunk().map_or(0, |first| u64::from_le_bytes(*first) & HIGHEST ^ PARAMETER);
    if first != 0 {
        return (first.trailing_zeros() / 8) as usize;
    }
    bytes.iter().take_while(|byte| (0x20..=0x3f).contains(*byte)).count()
}

/// In each of 8 bytes the three highest bits, and what these are in a parameter.
const HIGHEST: u64 = u64::from_ne_bytes([0xe0; 8]);
const PARAMETER: u64 = u64::from_ne_bytes([0x20; 8]);

/// A command string (a hyperlink, a window title) ends with BEL or `ESC \`. Without an end only its two first bytes
/// are taken, so that a broken program does not hide the rest of the line.
fn string_length(bytes: &[u8]) -> usize {
    let mut at = 2;
    loop {
        match bytes.get(at) {
            Some(0x07) => return at + 1,
            Some(&ESC) if bytes.get(at + 1) == Some(&b'\\') => return at + 2,
            Some(&ESC | b'\n') | None => return 2,
            Some(_) => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        for (bytes, length) in [
            (&b"\x1b[0;31mx"[..], 7),
            (b"\x1b[?25hx", 6),
            (b"\x1b(Bx", 3),
            (b"\x1b=x", 2),
            (b"\x1b]0;title\x07x", 10),
            (b"\x1b]0;title\x1b\\x", 11),
            (b"\x1b]0;title", 2),
            (b"\x1b\x1b[0m", 1),
            (b"\x1b", 1),
            (b"\x1b[", 2),
            (b"\x1b[0;1;38;5;112;48mx", 18),
            (b"\x1b[m and more text", 3),
            (b"\x1b[1\xe9 and more text", 3),
            (b"\x1b[31\nm", 4),
            (b"\x1b]0;title\n\x07", 2),
            (b"\x1b(\nB", 2),
        ] {
            assert_eq!(measure(bytes).length, length, "{bytes:?}");
        }
    }
}
