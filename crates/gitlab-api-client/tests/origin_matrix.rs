//! Every way to lead a client to another origin, over real sockets: nothing arrives there.
//!
//! Two servers: GitLab, and a foreign one that counts connections and bytes. Names are resolved to either by
//! the transport, so that a client that followed would really arrive.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing test says so")]

mod support;

use async_trait::async_trait;
use gitlab_api_client::endpoints::{CreateNote, DeleteNote, GetProject, GetRawFile, ListCommits, UpdateNote};
use gitlab_api_client::{Client, RateClass, ReqwestTransport, RetryPolicy};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{
    ApiError, ApiErrorKind, AuthError, AuthHeaders, Authenticator, Instance, MergeRequestIid, NoteId,
    ProjectId, Transport,
};
use http::{HeaderName, HeaderValue};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::TOKEN;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const PROJECT: ProjectId = ProjectId::new(7);
const IID: MergeRequestIid = MergeRequestIid::new(42);
const CODES: [&str; 5] = ["301", "302", "303", "307", "308"];
const HOST: &str = "gitlab.test";

/// Counts whatever comes, and answers nothing.
#[derive(Default)]
struct Foreign {
    connections: AtomicUsize,
    bytes: AtomicUsize,
}

impl Foreign {
    async fn listen(self: &Arc<Self>, address: SocketAddr) -> std::io::Result<u16> {
        let listener = TcpListener::bind(address).await?;
        let port = listener.local_addr()?.port();
        let seen = Arc::clone(self);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                seen.connections.fetch_add(1, Ordering::SeqCst);
                let seen = Arc::clone(&seen);
                tokio::spawn(async move {
                    let mut buffer = [0; 1024];
                    while let Ok(read @ 1..) = stream.read(&mut buffer).await {
                        seen.bytes.fetch_add(read, Ordering::SeqCst);
                    }
                });
            }
        });
        Ok(port)
    }

    fn seen(&self) -> (usize, usize) {
        (self.connections.load(Ordering::SeqCst), self.bytes.load(Ordering::SeqCst))
    }
}

/// GitLab: answers every request with the answer that is set, on connections that it keeps.
struct Home {
    port: u16,
    answer: Arc<Mutex<String>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Home {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let home = Self { port, answer: Arc::default(), requests: Arc::default() };
        let (answer, requests) = (Arc::clone(&home.answer), Arc::clone(&home.requests));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).unwrap();
                tokio::spawn(serve(stream, Arc::clone(&answer), Arc::clone(&requests)));
            }
        });
        home
    }

    fn answers(&self, answer: String) {
        *self.answer.lock().unwrap() = answer;
        self.requests.lock().unwrap().clear();
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, answer: Arc<Mutex<String>>, requests: Arc<Mutex<Vec<String>>>) {
    let mut read = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            match stream.read(&mut buffer).await {
                Ok(count @ 1..) => read.extend_from_slice(&buffer[..count]),
                _ => return,
            }
            continue;
        };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
        if body.len() < length.parse().unwrap() {
            match stream.read(&mut buffer).await {
                Ok(count @ 1..) => read.extend_from_slice(&buffer[..count]),
                _ => return,
            }
            continue;
        }
        requests.lock().unwrap().push(head.to_owned());
        read.clear();
        let answer = answer.lock().unwrap().clone();
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// A token in the header that HTTP clients do not know as a credential.
#[derive(Debug)]
struct PrivateToken;

#[async_trait]
impl Authenticator for PrivateToken {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        let name = HeaderName::from_static("private-token");
        Ok(AuthHeaders::new(name, HeaderValue::from_static(TOKEN), 1))
    }
}

fn credentials() -> [(&'static str, Arc<dyn Authenticator>); 3] {
    let token = || AccessToken::new(TOKEN).unwrap();
    [
        ("private-token: ", Arc::new(PrivateToken)),
        ("job-token: ", Arc::new(StaticToken::job(token()))),
        ("authorization: Bearer ", Arc::new(StaticToken::bearer(token()))),
    ]
}

/// The scene: both servers, and the targets elsewhere.
struct Scene {
    home: Home,
    foreign: Arc<Foreign>,
    targets: Vec<String>,
    transport: Arc<dyn Transport>,
}

impl Scene {
    async fn set() -> Self {
        let (home, foreign) = (Home::start().await, Arc::new(Foreign::default()));
        let port = foreign.listen((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
        let (own, path) = (home.port, "/api/v4/projects/7?page=2&private_token=SECRET");
        let mut targets = vec![
            // Another port of this host, and this host by other names.
            format!("http://{HOST}:{port}{path}"),
            format!("http://127.0.0.1:{port}{path}"),
            format!("http://127.0.0.1:{own}{path}"),
            format!("http://2130706433:{port}{path}"),
            format!("http://localhost:{port}{path}"),
            format!("http://[::ffff:127.0.0.1]:{port}{path}"),
            // Other hosts.
            format!("http://evil.test:{port}{path}"),
            format!("http://sub.{HOST}:{port}{path}"),
            format!("http://{HOST}.evil.test:{port}{path}"),
            format!("http://evil{HOST}:{port}{path}"),
            format!("http://{HOST}.:{port}{path}"),
            // Another scheme; the client's hello would arrive.
            format!("https://{HOST}:{port}{path}"),
            format!("https://{HOST}:{own}{path}"),
            format!("https://evil.test:{port}{path}"),
            // Without a scheme, and with slashes that browsers take for others.
            format!("//evil.test:{port}{path}"),
            format!("\\\\evil.test:{port}{path}"),
            format!("/\\evil.test:{port}{path}"),
            format!("http:\\\\evil.test:{port}{path}"),
            format!("http:/\t/evil.test:{port}{path}"),
            // User information that looks like a host.
            format!("http://{HOST}:{own}@evil.test:{port}{path}"),
            format!("http://user:password@{HOST}:{own}{path}"),
            format!("http://{HOST}%2F@evil.test:{port}{path}"),
            format!("http://{HOST}#@evil.test:{port}{path}"),
            // A port that only begins like ours.
            format!("http://{HOST}:{own}0{path}"),
            format!("http://{HOST}{path}"),
        ];
        // Where the system has the address: another machine with the very same port.
        let same_port = SocketAddr::from((Ipv4Addr::new(127, 0, 0, 2), home.port));
        if foreign.listen(same_port).await.is_ok() {
            targets.push(format!("http://other.test:{own}{path}"));
            targets.push(format!("http://127.0.0.2:{own}{path}"));
        }
        if let Ok(port) = foreign.listen((Ipv6Addr::LOCALHOST, 0).into()).await {
            targets.push(format!("http://[::1]:{port}{path}"));
        }
        let mut transport = ReqwestTransport::builder().no_proxy();
        let elsewhere = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
        transport = transport.resolve("other.test", [elsewhere]);
        for name in ["evil.test", "sub.gitlab.test", "gitlab.test.evil.test", "evilgitlab.test", HOST] {
            transport = transport.resolve(name, [IpAddr::V4(Ipv4Addr::LOCALHOST)]);
        }
        Self { home, foreign, targets, transport: Arc::new(transport.build().unwrap()) }
    }

    fn client(&self, authenticator: Arc<dyn Authenticator>) -> Client {
        Client::builder(Instance::parse(&format!("http://{HOST}:{}", self.home.port)).unwrap())
            .transport(Arc::clone(&self.transport))
            .authenticator(authenticator)
            .retry(RetryPolicy::none())
            // Hundreds of notes, by a real clock.
            .without_rate_limit(RateClass::Notes)
            .build()
            .unwrap()
    }

    /// Checks one refusal: its kind, that it names both origins and no query, and that GitLab alone was asked.
    fn check(&self, error: &ApiError, kind: ApiErrorKind, target: &str, credential: &str, case: &str) {
        assert_eq!(error.kind(), kind, "{case}: {error:?}");
        let said = format!("{error} {error:?} {:?}", error.advice());
        assert!(!said.contains("SECRET") && !said.contains("password") && !said.contains(TOKEN), "{said}");
        let home = url::Url::parse(&format!("http://{HOST}:{}/api/v4/x", self.home.port)).unwrap();
        // A target that leads nowhere has no origin to name.
        if let Ok(target) = home.join(target)
            && target.origin() != home.origin()
        {
            for origin in [home.origin(), target.origin()] {
                assert!(said.contains(&origin.ascii_serialization()), "{case}: {said}");
            }
        }
        let requests = self.home.requests();
        assert_eq!(requests.len(), 1, "{case}: {requests:?}");
        assert!(requests[0].contains(&format!("{credential}{TOKEN}")), "{case}: {requests:?}");
        assert_eq!(self.foreign.seen(), (0, 0), "{case}");
    }
}

#[tokio::test]
async fn case_1_2_3_and_5_no_redirect_and_no_link_brings_a_byte_to_another_origin() {
    let scene = Scene::set().await;
    let (mut redirects, mut links) = (0, 0);
    for (header, authenticator) in credentials() {
        let client = scene.client(authenticator);
        for target in &scene.targets {
            for code in CODES {
                for method in ["GET", "POST", "PUT", "DELETE"] {
                    let moved = "<html>moved</html>";
                    scene.home.answers(format!(
                        "HTTP/1.1 {code} Moved\r\nlocation: {target}\r\nset-cookie: a=b\r\ncontent-length: {}\r\n\r\n{moved}",
                        moved.len()
                    ));
                    let case = format!("{method} {code} {target} {header}");
                    let error = match method {
                        "GET" => client.send(&GetProject::new(PROJECT)).await.unwrap_err(),
                        "POST" => client.send(&CreateNote::new(PROJECT, IID, "BODY")).await.unwrap_err(),
                        "PUT" => {
                            let note = UpdateNote::new(PROJECT, IID, NoteId::new(3), "BODY");
                            client.send(&note).await.unwrap_err()
                        }
                        _ => {
                            let note = DeleteNote::new(PROJECT, IID, NoteId::new(3));
                            client.send(&note).await.unwrap_err()
                        }
                    };
                    scene.check(&error, ApiErrorKind::Redirected, target, header, &case);
                    redirects += 1;
                }
            }
            let link = format!("<{target}>; rel=\"next\"");
            scene.home.answers(format!("HTTP/1.1 200 OK\r\nlink: {link}\r\ncontent-length: 2\r\n\r\n[]"));
            let error = client.list(&ListCommits::new(PROJECT), 500).await.unwrap_err();
            scene.check(&error, ApiErrorKind::UnexpectedResponse, target, header, &link);
            links += 1;
        }
    }
    println!(
        "{redirects} redirects and {links} links: {:?} connections and bytes elsewhere",
        scene.foreign.seen()
    );
    assert!(redirects + links >= 600, "{redirects} and {links}");

    // A client that followed would have been seen.
    let home = url::Url::parse(&format!("http://{HOST}:{}/api/v4/x", scene.home.port)).unwrap();
    let mut arrived = 0;
    for mut url in scene.targets.iter().filter_map(|target| home.join(target).ok()) {
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let before = scene.foreign.seen();
        let request = http::Request::get(url.as_str()).body(bytes::Bytes::new()).unwrap();
        let _ = tokio::time::timeout(Duration::from_millis(50), scene.transport.send(request)).await;
        arrived += usize::from(scene.foreign.seen() > before);
    }
    assert!(arrived >= 18, "only {arrived} of {} targets lead there", scene.targets.len());
}

/// The one redirect that is followed brings nothing along either.
#[tokio::test]
async fn case_1_object_storage_sees_no_credential_and_no_referer() {
    let storage = Home::start().await;
    storage.answers("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nbytes".to_owned());
    let scene = Scene::set().await;
    for (header, authenticator) in credentials() {
        let client = scene.client(authenticator);
        for code in ["302", "307"] {
            scene.home.answers(format!(
                "HTTP/1.1 {code} Found\r\nlocation: http://evil.test:{}/file?signed=1\r\nset-cookie: a=b\r\ncontent-length: 0\r\n\r\n",
                storage.port
            ));
            storage.answers("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nbytes".to_owned());
            let file = client.open(&GetRawFile::new(PROJECT, "a", "main").lfs(true)).await.unwrap();
            assert_eq!(file.bytes(10).await.unwrap(), "bytes");
            assert!(scene.home.requests()[0].contains(&format!("{header}{TOKEN}")));
            let requests = storage.requests();
            assert_eq!(requests.len(), 1);
            let names: Vec<_> =
                requests[0].lines().skip(1).map(|line| line.split(':').next().unwrap()).collect();
            assert_eq!(names, ["accept", "user-agent", "accept-encoding", "host"], "{requests:?}");
            assert!(!requests[0].contains(TOKEN));
        }
    }
}

#[tokio::test]
async fn case_7_twenty_hostile_links_end_in_an_error_or_the_right_page() {
    let scene = Scene::set().await;
    let [.., (_, authenticator)] = credentials();
    let client = scene.client(authenticator);
    let long = format!("<http://{HOST}/?{}>; rel=\"next\"", "x".repeat(66_000));
    let many = "<a>; rel=\"prev\", ".repeat(4_000);
    let mut errors = 0;
    for link in [
        "<urn:isbn:1>; rel=\"next\"",
        "<data:text/plain,x>; rel=\"next\"",
        "<file:///etc/passwd>; rel=\"next\"",
        "<javascript:alert(1)>; rel=\"next\"",
        "<mailto:a@b>; rel=\"next\"",
        "<http://[>; rel=\"next\"",
        "<http://>; rel=\"next\"",
        "<//>; rel=\"next\"",
        "<>; rel=\"next\"",
        "<#>; rel=\"next\"",
        "<?>; rel=\"next\"",
        "<..>; rel=\"next\"",
        "<\u{7f}>; rel=\"next\"",
        "http://gitlab.test/?page=2; rel=\"next\"",
        "<http://gitlab.test/?page=2; rel=\"next\"",
        "<http://a>; rel=\"next\", <http://b>; rel=\"next\"",
        "<<http://a>>; rel=\"next\"",
        "<http://a:99999/?page=2>; rel=\"next\"",
        "<http://a\t/?page=2>; rel=next; rel=next; rel=\"",
        "\u{e9}\u{fffd}; rel=next",
        &long,
        &many,
    ] {
        scene.home.answers(format!("HTTP/1.1 200 OK\r\nlink: {link}\r\ncontent-length: 2\r\n\r\n[]"));
        match client.list(&ListCommits::new(PROJECT), 500).await {
            Err(error) => {
                let kinds = [ApiErrorKind::UnexpectedResponse, ApiErrorKind::Connection];
                assert!(kinds.contains(&error.kind()), "{link:.60}: {error:?}");
                errors += 1;
            }
            // Only a header without a next page is the end of the list.
            Ok(listing) => assert!(listing.complete && link.len() == many.len(), "{link:.60}"),
        }
        assert_eq!(scene.home.requests().len(), 1, "{link:.60}");
        assert_eq!(scene.foreign.seen(), (0, 0));
    }
    assert!(errors >= 20, "{errors}");
}
