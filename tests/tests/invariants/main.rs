//! The invariants of docs/ARCHITECTURE.md, each as a test that bears its number.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "this is test code: a panic is how it says what is wrong"
)]

mod arrows;
mod fenced_dependencies;
mod no_unsafe;
mod open_types;
mod pure_crates;
mod secrets;
