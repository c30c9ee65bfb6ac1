//! What the tests share.

use gitlab_core::Authenticator;
use http::HeaderMap;

/// The headers that an authenticator puts on a request, as `name: value`.
pub(crate) async fn shown(authenticator: &dyn Authenticator) -> Vec<String> {
    let mut headers = HeaderMap::new();
    authenticator.headers().await.unwrap().apply(&mut headers);
    headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect()
}
