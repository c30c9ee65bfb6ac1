//! Where keywords stand in a text, found at a fraction of the time that a reader of each byte takes.
//!
//! Four bytes of the text are looked at at every second place. Of each keyword two groups of four bytes are looked up, one that starts at
//! an even offset and one at an odd offset, so that one of them is met wherever the keyword starts. Those are chosen that are rare in logs. A bit for
//! each hash of four bytes says whether a keyword may stand here at all. No step waits for the one before, as the steps of an automaton do, and
//! what may be a keyword is compared later.

use std::collections::BTreeMap;

use super::buckets::Buckets;
use super::window::{WINDOW, Window, eight};

/// Length of the shortest keyword.
pub(super) const SHORTEST: usize = 3;
/// Length of what is looked up of a keyword.
const GRAM: usize = 4;
/// Letters do not differ by case. A few other bytes do not differ then either: what is found is compared again.
const CASELESS: u32 = 0xDFDF_DFDF;
/// The first three of four bytes.
const SHORT: u32 = 0x00FF_FFFF;
const HASH_BITS: u32 = 18;
/// For a hash of one byte more.
const LONG_HASH_BITS: u32 = 16;
const BUCKET_BITS: u32 = 14;
/// So many blocks of eight bytes, and one more at the end of the text, are looked through before what was met is compared.
const BLOCKS: usize = 15;
/// Places that are looked at in them.
const PLACES: usize = (BLOCKS + 1) * WINDOW / 2;

/// What it counts that one more keyword holds the same four bytes, in ranks of a byte.
const COUNT: usize = 10;
/// What it counts that two bytes are both letters, or both none.
const WORD: usize = 40;
/// What it counts that two bytes are the same, as in lines of dots and dashes.
const LINE: usize = 40;
/// Bytes from the most to the least frequent one in logs, roughly. Others are rarer still.
const FREQUENT: &[u8] = b" etaoisnr0lc1dpum2g/f.b3-h4:5678_9v,y=wk[]()\"x'j>z$<*|qERTASINOLCDPUM#+";

/// Texts that are looked for together, in any case of ASCII letters.
#[derive(Debug)]
pub(super) struct Keywords {
    grams: Bits<{ 1 << (HASH_BITS - 6) }>,
    /// The same with the byte behind them: few places are left.
    long_grams: Bits<{ 1 << (LONG_HASH_BITS - 6) }>,
    /// Those behind which any byte may stand.
    last_grams: Bits<{ 1 << (HASH_BITS - 6) }>,
    /// By a part of the same hash.
    sights: Buckets<Sight>,
    /// By the same hash of three bytes, beside which any byte may stand.
    short_sights: Buckets<ShortSight>,
    texts: Vec<Vec<u8>>,
}

/// Three bytes with which a keyword starts of which no four bytes are looked up.
#[derive(Clone, Copy, Debug)]
struct ShortSight {
    bytes: u32,
    /// It starts behind the first one of the four bytes that are looked at.
    odd: bool,
    keyword: usize,
}

/// Four bytes that may be a part of a keyword.
#[derive(Clone, Copy, Debug)]
struct Sight {
    gram: u32,
    /// How far the keyword starts before them.
    back: usize,
    window: Window,
    keyword: usize,
}

impl Keywords {
    /// Takes keywords of at least three bytes in small letters.
    pub(super) fn new(texts: Vec<Vec<u8>>) -> Self {
        let mut counts: BTreeMap<[u8; GRAM], usize> = BTreeMap::new();
        for bytes in texts.iter().flat_map(|text| text.windows(GRAM)).filter_map(<[u8]>::first_chunk) {
            *counts.entry(*bytes).or_default() += 1;
        }
        let mut grams = Bits::default();
        let mut long_grams = Bits::default();
        let mut last_grams = Bits::default();
        let mut sights: Vec<(usize, Sight)> = Vec::new();
        let mut short_sights: Vec<(usize, ShortSight)> = Vec::new();
        for (keyword, text) in texts.iter().enumerate() {
            let window = Window::of(text, 0).caseless();
            let mut set = |gram: u32, next: Option<&u8>| {
                grams.set(hash(gram));
                match next {
                    Some(next) => long_grams.set(long_hash(gram, *next)),
                    None => last_grams.set(hash(gram)),
                }
            };
            for odd in [false, true] {
                if let Some((back, gram)) = rarest(text, usize::from(odd), &counts) {
                    let gram = u32::from_le_bytes(gram) & CASELESS;
                    set(gram, text.get(back + GRAM));
                    sights.push((bucket(gram), Sight { gram, back, window, keyword }));
                } else if let Some(&[first, second, third]) = text.first_chunk::<SHORTEST>() {
                    let bytes = u32::from_le_bytes([first, second, third, 0]) & CASELESS;
                    for other in others() {
                        if odd {
                            set(bytes << 8 | other, text.get(SHORTEST));
                        } else {
                            set(bytes | other << 24, None);
                        }
                    }
                    short_sights.push((bucket(bytes), ShortSight { bytes, odd, keyword }));
                }
            }
        }
        let (sights, short_sights) =
            (Buckets::new(1 << BUCKET_BITS, sights), Buckets::new(1 << BUCKET_BITS, short_sights));
        Self { grams, long_grams, last_grams, sights, short_sights, texts }
    }

    /// Tells the keywords of a text by their numbers, each as often as it stands there.
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(usize)) {
        if self.texts.is_empty() {
            return;
        }
        let (blocks, tail) = text.as_chunks::<WINDOW>();
        let (groups, rest) = blocks.as_chunks::<BLOCKS>();
        let mut start = 0;
        for blocks in groups {
            self.look(text, start, blocks.iter().copied(), &mut found);
            start += BLOCKS * WINDOW;
        }
        let last = eight(tail, 0).to_le_bytes();
        self.look(text, start, rest.iter().copied().chain([last]), &mut found);
    }

    /// Looks through a few blocks, of which the first one stands at `start`.
    fn look(
        &self,
        text: &[u8],
        start: usize,
        blocks: impl Iterator<Item = [u8; WINDOW]>,
        found: &mut impl FnMut(usize),
    ) {
        let mut before = start.checked_sub(WINDOW).map_or(0, |before| eight(text, before));
        let mut met = [0_u8; PLACES];
        let mut count = 0;
        let mut place = 0;
        for block in blocks {
            let bytes = u64::from_le_bytes(block);
            let grams = [before >> 48 | bytes << 16, bytes, bytes >> 16, bytes >> 32];
            for gram in grams {
                // The place is written whether it counts or not: a condition would be guessed wrong too often.
                if let Some(met) = met.get_mut(count % PLACES) {
                    *met = place;
                }
                // The lower half.
                count += usize::from(self.grams.has(hash(gram as u32 & CASELESS)));
                place += 2;
            }
            before = bytes;
        }
        // The first group of a block starts two bytes before it.
        let at = |place: u8| (start + usize::from(place)).checked_sub(2);
        let mut kept = 0;
        for index in 0..count {
            let place = met.get(index).copied().unwrap_or_default();
            let Some(at) = at(place) else { continue };
            let [first, second, third, fourth, next, ..] = eight(text, at).to_le_bytes();
            let gram = u32::from_le_bytes([first, second, third, fourth]) & CASELESS;
            if let Some(met) = met.get_mut(kept % PLACES) {
                *met = place;
            }
            let is_kept = self.long_grams.has(long_hash(gram, next)) | self.last_grams.has(hash(gram));
            kept += usize::from(is_kept);
        }
        for at in met.iter().take(kept).filter_map(|place| at(*place)) {
            self.compare(text, at, found);
        }
    }

    /// Compares the keywords of which the four bytes at a place may be a part.
    fn compare(&self, text: &[u8], at: usize, found: &mut impl FnMut(usize)) {
        // The lower half.
        let gram = eight(text, at) as u32 & CASELESS;
        for sight in self.sights.of(bucket(gram)) {
            if sight.gram != gram {
                continue;
            }
            let Some(start) = at.checked_sub(sight.back) else { continue };
            if sight.window.fits(eight(text, start)) && self.stands_at(text, start, sight.keyword) {
                found(sight.keyword);
            }
        }
        for (odd, bytes) in [(false, gram & SHORT), (true, gram >> 8)] {
            for sight in self.short_sights.of(bucket(bytes)) {
                if sight.odd == odd
                    && sight.bytes == bytes
                    && self.stands_at(text, at + usize::from(odd), sight.keyword)
                {
                    found(sight.keyword);
                }
            }
        }
    }

    fn stands_at(&self, text: &[u8], start: usize, keyword: usize) -> bool {
        let Some(keyword) = self.texts.get(keyword) else { return false };
        let here = text.get(start..).and_then(|rest| rest.get(..keyword.len()));
        here.is_some_and(|here| here.eq_ignore_ascii_case(keyword))
    }
}

/// A bit for each hash.
#[derive(Debug)]
struct Bits<const WORDS: usize>(Box<[u64; WORDS]>);

impl<const WORDS: usize> Default for Bits<WORDS> {
    fn default() -> Self {
        Self(Box::new([0; WORDS]))
    }
}

impl<const WORDS: usize> Bits<WORDS> {
    fn set(&mut self, hash: u32) {
        if let Some(word) = self.0.get_mut((hash >> 6) as usize) {
            *word |= 1 << (hash & 63);
        }
    }

    fn has(&self, hash: u32) -> bool {
        self.0.get((hash >> 6) as usize).is_some_and(|word| word >> (hash & 63) & 1 == 1)
    }
}

/// All bytes, as far as they differ.
fn others() -> impl Iterator<Item = u32> {
    (0..=u32::from(u8::MAX)).filter(|byte| byte & CASELESS == *byte)
}

fn hash(gram: u32) -> u32 {
    gram.wrapping_mul(0x9E37_79B1) >> (u32::BITS - HASH_BITS)
}

fn long_hash(gram: u32, next: u8) -> u32 {
    let [caseless, ..] = CASELESS.to_le_bytes();
    gram.rotate_left(8).wrapping_add(u32::from(next & caseless)).wrapping_mul(0x85EB_CA6B)
        >> (u32::BITS - LONG_HASH_BITS)
}

fn bucket(gram: u32) -> usize {
    (hash(gram) >> (HASH_BITS - BUCKET_BITS)) as usize
}

/// The four bytes of the keyword that are met least often, of those that start at an even or at an odd offset.
fn rarest(keyword: &[u8], odd: usize, counts: &BTreeMap<[u8; GRAM], usize>) -> Option<(usize, [u8; GRAM])> {
    let rarity = |byte: &u8| FREQUENT.iter().position(|known| known == byte).unwrap_or(FREQUENT.len());
    let frequency = |bytes: &[u8; GRAM]| {
        let rarity: usize = bytes.iter().map(rarity).sum();
        let lines = bytes.windows(2).filter(|pair| pair.first() == pair.last()).count();
        // What many keywords hold is frequent in logs, too.
        let count = counts.get(bytes).copied().unwrap_or_default();
        // In words most bytes follow from those before them.
        let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
        let in_words =
            bytes.windows(2).filter(|pair| is_letter(pair.first()) == is_letter(pair.last())).count();
        (GRAM * FREQUENT.len()).saturating_sub(rarity) + WORD * in_words + COUNT * count + LINE * lines
    };
    let grams = keyword.windows(GRAM).map(|gram| gram.first_chunk().copied().unwrap_or_default());
    grams.enumerate().skip(odd).step_by(2).min_by_key(|(_, gram)| frequency(gram))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(keywords: &[&str], text: &str) -> Vec<usize> {
        let keywords = Keywords::new(keywords.iter().map(|keyword| keyword.as_bytes().to_vec()).collect());
        let mut found = Vec::new();
        keywords.find(text.as_bytes(), |keyword| found.push(keyword));
        found.sort_unstable();
        found
    }

    #[test]
    fn keywords_are_found_in_any_case_at_even_and_odd_places() {
        assert_eq!(found(&["broken", "abcd"], "a BROKEN: abcd\nbroken.Abcd"), [0, 0, 1, 1]);
        assert_eq!(found(&["abcd"], "abc"), [0; 0]);
        assert_eq!(found(&["abcd"], ""), [0; 0]);
        assert_eq!(found(&[], "abcd"), [0; 0]);
    }

    #[test]
    fn a_keyword_may_stand_at_either_end_and_across_all_blocks() {
        for place in 0..300 {
            for behind in [0, 1, 2, 3, 200] {
                for keyword in ["two", "four", "five5", "a long keyword of many bytes"] {
                    let text = format!("{}{keyword}{}", ".".repeat(place), ".".repeat(behind));
                    assert_eq!(found(&[keyword], &text), [0], "{place} {behind}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn all_keywords_are_found_and_nothing_else(
            keywords in proptest::collection::btree_set("[a-c.: é\u{1}]{3,12}", 1..8),
            text in proptest::collection::vec((0..10_usize, "[a-cA-C.: \n*é\u{1}]{0,6}"), 0..80),
        ) {
            let keywords: Vec<&str> = keywords.iter().map(String::as_str).collect();
            let text: String = text
                .iter()
                .flat_map(|(index, other)| [keywords.get(*index).copied().unwrap_or_default(), other])
                .collect();
            let lower = text.to_ascii_lowercase();
            let expected: Vec<usize> = keywords
                .iter()
                .enumerate()
                .flat_map(|(index, keyword)| {
                    let count = (0..lower.len()).filter(|at| lower.as_bytes()[*at..].starts_with(keyword.as_bytes())).count();
                    std::iter::repeat_n(index, count)
                })
                .collect();
            prop_assert_eq!(found(&keywords, &text.to_ascii_uppercase()), expected);
        }
    }
}
