//! Which rules match lines that start so.

use super::buckets::Buckets;
use super::start::{Line, Opening};

/// Texts of so many bytes are found by a hash of these.
const HEAD: usize = 4;
const BUCKET_BITS: u32 = 12;
const BYTES: usize = 1 << u8::BITS;

/// The texts with which lines start, each with the numbers of its rules.
#[derive(Debug)]
pub(super) struct Openings {
    /// By the first byte, those that are too short for a hash.
    short: Buckets<(Opening, Vec<usize>)>,
    /// By a hash of the first four bytes.
    long: Buckets<(Opening, Vec<usize>)>,
    /// By the first byte behind the number.
    numbered: Buckets<(Opening, Vec<usize>)>,
}

impl Openings {
    pub(super) fn new(all: Vec<(Opening, Vec<usize>)>) -> Self {
        let (mut short, mut long, mut numbered) = (Vec::new(), Vec::new(), Vec::new());
        for item in all {
            let (opening, _) = &item;
            let first = usize::from(opening.text.first().copied().unwrap_or_default());
            match opening.text.first_chunk::<HEAD>() {
                _ if opening.numbered => numbered.push((first, item)),
                Some(head) => long.push((bucket(u32::from_le_bytes(*head)), item)),
                None => short.push((first, item)),
            }
        }
        Self {
            short: Buckets::new(BYTES, short),
            long: Buckets::new(1 << BUCKET_BITS, long),
            numbered: Buckets::new(BYTES, numbered),
        }
    }

    /// Tells the rules of the texts with which the line starts, or what stands behind its indent.
    pub(super) fn search(&self, line: &Line<'_>, mut admit: impl FnMut(usize)) {
        let mut admit_from = |list: &[(Opening, Vec<usize>)]| {
            for (_, rules) in list.iter().filter(|(opening, _)| opening.fits(line)) {
                rules.iter().for_each(|rule| admit(*rule));
            }
        };
        let mut admit_at = |head: u64| {
            admit_from(self.short.of(first(head)));
            // The lower half.
            admit_from(self.long.of(bucket(head as u32)));
        };
        admit_at(line.head);
        if line.is_indented() {
            admit_at(line.text_head);
        }
        if !line.behind_number.is_empty() {
            admit_from(self.numbered.of(first(line.number_head)));
        }
    }
}

fn first(head: u64) -> usize {
    let [first, ..] = head.to_le_bytes();
    usize::from(first)
}

fn bucket(head: u32) -> usize {
    (head.wrapping_mul(0x9E37_79B1) >> (u32::BITS - BUCKET_BITS)) as usize
}
