use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::open_enum::open_enum;

/// Something that happened at a known time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TimelineEvent {
    /// When; in JSON as RFC 3339.
    #[serde(serialize_with = "write_instant", deserialize_with = "read_instant")]
    pub at: Timestamp,
    /// What happened.
    pub text: String,
    /// The page that shows it. It becomes a link only when it leads to an allowed origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl TimelineEvent {
    /// An event.
    #[must_use]
    pub fn new(at: Timestamp, text: impl Into<String>) -> Self {
        Self { at, text: text.into(), link: None }
    }

    /// Says where it can be read.
    #[must_use]
    pub fn with_link(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into());
        self
    }
}

fn write_instant<S: Serializer>(instant: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(instant)
}

fn read_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map_err(|_| serde::de::Error::custom("the time of a timeline event is not an RFC 3339 instant"))
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

/// Something to do now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NextStep {
    /// What it is for.
    pub kind: NextStepKind,
    /// What to do.
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
#[non_exhaustive]
pub struct FindingGap {
    /// What is missing.
    pub what: String,
    /// Why it could not be read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub advice: String,
}

impl FindingGap {
    /// A gap with its reason and what to do about it.
    #[must_use]
    pub fn new(what: impl Into<String>, why: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), advice: advice.into() }
    }
}

/// A page to read on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FindingLink {
    /// What the page is about.
    pub title: String,
    /// Its address. It becomes a link only when it leads to an allowed origin.
    pub url: String,
}

impl FindingLink {
    /// A page with its title.
    #[must_use]
    pub fn new(title: impl Into<String>, url: impl Into<String>) -> Self {
        Self { title: title.into(), url: url.into() }
    }
}
