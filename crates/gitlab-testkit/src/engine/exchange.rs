//! One request and its answer, whichever way they travel.

use super::answer::{Answer, Payload};
use super::auth;
use super::broken;
use super::call::Call;
use super::params::Params;
use super::{Address, GitLab, lock};
use crate::fault::{Fault, FaultKind};
use crate::route::{self, Handler};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream;
use gitlab_core::{Body, Delivery, Transport, TransportError, TransportErrorKind};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, DATE, VARY};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;
use std::sync::Arc;
use std::time::Duration;

#[async_trait]
impl Transport for GitLab {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let address = self.address();
        let here = request.uri().authority().is_some_and(|authority| {
            authority.as_str().eq_ignore_ascii_case(&address.authority)
                || without_default_port(request.uri()) == Some(address.authority.clone())
        });
        if !here {
            // There is nothing else in this network.
            return Err(TransportError::new(TransportErrorKind::Connect, Delivery::NotSent));
        }
        self.exchange(request).await
    }
}

fn without_default_port(uri: &http::Uri) -> Option<String> {
    let default = match uri.scheme_str()? {
        "https" => 443,
        _ => 80,
    };
    (uri.port_u16() == Some(default)).then(|| uri.host().map(str::to_ascii_lowercase)).flatten()
}

impl GitLab {
    /// Answers one request that reached this GitLab, or has the fault happen that the script wants.
    pub(crate) async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let address = self.address();
        let path = request.uri().path().strip_prefix(&address.api_path).map(segments);
        let fault = match &path {
            Some(Some(path)) => self.inner.faults.next(request.method(), path),
            _ => None,
        };
        if let Some(Fault { kind: FaultKind::Refused, .. }) = fault {
            return Err(TransportError::new(TransportErrorKind::Connect, Delivery::NotSent));
        }

        let number = self.inner.log.begin(&request, self.inner.clock.monotonic());
        let latency = *lock(&self.inner.latency);
        self.wait(latency).await;
        let Some(fault) = fault else {
            return Ok(self.true_answer(&request, path, &address, number).response());
        };
        let replaces_the_answer = matches!(
            fault.kind,
            FaultKind::Reset | FaultKind::Silence | FaultKind::Garbage | FaultKind::Answer { .. }
        );
        let prepared = (!replaces_the_answer || fault.stored)
            .then(|| self.true_answer(&request, path, &address, number));
        match (fault.kind, prepared) {
            (FaultKind::Silence, _) => std::future::pending().await,
            (FaultKind::Garbage, _) => {
                self.finish(number);
                Err(TransportError::new(TransportErrorKind::Decode, Delivery::Unknown))
            }
            (FaultKind::Answer { status, headers, body, breaks_off }, _) => {
                let mut body = Body::from(body);
                if breaks_off {
                    body = broken::cut(body, usize::MAX);
                }
                let mut response = Response::new(body);
                *response.status_mut() = status;
                replace(response.headers_mut(), headers);
                self.inner.log.update(number, |record| record.status = Some(status));
                self.finish(number);
                Ok(response)
            }
            (FaultKind::Cut(bytes), Some(prepared)) => {
                Ok(prepared.response().map(|body| broken::cut(body, bytes)))
            }
            (FaultKind::Drip(bytes, pause), Some(prepared)) => {
                let clock = Arc::clone(&self.inner.clock);
                Ok(prepared.response().map(|body| broken::drip(body, bytes, pause, clock)))
            }
            (FaultKind::Slow(delay), Some(prepared)) => {
                self.wait(delay).await;
                Ok(prepared.response())
            }
            (FaultKind::Headers(headers), Some(prepared)) => {
                let mut response = prepared.response();
                replace(response.headers_mut(), headers);
                Ok(response)
            }
            (FaultKind::Refused | FaultKind::Reset, _) | (_, None) => {
                self.finish(number);
                Err(TransportError::new(TransportErrorKind::Interrupted, Delivery::Unknown))
            }
        }
    }

    async fn wait(&self, duration: Duration) {
        if !duration.is_zero() {
            self.inner.clock.sleep(duration).await;
        }
    }

    /// Notes that the last byte of an answer was given out.
    fn finish(&self, number: usize) {
        self.inner.log.end(number, self.inner.clock.monotonic());
    }

    /// What GitLab answers, with the effect that the request has.
    fn true_answer(
        &self,
        request: &Request<Bytes>,
        path: Option<Option<Vec<String>>>,
        address: &Address,
        number: usize,
    ) -> Prepared {
        let (mut answer, user) = match path {
            None => (outside_of_the_api(address, request.uri().path()), None),
            Some(None) => (Answer::error(StatusCode::BAD_REQUEST, "400 Bad Request"), None),
            Some(Some(path)) => self.answer(request, &path, address),
        };
        if request.method() == Method::HEAD {
            answer.payload = Payload::Empty;
        }
        self.inner.log.caller(number, user, answer.status);
        Prepared { gitlab: self.clone(), answer, number }
    }

    /// The answer of the routes, and who asked.
    fn answer(&self, request: &Request<Bytes>, path: &[String], address: &Address) -> (Answer, Option<u64>) {
        let route = route::find(request.method(), path);
        let content_type =
            request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let Some(params) = Params::read(request.uri().query(), content_type, request.body()) else {
            let problem = "Problem: message body does not match declared format";
            return (Answer::error(StatusCode::BAD_REQUEST, problem), None);
        };

        let now = self.inner.clock.now();
        let caller = auth::caller(&self.read(), request.headers(), &params, route.as_ref(), now);
        let user = caller.as_ref().map_or(None, |caller| caller.user);
        let times = (self.inner.clock.monotonic(), now);
        let headers = match self.inner.limits.count((request.method(), path), user, times) {
            Ok(headers) => headers,
            Err(refusal) => return (refusal, user),
        };
        let caller = match caller {
            Ok(caller) => caller,
            Err(refusal) => return (refusal, None),
        };
        let Some(route) = route else { return (Answer::no_route(), user) };
        let call = Call {
            path,
            raw_path: request.uri().path(),
            scheme: request.uri().scheme_str().unwrap_or("http"),
            params,
            caller,
            settings: &self.inner.settings,
            address,
            now,
        };
        let outcome = match route.handler {
            Handler::Read(read) => read(&self.read(), &call),
            Handler::Write(write) => write(&mut self.write(), &call),
        };
        let mut answer = outcome.unwrap_or_else(|refusal| refusal);
        if self.inner.settings.version.since(19, 0) {
            answer.headers.extend(headers);
        }
        (answer, user)
    }
}

/// An answer whose effect took place, but which is not bytes yet.
struct Prepared {
    gitlab: GitLab,
    answer: Answer,
    number: usize,
}

impl Prepared {
    /// Turns the answer into bytes, outside of every lock.
    fn response(self) -> Response<Body> {
        let Self { gitlab, answer, number } = self;
        let mut response = Response::new(Body::empty());
        *response.status_mut() = answer.status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("max-age=0, private, must-revalidate"));
        headers.insert(VARY, HeaderValue::from_static("Origin"));
        let id = request_id(number);
        insert(headers, "x-request-id", &id);
        insert(headers, "x-gitlab-meta", &format!("{{\"correlation_id\":\"{id}\",\"version\":\"1\"}}"));
        let date = jiff::Timestamp::from(gitlab.inner.clock.now());
        insert(headers, DATE.as_str(), &date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
        let whole = match answer.payload {
            Payload::Json(value) => {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                // A JSON value always has a text.
                serde_json::to_vec(&value).map(Bytes::from).unwrap_or_default()
            }
            Payload::Bytes(content_type, bytes) => {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
                bytes
            }
            Payload::Trace(trace) => {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
                for (name, value) in &answer.headers {
                    insert(headers, name, value);
                }
                let mut end = Some(AtEnd { gitlab, number });
                let mut chunks = trace.chunks();
                let chunks = std::iter::from_fn(move || {
                    let chunk = chunks.next();
                    if chunk.is_none() {
                        drop(end.take());
                    }
                    chunk.map(Ok)
                });
                return response.map(|_| Body::from_stream(stream::iter(chunks)));
            }
            Payload::Empty => Bytes::new(),
        };
        for (name, value) in &answer.headers {
            insert(headers, name, value);
        }
        if !whole.is_empty() {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
        }
        gitlab.finish(number);
        response.map(|_| Body::from(whole))
    }
}

/// Notes the end of a stream that owns it, also when the reader gave it up.
struct AtEnd {
    gitlab: GitLab,
    number: usize,
}

impl Drop for AtEnd {
    fn drop(&mut self) {
        self.gitlab.finish(self.number);
    }
}

fn replace(headers: &mut HeaderMap, others: Vec<(HeaderName, HeaderValue)>) {
    for (name, value) in others {
        headers.insert(name, value);
    }
}

fn insert(headers: &mut HeaderMap, name: &str, value: &str) {
    // What no header can hold is left out, as a proxy would do.
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        headers.insert(name, value);
    }
}

/// An id of the form that GitLab's have, which counts the requests.
fn request_id(number: usize) -> String {
    format!("01TESTKIT{number:017}")
}

/// The segments of a path, decoded; `None` when one is no UTF-8.
fn segments(path: &str) -> Option<Vec<String>> {
    let path = path.trim_end_matches('/');
    path.split('/').map(|segment| percent_decode_str(segment).decode_utf8().ok().map(Into::into)).collect()
}

/// Pages are for browsers: who is not signed in there is sent to sign in.
fn outside_of_the_api(address: &Address, path: &str) -> Answer {
    if path.ends_with("/users/sign_in") {
        return Answer::bytes(
            "text/html; charset=utf-8",
            "<!DOCTYPE html>\n<html><head><title>Sign in · GitLab</title></head><body>Sign in</body></html>\n",
        );
    }
    let location = format!("{}/users/sign_in", address.web);
    let page = format!("<html><body>You are being <a href=\"{location}\">redirected</a>.</body></html>");
    let mut answer = Answer::bytes("text/html; charset=utf-8", page).header("location", location);
    answer.status = StatusCode::FOUND;
    answer
}
