//! Values that stand inside of one that was found already.

use crate::scan::Hit;

/// A keyword leads to a value that starts at most so many bytes behind it, unless blanks or quotes stand between.
const LEAD: usize = 96;

/// What a value without quotes ends at.
#[expect(clippy::indexing_slicing, reason = "the compiler checks the indices of a constant")]
const ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let bytes = b" \t\n\x0C\r\"'`,;<>(){}[]|&\\";
    let mut at = 0;
    while at < bytes.len() {
        ends[bytes[at] as usize] = true;
        at += 1;
    }
    ends
};

fn ends(byte: u8) -> bool {
    ENDS.get(usize::from(byte)) == Some(&true)
}

/// How long a value without quotes goes on.
pub(crate) fn plain_length(text: &[u8]) -> usize {
    // Eight bytes at once, whatever they are.
    let any = |part: &&[u8]| part.iter().fold(false, |any, &byte| any | ends(byte));
    let passed = text.chunks_exact(8).take_while(|part| !any(part)).count() * 8;
    let rest = text.get(passed..).unwrap_or_default();
    passed + rest.iter().position(|&byte| ends(byte)).unwrap_or(rest.len())
}

/// How long a value is without the punctuation of a sentence.
pub(crate) fn trimmed_length(value: &[u8]) -> usize {
    value.iter().rposition(|byte| !matches!(byte, b'.' | b':' | b'!' | b'?')).map_or(0, |last| last + 1)
}

/// The value that was found last by a rule whose values end with their word, so that the keywords inside of it need no look:
/// what they lead to lies inside of it, too. Without it, a long word with very many names and operators would be read again
/// for each of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cover {
    /// The value, whose end is that of the last keyword inside of it once it is open, and whether its rule is a generic one.
    hit: Option<(Hit, bool)>,
    /// A stretch of bytes that a value without quotes may hold: its start, its end, and the end without punctuation.
    run: Option<(usize, usize, usize)>,
}

impl Cover {
    /// Says that the text lost so many bytes at its start, or got more at its end.
    pub(crate) fn moved(&mut self, lost: usize) {
        self.run = None;
        // What stands between it and the next keyword must be there.
        self.hit.take_if(|(hit, _)| hit.end < lost);
        if let Some((hit, _)) = &mut self.hit {
            hit.start = hit.start.saturating_sub(lost);
            hit.end -= lost;
        }
    }

    /// Takes a hit of such a rule, and whether that is a generic one.
    pub(crate) fn found(&mut self, hit: Hit, generic: bool) {
        self.hit = Some((hit, generic));
    }

    /// Whether a rule, behind its keyword from `start` to `end`, would find nothing but a part of the value found last, which
    /// changes neither its place nor its name.
    pub(crate) fn holds(
        &mut self,
        text: &[u8],
        rule: usize,
        generic: bool,
        start: usize,
        end: usize,
    ) -> bool {
        let Some((hit, is_generic)) = &self.hit else { return false };
        let (hit, related) = (hit.clone(), hit.rule == rule || generic && *is_generic);
        if !related || start < hit.start {
            return false;
        }
        if !hit.open && !generic {
            // Such a value starts right behind its keyword and is no sentence's last word.
            return end <= hit.end;
        }
        let (run, last) = self.run(text, if hit.open { hit.end.min(end) } else { end });
        if run < end + LEAD || !hit.open && hit.end < last {
            return false;
        }
        if hit.open
            && end > hit.end
            && let Some((hit, _)) = &mut self.hit
        {
            hit.end = end;
        }
        true
    }

    fn run(&mut self, text: &[u8], at: usize) -> (usize, usize) {
        if let Some((start, end, last)) = self.run
            && start <= at
            && at <= end
        {
            return (end, last);
        }
        let rest = text.get(at..).unwrap_or_default();
        let rest = rest.get(..plain_length(rest)).unwrap_or_default();
        let (end, last) = (at + rest.len(), at + trimmed_length(rest));
        self.run = Some((at, end, last));
        (end, last)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::cell::Cell;
    use std::ops::Range;
    use std::sync::Arc;

    use super::*;
    use crate::rule::{Compiled, Found, Seek};
    use crate::scan::Scanner;
    use crate::tail::Sets;

    thread_local! {
        static READ: Cell<usize> = const { Cell::new(0) };
    }

    /// All that follows without a blank, unless it holds a hash; counts the bytes that it looks at.
    fn seek(found: &Found<'_>) -> Option<Range<usize>> {
        let value = found.after();
        let length = plain_length(value);
        READ.set(READ.get() + length);
        let value = value.get(..length)?;
        let end = found.keyword.end + trimmed_length(value);
        (length > 0 && !value.contains(&b'#')).then_some(found.keyword.end..end)
    }

    /// The places that are masked, and how many bytes were looked at for that.
    fn found(text: &str, in_word: bool) -> (Vec<(usize, usize)>, usize) {
        let rule = Compiled {
            name: Cow::Borrowed("test"),
            keywords: vec![b"token=".to_vec()],
            ignore_case: false,
            at_word_start: false,
            generic: true,
            window: 320,
            next_line: true,
            in_word,
            seek: Arc::new(Seek::Hand(seek)),
            check: None,
        };
        let scanner = Scanner::new(vec![rule], Sets::default(), None).ok().unwrap();
        READ.set(0);
        let hits = scanner.all(text.as_bytes());
        (hits.iter().map(|hit| (hit.start, hit.end)).collect(), READ.get())
    }

    #[test]
    fn a_value_ends_at_the_first_byte_that_ends_one_wherever_that_stands() {
        for at in 0..40 {
            let value: String = "k3J9.".chars().cycle().take(at).collect();
            assert_eq!(plain_length(value.as_bytes()), at);
            for end in [" ", ",x", "\n\n", "\"abcdefghijklmnop\"", "\\"] {
                assert_eq!(plain_length((value.clone() + end).as_bytes()), at, "{end:?}");
            }
        }
    }

    #[test]
    fn a_long_word_is_not_read_again_for_each_name_in_it() {
        for (unit, end) in [("token=1", ""), ("token=1", "...\ntoken=2"), ("token=1.", "!"), ("token=1", "#")]
        {
            for count in [30, 45, 100, 5_000] {
                let text = format!("a {}{end} b {0}", unit.repeat(count));
                let (hits, read) = found(&text, true);
                assert_eq!(hits, found(&text, false).0, "{count} of {unit:?} and {end:?}");
                // A hash lets no value stand that reaches up to it, so that each of those is read.
                let refused = if end == "#" { 320 * 320 / unit.len() } else { 0 };
                assert!(
                    read < 2 * text.len() + 8_000 + refused,
                    "{count} of {unit:?} and {end:?}: {read} bytes"
                );
            }
        }
    }

    #[test]
    fn the_same_is_masked_whatever_stands_between() {
        let parts =
            ["token=", "token=1", "k3J9", ".", "..", "&", "\"", " ", "\n", "#", "(", "é", "[REDACTED:a]"];
        let mut number = 7_u64;
        for _ in 0..3_000 {
            let mut text = String::new();
            for _ in 0..12 {
                number =
                    number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let part = usize::try_from(number >> 33).unwrap();
                let often = [1, 1, 2, 60][part / parts.len() % 4];
                text.push_str(&parts[part % parts.len()].repeat(often));
            }
            assert_eq!(found(&text, true).0, found(&text, false).0, "{text:?}");
        }
    }
}
