//! Reads unified diffs and says which change fits a failure.
//!
//! **What it is.** Parts that are of use alone:
//!
//! - [`diff`] reads the text of diffs, borrowed and in one pass: whole `git diff` output, plain unified diffs, hunks
//!   without header, and the single diffs of GitLab's API. What is broken is named, with its line.
//! - [`change`] sums a diff up as an owned, serialisable [`ChangeSet`](change::ChangeSet) of bounded size: files,
//!   counts, changed lines. It says of each file whether all lines were there, and finds the file and line that a
//!   log names.
//! - [`trace`] finds the stack traces of a log in twelve families of languages, and turns their frames into paths of the
//!   repository and URLs.
//! - [`owners`] reads CODEOWNERS in GitLab's dialect and tells who owns what a change touches.
//! - [`suspect`] ranks commits or merge requests against the signals of a failure, with itemised reasons that add up.
//!
//! **What it is not.** It does no I/O and knows neither GitLab's API nor any tool's log format: bytes in, value out. It applies no
//! patches and computes no diffs.
//!
//! ```
//! use code_correlation::change::{ChangeSet, GitLabDiff};
//! use code_correlation::suspect::{Candidate, Conclusion, Failure, rank};
//!
//! let diff = "@@ -40,3 +40,3 @@ fn total(&self) -> Money {\n     let sum = self.sum();\n-    sum.round()\n+    sum.floor()\n }\n";
//! let change = ChangeSet::from_gitlab([GitLabDiff::new("src/cart.rs", "src/cart.rs", diff)]);
//! assert_eq!(change.stats.to_string(), "1 file, +1 -1");
//!
//! let failure = Failure::new()
//!     .with_tests(["cart::tests::totals_are_rounded"])
//!     .with_location("/builds/shop/api/src/cart.rs", Some(41));
//! let candidates = [
//!     Candidate::new("9c1f0e2").with_message("Add a logo").with_paths(["web/logo.svg"]),
//!     Candidate::new("4b7a1d3").with_message("Round totals down").with_changes(&change),
//! ];
//! let ranking = rank(&failure, &candidates);
//! assert_eq!(ranking.conclusion, Conclusion::Suspect { id: "4b7a1d3".to_owned() });
//! println!("{}", ranking.suspects[0].reasons[0].detail); // wrote line 41 of src/cart.rs, which failed
//! ```
//!
//! # How to replace each part
//!
//! - Another reader of diffs: make a [`GitLabDiff`](change::GitLabDiff) of each file for a
//!   [`ChangeSetBuilder`](change::ChangeSetBuilder), or give candidates plain paths and hunk headers.
//! - Another taste in suspects: [`rank_with`](suspect::rank_with) takes other [`Weights`](suspect::Weights); another
//!   ranking needs only [`ChangeSet::touches`](change::ChangeSet::touches).
//!
//! The crate has no features.

pub mod change;
pub mod diff;
pub mod owners;
mod paths;
pub mod suspect;
pub mod trace;
