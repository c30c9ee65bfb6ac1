//! A cache in memory that forgets what was not used for the longest time.

use super::{AnswerCache, CacheKey, CachedAnswer};
use async_trait::async_trait;
use bytes::Bytes;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What an entry takes besides its texts and bytes, roughly.
const ENTRY: usize = 256;
const HEADER: usize = 64;

/// Keeps answers in memory, within a number of bytes: keys, headers, bodies and what it needs for itself.
///
/// When it is full it forgets what was not used for the longest time. One answer takes at most a quarter of it.
///
/// ```no_run
/// use gitlab_api_client::{Client, MemoryCache};
/// use gitlab_core::Instance;
/// use std::sync::Arc;
///
/// # fn example() -> Result<(), gitlab_core::ApiError> {
/// let cache = Arc::new(MemoryCache::new(64 * 1024 * 1024));
/// let client = Client::builder(Instance::gitlab_com()).cache(cache.clone()).build()?;
/// # let _ = client;
/// println!("{} answers in {} bytes", cache.len(), cache.bytes());
/// # Ok(())
/// # }
/// ```
pub struct MemoryCache {
    max_bytes: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    entries: HashMap<Arc<CacheKey>, Entry>,
    /// The keys by the time of their last use, the oldest first.
    by_use: BTreeMap<u64, Arc<CacheKey>>,
    uses: u64,
    bytes: usize,
}

struct Entry {
    answer: CachedAnswer,
    bytes: usize,
    last_use: u64,
}

impl MemoryCache {
    /// An empty cache of at most this many bytes.
    #[must_use]
    pub fn new(max_bytes: usize) -> Self {
        Self { max_bytes, kept: Mutex::default() }
    }

    /// How many answers it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept().entries.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many bytes they take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.kept().bytes
    }

    /// Forgets everything, for instance when a user has lost access.
    pub fn clear(&self) {
        *self.kept() = Kept::default();
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl AnswerCache for MemoryCache {
    async fn get(&self, key: &CacheKey) -> Option<CachedAnswer> {
        self.kept().get(key)
    }

    async fn put(&self, key: &CacheKey, answer: CachedAnswer) {
        let bytes = size(key, &answer);
        if answer.body.len() > self.max_answer_bytes() || bytes > self.max_bytes {
            self.kept().remove(key);
            return;
        }
        let (headers, body) = answer.into_parts();
        // A copy, because the bytes may be a small part of a large buffer, which they would keep.
        let answer = CachedAnswer::new(headers, Bytes::copy_from_slice(&body));
        let mut kept = self.kept();
        kept.remove(key);
        while kept.bytes.saturating_add(bytes) > self.max_bytes && kept.forget_oldest() {}
        kept.add(key, answer, bytes);
    }

    fn max_answer_bytes(&self) -> usize {
        self.max_bytes / 4
    }
}

impl Kept {
    fn get(&mut self, key: &CacheKey) -> Option<CachedAnswer> {
        let next = self.uses;
        let entry = self.entries.get_mut(key)?;
        let key = self.by_use.remove(&entry.last_use)?;
        entry.last_use = next;
        self.by_use.insert(next, key);
        self.uses = next.saturating_add(1);
        Some(entry.answer.clone())
    }

    fn add(&mut self, key: &CacheKey, answer: CachedAnswer, bytes: usize) {
        let (key, last_use) = (Arc::new(key.clone()), self.uses);
        self.uses = last_use.saturating_add(1);
        self.by_use.insert(last_use, Arc::clone(&key));
        self.entries.insert(key, Entry { answer, bytes, last_use });
        self.bytes = self.bytes.saturating_add(bytes);
    }

    fn remove(&mut self, key: &CacheKey) {
        if let Some(entry) = self.entries.remove(key) {
            self.by_use.remove(&entry.last_use);
            self.bytes = self.bytes.saturating_sub(entry.bytes);
        }
    }

    fn forget_oldest(&mut self) -> bool {
        let Some(key) = self.by_use.first_key_value().map(|(_, key)| Arc::clone(key)) else { return false };
        self.remove(&key);
        true
    }
}

fn size(key: &CacheKey, answer: &CachedAnswer) -> usize {
    let headers: usize =
        answer.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + HEADER).sum();
    key.as_str().len() + headers + answer.body.len() + ENTRY
}

impl fmt::Debug for MemoryCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryCache")
            .field("answers", &self.len())
            .field("bytes", &self.bytes())
            .field("max_bytes", &self.max_bytes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use http::{HeaderMap, Method};
    use proptest::prelude::*;

    fn key(number: usize) -> CacheKey {
        let url = format!("https://gitlab.example.com/api/v4/{number:04}").parse().unwrap();
        CacheKey::new("a", &Method::GET, &url)
    }

    fn put(cache: &MemoryCache, number: usize, bytes: usize) {
        let answer = CachedAnswer::new(HeaderMap::new(), vec![b'x'; bytes].into());
        cache.put(&key(number), answer).now_or_never().unwrap();
    }

    fn get(cache: &MemoryCache, number: usize) -> Option<usize> {
        cache.get(&key(number)).now_or_never().unwrap().map(|answer| answer.body.len())
    }

    fn one() -> usize {
        size(&key(0), &CachedAnswer::new(HeaderMap::new(), vec![b'x'; 100].into()))
    }

    #[test]
    fn it_holds_the_contract() {
        crate::contract::answer_cache::check(&MemoryCache::new(1_000_000)).now_or_never().unwrap();
    }

    #[test]
    fn what_was_not_used_for_the_longest_time_is_forgotten_first() {
        let cache = MemoryCache::new(4 * one());
        (0..4).for_each(|number| put(&cache, number, 100));
        assert_eq!((cache.len(), cache.bytes()), (4, 4 * one()));
        assert_eq!(get(&cache, 0), Some(100));
        put(&cache, 4, 100);
        assert_eq!(get(&cache, 1), None, "it was the oldest after 0 was used");
        assert_eq!(get(&cache, 0), Some(100));
        put(&cache, 0, 50);
        assert_eq!((cache.len(), cache.bytes(), get(&cache, 0)), (4, 4 * one() - 50, Some(50)));
        cache.clear();
        assert!(cache.is_empty() && cache.bytes() == 0);
    }

    #[test]
    fn what_is_too_large_is_not_taken_and_displaces_nothing() {
        let cache = MemoryCache::new(4 * one());
        put(&cache, 0, 100);
        put(&cache, 1, cache.max_answer_bytes() + 1);
        assert_eq!((get(&cache, 0), get(&cache, 1), cache.len()), (Some(100), None, 1));
        let nothing = MemoryCache::new(0);
        put(&nothing, 0, 0);
        assert!(nothing.is_empty());
    }

    proptest! {
        #[test]
        fn it_never_has_more_than_it_may(
            max in 0_usize..20_000,
            uses in proptest::collection::vec((0_usize..20, proptest::option::of(0_usize..6_000)), 0..100),
        ) {
            let cache = MemoryCache::new(max);
            let mut last = HashMap::new();
            for (number, bytes) in uses {
                match bytes {
                    Some(bytes) => {
                        put(&cache, number, bytes);
                        prop_assert!(get(&cache, number).is_none_or(|kept| kept == bytes));
                        last.insert(number, bytes);
                    }
                    None => prop_assert!(get(&cache, number).is_none_or(|bytes| last[&number] == bytes)),
                }
                let kept = cache.kept();
                prop_assert!(kept.bytes <= max);
                prop_assert_eq!(kept.bytes, kept.entries.values().map(|entry| entry.bytes).sum::<usize>());
                prop_assert_eq!(kept.entries.len(), kept.by_use.len());
            }
        }
    }
}
