//! Openings of images that nothing closes.

use std::borrow::Cow;

/// The text with a space in each `![` behind which no `]` stands before the next one or the end.
///
/// GitLab counts them before it reads the Markdown, in code as well, and shows nothing of a note that holds more than ten: a log
/// could hide the whole finding with them.
pub(super) fn parted(text: &str) -> Cow<'_, str> {
    let mut pieces = text.split("![");
    let before = pieces.next().unwrap_or_default();
    if pieces.clone().all(|piece| piece.contains(']')) {
        return Cow::Borrowed(text);
    }
    let mut parted = String::with_capacity(text.len() + 16);
    parted.push_str(before);
    for piece in pieces {
        parted.push_str(if piece.contains(']') { "![" } else { "! [" });
        parted.push_str(piece);
    }
    Cow::Owned(parted)
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn only_openings_that_nothing_closes_are_parted() {
        for text in ["", "a", "!", "[", "! [", "![a](b)", "#![allow(x)] vec![1, 2]", "x![a][b]![]"] {
            assert_eq!(parted(text), text);
        }
        assert_eq!(parted("a![b"), "a! [b");
        assert_eq!(parted("![![![x] ![y"), "! [! [![x] ! [y");
    }
}
