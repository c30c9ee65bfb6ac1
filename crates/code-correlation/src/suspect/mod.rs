//! Which change fits a failure best, and why.
//!
//! [`rank`] puts candidates (commits or merge requests) against the signals of a failure. Every suspect carries the
//! reasons whose weights add up to its score, and the ranking says when nothing fits or when several fit alike.

mod bm25;
mod candidate;
mod coupling;
mod effect;
mod failure;
mod ignored;
mod names;
mod people;
mod places;
mod purpose;
mod rank;
mod ranking;
mod reverts;
#[cfg(test)]
mod tests;
mod weights;
mod words;

pub use candidate::Candidate;
pub use failure::Failure;
pub use ignored::IgnoredRevisions;
pub use rank::{rank, rank_with};
pub use ranking::{Conclusion, Ranking, Reason, ReasonKind, Suspect};
pub use weights::Weights;
