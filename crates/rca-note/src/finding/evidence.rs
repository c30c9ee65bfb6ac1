use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::lenient;
use super::open_enum::open_enum;

/// A longer address is no page of GitLab's.
const LONGEST: usize = 2_000;

open_enum! {
    /// Where a piece of evidence comes from.
    pub enum EvidenceKind {
        /// A job log.
        Log = "log",
        /// A test report.
        Test = "test",
        /// A job's result.
        Job = "job",
        /// A pipeline's result.
        Pipeline = "pipeline",
        /// A commit.
        Commit = "commit",
        /// A merge request.
        MergeRequest = "merge_request",
        /// A deployment.
        Deployment = "deployment",
        /// A release.
        Release = "release",
        /// A file at a revision.
        File = "file",
        /// The alert itself.
        Alert = "alert",
    }
}

impl Default for EvidenceKind {
    /// Nobody said.
    fn default() -> Self {
        Self::Other(String::new())
    }
}

/// Something that was observed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["kind", "text"])))]
#[non_exhaustive]
pub struct EvidenceItem {
    /// Where it comes from.
    #[serde(default)]
    pub kind: EvidenceKind,
    /// What it says.
    #[serde(default, deserialize_with = "lenient::text")]
    pub text: String,
    /// The page that shows it. It becomes a link only when it leads to an allowed origin.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The very lines.
    #[serde(default, deserialize_with = "lenient::optional", skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Excerpt>,
}

impl EvidenceItem {
    /// An observation.
    #[must_use]
    pub fn new(kind: EvidenceKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), link: None, excerpt: None }
    }

    /// Says where it can be read.
    #[must_use]
    pub fn with_link(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into());
        self
    }

    /// The link to the very lines: where it leads to a job or a file of GitLab's and the excerpt says which lines it shows, their
    /// numbers are added as GitLab writes them.
    ///
    /// ```
    /// use rca_note::{EvidenceItem, EvidenceKind, Excerpt};
    ///
    /// let lines = Excerpt::new("fn main() {\n    panic!()\n}\n").starting_at(7);
    /// let item = EvidenceItem::new(EvidenceKind::File, "src/main.rs")
    ///     .with_link("https://gitlab.example.com/shop/checkout/-/blob/5fa2c71d/src/main.rs")
    ///     .with_excerpt(lines);
    /// let link = item.permalink().unwrap();
    /// assert_eq!(link, "https://gitlab.example.com/shop/checkout/-/blob/5fa2c71d/src/main.rs#L7-9");
    /// ```
    #[must_use]
    pub fn permalink(&self) -> Option<Cow<'_, str>> {
        let link = self.link.as_deref()?;
        let lines =
            self.excerpt.as_ref().and_then(|excerpt| Some((excerpt.first_line?, excerpt.text.as_str())));
        let is_whole = link.len() < LONGEST && !link.contains('#');
        let Some((first, text)) = lines.filter(|_| is_whole) else { return Some(Cow::Borrowed(link)) };
        let page = link.split('?').next().unwrap_or(link);
        let anchor = if page.contains("/-/blob/") {
            let more = text.lines().count().saturating_sub(1);
            let last = first.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
            if last > first { format!("#L{first}-{last}") } else { format!("#L{first}") }
        } else if page
            .rsplit_once("/-/jobs/")
            .is_some_and(|(_, job)| job.bytes().all(|byte| byte.is_ascii_digit()))
        {
            format!("#L{first}")
        } else {
            return Some(Cow::Borrowed(link));
        };
        Some(Cow::Owned(format!("{link}{anchor}")))
    }

    /// Where it comes from as people write it, such as `merge request`; `None` when nobody said.
    pub(crate) fn kind_in_words(&self) -> Option<String> {
        let kind = self.kind.as_str();
        let is_word = kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && kind.bytes().any(|byte| byte != b'_');
        let words = if is_word { kind.replace('_', " ") } else { kind.to_owned() };
        (!kind.trim().is_empty()).then_some(words)
    }

    /// Adds the very lines.
    #[must_use]
    pub fn with_excerpt(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(excerpt);
        self
    }
}

/// Lines of a log or a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["text"])))]
#[non_exhaustive]
pub struct Excerpt {
    /// The lines as they are, with their line breaks.
    #[serde(default, deserialize_with = "lenient::text")]
    pub text: String,
    /// Number of the first line in the whole, counted from 1.
    #[serde(default, deserialize_with = "lenient::optional_line", skip_serializing_if = "Option::is_none")]
    pub first_line: Option<u64>,
}

impl Excerpt {
    /// Lines whose place is not known.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), first_line: None }
    }

    /// Says which line, counted from 1, the first one is.
    #[must_use]
    pub fn starting_at(mut self, first_line: u64) -> Self {
        self.first_line = Some(first_line);
        self
    }
}

impl lenient::Entry for EvidenceItem {
    fn from_text(text: String) -> Self {
        Self::new(EvidenceKind::default(), text)
    }
}

impl lenient::Entry for Excerpt {
    fn from_text(text: String) -> Self {
        Self::new(text)
    }
}
