//! Puts one note on a GitLab merge request, once, and only when allowed.
//!
//! **What it is.** [`WriteBack`] takes an [`RcaNote`](rca_note::RcaNote) to a merge request: it finds the note
//! of an earlier run by its hidden marker and our own user id and updates it in place, or posts a new one. It
//! is off unless `GITLAB_MR_WRITEBACK` (or the program) turns it on, and every outcome is logged as
//! `[publish] GitLab MR …` with project and iid.
//!
//! **What it is not.** It does not decide what the note says (that is `rca-note`), and it speaks to GitLab only
//! through the port [`NoteHost`]. It remembers nothing but the notes themselves, so it does not know which of two
//! findings is the older one: the run that writes last is the one that stands, also over what a person changed in
//! our note. It writes to merge requests only, and each finding as one plain comment.
//!
//! # Example
//!
//! ```no_run
//! use gitlab_write_back::{NoteHost, NoteTarget, WriteBack};
//! use rca_note::Finding;
//! use std::sync::Arc;
//!
//! # async fn example(host: Arc<dyn NoteHost>) -> Result<(), Box<dyn std::error::Error>> {
//! let target = NoteTarget::merge_request("shop/checkout".parse()?, "42".parse()?);
//! let finding = Finding::new("The cart total is wrong since 2.3");
//! let outcome = WriteBack::on(host).publish_finding(&target, "alert-4711", &finding).await;
//! println!("{outcome:?}");
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | Feature | Default | Gives |
//! |---|---|---|
//! | `gitlab-api-client` | yes | `impl NoteHost for gitlab_api_client::Client` |
//! | `contract-tests` | no | `contract`: what a [`NoteHost`] must hold, as functions to call from a test |
//!
//! # How to replace each part
//!
//! | Part | Implement | To |
//! |---|---|---|
//! | where notes are kept | [`NoteHost`], checked by `contract::note_host` | post elsewhere, or only record |

#[cfg(feature = "contract-tests")]
pub mod contract;

mod host;
mod log;
mod one_note;
mod outcome;
mod target;
mod write_back;

pub use host::NoteHost;
pub use outcome::{Outcome, Preview, SkipReason};
pub use target::NoteTarget;
pub use write_back::WriteBack;
