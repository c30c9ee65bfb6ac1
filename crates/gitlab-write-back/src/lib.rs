//! Puts one note on a GitLab merge request, issue, incident or commit: once, and only when allowed.
//!
//! **What it is.** [`WriteBack`] takes an [`RcaNote`](rca_note::RcaNote) to its place: it finds the note
//! of an earlier run by its hidden marker and our own user id and updates it in place, answers to it or posts a new
//! one, as the [`Mode`] says. What is sent is in an [`Outbox`] first, so that a lost answer, a crash or a second process
//! never makes two notes of one. It is off unless `GITLAB_MR_WRITEBACK` (or the program) turns it on, and every outcome is
//! logged as `[publish] GitLab MR …` with project and iid.
//!
//! **What it is not.** It does not decide what the note says (that is `rca-note`), and it speaks to GitLab only
//! through the port [`NoteHost`].
//!
//! # Example
//!
//! ```no_run
//! use gitlab_write_back::{FileOutbox, Mode, NoteHost, NoteTarget, Outcome, WhenEdited, WriteBack};
//! use rca_note::Finding;
//! use std::sync::Arc;
//!
//! # async fn example(host: Arc<dyn NoteHost>, finding: &Finding) -> Result<(), Box<dyn std::error::Error>> {
//! let write_back = WriteBack::from_env(host)
//!     .only_projects(["shop/checkout".parse()?])
//!     .outbox(Arc::new(FileOutbox::open("outbox")?))
//!     .mode(Mode::Append)
//!     .when_edited(WhenEdited::Fail)
//!     .check_first();
//! // What an earlier run could not finish.
//! write_back.resume().await?;
//!
//! let target = NoteTarget::merge_request("shop/checkout".parse()?, "42".parse()?);
//! let draft = write_back.draft(&target, "alert-4711", finding);
//! print!("{}", write_back.preview(&target, &draft).await?.difference);
//! if let Outcome::Failed { error } = write_back.publish(&target, &draft).await {
//!     eprintln!("{error}; {}", error.advice().unwrap_or_default());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | Feature | Default | Gives |
//! |---|---|---|
//! | `gitlab-api-client` | yes | `impl NoteHost for gitlab_api_client::Client` |
//! | `file-outbox` | yes | `FileOutbox`: an outbox that survives the process |
//! | `contract-tests` | no | `contract`: what a [`NoteHost`] and an [`Outbox`] must hold, as functions to call from a test |
//!
//! # How to replace each part
//!
//! | Part | Implement | To |
//! |---|---|---|
//! | where notes are kept | [`NoteHost`], checked by `contract::note_host` | post elsewhere, or only record |
//! | where it is kept what is under way | [`Outbox`], checked by `contract::outbox` | use a database |

#[cfg(feature = "contract-tests")]
pub mod contract;

mod circle;
mod decide;
mod difference;
mod draft;
mod host;
mod log;
mod ours;
mod outbox;
mod outcome;
mod place;
mod preview;
mod publish;
mod rules;
mod search;
mod target;
mod write_back;

pub use draft::NoteDraft;
pub use host::{CodeLine, ListedNote, NewNote, NoteForm, NoteHandle, NoteHost};
#[cfg(feature = "file-outbox")]
pub use outbox::FileOutbox;
pub use outbox::{MemoryOutbox, Outbox, OutboxEntry, OutboxError, PendingKind, PendingWrite, WrittenNote};
pub use outcome::{Outcome, SkipReason};
pub use place::{NotePlace, NoteSubject};
pub use preview::{Preview, PreviewStep};
pub use rules::{Mode, NoteStyle, WhenDeleted, WhenEdited};
pub use target::NoteTarget;
pub use write_back::WriteBack;
