//! One request and its answer, whichever way they travel.

use super::answer::{Answer, Payload};
use super::auth;
use super::call::Call;
use super::params::Params;
use super::{Address, GitLab, lock};
use crate::route::{self, Handler};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream;
use gitlab_core::{Body, Delivery, Transport, TransportError, TransportErrorKind};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, DATE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;

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
    /// Answers one request that reached this GitLab.
    pub(crate) async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let number = self.inner.log.begin(&request, self.inner.clock.monotonic());
        let latency = *lock(&self.inner.latency);
        if !latency.is_zero() {
            self.inner.clock.sleep(latency).await;
        }
        let (answer, user) = self.answer(&request);
        self.inner.log.caller(number, user, answer.status);
        Ok(self.response(answer, request.method(), number))
    }

    /// The answer of the routes, and who asked.
    fn answer(&self, request: &Request<Bytes>) -> (Answer, Option<u64>) {
        let address = self.address();
        let raw_path = request.uri().path();
        let Some(below) = raw_path.strip_prefix(&address.api_path) else {
            return (outside_of_the_api(&address, raw_path), None);
        };
        let Some(path) = segments(below) else {
            return (Answer::error(StatusCode::BAD_REQUEST, "400 Bad Request"), None);
        };
        let route = route::find(request.method(), &path);
        let content_type =
            request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let Some(params) = Params::read(request.uri().query(), content_type, request.body()) else {
            let refusal = Answer::error(
                StatusCode::BAD_REQUEST,
                "Problem: message body does not match declared format",
            );
            return (refusal, None);
        };

        let now = self.inner.clock.now();
        let caller = match auth::caller(&self.read(), request.headers(), &params, route.as_ref(), now) {
            Ok(caller) => caller,
            Err(refusal) => return (refusal, None),
        };
        let user = caller.user;
        let Some(route) = route else { return (Answer::no_route(), user) };
        let call = Call {
            path: &path,
            raw_path,
            scheme: request.uri().scheme_str().unwrap_or("http"),
            params,
            caller,
            settings: &self.inner.settings,
            address: &address,
            now,
        };
        let outcome = match route.handler {
            Handler::Read(read) => read(&self.read(), &call),
            Handler::Write(write) => write(&mut self.write(), &call),
        };
        (outcome.unwrap_or_else(|refusal| refusal), user)
    }

    /// Turns an answer into bytes, outside of every lock.
    fn response(&self, answer: Answer, method: &Method, number: usize) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = answer.status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("max-age=0, private, must-revalidate"));
        headers.insert(HeaderName::from_static("vary"), HeaderValue::from_static("Origin"));
        insert(headers, "x-request-id", &request_id(number));
        insert(
            headers,
            "x-gitlab-meta",
            &format!("{{\"correlation_id\":\"{}\",\"version\":\"1\"}}", request_id(number)),
        );
        let date = jiff::Timestamp::from(self.inner.clock.now()).strftime("%a, %d %b %Y %H:%M:%S GMT");
        insert(headers, DATE.as_str(), &date.to_string());
        for (name, value) in &answer.headers {
            insert(headers, name, value);
        }
        let without_body = method == Method::HEAD;
        let log = self.clone();
        let finish = move || log.inner.log.end(number, log.inner.clock.monotonic());
        let body = match answer.payload {
            Payload::Json(value) => {
                insert(headers, CONTENT_TYPE.as_str(), "application/json");
                // A JSON value always has a text.
                serde_json::to_vec(&value).map(Body::from).unwrap_or_default()
            }
            Payload::Bytes(content_type, bytes) => {
                insert(headers, CONTENT_TYPE.as_str(), content_type);
                Body::from(bytes)
            }
            Payload::Trace(trace) => {
                insert(headers, CONTENT_TYPE.as_str(), "text/plain");
                if !without_body {
                    let finish = OnDrop(Some(finish));
                    let chunks = trace.chunks().map(move |chunk| {
                        let _ = &finish;
                        Ok(chunk)
                    });
                    *response.body_mut() = Body::from_stream(stream::iter(chunks));
                    return response;
                }
                Body::empty()
            }
            Payload::Empty => Body::empty(),
        };
        if !without_body {
            *response.body_mut() = body;
        }
        finish();
        response
    }
}

/// Runs once the stream that owns it has ended or was given up.
struct OnDrop<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        if let Some(finish) = self.0.take() {
            finish();
        }
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
