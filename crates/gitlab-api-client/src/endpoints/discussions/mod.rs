//! Threads of comments.

mod add_note;
mod create;
mod delete_note;
mod get;
mod list;
mod resolve;
mod update_note;

pub use add_note::AddDiscussionNote;
pub use create::CreateDiscussion;
pub use delete_note::DeleteDiscussionNote;
pub use get::GetDiscussion;
pub use list::ListDiscussions;
pub use resolve::ResolveDiscussion;
pub use update_note::UpdateDiscussionNote;
