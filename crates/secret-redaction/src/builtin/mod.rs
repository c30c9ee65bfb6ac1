//! The rules that are always on: one table, whose parts lie with where their secrets come from.
//!
//! Each entry names its keywords, says what follows them, and carries two texts: one that it masks and one that it leaves.

mod assignment;
mod cloud;
mod code;
mod cursor;
mod gitlab;
mod key;
mod service;
mod web;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::rule::{Check, Compiled, Found, Seek, WINDOW};
use crate::shape;
use crate::tail::{Sets, Tail};

/// One kind of secret.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    name: &'static str,
    keywords: &'static [&'static str],
    how: How,
    at_word_start: bool,
    ignore_case: bool,
    generic: bool,
    window: usize,
    next_line: bool,
    in_word: bool,
    check: Option<Check>,
    samples: (&'static str, &'static str),
}

/// What finds the secret behind a keyword.
#[derive(Clone, Copy)]
enum How {
    /// An expression that [`Tail`] can match in one go.
    Tail(&'static str),
    Hand(fn(&Found<'_>) -> Option<Range<usize>>),
    Lines(fn(&Found<'_>, &mut Vec<Range<usize>>)),
}

impl Entry {
    const fn new(name: &'static str, keywords: &'static [&'static str], how: How) -> Self {
        Self {
            name,
            keywords,
            how,
            at_word_start: false,
            ignore_case: false,
            generic: false,
            window: WINDOW,
            next_line: false,
            in_word: false,
            check: None,
            samples: ("", ""),
        }
    }

    const fn at_word_start(mut self) -> Self {
        self.at_word_start = true;
        self
    }

    const fn ignore_case(mut self) -> Self {
        self.ignore_case = true;
        self
    }

    /// Lets its name give way to a more specific rule that found the same place.
    const fn generic(mut self) -> Self {
        self.generic = true;
        self
    }

    const fn window(mut self, bytes: usize) -> Self {
        self.window = bytes;
        self
    }

    /// Lets it look at the next line.
    const fn next_line(mut self) -> Self {
        self.next_line = true;
        self
    }

    /// Says that what it finds behind a keyword ends with the word that goes on there.
    const fn in_word(mut self) -> Self {
        self.in_word = true;
        self
    }

    const fn checked(mut self, check: Check) -> Self {
        self.check = Some(check);
        self
    }

    /// A text in which it masks something, and one in which it masks nothing.
    const fn samples(mut self, masked: &'static str, left: &'static str) -> Self {
        self.samples = (masked, left);
        self
    }

    fn compile(self, sets: &mut Sets) -> Option<Compiled> {
        let seek = match self.how {
            How::Tail(expression) => Seek::Tail(Tail::new(expression, self.ignore_case, sets)?),
            How::Hand(seek) => Seek::Hand(seek),
            How::Lines(seek) => Seek::Lines(seek),
        };
        Some(Compiled {
            name: Cow::Borrowed(self.name),
            keywords: self.keywords.iter().map(|keyword| keyword.as_bytes().to_vec()).collect(),
            ignore_case: self.ignore_case,
            at_word_start: self.at_word_start,
            generic: self.generic,
            window: self.window,
            next_line: self.next_line,
            in_word: self.in_word,
            seek: Arc::new(seek),
            check: self.check,
        })
    }
}

/// A token whose prefix is telling wherever it stands.
const fn token(name: &'static str, keywords: &'static [&'static str], tail: &'static str) -> Entry {
    Entry::new(name, keywords, How::Tail(tail))
}

/// A token whose prefix must start a word.
const fn word(name: &'static str, keywords: &'static [&'static str], tail: &'static str) -> Entry {
    token(name, keywords, tail).at_word_start()
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    [gitlab::ALL, cloud::ALL, code::ALL, service::ALL, web::ALL, key::ALL, assignment::ALL]
        .into_iter()
        .flatten()
        .copied()
        .flatten()
}

/// All of them, ready to be used. They are constants, and a test uses every one.
pub(crate) fn rules(sets: &mut Sets) -> Vec<Compiled> {
    entries().filter_map(|entry| entry.compile(sets)).collect()
}

/// What follows the prefix, when the secret starts with it: as much as is enough to judge it.
fn body<'t>(found: &Found<'t>, secret: Range<usize>) -> &'t [u8] {
    let body = found.get(secret.start.max(found.keyword.end)..secret.end);
    body.get(..body.len().min(shape::SAMPLE)).unwrap_or_default()
}

/// Refuses `glpat-xxxxxxxxxxxxxxxxxxxx` and other stand-ins behind a prefix that is telling by itself.
fn varied(found: &Found<'_>, secret: Range<usize>) -> bool {
    let body = body(found, secret);
    shape::is_varied(body)
        && !shape::contains(body, b"XXXXX")
        && !shape::contains(body, b"xxxxx")
        && !shape::contains(body, b"EXAMPLE")
        && !shape::is_sequence(body)
}

/// As [`varied`], and not a word either: for prefixes that are short or occur in names.
fn random(found: &Found<'_>, secret: Range<usize>) -> bool {
    let text = body(found, secret.clone());
    text.iter().any(u8::is_ascii_digit) && shape::entropy(text) >= 3.0 && varied(found, secret)
}

/// As [`random`], and no part of a file name such as `box.ico-…`.
fn own_word(found: &Found<'_>, secret: Range<usize>) -> bool {
    !found.before().ends_with(b".") && random(found, secret)
}

/// Keys of this kind end in the same two letters.
fn anthropic(found: &Found<'_>, secret: Range<usize>) -> bool {
    found.get(secret.clone()).ends_with(b"AA") && random(found, secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Redactor;

    #[test]
    fn every_entry_compiles() {
        let mut sets = Sets::default();
        for entry in entries() {
            assert!(entry.compile(&mut sets).is_some(), "{}", entry.name);
        }
    }

    #[test]
    fn case_122_every_entry_masks_its_sample_and_leaves_the_other() {
        let redactor = Redactor::default();
        let mut wrong = Vec::new();
        for entry in entries() {
            let (masked, left) = entry.samples;
            let found = redactor.redact(masked);
            if !found.spans.iter().any(|span| span.rule == entry.name) {
                wrong.push(format!("{}: {masked:?} became {:?}", entry.name, found.text));
            }
            let found = redactor.redact(left);
            if left.is_empty() || found.spans.iter().any(|span| span.rule == entry.name) {
                wrong.push(format!("{}: {left:?} became {:?}", entry.name, found.text));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
