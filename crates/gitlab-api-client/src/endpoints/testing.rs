//! What the tests of the endpoints share: a request as one line, and an answer read as the client reads it.

use crate::{Endpoint, Query};
use serde::de::DeserializeOwned;

/// `GET projects/7?a=b`, with the body after it if there is one.
pub(crate) fn request(endpoint: &impl Endpoint) -> String {
    let mut query = Query::new();
    endpoint.query(&mut query);
    let mut line = format!("{} {}", endpoint.method(), endpoint.path().encoded().unwrap());
    if !query.is_empty() {
        line += &format!("?{query}");
    }
    if let Some(body) = endpoint.body() {
        line += &format!(" {}", std::str::from_utf8(body.bytes()).unwrap());
    }
    line
}

pub(crate) fn answer<E: Endpoint<Output: DeserializeOwned>>(_: &E, json: &str) -> E::Output {
    serde_json::from_str(json).unwrap()
}
