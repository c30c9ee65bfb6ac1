//! The text of a token.

use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use thiserror::Error;

/// A token's text, checked to be one and kept out of every log.
///
/// GitLab's tokens have no fixed form (administrators choose the prefix), so that only what no token can be is
/// refused.
///
/// ```
/// use gitlab_auth::{AccessToken, AccessTokenError};
///
/// let token = AccessToken::new(" glpat-secret\n")?;
/// assert_eq!(format!("{token:?}"), "AccessToken([REDACTED])");
/// assert_eq!(AccessToken::new("Bearer glpat-secret").unwrap_err(), AccessTokenError::Scheme);
/// # Ok::<(), AccessTokenError>(())
/// ```
#[derive(Clone)]
pub struct AccessToken(SecretString);

impl AccessToken {
    /// Takes a token as it was pasted or read from a file; white space around it is dropped.
    ///
    /// # Errors
    ///
    /// [`AccessTokenError`] when the text cannot be a token. The error does not repeat it.
    pub fn new(text: impl AsRef<str>) -> Result<Self, AccessTokenError> {
        let text = text.as_ref().trim();
        if text.is_empty() {
            return Err(AccessTokenError::Empty);
        }
        let scheme = text.split([' ', ':']).next().unwrap_or_default();
        if scheme.len() < text.len()
            && ["bearer", "basic", "token", "private-token", "job-token", "authorization"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known))
        {
            return Err(AccessTokenError::Scheme);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(AccessTokenError::Characters);
        }
        Ok(Self(text.into()))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken([REDACTED])")
    }
}

/// Why a text is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AccessTokenError {
    /// There is nothing in it.
    #[error("the token is empty")]
    Empty,
    /// It begins with the name of a header or a scheme, such as `Bearer`.
    #[error("the token begins with the name of a header or a scheme: give the token alone")]
    Scheme,
    /// It holds blanks, line breaks or characters that no token has.
    #[error(
        "the token holds blanks, line breaks or characters that no token has: was it copied whole and alone?"
    )]
    Characters,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_66_what_surrounds_a_token_is_dropped() {
        for text in ["abc", " abc", "abc\r\n", "\tabc "] {
            assert_eq!(AccessToken::new(text).unwrap().expose(), "abc");
        }
        let routable = "glpat-AbC_d-9.01.0z1a2b3c4";
        assert_eq!(AccessToken::new(routable).unwrap().expose(), routable);
    }

    #[test]
    fn case_66_what_is_no_token_is_refused_and_not_repeated() {
        for (text, expected) in [
            ("", AccessTokenError::Empty),
            (" \n", AccessTokenError::Empty),
            ("Bearer s3cret", AccessTokenError::Scheme),
            ("bearer s3cret", AccessTokenError::Scheme),
            ("PRIVATE-TOKEN: s3cret", AccessTokenError::Scheme),
            ("Authorization: Bearer s3cret", AccessTokenError::Scheme),
            ("s3cret\ns3cret", AccessTokenError::Characters),
            ("s3cret s3cret", AccessTokenError::Characters),
            ("s3cret\u{a0}x", AccessTokenError::Characters),
            ("s3crét", AccessTokenError::Characters),
            ("s3cret\0", AccessTokenError::Characters),
        ] {
            let error = AccessToken::new(text).unwrap_err();
            assert_eq!(error, expected, "{text:?}");
            assert!(!format!("{error} {error:?}").contains("s3cr"));
        }
    }

    #[test]
    fn case_63_debug_is_redacted() {
        let token = AccessToken::new("canary").unwrap();
        assert!(!format!("{token:?} {token:#?}").contains("canary"));
    }
}
