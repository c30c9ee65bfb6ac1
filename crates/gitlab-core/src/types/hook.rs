use super::HookUrl;
use crate::open_enum::open_enum;
use crate::{GroupId, HookEventId, HookId, ProjectId, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// A webhook of a project, a group or the installation, of `GET …/hooks`.
///
/// Its secrets are never given out by GitLab, but for what its URL holds: see [`HookUrl`]. An event that this kind of hook or this GitLab does not know is
/// `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Hook {
    /// Its id.
    pub id: HookId,
    /// Where it is sent to.
    pub url: HookUrl,
    /// Its name (since GitLab 17.1).
    #[serde(default)]
    pub name: Option<String>,
    /// What it is for (since GitLab 17.1).
    #[serde(default)]
    pub description: Option<String>,
    /// The project that it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    /// The group that it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// Whether it is sent when commits are pushed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push_events: Option<bool>,
    /// Whether it is sent when tags are pushed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_push_events: Option<bool>,
    /// Whether it is sent when merge requests change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge_requests_events: Option<bool>,
    /// Whether it is sent when issues change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issues_events: Option<bool>,
    /// Whether it is sent when confidential issues change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidential_issues_events: Option<bool>,
    /// Whether it is sent when somebody comments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_events: Option<bool>,
    /// Whether it is sent when somebody comments in confidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidential_note_events: Option<bool>,
    /// Whether it is sent when jobs change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_events: Option<bool>,
    /// Whether it is sent when pipelines change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_events: Option<bool>,
    /// Whether it is sent when wiki pages change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wiki_page_events: Option<bool>,
    /// Whether it is sent when deployments change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment_events: Option<bool>,
    /// Whether it is sent when feature flags change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature_flag_events: Option<bool>,
    /// Whether it is sent when releases change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub releases_events: Option<bool>,
    /// Whether it is sent when milestones change (since GitLab 18.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone_events: Option<bool>,
    /// Whether it is sent when somebody reacts with an emoji (since GitLab 16.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji_events: Option<bool>,
    /// Whether it is sent when access tokens are about to expire (since GitLab 16.11).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_access_token_events: Option<bool>,
    /// Whether it is sent when vulnerabilities change (since GitLab 17.7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vulnerability_events: Option<bool>,
    /// Whether it is sent when deploy tokens are about to expire (not before GitLab 18.10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_deploy_token_events: Option<bool>,
    /// Whether it is sent when subgroups are made or removed; for groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subgroup_events: Option<bool>,
    /// Whether it is sent when members change; for groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_events: Option<bool>,
    /// Whether it is sent when projects are made or removed (not before GitLab 17.6); for groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_events: Option<bool>,
    /// Whether it is sent when repositories change; for the installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository_update_events: Option<bool>,
    /// Whether the receiver's certificate is checked.
    #[serde(default)]
    pub enable_ssl_verification: Option<bool>,
    /// Whether GitLab still sends it (since GitLab 15.7).
    #[serde(default)]
    pub alert_status: Option<HookStatus>,
    /// Until when GitLab does not send it, because it failed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub disabled_until: Option<Timestamp>,
    /// Of which branches pushes are sent.
    #[serde(default)]
    pub push_events_branch_filter: Option<String>,
    /// How that is to be read (since GitLab 15.3).
    #[serde(default)]
    pub branch_filter_strategy: Option<BranchFilterStrategy>,
    /// What is sent in place of GitLab's own body (since GitLab 16.10).
    #[serde(default)]
    pub custom_webhook_template: Option<String>,
    /// The variables of its URL, without their values (since GitLab 15.2).
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub url_variables: Vec<HookKey>,
    /// Its own headers, without their values (since GitLab 17.1).
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub custom_headers: Vec<HookKey>,
    /// Whether it has a secret token (since GitLab 19.0).
    #[serde(default)]
    pub token_present: Option<bool>,
    /// Whether it has a key for signatures (since GitLab 19.0).
    #[serde(default)]
    pub signing_token_present: Option<bool>,
}

/// The name of a secret value that a hook has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HookKey {
    /// The name.
    pub key: String,
}

open_enum! {
    /// Whether GitLab still sends a hook.
    pub enum HookStatus {
        /// It is sent.
        Executable = "executable",
        /// It failed, and is not sent for a while.
        TemporarilyDisabled = "temporarily_disabled",
        /// It failed too often, and is sent no more until somebody tests it.
        Disabled = "disabled",
    }
}

open_enum! {
    /// How the branch filter of a hook is to be read.
    pub enum BranchFilterStrategy {
        /// A name with `*`.
        Wildcard = "wildcard",
        /// A regular expression.
        Regex = "regex",
        /// It is not used.
        AllBranches = "all_branches",
    }
}

/// One delivery of a hook, of `GET …/hooks/:hook_id/events`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HookEvent {
    /// Its id.
    pub id: HookEventId,
    /// Where it was sent to.
    #[serde(default)]
    pub url: Option<HookUrl>,
    /// What caused it: `push_hooks`, `pipeline_hooks`, …
    #[serde(default)]
    pub trigger: Option<String>,
    /// The headers that were sent, secrets masked by GitLab.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub request_headers: Map<String, Value>,
    /// The body that was sent.
    #[serde(default)]
    pub request_data: Value,
    /// The headers of the answer.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub response_headers: Map<String, Value>,
    /// The body of the answer.
    #[serde(default)]
    pub response_body: Option<String>,
    /// The status of the answer as a text, `"200"`, or `internal error` when there was none.
    #[serde(default, deserialize_with = "status")]
    pub response_status: Option<String>,
    /// How long it took, in seconds.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub execution_duration: Option<f64>,
}

/// What sending a delivery again answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HookResent {
    /// The status of the receiver's answer as a text, `"200"`.
    #[serde(default, deserialize_with = "status")]
    pub response_status: Option<String>,
}

/// A status is a number or a text, depending on the address.
fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hooks_of_all_kinds_are_read_and_written_back() {
        for json in [
            r#"{"id":1,"url":"https://h/hook"}"#,
            r#"{"id":1,"url":"https://h/{x}","project_id":3,"push_events":true,"alert_status":"disabled","disabled_until":null,
                "url_variables":[{"key":"x"}],"custom_headers":null,"branch_filter_strategy":"new"}"#,
            r#"{"id":1,"url":"https://h","repository_update_events":false,"push_events_branch_filter":null}"#,
        ] {
            let hook: Hook = serde_json::from_str(json).unwrap();
            assert_eq!(hook, serde_json::from_str(&serde_json::to_string(&hook).unwrap()).unwrap());
        }
    }

    #[test]
    fn a_status_may_be_a_number_a_text_or_nothing() {
        for (json, expected) in [
            (r#"{"id":1,"response_status":"200"}"#, Some("200")),
            (r#"{"id":1,"response_status":200}"#, Some("200")),
            (
                r#"{"id":1,"response_status":"internal error","execution_duration":"0.5"}"#,
                Some("internal error"),
            ),
            (r#"{"id":1,"response_status":null,"request_headers":null}"#, None),
            (r#"{"id":1}"#, None),
        ] {
            let event: HookEvent = serde_json::from_str(json).unwrap();
            assert_eq!(event.response_status.as_deref(), expected, "{json}");
        }
    }
}
