//! What the tests of the whole workspace share: [the workspace as cargo sees it](workspace),
//! [its files](files), [Rust sources without their comments and strings](source) and
//! [a secret that must not come out](canary).
//!
//! The tests themselves are in `tests/tests`: `invariants` holds those of docs/ARCHITECTURE.md,
//! `documents` what the documents promise, `tree` what every file keeps to, `supply_chain` what we build on.
//! The code blocks of the documents are compiled as doctests of this package.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::string_slice,
    reason = "this code runs in tests only, where a panic is how a test says what is wrong"
)]

pub mod canary;
#[cfg(doctest)]
mod documents;
pub mod files;
pub mod manifest;
pub mod source;
pub mod workspace;
