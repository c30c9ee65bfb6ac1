//! What an alert says.

use crate::fingerprint::hash_of;
use crate::references::{Conflict, FoundReference, NoReference, References};
use crate::{AlertError, AlertMapping, AlertStatus, Fingerprint, ServiceMapping, Severity};
use gitlab_core::{GitLabReference, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;

const MAX_TITLE: usize = 500;
const MAX_DESCRIPTION: usize = 16 * 1024;

/// The title that GitLab gives an alert that has none.
const UNTITLED: &str = "New: Alert";

/// What an alert says, whichever tool sent it, and what in GitLab it points at.
///
/// A payload with several alerts is one `Alert` for the group, which has them as [`members`](Self::members). All
/// texts are foreign: show them as data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Alert {
    /// The name of the [`Source`](crate::Source) that read it: `alertmanager`, `sentry`, `json`.
    pub source: &'static str,
    /// The tool behind it, where the payload names one itself.
    pub tool: Option<String>,
    /// What it is called; one line of at most 500 characters, never empty.
    pub title: String,
    /// What it says beyond that; at most 16 KiB.
    pub description: Option<String>,
    /// Whether it goes on.
    pub status: AlertStatus,
    /// How bad it is.
    pub severity: Severity,
    /// The service that it is about, as the tool calls it.
    pub service: Option<String>,
    /// The environment that it is about, as the tool or GitLab calls it.
    pub environment: Option<String>,
    /// When it began.
    pub starts_at: Option<Timestamp>,
    /// When it ended; `None` while it goes on.
    pub ends_at: Option<Timestamp>,
    /// What makes two deliveries the same alert.
    pub fingerprint: Fingerprint,
    /// Its page in the tool.
    pub link: Option<String>,
    /// What it is filed under: labels, tags.
    pub labels: BTreeMap<String, String>,
    /// What is told about it: annotations, details.
    pub annotations: BTreeMap<String, String>,
    pub(crate) members: Vec<Alert>,
    /// Where in the payload it is, as a JSON path.
    pub(crate) place: String,
    #[serde(flatten)]
    pub(crate) found: References,
    pub(crate) service_mapping: Option<ServiceMapping>,
}

impl Alert {
    /// An alert of a source that says nothing yet; for implementations of [`Source`](crate::Source).
    #[must_use]
    pub fn new(source: &'static str) -> Self {
        Self {
            source,
            tool: None,
            title: String::new(),
            description: None,
            status: AlertStatus::Firing,
            severity: Severity::Unknown,
            service: None,
            environment: None,
            starts_at: None,
            ends_at: None,
            fingerprint: Fingerprint::Derived(String::new()),
            link: None,
            labels: BTreeMap::new(),
            annotations: BTreeMap::new(),
            members: Vec::new(),
            place: "$".to_owned(),
            found: References::default(),
            service_mapping: None,
        }
    }

    /// Reads any payload with the default [`AlertMapping`]: references to GitLab.com and short forms.
    ///
    /// ```
    /// use alert_mapping::{Alert, AlertStatus, Severity};
    ///
    /// let alert = Alert::from_json(
    ///     br#"{"title": "Checkout fails", "severity": "P1", "gitlab": {"project_id": 7, "merge_request_iid": 42}}"#,
    /// )?;
    /// assert_eq!((alert.title.as_str(), &alert.status), ("Checkout fails", &AlertStatus::Firing));
    /// assert_eq!(alert.severity, Severity::Critical);
    /// assert_eq!(alert.reference()?.to_string(), "7!42");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`AlertMapping::read`].
    pub fn from_json(payload: &[u8]) -> Result<Self, AlertError> {
        AlertMapping::default().read(payload)
    }

    /// The alerts of the group, in the payload's order; empty when the payload is one alert.
    #[must_use]
    pub fn members(&self) -> &[Alert] {
        &self.members
    }

    /// The reference to begin with: the most particular one, see [`references`](Self::references).
    ///
    /// # Errors
    ///
    /// [`NoReference`] when there is none; it says where was looked and what was seen.
    pub fn reference(&self) -> Result<&GitLabReference, NoReference> {
        match self.found.references.first() {
            Some(found) => Ok(&found.reference),
            None => Err(self.found.none()),
        }
    }

    /// Every reference with the place it comes from, the best first.
    ///
    /// The order is how near a thing is to a change and its author: merge request; deployment; job; pipeline;
    /// commit; comparison; file; commits of a ref; branch; tag; release; issue, incident, work item; environment;
    /// project. Among equals a GitLab key (`gitlab.merge_request_iid`) comes before a URL, a URL before a short
    /// form, that before a general key (`repository`), and all before the service mapping; then the one that
    /// stands first in the payload, whose fields are read in the order of their names. Where a GitLab key names a
    /// project, whatever a text mentions of another project comes after everything else. What stands under
    /// `runbook_url` and its likes is no reference but [unused](Self::unused).
    #[must_use]
    pub fn references(&self) -> &[FoundReference] {
        &self.found.references
    }

    /// Where the payload names two different merge requests or projects, and which of them won.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.found.conflicts
    }

    /// Everything that looks meant for GitLab and leads nowhere: a number without a project, a URL of a host that
    /// is not configured, a placeholder that nobody filled. Also filled when there are references.
    #[must_use]
    pub fn unused(&self) -> &[crate::Unused] {
        &self.found.unused
    }

    /// What the [`AlertMapping`] knows about the service, when it knows it.
    #[must_use]
    pub fn service_mapping(&self) -> Option<&ServiceMapping> {
        self.service_mapping.as_ref()
    }

    /// A text that binds a note to this incident: the same for every delivery of the same alert, firing or resolved.
    ///
    /// It is made of the source and the [fingerprint](Self::fingerprint), has at most 120 characters of
    /// `A-Z a-z 0-9 . _ : -`, and no two dashes in a row, so that it can stand in an HTML comment.
    #[must_use]
    pub fn incident_key(&self) -> String {
        let fingerprint = self.fingerprint.as_str();
        let is_plain = !fingerprint.is_empty()
            && fingerprint.len() <= 80
            && !fingerprint.contains("--")
            && !fingerprint.starts_with('-')
            && !fingerprint.ends_with('-')
            && fingerprint.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        let source: String =
            self.source.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(32).collect();
        match is_plain {
            true => format!("{source}:{fingerprint}"),
            false => format!("{source}:{}", hash_of(fingerprint)),
        }
    }

    /// The same alert, with members that fill what the group itself does not say: the worst severity, the earliest
    /// start, the latest end when all have ended, and title, description, service and environment of the first.
    #[must_use]
    pub fn with_members(mut self, members: Vec<Alert>) -> Self {
        let first =
            |text: fn(&Alert) -> &Option<String>| members.iter().find_map(|member| text(member).clone());
        if self.title.is_empty() {
            self.title =
                members.iter().map(|member| member.title.clone()).find(|t| !t.is_empty()).unwrap_or_default();
        }
        self.description = self.description.or_else(|| first(|member| &member.description));
        self.service = self.service.or_else(|| first(|member| &member.service));
        self.environment = self.environment.or_else(|| first(|member| &member.environment));
        self.link = self.link.or_else(|| first(|member| &member.link));
        self.severity = members.iter().map(|member| member.severity).fold(self.severity, Severity::max);
        let firing = |member: &&Alert| member.status == AlertStatus::Firing;
        self.starts_at = self.starts_at.or_else(|| {
            let earliest = members.iter().filter(firing).filter_map(|member| member.starts_at).min();
            earliest.or_else(|| members.iter().filter_map(|member| member.starts_at).min())
        });
        if self.status != AlertStatus::Firing && members.iter().all(|member| member.ends_at.is_some()) {
            self.ends_at = self.ends_at.or_else(|| members.iter().filter_map(|member| member.ends_at).max());
        }
        self.members = members;
        self
    }

    /// The same alert, at another place of the payload: `$.alerts[0]`. References below it will be its own.
    #[must_use]
    pub fn at_place(mut self, json_path: impl Into<String>) -> Self {
        self.place = json_path.into();
        self
    }

    /// Brings what a source read within the bounds that the fields promise.
    pub(crate) fn tidy(&mut self) {
        self.title = one_line(&self.title);
        if self.title.is_empty() {
            UNTITLED.clone_into(&mut self.title);
        }
        for text in [&mut self.tool, &mut self.service, &mut self.environment].into_iter().flatten() {
            *text = one_line(text);
        }
        if let Some(description) = &mut self.description {
            truncate(description, MAX_DESCRIPTION);
        }
        for text in self.labels.values_mut().chain(self.annotations.values_mut()) {
            truncate(text, MAX_DESCRIPTION);
        }
        self.members.iter_mut().for_each(Self::tidy);
    }
}

/// The text in one line of at most 500 characters.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for (count, word) in
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).enumerate()
    {
        if count > 0 {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > MAX_TITLE * 4 {
            break;
        }
    }
    if let Some((end, _)) = line.char_indices().nth(MAX_TITLE) {
        let keep = line.char_indices().nth(MAX_TITLE - 1).map_or(end, |(at, _)| at);
        line.truncate(keep);
        line.push('…');
    }
    line
}

fn truncate(text: &mut String, limit: usize) {
    if text.len() > limit {
        let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= limit - '…'.len_utf8()).last();
        text.truncate(end.unwrap_or_default());
        text.push('…');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_107_hostile_texts_are_bounded_and_one_line() {
        let mut alert = Alert::new("json");
        alert.title = format!("a\r\n/close\u{1b}[31m {}", "ü".repeat(1_000_000));
        alert.description = Some("é".repeat(1_000_000));
        alert.tidy();
        assert_eq!(alert.title.chars().count(), 500);
        assert!(alert.title.starts_with("a /close [31m ü"), "{}", alert.title);
        assert!(alert.description.unwrap().len() <= MAX_DESCRIPTION);
    }

    #[test]
    fn case_130_an_incident_key_can_stand_in_a_comment() {
        let mut alert = Alert::new("json");
        for (fingerprint, plain) in
            [("a1b2-c3", true), ("a-->x", false), ("-a", false), ("\n", false), ("", false), ("a b", false)]
        {
            alert.fingerprint = Fingerprint::Given(fingerprint.to_owned());
            let key = alert.incident_key();
            assert_eq!(key == format!("json:{fingerprint}"), plain, "{key}");
            assert!(key.len() <= 120 && !key.contains("--") && !key.contains(['>', '\n', ' ', '"']), "{key}");
        }
    }

    #[test]
    fn a_group_says_what_its_members_say() {
        let member = |severity, start: &str, end: Option<&str>| {
            let mut member = Alert::new("json");
            member.severity = severity;
            member.starts_at = start.parse().ok();
            member.ends_at = end.and_then(|end| end.parse().ok());
            member.status = if end.is_some() { AlertStatus::Resolved } else { AlertStatus::Firing };
            member.service = Some(start.to_owned());
            member
        };
        let group = Alert::new("json").with_members(vec![
            member(Severity::Low, "2026-01-01", Some("2026-01-05")),
            member(Severity::High, "2026-01-03", None),
            member(Severity::Info, "2026-01-02", None),
        ]);
        assert_eq!(group.severity, Severity::High);
        assert_eq!(group.starts_at, "2026-01-02".parse().ok());
        assert_eq!(group.ends_at, None);
        assert_eq!(group.service.as_deref(), Some("2026-01-01"));
    }
}
