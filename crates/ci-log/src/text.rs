//! Bounded copies of text.

use std::borrow::Cow;

/// The longest start of `text` that has at most `max` bytes and ends between two characters.
pub(crate) fn prefix(text: &str, max: usize) -> &str {
    if text.len() <= max {
        return text;
    }
    let mut end = max;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// At most `max` bytes of `text`: of a longer one three quarters from its start and a quarter from its end.
pub(crate) fn shortened(text: &str, max: usize) -> Cow<'_, str> {
    if text.len() <= max {
        return Cow::Borrowed(text);
    }
    let mut end = text.len() - max / 4;
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Cow::Owned([prefix(text, max - max / 4), text.get(end..).unwrap_or_default()].concat())
}

/// Appends `text` to `target`, cut at `max` bytes with an ellipsis.
pub(crate) fn push_bounded(target: &mut String, text: &str, max: usize) {
    let kept = prefix(text, max);
    target.push_str(kept);
    if kept.len() < text.len() {
        target.push('…');
    }
}

/// A copy of `text`, cut at `max` bytes with an ellipsis.
pub(crate) fn bounded(text: &str, max: usize) -> String {
    let mut copy = String::with_capacity(text.len().min(max.saturating_add(4)));
    push_bounded(&mut copy, text, max);
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_keeps_its_start_and_its_end() {
        assert_eq!(shortened("abcdefgh", 8), "abcdefgh");
        assert_eq!(shortened("abcdefghi", 8), "abcdefhi");
        assert_eq!(shortened("éééééé", 8), "éééé");
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(bounded("aéb", 2), "a…");
        assert_eq!(bounded("aéb", 3), "aé…");
        assert_eq!(bounded("aéb", 4), "aéb");
        assert_eq!(bounded("é", 0), "…");
    }
}
