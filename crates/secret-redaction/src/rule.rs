use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use regex::bytes::{Regex, RegexBuilder};

use crate::error::BuildError;
use crate::tail::{Sets, Tail};

/// A kind of secret: a literal prefix and what follows it.
///
/// The prefixes are searched for all at once; the tail, a regular expression, is then tried right behind a prefix that was
/// found and nowhere else. If the tail has capturing groups, the first one that takes part is the secret; without groups
/// prefix and tail together are.
///
/// A tail that is a sequence of characters and repeated classes, such as `[0-9A-Z]{16}-[0-9a-z]{20,}\b`, is matched without a
/// regular expression engine, and its time is linear whatever the text. Other expressions look at no more than 4 KiB behind
/// each prefix.
///
/// ```
/// use secret_redaction::{Redactor, Rule};
///
/// let redactor = Redactor::builder()
///     .rule(Rule::new("acme-key", ["acme_live_", "acme_test_"], "[0-9a-z]{24}"))
///     .build()?;
/// let redacted = redactor.redact("using acme_test_0123456789abcdefghijklmn now");
/// assert_eq!(redacted.text, "using [REDACTED:acme-key] now");
/// # Ok::<(), secret_redaction::BuildError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Rule {
    name: Cow<'static, str>,
    prefixes: Vec<String>,
    tail: String,
    at_word_start: bool,
    ignore_case: bool,
}

impl Rule {
    /// The greatest number of prefixes of a rule.
    pub const MAXIMUM_PREFIXES: usize = 256;

    /// The greatest length of a prefix in bytes.
    pub const MAXIMUM_PREFIX: usize = 256;

    /// The greatest length of a tail in bytes.
    pub const MAXIMUM_TAIL: usize = 4096;

    /// A rule of the given name (`a-z`, `0-9`, `-`) for text that starts with one of `prefixes` and goes on as `tail` says.
    ///
    /// `tail` is a regular expression of the `regex` crate over ASCII; it is anchored behind the prefix. Mistakes in it, and
    /// what goes beyond the limits of this type, are reported by [`RedactorBuilder::build`](crate::RedactorBuilder::build).
    #[must_use]
    pub fn new<P>(name: impl Into<String>, prefixes: P, tail: impl Into<String>) -> Self
    where
        P: IntoIterator,
        P::Item: Into<String>,
    {
        Self {
            name: Cow::Owned(name.into()),
            prefixes: prefixes.into_iter().map(Into::into).collect(),
            tail: tail.into(),
            at_word_start: false,
            ignore_case: false,
        }
    }

    /// Accepts the prefixes and the tail in any mixture of upper and lower case.
    #[must_use]
    pub fn ignore_case(mut self) -> Self {
        self.ignore_case = true;
        self
    }

    /// Demands that no letter, digit or underscore stands before the prefix.
    #[must_use]
    pub fn at_word_start(mut self) -> Self {
        self.at_word_start = true;
        self
    }

    /// The tail for the regular expression engine.
    fn regex(&self) -> Result<Regex, BuildError> {
        RegexBuilder::new(&format!(r"\A(?:{})", self.tail))
            .unicode(false)
            .case_insensitive(self.ignore_case)
            .size_limit(COMPILED)
            .build()
            .map_err(|error| self.invalid_tail(error.to_string()))
    }

    fn invalid_tail(&self, message: String) -> BuildError {
        BuildError::InvalidTail { rule: self.name.to_string(), message }
    }

    pub(crate) fn compile(self, sets: &mut Sets) -> Result<Compiled, BuildError> {
        let name = &self.name;
        let usable = !name.is_empty()
            && name.len() <= 64
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !usable {
            return Err(BuildError::InvalidName { name: name.to_string() });
        }
        if self.prefixes.is_empty()
            || self.prefixes.iter().any(|prefix| prefix.len() < 2 || !prefix.is_ascii())
        {
            return Err(BuildError::InvalidPrefix { rule: name.to_string() });
        }
        let given = self.prefixes.len();
        if given > Self::MAXIMUM_PREFIXES {
            let (rule, limit) = (name.to_string(), Self::MAXIMUM_PREFIXES);
            return Err(BuildError::TooManyPrefixes { rule, given, limit });
        }
        let given = self.prefixes.iter().map(String::len).max().unwrap_or_default();
        if given > Self::MAXIMUM_PREFIX {
            let (rule, limit) = (name.to_string(), Self::MAXIMUM_PREFIX);
            return Err(BuildError::PrefixTooLong { rule, given, limit });
        }
        if self.tail.len() > Self::MAXIMUM_TAIL {
            let (given, limit) = (self.tail.len(), Self::MAXIMUM_TAIL);
            return Err(self.invalid_tail(format!("it has {given} bytes, more than {limit}")));
        }
        let seek = match Tail::new(&self.tail, self.ignore_case, sets) {
            Some(tail) => Seek::Tail(tail),
            None => Seek::Regex(self.regex()?),
        };
        Ok(Compiled {
            name: self.name,
            keywords: self.prefixes.into_iter().map(String::into_bytes).collect(),
            ignore_case: self.ignore_case,
            at_word_start: self.at_word_start,
            generic: false,
            window: WINDOW,
            next_line: false,
            in_word: false,
            seek: Arc::new(seek),
            check: None,
        })
    }
}

/// How much memory a compiled expression may take.
const COMPILED: usize = 1024 * 1024;

/// How far behind its prefix a secret may reach before it is followed to its end by hand.
pub(crate) const WINDOW: usize = 4096;

/// A rule that is ready to be used.
#[derive(Clone)]
pub(crate) struct Compiled {
    pub(crate) name: Cow<'static, str>,
    pub(crate) keywords: Vec<Vec<u8>>,
    pub(crate) ignore_case: bool,
    pub(crate) at_word_start: bool,
    /// Whether the name gives way to a more specific one that found the same place.
    pub(crate) generic: bool,
    pub(crate) window: usize,
    /// Whether it may look at the next line, but never at the one after it.
    pub(crate) next_line: bool,
    /// Whether what it finds behind a keyword ends with the word that goes on there; see [`Cover`](crate::cover::Cover).
    pub(crate) in_word: bool,
    pub(crate) seek: Arc<Seek>,
    pub(crate) check: Option<Check>,
}

/// How a rule finds the secret once its keyword stands somewhere.
pub(crate) enum Seek {
    /// The keyword is the secret.
    Value,
    /// A run of bytes after another.
    Tail(Tail),
    /// An expression of a user's own that is not as simple.
    Regex(Regex),
    /// What is too irregular for a pattern.
    Hand(fn(&Found<'_>) -> Option<Range<usize>>),
    /// A key over several lines, which may be masked in several parts.
    Lines(fn(&Found<'_>, &mut Vec<Range<usize>>)),
}

/// Refuses what only looks like a secret; it is given the secret and where its keyword stands.
pub(crate) type Check = fn(&Found<'_>, Range<usize>) -> bool;

/// A keyword that was found, and what may be looked at around it.
#[derive(Debug, Clone)]
pub(crate) struct Found<'t> {
    pub(crate) text: &'t [u8],
    /// Nothing before it may be looked at.
    pub(crate) floor: usize,
    /// Where the keyword stands.
    pub(crate) keyword: Range<usize>,
    /// Nothing from it on may be looked at.
    pub(crate) limit: usize,
}

impl<'t> Found<'t> {
    pub(crate) fn get(&self, range: Range<usize>) -> &'t [u8] {
        self.text.get(range).unwrap_or_default()
    }

    /// The keyword as it stands there.
    pub(crate) fn word(&self) -> &'t [u8] {
        self.get(self.keyword.clone())
    }

    /// What stands before the keyword, at most a few hundred bytes.
    pub(crate) fn before(&self) -> &'t [u8] {
        self.get(self.floor..self.keyword.start)
    }

    /// What stands before the keyword on the same line.
    pub(crate) fn line_before(&self) -> &'t [u8] {
        let before = self.before();
        before.rsplit(|byte| *byte == b'\n').next().unwrap_or(before)
    }

    /// What stands behind the keyword.
    pub(crate) fn after(&self) -> &'t [u8] {
        self.get(self.keyword.end..self.limit)
    }
}
