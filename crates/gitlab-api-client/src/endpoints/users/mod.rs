//! Users.

mod current;
mod get;
mod list;

pub use current::GetCurrentUser;
pub use get::GetUser;
pub use list::ListUsers;
