//! One attempt: the request, its redirects, a renewed credential, and the first look at the answer.

use super::call::Call;
use super::classify::Refusal;
use super::conceal::Secrets;
use super::error_body::ErrorBody;
use super::failure::{Failure, Resend};
use super::redirect::{self, Target};
use super::storage::FromStorage;
use super::{Attempt, Opened, Pipeline, advice, auth, classify, trace};
use crate::opened::UnmarkedEnd;
use bytes::Bytes;
use gitlab_core::{ApiErrorKind, AuthHeaders, Body, BodyError, Delivery, TransportError};
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use url::Url;

impl Pipeline {
    /// Sends a call once; only a renewed credential and followed redirects send it again.
    pub(super) async fn exchange(&self, call: &Call, attempt: Attempt) -> Result<Opened, Failure> {
        let authenticator = call.authenticator.as_deref().unwrap_or(self.authenticator.as_ref());
        let mut credential = auth::headers(call, authenticator).await?;
        let mut answer = self.follow(call, attempt, &credential).await?;
        if answer.status() == StatusCode::UNAUTHORIZED
            && auth::renewed(call, authenticator, &credential).await?
        {
            credential = auth::headers(call, authenticator).await?;
            self.governor.count(call.rate_class);
            answer = self.follow(call, attempt, &credential).await?;
        }
        let (head, body) = answer.into_parts();
        // What another server says about its limits is no word of GitLab's.
        let limited = match head.extensions.get::<FromStorage>() {
            Some(FromStorage) => {
                self.governor.sent_on(call.rate_class);
                None
            }
            None => self.governor.learn(call.rate_class, head.status, &head.headers),
        };
        if head.status.is_success() {
            let unmarked_end = head.extensions.get::<UnmarkedEnd>().is_some();
            return Ok(Opened {
                status: head.status,
                version: head.version,
                headers: head.headers,
                body,
                unmarked_end,
                credential: Some(credential),
            });
        }
        if call.method == Method::DELETE && head.status == StatusCode::NOT_FOUND && attempt.may_be_done {
            return Ok(Opened {
                status: StatusCode::NO_CONTENT,
                version: head.version,
                headers: head.headers,
                body: Body::empty(),
                unmarked_end: false,
                credential: Some(credential),
            });
        }
        let bytes = beginning(body, self.limits.error_bytes).await;
        let said = ErrorBody::read(&head.headers, &Secrets::of(Some(&credential)).conceal(&bytes));
        let refusal = Refusal { status: head.status, headers: &head.headers, said: &said, limited };
        Err(classify::failure(call, &refusal, credential.is_anonymous(), self.clock.as_ref()))
    }

    /// Sends a call and follows what may be followed.
    async fn follow(
        &self,
        call: &Call,
        attempt: Attempt,
        credential: &AuthHeaders,
    ) -> Result<Response<Body>, Failure> {
        let mut url = call.url().clone();
        for hops in 0.. {
            let answer = self.send(call, attempt, &url, credential).await?;
            if !redirect::is_redirect(answer.status()) {
                return Ok(answer);
            }
            let target = redirect::target(call, answer.status(), answer.headers(), &url, call.base(), hops);
            match target.map_err(Failure::fatal)? {
                Target::Home(target) => url = target,
                Target::Storage(target) => return self.ask_storage(call, attempt, &target).await,
            }
            self.governor.count(call.rate_class);
        }
        // `redirect::target` ends the loop after a few hops.
        Err(Failure::fatal(call.error(ApiErrorKind::Redirected).build()))
    }

    async fn send(
        &self,
        call: &Call,
        attempt: Attempt,
        url: &Url,
        credential: &AuthHeaders,
    ) -> Result<Response<Body>, Failure> {
        let request = self.request(call, url, credential)?;
        let started = self.clock.monotonic();
        let result = self.transport.send(request).await;
        let elapsed = self.clock.monotonic().saturating_sub(started);
        // An allow-list: what is not named here is not logged, above all no query, other header or body.
        match result {
            Ok(answer) => {
                trace::answered(answer.status(), classify::request_id(answer.headers()));
                tracing::debug!(
                    method = %call.method,
                    path = call.template,
                    operation = call.operation(),
                    attempt = attempt.number,
                    status = answer.status().as_u16(),
                    request_id = classify::request_id(answer.headers()),
                    headers = %trace::ShownHeaders(answer.headers()),
                    ?elapsed,
                    "answered"
                );
                Ok(answer)
            }
            Err(error) => {
                tracing::debug!(
                    method = %call.method,
                    path = call.template,
                    operation = call.operation(),
                    attempt = attempt.number,
                    error = ?error.kind(),
                    delivery = ?error.delivery(),
                    ?elapsed,
                    "not answered"
                );
                Err(Failure::on_the_way(advice::no_answer(call, error)))
            }
        }
    }

    fn request(&self, call: &Call, url: &Url, credential: &AuthHeaders) -> Result<Request<Bytes>, Failure> {
        let body = call.body.as_ref().map(|body| body.bytes().clone()).unwrap_or_default();
        let request = Request::builder().method(call.method.clone()).uri(url.as_str()).body(body);
        let Ok(mut request) = request else {
            let error = call.error(ApiErrorKind::InvalidRequest).delivery(Delivery::NotSent);
            return Err(Failure::fatal(error.message("its address is too long").build()));
        };
        request.extensions_mut().insert(url.clone());
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(call.accept));
        headers.insert(USER_AGENT, self.user_agent.clone());
        if let Some(body) = &call.body {
            headers.insert(CONTENT_TYPE, body.content_type().clone());
        }
        credential.apply(headers);
        Ok(request)
    }
}

/// As much of an error's body as is worth reading. What breaks off here changes nothing: the status is known.
async fn beginning(mut body: Body, most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = body.chunk().await {
        let room = most.saturating_sub(bytes.len());
        bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if chunk.len() >= room {
            break;
        }
    }
    bytes
}

/// The failure of a body that could not be read whole.
pub(super) fn body_failure(call: &Call, status: StatusCode, error: BodyError) -> Failure {
    match error {
        BodyError::TooLarge { limit } => {
            let error = call.error(ApiErrorKind::BodyTooLarge).status(status);
            Failure::fatal(error.message(format!("it has more than {limit} bytes")).build())
        }
        BodyError::Transport(error) => {
            // The server answered, so that whatever was asked for has been done.
            let error = TransportError::new(error.kind(), Delivery::Unknown).with_source(error);
            Failure { error: advice::no_answer(call, error), resend: Resend::IfIdempotent, wait: None }
        }
        other => {
            let error = call.error(ApiErrorKind::UnexpectedResponse).status(status);
            Failure::fatal(error.message(other.to_string()).build())
        }
    }
}
