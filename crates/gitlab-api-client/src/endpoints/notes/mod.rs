//! Comments.

mod create;
mod delete;
mod get;
mod list;
mod noteable;
mod update;

pub use create::CreateNote;
pub use delete::DeleteNote;
pub use get::GetNote;
pub use list::{ListNotes, NoteActivity, NoteOrder};
pub use noteable::{Discussable, Issuable, Noteable};
pub use update::UpdateNote;
