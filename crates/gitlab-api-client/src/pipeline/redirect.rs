//! Which redirects are followed: reads, to the same API, at most five; and to object storage, without the
//! credential, where the endpoint says that its bytes may lie there.
//!
//! A redirect to another origin would carry the credential there, and a redirected write is lost: HTTP
//! clients turn it into a `GET` that succeeds. GitLab itself redirects reads of a moved project.

use super::call::Call;
use gitlab_core::{ApiError, ApiErrorKind, Delivery};
use http::{HeaderMap, Method, StatusCode, header::LOCATION};
use url::Url;

pub(crate) const MOST_HOPS: usize = 5;
const LONGEST_LOCATION: usize = 16 * 1024;

pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 300..=303 | 305 | 307 | 308)
}

/// Where to go on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Below the same API, with the credential.
    Home(Url),
    /// Elsewhere, once and without the credential.
    Storage(Url),
}

/// Where to go on, or why not.
pub(crate) fn target(
    call: &Call,
    status: StatusCode,
    headers: &HeaderMap,
    current: &Url,
    api: &Url,
    hops: usize,
) -> Result<Target, ApiError> {
    let refuse = |message: String| call.error(ApiErrorKind::Redirected).status(status).message(message);
    let location = headers
        .get(LOCATION)
        .map(http::HeaderValue::as_bytes)
        .filter(|bytes| (1..=LONGEST_LOCATION).contains(&bytes.len()))
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .and_then(|location| current.join(location).ok())
        .filter(|target| matches!(target.scheme(), "http" | "https") && target.has_host());
    let Some(target) = location else {
        return Err(
            refuse("it does not say where to, or not in a form that can be followed".to_owned()).build()
        );
    };
    let (from, to) = (current.origin().ascii_serialization(), target.origin().ascii_serialization());
    let anonymous = target.username().is_empty() && target.password().is_none();
    if from != to && anonymous && leads_to_storage(call, status, &target) {
        return Ok(Target::Storage(target));
    }
    if from != to || !anonymous {
        let error = refuse(format!("from {from} to {to}, and no credential goes there"));
        return Err(match (current.scheme(), target.scheme()) {
            ("http", "https") if current.host_str() == target.host_str() => {
                error.advice("write the base URL with https://").build()
            }
            ("https", "http") if current.host_str() == target.host_str() => error
                .advice(match moved_to(&target) {
                    Some(id) => format!("the project has moved: name it by its number, {id}"),
                    None => {
                        "GitLab's external_url says http: it must say https, as clients reach it".to_owned()
                    }
                })
                .build(),
            _ => error.build(),
        });
    }
    if call.method != Method::GET && call.method != Method::HEAD {
        let error = refuse(format!("a {} is not sent a second time elsewhere", call.method));
        // "See other" is also how a server answers what it has done.
        let error = if status == StatusCode::SEE_OTHER { error.delivery(Delivery::Unknown) } else { error };
        return Err(match moved_to(&target) {
            Some(id) => error.advice(format!("the project has moved: name it by its number, {id}")).build(),
            None => error.build(),
        });
    }
    if !target.path().starts_with(api.path()) {
        return Err(refuse("it leads out of the API, to a sign-in page perhaps".to_owned())
            .advice("check that the base URL is that of GitLab's API and ends in /api/v4")
            .build());
    }
    if hops >= MOST_HOPS {
        return Err(refuse(format!("more than {MOST_HOPS} times, in a circle perhaps")).build());
    }
    Ok(Target::Home(target))
}

/// Whether this is the redirect by which GitLab gives a file that lies elsewhere. The address in it is signed,
/// so that it goes through plain HTTP only where GitLab's own address does.
fn leads_to_storage(call: &Call, status: StatusCode, target: &Url) -> bool {
    call.follows_to_storage
        && matches!(status, StatusCode::FOUND | StatusCode::TEMPORARY_REDIRECT)
        && (target.scheme() == "https" || call.url().scheme() == "http")
}

/// The number in `…/projects/7/…`, by which GitLab says where a project has moved.
fn moved_to(target: &Url) -> Option<u64> {
    target.path_segments()?.skip_while(|part| *part != "projects").nth(1)?.parse().ok()
}
