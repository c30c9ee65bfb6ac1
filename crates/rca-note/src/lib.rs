//! Writes a root cause finding as GitLab Flavored Markdown in which nothing acts.
//!
//! ```
//! use rca_note::{EvidenceItem, EvidenceKind, Excerpt, Finding, NoteMarker, RcaNote, Suspect};
//! use url::Url;
//!
//! let finding = Finding::new("Checkout refuses large orders")
//!     .with_summary("Job `rspec` fails since the rounding was changed.")
//!     .with_evidence(
//!         EvidenceItem::new(EvidenceKind::Log, "rspec fails in checkout_spec.rb")
//!             .with_link("https://gitlab.example.com/shop/checkout/-/jobs/81#L42")
//!             .with_excerpt(Excerpt::new("expected 1000\n     got 999.99\n").starting_at(42)),
//!     )
//!     .with_suspect(Suspect::new("Round amounts before comparing").with_commit("5fa2c71d"));
//!
//! let renderer = RcaNote::builder()
//!     .incident(NoteMarker::new("alert-4711"))
//!     .links_to(&Url::parse("https://gitlab.example.com/api/v4")?)
//!     .build();
//! let note = renderer.render(&finding);
//! assert_eq!(NoteMarker::find_in(note.body()).unwrap().incident(), "alert-4711");
//! assert!(note.body().contains("[source](https://gitlab.example.com/shop/checkout/-/jobs/81#L42)"));
//! # Ok::<(), url::ParseError>(())
//! ```
//!
//! # What it is
//!
//! Two things: [`Finding`], the result of an investigation as data that goes in and out of JSON, and the forms in which people read
//! it: [`RcaNote`] for a merge request, an issue or a commit, [`PlainText`] for terminals, mails and pagers, [`HtmlPage`] as one
//! file for a browser, and [`SlackMessage`]. One set of [`Safeguards`] serves all of them.
//!
//! Every text of a finding is foreign, be it from a log, a merge request or a language model. On its way to the page it loses
//! control characters and secrets, and then it is written so that GitLab finds no quick action, mention, reference, link, image,
//! HTML, formula or diagram in it, while a person still reads it as it was; a terminal, a browser and Slack find as little. No form
//! exceeds its limit; what does not fit is left out in whole blocks, logs first, and the form says what.
//!
//! # What it is not
//!
//! It posts nothing and reads nothing: text in, text out. It does not judge whether a finding is right.
//!
//! # Replacing parts
//!
//! Bring your own [`Redactor`](secret_redaction::Redactor) with [`Safeguards::redactor`], lay the note out yourself with a
//! [`NoteTemplate`], or render a [`Finding`] yourself: all of its fields are public, and [`NoteMarker`] works with any text.
//!
//! # Features
//!
//! | Feature | Default | Gives |
//! |---|---|---|
//! | `schemars` | no | `schemars::JsonSchema` for [`Finding`] and its parts, as `docs/finding.schema.json` has it |

mod finding;
mod html;
mod inert;
mod marker;
mod note;
mod prose;
mod rendering;
mod slack;
mod text;

pub use finding::{
    Confidence, EvidenceItem, EvidenceKind, Excerpt, Finding, FindingError, FindingGap, FindingLink,
    FindingStatus, NextStep, NextStepKind, RootCause, ServiceImpact, ServiceRole, Severity, Suspect,
    SuspectReason, TimelineEvent, Visibility,
};
pub use html::HtmlPage;
pub use marker::{MarkerKey, NoteMarker};
pub use note::{
    NoteLine, NotePage, NoteRenderer, NoteSection, NoteTemplate, Omission, RcaNote, RcaNoteBuilder, ReadNote,
    Section, StandardLayout,
};
pub use rendering::{Rendered, Safeguards};
pub use slack::SlackMessage;
pub use text::PlainText;
