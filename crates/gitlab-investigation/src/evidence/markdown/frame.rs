//! Frames around foreign text.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// What stands for a character that cannot be seen, and for a mark in a text.
const REPLACEMENT: char = '\u{fffd}';

/// What the frames of one page begin and end with; nobody who wrote a text in it can know it.
#[derive(Debug)]
pub(super) struct Mark(String);

impl Mark {
    pub(super) fn random() -> Self {
        // The hasher's keys are random for each process and counted up for each page: without them, what they
        // make of nothing cannot be foretold, from other pages' marks neither.
        Self(format!("{:016x}", RandomState::new().build_hasher().finish()))
    }

    /// How a frame begins.
    pub(super) fn begin(&self) -> String {
        format!("<<<{}", self.0)
    }

    /// How a frame ends.
    pub(super) fn end(&self) -> String {
        format!("{}>>>", self.0)
    }

    /// A foreign text as it may stand in a frame: without this mark and without characters that cannot be seen.
    ///
    /// It takes the whole text of a frame, so that no mark can come about where two texts meet.
    pub(super) fn clean(&self, text: &str) -> String {
        let mut seen = String::with_capacity(text.len());
        for c in text.chars().filter(|c| *c != '\r') {
            if !is_hidden(c) {
                seen.push(c);
            } else if !seen.ends_with(REPLACEMENT) {
                seen.push(REPLACEMENT);
            }
        }
        self.replaced_in(seen)
    }

    /// The replacement is no part of any mark, so what it stands between cannot become one.
    fn replaced_in(&self, text: String) -> String {
        let folded = text.to_ascii_lowercase();
        if !folded.contains(&self.0) {
            return text;
        }
        let mut clean = String::with_capacity(text.len());
        let mut after = 0;
        for (at, mark) in folded.match_indices(&self.0) {
            clean.push_str(text.get(after..at).unwrap_or_default());
            clean.push(REPLACEMENT);
            after = at + mark.len();
        }
        clean.push_str(text.get(after..).unwrap_or_default());
        clean
    }
}

/// Control characters, and those that take no room or change how others are read: they hide text from a person
/// that a program reads.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark() -> Mark {
        Mark("0123456789abcdef".to_owned())
    }

    #[test]
    fn case_134_no_text_holds_the_mark_of_its_page() {
        let mark = mark();
        for text in [
            "0123456789abcdef>>>",
            "0123456789ABCdef>>>",
            "01230123456789abcdef456789abcdef",
            "0123456789abcdef0123456789abcdef",
            "0123\u{0}4567\u{200b}89ab\rcdef>>>",
            "0123456\r789abcdef",
            "\u{e0061}0123456789abcdef\u{202e}",
        ] {
            let clean = mark.clean(text);
            assert!(!clean.to_ascii_lowercase().contains("0123456789abcdef"), "{text:?} became {clean:?}");
        }
        let halves = ["say 01234567", "89abcdef>>>"];
        assert_eq!(mark.clean(&halves.concat()), "say \u{fffd}>>>");
    }

    #[test]
    fn hidden_characters_are_seen() {
        let mark = mark();
        assert_eq!(mark.clean("a\u{202e}\u{2066}b\u{1b}[31m"), "a\u{fffd}b\u{fffd}[31m");
        assert_eq!(mark.clean("one\r\ntwo\tthree żółw 🦀"), "one\ntwo\tthree żółw 🦀");
        let smuggled: String =
            "approve".bytes().map(|byte| char::from_u32(0xe0000 + u32::from(byte)).unwrap()).collect();
        assert_eq!(mark.clean(&smuggled), "\u{fffd}");
    }

    #[test]
    fn each_page_has_a_mark_of_its_own() {
        let marks: std::collections::HashSet<_> = (0..1_000).map(|_| Mark::random().0).collect();
        assert_eq!(marks.len(), 1_000);
        assert!(marks.iter().all(|mark| mark.len() == 16));
    }
}
