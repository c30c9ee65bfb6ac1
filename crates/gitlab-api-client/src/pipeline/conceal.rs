//! Keeps credentials that a server repeats in its error out of ours.

use gitlab_core::AuthHeaders;
use http::HeaderMap;
use std::borrow::Cow;

const CONCEALED: &[u8] = b"[REDACTED]";
/// The shortest text after the prefix that is taken for a token.
const SHORTEST: usize = 12;

/// What must not be repeated: the credential of a request, and whatever looks like a token of GitLab.
pub(crate) struct Secrets(Vec<Vec<u8>>);

impl Secrets {
    /// Those of a request, as far as an answer is one to it and none from a cache.
    pub(crate) fn of(credential: Option<&AuthHeaders>) -> Self {
        let mut headers = HeaderMap::new();
        if let Some(credential) = credential {
            credential.apply(&mut headers);
        }
        let secret = |value: &http::HeaderValue| {
            let value = value.as_bytes();
            value.strip_prefix(b"Bearer ").unwrap_or(value).to_vec()
        };
        Self(headers.values().map(secret).filter(|secret| !secret.is_empty()).collect())
    }

    /// The same words without secrets.
    pub(crate) fn conceal_text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.conceal(text.as_bytes())).into_owned()
    }

    /// The same bytes without secrets. This comes before anything is cut, so that no part of one is left.
    pub(super) fn conceal<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        let mut kept: Option<Vec<u8>> = None;
        let (mut from, mut at) = (0, 0);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(length) = self.secret_at(rest, at.checked_sub(1).and_then(|before| bytes.get(before)))
            else {
                at += 1;
                continue;
            };
            let kept = kept.get_or_insert_default();
            kept.extend_from_slice(bytes.get(from..at).unwrap_or_default());
            kept.extend_from_slice(CONCEALED);
            at += length;
            from = at;
        }
        match kept {
            Some(mut kept) => {
                kept.extend_from_slice(bytes.get(from..).unwrap_or_default());
                kept.into()
            }
            None => bytes.into(),
        }
    }

    /// How long the secret is with which these bytes begin.
    fn secret_at(&self, bytes: &[u8], before: Option<&u8>) -> Option<usize> {
        let known = self.0.iter().filter(|secret| bytes.starts_with(secret)).map(Vec::len).max();
        known.or_else(|| if before.is_some_and(u8::is_ascii_alphanumeric) { None } else { token(bytes) })
    }
}

/// The length of a text such as `glpat-` and what follows. Which prefixes there are grows with GitLab.
fn token(bytes: &[u8]) -> Option<usize> {
    let prefix = bytes.strip_prefix(b"gl")?.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    if !(1..=8).contains(&prefix) || bytes.get(2 + prefix) != Some(&b'-') {
        return None;
    }
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'=');
    let rest = bytes.iter().skip(3 + prefix).take_while(is_part).count();
    (rest >= SHORTEST).then_some(3 + prefix + rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderValue, header::AUTHORIZATION};
    use proptest::prelude::*;

    fn concealed(text: &str) -> String {
        let value = HeaderValue::from_static("Bearer s3cret-value");
        let secrets = Secrets::of(Some(&AuthHeaders::new(AUTHORIZATION, value, 0)));
        String::from_utf8(secrets.conceal(text.as_bytes()).into_owned()).unwrap()
    }

    #[test]
    fn case_38_credentials_are_concealed() {
        for (text, expected) in [
            ("the token s3cret-value is bad", "the token [REDACTED] is bad"),
            ("s3cret-values3cret-value", "[REDACTED][REDACTED]"),
            (r#"{"message":"glpat-0123456789abcdefghij.01.abc"}"#, r#"{"message":"[REDACTED]"}"#),
            ("glcbt-64_abcdefghijklmnop, please", "[REDACTED], please"),
            ("see gl-sast-report.json and glob-pattern", "see gl-sast-report.json and glob-pattern"),
            ("single-page-application", "single-page-application"),
            ("", ""),
        ] {
            assert_eq!(concealed(text), expected);
        }
    }

    proptest! {
        #[test]
        fn case_38_no_place_shows_it(before in ".{0,20}", after in ".{0,20}") {
            let shown = concealed(&format!("{before}s3cret-value{after}"));
            prop_assert!(!shown.contains("s3cret-value"), "{shown}");
        }
    }
}
