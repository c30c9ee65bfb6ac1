//! What does this alert mean, and what in GitLab is it about?
//!
//! **What it is.** Any alert payload in, an [`Alert`] out: title, status, severity, service, environment, start and
//! end, a fingerprint, and every reference to GitLab in it, each with the place it comes from and every conflict
//! between them. Nothing has to be agreed with the tool that sends: known keys, URLs and short forms are found
//! wherever they stand, and where there are none, a map of services fills the gap.
//!
//! **What it is not.** It does no I/O: it receives nothing and asks no GitLab. It checks no signature (whoever
//! receives the payload does), and it does not decide whether an alert may lead to a write.
//!
//! # Example
//!
//! ```
//! use alert_mapping::AlertMapping;
//! use gitlab_core::Instance;
//!
//! let mapping = AlertMapping::builder().instances([Instance::parse("https://gitlab.example.com")?]).build();
//! let alert = mapping.read(
//!     br#"{"status": "firing", "groupKey": "{}:{alertname=\"CheckoutErrors\"}",
//!         "commonLabels": {"alertname": "CheckoutErrors", "severity": "page", "service": "checkout"},
//!         "commonAnnotations": {"summary": "5xx since https://gitlab.example.com/shop/api/-/merge_requests/42"},
//!         "alerts": [{"status": "firing", "labels": {}, "startsAt": "2026-05-01T10:00:00Z"}]}"#,
//! )?;
//! assert_eq!(alert.source, "alertmanager");
//! assert_eq!(alert.reference()?.to_string(), "shop/api!42");
//! assert_eq!(alert.references()[0].path, "$.commonAnnotations.summary");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Sources
//!
//! `alertmanager` (webhooks of version 3 and 4, lists, single alerts; GitLab's Prometheus form), `grafana` (unified
//! and legacy), `gitlab` (the generic form), `sentry` (issue, metric, legacy), `datadog`, `pagerduty` (webhooks of
//! version 3 and 2, events), `opsgenie`, `new_relic` (workflow and legacy), `cloudwatch` (SNS, Lambda,
//! `EventBridge`), and `json` for everything else.
//!
//! # Keys
//!
//! | Meaning | GitLab's, anywhere | General, where a field is about the alert |
//! |---|---|---|
//! | merge request | `gitlab.merge_request_iid`, `mr_iid`, `CI_MERGE_REQUEST_IID` | |
//! | project | `gitlab.project_id`, `gitlab_project`, `gitlab_repo`, `CI_PROJECT_PATH`, `CI_PROJECT_ID` | `repository`, `repo` |
//! | repository | `gitlab.repo_url`, `CI_PROJECT_URL` | `repo_url`, `repository_url`, `git.repository_url` |
//! | commit | `gitlab.commit_sha`, `CI_COMMIT_SHA` | `commit`, `sha`, `revision`, `release`, `version`, `git.commit.sha` |
//! | pipeline, job | `gitlab.pipeline_id`, `CI_PIPELINE_ID`, `CI_JOB_ID` | `pipeline_id`, `job_id` |
//! | deployment | `gitlab.deployment_id` | `deployment_id` |
//! | ref | `gitlab_ref`, `CI_COMMIT_REF_NAME` | `branch`, `ref_name` |
//! | file | `gitlab_path` | `file_path` |
//! | environment's name | `gitlab_environment_name`, `CI_ENVIRONMENT_NAME` | |
//!
//! Case, and dot, dash or underscore, make no difference; `{"gitlab": {"project_id": 7}}`, `"gitlab.project_id"` and
//! `GITLAB_PROJECT_ID` are one key. A field is about the alert at the top and below annotations, labels, alerts,
//! details, tags and their likes, but not, say, in a stack frame. Tags count in every form: an object, `["key:value"]`,
//! `"key:value,key:value"`, `[["key", "value"]]`, `[{"key": …, "value": …}]`.
//!
//! # Bounds
//!
//! 1 MiB of payload unless [told otherwise](AlertMappingBuilder::max_bytes), 127 levels, JSON text in JSON three
//! levels deep, 20,000 values, 500 keys and 500 mentions; what lies beyond is not looked at, and
//! [`NoReference::complete`] says so. Titles have at most 500 characters, other texts 16 KiB. All work is in
//! proportion to the payload.
//!
//! # How to replace each part
//!
//! | Part | How |
//! |---|---|
//! | a tool that is not known, or read otherwise | [`Source`], [`AlertMappingBuilder::source`] |
//! | whose URLs count | [`AlertMappingBuilder::instances`] |
//! | where a service's code is | [`AlertMappingBuilder::service`] |

mod alert;
mod decode;
mod error;
mod fingerprint;
mod mapping;
mod payload;
mod references;
mod severity;
mod source;
mod status;
mod time;

pub use alert::Alert;
pub use error::AlertError;
pub use fingerprint::Fingerprint;
pub use mapping::{AlertMapping, AlertMappingBuilder, ServiceMapping};
pub use payload::Payload;
pub use references::{Conflict, ConflictKind, FoundReference, Naming, NoReference, Unused, UnusedReason};
pub use severity::Severity;
pub use source::Source;
pub use status::AlertStatus;
