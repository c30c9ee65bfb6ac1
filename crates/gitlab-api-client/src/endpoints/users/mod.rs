//! Users.

mod current;

pub use current::GetCurrentUser;
