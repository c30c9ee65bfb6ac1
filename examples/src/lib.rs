//! What the examples share: a shop's GitLab that needs no network, the memory of this process, colours, and how a
//! program ends.

pub mod memory;
pub mod offline;
pub mod program;
pub mod terminal;
