//! Comments on merge requests.

mod create;
mod delete;
mod list;
mod update;

pub use create::CreateMergeRequestNote;
pub use delete::DeleteMergeRequestNote;
pub use list::{ListMergeRequestNotes, NoteOrder};
pub use update::UpdateMergeRequestNote;
