use serde::{Deserialize, Serialize};

use super::lenient;

/// A change that may have caused the incident.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["title"])))]
#[non_exhaustive]
pub struct Suspect {
    /// Title of the commit or merge request.
    #[serde(default, deserialize_with = "lenient::text")]
    pub title: String,
    /// Full or short SHA of the commit.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The merge request as people write it: `group/project!42` or `!42`.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub merge_request: Option<String>,
    /// Who wrote the change.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The page that shows it. It becomes a link only when it leads to an allowed origin.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// How likely it is, on the analyst's own scale; usually from 0 to 1.
    #[serde(default, deserialize_with = "lenient::optional_number", skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// What speaks for it and against it.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<SuspectReason>,
}

impl Suspect {
    /// A change with its title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Names the commit.
    #[must_use]
    pub fn with_commit(mut self, sha: impl Into<String>) -> Self {
        self.commit = Some(sha.into());
        self
    }

    /// Names the merge request, as `group/project!42` or `!42`.
    #[must_use]
    pub fn with_merge_request(mut self, reference: impl Into<String>) -> Self {
        self.merge_request = Some(reference.into());
        self
    }

    /// Names the author.
    #[must_use]
    pub fn with_author(mut self, author: impl Into<String>) -> Self {
        self.author = Some(author.into());
        self
    }

    /// Says where it can be read.
    #[must_use]
    pub fn with_link(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into());
        self
    }

    /// The beginning of a whole SHA, as long as GitLab shows it; anything else as it is.
    pub(crate) fn short_commit(&self) -> Option<&str> {
        let commit = self.commit.as_deref()?;
        let is_whole = matches!(commit.len(), 40 | 64) && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(if is_whole { commit.get(..8).unwrap_or(commit) } else { commit })
    }

    /// Sets the score.
    #[must_use]
    pub fn with_score(mut self, score: f64) -> Self {
        self.score = Some(score);
        self
    }

    /// Adds a reason.
    #[must_use]
    pub fn with_reason(mut self, reason: SuspectReason) -> Self {
        self.reasons.push(reason);
        self
    }
}

/// One thing that speaks for a suspect, or against it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["kind"])))]
#[non_exhaustive]
pub struct SuspectReason {
    /// What kind of reason it is, such as `path overlap` or `deployed just before`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub kind: String,
    /// What it adds to the score; negative when it speaks against the suspect.
    #[serde(default, deserialize_with = "lenient::number")]
    pub weight: f64,
    /// The observation itself.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl SuspectReason {
    /// A reason with its weight and the observation behind it.
    #[must_use]
    pub fn new(kind: impl Into<String>, weight: f64, detail: impl Into<String>) -> Self {
        Self { kind: kind.into(), weight, detail: detail.into() }
    }
}

impl lenient::Entry for Suspect {
    fn from_text(text: String) -> Self {
        Self::new(text)
    }
}

impl lenient::Entry for SuspectReason {
    fn from_text(text: String) -> Self {
        Self::new(text, 0.0, "")
    }
}
