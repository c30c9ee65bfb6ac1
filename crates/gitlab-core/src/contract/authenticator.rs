//! The contract of [`Authenticator`].

use crate::{Authenticator, Rejection};
use http::HeaderMap;

/// Checks that headers are given, are marked sensitive, stay out of `Debug`, and that a 401 of an old
/// generation does not cost the current one.
///
/// `secret` is the credential behind `authenticator`; the checks look for it where it must not be.
///
/// # Panics
///
/// When the contract is broken.
pub async fn check(authenticator: &dyn Authenticator, secret: &str) {
    let headers = authenticator.headers().await.expect("an authenticator with a credential gives headers");
    let mut map = HeaderMap::new();
    headers.apply(&mut map);
    assert!(!map.is_empty(), "an authenticator with a credential gives at least one header");
    for (name, value) in &map {
        assert!(value.is_sensitive(), "the value of {name} must be marked sensitive");
    }
    for printed in [format!("{authenticator:?}"), format!("{headers:?}"), format!("{map:?}")] {
        assert!(!printed.contains(secret), "Debug must not print the credential");
    }

    let again = authenticator.headers().await.expect("headers can be asked for again");
    assert_eq!(again.generation(), headers.generation(), "the generation changes only with the credential");

    let old = headers.generation().wrapping_sub(1);
    if let Ok(Rejection::Retry) = authenticator.rejected(old).await {
        let now = authenticator.headers().await.expect("headers after a late 401");
        assert_eq!(
            now.generation(),
            headers.generation(),
            "a late 401 must not renew the credential once more"
        );
    }
}
