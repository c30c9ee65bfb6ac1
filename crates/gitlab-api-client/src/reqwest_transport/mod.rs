//! The transport over reqwest.

mod error;
mod gunzip;
mod head;

use crate::builder::configuration;
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::TryStreamExt;
use gitlab_core::{ApiError, Body, Transport, TransportError};
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Request, Response};
use std::fmt;
use std::time::Duration;

/// Sends requests by reqwest: HTTP/1.1 and HTTP/2, pooled connections, gzip, the proxies of the environment
/// (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), and with the feature `rustls` the trust store of the operating
/// system.
///
/// It follows no redirect, sends nothing twice, keeps no cookies and sends no `Referer`. Deadlines are those
/// of the client; only connecting has its own.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
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
        ReqwestTransportBuilder {
            connect_timeout: Duration::from_secs(10),
            idle_connections: 256,
            proxy: ProxyChoice::Environment,
            root_certificates: Vec::new(),
            identity: None,
            accept_invalid_certificates: false,
        }
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport")
            .field("accepts_invalid_certificates", &self.accepts_invalid_certificates)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        // The URL is taken as text: reqwest keeps what is percent-encoded as it is.
        let url = reqwest::Url::parse(&head.uri.to_string()).map_err(error::bad_request)?;
        let mut request = reqwest::Request::new(head.method, url);
        *request.headers_mut() = head.headers;
        request.headers_mut().entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
        if !body.is_empty() {
            *request.body_mut() = Some(body.into());
        }
        let answer = self.client.execute(request).await.map_err(error::of_head)?;
        head::check(answer.headers())?;
        let mut response = Response::new(());
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = answer.headers().clone();
        let packed = gunzip::is_packed(answer.headers())?;
        let body = answer.bytes_stream().map_err(error::of_body);
        if !packed {
            return Ok(response.map(|()| Body::from_stream(body)));
        }
        // Both are about the packed bytes, which nobody sees.
        response.headers_mut().remove(CONTENT_ENCODING);
        response.headers_mut().remove(CONTENT_LENGTH);
        Ok(response.map(|()| Body::from_stream(gunzip::unpack(body))))
    }
}

/// Builds a [`ReqwestTransport`].
#[must_use]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    idle_connections: usize,
    proxy: ProxyChoice,
    root_certificates: Vec<Vec<u8>>,
    identity: Option<(Vec<u8>, Vec<u8>)>,
    accept_invalid_certificates: bool,
}

enum ProxyChoice {
    Environment,
    None,
    Url(String),
}

impl ReqwestTransportBuilder {
    /// How long connecting may take, name look-up and TLS included. By default ten seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How many idle connections are kept, for a minute and a half. By default 256, so that as many requests side by side
    /// need not connect anew each time.
    pub fn idle_connections(mut self, connections: usize) -> Self {
        self.idle_connections = connections;
        self
    }

    /// Sends everything by this proxy, instead of those of the environment.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = ProxyChoice::Url(url.into());
        self
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxyChoice::None;
        self
    }

    /// Trusts these certificate authorities as well: one or more certificates in PEM.
    pub fn add_root_certificates_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Shows this certificate to the server: the certificate with its chain and the private key (PKCS#8), both in PEM.
    pub fn client_identity_pem(mut self, certificate: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Self {
        self.identity = Some((certificate.into(), key.into()));
        self
    }

    /// Accepts any certificate. Whoever is between here and GitLab can then read the token and forge every
    /// answer: this is for a test on one's own machine. It is logged as a warning.
    pub fn danger_accept_invalid_certificates(mut self, accept: bool) -> Self {
        self.accept_invalid_certificates = accept;
        self
    }

    /// The transport.
    ///
    /// # Errors
    ///
    /// [`ApiError`] of the kind `Configuration` when a certificate, a key or the proxy's address cannot be
    /// read, or TLS cannot be set up.
    pub fn build(self) -> Result<ReqwestTransport, ApiError> {
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            // Unpacked here, whichever features of reqwest others have turned on.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .connect_timeout(self.connect_timeout)
            .pool_max_idle_per_host(self.idle_connections)
            .http1_max_headers(head::MOST_HEADERS)
            .http2_max_header_list_size(head::LONGEST)
            .http2_adaptive_window(true);
        builder = match &self.proxy {
            ProxyChoice::Environment => builder,
            ProxyChoice::None => builder.no_proxy(),
            ProxyChoice::Url(url) => {
                // The address may hold a password, so that neither it nor the cause is repeated.
                let proxy = reqwest::Proxy::all(url.as_str());
                builder.proxy(proxy.map_err(|_| configuration("the proxy's address is no URL"))?)
            }
        };
        builder = tls(builder, &self)?;
        if self.accept_invalid_certificates {
            tracing::warn!(
                "certificates of GitLab are not checked: anyone on the way can read the token and forge answers"
            );
        }
        let client = builder.build().map_err(|error| {
            configuration(format!("TLS cannot be set up: {}", error::words(&error.without_url())))
        })?;
        Ok(ReqwestTransport { client, accepts_invalid_certificates: self.accept_invalid_certificates })
    }
}

#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
fn tls(
    mut builder: reqwest::ClientBuilder,
    settings: &ReqwestTransportBuilder,
) -> Result<reqwest::ClientBuilder, ApiError> {
    let mut roots = Vec::new();
    for pem in &settings.root_certificates {
        let certificates = reqwest::Certificate::from_pem_bundle(pem)
            .map_err(|_| configuration("an extra root certificate is no PEM"))?;
        if certificates.is_empty() {
            return Err(configuration("the extra root certificates hold no certificate in PEM"));
        }
        roots.extend(certificates);
    }
    if !roots.is_empty() {
        builder = builder.tls_certs_merge(roots);
    }
    if let Some((certificate, key)) = &settings.identity {
        let wrong = |_| configuration("the client certificate or its key is no PEM");
        builder = builder.identity(identity(certificate, key).map_err(wrong)?);
    }
    Ok(builder.tls_danger_accept_invalid_certs(settings.accept_invalid_certificates))
}

#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
fn identity(certificate: &[u8], key: &[u8]) -> reqwest::Result<reqwest::Identity> {
    reqwest::Identity::from_pem(&[certificate, b"\n", key].concat())
}

#[cfg(all(feature = "native-tls", not(any(feature = "rustls", feature = "rustls-no-provider"))))]
fn identity(certificate: &[u8], key: &[u8]) -> reqwest::Result<reqwest::Identity> {
    reqwest::Identity::from_pkcs8_pem(certificate, key)
}

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
fn tls(
    builder: reqwest::ClientBuilder,
    settings: &ReqwestTransportBuilder,
) -> Result<reqwest::ClientBuilder, ApiError> {
    if settings.root_certificates.is_empty() && settings.identity.is_none() {
        Ok(builder)
    } else {
        Err(configuration(
            "certificates need one of the features `rustls`, `rustls-no-provider`, `native-tls`",
        ))
    }
}

impl fmt::Debug for ReqwestTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransportBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("accept_invalid_certificates", &self.accept_invalid_certificates)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_168_accepting_any_certificate_shows_in_debug() {
        let transport = ReqwestTransport::builder().danger_accept_invalid_certificates(true).build().unwrap();
        assert!(format!("{transport:?}").contains("accepts_invalid_certificates: true"));
    }

    #[test]
    fn case_167_bad_certificates_are_refused_and_not_repeated() {
        let bad = "-----BEGIN CERTIFICATE-----\ns3cret\n-----END CERTIFICATE-----\n";
        for builder in [
            ReqwestTransport::builder().add_root_certificates_pem("nonsense"),
            ReqwestTransport::builder().add_root_certificates_pem(bad),
            ReqwestTransport::builder().client_identity_pem(bad, "nonsense"),
            ReqwestTransport::builder().proxy("http://user:s3cret@["),
        ] {
            assert!(!format!("{builder:?}").contains("s3cret"));
            let error = builder.build().unwrap_err();
            assert_eq!(error.kind(), gitlab_core::ApiErrorKind::Configuration);
            assert!(!format!("{error} {error:?}").contains("s3cret"));
        }
    }
}
