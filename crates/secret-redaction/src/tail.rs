//! What follows a prefix, matched in one go: runs of bytes of a set, one after another.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// The sets of bytes that all tails together use: bit `n` of an entry says whether the byte belongs to set `n`.
pub(crate) struct Sets {
    members: [u64; 256],
    count: usize,
}

impl Default for Sets {
    fn default() -> Self {
        Self { members: [0; 256], count: 0 }
    }
}

impl Sets {
    /// The number of the set of these bytes; `None` when there are too many sets.
    fn number(&mut self, bytes: &[bool; 256]) -> Option<usize> {
        let same = |number: &usize| {
            self.members.iter().zip(bytes).all(|(members, &wanted)| (members >> number & 1 == 1) == wanted)
        };
        if let Some(number) = (0..self.count).find(same) {
            return Some(number);
        }
        let number = self.count;
        if number >= 64 {
            return None;
        }
        for (members, &wanted) in self.members.iter_mut().zip(bytes) {
            *members |= u64::from(wanted) << number;
        }
        self.count += 1;
        Some(number)
    }

    fn has(&self, set: usize, byte: u8) -> bool {
        self.members.get(usize::from(byte)).is_some_and(|members| members >> set & 1 == 1)
    }
}

/// How far the runs of each set reach that were looked at last. A place inside of one has the same end: so no byte is looked
/// at again and again, however many prefixes a long run holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Runs(Vec<(usize, usize)>);

impl Runs {
    /// Forgets all, because the text is another one.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    fn end(&mut self, sets: &Sets, set: usize, text: &[u8], at: usize) -> usize {
        if self.0.len() <= set {
            self.0.resize(set + 1, (0, 0));
        }
        let Some((start, end)) = self.0.get_mut(set) else { return at };
        if !(*start <= at && at < *end) {
            let rest = text.get(at..).unwrap_or_default();
            *start = at;
            *end = at + rest.iter().position(|&byte| !sets.has(set, byte)).unwrap_or(rest.len());
        }
        *end
    }
}

/// So many bytes of one set.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    set: usize,
    least: usize,
    most: usize,
}

/// A tail without choices: what a part takes never has to be given back to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tail {
    parts: Vec<Part>,
    /// Which parts are the secret; all and the prefix when there is no group.
    group: Option<(usize, usize)>,
    /// Whether no letter, digit or underscore may follow.
    ends_word: bool,
    /// Whether it may go over line breaks.
    pub(crate) spans_lines: bool,
}

/// What a tail matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Matched {
    /// Where the secret starts; `None` when it starts with the prefix.
    pub(crate) start: Option<usize>,
    pub(crate) end: usize,
    /// End of the whole match.
    pub(crate) whole: usize,
}

impl Tail {
    /// `None` when the expression is none that can be matched in one go.
    pub(crate) fn new(expression: &str, ignore_case: bool, sets: &mut Sets) -> Option<Self> {
        let hir = ParserBuilder::new()
            .unicode(false)
            .utf8(false)
            .case_insensitive(ignore_case)
            .build()
            .parse(expression)
            .ok()?;
        let mut tail = Self { parts: Vec::new(), group: None, ends_word: false, spans_lines: false };
        let mut classes = Vec::new();
        tail.add(&hir, sets, &mut classes)?;
        tail.spans_lines = classes.iter().any(|class| class.get(usize::from(b'\n')) == Some(&true));
        // Nothing a part may take may be wanted by the one after it.
        for ((part, class), next) in tail.parts.iter().zip(&classes).zip(classes.iter().skip(1)) {
            let shared = class.iter().zip(next).any(|(one, other)| *one && *other);
            if part.least != part.most && shared {
                return None;
            }
        }
        // A part that may be left out brings those side by side that stand around it.
        let left_out = tail.parts.iter().position(|part| part.least == 0).unwrap_or(tail.parts.len());
        let all = tail.parts.iter().skip(left_out).all(|part| part.least == 0);
        (!tail.parts.is_empty() && all).then_some(tail)
    }

    fn add(&mut self, hir: &Hir, sets: &mut Sets, classes: &mut Vec<[bool; 256]>) -> Option<()> {
        if self.ends_word {
            return None;
        }
        match hir.kind() {
            HirKind::Concat(all) => {
                for hir in all {
                    self.add(hir, sets, classes)?;
                }
            }
            HirKind::Literal(literal) => {
                for &byte in &literal.0 {
                    let mut bytes = [false; 256];
                    *bytes.get_mut(usize::from(byte))? = true;
                    self.part(&bytes, 1, 1, sets, classes)?;
                }
            }
            HirKind::Class(class) => self.part(&members(class)?, 1, 1, sets, classes)?,
            HirKind::Repetition(repetition) => {
                let bytes = match repetition.sub.kind() {
                    HirKind::Class(class) => members(class)?,
                    HirKind::Literal(literal) => {
                        let [byte] = *literal.0 else { return None };
                        let mut bytes = [false; 256];
                        *bytes.get_mut(usize::from(byte))? = true;
                        bytes
                    }
                    _ => return None,
                };
                let least = usize::try_from(repetition.min).ok()?;
                let most =
                    repetition.max.map_or(usize::MAX, |max| usize::try_from(max).unwrap_or(usize::MAX));
                if !repetition.greedy {
                    return None;
                }
                self.part(&bytes, least, most, sets, classes)?;
            }
            HirKind::Capture(capture) if self.group.is_none() => {
                let first = self.parts.len();
                self.add(&capture.sub, sets, classes)?;
                self.group = Some((first, self.parts.len()));
            }
            HirKind::Look(Look::WordAscii) => self.ends_word = true,
            _ => return None,
        }
        Some(())
    }

    fn part(
        &mut self,
        bytes: &[bool; 256],
        least: usize,
        most: usize,
        sets: &mut Sets,
        classes: &mut Vec<[bool; 256]>,
    ) -> Option<()> {
        self.parts.push(Part { set: sets.number(bytes)?, least, most });
        classes.push(*bytes);
        Some(())
    }

    /// Matches at `at`; nothing from `limit` on is looked at, except that a word may go on there.
    pub(crate) fn matched(
        &self,
        sets: &Sets,
        runs: &mut Runs,
        text: &[u8],
        at: usize,
        limit: usize,
    ) -> Option<Matched> {
        /// Runs that may be longer than this are remembered.
        const SHORT: usize = 64;
        let mut end = at;
        let mut secret = (None, None);
        for (index, part) in self.parts.iter().enumerate() {
            if self.group.is_some_and(|(first, _)| first == index) {
                secret.0 = Some(end);
            }
            let most = end.saturating_add(part.most).min(limit);
            let stop = if part.most <= SHORT {
                let rest = text.get(end..most)?;
                end + rest.iter().position(|&byte| !sets.has(part.set, byte)).unwrap_or(rest.len())
            } else if text.get(end).is_some_and(|&byte| sets.has(part.set, byte)) {
                runs.end(sets, part.set, text, end).min(most)
            } else {
                end
            };
            if stop.saturating_sub(end) < part.least {
                return None;
            }
            end = stop;
            if self.group.is_some_and(|(_, last)| last == index + 1) {
                secret.1 = Some(end);
            }
        }
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        if self.ends_word && end < limit && text.get(end).is_some_and(word) {
            return None;
        }
        Some(Matched { start: secret.0, end: secret.1.unwrap_or(end), whole: end })
    }
}

fn members(class: &Class) -> Option<[bool; 256]> {
    let mut bytes = [false; 256];
    match class {
        Class::Bytes(class) => {
            for range in class.iter() {
                for byte in range.start()..=range.end() {
                    *bytes.get_mut(usize::from(byte))? = true;
                }
            }
        }
        Class::Unicode(class) => {
            for range in class.iter() {
                for char in range.start()..=range.end() {
                    *bytes.get_mut(usize::from(u8::try_from(char).ok().filter(u8::is_ascii)?))? = true;
                }
            }
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(expression: &str, text: &str) -> Option<(Option<usize>, usize)> {
        let mut sets = Sets::default();
        let tail = Tail::new(expression, false, &mut sets).expect(expression);
        let found = tail.matched(&sets, &mut Runs::default(), text.as_bytes(), 0, text.len());
        found.map(|found| (found.start, found.end))
    }

    #[test]
    fn runs_follow_each_other() {
        assert_eq!(matched("[0-9]{2,}", "123x"), Some((None, 3)));
        assert_eq!(matched("[0-9]{4,}", "123x"), None);
        assert_eq!(matched("[0-9]{2}\\b", "123"), None);
        assert_eq!(matched("[0-9]{3}\\b", "123"), Some((None, 3)));
        assert_eq!(matched("a=([0-9]+)", "a=123;"), Some((Some(2), 5)));
        assert_eq!(matched("[a-z]{2,}[.]?[a-z]*", "ab.cd"), Some((None, 5)));
        assert_eq!(matched("[a-z]{2,90}\\.[0-9]+={0,2}", "abc.42=x"), Some((None, 7)));
    }

    #[test]
    fn choices_are_left_to_the_regular_expression_engine() {
        for expression in
            ["a|bc", "[a-z]+[a-f]", "(a)(b)", "[a-z]*?", "\\ba", "(?:ab)+", "a?b", "[a-z]{2,}=?-", ""]
        {
            assert_eq!(Tail::new(expression, false, &mut Sets::default()), None, "{expression}");
        }
    }

    #[test]
    fn a_run_is_looked_at_once() {
        let mut sets = Sets::default();
        let tail = Tail::new("[a-z]{9,}!", false, &mut sets).unwrap();
        let text = vec![b'a'; 200_000];
        let mut runs = Runs::default();
        for at in 0..text.len() {
            assert_eq!(tail.matched(&sets, &mut runs, &text, at, text.len()), None);
        }
    }
}
