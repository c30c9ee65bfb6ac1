//! The GitLab references in a payload: what names one (`keys`), where they are (`collect`), how a number and a
//! project make one (`combine`), which comes first (`order`).

mod collect;
mod combine;
mod found;
mod keys;
mod order;

pub(crate) use collect::collect;
pub(crate) use combine::combine;
pub(crate) use found::References;
pub use found::{Conflict, ConflictKind, FoundReference, Naming, NoReference, Unused, UnusedReason};

#[cfg(test)]
mod tests;
