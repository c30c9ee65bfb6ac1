use serde::{Deserialize, Serialize};

use super::lenient;
use super::open_enum::open_enum;

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
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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

    /// Adds the very lines.
    #[must_use]
    pub fn with_excerpt(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(excerpt);
        self
    }
}

/// Lines of a log or a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
