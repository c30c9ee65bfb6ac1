//! The whole surface at once: every endpoint that the crate has keeps the same rules, asks what GitLab's own
//! OpenAPI document lists, and reads the answers that GitLab's documentation and schemas show.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_imports,
    reason = "a failing test says so, and the lists of endpoints are long"
)]

#[path = "../support/mod.rs"]
mod support;

mod answers;
mod differences;
mod left_out;
mod openapi;
mod registry;
mod requests;
mod sample;
mod schemas;
mod sources;
mod table;

use std::path::{Path, PathBuf};

/// A folder of data that lies beside the project where it is developed.
fn corpus(folder: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(folder);
    folder.exists().then_some(folder)
}
