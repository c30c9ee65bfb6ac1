use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::builtin;
use crate::error::BuildError;
use crate::rule::{Compiled, Rule, Seek};
use crate::scan::{MARK, Scanner};
use crate::span::Redacted;
use crate::tail::Sets;
use crate::value;

/// The built-in rules, compiled once for the process. They are constants, and a test uses every one of them.
static DEFAULT: LazyLock<Option<Arc<Scanner>>> = LazyLock::new(|| {
    let mut sets = Sets::default();
    let rules = builtin::rules(&mut sets);
    Scanner::new(rules, sets, None).ok().map(Arc::new)
});

/// Finds secrets in text and masks them.
///
/// [`Redactor::default`] knows the built-in rules; cloning and making another default one is cheap, because the compiled
/// rules are shared. [`Redactor::builder`] adds the values that a program was configured with and rules of its own.
#[derive(Clone)]
pub struct Redactor {
    pub(crate) scanner: Option<Arc<Scanner>>,
    values: usize,
    own_rules: usize,
}

impl Default for Redactor {
    fn default() -> Self {
        Self { scanner: DEFAULT.clone(), values: 0, own_rules: 0 }
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Redactor")
            .field("values", &self.values)
            .field("own_rules", &self.own_rules)
            .finish_non_exhaustive()
    }
}

impl Redactor {
    /// Starts a redactor with configured values or rules of your own; the built-in rules stay on.
    #[must_use]
    pub fn builder() -> RedactorBuilder {
        RedactorBuilder::default()
    }

    /// Masks the secrets of `text`.
    ///
    /// Everything outside the returned spans is unchanged, and masking the result again changes none of the masks. The work
    /// is linear in the length of the text.
    ///
    /// ```
    /// let redactor = secret_redaction::Redactor::default();
    /// let redacted = redactor.redact("git clone https://ci:hunter2hunter2@gitlab.example.com/a/b.git");
    /// assert_eq!(redacted.text, "git clone https://ci:[REDACTED:url-password]@gitlab.example.com/a/b.git");
    /// assert_eq!((redacted.spans[0].start, redacted.spans[0].end), (21, 35));
    /// ```
    #[must_use]
    pub fn redact<'t>(&self, text: &'t str) -> Redacted<'t> {
        let Some(scanner) = &self.scanner else {
            return Redacted { text: Cow::Borrowed(text), spans: Vec::new() };
        };
        let hits = scanner.all(text.as_bytes());
        if hits.is_empty() {
            return Redacted { text: Cow::Borrowed(text), spans: Vec::new() };
        }
        let spans: Vec<_> = hits.iter().map(|hit| scanner.span(hit)).collect();
        let mut masked = String::with_capacity(text.len());
        let mut done = 0;
        for span in &spans {
            masked.push_str(text.get(done..span.start).unwrap_or_default());
            masked.push_str(MARK);
            masked.push_str(&span.rule);
            masked.push(']');
            done = span.end;
        }
        masked.push_str(text.get(done..).unwrap_or_default());
        Redacted { text: Cow::Owned(masked), spans }
    }
}

impl Redactor {
    /// Names and keywords of all rules, own ones first; a name may come several times. Configured values are not told.
    ///
    /// ```
    /// let redactor = secret_redaction::Redactor::default();
    /// assert!(redactor.rules().any(|(name, keywords)| name == "npm-token" && keywords == ["npm_"]));
    /// ```
    pub fn rules(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        let rules = self.scanner.iter().flat_map(|scanner| scanner.rules());
        rules.filter(|rule| !matches!(*rule.seek, Seek::Value)).map(|rule| {
            let keywords = rule.keywords.iter().filter_map(|keyword| std::str::from_utf8(keyword).ok());
            (&*rule.name, keywords.collect())
        })
    }
}

/// Collects configured values and rules for a [`Redactor`].
#[derive(Clone, Default)]
pub struct RedactorBuilder {
    values: Vec<String>,
    rules: Vec<Rule>,
}

impl fmt::Debug for RedactorBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RedactorBuilder")
            .field("values", &self.values.len())
            .field("rules", &self.rules)
            .finish()
    }
}

impl RedactorBuilder {
    /// The greatest number of configured values.
    pub const MAXIMUM_VALUES: usize = 4096;

    /// The greatest length of a configured value in bytes.
    pub const MAXIMUM_VALUE: usize = 16 * 1024;

    /// The greatest length of all configured values together in bytes. Searching for them takes some fifty times as much memory.
    pub const MAXIMUM_TOTAL: usize = 1024 * 1024;

    /// The greatest number of rules besides the built-in ones.
    pub const MAXIMUM_RULES: usize = 1024;

    /// A value that must never be shown, such as the token that the program itself uses.
    ///
    /// It is found wherever it stands, also percent-encoded and inside of Base64, whatever it looks like: an administrator
    /// may have given tokens a prefix of their own, and OAuth tokens have none. There may be up to
    /// [`MAXIMUM_VALUES`](Self::MAXIMUM_VALUES) of 4 bytes up to [`MAXIMUM_VALUE`](Self::MAXIMUM_VALUE), and of
    /// [`MAXIMUM_TOTAL`](Self::MAXIMUM_TOTAL) together.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Several values at once, each as with [`value`](Self::value).
    #[must_use]
    pub fn values<V>(mut self, values: V) -> Self
    where
        V: IntoIterator,
        V::Item: Into<String>,
    {
        self.values.extend(values.into_iter().map(Into::into));
        self
    }

    /// One more kind of secret, of up to [`MAXIMUM_RULES`](Self::MAXIMUM_RULES).
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Compiles the rules and values; the built-in rules are compiled once for the process, and all redactors share them.
    ///
    /// # Errors
    ///
    /// [`BuildError`] names the rule that cannot be used, the position of a value that is too short or too long, or the limit
    /// on values and rules that was passed.
    ///
    /// ```
    /// use secret_redaction::{BuildError, Redactor, RedactorBuilder};
    ///
    /// let error = Redactor::builder().value("a".repeat(RedactorBuilder::MAXIMUM_VALUE + 1)).build().unwrap_err();
    /// assert!(matches!(error, BuildError::ValueTooLong { position: 1, limit: RedactorBuilder::MAXIMUM_VALUE, .. }));
    /// ```
    pub fn build(self) -> Result<Redactor, BuildError> {
        if self.values.is_empty() && self.rules.is_empty() {
            return Ok(Redactor::default());
        }
        let own_rules = self.rules.len();
        if own_rules > Self::MAXIMUM_RULES {
            return Err(BuildError::TooManyRules { given: own_rules, limit: Self::MAXIMUM_RULES });
        }
        let values = self.values.len();
        if values > Self::MAXIMUM_VALUES {
            return Err(BuildError::TooManyValues { given: values, limit: Self::MAXIMUM_VALUES });
        }
        let mut sets = Sets::default();
        let mut rules =
            self.rules.into_iter().map(|rule| rule.compile(&mut sets)).collect::<Result<Vec<_>, _>>()?;
        for (index, value) in self.values.iter().enumerate() {
            if value.len() < value::MINIMUM {
                return Err(BuildError::ValueTooShort { position: index + 1, minimum: value::MINIMUM });
            }
            if value.len() > Self::MAXIMUM_VALUE {
                let (given, limit) = (value.len(), Self::MAXIMUM_VALUE);
                return Err(BuildError::ValueTooLong { position: index + 1, given, limit });
            }
        }
        let total = self.values.iter().map(String::len).sum();
        if total > Self::MAXIMUM_TOTAL {
            return Err(BuildError::ValuesTooLong { given: total, limit: Self::MAXIMUM_TOTAL });
        }
        let forms = self.values.iter().flat_map(|value| value::forms(value)).map(String::into_bytes);
        let forms: Vec<_> = forms.collect();
        if !forms.is_empty() {
            rules.push(Compiled {
                name: Cow::Borrowed(CONFIGURED),
                keywords: forms,
                ignore_case: false,
                at_word_start: false,
                generic: false,
                window: 0,
                next_line: false,
                in_word: false,
                seek: Arc::new(Seek::Value),
                check: None,
            });
        }
        let scanner = Scanner::new(rules, sets, DEFAULT.clone())?;
        Ok(Redactor { scanner: Some(Arc::new(scanner)), values, own_rules })
    }
}

/// Rule name of configured values.
const CONFIGURED: &str = "configured-value";
