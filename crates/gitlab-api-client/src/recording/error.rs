//! What can be wrong with a recording.

use std::io;
use thiserror::Error;

/// Why a recording cannot be written or read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RecordingError {
    /// The file cannot be opened, read or written.
    #[error("the recording {path} cannot be read or written")]
    Io {
        /// Which file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// An exchange in the file is not what a recorder writes.
    #[error("exchange number {number} of the recording is none; record it again")]
    Format {
        /// Which one, counted from 1.
        number: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Answers are still being read, so that not everything is in the file yet.
    #[error(
        "{exchanges} exchanges are not over: read or drop their answers before the recording is finished"
    )]
    Unfinished {
        /// How many.
        exchanges: usize,
    },
}
