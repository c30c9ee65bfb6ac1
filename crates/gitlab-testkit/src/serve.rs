//! The same GitLab behind a socket.

use crate::engine::{Address, GitLab};
use bytes::Bytes;
use gitlab_core::{Instance, TransportError, TransportErrorKind};
use http::header::HOST;
use http::{Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt as _, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

/// The longest request that is read.
const MAX_REQUEST: usize = 64 * 1024 * 1024;

/// A GitLab that listens on a loopback port until this is dropped.
pub struct Server {
    instance: Instance,
    address: SocketAddr,
    task: AbortHandle,
}

impl Server {
    /// Where it can be reached, for a client's settings.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// The socket's address.
    #[must_use]
    pub fn socket_address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl GitLab {
    /// Listens for HTTP/1.1 on a free port of the loopback interface, on the tokio runtime of the caller.
    ///
    /// Unless the scenario says a URL, the GitLab takes the address of the socket for its own from now on.
    /// With a URL it goes on to make links with that, as a GitLab behind a proxy does.
    ///
    /// ```
    /// # use gitlab_testkit::{GitLab, Scenario};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let gitlab = GitLab::new(Scenario::new())?;
    /// let server = gitlab.serve().await?;
    /// println!("GITLAB_BASE_URL={}", server.instance().api_url());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When no port can be had.
    pub async fn serve(&self) -> io::Result<Server> {
        self.serve_on(0).await
    }

    /// Listens as [`GitLab::serve`] does, on this port.
    ///
    /// # Errors
    ///
    /// When the port cannot be had.
    pub async fn serve_on(&self, port: u16) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let sub_path = self.address().instance.web_url().path().to_owned();
        let instance = Instance::parse(&format!("http://{address}{sub_path}")).map_err(io::Error::other)?;
        if !self.inner.settings.fixed_address {
            self.set_address(Address::new(instance.clone()));
        }
        let task = tokio::spawn(accept(self.clone(), listener)).abort_handle();
        Ok(Server { instance, address, task })
    }
}

async fn accept(gitlab: GitLab, listener: TcpListener) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // A connection that was given up before it was accepted is no reason to stop.
                if let Ok((stream, _)) = accepted {
                    connections.spawn(connection(gitlab.clone(), stream));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(gitlab: GitLab, stream: TcpStream) {
    // Small answers are not to wait for more; without it they are only later.
    let _ = stream.set_nodelay(true);
    let noise = Noise::default();
    let service = service_fn(|request| answer(&gitlab, &noise, request));
    let stream = TokioIo::new(NoisyStream { stream, noise: noise.clone() });
    // A connection that ends in an error is what several faults are about.
    let _ = http1::Builder::new().serve_connection(stream, service).await;
}

type Answer = Response<StreamBody<BodyFrames>>;

async fn answer(gitlab: &GitLab, noise: &Noise, request: Request<Incoming>) -> Result<Answer, Lost> {
    let (mut head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MAX_REQUEST).collect().await else {
        let mut refusal = Response::new(StreamBody::new(BodyFrames(gitlab_core::Body::empty())));
        *refusal.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(refusal);
    };
    let host = head.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    if let Ok(uri) = Uri::builder().scheme("http").authority(host).path_and_query(path).build() {
        head.uri = uri;
    }
    match gitlab.exchange(Request::from_parts(head, body.to_bytes())).await {
        Ok(answer) => Ok(answer.map(|body| StreamBody::new(BodyFrames(body)))),
        Err(error) if error.kind() == TransportErrorKind::Decode => {
            noise.make();
            // What is answered here is drowned in the noise.
            Ok(Response::new(StreamBody::new(BodyFrames(gitlab_core::Body::empty()))))
        }
        Err(error) => Err(Lost(error)),
    }
}

/// There is no answer, so the connection is closed.
#[derive(Debug)]
struct Lost(TransportError);

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer is lost on purpose")
    }
}

impl Error for Lost {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

/// A body in the frames that hyper wants.
struct BodyFrames(gitlab_core::Body);

impl futures_core::Stream for BodyFrames {
    type Item = Result<Frame<Bytes>, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.0).poll_next(context).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }
}

/// Whether the connection is to send noise in place of its next answer.
#[derive(Clone, Debug, Default)]
struct Noise(Arc<Mutex<bool>>);

impl Noise {
    fn make(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }

    fn is_made(&self) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is sent in place of HTTP.
const NOISE: &[u8] = b"\x16\x03\x01 220 ready when you are\r\n\r\n\0\0\0";

struct NoisyStream {
    stream: TcpStream,
    noise: Noise,
}

impl AsyncRead for NoisyStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for NoisyStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if !self.noise.is_made() {
            return Pin::new(&mut self.stream).poll_write(context, bytes);
        }
        match Pin::new(&mut self.stream).poll_write(context, NOISE) {
            Poll::Ready(Ok(_)) => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
