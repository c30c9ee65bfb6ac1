//! As much of a long text as can be seen.

use std::borrow::Cow;

use secret_redaction::{RedactedSpan, Redactor};

/// Bytes between what may be seen and the end of what is looked at. No rule looks for the end of a secret further away.
const SLACK: usize = 64 * 1024;

/// A longer line is taken in pieces.
const PIECE: usize = 64 * 1024;

/// The beginning of a text, cleaned and masked.
pub(super) struct Window {
    pub(super) text: String,
    /// A secret was found in it.
    pub(super) is_masked: bool,
    /// Characters behind it, as they stand in the source.
    pub(super) beyond: usize,
}

/// Cleans and masks at least the first `bytes` bytes, and not much more.
///
/// What would be a secret in the whole text is one in the window: secrets are looked for in the text up to [`SLACK`] bytes behind.
pub(super) fn masked(
    text: &str,
    bytes: usize,
    clean: fn(&str) -> Cow<'_, str>,
    redactor: &Redactor,
) -> Window {
    let needed = bytes.saturating_add(SLACK);
    let mut cleaned = Cow::Borrowed("");
    let mut rest = text;
    if text.len() <= needed {
        cleaned = clean(text);
        rest = "";
    }
    while !rest.is_empty() && cleaned.len() < needed {
        let (piece, after) = rest.split_at_checked(end_of_piece(rest)).unwrap_or((rest, ""));
        cleaned.to_mut().push_str(&clean(piece));
        rest = after;
    }
    let redacted = redactor.redact(&cleaned);
    let is_masked = !redacted.is_clean();
    if rest.is_empty() {
        return Window { is_masked, text: redacted.text.into_owned(), beyond: 0 };
    }
    let end = floor(&cleaned, cleaned.len().saturating_sub(SLACK));
    let cut = redacted.spans.iter().find(|span| span.start < end && end < span.end);
    let end = cut.map_or(end, |span| span.start);
    let shown = redacted.text.get(..length_when_masked(end, &redacted.spans)).unwrap_or_default().to_owned();
    let beyond = cleaned.get(end..).unwrap_or_default().chars().count() + rest.chars().count();
    Window { text: shown, is_masked, beyond }
}

/// How long the first `end` bytes are once the spans in them are masks.
fn length_when_masked(end: usize, spans: &[RedactedSpan]) -> usize {
    let before = spans.iter().take_while(|span| span.start < end);
    before.fold(end, |length, span| length + "[REDACTED:]".len() + span.rule.len() - (span.end - span.start))
}

/// The end of the last line within a piece, or that of the piece.
fn end_of_piece(text: &str) -> usize {
    let end = floor(text, PIECE.min(text.len()));
    match text.get(..end).and_then(|piece| piece.rfind('\n')) {
        Some(line) if end < text.len() => line + 1,
        _ => end,
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_shows_what_the_whole_text_shows() {
        let redactor = Redactor::default();
        let line =
            "\u{1b}[32mab\u{1b}[0m é token=glpat-3xYz5Qm8LkR2vN7wTb4J and -----BEGIN RSA PRIVATE KEY-----\n";
        let key = "MIIEpAIBAAKCAQEA3xYz5Qm8LkR2vN7wTb4J0123456789abcdefABCDEFghij\n".repeat(20);
        for (lines, bytes) in
            [(1, 0), (1_500, 0), (1_500, 1), (1_500, 77), (1_500, 50_000), (1_500, usize::MAX)]
        {
            for text in [
                line.repeat(lines),
                format!("{line}{key}-----END RSA PRIVATE KEY-----\n").repeat(lines / 10 + 1),
                line.replace('\n', " ").repeat(lines),
            ] {
                let whole = redactor.redact(&super::super::clean::log(&text)).text.into_owned();
                let window = masked(&text, bytes, super::super::clean::log, &redactor);
                assert!(window.text.len() >= bytes.min(whole.len()).min(1));
                if window.beyond == 0 {
                    assert_eq!(window.text, whole);
                } else {
                    assert!(whole.starts_with(&window.text), "{lines} {bytes}");
                    assert!(!window.text.contains("3xYz5Q"));
                }
            }
        }
    }
}
