//! What the body of an error answer says, in all the shapes that GitLab and the proxies before it use.

use http::{HeaderMap, header::CONTENT_TYPE};
use serde_json::Value;

/// The words of an error answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ErrorBody {
    /// What a person should read.
    pub(crate) message: Option<String>,
    /// `error`: a code such as `invalid_token`, or, from the router, `404 Not Found`.
    pub(crate) error: Option<String>,
    /// `scope`: the scopes of which the token needs one.
    pub(crate) scopes: Vec<String>,
    pub(crate) form: Form,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    Json,
    Html,
    #[default]
    Text,
}

impl ErrorBody {
    pub(crate) fn read(headers: &HeaderMap, bytes: &[u8]) -> Self {
        if is_html(headers, bytes) {
            return Self { message: html_title(bytes), form: Form::Html, ..Self::default() };
        }
        let fields = match serde_json::from_slice(bytes).ok().or_else(|| beginning(bytes)) {
            Some(Value::Object(fields)) => fields,
            // Numbers and the like tell a person nothing.
            Some(value @ (Value::Array(_) | Value::String(_))) => {
                return Self { message: words(&value), form: Form::Json, ..Self::default() };
            }
            _ => {
                let text = String::from_utf8_lossy(bytes.get(..TEXT).unwrap_or(bytes));
                let text = text.trim();
                // What begins like JSON and is none would be shown as a dump.
                let shown = !text.is_empty() && !text.starts_with(['{', '[', '"']);
                return Self { message: shown.then(|| text.to_owned()), ..Self::default() };
            }
        };
        let words = |name: &str| fields.get(name).and_then(words);
        let (message, error, description) = (words("message"), words("error"), words("error_description"));
        let scopes = words("scope").map(|scopes| {
            scopes.split_whitespace().filter(|word| is_scope(word)).map(str::to_owned).collect()
        });
        Self {
            message: description.or(message).or_else(|| error.clone()).or_else(|| words("errors")),
            error,
            scopes: scopes.unwrap_or_default(),
            form: Form::Json,
        }
    }

    /// Whether the words hold this text, in any case.
    pub(crate) fn says(&self, text: &str) -> bool {
        let holds = |words: &String| words.to_ascii_lowercase().contains(text);
        self.message.as_ref().is_some_and(holds) || self.error.as_ref().is_some_and(holds)
    }
}

/// Whether a word may be a scope by RFC 6749, section 3.3: what else stands there is not shown to anybody.
fn is_scope(word: &str) -> bool {
    word.bytes().all(|byte| matches!(byte, b'!' | b'#'..=b'[' | b']'..=b'~'))
}

const TEXT: usize = 1_000;

/// What the beginning of a JSON text says that is too long to be read whole: its open texts, lists and objects
/// are closed where it is cut.
fn beginning(bytes: &[u8]) -> Option<Value> {
    let text = String::from_utf8_lossy(bytes.get(..TEXT)?);
    let (mut open, mut in_text, mut end) = (Vec::new(), false, text.len());
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' if in_text => {
                let length = if text.get(at + 1..)?.starts_with('u') { 6 } else { 2 };
                if at + length > text.len() {
                    end = at;
                    break;
                }
                characters.next();
            }
            '"' => in_text = !in_text,
            '{' if !in_text => open.push('}'),
            '[' if !in_text => open.push(']'),
            '}' | ']' if !in_text => {
                open.pop();
            }
            _ => {}
        }
    }
    let mut closed = text.get(..end)?.to_owned();
    closed.extend(in_text.then_some('"'));
    closed.extend(open.iter().rev());
    serde_json::from_str(&closed).ok()
}

/// `message` is a text, a list of texts, or an object of either: `{"title": ["can't be blank"]}`.
fn words(value: &Value) -> Option<String> {
    let words = match value {
        Value::Null => return None,
        Value::String(text) => text.trim().to_owned(),
        Value::Array(list) => list.iter().filter_map(words).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields
            .iter()
            .filter_map(|(name, value)| {
                let words = words(value)?;
                Some(if matches!(name.as_str(), "error" | "base" | "message") {
                    words
                } else {
                    format!("{name}: {words}")
                })
            })
            .collect::<Vec<_>>()
            .join("; "),
        other => other.to_string(),
    };
    (!words.is_empty()).then_some(words)
}

/// Whether an answer is a page for people, which GitLab's API never sends.
pub(crate) fn is_html(headers: &HeaderMap, bytes: &[u8]) -> bool {
    let says_html = headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().to_ascii_lowercase().starts_with(b"text/html"));
    says_html || bytes.trim_ascii_start().first() == Some(&b'<')
}

/// The title of a page tells a sign-in page from a proxy's error.
pub(crate) fn html_title(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes.get(..16 * 1024).unwrap_or(bytes)).into_owned();
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let title: String = text.get(start..end)?.trim().chars().take(100).collect();
    (!title.is_empty()).then(|| format!("a web page with the title {title:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn message(body: &str) -> Option<String> {
        ErrorBody::read(&HeaderMap::new(), body.as_bytes()).message
    }

    #[test]
    fn case_38_every_shape_of_error_body_is_readable() {
        for (body, expected) in [
            (r#"{"message":"404 Project Not Found"}"#, Some("404 Project Not Found")),
            (
                r#"{"message":{"title":["can't be blank","is too short"]}}"#,
                Some("title: can't be blank, is too short"),
            ),
            (r#"{"message":{"error":"Too many. Try later."}}"#, Some("Too many. Try later.")),
            (r#"{"message":["a","b"]}"#, Some("a, b")),
            (
                r#"{"error":"invalid_token","error_description":"Token is expired."}"#,
                Some("Token is expired."),
            ),
            (r#"{"error":"scope is missing"}"#, Some("scope is missing")),
            (r#"{"message":null,"error":null}"#, None),
            (r#"{"errors":[{"message":"Invalid token"}]}"#, Some("Invalid token")),
            ("Retry later\n", Some("Retry later")),
            ("", None),
            (r#"["a", {"error": "b"}]"#, Some("a, b")),
            (r#""Not allowed""#, Some("Not allowed")),
            (r#"{"message":{"base":[{"deep":{"er":["c"]}}]}}"#, Some("deep: er: c")),
            ("7", Some("7")),
            (r#"{"message":7}"#, Some("7")),
            (r#"{"message": "cut"#, None),
            (
                "<html><head><TITLE>502 Bad Gateway</title>",
                Some("a web page with the title \"502 Bad Gateway\""),
            ),
            ("<html>", None),
        ] {
            assert_eq!(message(body).as_deref(), expected, "{body}");
        }
        let huge = format!(r#"{{"message":"{}"}}"#, "x".repeat(60_000));
        assert!(message(&huge).is_some());
        for part in ["it is too long. ", "ä", r"\u00e4", r"\\", r#"\""#, "}{]["] {
            for start in
                [r#"{"message":""#, r#"{"message":{"note":["a",""#, r#"{"error":"b", "message":[""#, r#"[""#]
            {
                let cut = format!("{start}{}", part.repeat(30_000));
                let message = message(&cut).unwrap_or_else(|| panic!("{start}{part}"));
                assert!(message.len() > 250, "{message}");
            }
        }
        assert!(message(&"[".repeat(100_000)).is_none());
    }

    #[test]
    fn a_missing_scope_is_named() {
        let body = br#"{"error":"insufficient_scope","error_description":"The request requires more.","scope":"api read_api"}"#;
        let body = ErrorBody::read(&HeaderMap::new(), body);
        assert_eq!(body.scopes, ["api", "read_api"]);
        assert!(body.says("insufficient_scope"));
        let body = br#"{"error":"insufficient_scope","scope":"api d_\u007fapi \u0001 r\u00e9ad"}"#;
        assert_eq!(ErrorBody::read(&HeaderMap::new(), body).scopes, ["api"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = ErrorBody::read(&HeaderMap::new(), &bytes);
            let mut page = b"<TITLE".to_vec();
            page.extend(bytes);
            let _ = ErrorBody::read(&HeaderMap::new(), &page);
        }
    }
}
