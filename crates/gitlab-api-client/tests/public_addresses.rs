//! A client that may connect to public addresses only, over real sockets: nothing arrives at a private one, neither
//! by the base URL nor by a redirect, whichever way the address is written or found.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use gitlab_api_client::endpoints::{GetJobArtifacts, GetProject, GetRawFile};
use gitlab_api_client::{Client, Endpoint, ReqwestTransport, ReqwestTransportBuilder};
use gitlab_core::{
    ApiError, ApiErrorKind, Delivery, Instance, JobId, ProjectId, TransportError, TransportErrorKind, Verdict,
};
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::server::{Server, answer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const PROJECT: ProjectId = ProjectId::new(7);
const GITLAB: &str = "gitlab.test";
const OTHER: &str = "other.test";
/// What a name may be looked up to, or a redirect name, and is not public.
const NOT_PUBLIC: [&str; 16] = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "fc00::1",
    "fe80::1",
];

/// Something within the network, which nobody outside may reach. It counts connections.
struct Within {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Within {
    /// Listens at one port of every loopback address that there is.
    async fn start() -> Self {
        let within = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).await.unwrap();
        let port = within.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let others = TcpListener::bind(SocketAddr::new(Ipv6Addr::LOCALHOST.into(), port)).await;
        for listener in others.into_iter().chain([within]) {
            let seen = Arc::clone(&connections);
            tokio::spawn(async move {
                while let Ok((mut stream, _)) = listener.accept().await {
                    seen.fetch_add(1, Ordering::SeqCst);
                    let _ = stream.read(&mut [0; 4096]).await;
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret").await;
                }
            });
        }
        Self { port, connections }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// As it stands in a URL.
fn host(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

fn guarded() -> ReqwestTransportBuilder {
    ReqwestTransport::builder().only_public_addresses()
}

fn client(base: &str, builder: ReqwestTransportBuilder) -> Client {
    Client::builder(Instance::parse(base).unwrap())
        .transport(Arc::new(builder.build().unwrap()))
        .build()
        .unwrap()
}

/// One attempt, whatever the retries are set to, and advice that names the host and the way out.
fn assert_refused(error: &ApiError, host: &str) {
    let source = error.source().and_then(|source| source.downcast_ref::<TransportError>());
    assert_eq!(
        source.map(|source| (source.kind(), source.delivery())),
        Some((TransportErrorKind::AddressNotAllowed, Delivery::NotSent)),
        "{host}: {error:?}"
    );
    assert_eq!((error.kind(), error.verdict()), (ApiErrorKind::Connection, Verdict::Permanent), "{error:?}");
    let advice = error.advice().unwrap_or_default();
    assert!(advice.starts_with(host) && advice.contains("allow_private"), "{host}: {advice}");
}

#[tokio::test]
async fn case_163_the_base_url_leads_to_no_address_that_is_not_public() {
    let within = Within::start().await;
    for target in NOT_PUBLIC.map(address) {
        let named = format!("http://{GITLAB}:{}", within.port);
        let error = client(&named, guarded().resolve(GITLAB, [target])).send(&GetProject::new(PROJECT)).await;
        let error = error.unwrap_err();
        assert_refused(&error, GITLAB);
        assert_eq!(error.delivery(), Delivery::NotSent);

        let written = format!("http://{}:{}", host(target), within.port);
        let error = client(&written, guarded()).send(&GetProject::new(PROJECT)).await.unwrap_err();
        // An address in other clothing is written in its plainest form.
        assert_refused(&error, "");
    }
    // As the system finds it.
    let named = format!("http://localhost:{}", within.port);
    let error = client(&named, guarded()).send(&GetProject::new(PROJECT)).await.unwrap_err();
    assert_refused(&error, "localhost");
    assert_eq!(within.connections(), 0);
}

/// A GitLab on loopback that is allowed, and redirects to this address.
async fn redirecting(location: &str) -> Server {
    Server::play(vec![answer("302 Found", &format!("location: {location}\r\n"), b"")]).await
}

fn of(gitlab: &Server, builder: ReqwestTransportBuilder) -> Client {
    let here = [IpAddr::V4(Ipv4Addr::LOCALHOST)];
    let builder = builder.resolve(GITLAB, here).allow_private(GITLAB);
    client(&format!("http://{GITLAB}:{}", gitlab.address.port()), builder)
}

/// Those whose bytes GitLab may keep in object storage, so that a redirect is followed.
async fn read_all(client: &Client) -> [Result<Vec<u8>, ApiError>; 3] {
    async fn read(client: &Client, endpoint: &impl Endpoint) -> Result<Vec<u8>, ApiError> {
        Ok(client.open(endpoint).await?.bytes(100).await?.to_vec())
    }
    [
        read(client, &GetJobArtifacts::new(PROJECT, JobId::new(1))).await,
        read(client, &GetJobArtifacts::latest(PROJECT, "main", "build")).await,
        read(client, &GetRawFile::new(PROJECT, "large.bin", "main").lfs(true)).await,
    ]
}

#[tokio::test]
async fn case_163_a_redirect_to_storage_leads_to_no_address_that_is_not_public() {
    let within = Within::start().await;
    for target in NOT_PUBLIC.map(address) {
        let gitlab = redirecting(&format!("http://{OTHER}:{}/file?SIGNED", within.port)).await;
        let client = of(&gitlab, guarded().resolve(OTHER, [target]));
        for result in read_all(&client).await {
            let error = result.unwrap_err();
            assert_refused(&error, OTHER);
            assert!(error.to_string().contains(&format!("the object storage http://{OTHER}:")), "{error}");
            assert!(!format!("{error} {error:?}").contains("SIGNED"), "{error:?}");
        }
        assert_eq!(gitlab.heads().len(), 3, "one attempt each");

        let gitlab = redirecting(&format!("http://{}:{}/file", host(target), within.port)).await;
        for result in read_all(&of(&gitlab, guarded())).await {
            assert_refused(&result.unwrap_err(), "");
        }
    }
    // Addresses as nobody writes them but who wants to hide them.
    for target in ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127。0。0。1", "localhost"] {
        let gitlab = redirecting(&format!("http://{target}:{}/file", within.port)).await;
        for result in read_all(&of(&gitlab, guarded())).await {
            assert_refused(&result.unwrap_err(), "");
        }
    }
    assert_eq!(within.connections(), 0);
}

#[tokio::test]
async fn case_165_an_exception_lets_a_redirect_through_and_nothing_else() {
    let within = Within::start().await;
    let here = [IpAddr::V4(Ipv4Addr::LOCALHOST)];
    let gitlab = redirecting(&format!("http://{OTHER}:{}/file", within.port)).await;
    for (exception, passes) in [
        (OTHER, true),
        ("Other.TEST.", true),
        ("127.0.0.1", true),
        ("127.0.0.0/8", true),
        ("another.test", false),
        ("10.0.0.0/8", false),
    ] {
        let before = within.connections();
        let client = of(&gitlab, guarded().resolve(OTHER, here).allow_private(exception));
        for result in read_all(&client).await {
            match result {
                Ok(bytes) if passes => assert_eq!(bytes, b"secret", "{exception}"),
                Err(error) if !passes => assert_refused(&error, OTHER),
                other => assert!(other.is_ok() == passes, "{exception}: {other:?}"),
            }
        }
        assert_eq!(within.connections() > before, passes, "{exception}");
    }
    // Without the setting a client goes wherever GitLab leads it.
    let free = ReqwestTransport::builder().no_proxy().resolve(OTHER, here).resolve(GITLAB, here);
    let free = client(&format!("http://{GITLAB}:{}", gitlab.address.port()), free);
    for result in read_all(&free).await {
        assert_eq!(result.unwrap(), b"secret");
    }
}

#[tokio::test]
async fn case_165_the_base_url_is_asked_where_it_is_allowed() {
    let found = br#"{"id":7,"path_with_namespace":"a/b"}"#;
    let gitlab = Server::play(vec![answer("200 OK", "", found)]).await;
    of(&gitlab, guarded()).send(&GetProject::new(PROJECT)).await.unwrap();
    assert_eq!(gitlab.heads().len(), 1);
}
