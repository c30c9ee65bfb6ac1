//! How a request proves who it comes from, as a port.

use async_trait::async_trait;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::error::Error as StdError;
use std::fmt::{self, Debug};

/// Gives the headers by which a request proves who it comes from.
///
/// A credential belongs to one installation: whoever builds a client gives it the authenticator of that
/// installation, and the client never sends the headers anywhere else.
#[async_trait]
pub trait Authenticator: Debug + Send + Sync + 'static {
    /// The headers for the next request. Called for every attempt, so that a token replaced in its file or
    /// vault is used at once; implementations cache what is costly.
    ///
    /// # Errors
    ///
    /// [`AuthError`] when there is no usable credential.
    async fn headers(&self) -> Result<AuthHeaders, AuthError>;

    /// Called when the server answered 401 to headers of this `generation`, at most once a request.
    ///
    /// Many requests may be under way when a token dies: each reports its 401 with the generation it used,
    /// and only the first report of the current generation should cause a refresh; later ones find a newer
    /// generation and are told to try again with it.
    ///
    /// # Errors
    ///
    /// [`AuthError`] when the credential is dead for good.
    async fn rejected(&self, generation: u64) -> Result<Rejection, AuthError> {
        let _ = generation;
        Ok(Rejection::Final)
    }
}

/// What to do after a 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// There are newer headers: send the request once more with them.
    Retry,
    /// The credential cannot be renewed: the 401 stands.
    Final,
}

/// The headers of a credential, and which generation of it they are.
///
/// Every value is marked sensitive, so that no `Debug` of a request prints it.
#[derive(Clone)]
pub struct AuthHeaders {
    headers: HeaderMap,
    generation: u64,
}

impl AuthHeaders {
    /// No headers: an anonymous request.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { headers: HeaderMap::new(), generation: 0 }
    }

    /// One header, of this generation of the credential.
    #[must_use]
    pub fn new(name: HeaderName, mut value: HeaderValue, generation: u64) -> Self {
        value.set_sensitive(true);
        let mut headers = HeaderMap::with_capacity(1);
        headers.insert(name, value);
        Self { headers, generation }
    }

    /// The generation, which [`Authenticator::rejected`] takes back.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether there are no headers.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.headers.is_empty()
    }

    /// Puts the headers on a request.
    pub fn apply(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
    }
}

impl Debug for AuthHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthHeaders")
            .field("names", &self.headers.keys().collect::<Vec<_>>())
            .field("generation", &self.generation)
            .finish()
    }
}

/// Why there is no usable credential. Its text never holds the credential.
pub struct AuthError {
    kind: AuthErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl AuthError {
    /// An error of this kind; the message says what failed, without the credential.
    #[must_use]
    pub fn new(kind: AuthErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    /// The same error with its cause, which must not print a credential.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> AuthErrorKind {
        self.kind
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Debug for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthError")
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("source", &self.source)
            .finish()
    }
}

impl StdError for AuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// What kind of failure an [`AuthError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthErrorKind {
    /// The credential is missing or cannot be one (empty, line breaks in it). The settings must change.
    Configuration,
    /// The credential could not be read or renewed just now. Trying later may help.
    Temporary,
    /// The authorization is gone: a person must sign in again.
    NeedsReauthorization,
}
