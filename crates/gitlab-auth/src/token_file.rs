//! A token in a file that others replace.

use crate::generations::Generations;
use crate::{AccessToken, TokenKind};
use async_trait::async_trait;
use gitlab_core::{AuthError, AuthErrorKind, AuthHeaders, Authenticator, Rejection};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Shows the token that a file holds at that moment, such as a mounted secret.
///
/// The file is read at each use, so that a rotated token counts from the next request on; it is a few dozen
/// bytes, which costs less than the request by orders of magnitude. After a 401 it is read once more: when it
/// holds another token by then, the request is sent again with that.
///
/// ```no_run
/// use gitlab_auth::TokenFile;
///
/// let authenticator = TokenFile::new("/run/secrets/gitlab-token");
/// ```
#[derive(Debug)]
pub struct TokenFile {
    path: PathBuf,
    kind: TokenKind,
    generations: Generations,
}

/// No token is longer; job tokens that are JWTs have one or two thousand bytes.
const LONGEST: u64 = 16 * 1024;

impl TokenFile {
    /// A file with a personal, project or group access token or an OAuth access token, and nothing else but
    /// white space.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), kind: TokenKind::Bearer, generations: Generations::default() }
    }

    /// The same for a token of another kind.
    #[must_use]
    pub fn with_kind(mut self, kind: TokenKind) -> Self {
        self.kind = kind;
        self
    }

    fn read(&self) -> Result<AccessToken, AuthError> {
        let text = read(&self.path).map_err(|error| {
            // A secret that is being replaced is missing for a moment; a forbidden one stays so.
            let kind = match error.kind() {
                io::ErrorKind::PermissionDenied
                | io::ErrorKind::IsADirectory
                | io::ErrorKind::InvalidData => AuthErrorKind::Configuration,
                _ => AuthErrorKind::Temporary,
            };
            AuthError::new(kind, format!("the token file {} cannot be read", self.path.display()))
                .with_source(error)
        })?;
        AccessToken::new(text).map_err(|error| {
            AuthError::new(
                AuthErrorKind::Configuration,
                format!("the token file {} holds no token", self.path.display()),
            )
            .with_source(error)
        })
    }
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LONGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is too large for a token"));
    }
    Ok(text)
}

#[async_trait]
impl Authenticator for TokenFile {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        self.generations.headers(&self.read()?, self.kind)
    }

    async fn rejected(&self, generation: u64) -> Result<Rejection, AuthError> {
        Ok(self.generations.rejected(&self.read()?, generation))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::shown;
    use std::fs;

    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            Self(std::env::temp_dir().join(format!("gitlab-auth-{}-{name}", std::process::id())))
        }

        fn write(&self, text: &str) {
            fs::write(&self.0, text).unwrap();
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }

    #[tokio::test]
    async fn case_74_a_replaced_token_is_used_at_the_next_call() {
        let file = Scratch::new("replaced");
        file.write("first\n");
        let authenticator = TokenFile::new(&file.0);
        let first = authenticator.headers().await.unwrap().generation();
        assert_eq!(shown(&authenticator).await, ["authorization: Bearer first"]);
        assert_eq!(authenticator.rejected(first).await.unwrap(), Rejection::Final);

        file.write("second\n");
        assert_eq!(authenticator.rejected(first).await.unwrap(), Rejection::Retry);
        assert_eq!(shown(&authenticator).await, ["authorization: Bearer second"]);
        let second = authenticator.headers().await.unwrap().generation();
        assert!(second > first);
        assert_eq!(
            authenticator.rejected(first).await.unwrap(),
            Rejection::Retry,
            "a late 401 of the old token"
        );
        assert_eq!(authenticator.rejected(second).await.unwrap(), Rejection::Final);
    }

    #[tokio::test]
    async fn it_keeps_the_contract_of_an_authenticator() {
        let file = Scratch::new("contract");
        file.write("canary-token");
        gitlab_core::contract::authenticator::check(&TokenFile::new(&file.0), "canary-token").await;
        assert_eq!(
            shown(&TokenFile::new(&file.0).with_kind(TokenKind::Job)).await,
            ["job-token: canary-token"]
        );
    }

    #[tokio::test]
    async fn case_66_a_file_without_a_token_says_so_and_not_what_it_holds() {
        let file = Scratch::new("bad");
        let authenticator = TokenFile::new(&file.0);
        assert_eq!(authenticator.headers().await.unwrap_err().kind(), AuthErrorKind::Temporary);
        for text in [String::new(), "s3cret s3cret".to_owned(), "s3cret".repeat(10_000)] {
            file.write(&text);
            let error = authenticator.headers().await.unwrap_err();
            assert_eq!(error.kind(), AuthErrorKind::Configuration);
            assert!(error.to_string().contains("token file"), "{error}");
            assert!(!format!("{error} {error:?} {authenticator:?}").contains("s3cret"));
        }
    }
}
