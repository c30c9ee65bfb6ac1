use thiserror::Error;

/// Why a [`Redactor`](crate::Redactor) could not be built.
///
/// No variant repeats a configured value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A rule's name holds something else than `a-z`, `0-9` and `-`.
    #[error("rule name {name:?} is not usable; write it with a-z, 0-9 and -, at most 64 characters")]
    InvalidName {
        /// The name as given.
        name: String,
    },
    /// A rule has no prefix, or one shorter than two bytes.
    #[error("rule {rule} needs at least one prefix of two or more ASCII characters")]
    InvalidPrefix {
        /// The rule's name.
        rule: String,
    },
    /// A rule's tail is not a regular expression.
    #[error("the tail of rule {rule} is not a usable regular expression: {message}")]
    InvalidTail {
        /// The rule's name.
        rule: String,
        /// What the regular expression engine says about it.
        message: String,
    },
    /// A configured value is so short that masking it would shred the text.
    #[error("configured value number {position} has fewer than {minimum} bytes; leave it out")]
    ValueTooShort {
        /// Which value, counted from 1 in the order of the calls.
        position: usize,
        /// The least number of bytes.
        minimum: usize,
    },
    /// The prefixes and values together are too many for one search automaton.
    #[error("the prefixes and values are too many to search for at once; use fewer of them")]
    TooMany,
}
