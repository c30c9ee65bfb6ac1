//! Which rules a line may concern, found at about the speed of reading it.
//!
//! A rule whose matches all start with one of a few texts is looked up by the first byte of the line. Of each keyword of the
//! other rules three neighbouring bytes are chosen that are rare in logs. A bit for each hash of three bytes says whether a keyword may
//! stand here at all, and then another one the same of these and the byte before them; only then keywords are compared. No
//! step waits for the one before, as the steps of an automaton do.

use std::collections::BTreeMap;

use super::Rule;
use super::start::{Line, Opening, Start};
use super::window::{WINDOW, Window, eight};

/// What is left of four bytes when the first does not count and letters do not differ by case. A few other bytes do not
/// differ then either: what is found is compared again.
const CASELESS_THREE: u32 = 0xDFDF_DF00;
const CASELESS_FOUR: u32 = 0xDFDF_DFDF;
/// Length of what is looked up of a keyword.
const GRAM: usize = 3;
const HASH_BITS: u32 = 16;
/// So many places are looked at in so many bytes.
const STEP: usize = WINDOW - GRAM;
const WORDS: usize = 1 << (HASH_BITS - 6);

/// What it counts that one more keyword holds the same three bytes, in ranks of a byte.
const COUNT: usize = 10;

/// What it counts that two bytes are the same, as in lines of dots and dashes.
const LINE: usize = 40;

/// Bytes from the most to the least frequent one in logs, roughly. Others are rarer still.
const FREQUENT: &[u8] = b" etaoisnr0lc1dpum2g/f.b3-h4:5678_9v,y=wk[]()\"x'j>z$<*|qERTASINOLCDPUM#+";

#[derive(Debug)]
pub(super) struct Gate {
    /// For three bytes.
    three: Bits,
    /// For the same and the byte before them.
    four: Bits,
    /// For each word of `three` where the keywords of its bits start in `sights`; at the end where the last ones end.
    words: Vec<usize>,
    sights: Vec<Sight>,
    keywords: Vec<Keyword>,
    /// By the first byte of the line, or of its text behind the indent, the texts with which matches start.
    starts: Vec<Vec<(Opening, Vec<usize>)>>,
}

#[derive(Debug)]
struct Keyword {
    text: Vec<u8>,
    /// Where in it the bytes stand that are looked up.
    offset: usize,
    rules: Vec<usize>,
}

/// What is compared first of a keyword.
#[derive(Debug)]
struct Sight {
    window: Window,
    /// How many of its bytes stand before those that are looked up.
    back: usize,
    keyword: usize,
}

impl Gate {
    /// Whether a rule is told by the gate; others are to be tried on every line that may concern them. A rule with a keyword
    /// that is too short is told where its matches may start, whether the line holds a keyword or not.
    pub(super) fn tells(rule: &Rule, start: Option<&Start>) -> bool {
        is_long(rule) || start.is_some_and(|start| is_told_by(start, rule))
    }

    /// Whether a rule is told on lines that may hold none of its keywords.
    pub(super) fn is_unsure(rule: &Rule, start: Option<&Start>) -> bool {
        !is_long(rule) && start.is_some_and(|start| !holds_keywords(start, rule))
    }

    /// `starts` are those of the rules, in their order.
    pub(super) fn new(rules: &[Rule], starts: &[Option<Start>]) -> Self {
        let mut gate = Self {
            three: Bits::default(),
            four: Bits::default(),
            words: Vec::new(),
            sights: Vec::new(),
            keywords: Vec::new(),
            starts: vec![Vec::new(); 256],
        };
        let mut keywords: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        for (index, (rule, start)) in rules.iter().zip(starts).enumerate() {
            if let Some(start) = start.as_ref().filter(|start| is_told_by(start, rule)) {
                start.0.iter().for_each(|opening| gate.add_start(opening, index));
            } else if is_long(rule) {
                for text in &rule.keywords {
                    keywords.entry(text.to_ascii_lowercase().into_bytes()).or_default().push(index);
                }
            }
        }
        let mut counts = BTreeMap::new();
        for bytes in keywords.keys().flat_map(|text| text.windows(GRAM)).filter_map(<[u8]>::first_chunk) {
            *counts.entry(*bytes).or_default() += 1;
        }
        gate.keywords =
            keywords.into_iter().map(|(text, rules)| Keyword::new(text, rules, &counts)).collect();
        for keyword in &gate.keywords {
            gate.three.set(three(keyword.looked_up(0)));
            let before = keyword.offset.checked_sub(1).and_then(|before| keyword.text.get(before));
            for before in before.map_or(0..=u8::MAX, |before| *before..=*before) {
                gate.four.set(four(keyword.looked_up(before)));
            }
        }
        let mut order: Vec<(usize, usize)> = gate
            .keywords
            .iter()
            .enumerate()
            .map(|(index, keyword)| (place(three(keyword.looked_up(0))).0, index))
            .collect();
        order.sort_unstable();
        gate.words = (0..=WORDS).map(|word| order.partition_point(|(other, _)| *other < word)).collect();
        let sights = order.iter().filter_map(|(_, index)| Some(gate.keywords.get(*index)?.sight(*index)));
        gate.sights = sights.collect();
        gate
    }

    fn add_start(&mut self, opening: &Opening, rule: usize) {
        let first = opening.text.first();
        let Some(list) = first.and_then(|byte| self.starts.get_mut(usize::from(*byte))) else { return };
        match list.iter_mut().find(|(known, _)| known == opening) {
            Some((_, rules)) => rules.push(rule),
            None => list.push((opening.clone(), vec![rule])),
        }
    }

    /// Tells the rules, some of them more than once, and whether by the start of the line.
    pub(super) fn search(&self, line: &Line<'_>, mut admit: impl FnMut(usize, bool)) {
        self.search_starts(line, line.bytes, |rule| admit(rule, true));
        if line.is_indented() {
            self.search_starts(line, line.text, |rule| admit(rule, true));
        }
        let line = line.bytes;
        if self.keywords.is_empty() {
            return;
        }
        let mut look = |at: usize, bytes: u64| {
            // The lower half.
            let bytes = bytes as u32;
            let hash = three(bytes);
            if self.three.has(hash) && self.four.has(four(bytes)) {
                self.compare(line, at, hash, &mut admit);
            }
        };
        // The byte before the first one is none.
        look(0, eight(line, 0) << 8);
        let mut at = 1;
        let mut rest = line;
        while let Some((bytes, _)) = rest.split_first_chunk::<WINDOW>() {
            let bytes = u64::from_le_bytes(*bytes);
            look(at, bytes);
            look(at + 1, bytes >> 8);
            look(at + 2, bytes >> 16);
            look(at + 3, bytes >> 24);
            look(at + 4, bytes >> 32);
            at += STEP;
            rest = rest.get(STEP..).unwrap_or_default();
        }
        let bytes = eight(rest, 0);
        for index in 0..rest.len() {
            look(at + index, bytes >> (8 * index));
        }
    }

    /// Tells the rules whose texts have the first byte of this part of the line.
    fn search_starts(&self, line: &Line<'_>, part: &[u8], mut admit: impl FnMut(usize)) {
        let openings = part.first().and_then(|first| self.starts.get(usize::from(*first)));
        for (opening, rules) in openings.map(Vec::as_slice).unwrap_or_default() {
            if opening.fits(line) {
                rules.iter().for_each(|rule| admit(*rule));
            }
        }
    }

    /// Compares the keywords of which the three bytes at a place may be a part.
    // Not a part of the loop over all bytes, which is slower with it.
    #[inline(never)]
    fn compare(&self, line: &[u8], at: usize, hash: u32, admit: &mut impl FnMut(usize, bool)) {
        let Some([from, to, ..]) = self.words.get(place(hash).0..) else { return };
        for sight in self.sights.get(*from..*to).unwrap_or_default() {
            let Some(start) = at.checked_sub(sight.back) else { continue };
            if !sight.window.fits(eight(line, start)) {
                continue;
            }
            let Some(keyword) = self.keywords.get(sight.keyword) else { continue };
            let start = at.checked_sub(keyword.offset);
            let here = start.and_then(|start| line.get(start..)?.get(..keyword.text.len()));
            if here.is_some_and(|here| here.eq_ignore_ascii_case(&keyword.text)) {
                keyword.rules.iter().for_each(|rule| admit(*rule, false));
            }
        }
    }
}

impl Keyword {
    fn new(text: Vec<u8>, rules: Vec<usize>, counts: &BTreeMap<[u8; GRAM], usize>) -> Self {
        Self { offset: rarest(&text, counts), text, rules }
    }

    fn sight(&self, index: usize) -> Sight {
        // Of a keyword that ends soon more is seen before those bytes.
        let back = (self.offset + WINDOW).saturating_sub(self.text.len()).min(self.offset).min(WINDOW - GRAM);
        Sight { window: Window::of(&self.text, self.offset - back).caseless(), back, keyword: index }
    }

    /// The bytes that are looked up, behind another one.
    fn looked_up(&self, before: u8) -> u32 {
        let bytes = self.text.get(self.offset..).and_then(|rest| rest.first_chunk::<GRAM>());
        let [first, second, third] = bytes.copied().unwrap_or_default();
        u32::from_le_bytes([before, first, second, third])
    }
}

/// A bit for each hash.
#[derive(Debug)]
struct Bits(Box<[u64; WORDS]>);

impl Default for Bits {
    fn default() -> Self {
        Self(Box::new([0; WORDS]))
    }
}

impl Bits {
    fn set(&mut self, hash: u32) {
        let (word, bit) = place(hash);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn has(&self, hash: u32) -> bool {
        let (word, bit) = place(hash);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// Whether the rule has keywords, all of them long enough for a hash.
fn is_long(rule: &Rule) -> bool {
    !rule.keywords.is_empty() && rule.keywords.iter().all(|keyword| keyword.len() >= GRAM)
}

/// Whether the start of a line says more than keywords do.
fn is_told_by(start: &Start, rule: &Rule) -> bool {
    holds_keywords(start, rule) || !(is_long(rule) || rule.follows())
}

/// Whether a line that starts as the rule wants it holds one of the rule's keywords for that reason alone.
fn holds_keywords(start: &Start, rule: &Rule) -> bool {
    let holds = |text: &[u8], keyword: &str| {
        text.windows(keyword.len().max(1)).any(|here| here.eq_ignore_ascii_case(keyword.as_bytes()))
    };
    start.0.iter().all(|opening| rule.keywords.iter().any(|keyword| holds(&opening.text, keyword)))
}

/// Where the three bytes of the keyword stand that are met least often. What many keywords hold is frequent in logs, too.
fn rarest(keyword: &[u8], counts: &BTreeMap<[u8; GRAM], usize>) -> usize {
    let rarity = |byte: &u8| FREQUENT.iter().position(|known| known == byte).unwrap_or(FREQUENT.len());
    let frequency = |bytes: &[u8]| {
        let rarity: usize = bytes.iter().map(rarity).sum();
        let count = bytes.first_chunk().and_then(|bytes| counts.get(bytes)).copied().unwrap_or_default();
        let lines = bytes.windows(2).filter(|pair| pair.first() == pair.last()).count();
        (GRAM * FREQUENT.len()).saturating_sub(rarity) + COUNT * count + LINE * lines
    };
    // Where it can be, the byte before them belongs to the keyword, too.
    let grams = keyword.windows(GRAM).enumerate().skip(usize::from(keyword.len() > GRAM));
    grams.min_by_key(|(_, bytes)| frequency(bytes)).map_or(0, |(offset, _)| offset)
}

/// The hash of the last three of four bytes, in any case of letters.
fn three(bytes: u32) -> u32 {
    hash(bytes & CASELESS_THREE)
}

/// The hash of four bytes, in any case of letters.
fn four(bytes: u32) -> u32 {
    hash(bytes & CASELESS_FOUR)
}

fn hash(bytes: u32) -> u32 {
    bytes.wrapping_mul(0x9E37_79B1) >> (u32::BITS - HASH_BITS)
}

/// The word that holds the hash's bit, and the bit.
fn place(hash: u32) -> (usize, u64) {
    ((hash >> 6) as usize, 1 << (hash & 63))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::rules::Role;

    const NONE: [usize; 0] = [];

    fn told(rules: &[Rule], line: &str) -> Vec<usize> {
        let starts: Vec<Option<Start>> = rules.iter().map(|rule| Start::of(rule.pattern())).collect();
        let mut found = BTreeSet::new();
        let gate = Gate::new(rules, &starts);
        gate.search(&Line::new(line.as_bytes()), |rule, _| {
            found.insert(rule);
        });
        found.into_iter().collect()
    }

    fn rule(pattern: &'static str, keywords: &[&'static str]) -> Rule {
        Rule::new("mine", Role::Failure, pattern).with_keywords(keywords.iter().copied())
    }

    #[test]
    fn keywords_count_in_any_case_and_at_any_place() {
        let rules = [rule("abc", &["abc", "broken:"]), rule("x", &["a broken: thing"]), rule("x", &["[é]"])];
        assert_eq!(told(&rules, "abc"), [0]);
        assert_eq!(told(&rules, "this is A Broken: Thing"), [0, 1]);
        assert_eq!(told(&rules, "[é] xABC"), [0, 2]);
        assert_eq!(told(&rules, "ab"), NONE);
        assert_eq!(told(&rules, ""), NONE);
        assert_eq!(told(&rules, "a broke n: thing"), NONE);
    }

    #[test]
    fn a_rule_that_matches_at_the_start_alone_is_told_there_alone() {
        let rules = [
            rule("^fatal: ", &["fatal: "]),
            rule(r"^\s*fatal: ", &["fatal: "]),
            rule("^  fatal", &["fatal"]),
        ];
        assert_eq!(told(&rules, "fatal: x"), [0, 1]);
        assert_eq!(told(&rules, "  fatal: x"), [1, 2]);
        assert_eq!(told(&rules, "not fatal: x"), NONE);
        assert_eq!(told(&rules, "Fatal: x"), NONE, "no pattern matches that");
    }

    #[test]
    fn keywords_that_are_too_short_are_not_told() {
        let short = rule("x>", &[">", "long enough"]);
        assert!(!Gate::tells(&short, None));
        assert_eq!(told(&[short], "x> long enough"), NONE);
    }

    proptest! {
        #[test]
        fn all_keywords_are_told_and_nothing_else(
            keywords in proptest::collection::vec("[a-cA-C.: é]{3,12}", 1..8),
            text in proptest::collection::vec((0..10_usize, "[a-cA-C.: é]{0,6}"), 0..8),
        ) {
            let line: String = text
                .iter()
                .flat_map(|(index, other)| [keywords.get(*index).map_or("", String::as_str), other])
                .collect();
            let rules: Vec<Rule> = keywords
                .iter()
                .map(|keyword| Rule::new("mine", Role::Failure, "x").with_keywords([keyword.clone()]))
                .collect();
            let line = line.to_ascii_uppercase();
            let expected: Vec<usize> = (0..rules.len())
                .filter(|index| line.to_ascii_lowercase().contains(&keywords[*index].to_ascii_lowercase()))
                .collect();
            prop_assert_eq!(told(&rules, &line), expected);
        }
    }
}
