//! Hostile texts made by hand, by what they are after.

mod characters;
mod code;
mod extensions;
mod html;
mod links;
mod markers;
mod mentions;
mod orders;
mod quick_actions;
mod references;
mod structure;

pub(crate) use self::characters::CHARACTERS;
pub(crate) use self::code::CODE;
pub(crate) use self::extensions::EXTENSIONS;
pub(crate) use self::html::HTML;
pub(crate) use self::links::LINKS;
pub(crate) use self::markers::MARKERS;
pub(crate) use self::mentions::MENTIONS;
pub(crate) use self::orders::ORDERS;
pub(crate) use self::quick_actions::QUICK_ACTIONS;
pub(crate) use self::references::REFERENCES;
pub(crate) use self::structure::STRUCTURE;

/// All of them.
pub(crate) fn all() -> Vec<&'static str> {
    [
        QUICK_ACTIONS,
        CODE,
        HTML,
        LINKS,
        MENTIONS,
        REFERENCES,
        EXTENSIONS,
        STRUCTURE,
        CHARACTERS,
        MARKERS,
        ORDERS,
    ]
    .concat()
}
