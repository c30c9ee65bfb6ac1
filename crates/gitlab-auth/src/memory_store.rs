//! Tokens kept in memory.

use async_trait::async_trait;
use gitlab_core::{TokenKey, TokenRecord, TokenStore, TokenStoreError, TokenSwap};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps tokens for as long as the program runs: for tests, and for sessions that need not outlive it.
///
/// GitLab's refresh tokens work once. What is only here is lost with the process, and a person must sign in
/// again.
#[derive(Default)]
pub struct MemoryTokenStore(Mutex<HashMap<TokenKey, TokenRecord>>);

impl MemoryTokenStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn records(&self) -> MutexGuard<'_, HashMap<TokenKey, TokenRecord>> {
        // Nothing panics while this is locked, and a map is whole between two calls.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenStore").field("records", &self.records().len()).finish()
    }
}

#[async_trait]
impl TokenStore for MemoryTokenStore {
    async fn load(&self, key: &TokenKey) -> Result<Option<TokenRecord>, TokenStoreError> {
        Ok(self.records().get(key).cloned())
    }

    async fn compare_and_swap(
        &self,
        key: &TokenKey,
        seen: Option<u64>,
        record: TokenRecord,
    ) -> Result<TokenSwap, TokenStoreError> {
        let mut records = self.records();
        let held = records.get(key);
        if held.map(|held| held.generation) != seen {
            return Ok(TokenSwap::Lost(held.cloned()));
        }
        records.insert(key.clone(), record);
        Ok(TokenSwap::Stored)
    }

    async fn remove(&self, key: &TokenKey) -> Result<(), TokenStoreError> {
        self.records().remove(key);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_keeps_the_contract_of_a_token_store() {
        gitlab_core::contract::token_store::check(&MemoryTokenStore::new()).await;
    }
}
