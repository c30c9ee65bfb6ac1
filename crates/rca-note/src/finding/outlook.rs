use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::lenient;
use super::open_enum::open_enum;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["text"])))]
#[non_exhaustive]
pub struct TimelineEvent {
    /// When; in JSON as RFC 3339. Absent when it is not known: such an event keeps its place among the others.
    #[serde(default, serialize_with = "lenient::write_instant", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<String>", extend("format" = "date-time")))]
    pub at: Option<Timestamp>,
    /// What happened. A time that could not be read stands in front of it.
    #[serde(default)]
    pub text: String,
    /// The page that shows it. It becomes a link only when it leads to an allowed origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl TimelineEvent {
    /// An event at a known time.
    #[must_use]
    pub fn new(at: Timestamp, text: impl Into<String>) -> Self {
        Self { at: Some(at), text: text.into(), link: None }
    }

    /// An event of which nobody knows the time.
    #[must_use]
    pub fn undated(text: impl Into<String>) -> Self {
        Self { at: None, text: text.into(), link: None }
    }

    /// Says where it can be read.
    #[must_use]
    pub fn with_link(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into());
        self
    }
}

impl<'de> Deserialize<'de> for TimelineEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            #[serde(default)]
            at: Value,
            #[serde(default, deserialize_with = "lenient::text")]
            text: String,
            #[serde(default, deserialize_with = "lenient::optional_text")]
            link: Option<String>,
        }
        let Fields { at, text, link } = Fields::deserialize(deserializer)?;
        Ok(Self { at: lenient::instant_of(&at), text: lenient::with_unread_time(&at, text), link })
    }
}

impl lenient::Entry for TimelineEvent {
    fn from_text(text: String) -> Self {
        Self::undated(text)
    }
}

open_enum! {
    /// What a next step is for.
    pub enum NextStepKind {
        /// Removes the cause.
        Fix = "fix",
        /// Finds out more.
        Investigate = "investigate",
        /// Ends the harm before the cause is removed.
        Mitigate = "mitigate",
        /// Calls somebody else.
        Escalate = "escalate",
    }
}

impl Default for NextStepKind {
    /// Nobody said.
    fn default() -> Self {
        Self::Other(String::new())
    }
}

/// Something to do now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["kind", "text"])))]
#[non_exhaustive]
pub struct NextStep {
    /// What it is for.
    #[serde(default)]
    pub kind: NextStepKind,
    /// What to do.
    #[serde(default, deserialize_with = "lenient::text")]
    pub text: String,
}

impl NextStep {
    /// A step.
    #[must_use]
    pub fn new(kind: NextStepKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

/// Something that the investigation could not read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["what"])))]
#[non_exhaustive]
pub struct FindingGap {
    /// What is missing.
    #[serde(default, deserialize_with = "lenient::text")]
    pub what: String,
    /// Why it could not be read.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What to do about it.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "String::is_empty")]
    pub advice: String,
}

impl FindingGap {
    /// A gap with its reason and what to do about it.
    #[must_use]
    pub fn new(what: impl Into<String>, why: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), advice: advice.into() }
    }
}

/// A page that was read, or on which to read on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(extend("required" = ["title", "url"])))]
#[non_exhaustive]
pub struct FindingLink {
    /// What the page is about.
    #[serde(default, deserialize_with = "lenient::text")]
    pub title: String,
    /// Its address. It becomes a link only when it leads to an allowed origin.
    #[serde(default, deserialize_with = "lenient::text")]
    pub url: String,
}

impl FindingLink {
    /// A page with its title.
    #[must_use]
    pub fn new(title: impl Into<String>, url: impl Into<String>) -> Self {
        Self { title: title.into(), url: url.into() }
    }
}

impl lenient::Entry for NextStep {
    fn from_text(text: String) -> Self {
        Self::new(NextStepKind::default(), text)
    }
}

impl lenient::Entry for FindingGap {
    fn from_text(text: String) -> Self {
        Self::new(text, "", "")
    }
}

impl lenient::Entry for FindingLink {
    fn from_text(text: String) -> Self {
        Self::new(text.clone(), text)
    }
}
