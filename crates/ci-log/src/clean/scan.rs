//! Where control characters stand, found for many bytes at a time.

use std::array;

/// What the cleaner has to look at: all control characters of ASCII but the tabulator.
pub(super) fn is_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f
}

/// So many bytes are looked at together: as many as a mask has bits.
pub(super) const BLOCK: usize = 64;

/// A bit for every byte that is a control character, the lowest one for the first byte.
///
/// Written so that the compiler makes vector instructions of all but the last steps.
#[inline]
pub(super) fn controls(block: &[u8; BLOCK]) -> u64 {
    // In each group of eight bytes another bit says that a byte is a control character.
    let flags: [u8; BLOCK] = array::from_fn(|index| {
        let byte = block.get(index).copied().unwrap_or_default();
        if is_control(byte) { 1 << (index / 8) } else { 0 }
    });
    let (groups, _) = flags.as_chunks::<8>();
    transposed(groups.iter().fold(0, |all, group| all | u64::from_le_bytes(*group)))
}

/// Turns bit `i` of byte `k` into bit `k` of byte `i`.
fn transposed(bits: u64) -> u64 {
    let swapped = |bits: u64, distance: u32, mask: u64| {
        let changed = (bits ^ (bits >> distance)) & mask;
        bits ^ changed ^ (changed << distance)
    };
    let pairs = swapped(bits, 7, 0x00aa_00aa_00aa_00aa);
    let squares = swapped(pairs, 14, 0x0000_cccc_0000_cccc);
    swapped(squares, 28, 0x0000_0000_f0f0_f0f0)
}

/// A full block with the last bytes of a text, which are fewer.
pub(super) fn last_block(tail: &[u8]) -> [u8; BLOCK] {
    let mut block = [b' '; BLOCK];
    for (place, byte) in block.iter_mut().zip(tail) {
        *place = *byte;
    }
    block
}

/// The place of the first control character, or the length where there is none.
pub(super) fn find_control(bytes: &[u8]) -> usize {
    let (blocks, tail) = bytes.as_chunks::<BLOCK>();
    for (index, block) in blocks.iter().enumerate() {
        let found = controls(block);
        if found != 0 {
            return index * BLOCK + found.trailing_zeros() as usize;
        }
    }
    blocks.len() * BLOCK + tail.iter().position(|&byte| is_control(byte)).unwrap_or(tail.len())
}

/// The length of the longest start of `bytes` that consists of whole lines and has nothing to clean, but for short ones.
pub(super) fn plain_lines(bytes: &[u8]) -> usize {
    let mut plain = 0;
    for chunk in bytes.chunks(256) {
        // No early exit: the compiler turns this into vector instructions.
        let dirty = chunk.iter().fold(false, |seen, &byte| seen | (is_control(byte) & (byte != b'\n')));
        if dirty {
            break;
        }
        plain += chunk.len();
    }
    bytes.get(..plain).and_then(|plain| memchr::memrchr(b'\n', plain)).map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_seen_for_what_it_is_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            for place in 0..150 {
                let mut bytes = [0xe9; 150];
                bytes[place] = byte;
                let wanted = if is_control(byte) { place } else { 150 };
                assert_eq!(find_control(&bytes), wanted, "{byte:#x} at {place}");
            }
        }
    }

    #[test]
    fn a_mask_has_a_bit_for_every_control_character() {
        let mut state: u32 = 1;
        for _ in 0..2000 {
            let block = array::from_fn(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if state & 1 << 20 == 0 { state.to_be_bytes()[0] } else { b'x' }
            });
            let wanted = block.iter().rev().fold(0, |mask, byte| mask << 1 | u64::from(is_control(*byte)));
            assert_eq!(controls(&block), wanted, "{block:?}");
        }
        assert_eq!(controls(&last_block(b"a\nb\r")), 0b1010);
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
