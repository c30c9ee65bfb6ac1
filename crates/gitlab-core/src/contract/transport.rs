//! The contract of [`Transport`].

use crate::Transport;
use bytes::Bytes;
use http::{Method, Request, StatusCode};
use url::Url;

/// Checks a transport against a GitLab at `api_url` (ending in `/api/v4/`): an answer of any status is `Ok`,
/// and a body arrives whole.
///
/// # Panics
///
/// When the contract is broken.
pub async fn check(transport: &dyn Transport, api_url: &Url) {
    let url = api_url.join("projects/0").expect("a path below the API");
    let answer = transport.send(request(Method::GET, &url)).await.expect("a status of 404 is an answer");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND, "project 0 is nowhere");
    let body = answer.into_body().collect(64 * 1024).await.expect("the body of a 404 can be read");
    assert!(!body.is_empty(), "GitLab's 404 has a body");

    // A refused connection never reached anyone, and the transport must say so.
    let mut nobody = api_url.clone();
    if nobody.set_port(Some(1)).is_ok()
        && nobody.set_host(Some("127.0.0.1")).is_ok()
        && let Err(error) = transport.send(request(Method::POST, &nobody)).await
    {
        assert_eq!(error.delivery(), crate::Delivery::NotSent, "nothing was sent to a closed port");
    }
}

fn request(method: Method, url: &Url) -> Request<Bytes> {
    Request::builder().method(method).uri(url.as_str()).body(Bytes::new()).expect("a valid request")
}
