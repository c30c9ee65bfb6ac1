//! A place for answers that can never change.

mod memory;

pub use memory::MemoryCache;

use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, Method};
use std::fmt::{self, Debug};
use url::Url;

/// Where a client keeps answers that can never change: a commit, a diff, a file or a tree by its full SHA, the
/// log of a job that is over. See [`ClientBuilder::cache`](crate::ClientBuilder::cache).
///
/// It has no errors: whatever fails in it, the client asks GitLab, and a cache that is slow is not waited for
/// longer than a second, nor past the deadline of a call. It may forget anything at any time. [`MemoryCache`] is the one that comes along;
/// `contract::answer_cache`, behind the feature `contract-tests`, checks one of yours.
#[async_trait]
pub trait AnswerCache: Debug + Send + Sync + 'static {
    /// The answer that was put there under this key.
    async fn get(&self, key: &CacheKey) -> Option<CachedAnswer>;

    /// Keeps an answer, in place of the one before.
    async fn put(&self, key: &CacheKey, answer: CachedAnswer);

    /// The most bytes of a body that it takes. A stream is not gathered beyond that. By default 4 MiB.
    fn max_answer_bytes(&self) -> usize {
        4 * 1024 * 1024
    }
}

/// What an answer is the answer to: the request, and for whom it was.
///
/// ```
/// use gitlab_api_client::CacheKey;
///
/// let url = "https://gitlab.example.com/api/v4/projects/7/repository/commits/…".parse()?;
/// let key = CacheKey::new("reader", &http::Method::GET, &url);
/// assert_ne!(key, CacheKey::new("writer", &http::Method::GET, &url));
/// assert!(key.as_str().starts_with("6:reader GET https://gitlab.example.com/"));
/// # Ok::<(), url::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CacheKey(String);

impl CacheKey {
    /// The key of a request for whoever has this scope.
    #[must_use]
    pub fn new(scope: &str, method: &Method, url: &Url) -> Self {
        // With its length, so that no scope can pass for another one and a part of the request.
        Self(format!("{}:{scope} {method} {url}", scope.len()))
    }

    /// The key as a text, which is different for different keys.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A good answer, whole: what [`AnswerCache`] keeps. Its `Debug` shows no content.
#[derive(Clone, PartialEq, Eq)]
pub struct CachedAnswer {
    headers: HeaderMap,
    body: Bytes,
}

impl CachedAnswer {
    /// An answer with this head and this body, unpacked.
    #[must_use]
    pub fn new(headers: HeaderMap, body: Bytes) -> Self {
        Self { headers, body }
    }

    /// Its headers: those that say something about the content and about further pages, and no others.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Its body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    pub(crate) fn into_parts(self) -> (HeaderMap, Bytes) {
        (self.headers, self.body)
    }
}

impl Debug for CachedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedAnswer").field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}
