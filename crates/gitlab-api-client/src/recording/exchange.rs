//! One exchange, as it stands in the file.

use super::Scrubber;
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use gitlab_core::{Delivery, TransportError, TransportErrorKind};
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Exchange {
    pub(super) request: Asked,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) answer: Option<Answer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) failure: Option<Failure>,
}

/// A request without its secrets.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) url: String,
    /// For the reader; a replayer does not compare them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Content>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Answer {
    pub(super) status: u16,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Content>,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub(super) complete: bool,
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_true(complete: &bool) -> bool {
    *complete
}

/// The bytes of a body, as a reader of the file wants to see them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Content {
    Json(Value),
    Text(String),
    Base64(String),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Failure {
    kind: String,
    delivery: String,
}

impl Asked {
    pub(super) fn of(request: &Request<Bytes>, scrubber: &Scrubber) -> Self {
        Self {
            method: request.method().to_string(),
            url: scrubber.url(&request.uri().to_string()),
            headers: scrubber.headers(request.headers()),
            body: Content::of(request.body(), scrubber),
        }
    }

    /// Whether both ask the same.
    pub(super) fn matches(&self, other: &Self) -> bool {
        self.method == other.method && self.url == other.url && self.body == other.body
    }

    pub(super) fn line(&self) -> String {
        format!("{} {}", self.method, self.url)
    }
}

impl Answer {
    pub(super) fn of(
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        complete: bool,
        scrubber: &Scrubber,
    ) -> Self {
        let headers = scrubber.headers(headers);
        Self { status: status.as_u16(), headers, body: Content::of(body, scrubber), complete }
    }

    /// The headers, as far as they are any.
    pub(super) fn header_map(&self) -> HeaderMap {
        let headers = self.headers.iter().filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().parse::<HeaderName>().ok()?, HeaderValue::from_str(value.trim()).ok()?))
        });
        let mut map = HeaderMap::new();
        headers.for_each(|(name, value)| {
            map.append(name, value);
        });
        map
    }

    pub(super) fn bytes(&self) -> Bytes {
        match &self.body {
            None => Bytes::new(),
            Some(Content::Json(value)) => value.to_string().into(),
            Some(Content::Text(text)) => text.clone().into(),
            // What is no Base64 was written by hand, and is taken by its letters.
            Some(Content::Base64(text)) => {
                STANDARD.decode(text).unwrap_or_else(|_| text.clone().into_bytes()).into()
            }
        }
    }
}

impl Content {
    fn of(bytes: &[u8], scrubber: &Scrubber) -> Option<Self> {
        if bytes.is_empty() {
            return None;
        }
        if let Ok(mut value) = serde_json::from_slice::<Value>(bytes)
            && is_exact(&value)
        {
            scrubber.json(&mut value);
            return Some(Self::Json(value));
        }
        Some(match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(scrubber.plain(text)),
            Err(_) => {
                // A log with one odd byte holds secrets as well as any other.
                let mut scrubbed = Vec::with_capacity(bytes.len());
                for chunk in bytes.utf8_chunks() {
                    scrubbed.extend_from_slice(scrubber.text(chunk.valid()).as_bytes());
                    scrubbed.extend_from_slice(chunk.invalid());
                }
                Self::Base64(STANDARD.encode(scrubbed))
            }
        })
    }
}

/// Whether no number has lost digits: an integer beyond 64 bits is read as a floating-point number.
fn is_exact(value: &Value) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => {
            !number.is_f64() || number.as_f64().is_some_and(|number| number.abs() < EXACT)
        }
        Value::Array(items) => items.iter().all(is_exact),
        Value::Object(members) => members.values().all(is_exact),
        _ => true,
    }
}

const KINDS: &[(TransportErrorKind, &str)] = &[
    (TransportErrorKind::Resolve, "resolve"),
    (TransportErrorKind::Connect, "connect"),
    (TransportErrorKind::Tls, "tls"),
    (TransportErrorKind::TlsProtocol, "tls_protocol"),
    (TransportErrorKind::ClientCertificate, "client_certificate"),
    (TransportErrorKind::AddressNotAllowed, "address_not_allowed"),
    (TransportErrorKind::CredentialExposed, "credential_exposed"),
    (TransportErrorKind::Proxy, "proxy"),
    (TransportErrorKind::ProxyAuthentication, "proxy_authentication"),
    (TransportErrorKind::Timeout, "timeout"),
    (TransportErrorKind::Interrupted, "interrupted"),
    (TransportErrorKind::Decode, "decode"),
    (TransportErrorKind::Request, "request"),
];

impl Failure {
    pub(super) fn of(error: &TransportError) -> Self {
        let kind = KINDS.iter().find(|(kind, _)| *kind == error.kind()).map_or("other", |(_, word)| word);
        let delivery = if error.delivery() == Delivery::NotSent { "not_sent" } else { "unknown" };
        Self { kind: kind.to_owned(), delivery: delivery.to_owned() }
    }

    pub(super) fn error(&self) -> TransportError {
        let kind = KINDS.iter().find(|(_, word)| *word == self.kind).map(|(kind, _)| *kind);
        let delivery = if self.delivery == "not_sent" { Delivery::NotSent } else { Delivery::Unknown };
        TransportError::new(kind.unwrap_or(TransportErrorKind::Other), delivery)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "glpat-CANARY-0123456789";

    fn written(body: &[u8]) -> String {
        match Content::of(body, &Scrubber::new()) {
            Some(Content::Json(value)) => value.to_string(),
            Some(Content::Text(text)) => text,
            Some(Content::Base64(text)) => {
                String::from_utf8_lossy(&STANDARD.decode(text).unwrap()).into_owned()
            }
            None => String::new(),
        }
    }

    #[test]
    fn case_63_one_odd_byte_hides_no_secret() {
        let log = [b"$ deploy \xff\n".as_slice(), SECRET.as_bytes(), b"\nover \xe2\x82"].concat();
        let written = written(&log);
        assert!(!written.contains("CANARY"), "{written}");
        assert!(written.starts_with("$ deploy ") && written.contains("over "), "{written}");
    }

    #[test]
    fn case_63_a_variable_without_its_key_and_a_form_hide_their_values() {
        for body in [
            r#"{"value":"hunter2-CANARY"}"#,
            r#"{"key":"DEPLOY","value":"hunter2-CANARY"}"#,
            "value=hunter2-CANARY&masked=true",
            "password=hunter2-CANARY&title=a",
        ] {
            assert!(!written(body.as_bytes()).contains("CANARY"), "{body}");
        }
        assert_eq!(written(b"title=a&ref=main"), "title=a&ref=main");
        assert_eq!(written(b"a = b & c"), "a = b & c");
    }
}
