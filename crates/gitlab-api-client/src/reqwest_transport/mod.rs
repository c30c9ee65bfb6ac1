//! The transport over reqwest.

mod address;
mod builder;
mod error;
mod guard;
mod gunzip;
mod head;
mod proxy;
mod tls;

pub use builder::ReqwestTransportBuilder;

use crate::opened::UnmarkedEnd;
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::TryStreamExt;
use gitlab_core::{ApiError, Body, ForeignOrigin, Transport, TransportError};
use guard::Guard;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderValue, Request, Response, Version};
use proxy::ClearText;
use std::fmt;
use std::sync::Arc;

/// Sends requests by reqwest: HTTP/1.1 and HTTP/2, pooled connections, gzip, the proxies of the environment,
/// and with the feature `rustls` the trust store of the operating system.
///
/// It follows no redirect, sends nothing twice, keeps no cookies and sends no `Referer`. Deadlines are those
/// of the client; only connecting has its own. A head of more than 100 headers or 128 KiB is an error.
///
/// # Proxies
///
/// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` are heeded, also in small letters, as are the
/// settings of Windows and macOS. An `https://` address is reached through the proxy by `CONNECT`, so that the
/// proxy learns the host and nothing more. Over plain `http://` it would read the token: such a request is
/// refused before it is sent, unless
/// [allowed](ReqwestTransportBuilder::allow_credentials_to_proxy_in_clear_text).
///
/// # Trust
///
/// With rustls the trust store is that of the system; on Linux `SSL_CERT_FILE` and `SSL_CERT_DIR` name
/// another. A certificate authority of one's own is added by
/// [`add_root_certificates_pem`](ReqwestTransportBuilder::add_root_certificates_pem).
///
/// # Addresses that users give
///
/// A service whose users name the GitLab to ask must not become their way into its own network:
/// [`only_public_addresses`](ReqwestTransportBuilder::only_public_addresses).
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// For others than GitLab, where there is a client certificate, which is for GitLab alone.
    without_identity: Option<reqwest::Client>,
    clear_text: Arc<ClearText>,
    guard: Option<Arc<Guard>>,
    accepts_invalid_certificates: bool,
}

impl ReqwestTransport {
    /// A transport with the defaults.
    ///
    /// # Errors
    ///
    /// [`ApiError`] of the kind `Configuration` when TLS cannot be set up.
    pub fn new() -> Result<Self, ApiError> {
        Self::builder().build()
    }

    /// Starts a transport with settings of its own.
    ///
    /// ```
    /// use gitlab_api_client::ReqwestTransport;
    /// use std::time::Duration;
    ///
    /// let transport = ReqwestTransport::builder().connect_timeout(Duration::from_secs(3)).no_proxy().build()?;
    /// # let _ = transport;
    /// # Ok::<(), gitlab_core::ApiError>(())
    /// ```
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::new()
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport")
            .field("accepts_invalid_certificates", &self.accepts_invalid_certificates)
            .field("only_public_addresses", &self.guard.is_some())
            .field("credentials_to_proxy_in_clear_text", &self.clear_text)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        let url = address::of(&head).map_err(error::bad_request)?;
        if let Some(guard) = &self.guard {
            guard.check_url(&url)?;
        }
        self.clear_text.check(&head.uri, &head.headers)?;
        let client = match head.extensions.get::<ForeignOrigin>() {
            Some(ForeignOrigin) => self.without_identity.as_ref().unwrap_or(&self.client),
            None => &self.client,
        };
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        request.headers_mut().entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
        if !body.is_empty() {
            *request.body_mut() = Some(body.into());
        }
        let answer = client.execute(request).await.map_err(error::of_head)?;
        head::check(answer.headers())?;
        let mut response = Response::new(());
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = answer.headers().clone();
        let packed = gunzip::is_packed(answer.headers())?;
        // What is packed has a mark of its own at its end.
        if !packed && ends_with_the_connection(&answer) {
            response.extensions_mut().insert(UnmarkedEnd);
        }
        let body = answer.bytes_stream().map_err(error::of_body);
        if !packed {
            let length = head::length(response.headers());
            return Ok(response.map(|()| Body::from_stream(body).with_length(length)));
        }
        // Both are about the packed bytes, which nobody sees.
        response.headers_mut().remove(CONTENT_ENCODING);
        response.headers_mut().remove(CONTENT_LENGTH);
        Ok(response.map(|()| Body::from_stream(gunzip::unpack(body))))
    }
}

/// Whether only the end of the connection ends the body, as before HTTP/2 it does without a length or chunks.
fn ends_with_the_connection(answer: &reqwest::Response) -> bool {
    answer.version() < Version::HTTP_2
        && answer.content_length().is_none()
        && !answer.headers().contains_key(TRANSFER_ENCODING)
}
