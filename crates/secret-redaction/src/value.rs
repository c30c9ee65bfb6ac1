//! The forms in which a configured value shows up in text.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A value shorter than this would shred the text.
pub(crate) const MINIMUM: usize = 4;

/// A line of a value of several lines is looked for on its own when it has at least this many bytes.
const LINE_MINIMUM: usize = 16;

/// Base64 text shorter than this is likely to stand somewhere by chance.
const BASE64_MINIMUM: usize = 8;

/// What stays as it is in a URL: the unreserved characters of RFC 3986.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// All texts that give `value` away: itself, its lines, percent-encoded, and in Base64 at any offset.
pub(crate) fn forms(value: &str) -> Vec<String> {
    let mut forms = vec![value.to_owned()];
    if value.contains('\n') {
        let lines = value.lines().map(str::trim).filter(|line| line.len() >= LINE_MINIMUM);
        forms.extend(lines.map(str::to_owned));
    }
    let encoded = utf8_percent_encode(value, COMPONENT).to_string();
    forms.push(lower_escapes(&encoded));
    forms.push(encoded);
    for offset in 0..3 {
        forms.extend(base64_core(value, offset));
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// `%2F` as `%2f`: both are written in practice.
fn lower_escapes(encoded: &str) -> String {
    let mut left = 0;
    encoded
        .chars()
        .map(|char| {
            if char == '%' {
                left = 2;
            } else if left > 0 {
                left -= 1;
                return char.to_ascii_lowercase();
            }
            char
        })
        .collect()
}

/// The Base64 digits that depend on `value` alone when `offset` (0, 1 or 2) bytes of the last group stand before it.
fn base64_core(value: &str, offset: usize) -> Vec<String> {
    let mut bytes = vec![0; offset];
    bytes.extend_from_slice(value.as_bytes());
    // A digit holds 6 bits; those that mix with the neighbours are left out at both ends.
    let first = (offset * 8).div_ceil(6);
    let whole = bytes.len() * 8 / 6;
    [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)]
        .into_iter()
        .filter_map(|digits| digits.get(first..whole).map(str::to_owned))
        .filter(|core| core.len() >= BASE64_MINIMUM)
        .collect()
}
