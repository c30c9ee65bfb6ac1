//! What an implementation of a port must hold, as functions to call from a test.
//!
//! Each takes the port as a trait object and panics with a plain reason when the contract is broken. They
//! need no runtime of their own: call them from whatever test runs yours. They may gain checks in any version.

#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a broken contract fails the test that calls it, as an assertion does"
)]

pub mod authenticator;
pub mod clock;
pub mod token_store;
pub mod transport;
