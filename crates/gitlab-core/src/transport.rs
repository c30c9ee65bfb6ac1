//! How a request reaches a server, as a port.

use crate::{Body, Delivery, Verdict};
use async_trait::async_trait;
use bytes::Bytes;
use std::error::Error as StdError;
use std::fmt::{self, Debug};

/// Sends one HTTP request and gives its answer.
///
/// The contract, which `contract::transport` checks:
///
/// - An answer of *any* status is `Ok`. An error means that there is no answer, and says whether the request
///   can have reached the server ([`TransportError::delivery`]).
/// - It sends exactly what it is given, once: no retries, no redirects followed, no headers of credentials
///   added. The layers above decide about all of that.
/// - The body comes decompressed, as a stream; headers arrive before the body does.
/// - Dropping the future or the body ends the exchange.
#[async_trait]
pub trait Transport: Debug + Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute, and returns once the answer's head has arrived.
    ///
    /// Among its extensions there may be a [`url::Url`], the URI as it was before it was written as text. A transport
    /// that needs a `Url` is spared reading it again, as long as both say the same; others need not look at it.
    ///
    /// A request with the extension [`ForeignOrigin`] goes to somebody else than GitLab, to whom the transport must not
    /// prove who is asking.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when no answer came.
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError>;
}

/// Marks a request, among its extensions, that goes to another server than GitLab: to the object storage that GitLab
/// has redirected to.
///
/// The headers of such a request hold no credential. A transport that would prove by itself who is asking, as by a
/// client certificate, must not do so here.
#[allow(clippy::exhaustive_structs, reason = "a mark says nothing more than that it is there")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignOrigin;

/// Why there is no answer, or not all of it.
///
/// Its text names neither the URL's query nor any header, so that it can be logged.
pub struct TransportError {
    kind: TransportErrorKind,
    delivery: Delivery,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// An error of this kind, for a request of which it is known how far it came.
    #[must_use]
    pub fn new(kind: TransportErrorKind, delivery: Delivery) -> Self {
        Self { kind, delivery, source: None }
    }

    /// The same error with its cause. The cause must not print a credential or a query.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the request can have reached the server.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// Whether trying again can help: not against a certificate, a setting or a request that cannot be built.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.kind {
            TransportErrorKind::Tls
            | TransportErrorKind::TlsProtocol
            | TransportErrorKind::ClientCertificate
            | TransportErrorKind::AddressNotAllowed
            | TransportErrorKind::CredentialExposed
            | TransportErrorKind::ProxyAuthentication
            | TransportErrorKind::NotRecorded
            | TransportErrorKind::Request => Verdict::Permanent,
            _ => Verdict::Temporary,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Resolve => "the host name could not be resolved",
            TransportErrorKind::Connect => "the host could not be reached",
            TransportErrorKind::Tls => "no trusted TLS connection could be made",
            TransportErrorKind::TlsProtocol => "the server speaks no TLS, or none that is safe",
            TransportErrorKind::ClientCertificate => {
                "the server wants a client certificate, and got none that it trusts"
            }
            TransportErrorKind::AddressNotAllowed => "the address is not one that may be asked",
            TransportErrorKind::CredentialExposed => "the credential would go to a proxy in clear text",
            TransportErrorKind::Proxy => "the proxy made no connection to the host",
            TransportErrorKind::ProxyAuthentication => {
                "the proxy wants a user name and a password, or others"
            }
            TransportErrorKind::NotRecorded => "the recording has no such exchange",
            TransportErrorKind::Timeout => "the server did not answer in time",
            TransportErrorKind::Interrupted => "the connection broke off",
            TransportErrorKind::Decode => "the answer is not valid HTTP or its compression is broken",
            TransportErrorKind::Request => "the request could not be built",
            TransportErrorKind::Other => "the exchange failed",
        })
    }
}

impl Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("delivery", &self.delivery)
            .field("source", &self.source)
            .finish()
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// What kept an answer from coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The host name is unknown. Nothing was sent.
    Resolve,
    /// No connection could be made. Nothing was sent.
    Connect,
    /// The server's certificate is not trusted, or TLS failed in a way that has no kind of its own.
    Tls,
    /// The server speaks no TLS on this port, or has no version (1.2 or newer) and no cipher in common with this
    /// program. Nothing was sent.
    TlsProtocol,
    /// The server wants a client certificate and got none, or one that it does not trust.
    ClientCertificate,
    /// The settings do not allow to connect to such an address, a private one for instance. Nothing was sent.
    AddressNotAllowed,
    /// The settings do not allow to send a credential on this way, on which others can read it. Nothing was
    /// sent.
    CredentialExposed,
    /// The proxy could not be reached, or made no connection to the host. Nothing was sent to the host.
    Proxy,
    /// The proxy refused for want of a user name and a password, or of the right ones. Nothing was sent to the
    /// host.
    ProxyAuthentication,
    /// A transport that answers from a recording has no answer to this.
    NotRecorded,
    /// No answer, or no more of it, within the time given.
    Timeout,
    /// The connection was closed or reset in the middle.
    Interrupted,
    /// The answer breaks the rules of HTTP, or its compression is broken.
    Decode,
    /// The request cannot be sent as it is.
    Request,
    /// Anything else.
    Other,
}
