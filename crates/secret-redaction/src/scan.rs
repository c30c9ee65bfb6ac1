//! One search for all keywords, then each rule at the places of its own.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter};

use crate::cover::Cover;
use crate::error::BuildError;
use crate::gate::{Gate, Keyword, REACH};
use crate::rule::{Compiled, Found, Seek};
use crate::span::RedactedSpan;
use crate::tail::{Runs, Sets};

/// What a replacement starts with; such text in the input is a barrier that no match crosses.
pub(crate) const MARK: &str = "[REDACTED:";

/// The longest replacement.
const MARK_LENGTH: usize = MARK.len() + 64 + 1;

/// Built once: a text may be a single line, and there may be millions of them.
static FIND_MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(MARK));

/// How much before a keyword a rule may look at.
const BEFORE: usize = 512;

/// A secret that starts before its keyword starts at most so much before it.
const LEAD: usize = 64;

/// No secret that is found later starts this much before a place that was searched.
pub(crate) const HOLD: usize = REACH + LEAD;

/// What is looked at before a place that was not searched yet, marks and words included.
pub(crate) const BEHIND: usize = HOLD + BEFORE + MARK_LENGTH;

/// Where several rules found overlapping secrets, those that start so far behind the first one have no say in the name.
pub(crate) const NAMED: usize = 64 * 1024;

/// A refused match longer than this is not searched for further matches of its expression.
const REFUSED: usize = 96;

/// Rules and the search for their keywords; upon those of another scanner, whose rules have the later numbers.
pub(crate) struct Scanner {
    rules: Vec<Compiled>,
    sets: Sets,
    gate: Arc<Gate>,
    below: Option<Arc<Self>>,
}

/// A secret that one rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) rule: usize,
    /// It is longer than the rule can look: the rest of the word belongs to it.
    pub(crate) open: bool,
}

/// What a search remembers from one place to the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    /// An expression is not tried again inside its own last match: that keeps the work linear.
    covered: Vec<usize>,
    runs: Runs,
    /// Those of the scanner below, whose sets are others.
    runs_below: Runs,
    cover: Cover,
    /// The end of a line, and from where on it is known.
    line: Option<(usize, usize)>,
}

impl Progress {
    /// Says that the text lost so many bytes at its start, or got more at its end.
    pub(crate) fn moved(&mut self, lost: usize) {
        for covered in &mut self.covered {
            *covered = covered.saturating_sub(lost);
        }
        self.runs.clear();
        self.runs_below.clear();
        self.cover.moved(lost);
        self.line = None;
    }

    fn line_end(&mut self, text: &[u8], at: usize) -> usize {
        match self.line {
            Some((from, end)) if from <= at && at <= end => end,
            _ => {
                let end =
                    memchr(b'\n', text.get(at..).unwrap_or_default()).map_or(text.len(), |end| at + end);
                self.line = Some((at, end));
                end
            }
        }
    }
}

impl Scanner {
    /// A scanner with these rules before those of `below`, which is no scanner upon another one.
    pub(crate) fn new(
        rules: Vec<Compiled>,
        sets: Sets,
        below: Option<Arc<Self>>,
    ) -> Result<Self, BuildError> {
        let mut keywords: Vec<Keyword> = Vec::new();
        let mut known = std::collections::HashMap::new();
        for (index, rule) in rules.iter().enumerate() {
            for text in &rule.keywords {
                let text = if rule.ignore_case { text.to_ascii_lowercase() } else { text.clone() };
                let place = *known.entry((text.clone(), rule.ignore_case)).or_insert_with(|| {
                    keywords.push(Keyword { text, ignore_case: rule.ignore_case, rules: Vec::new() });
                    keywords.len() - 1
                });
                if let Some(keyword) =
                    keywords.get_mut(place).filter(|keyword| !keyword.rules.contains(&index))
                {
                    keyword.rules.push(index);
                }
            }
        }
        let gate = Gate::new(&keywords, below.as_ref().map(|below| below.gate.clone()));
        Ok(Self { rules, sets, gate: Arc::new(gate.ok_or(BuildError::TooMany)?), below })
    }

    pub(crate) fn rules(&self) -> impl Iterator<Item = &Compiled> {
        self.rules.iter().chain(self.below.iter().flat_map(|below| &below.rules))
    }

    fn rule(&self, number: usize) -> Option<&Compiled> {
        self.rules.get(number).or_else(|| {
            let number = number.checked_sub(self.rules.len())?;
            self.below.as_ref()?.rules.get(number)
        })
    }

    /// Whether a rule's name gives way to that of another one.
    fn is_generic(&self, rule: usize) -> bool {
        self.rule(rule).is_none_or(|rule| rule.generic)
    }

    /// The span of a hit.
    pub(crate) fn span(&self, hit: &Hit) -> RedactedSpan {
        let rule = self.rule(hit.rule).map(|rule| rule.name.clone()).unwrap_or_default();
        RedactedSpan { start: hit.start, end: hit.end, rule }
    }

    /// The secrets of `text`, in order and apart from each other.
    pub(crate) fn all(&self, text: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.search(text, 0, true, &mut Progress::default(), &mut hits);
        if hits.iter().any(|hit| hit.open) {
            let mut known = 0..0;
            hits.sort_unstable_by_key(|hit| hit.end);
            for hit in hits.iter_mut().filter(|hit| hit.open) {
                if !known.contains(&hit.end) {
                    known = hit.end..word_end(text, hit.end);
                }
                hit.end = known.end;
                hit.open = false;
            }
        }
        self.merged(hits)
    }

    /// Searches from `from` on and returns where to go on: the end of the text, or earlier when `ended` is `false` and the text
    /// that will follow may decide about a keyword. What was found is added to `hits`.
    pub(crate) fn search(
        &self,
        text: &[u8],
        from: usize,
        ended: bool,
        progress: &mut Progress,
        hits: &mut Vec<Hit>,
    ) -> usize {
        let to = if ended { text.len() } else { text.len().saturating_sub(self.gate.longest() + REACH) };
        let mut marks = None;
        self.gate.search(text, from, to.max(from), |place| {
            let keyword = place.start..place.start + place.keyword.text.len();
            let before = place.start.checked_sub(1).and_then(|at| text.get(at)).copied();
            let inside = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            for &index in &place.keyword.rules {
                let index = if place.is_below { self.rules.len() + index } else { index };
                let Some(rule) = self.rule(index) else { continue };
                if inside && rule.at_word_start {
                    continue;
                }
                let marks = marks.get_or_insert_with(|| self::marks(text));
                let next = marks.partition_point(|mark| mark.end <= keyword.start);
                let barrier = marks.get(next).map_or(usize::MAX, |mark| mark.start);
                if barrier < keyword.end {
                    continue;
                }
                let last = next.checked_sub(1).and_then(|last| marks.get(last)).map_or(0, |mark| mark.end);
                let found = Found {
                    text,
                    floor: keyword.start.saturating_sub(BEFORE).max(last),
                    keyword: keyword.clone(),
                    limit: barrier,
                };
                if !self.tried(index, rule, found, ended, progress, hits) {
                    return false;
                }
            }
            true
        })
    }

    /// Tries a rule where its keyword stands; `false` when more text is needed to decide.
    fn tried(
        &self,
        index: usize,
        rule: &Compiled,
        mut found: Found<'_>,
        ended: bool,
        progress: &mut Progress,
        hits: &mut Vec<Hit>,
    ) -> bool {
        let text = found.text;
        let reach = found.keyword.end.saturating_add(rule.window);
        let in_line = match &*rule.seek {
            Seek::Value => {
                let Range { start, end } = found.keyword;
                hits.push(Hit { start, end, rule: index, open: false });
                return true;
            }
            Seek::Hand(_) => !rule.next_line,
            Seek::Tail(tail) => !tail.spans_lines,
            Seek::Regex(_) | Seek::Lines(_) => false,
        };
        let end = if in_line { progress.line_end(text, found.keyword.end) } else { text.len() };
        let missing = !ended && end == text.len() && reach + MARK_LENGTH > text.len();
        if missing && !(rule.next_line && has_two_lines(text, found.keyword.end)) {
            return false;
        }
        let Range { start, end: at } = found.keyword;
        if rule.in_word && progress.cover.holds(text, index, rule.generic, start, at) {
            return true;
        }
        let barrier = found.limit.min(end);
        found.limit = barrier.min(reach);
        let mut add = |range: Range<usize>| {
            let open = range.end == reach && reach < barrier;
            let start = floor(text, range.start);
            let end = ceil(text, range.end);
            if start < end {
                hits.push(Hit { start, end, rule: index, open });
            }
        };
        let fits = |range: &Range<usize>| rule.check.is_none_or(|check| check(&found, range.clone()));
        match &*rule.seek {
            Seek::Value => {}
            Seek::Tail(tail) => {
                let (sets, runs) = match &self.below {
                    Some(below) if index >= self.rules.len() => (&below.sets, &mut progress.runs_below),
                    _ => (&self.sets, &mut progress.runs),
                };
                let matched = tail.matched(sets, runs, text, found.keyword.end, found.limit);
                let mut range =
                    matched.map(|matched| matched.start.unwrap_or(found.keyword.start)..matched.end);
                // Most tokens may hold full stops, and many end a sentence.
                while let Some(range) = &mut range
                    && range.end < reach
                    && found.get(range.clone()).ends_with(b".")
                {
                    range.end -= 1;
                }
                if let Some(range) = range.filter(fits) {
                    add(range);
                }
            }
            Seek::Hand(seek) => {
                if let Some(range) = seek(&found).filter(fits) {
                    add(range);
                    if let Some(hit) = hits.last().filter(|hit| rule.in_word && hit.rule == index) {
                        progress.cover.found(hit.clone(), rule.generic);
                    }
                }
            }
            Seek::Lines(seek) => {
                let mut ranges = Vec::new();
                seek(&found, &mut ranges);
                ranges.into_iter().for_each(add);
            }
            Seek::Regex(regex) => {
                // Only rules of a user's own are expressions, and those come first.
                progress.covered.resize(self.rules.len(), 0);
                let Some(covered) = progress.covered.get_mut(index) else { return true };
                if found.keyword.start < *covered {
                    return true;
                }
                let Some(captures) = regex.captures(found.after()) else { return true };
                let at = found.keyword.end;
                let Some(whole) = captures.get(0) else { return true };
                let group = captures.iter().skip(1).flatten().next();
                let range = group.map_or(found.keyword.start..at + whole.end(), |group| {
                    at + group.start()..at + group.end()
                });
                if !range.is_empty() {
                    *covered = at + whole.end();
                    add(range);
                } else if whole.end() > REFUSED {
                    *covered = at + whole.end();
                }
            }
        }
        true
    }

    /// Overlapping hits become one, under the name of the first more specific rule.
    pub(crate) fn merged(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        // The longest of those that start together comes first, and names them.
        hits.sort_unstable_by_key(|hit| (hit.start, Reverse(hit.end), hit.rule));
        let mut merged: Vec<Hit> = Vec::new();
        for hit in hits {
            match merged.last_mut() {
                Some(last) if hit.start < last.end => {
                    if hit.end >= last.end {
                        last.end = hit.end;
                        last.open = hit.open;
                    }
                    let late = hit.start - last.start >= NAMED;
                    if self.is_generic(last.rule) && !self.is_generic(hit.rule) && !late {
                        last.rule = hit.rule;
                    }
                }
                _ => merged.push(hit),
            }
        }
        merged
    }
}

/// Whether the line and the next one are there to their ends.
fn has_two_lines(text: &[u8], at: usize) -> bool {
    memchr_iter(b'\n', text.get(at..).unwrap_or_default()).nth(1).is_some()
}

/// Where the word that goes on at `at` ends.
pub(crate) fn word_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'');
    at + rest.iter().position(end).unwrap_or(rest.len())
}

/// Whether the byte is in the middle of a character.
fn goes_on(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000)
}

/// The bytes of a character that follow its first one.
const CONTINUED: usize = 3;

fn floor(text: &[u8], at: usize) -> usize {
    (0..=CONTINUED).filter_map(|back| at.checked_sub(back)).find(|at| !goes_on(text.get(*at))).unwrap_or(at)
}

fn ceil(text: &[u8], at: usize) -> usize {
    (at..=at + CONTINUED).find(|at| !goes_on(text.get(*at))).unwrap_or(at)
}

/// Replacements that are in the text already.
fn marks(text: &[u8]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    for start in FIND_MARK.find_iter(text) {
        let Some(rest) = text.get(start + MARK.len()..) else {
            break;
        };
        let name = rest
            .iter()
            .take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || **byte == b'-')
            .take(65)
            .count();
        if name > 0 && name <= 64 && rest.get(name) == Some(&b']') {
            marks.push(start..start + MARK.len() + name + 1);
        }
    }
    marks
}
