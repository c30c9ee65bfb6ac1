//! How long the head of an answer may be. HTTP/1.1 leaves it open, and what is read of it is kept in memory.

use gitlab_core::{Delivery, TransportError, TransportErrorKind};
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use std::io;

/// The headers of an answer. GitLab sends about thirty.
pub(super) const MOST_HEADERS: usize = 100;
/// The bytes of all headers together, by the rule of HTTP/2: 32 for each header besides its text. GitLab sends
/// about two thousand.
pub(super) const LONGEST: u32 = 128 * 1024;

/// An error for a head that is longer than any honest one.
pub(super) fn check(headers: &HeaderMap) -> Result<(), TransportError> {
    let length: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 32).sum();
    if length <= LONGEST as usize {
        return Ok(());
    }
    Err(TransportError::new(TransportErrorKind::Decode, Delivery::Unknown)
        .with_source(io::Error::other(format!("its headers have more than {LONGEST} bytes"))))
}

/// How many bytes the body is said to have.
pub(super) fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn case_31_the_limit_of_a_head_is_exact() {
        for (length, fits) in [(LONGEST as usize, true), (LONGEST as usize + 1, false)] {
            let value = HeaderValue::from_bytes(&vec![b'a'; length - 32 - 3]).unwrap();
            let headers: HeaderMap = [("x-a".parse().unwrap(), value)].into_iter().collect();
            let result = check(&headers);
            assert_eq!(result.is_ok(), fits, "{length}");
            if let Err(error) = result {
                assert_eq!(error.kind(), TransportErrorKind::Decode);
            }
        }
    }
}
