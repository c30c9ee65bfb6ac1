//! Endpoints of the crate [`gitlab`](https://crates.io/crates/gitlab), run through this client.
//!
//! That crate has types for nearly all of GitLab's REST API. Its own client follows redirects and `Link`
//! headers to other hosts with the token, sends writes again after a 502 and has no timeout. Run through
//! [`Client::kitware`], its endpoints keep the rules of this crate:
//!
//! - the credential is that of this client, and goes to its installation only;
//! - an address that is not below the installation's, or climbs by `..`, is refused before anything is sent;
//! - retries by method, waits, deadlines and the budget are those of this client, and an answer has at most
//!   [`Limits::json_bytes`](crate::Limits::json_bytes);
//! - the next page of a keyset list is asked for at the address of the list: only the query of the server's
//!   `Link` header is used, and a next page that is the page at hand is an error.
//!
//! What that crate does with an answer stays its own: a list by page number ends at the first short page, pages
//! come one after another, and a list that never ends is read until `Pagination::Limit`. [`Client::list`] promises
//! more.
//!
//! ```no_run
//! use gitlab::api::{AsyncQuery, projects};
//! use gitlab_api_client::Client;
//!
//! #[derive(serde::Deserialize)]
//! struct Project {
//!     name: String,
//! }
//!
//! # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let endpoint = projects::Project::builder().project("group/project").build()?;
//! let project: Project = endpoint.query_async(&client.kitware()).await?;
//! println!("{}", project.name);
//! # Ok(())
//! # }
//! ```

mod address;

use crate::pages::Cursor;
use crate::pipeline::call::Call;
use crate::{Client, RequestBody, UrlBase};
use async_trait::async_trait;
use bytes::Bytes;
use gitlab::api::{ApiError as Error, AsyncClient, RestClient};
use gitlab_core::{ApiError, ApiErrorKind, Delivery};
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, LINK};
use http::request::Builder;
use http::{HeaderMap, Response};
use url::Url;

/// An older name of `Link`, which that crate reads as well.
const LINKS: HeaderName = HeaderName::from_static("links");

/// A client for endpoints of the crate `gitlab`; see [the module](self).
///
/// An error of this client is the source of that crate's
/// [`ApiError::Client`](gitlab::api::ApiError::Client), with its kind and advice.
#[derive(Clone, Debug)]
pub struct Kitware {
    client: Client,
}

impl Kitware {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// The address of an endpoint below one of the installation's.
    fn address(&self, base: UrlBase, path: &str) -> Result<Url, Error<ApiError>> {
        address::below(&base.url(self.client.instance()), path).map_err(refused)
    }

    /// What a request of that crate asks, once it is certain that it asks this installation.
    fn call(&self, request: Builder, body: Vec<u8>) -> Result<Call, Error<ApiError>> {
        let request = request.body(body).map_err(|_| refused("it is no HTTP request"))?;
        let (head, body) = request.into_parts();
        let mut url = Url::parse(&head.uri.to_string()).map_err(|_| refused("its address is no URL"))?;
        if url.query() == Some("") {
            url.set_query(None);
        }
        let base = [UrlBase::Rest, UrlBase::Web]
            .map(|base| base.url(self.client.instance()))
            .into_iter()
            .find(|base| address::is_below(base, &url))
            .ok_or_else(|| refused("its address is not one of this installation"))?;
        let content_type = head.headers.get(CONTENT_TYPE);
        let body = content_type.map(|content_type| RequestBody::new(content_type.clone(), body));
        Ok(Call::at(head.method, base, url, body))
    }
}

impl RestClient for Kitware {
    type Error = ApiError;

    fn rest_endpoint(&self, endpoint: &str) -> Result<Url, Error<ApiError>> {
        self.address(UrlBase::Rest, endpoint)
    }

    fn instance_endpoint(&self, endpoint: &str) -> Result<Url, Error<ApiError>> {
        self.address(UrlBase::Web, endpoint)
    }
}

#[async_trait]
impl AsyncClient for Kitware {
    async fn rest_async(&self, request: Builder, body: Vec<u8>) -> Result<Response<Bytes>, Error<ApiError>> {
        let call = self.call(request, body)?;
        let Client { pipeline, deadline } = &self.client;
        let mut answer = pipeline.collected(&call, *deadline).await.map_err(Error::client)?;
        keep_pages_at_home(call, answer.headers_mut()).map_err(Error::client)?;
        Ok(answer)
    }
}

/// Puts the one next page that there is in place of all links. That crate asks wherever a link points, and
/// panics where it is no address of HTTP.
fn keep_pages_at_home(call: Call, headers: &mut HeaderMap) -> Result<(), ApiError> {
    let mut cursor = Cursor::new(call, u64::MAX);
    let goes_on = cursor.advance(headers)?;
    headers.remove(LINK);
    headers.remove(LINKS);
    if goes_on {
        let next = format!("<{}>; rel=\"next\"", cursor.call().url());
        if let Ok(next) = HeaderValue::try_from(next) {
            headers.insert(LINK, next);
        }
    }
    Ok(())
}

fn refused(why: &'static str) -> Error<ApiError> {
    let error = ApiError::builder(ApiErrorKind::InvalidRequest, "send a request of the crate gitlab");
    Error::client(error.delivery(Delivery::NotSent).message(why).build())
}
