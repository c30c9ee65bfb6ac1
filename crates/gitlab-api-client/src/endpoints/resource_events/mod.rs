//! What happened to merge requests and issues, besides comments.

mod labels;
mod states;

pub use labels::ListLabelEvents;
pub use states::ListStateEvents;
