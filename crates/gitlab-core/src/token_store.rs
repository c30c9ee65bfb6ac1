//! Where renewable tokens are kept, as a port.

use crate::{Instance, Timestamp};
use async_trait::async_trait;
use secrecy::SecretString;
use std::error::Error as StdError;
use std::fmt::{self, Debug};
use thiserror::Error;

/// Keeps the tokens of OAuth sessions.
///
/// GitLab's refresh tokens work once, and the old access token dies with them. A store therefore holds one
/// record a key, written whole or not at all, and replaces it only for a writer that has seen the latest one.
#[async_trait]
pub trait TokenStore: Debug + Send + Sync + 'static {
    /// The record under this key, if there is one.
    ///
    /// # Errors
    ///
    /// [`TokenStoreError`] when the store cannot be read, or holds something that is no record.
    async fn load(&self, key: &TokenKey) -> Result<Option<TokenRecord>, TokenStoreError>;

    /// Writes `record` if the store still holds the generation that the writer saw (`None`: no record).
    ///
    /// Once this returned [`TokenSwap::Stored`] the record survives a crash, as far as the store promises.
    ///
    /// # Errors
    ///
    /// [`TokenStoreError`] when the store cannot be written: the old record is still there.
    async fn compare_and_swap(
        &self,
        key: &TokenKey,
        seen: Option<u64>,
        record: TokenRecord,
    ) -> Result<TokenSwap, TokenStoreError>;

    /// Removes the record, if there is one.
    ///
    /// # Errors
    ///
    /// [`TokenStoreError`] when the store cannot be written.
    async fn remove(&self, key: &TokenKey) -> Result<(), TokenStoreError>;
}

/// Whose tokens a record holds: an installation and an account name of the caller's choice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenKey {
    instance: Instance,
    account: String,
}

impl TokenKey {
    /// The key of this account on this installation.
    #[must_use]
    pub fn new(instance: Instance, account: impl Into<String>) -> Self {
        Self { instance, account: account.into() }
    }

    /// The installation.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// The account name.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }
}

/// An access token with what renews it.
#[derive(Clone)]
#[non_exhaustive]
pub struct TokenRecord {
    /// The token that requests carry.
    pub access_token: SecretString,
    /// The single-use token that renews it.
    pub refresh_token: Option<SecretString>,
    /// When the access token ends.
    pub expires_at: Option<Timestamp>,
    /// What it allows, as GitLab granted it.
    pub scopes: Vec<String>,
    /// Grows by one with each renewal.
    pub generation: u64,
}

impl TokenRecord {
    /// A record of the first generation that holds only an access token.
    #[must_use]
    pub fn new(access_token: SecretString) -> Self {
        Self { access_token, refresh_token: None, expires_at: None, scopes: Vec::new(), generation: 1 }
    }
}

impl Debug for TokenRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRecord")
            .field("access_token", &"[REDACTED]")
            .field("refresh_token", &self.refresh_token.as_ref().map(|_| "[REDACTED]"))
            .field("expires_at", &self.expires_at)
            .field("scopes", &self.scopes)
            .field("generation", &self.generation)
            .finish()
    }
}

/// What became of a write.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TokenSwap {
    /// The record is stored.
    Stored,
    /// Another writer was faster; this is what the store holds now.
    Lost(Option<TokenRecord>),
}

/// Why a store could not be read or written. Its text never holds a token.
#[derive(Debug, Error)]
#[error("the token store failed: {message}")]
pub struct TokenStoreError {
    message: String,
    #[source]
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TokenStoreError {
    /// An error that says what could not be done.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// The same error with its cause, which must not print a token.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}
