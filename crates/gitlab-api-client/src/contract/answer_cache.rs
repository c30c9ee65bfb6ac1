//! The contract of [`AnswerCache`].

use crate::{AnswerCache, CacheKey, CachedAnswer};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, LINK};
use http::{HeaderMap, HeaderValue, Method};

const SHA: &str = "https://gitlab.example.com/api/v4/projects/7/repository/commits/2b6f0f1c";

/// Checks that an answer is given as it was put, for its key alone, and that nothing is shown of it.
///
/// The cache must be empty, and have room for a few answers of a kilobyte.
///
/// # Panics
///
/// When the contract is broken.
pub async fn check(cache: &dyn AnswerCache) {
    let key = key("contract-a", &Method::GET, SHA);
    assert!(cache.get(&key).await.is_none(), "the cache must be empty");

    let first = answer(b"{\"title\":\"CONTENT-OF-AN-ANSWER\"}\0\xff");
    cache.put(&key, first.clone()).await;
    assert!(cache.get(&key).await == Some(first.clone()), "what was put is what is given, headers and bytes");
    assert!(cache.get(&key).await == Some(first.clone()), "it can be given more than once");
    assert!(!format!("{cache:?}").contains("CONTENT-OF"), "Debug must not print an answer");

    for other in [
        self::key("contract-b", &Method::GET, SHA),
        self::key("", &Method::GET, SHA),
        self::key("contract-a", &Method::HEAD, SHA),
        self::key("contract-a", &Method::GET, &format!("{SHA}?page=2")),
        self::key("contract-a", &Method::GET, &SHA.to_ascii_uppercase()),
    ] {
        assert!(
            cache.get(&other).await.is_none(),
            "{} is given the answer of {}",
            other.as_str(),
            key.as_str()
        );
    }

    let empty = CachedAnswer::new(HeaderMap::new(), Bytes::new());
    let other = self::key("contract-b", &Method::GET, SHA);
    cache.put(&other, empty.clone()).await;
    assert!(cache.get(&other).await == Some(empty), "an answer without a body is one");
    assert!(cache.get(&key).await == Some(first), "another key leaves it alone");

    let second = answer(b"second");
    cache.put(&key, second.clone()).await;
    assert!(
        cache.get(&key).await == Some(second.clone()),
        "a later answer takes the place of the one before"
    );

    let large = answer(&vec![b'x'; cache.max_answer_bytes().saturating_add(1).min(16 * 1024 * 1024)]);
    let too_large = self::key("contract-a", &Method::GET, &format!("{SHA}/diff"));
    cache.put(&too_large, large.clone()).await;
    let given = cache.get(&too_large).await;
    assert!(given.is_none() || given == Some(large), "an answer that is too large is not given in part");
}

fn key(scope: &str, method: &Method, url: &str) -> CacheKey {
    CacheKey::new(scope, method, &url.parse().expect("this is a URL"))
}

fn answer(body: &[u8]) -> CachedAnswer {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.append(LINK, HeaderValue::from_static("<https://a.example>; rel=\"next\""));
    headers.append(LINK, HeaderValue::from_static("<https://b.example>; rel=\"last\""));
    CachedAnswer::new(headers, Bytes::copy_from_slice(body))
}
