//! A transport that writes down what passes through another.

use super::exchange::{Answer, Asked, Exchange, Failure};
use super::{RecordingError, Scrubber};
use async_trait::async_trait;
use bytes::Bytes;
use futures_core::Stream;
use gitlab_core::{Body, Delivery, Transport, TransportError, TransportErrorKind};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

/// Sends by another transport, and writes each exchange to a file without its secrets.
///
/// Exchanges stand in the file in the order of asking; one is written when its answer has been read or
/// dropped, and those before it. The [module](crate::recording) has an example.
pub struct Recorder {
    inner: Arc<dyn Transport>,
    scrubber: Arc<Scrubber>,
    file: Arc<Mutex<Sheet>>,
    most_bytes: usize,
}

impl Recorder {
    /// Records to this file, which is emptied first.
    ///
    /// # Errors
    ///
    /// [`RecordingError::Io`] when it cannot be created.
    pub fn new(inner: Arc<dyn Transport>, path: impl AsRef<Path>) -> Result<Self, RecordingError> {
        let path = path.as_ref().display().to_string();
        match File::create(&path) {
            Ok(file) => Ok(Self::of(inner, Box::new(file), path)),
            Err(source) => Err(RecordingError::Io { path, source }),
        }
    }

    /// Records to anything that can be written to.
    pub fn to_writer(inner: Arc<dyn Transport>, writer: impl Write + Send + 'static) -> Self {
        Self::of(inner, Box::new(writer), "that was given".to_owned())
    }

    fn of(inner: Arc<dyn Transport>, writer: Box<dyn Write + Send>, path: String) -> Self {
        let sheet =
            Sheet { writer, path, next: 0, unwritten: 0, over: BTreeMap::new(), written: 0, failed: None };
        Self {
            inner,
            scrubber: Arc::new(Scrubber::new()),
            file: Arc::new(Mutex::new(sheet)),
            most_bytes: 16 * 1024 * 1024,
        }
    }

    /// Removes more than what always is.
    #[must_use]
    pub fn scrubber(mut self, scrubber: Scrubber) -> Self {
        self.scrubber = Arc::new(scrubber);
        self
    }

    /// How much of a body is recorded, by default 16 MiB. The program gets all of it; the recording is marked
    /// as not complete.
    #[must_use]
    pub fn body_bytes(mut self, most: usize) -> Self {
        self.most_bytes = most;
        self
    }

    /// Says how many exchanges are in the file, all of those that were asked for.
    ///
    /// # Errors
    ///
    /// [`RecordingError::Unfinished`] when answers are still being read, [`RecordingError::Io`] when one could
    /// not be written.
    pub fn finish(&self) -> Result<usize, RecordingError> {
        let mut sheet = lock(&self.file);
        if sheet.failed.is_none() {
            sheet.failed = sheet.writer.flush().err();
        }
        if let Some(source) = sheet.failed.take() {
            let again = io::Error::from(source.kind());
            sheet.failed = Some(again);
            return Err(RecordingError::Io { path: sheet.path.clone(), source });
        }
        match usize::try_from(sheet.next.saturating_sub(sheet.unwritten)).unwrap_or(usize::MAX) {
            0 => Ok(sheet.written),
            open => Err(RecordingError::Unfinished { exchanges: open }),
        }
    }

    /// The place of the next exchange in the file.
    fn place(&self, request: &Request<Bytes>) -> Result<Place, TransportError> {
        let mut sheet = lock(&self.file);
        if let Some(error) = &sheet.failed {
            return Err(TransportError::new(TransportErrorKind::Request, Delivery::NotSent)
                .with_source(format!("the recording cannot be written: {error}")));
        }
        let number = sheet.next;
        sheet.next = sheet.next.saturating_add(1);
        drop(sheet);
        // A server may repeat the credential in its answer.
        self.scrubber.learn(request.headers());
        let asked = Asked::of(request, &self.scrubber);
        Ok(Place { file: Arc::clone(&self.file), number, asked: Some(asked) })
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("inner", &self.inner)
            .field("scrubber", &self.scrubber)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Transport for Recorder {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let place = self.place(&request)?;
        let is_head = request.method() == Method::HEAD;
        match self.inner.send(request).await {
            Err(error) => {
                place.write(None, Some(Failure::of(&error)));
                Err(error)
            }
            Ok(answer) => {
                let (head, body) = answer.into_parts();
                let copy = Copied {
                    body,
                    place: Some(place),
                    scrubber: Arc::clone(&self.scrubber),
                    status: head.status,
                    headers: head.headers.clone(),
                    bytes: Vec::new(),
                    most: self.most_bytes,
                    complete: is_head || matches!(head.status.as_u16(), 204 | 304),
                    cut: false,
                };
                Ok(Response::from_parts(head, Body::from_stream(copy)))
            }
        }
    }
}

/// What is written, and what waits for those before it.
struct Sheet {
    writer: Box<dyn Write + Send>,
    path: String,
    /// The number of the next request.
    next: u64,
    /// The number of the first exchange that is not written yet.
    unwritten: u64,
    over: BTreeMap<u64, Option<String>>,
    written: usize,
    failed: Option<io::Error>,
}

impl Sheet {
    fn close(&mut self, number: u64, exchange: Option<String>) {
        self.over.insert(number, exchange);
        while let Some(exchange) = self.over.remove(&self.unwritten) {
            self.unwritten = self.unwritten.saturating_add(1);
            let Some(exchange) = exchange else { continue };
            match self.writer.write_all(exchange.as_bytes()) {
                Ok(()) => self.written = self.written.saturating_add(1),
                Err(error) => self.failed = Some(self.failed.take().unwrap_or(error)),
            }
        }
    }
}

fn lock(file: &Mutex<Sheet>) -> MutexGuard<'_, Sheet> {
    file.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The place of an exchange in the file. A request that is given up before its answer leaves it empty.
struct Place {
    file: Arc<Mutex<Sheet>>,
    number: u64,
    asked: Option<Asked>,
}

impl Place {
    fn write(mut self, answer: Option<Answer>, failure: Option<Failure>) {
        let Some(request) = self.asked.take() else { return };
        let exchange = serde_json::to_string_pretty(&Exchange { request, answer, failure });
        // Text, numbers and maps with text as keys can always be written.
        lock(&self.file).close(self.number, exchange.ok().map(|exchange| exchange + "\n"));
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.asked.is_some() {
            lock(&self.file).close(self.number, None);
        }
    }
}

/// A body that is copied while it is read.
struct Copied {
    body: Body,
    place: Option<Place>,
    scrubber: Arc<Scrubber>,
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
    most: usize,
    complete: bool,
    cut: bool,
}

impl Stream for Copied {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.body).poll_next(context);
        match &next {
            Poll::Ready(Some(Ok(chunk))) => {
                let room = self.most.saturating_sub(self.bytes.len());
                self.cut |= chunk.len() > room;
                self.bytes.extend_from_slice(chunk.get(..room).unwrap_or(chunk));
            }
            Poll::Ready(None) => {
                self.complete = !self.cut;
                self.write();
            }
            Poll::Ready(Some(Err(_))) => {
                self.complete = false;
                self.write();
            }
            Poll::Pending => {}
        }
        next
    }
}

impl Copied {
    fn write(&mut self) {
        if let Some(place) = self.place.take() {
            let answer = Answer::of(self.status, &self.headers, &self.bytes, self.complete, &self.scrubber);
            place.write(Some(answer), None);
        }
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        self.write();
    }
}
