//! An error with all of its causes, in one line.

use std::error::Error as StdError;
use std::fmt;

/// Prints an error with all its causes in one line, for people and logs.
///
/// ```
/// # use gitlab_core::Report;
/// let error = "x".parse::<u8>().unwrap_err();
/// assert_eq!(Report(&error).to_string(), "invalid digit found in string");
/// ```
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a wrapper around one value, written as Report(&error)")]
pub struct Report<'e>(
    /// The error whose chain is printed.
    pub &'e (dyn StdError + 'static),
);

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.0.to_string();
        f.write_str(&said)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let words = error.to_string();
            // An `ApiError` carries the words of its cause in its own line.
            if !said.contains(&words) {
                write!(f, ": {words}")?;
                said = words;
            }
            cause = error.source();
        }
        Ok(())
    }
}
