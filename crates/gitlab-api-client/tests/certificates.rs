//! Whom the client trusts, and what it shows.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing test says so")]

#[path = "support/certificates.rs"]
#[allow(missing_docs, unreachable_pub, reason = "this is only for tests")]
mod made;
mod support;

use gitlab_api_client::endpoints::GetProject;
use gitlab_api_client::{Client, ReqwestTransport, ReqwestTransportBuilder, RetryPolicy};
use gitlab_core::{ApiError, ApiErrorKind, Delivery, Instance, ProjectId, Verdict};
use made::{Certificate, Validity};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const HOST: &str = "gitlab.test";

/// A GitLab with this certificate; with `wants`, it lets nobody in who has none of that authority.
async fn serve(certificate: &Certificate, wants: Option<&Certificate>) -> u16 {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = match wants {
        None => config.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from(authority.der.clone())).unwrap();
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
            config.with_client_cert_verifier(verifier)
        }
    };
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(certificate.key.clone()));
    let config = config.with_single_cert(vec![CertificateDer::from(certificate.der.clone())], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let _ = stream.read(&mut [0; 4096]).await;
                let body = r#"{"id":7,"path_with_namespace":"a/b"}"#;
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    port
}

async fn ask(port: u16, builder: ReqwestTransportBuilder) -> Result<(), ApiError> {
    let transport = builder.no_proxy().resolve(HOST, [IpAddr::V4(Ipv4Addr::LOCALHOST)]).build().unwrap();
    let client = Client::builder(Instance::parse(&format!("https://{HOST}:{port}")).unwrap())
        .transport(Arc::new(transport))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    client.send(&GetProject::new(ProjectId::new(7))).await.map(drop)
}

fn builder() -> ReqwestTransportBuilder {
    ReqwestTransport::builder()
}

fn assert_is_not_trusted(error: &ApiError) {
    assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::Connection, Delivery::NotSent), "{error:?}");
    assert_eq!(error.verdict(), Verdict::Permanent, "{error:?}");
    assert!(error.advice().unwrap().contains("certificate authority"), "{error:?}");
    assert!(error.source().is_some());
}

#[tokio::test]
async fn case_167_what_is_not_signed_not_for_this_host_or_too_old_is_refused() {
    let authority = Certificate::authority("A company");
    let other = Certificate::authority("Another company");
    for certificate in [
        Certificate::self_signed(HOST),
        authority.signed("other.test", Validity::Now),
        authority.signed(HOST, Validity::Expired),
        other.signed(HOST, Validity::Now),
    ] {
        let port = serve(&certificate, None).await;
        let trusting = || builder().add_root_certificates_pem(authority.pem());
        assert_is_not_trusted(&ask(port, trusting()).await.unwrap_err());
        assert_is_not_trusted(&ask(port, builder()).await.unwrap_err());
        ask(port, builder().danger_accept_invalid_certificates(true)).await.unwrap();
    }
}

#[tokio::test]
async fn case_167_an_authority_of_ones_own_is_trusted_alone_and_among_others() {
    let authority = Certificate::authority("A company");
    let port = serve(&authority.signed(HOST, Validity::Now), None).await;
    assert_is_not_trusted(&ask(port, builder()).await.unwrap_err());
    ask(port, builder().add_root_certificates_pem(authority.pem())).await.unwrap();
    let other = Certificate::authority("Another company").pem();
    let bundle = format!("# Ours\n{other}\nA comment\n{}", authority.pem().replace('\n', "\r\n"));
    ask(port, builder().add_root_certificates_pem(bundle)).await.unwrap();
    ask(port, builder().add_root_certificates_pem(other).add_root_certificates_pem(authority.pem()))
        .await
        .unwrap();
}

#[tokio::test]
async fn case_167_a_client_certificate_is_shown_together_with_an_authority_of_ones_own() {
    let authority = Certificate::authority("A company");
    let people = Certificate::authority("Its people");
    let port = serve(&authority.signed(HOST, Validity::Now), Some(&people)).await;
    let me = people.signed("me.test", Validity::Now);
    let trusting = || builder().add_root_certificates_pem(authority.pem());
    ask(port, trusting().client_identity_pem(me.pem(), me.key_pem())).await.unwrap();
    ask(port, builder().client_identity_pem(me.pem(), me.key_pem()).danger_accept_invalid_certificates(true))
        .await
        .unwrap();

    let stranger = authority.signed("me.test", Validity::Now);
    for refused in [trusting(), trusting().client_identity_pem(stranger.pem(), stranger.key_pem())] {
        let error = ask(port, refused).await.unwrap_err();
        // With TLS 1.3 the refusal comes after the request.
        assert_eq!(
            (error.kind(), error.delivery()),
            (ApiErrorKind::Connection, Delivery::Unknown),
            "{error:?}"
        );
    }
    // A key that is not that of the certificate.
    let wrong = trusting().client_identity_pem(me.pem(), stranger.key_pem()).no_proxy().build();
    assert!(wrong.is_err_and(|error| error.kind() == ApiErrorKind::Configuration));
}

/// The variable is read by a process of its own, since that of the tests must not change its environment.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn case_167_on_linux_a_variable_names_another_trust_store() {
    const PORT: &str = "GITLAB_API_CLIENT_TEST_PORT";
    if let Ok(port) = std::env::var(PORT) {
        return ask(port.parse().unwrap(), builder()).await.unwrap();
    }
    let authority = Certificate::authority("A company");
    let port = serve(&authority.signed(HOST, Validity::Now), None).await;
    let file = std::env::temp_dir().join(format!("gitlab-api-client-{}.pem", std::process::id()));
    for (pem, trusted) in [(authority.pem(), true), (Certificate::authority("Another").pem(), false)] {
        std::fs::write(&file, pem).unwrap();
        let mut again = std::process::Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", "case_167_on_linux_a_variable_names_another_trust_store"]);
        again.env(PORT, port.to_string()).env("SSL_CERT_FILE", &file);
        let output = tokio::task::spawn_blocking(move || again.output().unwrap()).await.unwrap();
        assert_eq!(output.status.success(), trusted, "{}", String::from_utf8_lossy(&output.stdout));
    }
    std::fs::remove_file(&file).unwrap();
}
