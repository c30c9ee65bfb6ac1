//! The contract of [`TokenStore`].

use crate::{Instance, TokenKey, TokenRecord, TokenStore, TokenSwap};
use secrecy::{ExposeSecret, SecretString};

/// Checks that records are kept apart by key, replaced only for a writer that saw the latest one, and removed.
///
/// The store must be empty.
///
/// # Panics
///
/// When the contract is broken.
pub async fn check(store: &dyn TokenStore) {
    let key = TokenKey::new(Instance::gitlab_com(), "contract-a");
    let other = TokenKey::new(Instance::gitlab_com(), "contract-b");
    assert!(load(store, &key).await.is_none(), "the store must be empty");

    let first = record("first", 1);
    assert!(matches!(swap(store, &key, None, first).await, TokenSwap::Stored), "a first record is stored");
    let loaded = load(store, &key).await.expect("what was stored is there");
    assert_eq!(loaded.access_token.expose_secret(), "first", "what was stored is what is loaded");
    assert_eq!(loaded.generation, 1, "the generation is kept");
    assert!(load(store, &other).await.is_none(), "keys are kept apart");
    assert!(!format!("{store:?} {loaded:?}").contains("first"), "Debug must not print a token");

    let TokenSwap::Lost(Some(kept)) = swap(store, &key, None, record("blind", 1)).await else {
        panic!("a writer that saw no record must lose against the one that is there");
    };
    assert_eq!(kept.access_token.expose_secret(), "first", "the loser is given the record that is there");

    assert!(matches!(swap(store, &key, Some(1), record("second", 2)).await, TokenSwap::Stored));
    assert!(
        matches!(swap(store, &key, Some(1), record("late", 2)).await, TokenSwap::Lost(Some(_))),
        "a writer that saw an old generation must lose"
    );
    assert_eq!(load(store, &key).await.map(|record| record.generation), Some(2));

    store.remove(&key).await.expect("a record can be removed");
    assert!(load(store, &key).await.is_none(), "what was removed is gone");
    store.remove(&key).await.expect("removing what is not there is no error");
}

fn record(token: &str, generation: u64) -> TokenRecord {
    let mut record = TokenRecord::new(SecretString::from(token));
    record.generation = generation;
    record
}

async fn load(store: &dyn TokenStore, key: &TokenKey) -> Option<TokenRecord> {
    store.load(key).await.expect("the store can be read")
}

async fn swap(store: &dyn TokenStore, key: &TokenKey, seen: Option<u64>, record: TokenRecord) -> TokenSwap {
    store.compare_and_swap(key, seen, record).await.expect("the store can be written")
}
