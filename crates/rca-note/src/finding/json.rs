//! Findings as JSON text.

use serde::de::Error as _;
use sha2::{Digest as _, Sha256};

use super::Finding;

/// Why a text is no finding.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindingError {
    /// The text is longer than [`Finding::LONGEST_JSON`].
    #[error(
        "the finding has {bytes} bytes of JSON and may have {}: shorten its excerpts",
        Finding::LONGEST_JSON
    )]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// The text is not JSON, or not that of a finding.
    #[error("the text is not a finding in JSON: compare it with docs/finding.schema.json")]
    Malformed(#[source] serde_json::Error),
    /// It is a JSON object, but it says nothing that a finding says.
    #[error("the JSON object has neither a title nor a summary nor a root cause: is it a finding at all?")]
    Empty,
}

impl Finding {
    /// The most bytes that [`from_json`](Self::from_json) reads: 16 MiB.
    pub const LONGEST_JSON: usize = 16 * 1024 * 1024;

    /// Reads a finding as anybody may have written it, a language model among others.
    ///
    /// White space, a byte order mark and a Markdown fence around the object are no part of it. A field may be absent or `null`; a
    /// text may come as a number, a list as its only entry, an entry as its text; unknown fields are ignored, and unknown words
    /// are kept.
    ///
    /// ```
    /// use rca_note::{Finding, Severity};
    ///
    /// let answer = "```json\n{\"title\": \"Checkout fails\", \"severity\": \"HIGH\", \"next_steps\": \"revert !42\"}\n```";
    /// let finding = Finding::from_json(answer)?;
    /// assert_eq!(finding.severity, Severity::High);
    /// assert_eq!(finding.next_steps[0].text, "revert !42");
    /// # Ok::<(), rca_note::FindingError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`FindingError`] when the text is too long, is not JSON of this shape, or says nothing that a finding says.
    pub fn from_json(text: &str) -> Result<Self, FindingError> {
        if text.len() > Self::LONGEST_JSON {
            return Err(FindingError::TooLong { bytes: text.len() });
        }
        let text = unfenced(text);
        if !text.starts_with('{') {
            return Err(FindingError::Malformed(serde_json::Error::custom("it does not begin with `{`")));
        }
        let finding: Self = serde_json::from_str(text).map_err(FindingError::Malformed)?;
        let says_why = finding.root_cause.as_ref().is_some_and(|cause| !cause.description.trim().is_empty());
        if finding.title.trim().is_empty() && finding.summary.trim().is_empty() && !says_why {
            return Err(FindingError::Empty);
        }
        Ok(finding)
    }

    /// The finding as JSON, which [`from_json`](Self::from_json) reads back.
    ///
    /// Nothing is masked in it: it is the finding itself and not a page about it.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// A name for what the finding says: its [`id`](Self::id) if it has one, otherwise a digest of all of it but
    /// [`made_at`](Self::made_at).
    ///
    /// Two runs that find the same have the same key.
    #[must_use]
    pub fn key(&self) -> String {
        if let Some(id) = self.id.as_deref().filter(|id| !id.trim().is_empty()) {
            return id.to_owned();
        }
        let mut timeless = std::borrow::Cow::Borrowed(self);
        if self.made_at.is_some() {
            timeless.to_mut().made_at = None;
        }
        let mut digest = Digest(Sha256::new());
        let _written = serde_json::to_writer(&mut digest, timeless.as_ref());
        let mut key = String::from("sha256:");
        for byte in digest.0.finalize().iter().take(16) {
            key.push_str(&format!("{byte:02x}"));
        }
        key
    }
}

/// Takes the bytes that are written to it into a digest.
struct Digest(Sha256);

impl std::io::Write for Digest {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Without what stands around an object when a model or an editor wrote it.
fn unfenced(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim();
    let Some(inner) = text.strip_prefix("```").and_then(|text| text.strip_suffix("```")) else { return text };
    let info = inner.find('{').and_then(|start| inner.get(..start)).unwrap_or_default();
    let is_info = info.trim().bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_info { inner.get(info.len()..).unwrap_or(inner).trim() } else { text }
}
