//! Removes secrets from what is recorded.

use http::{HeaderMap, HeaderName};
use percent_encoding::percent_decode_str;
use secret_redaction::Redactor;
use serde_json::Value;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// What stands in the place of a secret that is known by its name.
const REMOVED: &str = "[REDACTED]";

/// The headers that are written. All others stay out, so that none is written by oversight.
const KEPT: &[&str] = &[
    "accept",
    "content-disposition",
    "content-length",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "link",
    "location",
    "retry-after",
    "x-next-page",
    "x-page",
    "x-per-page",
    "x-prev-page",
    "x-request-id",
    "x-total",
    "x-total-pages",
];
const KEPT_PREFIXES: &[&str] = &["ratelimit-", "x-gitlab-"];
/// Names that hold secrets, without their separators.
const SECRET: &[&str] = &[
    "accesskey",
    "apikey",
    "authorization",
    "cookie",
    "credential",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "sessionid",
    "signature",
    "token",
];
/// Names that sound so and hold none: where a list goes on, and what is said about a token.
const HARMLESS: &[&str] = &["pagetoken", "nextpagetoken", "tokentype", "signaturetype"];
/// No name in GitLab is longer.
const LONGEST_NAME: usize = 100;
const HARMLESS_ENDS: &[&str] = &["_at", "_enabled", "_id", "_name", "_status"];

/// Removes secrets from what is recorded, before it is written.
///
/// These are always removed, and `[REDACTED]` or `[REDACTED:why]` stands in their place:
///
/// - all headers but a few that are known to be harmless: the credential, cookies, and what a proxy adds;
/// - the credential of every request wherever it turns up, also percent-encoded and in Base64;
/// - tokens of GitLab and of others by their form (`glpat-…`, keys of clouds, private keys, passwords in URLs and
///   assignments), in addresses, headers, JSON and text;
/// - values in queries and in JSON whose name sounds secret (`private_token`, `runners_token`, `password`, `X-Amz-Signature`
///   …), and the `value` beside a `key`, which is how GitLab writes CI/CD variables.
///
/// This is no proof: a secret in a sentence, in an archive or in the Base64 of a file's content is not found, and
/// names of people and projects stay. Look at a recording before you publish it.
///
/// ```
/// use gitlab_api_client::recording::Scrubber;
///
/// let scrubber = Scrubber::new()
///     .secret_named("employee_number")
///     .value("the password of the test database")
///     .replacing(|text| text.replace("gitlab.acme.example", "gitlab.example.com"));
/// # let _ = scrubber;
/// ```
pub struct Scrubber {
    names: Vec<String>,
    headers: Vec<HeaderName>,
    replace: Option<Replace>,
    known: Mutex<Known>,
}

type Replace = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// The values that are known to be secret, and what finds them.
#[derive(Default)]
struct Known {
    values: Vec<String>,
    redactor: Redactor,
}

impl Scrubber {
    /// Removes what always is.
    #[must_use]
    pub fn new() -> Self {
        Self { names: Vec::new(), headers: Vec::new(), replace: None, known: Mutex::default() }
    }

    /// Removes values of this name, too, in queries and in JSON; small and capital letters and separators aside.
    #[must_use]
    pub fn secret_named(mut self, name: impl AsRef<str>) -> Self {
        self.names.push(letters(name.as_ref()));
        self
    }

    /// Removes this value wherever it stands. One of fewer than eight bytes would shred the recording, and is
    /// ignored.
    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Self {
        self.remember(value.into());
        self
    }

    /// Writes this header, too.
    #[must_use]
    pub fn keep_header(mut self, name: HeaderName) -> Self {
        self.headers.push(name);
        self
    }

    /// Changes each text at last: address, header, text in JSON, text. A text that was changed already must come
    /// out as it is, since addresses from a recording are asked for again.
    #[must_use]
    pub fn replacing(mut self, replace: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        self.replace = Some(Arc::new(replace));
        self
    }

    /// Learns the credential of a request.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        let names = ["authorization", "private-token", "job-token", "proxy-authorization", "cookie"];
        for (name, value) in headers {
            if (value.is_sensitive() || names.contains(&name.as_str()))
                && let Ok(value) = value.to_str()
            {
                self.remember(value.split_once(' ').map_or(value, |(_, secret)| secret).to_owned());
            }
        }
    }

    fn remember(&self, value: String) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.values.contains(&value) {
            return;
        }
        if let Ok(redactor) = Redactor::builder().values(known.values.iter().chain([&value])).build() {
            known.redactor = redactor;
            known.values.push(value);
        }
    }

    pub(super) fn headers(&self, headers: &HeaderMap) -> Vec<String> {
        let kept = headers.iter().filter(|(name, value)| {
            !value.is_sensitive()
                && (KEPT.contains(&name.as_str())
                    || KEPT_PREFIXES.iter().any(|prefix| name.as_str().starts_with(prefix))
                    || self.headers.contains(name))
        });
        kept.map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let value = match name.as_str() {
                "location" => self.url(&value),
                "link" => self.link(&value),
                _ => self.text(&value),
            };
            format!("{name}: {value}")
        })
        .collect()
    }

    /// `<address>; rel="next", <address>; rel="last"`.
    fn link(&self, value: &str) -> String {
        let mut parts = value.split('<');
        let mut scrubbed = parts.next().map(|text| self.text(text)).unwrap_or_default();
        for part in parts {
            let (url, rest) = part.split_once('>').unwrap_or((part, ""));
            scrubbed.push('<');
            scrubbed.push_str(&self.url(url));
            scrubbed.push('>');
            scrubbed.push_str(&self.text(rest));
        }
        scrubbed
    }

    /// An address, whole or relative: each value of its query by name and form, the rest by form.
    pub(super) fn url(&self, url: &str) -> String {
        let Some((address, query)) = url.split_once('?') else {
            return self.text(url);
        };
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if self.sounds_secret(&percent_decode_str(name).decode_utf8_lossy()) => {
                format!("{name}={REMOVED}")
            }
            Some((name, value)) => format!("{name}={}", self.redacted(value)),
            None => self.redacted(pair),
        });
        let pairs: Vec<String> = pairs.collect();
        self.replaced(format!("{}?{}", self.redacted(address), pairs.join("&")))
    }

    pub(super) fn json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.json(item)),
            Value::Object(members) => {
                // `{"key": "NAME", "value": "…"}`, and `{"value": "…"}` where the address has the key.
                let is_variable = members.get("key").is_some_and(Value::is_string) || members.len() == 1;
                for (name, value) in members {
                    if self.sounds_secret(name) || (is_variable && name == "value") {
                        remove(value);
                    }
                    self.json(value);
                }
            }
            _ => {}
        }
    }

    /// What is no JSON: a form by the names of its fields, other text by what stands in it.
    pub(super) fn plain(&self, text: &str) -> String {
        let is_form = text.contains('=')
            && !text.contains(char::is_whitespace)
            && text.split('&').all(|pair| pair.split_once('=').is_some_and(|(name, _)| !name.is_empty()));
        if !is_form {
            return self.text(text);
        }
        let pairs = text.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if name == "value" => format!("{name}={REMOVED}"),
            _ => self.url(&format!("?{pair}")).split_off(1),
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    pub(super) fn text(&self, text: &str) -> String {
        self.replaced(self.redacted(&self.members(text)))
    }

    /// Removes `"name": "value"` by its name from what is no JSON, or is JSON that breaks off.
    fn members(&self, text: &str) -> String {
        let has_variables = text.contains("\"key");
        let mut scrubbed = String::with_capacity(text.len());
        let mut rest = text;
        // What stands before a quote is taken for a name, so that a single quote somewhere confuses nothing.
        while let Some((before, after)) = rest.split_once('"') {
            scrubbed.push_str(before);
            scrubbed.push('"');
            rest = after;
            let name = before.trim_end_matches('\\');
            let is_secret = name.len() <= LONGEST_NAME
                && (self.sounds_secret(name) || (has_variables && name == "value"));
            if is_secret && let Some((value, end)) = quoted(after) {
                scrubbed.push_str(after.get(..value).unwrap_or_default());
                scrubbed.push_str(REMOVED);
                rest = after.get(end..).unwrap_or_default();
            }
        }
        scrubbed.push_str(rest);
        scrubbed
    }

    fn redacted(&self, text: &str) -> String {
        // Cloned, so that nobody waits while a long log is looked through.
        let redactor = self.known.lock().unwrap_or_else(PoisonError::into_inner).redactor.clone();
        redactor.redact(text).text.into_owned()
    }

    fn replaced(&self, text: String) -> String {
        match &self.replace {
            Some(replace) => replace(&text),
            None => text,
        }
    }

    fn sounds_secret(&self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        let name = letters(name);
        let sounds = SECRET.iter().any(|word| name.contains(word)) || name == "sig";
        let harmless =
            HARMLESS.contains(&name.as_str()) || HARMLESS_ENDS.iter().any(|end| lower.ends_with(end));
        self.names.contains(&name) || (sounds && !harmless)
    }
}

impl Default for Scrubber {
    fn default() -> Self {
        Self::new()
    }
}

/// What it knows to be secret it does not show.
impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scrubber")
            .field("names", &self.names)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// A name without its separators, in small letters.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Where the text after `: "` begins and ends; of one that breaks off the end is that of all.
fn quoted(after_name: &str) -> Option<(usize, usize)> {
    let opened = after_name.trim_start().strip_prefix(':')?.trim_start();
    let value = opened.trim_start_matches('\\').strip_prefix('"')?;
    let begin = after_name.len().saturating_sub(value.len());
    // JSON within a text of JSON ends its own texts with an escaped quote.
    let is_inner = opened.starts_with('\\');
    let mut escaped = false;
    let length = value.bytes().position(|byte| {
        let ends = if is_inner { byte == b'\\' || byte == b'"' } else { byte == b'"' && !escaped };
        escaped = byte == b'\\' && !escaped;
        ends
    });
    Some((begin, length.map_or(after_name.len(), |length| begin.saturating_add(length))))
}

/// Removes the text of a value, and those of a list. What is a number, or has names of its own, stays.
fn remove(value: &mut Value) {
    match value {
        Value::String(text) if !text.is_empty() => REMOVED.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(remove),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn names_that_sound_secret() {
        let scrubber = Scrubber::new().secret_named("Employee-Number");
        for name in [
            "token",
            "private_token",
            "PRIVATE-TOKEN",
            "runners_token",
            "accessToken",
            "client_secret",
            "password",
            "ssh_private_key",
            "X-Amz-Signature",
            "X-Goog-Credential",
            "sig",
            "apiKey",
            "employee_number",
        ] {
            assert!(scrubber.sounds_secret(name), "{name}");
        }
        for name in [
            "page_token",
            "token_type",
            "token_expires_at",
            "secret_detection_enabled",
            "token_id",
            "id",
            "design",
            "signature_type",
            "verification_status",
            "path",
            "body",
            "name",
            "token_name",
            "key",
        ] {
            assert!(!scrubber.sounds_secret(name), "{name}");
        }
    }

    #[test]
    fn json_that_breaks_off_is_scrubbed_by_name_as_well() {
        let scrubber = Scrubber::new();
        for (text, expected) in [
            (r#"[{"token":"abc","id":1"#, r#"[{"token":"[REDACTED]","id":1"#),
            (r#"{"token" : "a\"bc", "x":"y"#, r#"{"token" : "[REDACTED]", "x":"y"#),
            (r#"{"token":"abc"#, r#"{"token":"[REDACTED]"#),
            (r#"a " b {"token":"abc"}"#, r#"a " b {"token":"[REDACTED]"}"#),
            (r#"{\"token\":\"abc\",\"id\":1}"#, r#"{\"token\":\"[REDACTED]\",\"id\":1}"#),
            (r#"{"key":"A","value":"b"#, r#"{"key":"A","value":"[REDACTED]"#),
            (r#"{"value":"b"#, r#"{"value":"b"#),
            (r#"{"token":5,"a":"b"#, r#"{"token":5,"a":"b"#),
            (r#"the "token": none"#, r#"the "token": none"#),
        ] {
            assert_eq!(scrubber.text(text), expected);
        }
    }

    #[test]
    fn where_a_list_goes_on_stays() {
        let scrubber = Scrubber::new();
        let url = "https://h/api/v4/x?pagination=keyset&page_token=eyJpZCI6IjQ3NDE2MjQ0NTgxMTEifQ&per_page=2";
        assert_eq!(scrubber.url(url), url);
        let link = format!("<{url}>; rel=\"next\", <?private_token=x>; rel=\"first\"");
        assert_eq!(scrubber.link(&link), link.replace("=x", "=[REDACTED]"));
    }

    #[test]
    fn what_a_name_holds_is_removed_and_what_is_about_it_stays() {
        let mut value = json!({
            "tokens": ["a", {"id": 1, "name": "b"}], "token": null, "secret": "", "password": true, "key": "A", "value": "c"
        });
        Scrubber::new().json(&mut value);
        let expected = json!({
            "tokens": ["[REDACTED]", {"id": 1, "name": "b"}], "token": null, "secret": "", "password": true, "key": "A",
            "value": "[REDACTED]"
        });
        assert_eq!(value, expected);
    }

    proptest! {
        #[test]
        fn scrubbing_twice_is_scrubbing_once(text in r#"(["\\:,{}=&?<> ]|token|secret|key|value|[a-z0-9]{1,3}|\PC){0,30}"#) {
            let scrubber = Scrubber::new();
            for scrub in [Scrubber::text, Scrubber::url, Scrubber::link] {
                let once = scrub(&scrubber, &text);
                prop_assert_eq!(scrub(&scrubber, &once), once.clone(), "{}", text);
            }
        }
    }
}
