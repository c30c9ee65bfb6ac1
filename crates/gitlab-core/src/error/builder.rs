//! How an error is put together.

use super::{ApiError, Delivery, Inner, Verdict};
use crate::{ProjectRef, Timestamp};
use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

/// Builds an [`ApiError`].
#[derive(Debug)]
#[must_use]
pub struct ApiErrorBuilder {
    pub(super) inner: Box<Inner>,
}

impl ApiErrorBuilder {
    /// On which project it was tried.
    pub fn project(mut self, project: ProjectRef) -> Self {
        self.inner.project = Some(project);
        self
    }

    /// The status of the answer.
    pub fn status(mut self, status: http::StatusCode) -> Self {
        self.inner.status = Some(status);
        self
    }

    /// GitLab's own word for what is wrong, such as `insufficient_scope`. What is no single word of lower-case
    /// letters, digits and underscores is not kept.
    pub fn code(mut self, code: impl AsRef<str>) -> Self {
        let code = code.as_ref();
        let is_word = !code.is_empty() && code.len() <= 64;
        let is_word = is_word
            && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        self.inner.code = is_word.then(|| code.to_owned());
        self
    }

    /// What the server said. Control characters and line breaks become spaces, and 200 characters are kept.
    pub fn message(mut self, message: impl AsRef<str>) -> Self {
        self.inner.message = clean(message.as_ref());
        self
    }

    /// Better advice than that of the kind.
    pub fn advice(mut self, advice: impl Into<Cow<'static, str>>) -> Self {
        self.inner.advice = Some(advice.into());
        self
    }

    /// GitLab's id of the request.
    pub fn request_id(mut self, request_id: impl AsRef<str>) -> Self {
        self.inner.request_id = clean(request_id.as_ref());
        self
    }

    /// Whether trying again can help, where that differs from what the kind suggests.
    pub fn verdict(mut self, verdict: Verdict) -> Self {
        self.inner.verdict = verdict;
        self
    }

    /// How far the request came, where that differs from what the kind suggests.
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.inner.delivery = delivery;
        self
    }

    /// How long to wait before the next try, and until when that is.
    pub fn retry_after(mut self, wait: Duration, until: Timestamp) -> Self {
        self.inner.retry_after = Some(wait);
        self.inner.retry_at = Some(until);
        self
    }

    /// The cause, which must not print a credential or a body.
    pub fn source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// The error.
    #[must_use]
    pub fn build(self) -> ApiError {
        ApiError { inner: self.inner }
    }
}

pub(super) fn clean(text: &str) -> Option<String> {
    const MOST: usize = 200;
    let mut cleaned = String::new();
    for (count, word) in
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).enumerate()
    {
        if count > 0 {
            cleaned.push(' ');
        }
        cleaned.push_str(word);
        if cleaned.len() > 4 * MOST {
            break;
        }
    }
    if cleaned.char_indices().nth(MOST).is_some()
        && let Some((end, _)) = cleaned.char_indices().nth(MOST - 1)
    {
        cleaned.truncate(end);
        cleaned.push('…');
    }
    (!cleaned.is_empty()).then_some(cleaned)
}
