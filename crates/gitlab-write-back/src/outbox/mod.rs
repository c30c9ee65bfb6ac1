//! What was decided and written, as a port.

mod entry;
#[cfg(feature = "file-outbox")]
mod file;
mod memory;

pub use entry::{OutboxEntry, PendingKind, PendingWrite, WrittenNote};
#[cfg(feature = "file-outbox")]
pub use file::FileOutbox;
pub use memory::MemoryOutbox;

use async_trait::async_trait;
use std::error::Error as StdError;
use std::fmt;

/// Keeps what was decided before it is sent, and what was written last.
///
/// A write that GitLab does not recognise when it comes twice is put here first, and taken out when its answer is there. Who
/// finds one here, after a crash or in another process, looks for the note before anything is sent again. Processes that
/// share an outbox write one after the other; those that do not still end with one note.
///
/// There is one entry for each incident on each place, under a key that says so. [`MemoryOutbox`] lives as long as the process,
/// `FileOutbox` (feature `file-outbox`) survives it. `contract::outbox` (feature `contract-tests`) checks an implementation.
#[async_trait]
pub trait Outbox: fmt::Debug + Send + Sync + 'static {
    /// The entry under a key.
    ///
    /// # Errors
    ///
    /// [`OutboxError`] when it cannot be read, or not be trusted.
    async fn get(&self, key: &str) -> Result<Option<OutboxEntry>, OutboxError>;

    /// Puts `entry` under a key if what is there is still `expected`, and says whether it was. When this returns,
    /// the entry is as durable as this outbox makes it.
    ///
    /// # Errors
    ///
    /// [`OutboxError`] when it could not be kept; then nothing is sent.
    async fn replace(
        &self,
        key: &str,
        expected: Option<&OutboxEntry>,
        entry: &OutboxEntry,
    ) -> Result<bool, OutboxError>;

    /// The entries whose write has no answer yet.
    ///
    /// # Errors
    ///
    /// [`OutboxError`] when they cannot all be read.
    async fn pending(&self) -> Result<Vec<OutboxEntry>, OutboxError>;
}

/// An outbox could not keep or give an entry.
#[derive(Debug)]
pub struct OutboxError {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl OutboxError {
    /// What failed, and what to do about it.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// The same with its cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for OutboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for OutboxError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
