//! Whom the client trusts, and what it shows: with rustls and with the TLS of the system alike.

#![cfg(any(feature = "rustls", feature = "native-tls"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing test says so")]

#[path = "support/certificates.rs"]
#[allow(missing_docs, unreachable_pub, reason = "this is only for tests")]
mod made;
mod support;

use gitlab_api_client::endpoints::{GetJobArtifacts, GetProject};
use gitlab_api_client::{Client, ReqwestTransport, ReqwestTransportBuilder, RetryPolicy};
use gitlab_core::{
    ApiError, ApiErrorKind, Delivery, Instance, JobId, ProjectId, TransportError, TransportErrorKind, Verdict,
};
use made::{Certificate, Validity};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const HOST: &str = "gitlab.test";
const STORAGE: &str = "storage.test";

/// What a server does about the certificates of its clients.
#[derive(Clone, Copy)]
enum Asks<'a> {
    Nothing,
    /// For one of this authority, and goes on without.
    For(&'a Certificate),
    /// For one of this authority, and lets nobody in who has none.
    Wants(&'a Certificate),
}

/// A server on loopback.
struct Server {
    port: u16,
    /// The certificates of each connection on which something was asked.
    shown: Arc<Mutex<Vec<usize>>>,
}

/// A server with this certificate, which answers a project to everything.
async fn serve(certificate: &Certificate, asks: Asks<'_>) -> u16 {
    let body = r#"{"id":7,"path_with_namespace":"a/b"}"#;
    answering(certificate, asks, "200 OK", "", body).await.port
}

async fn answering(
    certificate: &Certificate,
    asks: Asks<'_>,
    status: &str,
    headers: &str,
    body: &str,
) -> Server {
    let answer = format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = match asks {
        Asks::Nothing => config.with_no_client_auth(),
        Asks::For(authority) | Asks::Wants(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from(authority.der.clone())).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            let optional = matches!(asks, Asks::For(_));
            let verifier = if optional { verifier.allow_unauthenticated() } else { verifier };
            config.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(certificate.key.clone()));
    let config = config.with_single_cert(vec![CertificateDer::from(certificate.der.clone())], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let shown = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&shown);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, answer, seen) = (acceptor.clone(), answer.clone(), Arc::clone(&seen));
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let Ok(1..) = stream.read(&mut [0; 4096]).await else { return };
                let certificates = stream.get_ref().1.peer_certificates().map_or(0, <[_]>::len);
                seen.lock().unwrap().push(certificates);
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    Server { port, shown }
}

impl Server {
    fn shown(&self) -> Vec<usize> {
        self.shown.lock().unwrap().clone()
    }
}

fn client(port: u16, builder: ReqwestTransportBuilder) -> Client {
    let here = [IpAddr::V4(Ipv4Addr::LOCALHOST)];
    let transport = builder.no_proxy().resolve(HOST, here).resolve(STORAGE, here).build().unwrap();
    Client::builder(Instance::parse(&format!("https://{HOST}:{port}")).unwrap())
        .transport(Arc::new(transport))
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

async fn ask(port: u16, builder: ReqwestTransportBuilder) -> Result<(), ApiError> {
    client(port, builder).send(&GetProject::new(ProjectId::new(7))).await.map(drop)
}

fn kind(error: &ApiError) -> TransportErrorKind {
    error.source().and_then(|source| source.downcast_ref::<TransportError>()).unwrap().kind()
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
        let port = serve(&certificate, Asks::Nothing).await;
        let trusting = || builder().add_root_certificates_pem(authority.pem());
        assert_is_not_trusted(&ask(port, trusting()).await.unwrap_err());
        assert_is_not_trusted(&ask(port, builder()).await.unwrap_err());
        ask(port, builder().danger_accept_invalid_certificates(true)).await.unwrap();
    }
}

#[tokio::test]
async fn case_167_an_authority_of_ones_own_is_trusted_alone_and_among_others() {
    let authority = Certificate::authority("A company");
    let port = serve(&authority.signed(HOST, Validity::Now), Asks::Nothing).await;
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
    let port = serve(&authority.signed(HOST, Validity::Now), Asks::Wants(&people)).await;
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
        assert_eq!(
            (kind(&error), error.verdict()),
            (TransportErrorKind::ClientCertificate, Verdict::Permanent)
        );
        assert!(error.advice().unwrap().contains("client_identity_pem"), "{error:?}");
    }
    // A key that is not that of the certificate.
    let wrong = trusting().client_identity_pem(me.pem(), stranger.key_pem()).no_proxy().build();
    assert!(wrong.is_err_and(|error| error.kind() == ApiErrorKind::Configuration));
}

/// GitLab asks for a certificate and gets it; the storage that it redirects to asks as well and gets none, also
/// where it trusts the same people.
#[tokio::test]
async fn case_166_and_167_a_client_certificate_goes_to_gitlab_alone() {
    let authority = Certificate::authority("A company");
    let people = Certificate::authority("Its people");
    let me = people.signed("me.test", Validity::Now);
    let there = authority.signed(STORAGE, Validity::Now);
    let here = authority.signed(HOST, Validity::Now);
    let with_identity =
        || builder().add_root_certificates_pem(authority.pem()).client_identity_pem(me.pem(), me.key_pem());

    let storage = answering(&there, Asks::For(&people), "200 OK", "", "a file").await;
    let to_storage = format!("location: https://{STORAGE}:{}/file?SIGNED\r\n", storage.port);
    let gitlab = answering(&here, Asks::Wants(&people), "302 Found", &to_storage, "").await;
    let client = client(gitlab.port, with_identity());
    let artifacts = GetJobArtifacts::new(ProjectId::new(7), JobId::new(1));
    for _ in 0..2 {
        assert_eq!(client.open(&artifacts).await.unwrap().bytes(10).await.unwrap(), "a file");
    }
    assert_eq!((gitlab.shown(), storage.shown()), (vec![1, 1], vec![0, 0]));

    // A storage that insists on one is an error about the storage.
    let storage = answering(&there, Asks::Wants(&people), "200 OK", "", "a file").await;
    let to_storage = format!("location: https://{STORAGE}:{}/file?SIGNED\r\n", storage.port);
    let gitlab = answering(&here, Asks::Wants(&people), "302 Found", &to_storage, "").await;
    let error = self::client(gitlab.port, with_identity()).open(&artifacts).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::ClientCertificate, "{error:?}");
    assert!(error.to_string().contains(&format!("the object storage https://{STORAGE}:")), "{error}");
    assert!(!format!("{error} {error:?}").contains("SIGNED"), "{error:?}");
    assert_eq!((gitlab.shown(), storage.shown()), (vec![1], vec![]));
}

/// A server that reads the greeting of a TLS client, says these bytes and hangs up.
async fn says(bytes: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut header = [0; 5];
            if stream.read_exact(&mut header).await.is_ok() {
                let mut hello = vec![0; usize::from(u16::from_be_bytes([header[3], header[4]]))];
                let _ = stream.read_exact(&mut hello).await;
                let _ = stream.write_all(bytes).await;
                let _ = stream.shutdown().await;
                // What was not read would turn the end into a reset, which throws away what was said.
                while let Ok(1..) = stream.read(&mut [0; 1024]).await {}
            }
        }
    });
    port
}

/// The handshake of a server that chooses this version, in an own session and with AES-128-CBC-SHA.
const fn hello(minor: u8) -> [u8; 47] {
    let mut bytes = [7; 47];
    let head = [0x16, 3, minor, 0, 42, 2, 0, 0, 38, 3, minor];
    let mut at = 0;
    while at < head.len() {
        bytes[at] = head[at];
        at += 1;
    }
    // After 32 bytes of randomness.
    (bytes[43], bytes[44], bytes[45], bytes[46]) = (0, 0x00, 0x2f, 0);
    bytes
}

const SSL_3: [u8; 47] = hello(0);
const TLS_1_0: [u8; 47] = hello(1);
const TLS_1_1: [u8; 47] = hello(2);

#[tokio::test]
async fn case_167_old_tls_and_no_tls_at_all_are_refused_and_told_apart_from_a_bad_certificate() {
    let mut said = Vec::new();
    for (name, bytes) in [
        ("alert protocol_version of TLS 1.0", b"\x15\x03\x01\x00\x02\x02\x46".as_slice()),
        ("alert protocol_version of TLS 1.1", b"\x15\x03\x02\x00\x02\x02\x46"),
        ("alert handshake_failure of TLS 1.2", b"\x15\x03\x03\x00\x02\x02\x28"),
        ("SSL 3.0", &SSL_3),
        ("TLS 1.0", &TLS_1_0),
        ("TLS 1.1", &TLS_1_1),
        ("HTTP", b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
        ("SSH", b"SSH-2.0-OpenSSH_9.2p1\r\n"),
    ] {
        let port = says(bytes).await;
        // Not even who trusts any certificate speaks an old version.
        for builder in [builder(), builder().danger_accept_invalid_certificates(true)] {
            let error = ask(port, builder).await.unwrap_err();
            let advice = error.advice().unwrap_or_default().to_owned();
            let as_wanted = kind(&error) == TransportErrorKind::TlsProtocol
                && (error.kind(), error.delivery(), error.verdict())
                    == (ApiErrorKind::Connection, Delivery::NotSent, Verdict::Permanent)
                && advice.starts_with(HOST)
                && advice.contains("TLS 1.2 or newer");
            if !as_wanted {
                said.push(format!("{name}: {error:?}"));
            }
        }
    }
    assert!(said.is_empty(), "{said:#?}");
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
    let port = serve(&authority.signed(HOST, Validity::Now), Asks::Nothing).await;
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
