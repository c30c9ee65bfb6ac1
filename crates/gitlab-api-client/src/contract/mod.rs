//! What an implementation of a port of this crate must hold, as functions to call from a test.
//!
//! Each takes the port as a trait object and panics with a plain reason when the contract is broken. They need
//! no runtime of their own, and may gain checks in any version. Those of the other ports are in
//! `gitlab_core::contract`.

#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a broken contract fails the test that calls it, as an assertion does"
)]

pub mod answer_cache;
