//! Why a payload is no alert.

use thiserror::Error;

/// Why a payload gives no alert.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AlertError {
    /// It is larger than the mapping accepts.
    #[error(
        "the payload has {size} bytes and at most {limit} are read; raise the limit if such alerts are real"
    )]
    TooLarge {
        /// Its size in bytes.
        size: usize,
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// It is no JSON.
    #[error("the payload is no JSON: it breaks off or goes wrong at line {line}, column {column}")]
    NotJson {
        /// The line where reading failed, from 1.
        line: usize,
        /// The column where reading failed, in bytes.
        column: usize,
    },
    /// It is nested deeper than 127 levels.
    #[error("the payload is nested too deeply to be an alert")]
    TooDeep,
    /// It is JSON, but a bare text, number or list of such.
    #[error("the payload holds no object: an alert is a JSON object or a list of them")]
    NoObject,
    /// It is a message of the source that tells of no alert, such as a request to confirm a subscription.
    #[error("{origin} sent no alert but {what}; {advice}")]
    NotAnAlert {
        /// The source.
        origin: &'static str,
        /// What it sent.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
}
