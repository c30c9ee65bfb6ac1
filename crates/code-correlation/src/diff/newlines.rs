//! The places of newlines, 64 bytes at a time.
//!
//! Lines of a diff are short: a search that starts anew for each of them, however wide its registers, spends most of its
//! time on starting. Here a block is looked at once, and its newlines are then taken from a mask.

const BLOCK: usize = 64;

/// The places of all newlines of a text, in order.
#[derive(Debug, Clone)]
pub(crate) struct Newlines<'a> {
    pub(crate) text: &'a [u8],
    /// Where the current block ends.
    next: usize,
    /// The newlines of the current block that are still to be given, one bit a byte, the first byte lowest.
    mask: u64,
}

impl<'a> Newlines<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, next: 0, mask: 0 }
    }

    /// As `next`, made a part of the loop that asks.
    #[inline]
    pub(crate) fn next_quickly(&mut self) -> Option<usize> {
        while self.mask == 0 {
            let rest = self.text.get(self.next..).unwrap_or_default();
            self.mask = match rest.first_chunk::<BLOCK>() {
                Some(block) => mask(block),
                None if rest.is_empty() => return None,
                None => last_mask(rest),
            };
            self.next += BLOCK;
        }
        let at = self.next - BLOCK + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        Some(at)
    }
}

impl Iterator for Newlines<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.next_quickly()
    }
}

/// The mask of a text that is shorter than a block.
#[cold]
fn last_mask(text: &[u8]) -> u64 {
    let mut block = [0; BLOCK];
    for (to, from) in block.iter_mut().zip(text) {
        *to = *from;
    }
    mask(&block)
}

/// One bit for each byte that is a newline.
#[inline]
fn mask(block: &[u8; BLOCK]) -> u64 {
    // Moves the lowest bits of eight bytes side by side into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    // A loop over all bytes becomes a few wide instructions.
    let mut same = [0; BLOCK];
    for (same, byte) in same.iter_mut().zip(block) {
        *same = u8::from(*byte == b'\n');
    }
    let (words, _) = same.as_chunks::<8>();
    words
        .iter()
        .rev()
        .fold(0, |mask, word| (mask << 8) | (u64::from_le_bytes(*word).wrapping_mul(GATHER) >> 56))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_newline_is_found_at_each_place_of_a_block_and_nothing_beside_it() {
        for length in 0..200 {
            for at in 0..length {
                for other in [0, b'\n' - 1, b'\n' + 1, b'\n' | 0x80, 0xff] {
                    let mut text = vec![other; length];
                    text[at] = b'\n';
                    assert_eq!(Newlines::new(&text).collect::<Vec<_>>(), [at], "{length} bytes of {other}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn they_are_those_of_a_plain_search(text in prop::collection::vec(prop_oneof![Just(b'\n'), any::<u8>()], 0..400)) {
            let found: Vec<_> = Newlines::new(&text).collect();
            prop_assert_eq!(found, memchr::memchr_iter(b'\n', &text).collect::<Vec<_>>());
        }
    }
}
