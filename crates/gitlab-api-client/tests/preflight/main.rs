//! What a preflight asks, and what it says of each kind of token and each way to fail.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test says so")]

#[path = "../support/mod.rs"]
mod support;

mod gitlab;
mod report;
mod token;
