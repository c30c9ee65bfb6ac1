//! What a webhook is told when it is made or changed.

use crate::RequestBody;
use crate::endpoints::Within;
use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use gitlab_core::types::BranchFilterStrategy;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use std::fmt;

/// What a webhook is told when it is made ([`CreateHook`](super::CreateHook)) or changed
/// ([`UpdateHook`](super::UpdateHook)).
///
/// `token`, `signing_token`, the values of headers and of URL variables are secrets that GitLab never gives out
/// again. They are not in `Debug`, nor is the URL, which often holds one.
///
/// ```
/// use gitlab_api_client::endpoints::HookSettings;
///
/// let settings = HookSettings::new("https://rca.example.com/hook")
///     .pipeline_events(true)
///     .deployment_events(true)
///     .token("a shared secret".into());
/// assert!(!format!("{settings:?}").contains("secret"));
/// ```
#[derive(Clone)]
pub struct HookSettings {
    fields: Fields,
    token: Option<SecretString>,
    signing_token: Option<SecretString>,
    custom_headers: Vec<(String, SecretString)>,
    url_variables: Vec<(String, SecretString)>,
}

impl HookSettings {
    /// A hook that is sent to this URL, in which `{name}` stands for a [`url_variable`](Self::url_variable).
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            fields: Fields::new().with("url", url.into()),
            token: None,
            signing_token: None,
            custom_headers: Vec::new(),
            url_variables: Vec::new(),
        }
    }

    /// The secret that GitLab sends in `X-Gitlab-Token`.
    #[must_use]
    pub fn token(mut self, token: SecretString) -> Self {
        self.token = Some(token);
        self
    }

    /// The key with which GitLab signs (since GitLab 19.0): `whsec_` and 32 bytes in Base64.
    #[must_use]
    pub fn signing_token(mut self, key: SecretString) -> Self {
        self.signing_token = Some(key);
        self
    }

    /// A header of one's own (since GitLab 17.1); call it again for more than one.
    #[must_use]
    pub fn custom_header(mut self, name: impl Into<String>, value: SecretString) -> Self {
        self.custom_headers.push((name.into(), value));
        self
    }

    /// What stands for `{name}` in the URL (since GitLab 15.2); call it again for more than one.
    #[must_use]
    pub fn url_variable(mut self, name: impl Into<String>, value: SecretString) -> Self {
        self.url_variables.push((name.into(), value));
        self
    }

    /// The body of a request that makes such a hook: events that were not chosen are refused one by one, because
    /// GitLab sends pushes by default.
    pub(super) fn to_new(&self, within: &Within) -> RequestBody {
        let mut all = Fields::new();
        let (events, others): (_, &[_]) = match within {
            Within::Project(_) => (EVENTS, &[]),
            Within::Group(_) => (EVENTS, EVENTS_OF_GROUPS),
            Within::Instance => (EVENTS_OF_THE_INSTANCE, &[]),
        };
        for event in events.iter().chain(others) {
            all.set(*event, false);
        }
        all.extend(&self.fields);
        self.with_secrets(all).to_body()
    }

    /// The body of a request that changes what was set, and the URL.
    pub(super) fn to_changed(&self) -> RequestBody {
        self.with_secrets(self.fields.clone()).to_body()
    }

    fn with_secrets(&self, mut fields: Fields) -> Fields {
        for (name, secret) in [("token", &self.token), ("signing_token", &self.signing_token)] {
            if let Some(secret) = secret {
                fields.set(name, secret.expose_secret());
            }
        }
        for (name, pairs) in
            [("custom_headers", &self.custom_headers), ("url_variables", &self.url_variables)]
        {
            let pairs =
                pairs.iter().map(|(key, value)| json!({ "key": key, "value": value.expose_secret() }));
            let pairs: Vec<_> = pairs.collect();
            if !pairs.is_empty() {
                fields.set(name, pairs);
            }
        }
        fields
    }
}

const EVENTS: &[&str] = &[
    "push_events",
    "tag_push_events",
    "merge_requests_events",
    "issues_events",
    "confidential_issues_events",
    "note_events",
    "confidential_note_events",
    "job_events",
    "pipeline_events",
    "wiki_page_events",
    "deployment_events",
    "feature_flag_events",
    "releases_events",
    "milestone_events",
    "emoji_events",
    "resource_access_token_events",
    "resource_deploy_token_events",
    "vulnerability_events",
];
const EVENTS_OF_GROUPS: &[&str] = &["subgroup_events", "member_events", "project_events"];
const EVENTS_OF_THE_INSTANCE: &[&str] =
    &["push_events", "tag_push_events", "merge_requests_events", "repository_update_events"];

parameters! {
    HookSettings {
        /// Its name (since GitLab 17.1).
        field "name" => name: &str,
        /// What it is for (since GitLab 17.1).
        field "description" => description: &str,
        /// Whether it is sent when commits are pushed.
        field "push_events" => push_events: bool,
        /// Whether it is sent when tags are pushed.
        field "tag_push_events" => tag_push_events: bool,
        /// Whether it is sent when merge requests change.
        field "merge_requests_events" => merge_requests_events: bool,
        /// Whether it is sent when issues change.
        field "issues_events" => issues_events: bool,
        /// Whether it is sent when confidential issues change.
        field "confidential_issues_events" => confidential_issues_events: bool,
        /// Whether it is sent when somebody comments.
        field "note_events" => note_events: bool,
        /// Whether it is sent when somebody comments in confidence.
        field "confidential_note_events" => confidential_note_events: bool,
        /// Whether it is sent when jobs change.
        field "job_events" => job_events: bool,
        /// Whether it is sent when pipelines change.
        field "pipeline_events" => pipeline_events: bool,
        /// Whether it is sent when wiki pages change.
        field "wiki_page_events" => wiki_page_events: bool,
        /// Whether it is sent when deployments change.
        field "deployment_events" => deployment_events: bool,
        /// Whether it is sent when feature flags change.
        field "feature_flag_events" => feature_flag_events: bool,
        /// Whether it is sent when releases change.
        field "releases_events" => releases_events: bool,
        /// Whether it is sent when milestones change (since GitLab 18.2).
        field "milestone_events" => milestone_events: bool,
        /// Whether it is sent when somebody reacts with an emoji (since GitLab 16.2).
        field "emoji_events" => emoji_events: bool,
        /// Whether it is sent when access tokens are about to expire (since GitLab 16.11).
        field "resource_access_token_events" => resource_access_token_events: bool,
        /// Whether it is sent when vulnerabilities change (since GitLab 17.7).
        field "vulnerability_events" => vulnerability_events: bool,
        /// Whether it is sent when deploy tokens are about to expire (not before GitLab 18.10).
        field "resource_deploy_token_events" => resource_deploy_token_events: bool,
        /// Whether it is sent when subgroups are made or removed; for groups.
        field "subgroup_events" => subgroup_events: bool,
        /// Whether it is sent when members change; for groups.
        field "member_events" => member_events: bool,
        /// Whether it is sent when projects are made or removed (not before GitLab 17.6); for groups.
        field "project_events" => project_events: bool,
        /// Whether it is sent when repositories change; for the installation.
        field "repository_update_events" => repository_update_events: bool,
        /// Whether the receiver's certificate is checked; it is by default.
        field "enable_ssl_verification" => enable_ssl_verification: bool,
        /// Of which branches pushes are sent; of all by default.
        field "push_events_branch_filter" => push_events_branch_filter: &str,
        /// How that is to be read (since GitLab 15.3).
        field "branch_filter_strategy" => branch_filter_strategy: BranchFilterStrategy,
        /// What is sent in place of GitLab's own body (since GitLab 16.10).
        field "custom_webhook_template" => custom_webhook_template: &str,
    }
}

impl fmt::Debug for HookSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |pairs: &[(String, SecretString)]| -> Vec<String> {
            pairs.iter().map(|(name, _)| name.clone()).collect()
        };
        f.debug_struct("HookSettings")
            .field("set", &self.fields.names().collect::<Vec<_>>())
            .field("token", &self.token.is_some())
            .field("signing_token", &self.signing_token.is_some())
            .field("custom_headers", &names(&self.custom_headers))
            .field("url_variables", &names(&self.url_variables))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gitlab_core::{GroupId, ProjectId};
    use serde_json::Value;

    fn secretive() -> HookSettings {
        HookSettings::new("https://h/CANARY")
            .token("CANARY".into())
            .signing_token("CANARY".into())
            .custom_header("X-Key", "CANARY".into())
            .url_variable("path", "CANARY".into())
            .custom_webhook_template("CANARY")
    }

    fn body(body: &RequestBody) -> Value {
        serde_json::from_slice(body.bytes()).unwrap()
    }

    #[test]
    fn case_63_debug_shows_no_secret() {
        let settings = secretive();
        let said = format!("{settings:?} {settings:#?} {:?}", settings.to_changed());
        assert!(!said.contains("CANARY"), "{said}");
        assert!(said.contains("X-Key") && said.contains("url"), "{said}");
    }

    #[test]
    fn the_secrets_are_sent() {
        let body = body(&secretive().to_changed());
        assert_eq!((&body["token"], &body["signing_token"]), (&"CANARY".into(), &"CANARY".into()));
        assert_eq!(body["custom_headers"], json!([{"key": "X-Key", "value": "CANARY"}]));
        assert_eq!(body["url_variables"], json!([{"key": "path", "value": "CANARY"}]));
    }

    #[test]
    fn a_new_hook_refuses_every_event_that_was_not_chosen() {
        let settings = HookSettings::new("https://h").pipeline_events(true);
        let of = |within: Within| body(&settings.to_new(&within));
        let project = of(ProjectId::new(7).into());
        assert_eq!((&project["pipeline_events"], &project["push_events"]), (&true.into(), &false.into()));
        assert_eq!(project.as_object().unwrap().len(), 1 + EVENTS.len());
        let group = of(GroupId::new(3).into());
        assert_eq!(group["subgroup_events"], false);
        let system = of(Within::Instance);
        assert_eq!(system["repository_update_events"], false);
        assert!(system.get("note_events").is_none());
    }
}
