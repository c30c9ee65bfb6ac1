//! What stands beside the REST API, and requests of any address.

use crate::sample::Sample;
use gitlab_api_client::graphql::GraphQlRequest;
use gitlab_api_client::{Idempotency, Path, RawRequest, RequestBody, UrlBase};
use serde_json::json;

pub(super) fn samples() -> Vec<Sample> {
    let body = RequestBody::json(&json!({ "content": "text" }));
    vec![
        Sample::of(GraphQlRequest::new("{ currentUser { id } }").variables(json!({ "a": 1 }))),
        Sample::of(GraphQlRequest::new("mutation { a }")),
        Sample::of(
            RawRequest::post(Path::new("ci/lint"))
                .below(UrlBase::Rest)
                .parameter("include_merged_yaml", true)
                .json(&json!({ "content": "" }))
                .with_body(body)
                .with_idempotency(Idempotency::NotIdempotent),
        ),
    ]
}
