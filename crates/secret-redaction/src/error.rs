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
    /// A rule has more prefixes than [`Rule::MAXIMUM_PREFIXES`](crate::Rule::MAXIMUM_PREFIXES).
    #[error(
        "rule {rule} has {given} prefixes, more than the {limit} that are searched for; make several rules of it"
    )]
    TooManyPrefixes {
        /// The rule's name.
        rule: String,
        /// How many prefixes it has.
        given: usize,
        /// The greatest number of prefixes.
        limit: usize,
    },
    /// A rule has a prefix longer than [`Rule::MAXIMUM_PREFIX`](crate::Rule::MAXIMUM_PREFIX).
    #[error(
        "a prefix of rule {rule} has {given} bytes, more than the {limit} that are searched for; shorten it"
    )]
    PrefixTooLong {
        /// The rule's name.
        rule: String,
        /// How many bytes the prefix has.
        given: usize,
        /// The greatest number of bytes.
        limit: usize,
    },
    /// A rule's tail is not a regular expression, or one that is too long or takes too much memory.
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
    /// A configured value is longer than [`RedactorBuilder::MAXIMUM_VALUE`](crate::RedactorBuilder::MAXIMUM_VALUE).
    #[error(
        "configured value number {position} has {given} bytes, more than the {limit} that are searched for; configure a \
         part of it that is secret by itself"
    )]
    ValueTooLong {
        /// Which value, counted from 1 in the order of the calls.
        position: usize,
        /// How many bytes it has.
        given: usize,
        /// The greatest number of bytes.
        limit: usize,
    },
    /// There are more configured values than [`RedactorBuilder::MAXIMUM_VALUES`](crate::RedactorBuilder::MAXIMUM_VALUES).
    #[error(
        "{given} values are configured, more than the {limit} that are searched for; configure fewer of them"
    )]
    TooManyValues {
        /// How many values there are.
        given: usize,
        /// The greatest number of values.
        limit: usize,
    },
    /// The configured values together are longer than
    /// [`RedactorBuilder::MAXIMUM_TOTAL`](crate::RedactorBuilder::MAXIMUM_TOTAL).
    #[error(
        "the configured values have {given} bytes together, more than the {limit} that are searched for; configure fewer of \
         them, or parts of them that are secret by themselves"
    )]
    ValuesTooLong {
        /// How many bytes they have.
        given: usize,
        /// The greatest number of bytes.
        limit: usize,
    },
    /// There are more rules than [`RedactorBuilder::MAXIMUM_RULES`](crate::RedactorBuilder::MAXIMUM_RULES).
    #[error("{given} rules were added, more than the {limit} that are tried; use fewer of them")]
    TooManyRules {
        /// How many rules there are.
        given: usize,
        /// The greatest number of rules.
        limit: usize,
    },
    /// The prefixes and values together are too many for one search automaton.
    #[error("the prefixes and values are too many to search for at once; use fewer of them")]
    TooMany,
}
