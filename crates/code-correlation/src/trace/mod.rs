//! Reads stack traces out of text: which frames, in which file, of whose code.
//!
//! [`find`] gives the traces that a log holds, each as one value however many causes it has. [`CodeMappings`] turns the
//! paths of frames into paths of the repository, [`SourceLinks`] those into URLs of GitLab.

mod find;
mod frame;
mod language;
mod links;
mod mapping;
#[cfg(test)]
mod tests;

pub use find::find;
pub use frame::{Frame, Language, Relation, StackTrace, TracedError};
pub use links::SourceLinks;
pub use mapping::CodeMappings;
