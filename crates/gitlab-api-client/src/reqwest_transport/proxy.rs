//! Which requests go by a proxy, and whether it would read the credential.

use crate::builder::configuration;
use gitlab_core::{ApiError, Delivery, TransportError, TransportErrorKind};
use http::{HeaderMap, Uri};
use hyper_util::client::proxy::matcher::Matcher;
use std::fmt;

/// Where proxies come from.
#[derive(Clone)]
pub(super) enum Choice {
    /// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, or the settings of the system.
    Environment,
    None,
    /// One for everything. The address may hold a password.
    Url(String),
}

impl Choice {
    pub(super) fn configure(
        &self,
        builder: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, ApiError> {
        Ok(match self {
            Self::Environment => builder,
            Self::None => builder.no_proxy(),
            Self::Url(url) => {
                // Neither the address nor the cause is repeated, because of the password.
                let proxy = reqwest::Proxy::all(url.as_str());
                builder.proxy(proxy.map_err(|_| configuration("the proxy's address is no URL"))?)
            }
        })
    }

    /// The rule by which reqwest chooses.
    fn matcher(&self) -> Option<Matcher> {
        match self {
            Self::Environment => Some(Matcher::from_system()),
            Self::None => None,
            Self::Url(url) => Some(Matcher::builder().all(url.clone()).build()),
        }
    }
}

/// Keeps credentials from proxies that could read them.
pub(super) struct ClearText(Option<Matcher>);

impl ClearText {
    pub(super) fn refused(choice: &Choice) -> Self {
        Self(choice.matcher())
    }

    pub(super) fn allowed() -> Self {
        Self(None)
    }

    /// An error for a request that would bring a credential to a proxy in clear text. Over `https://` the proxy
    /// only learns the host. Which headers are credentials their values say, being marked as sensitive.
    pub(super) fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), TransportError> {
        let Some(matcher) = &self.0 else {
            return Ok(());
        };
        let is_clear = uri.scheme_str() == Some("http");
        if is_clear
            && headers.values().any(http::HeaderValue::is_sensitive)
            && matcher.intercept(uri).is_some()
        {
            return Err(TransportError::new(TransportErrorKind::CredentialExposed, Delivery::NotSent));
        }
        Ok(())
    }
}

impl fmt::Debug for ClearText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "refused" } else { "allowed" })
    }
}
