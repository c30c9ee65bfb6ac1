//! What GitLab would make of a note, found out without this crate: its Markdown tree, the quick actions that its old and its new
//! extractor run, and what its filters take for a mention, a reference, an emoji, a formula or a macro.
//!
//! Each part has tests of its own that it does find what it is there to find: one that finds nothing anywhere proves nothing.

#![allow(dead_code, reason = "not every test asks for everything")]

pub(crate) mod commands;
pub(crate) mod glfm;
pub(crate) mod new_extractor;
pub(crate) mod old_extractor;
pub(crate) mod page;
pub(crate) mod references;
pub(crate) mod shown;

pub(crate) use self::page::Page;
