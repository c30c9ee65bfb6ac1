use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::builtin;
use crate::error::BuildError;
use crate::rule::Rule;
use crate::scan::{CompiledRule, MARK, Scanner};
use crate::span::Redacted;
use crate::value;

/// The built-in rules, compiled once for the process. They are constants, and a test uses every one of them.
static BUILT_IN: LazyLock<Vec<CompiledRule>> =
    LazyLock::new(|| builtin::rules().into_iter().filter_map(|rule| CompiledRule::new(rule).ok()).collect());

static DEFAULT: LazyLock<Option<Arc<Scanner>>> =
    LazyLock::new(|| Scanner::new(BUILT_IN.clone(), &[]).ok().map(Arc::new));

/// Finds secrets in text and masks them.
///
/// [`Redactor::default`] knows the built-in rules; cloning and making another default one is cheap, because the compiled
/// rules are shared. [`Redactor::builder`] adds the values that a program was configured with and rules of its own.
#[derive(Clone)]
pub struct Redactor {
    scanner: Option<Arc<Scanner>>,
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
        let spans = self.scanner.as_ref().map(|scanner| scanner.scan(text)).unwrap_or_default();
        if spans.is_empty() {
            return Redacted { text: Cow::Borrowed(text), spans };
        }
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
    /// A value that must never be shown, such as the token that the program itself uses.
    ///
    /// It is found wherever it stands, also percent-encoded and inside of Base64, whatever it looks like: an administrator
    /// may have given tokens a prefix of their own, and OAuth tokens have none.
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

    /// One more kind of secret.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Compiles the rules.
    ///
    /// # Errors
    ///
    /// [`BuildError`] names the rule that cannot be used, or the position of a value that is too short.
    pub fn build(self) -> Result<Redactor, BuildError> {
        let mut forms = Vec::new();
        for (index, value) in self.values.iter().enumerate() {
            if value.len() < value::MINIMUM {
                return Err(BuildError::ValueTooShort { position: index + 1, minimum: value::MINIMUM });
            }
            forms.extend(value::forms(value));
        }
        if forms.is_empty() && self.rules.is_empty() {
            return Ok(Redactor::default());
        }
        let own_rules = self.rules.len();
        let mut rules = self.rules.into_iter().map(CompiledRule::new).collect::<Result<Vec<_>, _>>()?;
        rules.extend(BUILT_IN.iter().cloned());
        let scanner = Scanner::new(rules, &forms)?;
        Ok(Redactor { scanner: Some(Arc::new(scanner)), values: self.values.len(), own_rules })
    }
}
