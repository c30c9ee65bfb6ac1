//! One search for all prefixes, then the tail of each rule at the places found.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use memchr::memmem::Finder;
use regex::bytes::Regex;

use crate::error::BuildError;
use crate::rule::{Candidate, Left, Rule};
use crate::span::RedactedSpan;

/// What a replacement starts with; such text in the input is a barrier that no match crosses.
pub(crate) const MARK: &str = "[REDACTED:";

/// Built once: a text may be a single line, and there may be millions of them.
static FIND_MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(MARK));

/// Rule name of configured values.
const CONFIGURED: &str = "configured-value";

/// Masking can uncover a further match beside it. Real texts are settled after two rounds.
const ROUNDS: usize = 8;

/// A refused match longer than this is not searched for further matches of its rule.
const REFUSED: usize = 96;

/// How much of the line before a prefix a check may look at.
const BEFORE: usize = 48;

/// A rule with its tail compiled; clones share the compiled form.
#[derive(Clone)]
pub(crate) struct CompiledRule {
    rule: Rule,
    tail: Regex,
}

impl CompiledRule {
    pub(crate) fn new(rule: Rule) -> Result<Self, BuildError> {
        Ok(Self { tail: rule.compile()?, rule })
    }
}

pub(crate) struct Scanner {
    rules: Vec<CompiledRule>,
    gate: AhoCorasick,
    /// The rules that each pattern of the gate opens.
    opened: Vec<Vec<usize>>,
    values: Option<AhoCorasick>,
}

struct Hit {
    range: Range<usize>,
    rule: Cow<'static, str>,
    generic: bool,
}

impl Scanner {
    pub(crate) fn new(rules: Vec<CompiledRule>, values: &[String]) -> Result<Self, BuildError> {
        let mut places = BTreeMap::<String, Vec<usize>>::new();
        for (index, CompiledRule { rule, .. }) in rules.iter().enumerate() {
            for prefix in &rule.prefixes {
                let rules = places.entry(prefix.to_ascii_lowercase()).or_default();
                if rules.last() != Some(&index) {
                    rules.push(index);
                }
            }
        }
        let (prefixes, opened): (Vec<_>, Vec<_>) = places.into_iter().unzip();
        let gate = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            // Every byte of every text goes through it: worth the larger table.
            .kind(Some(AhoCorasickKind::DFA))
            .build(&prefixes)
            .map_err(|_| BuildError::TooMany)?;
        let values = if values.is_empty() {
            None
        } else {
            Some(AhoCorasick::new(values).map_err(|_| BuildError::TooMany)?)
        };
        Ok(Self { rules, gate, opened, values })
    }

    /// The secrets of `text`, in order and apart from each other.
    pub(crate) fn scan(&self, text: &str) -> Vec<RedactedSpan> {
        let marks = marks(text);
        let mut barriers = marks.clone();
        let mut hits = Vec::new();
        for round in 0..ROUNDS {
            let mut found = self.tails(text, &barriers);
            if round == 0 {
                self.values(text, &mut found);
            }
            if found.is_empty() {
                break;
            }
            hits.extend(found);
            hits = merged(hits);
            barriers = marks.iter().cloned().chain(hits.iter().map(|hit| hit.range.clone())).collect();
            barriers.sort_unstable_by_key(|range| range.start);
        }
        hits.into_iter()
            .map(|hit| RedactedSpan { start: hit.range.start, end: hit.range.end, rule: hit.rule })
            .collect()
    }

    fn values(&self, text: &str, found: &mut Vec<Hit>) {
        // Whether there is one at all is told faster than where they overlap.
        let Some(values) = self.values.as_ref().filter(|values| values.is_match(text)) else { return };
        found.extend(values.find_overlapping_iter(text).map(|place| Hit {
            range: place.range(),
            rule: Cow::Borrowed(CONFIGURED),
            generic: false,
        }));
    }

    fn tails(&self, text: &str, barriers: &[Range<usize>]) -> Vec<Hit> {
        let mut hits = Vec::new();
        // A rule is not tried again inside its own last match: that keeps the work linear.
        let mut covered = Vec::new();
        for place in self.gate.find_overlapping_iter(text) {
            // Most texts of one line do not come here.
            covered.resize(self.rules.len(), 0);
            let next = barriers.partition_point(|barrier| barrier.end <= place.start());
            let limit = barriers.get(next).map_or(text.len(), |barrier| barrier.start);
            if limit < place.end() {
                continue;
            }
            let fenced = next
                .checked_sub(1)
                .and_then(|last| barriers.get(last))
                .is_some_and(|last| last.end == place.start());
            for &index in self.opened.get(place.pattern().as_usize()).into_iter().flatten() {
                let (Some(CompiledRule { rule, tail }), Some(covered)) =
                    (self.rules.get(index), covered.get_mut(index))
                else {
                    continue;
                };
                if place.start() < *covered || !allowed(rule, text, place.range(), fenced) {
                    continue;
                }
                match tried(rule, tail, text, place.range(), limit) {
                    Tried::Secret { range, end } => {
                        *covered = end;
                        hits.push(Hit { range, rule: rule.name.clone(), generic: rule.generic });
                    }
                    // Trying again inside a long text that was refused would take quadratic time.
                    Tried::Refused { end } if end > place.end() + REFUSED => *covered = end,
                    Tried::Refused { .. } | Tried::Nothing => {}
                }
            }
        }
        hits
    }
}

fn allowed(rule: &Rule, text: &str, prefix: Range<usize>, fenced: bool) -> bool {
    let before = prefix.start.checked_sub(1).and_then(|at| text.as_bytes().get(at)).filter(|_| !fenced);
    let starts = before.is_none_or(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'_'));
    let exact = || text.get(prefix).is_some_and(|found| rule.prefixes.iter().any(|prefix| prefix == found));
    (starts || rule.left == Left::Any) && (rule.ignore_case || exact())
}

/// What came of trying a tail behind a prefix; `end` is where the whole match ends.
enum Tried {
    Secret { range: Range<usize>, end: usize },
    Refused { end: usize },
    Nothing,
}

fn tried(rule: &Rule, tail: &Regex, text: &str, prefix: Range<usize>, limit: usize) -> Tried {
    matched(rule, tail, text, prefix, limit).unwrap_or(Tried::Nothing)
}

fn matched(rule: &Rule, tail: &Regex, text: &str, prefix: Range<usize>, limit: usize) -> Option<Tried> {
    let end = limit.min(prefix.end + rule.window);
    let captures = tail.captures(text.as_bytes().get(prefix.end..end)?)?;
    let whole = captures.get(0)?;
    let group = captures.iter().skip(1).flatten().next();
    let start = group.map_or(prefix.start, |group| prefix.end + group.start());
    let mut stop = prefix.end + group.map_or(whole.end(), |group| group.end());
    if stop == end && end < limit {
        // The window was too small for it: the rest of the word belongs to the secret.
        let rest = text.as_bytes().get(stop..limit)?;
        stop += rest
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\''))
            .unwrap_or(rest.len());
    }
    let start = floor(text, start);
    let stop = ceil(text, stop);
    let secret = text.get(start..stop)?;
    let between = text.get(prefix.end..start.max(prefix.end))?;
    let line = floor(text, prefix.start.saturating_sub(BEFORE));
    let before = text.get(line..prefix.start)?;
    let candidate = Candidate {
        prefix: text.get(prefix.clone())?,
        between,
        secret,
        before: before.rsplit('\n').next().unwrap_or(before),
    };
    let end = stop.max(prefix.end + whole.end());
    let refused = secret.is_empty() || rule.check.is_some_and(|check| !check(&candidate));
    Some(if refused { Tried::Refused { end } } else { Tried::Secret { range: start..stop, end } })
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Replacements that are in the text already.
fn marks(text: &str) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    for start in FIND_MARK.find_iter(text.as_bytes()) {
        let Some(rest) = text.as_bytes().get(start + MARK.len()..) else {
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

/// Overlapping hits become one, under the name of the more specific rule.
fn merged(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
    let mut merged: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        match merged.last_mut() {
            Some(last) if hit.range.start < last.range.end => {
                last.range.end = last.range.end.max(hit.range.end);
                if last.generic && !hit.generic {
                    last.rule = hit.rule;
                    last.generic = false;
                }
            }
            _ => merged.push(hit),
        }
    }
    merged
}
