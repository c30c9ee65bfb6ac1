//! Certificates: whom to trust, and what to show.

use super::ReqwestTransportBuilder;
use crate::builder::configuration;
use gitlab_core::ApiError;

/// Whether a server that asks for a client certificate is shown that of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    Shown,
    Withheld,
}

#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
pub(super) fn configure(
    mut builder: reqwest::ClientBuilder,
    settings: &ReqwestTransportBuilder,
    shown: Identity,
) -> Result<reqwest::ClientBuilder, ApiError> {
    // Another crate may have turned on more than one kind of TLS in reqwest.
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    {
        builder = builder.tls_backend_rustls();
    }
    #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
    {
        builder = builder.tls_backend_native();
    }
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
    if let Some((certificate, key)) = settings.identity.as_ref().filter(|_| shown == Identity::Shown) {
        let wrong = |_| configuration("the client certificate or its key is no PEM");
        builder = builder.identity(identity(certificate, key).map_err(wrong)?);
    }
    // The oldest that is safe, whatever the TLS library would still speak.
    builder = builder.tls_version_min(reqwest::tls::Version::TLS_1_2);
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
pub(super) fn configure(
    builder: reqwest::ClientBuilder,
    settings: &ReqwestTransportBuilder,
    _: Identity,
) -> Result<reqwest::ClientBuilder, ApiError> {
    if settings.root_certificates.is_empty() && settings.identity.is_none() {
        Ok(builder)
    } else {
        Err(configuration(
            "certificates need one of the features `rustls`, `rustls-no-provider`, `native-tls`",
        ))
    }
}
