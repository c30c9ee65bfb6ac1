//! Where control characters stand, found for many bytes at a time.

/// What the cleaner has to look at: all control characters of ASCII but the tabulator.
pub(super) fn is_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f
}

/// Whether there is nothing to clean.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    // No early exit: the compiler turns this into vector instructions.
    !bytes.iter().fold(false, |seen, &byte| seen | is_control(byte))
}

/// The length of the longest start of `bytes` that consists of whole lines and has nothing to clean. Small parts of it
/// are found only at the end of `bytes`.
pub(super) fn plain_lines(bytes: &[u8]) -> usize {
    let mut plain = 0;
    for chunk in bytes.chunks(256) {
        let dirty = chunk.iter().fold(false, |seen, &byte| seen | (is_control(byte) & (byte != b'\n')));
        if dirty {
            break;
        }
        plain += chunk.len();
    }
    bytes.get(..plain).and_then(|plain| memchr::memrchr(b'\n', plain)).map_or(0, |end| end + 1)
}

const fn splat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bit of every byte that is a control character.
fn controls(word: u64) -> u64 {
    // Without their highest bits no sum of two bytes carries into the next.
    let low = word & splat(0x7f);
    let from_space_on = low + splat(0x60);
    let no_tabulator = (low ^ splat(b'\t')) + splat(0x7f);
    let delete = low + splat(0x01);
    ((!from_space_on & no_tabulator) | delete) & !word & splat(0x80)
}

/// The place of the first control character, or the length where there is none.
#[inline]
pub(super) fn find_control(bytes: &[u8]) -> usize {
    let (words, tail) = bytes.as_chunks::<8>();
    let mut at = 0;
    for word in words {
        let found = controls(u64::from_le_bytes(*word));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at + tail.iter().position(|&byte| is_control(byte)).unwrap_or(tail.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_seen_for_what_it_is_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            for place in 0..80 {
                let mut bytes = [0xe9; 80];
                bytes[place] = byte;
                let wanted = if is_control(byte) { place } else { 80 };
                assert_eq!(find_control(&bytes), wanted, "{byte:#x} at {place}");
                assert_eq!(is_plain(&bytes), wanted == 80, "{byte:#x} at {place}");
            }
        }
        for (left, right) in [(b'\n', 0x7f), (0x1f, 0x20), (0, 0xff), (b'\t', b'\r')] {
            assert_eq!(
                find_control(&[b'a', left, right, b'b', b'a', b'a', b'a', b'a', 0]),
                if left == b'\t' { 2 } else { 1 }
            );
        }
    }

    #[test]
    fn plain_lines_end_before_the_line_that_needs_work() {
        let plain = "some text\n".repeat(100);
        assert_eq!(plain_lines(plain.as_bytes()), 1000);
        assert_eq!(plain_lines(format!("{plain}rest").as_bytes()), 1000);
        let found = plain_lines(format!("{plain}\x1b[0m\n").as_bytes());
        assert!((700..=1000).contains(&found) && found.is_multiple_of(10), "{found}");
        assert_eq!(plain_lines(b"\r\n"), 0);
        assert_eq!(plain_lines(b""), 0);
    }
}
