//! What a reqwest error means: what happened, and whether the request can have reached the server.

use super::guard::NotPublic;
use gitlab_core::{Delivery, TransportError, TransportErrorKind};
use std::error::Error as StdError;
use std::fmt;
use std::io;

/// A request whose answer's head did not arrive.
pub(super) fn of_head(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let (kind, delivery) = if error.is_builder() {
        (TransportErrorKind::Request, Delivery::NotSent)
    } else if chain(&error).any(<dyn StdError>::is::<NotPublic>) {
        (TransportErrorKind::AddressNotAllowed, Delivery::NotSent)
    } else if says(&error, "proxy authorization required") {
        (TransportErrorKind::ProxyAuthentication, Delivery::NotSent)
    } else if says(&error, "tunnel error") {
        (TransportErrorKind::Proxy, Delivery::NotSent)
    } else if error.is_dns() {
        (TransportErrorKind::Resolve, Delivery::NotSent)
    } else if error.is_connect() {
        // A handshake that breaks off is an accident like any other; one that fails is for good.
        let kind = if error.is_timeout() || is_interruption(&error) {
            TransportErrorKind::Connect
        } else if has_no_common_protocol(&error) {
            TransportErrorKind::TlsProtocol
        } else if refuses_our_certificate(&error) {
            TransportErrorKind::ClientCertificate
        } else if is_tls(&error) {
            TransportErrorKind::Tls
        } else {
            TransportErrorKind::Connect
        };
        (kind, Delivery::NotSent)
    } else if was_not_looked_at(&error) {
        (TransportErrorKind::Interrupted, Delivery::NotSent)
    } else if refuses_our_certificate(&error) {
        (TransportErrorKind::ClientCertificate, Delivery::Unknown)
    } else if error.is_timeout() {
        (TransportErrorKind::Timeout, Delivery::Unknown)
    } else if is_interruption(&error) {
        (TransportErrorKind::Interrupted, Delivery::Unknown)
    } else if says(&error, "invalid http") || says(&error, "message head is too large") || error.is_decode() {
        (TransportErrorKind::Decode, Delivery::Unknown)
    } else {
        (TransportErrorKind::Other, Delivery::Unknown)
    };
    TransportError::new(kind, delivery).with_source(Cause(words(&error)))
}

/// Whether the server said by HTTP/2 that it did not look at the request: it refused the stream, or it goes away
/// without an error, which only those requests are told that come after the last one that it has looked at. The
/// others wait for their answers, and get the end of the connection if there is none. A GOAWAY with an error may
/// be told to all.
///
/// h2 is a dependency for this alone, and comes with reqwest as it is. Should reqwest go on to another version of
/// it, nothing here is recognised any more, which errs on the safe side: a write is not sent again.
fn was_not_looked_at(error: &(dyn StdError + 'static)) -> bool {
    chain(error).filter_map(|error| error.downcast_ref::<h2::Error>()).any(|error| {
        error.is_remote()
            && match error.reason() {
                Some(h2::Reason::REFUSED_STREAM) => error.is_reset(),
                Some(h2::Reason::NO_ERROR) => error.is_go_away(),
                _ => false,
            }
    })
}

/// An answer whose body did not arrive whole. reqwest calls nearly all of this a decoding error, so that the
/// cause below it decides.
pub(super) fn of_body(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if is_interruption(&error) {
        TransportErrorKind::Interrupted
    } else {
        TransportErrorKind::Decode
    };
    TransportError::new(kind, Delivery::Unknown).with_source(Cause(words(&error)))
}

/// A URL that reqwest does not take.
pub(super) fn bad_request(error: impl fmt::Display) -> TransportError {
    TransportError::new(TransportErrorKind::Request, Delivery::NotSent).with_source(Cause(error.to_string()))
}

/// An error with its causes. An I/O error that wraps another passes over it in its own `source`.
fn chain<'e>(error: &'e (dyn StdError + 'static)) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| cause(*error))
}

fn cause<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e (dyn StdError + 'static)> {
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    wrapped.map(|wrapped| wrapped as &(dyn StdError + 'static)).or_else(|| error.source())
}

fn says(error: &(dyn StdError + 'static), words: &str) -> bool {
    chain(error).any(|error| error.to_string().to_ascii_lowercase().contains(words))
}

/// No TLS library is named here, so that each can be chosen: rustls comes as invalid data, and all of them say
/// what they are about.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    let invalid_data = chain(error)
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::InvalidData);
    invalid_data || ["certificate", "handshake", "tls", "ssl"].iter().any(|word| says(error, word))
}

/// What the libraries say of a server that speaks no TLS at all, or none of the versions that are safe.
fn has_no_common_protocol(error: &(dyn StdError + 'static)) -> bool {
    const RUSTLS: [&str; 4] =
        ["peer is incompatible", "alert: protocolversion", "alert: handshakefailure", "corrupt message"];
    const OPENSSL: [&str; 5] = [
        "wrong version number",
        "unsupported protocol",
        "alert protocol version",
        "alert handshake failure",
        "packet length too long",
    ];
    RUSTLS.iter().chain(&OPENSSL).any(|words| says(error, words))
}

/// With TLS 1.3 a client has connected before the server has looked at its certificate, so that the refusal
/// comes in place of the answer.
fn refuses_our_certificate(error: &(dyn StdError + 'static)) -> bool {
    says(error, "alert")
        && ["certificate", "unknownca", "unknown ca", "accessdenied", "access denied"]
            .iter()
            .any(|words| says(error, words))
}

fn is_interruption(error: &(dyn StdError + 'static)) -> bool {
    let broken = chain(error).filter_map(|error| error.downcast_ref::<io::Error>()).any(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::NotConnected
        )
    });
    broken
        || [
            "connection closed",
            "end of file",
            "connection reset",
            "unexpected eof",
            "connection error received",
        ]
        .iter()
        .any(|words| says(error, words))
}

/// The deepest cause in words; the layers above it only say that something failed.
pub(super) fn words(error: &(dyn StdError + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}

/// What is kept of a reqwest error, which itself may hold a URL with its query.
#[derive(Debug)]
struct Cause(String);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Cause {}
