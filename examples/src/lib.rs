//! What the examples share: a shop's GitLab that needs no network, and the memory of this process.

pub mod memory;
pub mod offline;
