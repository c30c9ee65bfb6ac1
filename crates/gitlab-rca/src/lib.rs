//! One dependency for incident work on GitLab: from an alert to one safe note on the merge request.
//!
//! **What it is.** The door to the workspace: every crate under one name, chosen by features, a [`prelude`],
//! and the few functions that join the parts ([`client_from_env`], [`investigation_of`], [`note_target_for`]).
//!
//! **What it is not.** It holds no logic of its own. Each part is a crate that can be used alone, and libraries
//! that only implement a port should depend on the port's crate instead.
//!
//! # Example
//!
//! ```no_run
//! use gitlab_rca::prelude::*;
//! use std::sync::Arc;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // GITLAB_ACCESS_TOKEN and GITLAB_BASE_URL say which GitLab it is, and who asks.
//! let gitlab = gitlab_rca::client_from_env()?;
//! let mapping = AlertMapping::builder().instances([gitlab.instance().clone()]).build();
//! let alert = mapping.read(&std::fs::read("alert.json")?)?;
//!
//! let evidence = gitlab_rca::investigation_of(&alert)?.run(&gitlab).await;
//! let finding = RuleAnalyst::new().analyse(&evidence).await?;
//! println!("{}\n{}", finding.title, finding.summary);
//!
//! // Off unless GITLAB_MR_WRITEBACK is true.
//! let target = gitlab_rca::note_target_for(&alert, &evidence);
//! WriteBack::from_env(Arc::new(gitlab)).publish_finding(&target, &alert.incident_key(), &finding).await;
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | Feature | Default | Gives |
//! |---|---|---|
//! | `alerts` | yes | [`alerts`]: any payload to an alert and its references |
//! | `client` | yes | [`client`] and [`auth`]: the GitLab client and static tokens |
//! | `investigation` | yes | [`investigation`]: evidence, and the analyst by rules |
//! | `write-back` | yes | [`write_back`]: one note on the merge request |
//! | `rustls` | yes | TLS by rustls with the system's trust store |
//! | `native-tls` | no | TLS by the system's library |
//!
//! # How to replace each part
//!
//! | Part | Port | Ours behind it |
//! |---|---|---|
//! | HTTP | [`Transport`](gitlab_core::Transport) | reqwest; the in-memory GitLab of `gitlab-testkit` |
//! | credentials | [`Authenticator`](gitlab_core::Authenticator) | static tokens, a file, a closure |
//! | time | [`Clock`](gitlab_core::Clock) | tokio |
//! | where evidence comes from | `EvidenceSource` | the GitLab client |
//! | who concludes | `Analyst` | `RuleAnalyst` |
//! | where notes are kept | `NoteHost` | the GitLab client |
//! | where it is kept which note is under way | `Outbox` | memory; a folder |

#[cfg(all(feature = "client", feature = "alerts", feature = "investigation", feature = "write-back"))]
mod join;

/// Alerts, and the GitLab references in them.
#[cfg(feature = "alerts")]
pub use alert_mapping as alerts;
/// What a job's log says.
pub use ci_log;
/// What a change changes, and which change fits a failure.
pub use code_correlation;
/// The GitLab client.
#[cfg(feature = "client")]
pub use gitlab_api_client as client;
/// Who a request comes from.
#[cfg(feature = "client")]
pub use gitlab_auth as auth;
/// Ids, references, wire types, errors and ports.
pub use gitlab_core as core;
/// Evidence and analysts.
#[cfg(feature = "investigation")]
pub use gitlab_investigation as investigation;
/// One note on the merge request.
#[cfg(feature = "write-back")]
pub use gitlab_write_back as write_back;
/// Findings, and how they are written.
pub use rca_note;
/// Which bytes of a text are secrets.
pub use secret_redaction;

#[cfg(all(feature = "client", feature = "alerts", feature = "investigation", feature = "write-back"))]
pub use join::{
    client_from_env, incident_of, investigation_of, note_target, note_target_for, redactor_from_env,
};

/// What most programs need: `use gitlab_rca::prelude::*;`
pub mod prelude {
    #[cfg(feature = "alerts")]
    pub use alert_mapping::{Alert, AlertMapping, AlertStatus, ServiceMapping};
    /// Marks the implementation of a port: its methods are asynchronous.
    pub use async_trait::async_trait;
    #[cfg(feature = "client")]
    pub use gitlab_api_client::Client;
    #[cfg(feature = "client")]
    pub use gitlab_api_client::preflight::{Ability, Wanted};
    pub use gitlab_core::types::Note;
    pub use gitlab_core::{
        ApiError, GitLabReference, Instance, Listing, MergeRequestIid, NoteId, ProjectRef, ReferenceTarget,
        Report, UserId,
    };
    #[cfg(feature = "investigation")]
    pub use gitlab_investigation::{
        Analyst, AnalystError, Evidence, EvidenceSource, Investigation, Limits, RuleAnalyst, Window,
    };
    #[cfg(feature = "write-back")]
    pub use gitlab_write_back::{
        FileOutbox, ListedNote, Mode, NewNote, NoteDraft, NoteHandle, NoteHost, NotePlace, NoteStyle,
        NoteSubject, NoteTarget, Outcome, SkipReason, WriteBack,
    };
    pub use rca_note::{Finding, RcaNote};
}
