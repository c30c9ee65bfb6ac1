//! What a person can do about a refusal, where the answer tells more than its kind.

use super::call::Call;
use super::classify::Refusal;
use super::error_body::{ErrorBody, Form};
use gitlab_core::{ApiError, TransportErrorKind};
use std::borrow::Cow;

/// The advice for an answer with an error status. Without any, that of the kind of the error stands.
pub(super) fn advice(call: &Call, refusal: &Refusal<'_>, anonymous: bool) -> Option<Cow<'static, str>> {
    let said = refusal.said;
    match refusal.status.as_u16() {
        400 => invalid(call, said),
        401 => Some(unauthenticated(call, said, anonymous)),
        403 => forbidden(call, said),
        404 => not_found(call, said),
        405 if said.says("keyset pagination") => Some(
            "GitLab gives only the first 50,000 entries of this list by page number: read the rest by keyset \
             (Client::list and Client::pages do), or narrow the question"
                .into(),
        ),
        408 => Some(
            "GitLab, or a proxy before it, did not get the whole request in time: check the connection, and try \
             again"
                .into(),
        ),
        413 => Some("what is sent is larger than this GitLab, or a proxy before it, takes: send less".into()),
        503 if said.says("maintenance") => Some("this GitLab is in maintenance mode: try again later".into()),
        400..=499 if said.form == Form::Html => Some(WRONG_BASE.into()),
        _ => None,
    }
}

const WRONG_BASE: &str = "a web page answered instead of the API: check that the base URL ends in /api/v4, and that \
                          no proxy or sign-in page answers in its place";

fn invalid(call: &Call, said: &ErrorBody) -> Option<Cow<'static, str>> {
    // The words of GitLab's check of the JSON that it is sent, since 18.x.
    const TOO_MUCH_JSON: [&str; 6] = [
        "nested too deeply",
        "array parameter too large",
        "hash parameter too large",
        "too many total parameters",
        "json body too large",
        "invalid json: limit exceeded",
    ];
    let searches = call.template.ends_with("search") && said.says("scope does not have a valid value");
    if searches || said.says("scope supported only with") {
        return Some(
            "this GitLab finds commits, files, comments and wiki pages only within one project: outside of it that \
             needs its advanced or exact code search"
                .into(),
        );
    }
    if TOO_MUCH_JSON.iter().any(|words| said.says(words)) {
        return Some(
            "GitLab takes JSON of at most 32 levels, 50,000 entries a list or object and 100,000 in all: send \
             less at once"
                .into(),
        );
    }
    (said.form == Form::Html).then_some(WRONG_BASE.into())
}

fn unauthenticated(call: &Call, said: &ErrorBody, anonymous: bool) -> Cow<'static, str> {
    let host = call.url().host_str().unwrap_or_default();
    if has_its_own_key(call) {
        return format!(
            "{host} does not take the key that this request has of its own, in place of the client's token: check \
             that it was copied whole (for an alert, the authorization key of the integration, which changes when \
             it is reset)"
        )
        .into();
    }
    if anonymous {
        let scope = if call.only_asks { "read_api" } else { "api" };
        return format!(
            "this is not for everybody: give a token (GITLAB_ACCESS_TOKEN) with the scope {scope}"
        )
        .into();
    }
    if said.says("dpop") {
        return "this token is only good together with a DPoP proof, which this client does not make: use a token \
                of a user who has not switched that on, or of the project"
            .into();
    }
    if said.says("impersonation") {
        return "this GitLab does not allow impersonation tokens: use a token of the user's own, or of the project"
            .into();
    }
    if said.says("expired") {
        return "the token has expired: make a new one in GitLab and replace it".into();
    }
    if said.says("revoked") {
        return "the token was revoked: make a new one in GitLab and replace it".into();
    }
    format!(
        "{host} does not know this token: check that it was copied whole, is of this GitLab, and is no deploy or \
         runner token"
    )
    .into()
}

fn forbidden(call: &Call, said: &ErrorBody) -> Option<Cow<'static, str>> {
    // What GitLab says of a user who may sign in to nothing at all.
    const SHUT_OUT: [&str; 6] = [
        "has been blocked",
        "pending approval",
        "has been deactivated",
        "terms of service",
        "password expired",
        "email address is not confirmed",
    ];
    let host = call.url().host_str().unwrap_or_default();
    if said.says("insufficient_granular_scope") {
        return Some(
            format!(
                "the fine-grained token lacks the permission to {}: add it in GitLab, for this project",
                call.operation()
            )
            .into(),
        );
    }
    if said.says("insufficient_scope") {
        return Some(missing_scope(call, &said.scopes).into());
    }
    if said.says("read-only") {
        return Some(
            "this GitLab is read-only at the moment (maintenance or a replica): try again later, or use the primary"
                .into(),
        );
    }
    if has_its_own_key(call) && said.form != Form::Html {
        return Some(
            "the key that this request has of its own, in place of the client's token, is not good for this: check \
             that it belongs to this address and is switched on (for an alert, its integration in the project's \
             settings)"
                .into(),
        );
    }
    if SHUT_OUT.iter().any(|words| said.says(words)) {
        return Some(
            "GitLab shuts out the user of this token: sign in once in a browser to see what is missing (terms, \
             password, confirmed address), or ask an administrator to unblock the account"
                .into(),
        );
    }
    if said.form == Form::Html {
        return Some(
            format!(
                "a web page answered instead of the API: {host}, or a firewall or proxy before it, refuses this \
                 machine's address or program, or the base URL does not end in /api/v4"
            )
            .into(),
        );
    }
    let by_address = said.says("ip address") || said.says("ip restrict") || said.form == Form::Text;
    by_address.then(|| {
        format!(
            "{host} refuses this machine's address: after many failed sign-ins that lasts for minutes, otherwise \
             an administrator must allow it"
        )
        .into()
    })
}

fn not_found(call: &Call, said: &ErrorBody) -> Option<Cow<'static, str>> {
    if has_its_own_key(call) {
        return Some(
            "check the spelling of the project and of what else stands in the address (for an alert, the name and \
             the id of its integration): the client's token plays no part in it"
                .into(),
        );
    }
    if said.form == Form::Html {
        return Some(WRONG_BASE.into());
    }
    // The router of the API answers `error`; a thing that is not there answers `message`.
    (said.error.as_deref() == Some("404 Not Found")).then(|| {
        "this GitLab has no such address: its version may lack this feature, or the base URL is not that of its API \
         (it ends in /api/v4), or a proxy decodes %2F in paths (name the project by its number)"
            .into()
    })
}

/// Whether no token of a user proves who asks, so that advice about scopes and roles leads astray.
fn has_its_own_key(call: &Call) -> bool {
    call.authenticator.is_some()
}

/// Any one of the scopes that GitLab names will do: the one to add is the least of them.
fn missing_scope(call: &Call, scopes: &[String]) -> String {
    let has = |scope: &str| scopes.iter().any(|other| other == scope);
    let scope = match scopes {
        [] if call.only_asks => "read_api",
        [] => "api",
        _ if has("read_api") => "read_api",
        // For a token to replace itself; all that it can do otherwise stays as it is.
        _ if has("self_rotate") => "self_rotate",
        _ if has("api") => "api",
        [scope, ..] => scope,
    };
    let others: Vec<&str> = scopes.iter().map(String::as_str).filter(|other| *other != scope).collect();
    let as_well =
        if others.is_empty() { String::new() } else { format!(" ({} would do as well)", others.join(", ")) };
    format!("the token lacks the scope {scope}: make one that has it{as_well}")
}

/// The error for a call that no answer came to, with advice that names the settings of this crate.
pub(crate) fn no_answer(call: &Call, error: gitlab_core::TransportError) -> ApiError {
    let kind = error.kind();
    let error = call.on_project(ApiError::from_transport(call.operation_owned(), error));
    let host = call.url().host_str().unwrap_or_default();
    match kind {
        TransportErrorKind::Resolve => error.with_advice(format!(
            "the host name {host} is unknown: check the address of GitLab for a typo, and the DNS of this machine"
        )),
        TransportErrorKind::ClientCertificate => error.with_advice(format!(
            "{host} wants a client certificate that it trusts: give it one by \
             ReqwestTransportBuilder::client_identity_pem"
        )),
        TransportErrorKind::Connect => error.with_advice(format!(
            "check that the address of GitLab is right and that this machine can reach {host} (proxy, firewall, VPN)"
        )),
        _ => match of_setting(kind, host) {
            Some(advice) => error.with_advice(advice),
            None => error,
        },
    }
}

/// What to set where a host, of GitLab or of its storage, cannot be asked with the settings as they are.
pub(super) fn of_setting(kind: TransportErrorKind, host: &str) -> Option<String> {
    Some(match kind {
        TransportErrorKind::Tls => format!(
            "the certificate of {host} is not trusted here: if your company has its own certificate authority, add \
             it to the system's trust store, or give it to ReqwestTransportBuilder::add_root_certificates_pem"
        ),
        TransportErrorKind::TlsProtocol => format!(
            "{host} speaks no TLS on this port, or only old versions or ciphers: check scheme and port of the address, \
             and have TLS 1.2 or newer turned on at the server or the proxy before it"
        ),
        TransportErrorKind::AddressNotAllowed => format!(
            "{host} is, or has, a private address, and only public ones may be asked: if it is yours, allow its \
             name or its network by ReqwestTransportBuilder::allow_private"
        ),
        _ => return None,
    })
}
