//! What the examples share: a shop's GitLab that needs no network, the memory of this process, and colours.

pub mod memory;
pub mod offline;
pub mod terminal;
