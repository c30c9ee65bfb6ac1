//! What people did.

mod list;

pub use list::{EventAction, EventTargetType, ListEvents};
