//! What the lines of many tools mean: rules as data.
//!
//! Each family of tools has a file of its own, with the rules and a test log. A [`RuleSet`] holds them in the order in which they are
//! tried; [`RuleSet::with_rules`] puts a user's own before them.
//!
//! # Tools
//!
//! What is read, and the name under which it is reported. Each has a log in its own format in `tests/tools`.
//!
#![doc = include_str!("TOOLS.md")]

mod buckets;
mod data;
mod fields;
mod gate;
mod keywords;
mod openings;
mod rule;
mod set;
mod start;
mod window;

mod apple;
mod beam;
mod browser;
mod bundlers;
mod command;
mod container;
mod dotnet;
mod general;
mod go;
mod haskell;
mod infrastructure;
mod javascript;
mod jvm;
mod jvm_tools;
mod languages;
mod linters;
mod native;
mod native_tests;
mod packages;
mod php;
mod python;
mod ruby;
mod runtimes;
mod rust;
mod scala;
mod scripts;
mod tap;

#[cfg(test)]
mod test_log;

pub(crate) use fields::Fields;
pub use rule::{Role, Rule};
pub(crate) use set::Candidates;
pub use set::{RuleError, RuleSet};

/// All rules of this crate: the particular before the general.
fn standard() -> Vec<Rule> {
    [
        infrastructure::rules(),
        rust::rules(),
        go::rules(),
        python::rules(),
        dotnet::rules(),
        scala::rules(),
        haskell::rules(),
        jvm::rules(),
        runtimes::rules(),
        browser::rules(),
        linters::rules(),
        javascript::rules(),
        ruby::rules(),
        php::rules(),
        beam::rules(),
        scripts::rules(),
        languages::rules(),
        apple::rules(),
        tap::rules(),
        container::rules(),
        packages::rules(),
        native_tests::rules(),
        native::rules(),
        command::rules(),
        rust::vague_rules(),
        general::rules(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
