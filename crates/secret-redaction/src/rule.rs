use std::borrow::Cow;

use regex::bytes::{Regex, RegexBuilder};

use crate::error::BuildError;

/// A kind of secret: a literal prefix and what follows it.
///
/// The prefixes are searched for all at once; the tail, a regular expression, is then tried right behind a prefix that was
/// found and nowhere else. If the tail has capturing groups, the first one that takes part is the secret; without groups
/// prefix and tail together are.
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
    pub(crate) name: Cow<'static, str>,
    pub(crate) prefixes: Vec<Cow<'static, str>>,
    pub(crate) tail: Cow<'static, str>,
    pub(crate) left: Left,
    pub(crate) ignore_case: bool,
    pub(crate) window: usize,
    pub(crate) generic: bool,
    pub(crate) check: Option<fn(&Candidate<'_>) -> bool>,
}

/// What may stand before a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// Anything: the prefix itself is telling.
    Any,
    /// No letter, digit or underscore.
    WordStart,
}

/// A match that a rule's check may still refuse.
#[derive(Debug)]
pub(crate) struct Candidate<'t> {
    /// The prefix as it stands in the text.
    pub(crate) prefix: &'t str,
    /// What lies between prefix and secret; empty when the secret starts with the prefix.
    pub(crate) between: &'t str,
    /// The would-be secret.
    pub(crate) secret: &'t str,
    /// The text before the prefix, at most a few dozen bytes of the same line.
    pub(crate) before: &'t str,
}

/// How far behind its prefix a secret may reach before it is followed to its end by hand.
const WINDOW: usize = 4096;

impl Rule {
    /// A rule of the given name (`a-z`, `0-9`, `-`) for text that starts with one of `prefixes` and goes on as `tail` says.
    ///
    /// `tail` is a regular expression of the `regex` crate over ASCII; it is anchored behind the prefix. Mistakes in it are
    /// reported by [`RedactorBuilder::build`](crate::RedactorBuilder::build).
    #[must_use]
    pub fn new<P>(name: impl Into<String>, prefixes: P, tail: impl Into<String>) -> Self
    where
        P: IntoIterator,
        P::Item: Into<String>,
    {
        Self {
            name: Cow::Owned(name.into()),
            prefixes: prefixes.into_iter().map(|prefix| Cow::Owned(prefix.into())).collect(),
            tail: Cow::Owned(tail.into()),
            left: Left::Any,
            ignore_case: false,
            window: WINDOW,
            generic: false,
            check: None,
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
        self.left = Left::WordStart;
        self
    }

    /// A rule of ours, made from constants.
    pub(crate) fn built_in(name: &'static str, prefixes: &[&'static str], tail: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            prefixes: prefixes.iter().map(|prefix| Cow::Borrowed(*prefix)).collect(),
            tail: Cow::Borrowed(tail),
            left: Left::Any,
            ignore_case: false,
            window: WINDOW,
            generic: false,
            check: None,
        }
    }

    pub(crate) fn checked(mut self, check: fn(&Candidate<'_>) -> bool) -> Self {
        self.check = Some(check);
        self
    }

    pub(crate) fn window(mut self, bytes: usize) -> Self {
        self.window = bytes;
        self
    }

    /// Marks a rule whose name gives way to a more specific one that found the same place.
    pub(crate) fn generic(mut self) -> Self {
        self.generic = true;
        self
    }

    pub(crate) fn compile(&self) -> Result<Regex, BuildError> {
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
        RegexBuilder::new(&format!(r"\A(?:{})", self.tail))
            .unicode(false)
            .case_insensitive(self.ignore_case)
            .build()
            .map_err(|error| BuildError::InvalidTail { rule: name.to_string(), message: error.to_string() })
    }
}
