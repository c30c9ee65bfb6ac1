//! Hostile text in every field of a finding: nothing acts, the structure stays, the limit holds, the text can be read.
//!
//! An ordinary run generates some thousands of texts. A million of them, and a million texts for the fence alone:
//!
//! ```sh
//! RCA_HOSTILE_TEXTS=1000000 cargo test --release -p rca-note --test hostile generated -- --nocapture
//! RCA_FENCE_TEXTS=1000000 cargo test --release -p rca-note --test hostile fence -- --nocapture
//! ```
//!
//! What fails names its seed: `RCA_HOSTILE_SEED=4711 RCA_HOSTILE_TEXTS=1` tries that one again.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod fence;
mod finding;
mod generated;
mod generator;
mod handmade;
mod limit;
#[path = "../oracle/mod.rs"]
mod oracle;
mod roundtrip;
mod texts;
mod trial;
