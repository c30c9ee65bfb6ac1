//! A secret that must not come out, in whatever form.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::error::Error;
use std::fmt::{Debug, Display, Write};

/// The value to hide: no part of it occurs by chance, and each of its forms looks different.
pub const SECRET: &str = "glpat-Zq7+canary/W4xV=9kTb~2";

/// Every form in which [`SECRET`] could come out.
#[must_use]
pub fn forms() -> Vec<(&'static str, String)> {
    let bytes = SECRET.as_bytes();
    let mut forms = vec![
        ("as it is", SECRET.to_owned()),
        ("its beginning", SECRET.chars().take(14).collect()),
        ("its end", SECRET.chars().skip(SECRET.len() - 12).collect()),
        ("percent-encoded", utf8_percent_encode(SECRET, NON_ALPHANUMERIC).to_string()),
        (
            "in hexadecimal",
            bytes.iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            }),
        ),
        ("as a list of bytes", format!("{bytes:?}").trim_matches(['[', ']']).to_owned()),
    ];
    // In Base64 a text looks different at each of three places; the characters at the seams are left out.
    for shift in 0..3 {
        let shifted = [&b"\0\0\0"[..shift], bytes].concat();
        for (name, engine) in [("in Base64", STANDARD_NO_PAD), ("in Base64 for URLs", URL_SAFE_NO_PAD)] {
            let encoded = engine.encode(&shifted);
            let inner = encoded.get(4..encoded.len() - 4).unwrap_or_default();
            forms.push((name, inner.to_owned()));
        }
    }
    forms
}

/// The forms of [`SECRET`] that stand in `text`.
#[must_use]
pub fn found_in(text: &str) -> Vec<&'static str> {
    forms().into_iter().filter(|(_, form)| text.contains(form)).map(|(name, _)| name).collect()
}

/// Fails when any form of [`SECRET`] stands in `text`, without printing the text.
pub fn assert_absent(whose: &str, text: &str) {
    let found = found_in(text);
    assert!(found.is_empty(), "{whose} shows the secret {}", found.join(", "));
}

/// Fails when the `Debug` of a value shows [`SECRET`], on one line or on many.
pub fn assert_debug_hides<T: Debug + ?Sized>(whose: &str, value: &T) {
    assert_absent(whose, &format!("{value:?}"));
    assert_absent(whose, &format!("{value:#?}"));
}

/// Fails when an error or any of its causes shows [`SECRET`].
pub fn assert_error_hides(whose: &str, error: &(dyn Error + 'static)) {
    let mut next = Some(error);
    while let Some(error) = next {
        assert_debug_hides(whose, error);
        assert_display_hides(whose, error);
        next = error.source();
    }
}

/// Fails when the `Display` of a value shows [`SECRET`].
pub fn assert_display_hides<T: Display + ?Sized>(whose: &str, value: &T) {
    assert_absent(whose, &format!("{value}"));
    assert_absent(whose, &format!("{value:#}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_found() {
        let url =
            format!("https://oauth2:{}@gitlab.example.com", utf8_percent_encode(SECRET, NON_ALPHANUMERIC));
        assert_eq!(found_in(&url), ["percent-encoded"]);
        for before in ["", "a", "ab", "user:"] {
            let header = format!("Basic {}", STANDARD_NO_PAD.encode(format!("{before}{SECRET}")));
            assert!(found_in(&header).contains(&"in Base64"), "{before}");
        }
        assert!(found_in(&format!("{:?}", SECRET.as_bytes())).contains(&"as a list of bytes"));
        assert!(found_in(&format!("{SECRET:?}")).contains(&"as it is"));
        assert!(found_in("token: [REDACTED]").is_empty());
    }
}
