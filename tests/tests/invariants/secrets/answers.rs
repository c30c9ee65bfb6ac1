//! A server that repeats the credential does not bring it into errors or logs.

use async_trait::async_trait;
use bytes::Bytes;
use gitlab_api_client::endpoints::GetProject;
use gitlab_api_client::{Client, RetryPolicy};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{Body, Instance, ProjectId, Report, Transport, TransportError};
use gitlab_rca_tests::canary::{SECRET, assert_display_hides, assert_error_hides};
use std::sync::Arc;

/// Answers with one status and repeats the credential in headers and body.
#[derive(Debug)]
struct Parrot(u16);

#[async_trait]
impl Transport for Parrot {
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        assert!(request.headers()["authorization"].to_str().is_ok_and(|value| value.contains(SECRET)));
        let body = format!(r#"{{"message": "401 {SECRET}", "error": "Bearer {SECRET}", "id": "{SECRET}"}}"#);
        let answer = http::Response::builder()
            .status(self.0)
            .header("content-type", "application/json")
            .header("location", format!("https://elsewhere.example.com/?private_token={SECRET}"))
            .header("www-authenticate", format!("Bearer realm=\"{SECRET}\""))
            .body(Body::from(body));
        Ok(answer.expect("these are valid headers"))
    }
}

#[tokio::test]
async fn invariant_4_what_a_server_repeats_is_in_no_error() {
    for status in [200, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503] {
        let token = AccessToken::new(SECRET).expect("it has the form of a token");
        let client = Client::builder(Instance::gitlab_com())
            .authenticator(Arc::new(StaticToken::bearer(token)))
            .transport(Arc::new(Parrot(status)))
            .retry(RetryPolicy::none())
            .build()
            .expect("nothing is missing");
        let error = client.send(&GetProject::new(ProjectId::new(7))).await.expect_err("this is no project");
        let whose = format!("the error of an answer with status {status}");
        assert_error_hides(&whose, &error);
        assert_display_hides(&whose, &Report(&error));
        assert_display_hides(&whose, error.advice().unwrap_or_default());
    }
}
