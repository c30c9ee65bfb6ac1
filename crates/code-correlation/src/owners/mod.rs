//! Who owns the files of a change, by a CODEOWNERS file in GitLab's dialect.
//!
//! GitLab's rules differ from those of other hosts: sections are judged each for itself, a name without slash matches at any
//! depth and a directory only with a slash at its end, `*` stays within one directory, and `!` excludes.

mod change;
mod file;
mod glob;
mod owner;
mod section;
#[cfg(test)]
mod tests;

pub use change::OwnedPaths;
pub use file::{CodeOwners, CodeOwnersProblem, Ownership};
pub use owner::{Owner, OwnerRole};
