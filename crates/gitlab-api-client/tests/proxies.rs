//! What a proxy gets to see, and what is said when it refuses.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing test says so")]

#[path = "support/certificates.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "this is only for tests")]
mod made;
mod support;
#[path = "support/tls.rs"]
#[allow(missing_docs, unreachable_pub, reason = "this is only for tests")]
mod tls;

use gitlab_api_client::endpoints::GetProject;
use gitlab_api_client::{Client, ReqwestTransport, ReqwestTransportBuilder, RetryPolicy};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{
    ApiError, ApiErrorKind, Delivery, Instance, ProjectId, TransportError, TransportErrorKind, Verdict,
};
use made::{Certificate, Validity};
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use support::TOKEN;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const HOST: &str = "gitlab.test";
const ANSWER: &str = "HTTP/1.1 200 OK\r\ncontent-length: 36\r\nconnection: close\r\n\r\n{\"id\":7,\"path_with_namespace\":\"a/b\"}";

/// What a proxy does with a request.
#[derive(Clone, Copy)]
enum Role {
    /// It connects to this port, whatever the host is called.
    Tunnel(u16),
    Say(&'static str),
}

/// A proxy on loopback that remembers every byte that it is sent.
struct Proxy {
    port: u16,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Proxy {
    async fn start(role: Role) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sight = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass_on(stream, role, Arc::clone(&sight)));
            }
        });
        Self { port, seen }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn seen(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap()).into_owned()
    }
}

async fn pass_on(mut stream: TcpStream, role: Role, seen: Arc<Mutex<Vec<u8>>>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|read| read == 1) {
        head.push(byte[0]);
        seen.lock().unwrap().push(byte[0]);
    }
    let port = match role {
        Role::Tunnel(port) => port,
        Role::Say(words) => {
            let _ = stream.write_all(words.as_bytes()).await;
            return;
        }
    };
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
    let _ = stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await;
    let (mut from_client, mut to_client) = stream.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = from_client.read(&mut bytes).await {
        seen.lock().unwrap().extend_from_slice(&bytes[..read]);
        if to_server.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}

/// A GitLab with this certificate. It remembers what it was asked.
async fn gitlab(certificate: &Certificate) -> (u16, Arc<Mutex<String>>) {
    let acceptor = tls::acceptor(certificate, &["http/1.1"]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(String::new()));
    let remembered = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut bytes = [0; 4096];
            let read = stream.read(&mut bytes).await.unwrap_or_default();
            remembered.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..read]));
            let _ = stream.write_all(ANSWER.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (port, asked)
}

async fn ask(base: &str, builder: ReqwestTransportBuilder) -> Result<(), ApiError> {
    let client = Client::builder(Instance::parse(base).unwrap())
        .transport(Arc::new(builder.build().unwrap()))
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(TOKEN).unwrap())))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    client.send(&GetProject::new(ProjectId::new(7))).await.map(drop)
}

fn builder() -> ReqwestTransportBuilder {
    ReqwestTransport::builder()
}

fn kind(error: &ApiError) -> TransportErrorKind {
    error.source().and_then(|source| source.downcast_ref::<TransportError>()).unwrap().kind()
}

#[tokio::test]
async fn case_40_a_proxy_learns_the_host_and_neither_token_nor_path() {
    let authority = Certificate::authority("A company");
    let (port, asked) = gitlab(&authority.signed(HOST, Validity::Now)).await;
    let proxy = Proxy::start(Role::Tunnel(port)).await;
    let base = format!("https://{HOST}:{port}");
    let builder = builder().add_root_certificates_pem(authority.pem()).proxy(proxy.url());
    ask(&base, builder).await.unwrap();
    let asked = asked.lock().unwrap().clone();
    assert!(asked.contains("/api/v4/projects/7") && asked.contains(TOKEN), "{asked}");
    let seen = proxy.seen();
    assert!(seen.starts_with(&format!("CONNECT {HOST}:{port} HTTP/1.1\r\n")), "{seen}");
    for secret in [TOKEN, "Bearer", "authorization", "Authorization", "/api/", "projects"] {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
}

#[tokio::test]
async fn case_40_a_proxy_that_ends_the_encryption_itself_is_sent_no_token() {
    let authority = Certificate::authority("A company");
    let (port, asked) = gitlab(&Certificate::authority("A spy").signed(HOST, Validity::Now)).await;
    let proxy = Proxy::start(Role::Tunnel(port)).await;
    let builder = builder().add_root_certificates_pem(authority.pem()).proxy(proxy.url());
    let error = ask(&format!("https://{HOST}"), builder).await.unwrap_err();
    assert_eq!((kind(&error), error.delivery()), (TransportErrorKind::Tls, Delivery::NotSent), "{error:?}");
    assert_eq!(*asked.lock().unwrap(), "");
}

#[tokio::test]
async fn case_40_a_token_goes_to_no_proxy_in_clear_text_unless_that_is_allowed() {
    let proxy = Proxy::start(Role::Say(ANSWER)).await;
    let base = format!("http://{HOST}");
    let error = ask(&base, builder().proxy(proxy.url())).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::CredentialExposed);
    assert_eq!((error.kind(), error.delivery()), (ApiErrorKind::Connection, Delivery::NotSent), "{error:?}");
    assert_eq!(error.verdict(), Verdict::Permanent);
    assert!(error.to_string().contains("proxy in clear text"), "{error}");
    assert!(error.advice().unwrap().contains("https://"), "{error:?}");
    assert_eq!(proxy.seen(), "");

    let allowed = builder().proxy(proxy.url()).allow_credentials_to_proxy_in_clear_text();
    ask(&base, allowed).await.unwrap();
    let seen = proxy.seen();
    assert!(seen.starts_with(&format!("GET http://{HOST}/api/v4/projects/7 HTTP/1.1\r\n")), "{seen}");
    assert!(seen.contains(TOKEN), "{seen}");
}

#[tokio::test]
async fn case_40_a_refusal_by_the_proxy_is_told_apart() {
    use TransportErrorKind::{Proxy as Refused, ProxyAuthentication};
    for (words, expected, verdict, advice) in [
        ("407 Proxy Authentication Required", ProxyAuthentication, Verdict::Permanent, "user name"),
        ("403 Forbidden", Refused, Verdict::Temporary, "NO_PROXY"),
        ("502 Bad Gateway", Refused, Verdict::Temporary, "NO_PROXY"),
    ] {
        let words = format!("HTTP/1.1 {words}\r\ncontent-length: 0\r\n\r\n");
        let proxy = Proxy::start(Role::Say(words.leak())).await;
        let url = format!("http://me:s3cret@127.0.0.1:{}", proxy.port);
        let error = ask(&format!("https://{HOST}"), builder().proxy(url)).await.unwrap_err();
        assert_eq!((kind(&error), error.verdict()), (expected, verdict), "{error:?}");
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(error.to_string().contains("the proxy"), "{error}");
        assert!(error.advice().unwrap().contains(advice), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
        assert!(!proxy.seen().contains(TOKEN));
    }
}

#[tokio::test]
async fn case_40_a_proxy_that_hangs_up_or_is_not_there_is_told_apart() {
    let silent = Proxy::start(Role::Say("")).await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for url in [silent.url(), format!("http://{closed}")] {
        let error = ask(&format!("https://{HOST}"), builder().proxy(url)).await.unwrap_err();
        assert_eq!((kind(&error), error.delivery()), (TransportErrorKind::Proxy, Delivery::NotSent));
        assert_eq!(error.verdict(), Verdict::Temporary, "{error:?}");
    }
}

/// The variables are read by a process of its own, since that of the tests must not change its environment.
#[tokio::test]
async fn case_40_and_163_proxies_of_the_environment_are_off_where_only_public_addresses_are_asked() {
    const SETTINGS: &str = "GITLAB_API_CLIENT_TEST_PROXIES";
    const NAME: &str =
        "case_40_and_163_proxies_of_the_environment_are_off_where_only_public_addresses_are_asked";
    if let Ok(settings) = std::env::var(SETTINGS) {
        let (port, guarded) = settings.split_once(' ').unwrap();
        let mut builder = builder()
            .danger_accept_invalid_certificates(true)
            .resolve(HOST, [IpAddr::V4(Ipv4Addr::LOCALHOST)]);
        if guarded == "true" {
            builder = builder.only_public_addresses().allow_private(HOST);
        }
        return ask(&format!("https://{HOST}:{port}"), builder).await.unwrap();
    }
    let (port, asked) = gitlab(&Certificate::self_signed(HOST)).await;
    for guarded in [false, true] {
        let proxy = Proxy::start(Role::Tunnel(port)).await;
        let mut again = std::process::Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", NAME]).env(SETTINGS, format!("{port} {guarded}"));
        again.env("HTTPS_PROXY", proxy.url()).env_remove("https_proxy");
        again.env_remove("NO_PROXY").env_remove("no_proxy");
        let output = tokio::task::spawn_blocking(move || again.output().unwrap()).await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(std::mem::take(&mut *asked.lock().unwrap()).contains(TOKEN));
        assert_eq!(proxy.seen().is_empty(), guarded, "{}", proxy.seen());
    }
    let contradiction = builder().only_public_addresses().proxy("http://127.0.0.1:3128").build();
    assert_eq!(contradiction.unwrap_err().kind(), ApiErrorKind::Configuration);
}
