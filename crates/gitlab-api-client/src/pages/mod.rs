//! Lists, which GitLab gives page by page.
//!
//! How the pages after the first are asked for is the server's choice: by number, by a link that holds a keyset, a
//! cursor or a page token, or, on an old server that knows no keyset, by number although a keyset was asked for.
//! So every page's own headers say how to go on ([`cursor`]), and only where they name numbers are pages asked for
//! before their turn ([`ahead`]).

mod ahead;
mod cursor;
mod entries;
mod link;
mod list;
mod pace;
mod reader;
mod seen;
mod stream;
mod turn;

#[cfg(feature = "kitware")]
pub(crate) use cursor::Cursor;
pub(crate) use list::list;
pub use stream::{Items, Page, Pages};
pub(crate) use turn::{PATIENCE, Turn};
