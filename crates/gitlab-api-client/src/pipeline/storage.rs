//! Reads a file from the object storage that GitLab redirects to.
//!
//! The address is signed: it is the permission, for a few minutes and this file. The credential stays at home, a
//! client certificate too, and what storage answers is judged here: its 401 or 404 says nothing about the token or the project.

use super::call::Call;
use super::failure::{Failure, Resend};
use super::{Attempt, Pipeline, advice};
use bytes::Bytes;
use gitlab_core::{ApiErrorKind, Body, Delivery, ForeignOrigin, Verdict};
use http::header::{ACCEPT, USER_AGENT};
use http::{HeaderValue, Request, Response};
use std::borrow::Cow;
use url::Url;

const UNREACHED: &str =
    "this machine must reach the object storage of GitLab, too (proxy, firewall, certificate)";

/// Marks the answer that storage gave, among the extensions of the answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct FromStorage;

impl Pipeline {
    /// The answer of the storage, which is a good one.
    pub(super) async fn ask_storage(
        &self,
        call: &Call,
        attempt: Attempt,
        url: &Url,
    ) -> Result<Response<Body>, Failure> {
        let origin = url.origin().ascii_serialization();
        let Ok(mut request) = Request::get(url.as_str()).body(Bytes::new()) else {
            let error = call.error(ApiErrorKind::Redirected);
            return Err(Failure::fatal(error.message("it leads to an address that is too long").build()));
        };
        request.extensions_mut().insert(ForeignOrigin);
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("*/*"));
        request.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        let mut answer = self.transport.send(request).await.map_err(|error| {
            tracing::debug!(
                operation = call.operation(),
                attempt = attempt.number,
                error = ?error.kind(),
                "the object storage did not answer"
            );
            let advice = advice::of_setting(error.kind(), url.host_str().unwrap_or_default());
            let failed = call
                .error(ApiErrorKind::Connection)
                .message(format!("the object storage {origin}, where GitLab keeps it: {error}"))
                .advice(advice.map_or(UNREACHED.into(), Cow::Owned))
                .verdict(error.verdict())
                // GitLab itself has answered, and a read does nothing.
                .delivery(Delivery::Unknown);
            Failure::on_the_way(failed.source(error).build())
        })?;
        let status = answer.status();
        tracing::debug!(
            operation = call.operation(),
            attempt = attempt.number,
            status = status.as_u16(),
            "the object storage answered"
        );
        if status.is_success() {
            answer.extensions_mut().insert(FromStorage);
            return Ok(answer);
        }
        if status.is_redirection() {
            let error = call.error(ApiErrorKind::Redirected).status(status);
            let message = format!("a second time, by the object storage {origin}, which is not followed");
            return Err(Failure::fatal(
                error.message(message).advice("tell the administrator of this GitLab").build(),
            ));
        }
        let (kind, resend) = if status.is_server_error() {
            (ApiErrorKind::Server, Resend::IfIdempotent)
        } else {
            // The address may have grown too old on the way; GitLab signs a new one for the next attempt.
            (ApiErrorKind::UnexpectedResponse, Resend::OnceIfIdempotent)
        };
        let error = call
            .error(kind)
            .status(status)
            .verdict(Verdict::Temporary)
            .message(format!("the object storage {origin}, where GitLab keeps it, answered {}", status.as_u16()))
            .advice("the file may be gone from the storage, or its clock or that of GitLab be wrong: the address is signed for minutes");
        Err(Failure { error: error.build(), resend, wait: None })
    }
}
