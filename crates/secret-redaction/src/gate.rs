//! Finds the places where a keyword stands, at about the speed of reading the text.
//!
//! Of each keyword one pair of neighbouring bytes is chosen that is rare in logs and source code, as "sw" of "password". A
//! table with an entry for every possible pair says at each byte whether a keyword may stand here at all; only then keywords
//! are compared. No step waits for the one before, as the steps of an automaton do.
//!
//! A gate can be built upon another one: it copies the table alone and refers to the other's keywords.

use std::sync::Arc;

/// How far into a keyword its pair may lie. Places are told in the order of the pairs, so that a keyword may start this much
/// before one that was told earlier.
pub(crate) const REACH: usize = 64;

/// Number of pairs of bytes.
const PAIRS: usize = 1 << 16;

/// A text to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keyword {
    pub(crate) text: Vec<u8>,
    pub(crate) ignore_case: bool,
    /// The rules to try where it stands.
    pub(crate) rules: Vec<usize>,
}

/// A keyword at the pair that was chosen for it.
struct Anchor {
    offset: usize,
    keyword: Keyword,
}

/// The keywords of one pair.
#[derive(Default)]
struct Bucket {
    anchors: Vec<Anchor>,
    /// The bucket of the same pair in the gate below, 0 for none.
    below: u16,
}

pub(crate) struct Gate {
    /// For each pair the number of its bucket, 0 for none. The buckets of the gate below come first.
    pairs: Vec<u16>,
    buckets: Vec<Bucket>,
    longest: usize,
    below: Option<Arc<Gate>>,
}

/// A keyword that was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'g> {
    pub(crate) start: usize,
    /// Whether it is a keyword of the gate below.
    pub(crate) is_below: bool,
    pub(crate) keyword: &'g Keyword,
}

impl Gate {
    /// A gate for these keywords and for those of `below`, which is no gate upon another one. `None` when the keywords are more
    /// than the table can tell apart.
    pub(crate) fn new(keywords: &[Keyword], below: Option<Arc<Self>>) -> Option<Self> {
        let mut gate = match below {
            Some(below) => Self {
                pairs: below.pairs.clone(),
                buckets: Vec::new(),
                longest: below.longest,
                below: Some(below),
            },
            None => Self { pairs: vec![0; PAIRS], buckets: vec![Bucket::default()], longest: 0, below: None },
        };
        for keyword in keywords {
            gate.add(keyword)?;
        }
        Some(gate)
    }

    /// How many buckets the gate below has.
    fn first(&self) -> usize {
        self.below.as_ref().map_or(0, |below| below.buckets.len())
    }

    fn add(&mut self, keyword: &Keyword) -> Option<()> {
        let ignore_case = keyword.ignore_case;
        let cost = |offset: &usize| {
            let pair = keyword.text.get(*offset..offset + 2).unwrap_or_default();
            variants(pair, ignore_case)
                .map(|pair| {
                    let crowd = self.anchors(pair).count();
                    rank(pair) + crowd
                })
                .sum::<usize>()
        };
        let offset = (0..keyword.text.len().checked_sub(1)?.min(REACH)).min_by_key(cost)?;
        self.longest = self.longest.max(keyword.text.len());
        let pair = keyword.text.get(offset..offset + 2)?.to_vec();
        for pair in variants(&pair, ignore_case) {
            let first = self.first();
            let place = self.pairs.get_mut(usize::from(pair))?;
            if usize::from(*place) < first || *place == 0 {
                let below = std::mem::replace(place, u16::try_from(first + self.buckets.len()).ok()?);
                self.buckets.push(Bucket { anchors: Vec::new(), below });
            }
            let bucket = self.buckets.get_mut(usize::from(*place).checked_sub(first)?)?;
            bucket.anchors.push(Anchor { offset, keyword: keyword.clone() });
        }
        Some(())
    }

    /// The keywords of a pair, each with whether it is one of the gate below.
    fn anchors(&self, pair: u16) -> impl Iterator<Item = (&Anchor, bool)> {
        self.bucket(self.pairs.get(usize::from(pair)).copied().unwrap_or(0))
    }

    #[inline]
    fn bucket(&self, number: u16) -> impl Iterator<Item = (&Anchor, bool)> {
        let number = usize::from(number);
        let (own, below): (&[Anchor], &[Anchor]) = match &self.below {
            None => (self.buckets.get(number).map_or(&[], |bucket| &bucket.anchors), &[]),
            Some(gate) => {
                let own = number.checked_sub(gate.buckets.len()).and_then(|number| self.buckets.get(number));
                let below = gate.buckets.get(own.map_or(number, |bucket| usize::from(bucket.below)));
                (own.map_or(&[], |bucket| &bucket.anchors), below.map_or(&[], |bucket| &bucket.anchors))
            }
        };
        own.iter().map(|anchor| (anchor, false)).chain(below.iter().map(|anchor| (anchor, true)))
    }

    /// Length of the longest keyword.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// Tells the keywords whose pairs start in `from..to`, in the order of the pairs. Where `found` says `false` the search
    /// ends, and what is returned is where to go on; otherwise that is `to`.
    pub(crate) fn search<'g>(
        &'g self,
        text: &[u8],
        from: usize,
        to: usize,
        mut found: impl FnMut(Place<'g>) -> bool,
    ) -> usize {
        let part = text.get(from..text.len().min(to.saturating_add(1))).unwrap_or_default();
        for (at, pair) in part.windows(2).enumerate() {
            let &[first, second] = pair else { continue };
            let number = self.pairs.get(usize::from(u16::from_be_bytes([first, second]))).copied();
            if let Some(number @ 1..) = number {
                let at = from + at;
                for (anchor, is_below) in self.bucket(number) {
                    let Some(start) = at.checked_sub(anchor.offset) else { continue };
                    let keyword = &anchor.keyword;
                    let Some(here) = text.get(start..start + keyword.text.len()) else { continue };
                    let same = if keyword.ignore_case {
                        here.eq_ignore_ascii_case(&keyword.text)
                    } else {
                        here == keyword.text
                    };
                    if same && !found(Place { start, is_below, keyword }) {
                        return at;
                    }
                }
            }
        }
        to.max(from)
    }
}

/// The pair in all its cases.
fn variants(pair: &[u8], ignore_case: bool) -> impl Iterator<Item = u16> + use<> {
    let (first, second) = match *pair {
        [first, second] => (first, second),
        _ => (0, 0),
    };
    let cases = move |byte: u8| {
        let other =
            if byte.is_ascii_lowercase() { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() };
        [Some(byte), (ignore_case && other != byte).then_some(other)].into_iter().flatten()
    };
    cases(first).flat_map(move |first| cases(second).map(move |second| u16::from_be_bytes([first, second])))
}

/// How common the pair is, roughly.
fn rank(pair: u16) -> usize {
    let pair = pair.to_be_bytes();
    let [first, second] = pair;
    let frequent =
        COMMON.chunks(2).any(|common| common == pair) || first == second && first.is_ascii_punctuation();
    common(first) * common(second) + if frequent { 50 } else { 0 }
}

/// Pairs that are frequent in English, one after another.
const COMMON: &[u8] = b"thheinerreanndonenatouedhatooritishiesngofstartesenttialaslevero\
    liricoicnemamederacechelealaioomlaetsillustaloecilurbeutssacotpetrdiemnohonsgeulwictpopaadckexsuunprsh";

/// How common a byte is in logs and source code, roughly.
fn common(byte: u8) -> usize {
    match byte {
        b' ' => 12,
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' => 9,
        b'l' | b'c' | b'd' | b'u' | b'p' | b'm' => 5,
        b'0'..=b'9' | b'.' | b'/' | b'-' | b'_' => 6,
        b':' => 4,
        b'f' | b'g' | b'h' | b'b' | b'v' | b'y' => 4,
        b'A'..=b'Z' | b'w' | b'k' | b'x' | b'=' | b'"' | b'(' | b')' | b',' | b'\'' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyword(text: &str, ignore_case: bool) -> Keyword {
        Keyword { text: text.into(), ignore_case, rules: Vec::new() }
    }

    fn places(gate: &Gate, text: &str) -> Vec<(usize, String)> {
        let mut places = Vec::new();
        let end = gate.search(text.as_bytes(), 0, text.len(), |place| {
            places.push((place.start, String::from_utf8(place.keyword.text.clone()).unwrap()));
            true
        });
        assert_eq!(end, text.len());
        places.sort();
        places
    }

    #[test]
    fn every_keyword_is_found_wherever_it_stands() {
        let gate =
            Gate::new(&[keyword("password", true), keyword("pass", false), keyword("ab", false)], None)
                .unwrap();
        assert_eq!(
            places(&gate, "PassWord=ab password"),
            [(0, "password".into()), (9, "ab".into()), (12, "pass".into()), (12, "password".into())]
        );
        assert_eq!(places(&gate, "a"), []);
        assert_eq!(places(&gate, ""), []);
        assert_eq!(gate.longest(), 8);
    }

    #[test]
    fn a_gate_upon_another_one_knows_the_keywords_of_both() {
        let below = Arc::new(Gate::new(&[keyword("password", true), keyword("ab", false)], None).unwrap());
        let own = [keyword("password", false), keyword("xyz-a", false), keyword("zz", false)];
        let gate = Gate::new(&own, Some(below)).unwrap();
        let mut found = Vec::new();
        let text = b"Password zz password xyz-ab";
        gate.search(text, 0, text.len(), |place| {
            found.push((place.start, place.keyword.text.len(), place.is_below));
            true
        });
        found.sort_unstable();
        assert_eq!(
            found,
            [(0, 8, true), (9, 2, false), (12, 8, false), (12, 8, true), (21, 5, false), (25, 2, true)]
        );
        assert_eq!(gate.longest(), 8);
    }

    #[test]
    fn a_search_can_be_stopped_and_goes_on() {
        let gate = Gate::new(&[keyword("xy", false)], None).unwrap();
        let text = b"..xy..xy";
        let stopped = gate.search(text, 0, text.len(), |_| false);
        assert_eq!(stopped, 2);
        let mut found = 0;
        gate.search(text, stopped, text.len(), |_| {
            found += 1;
            true
        });
        assert_eq!(found, 2);
    }
}
