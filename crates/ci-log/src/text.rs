//! Bounded copies of text.

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
    fn a_cut_never_splits_a_character() {
        assert_eq!(bounded("aéb", 2), "a…");
        assert_eq!(bounded("aéb", 3), "aé…");
        assert_eq!(bounded("aéb", 4), "aéb");
        assert_eq!(bounded("é", 0), "…");
    }
}
