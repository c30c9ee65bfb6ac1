//! How a transport over reqwest is set up.

use super::guard::{Guard, Resolver};
use super::proxy::{self, ClearText};
use super::tls::Identity;
use super::{ReqwestTransport, error, head, tls};
use crate::builder::configuration;
use gitlab_core::ApiError;
use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// Builds a [`ReqwestTransport`].
#[must_use]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    idle_connections: usize,
    proxy: proxy::Choice,
    allow_clear_text: bool,
    addresses: HashMap<String, Vec<IpAddr>>,
    only_public: bool,
    exceptions: Vec<String>,
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) identity: Option<(Vec<u8>, Vec<u8>)>,
    pub(super) accept_invalid_certificates: bool,
}

impl ReqwestTransportBuilder {
    pub(super) fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            idle_connections: 256,
            proxy: proxy::Choice::Environment,
            allow_clear_text: false,
            addresses: HashMap::new(),
            only_public: false,
            exceptions: Vec::new(),
            root_certificates: Vec::new(),
            identity: None,
            accept_invalid_certificates: false,
        }
    }

    /// How long connecting may take, name look-up and TLS included. By default ten seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How many idle connections are kept, for a minute and a half. By default 256, so that as many requests
    /// side by side need not connect anew each time.
    pub fn idle_connections(mut self, connections: usize) -> Self {
        self.idle_connections = connections;
        self
    }

    /// Sends everything by this proxy, instead of those of the environment: `http://host:port`, with user name
    /// and password where it wants them.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = proxy::Choice::Url(url.into());
        self
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = proxy::Choice::None;
        self
    }

    /// Sends credentials also where a proxy can read them: to an `http://` address through a proxy. By default
    /// such a request is refused before it is sent.
    pub fn allow_credentials_to_proxy_in_clear_text(mut self) -> Self {
        self.allow_clear_text = true;
        self
    }

    /// Connects to these addresses for this host, instead of those that the system finds for it. The port is
    /// that of the request.
    pub fn resolve(mut self, host: impl Into<String>, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.addresses.entry(host.into()).or_default().extend(addresses);
        self
    }

    /// Connects to addresses of the public internet only, whatever the host is called: for a program that asks
    /// a GitLab that its users name. [`is_public_address`](crate::is_public_address) says which these are.
    ///
    /// What is checked is the address that is connected to, after names are looked up, for every request and
    /// every redirect: a name that changes its address in between gains nothing. A refused request is an error
    /// of the kind [`AddressNotAllowed`](gitlab_core::TransportErrorKind::AddressNotAllowed), with nothing
    /// sent. A proxy would look names up by itself, so that those of the environment are not used, and one
    /// that is set is an error.
    ///
    /// ```
    /// use gitlab_api_client::ReqwestTransport;
    ///
    /// let transport = ReqwestTransport::builder()
    ///     .only_public_addresses()
    ///     .allow_private("gitlab.internal.example.com")
    ///     .allow_private("10.20.0.0/16")
    ///     .build()?;
    /// # let _ = transport;
    /// # Ok::<(), gitlab_core::ApiError>(())
    /// ```
    pub fn only_public_addresses(mut self) -> Self {
        self.only_public = true;
        self
    }

    /// An exception from [`only_public_addresses`](Self::only_public_addresses): a host name with all that it
    /// is looked up to, an address, or a network such as `10.20.0.0/16`.
    pub fn allow_private(mut self, exception: impl Into<String>) -> Self {
        self.exceptions.push(exception.into());
        self
    }

    /// Trusts these certificate authorities as well: one or more certificates in PEM. Can be called more than
    /// once, and together with [`client_identity_pem`](Self::client_identity_pem).
    ///
    /// ```no_run
    /// use gitlab_api_client::ReqwestTransport;
    ///
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let authority = std::fs::read("/etc/ssl/company-ca.pem")?;
    /// let transport = ReqwestTransport::builder().add_root_certificates_pem(authority).build()?;
    /// # let _ = transport;
    /// # Ok(())
    /// # }
    /// ```
    pub fn add_root_certificates_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Shows this certificate to GitLab, where it asks for one: the certificate with its chain and the private key
    /// (PKCS#8), both in PEM.
    ///
    /// The object storage that GitLab redirects to for artifacts gets connections of its own and is not shown it, nor
    /// is any other request that is marked as going elsewhere ([`ForeignOrigin`](gitlab_core::ForeignOrigin)).
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
    /// [`ApiError`] of the kind `Configuration` when a certificate, a key, the proxy's address or an exception
    /// cannot be read, when settings contradict each other, or TLS cannot be set up.
    pub fn build(self) -> Result<ReqwestTransport, ApiError> {
        let guard = self.guard()?.map(Arc::new);
        let proxy = if guard.is_some() { proxy::Choice::None } else { self.proxy.clone() };
        if self.accept_invalid_certificates {
            tracing::warn!(
                "certificates of GitLab are not checked: anyone on the way can read the token and forge answers"
            );
        }
        let client = self.client(&proxy, guard.as_ref(), Identity::Shown)?;
        let without_identity = match self.identity {
            Some(_) => Some(self.client(&proxy, guard.as_ref(), Identity::Withheld)?),
            None => None,
        };
        let clear_text =
            if self.allow_clear_text { ClearText::allowed() } else { ClearText::refused(&proxy) };
        Ok(ReqwestTransport {
            client,
            without_identity,
            clear_text: Arc::new(clear_text),
            guard,
            accepts_invalid_certificates: self.accept_invalid_certificates,
        })
    }

    fn client(
        &self,
        proxy: &proxy::Choice,
        guard: Option<&Arc<Guard>>,
        identity: Identity,
    ) -> Result<reqwest::Client, ApiError> {
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
        builder = proxy.configure(builder)?;
        if guard.is_some() || !self.addresses.is_empty() {
            builder = builder.dns_resolver(Resolver::new(self.addresses.clone(), guard.cloned()));
        }
        tls::configure(builder, self, identity)?.build().map_err(|error| {
            configuration(format!("TLS cannot be set up: {}", error::words(&error.without_url())))
        })
    }

    fn guard(&self) -> Result<Option<Guard>, ApiError> {
        if !self.only_public {
            return match self.exceptions.first() {
                None => Ok(None),
                Some(_) => Err(configuration(
                    "a private address is allowed, but all are: call only_public_addresses as well",
                )),
            };
        }
        if matches!(self.proxy, proxy::Choice::Url(_)) {
            return Err(configuration(
                "only public addresses are allowed, and a proxy would look names up by itself: use one of both",
            ));
        }
        let mut guard = Guard::default();
        for exception in &self.exceptions {
            guard.allow(exception).ok_or_else(|| {
                configuration(format!("{exception:?} is no host, address or network such as 10.20.0.0/16"))
            })?;
        }
        Ok(Some(guard))
    }
}

impl fmt::Debug for ReqwestTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransportBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("accept_invalid_certificates", &self.accept_invalid_certificates)
            .field("only_public_addresses", &self.only_public)
            .field("exceptions", &self.exceptions)
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
    fn case_163_settings_that_contradict_each_other_are_refused() {
        for builder in [
            ReqwestTransport::builder().only_public_addresses().proxy("http://127.0.0.1:3128"),
            ReqwestTransport::builder().only_public_addresses().allow_private("10.0.0.0/99"),
            ReqwestTransport::builder().allow_private("10.0.0.0/8"),
        ] {
            assert_eq!(builder.build().unwrap_err().kind(), gitlab_core::ApiErrorKind::Configuration);
        }
        let transport =
            ReqwestTransport::builder().only_public_addresses().allow_private("::1").build().unwrap();
        assert!(format!("{transport:?}").contains("only_public_addresses: true"));
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
