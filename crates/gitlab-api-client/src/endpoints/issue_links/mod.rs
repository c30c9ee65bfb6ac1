//! Links between issues.

mod create;
mod delete;
mod list;

pub use create::CreateIssueLink;
pub use delete::DeleteIssueLink;
pub use list::ListIssueLinks;
