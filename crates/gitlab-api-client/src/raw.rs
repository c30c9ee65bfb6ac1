//! Requests for which there is no type.

use crate::{Endpoint, Idempotency, Path, Query, RequestBody, UrlBase};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// A request to an address that has no type in this crate.
///
/// It goes the way of every other: path by segment, credential, retries by method, deadlines, limits and
/// errors. Send it by [`Client::send`](crate::Client::send) for a `serde_json::Value`, by
/// [`Client::send_as`](crate::Client::send_as) for a type of your own, by [`Client::raw`](crate::Client::raw) for
/// status, headers and bytes, or by [`Client::open`](crate::Client::open) for a stream.
///
/// ```no_run
/// use gitlab_api_client::{Client, Path, RawRequest};
///
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let badges = RawRequest::get(Path::new("projects").param("id", "shop/api").literal("badges"));
/// let badges: Vec<serde_json::Value> = client.send_as(&badges.parameter("per_page", 50)).await?;
///
/// let pages = RawRequest::delete(Path::new("projects").param("id", 7).literal("pages"));
/// println!("{}", client.raw(&pages).await?.status());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RawRequest {
    method: Method,
    path: Path,
    base: UrlBase,
    query: Query,
    body: Option<RequestBody>,
    idempotency: Idempotency,
}

impl RawRequest {
    /// A request of any method.
    #[must_use]
    pub fn new(method: Method, path: Path) -> Self {
        let idempotency = Idempotency::of(&method);
        Self { method, path, base: UrlBase::Rest, query: Query::new(), body: None, idempotency }
    }

    /// A `GET`.
    #[must_use]
    pub fn get(path: Path) -> Self {
        Self::new(Method::GET, path)
    }

    /// A `POST`.
    #[must_use]
    pub fn post(path: Path) -> Self {
        Self::new(Method::POST, path)
    }

    /// A `PUT`.
    #[must_use]
    pub fn put(path: Path) -> Self {
        Self::new(Method::PUT, path)
    }

    /// A `DELETE`.
    #[must_use]
    pub fn delete(path: Path) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// Its path stands below this address; below that of the REST API by default.
    #[must_use]
    pub fn below(mut self, base: UrlBase) -> Self {
        self.base = base;
        self
    }

    /// Adds a parameter to the query, also where one of this name is there.
    #[must_use]
    pub fn parameter(mut self, name: &'static str, value: impl Display) -> Self {
        self.query.push(name, value);
        self
    }

    /// Sends this JSON.
    #[must_use]
    pub fn json(self, value: &serde_json::Value) -> Self {
        self.with_body(RequestBody::json(value))
    }

    /// Sends this body.
    #[must_use]
    pub fn with_body(mut self, body: RequestBody) -> Self {
        self.body = Some(body);
        self
    }

    /// Says whether it may run twice, where that does not follow from its method: a `POST` that only asks.
    #[must_use]
    pub fn with_idempotency(mut self, idempotency: Idempotency) -> Self {
        self.idempotency = idempotency;
        self
    }
}

impl Endpoint for RawRequest {
    type Output = serde_json::Value;

    fn method(&self) -> Method {
        self.method.clone()
    }

    fn path(&self) -> Path {
        self.path.clone()
    }

    fn url_base(&self) -> UrlBase {
        self.base
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn body(&self) -> Option<RequestBody> {
        self.body.clone()
    }

    fn idempotency(&self) -> Idempotency {
        self.idempotency
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("send {} {}", self.method, self.path.template()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::request;
    use serde_json::json;

    #[test]
    fn it_asks_what_it_should() {
        let path = || Path::new("projects").param("id", "a/b").literal("badges");
        let endpoint = RawRequest::get(path()).parameter("x", 1).parameter("y[]", "a&b");
        assert_eq!(request(&endpoint), "GET projects/a%2Fb/badges?x=1&y%5B%5D=a%26b");
        let endpoint = RawRequest::post(path()).json(&json!({"name": "n"}));
        assert_eq!(request(&endpoint), r#"POST projects/a%2Fb/badges {"name":"n"}"#);
        assert_eq!(endpoint.idempotency(), Idempotency::NotIdempotent);
        assert_eq!(RawRequest::put(path()).idempotency(), Idempotency::Idempotent);
    }

    #[test]
    fn an_error_names_no_value() {
        let path = Path::new("users").param("name", "s3cret");
        assert_eq!(RawRequest::delete(path).operation(), "send DELETE users/:name");
    }
}
