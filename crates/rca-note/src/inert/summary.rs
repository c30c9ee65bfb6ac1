//! Foreign text in the `<summary>` of our own `<details>`.

use super::image;
use super::inline::head;
use super::word;
use super::{Written, markup::Markup};

/// Words as they are where nothing in them acts, and everything else in `<code>`: a summary is HTML, and its text is not read as
/// Markdown, but GitLab looks for mentions and references in it.
pub(super) fn write(text: &str, limit: usize) -> Written {
    let mut html = String::new();
    let mut chars = 0;
    let mut left_out = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        let shown = head(word, limit.saturating_sub(chars));
        chars += length + 1;
        if shown.len() < word.len() {
            left_out += length - shown.chars().count();
        }
        if shown.is_empty() {
            continue;
        }
        if !html.is_empty() {
            html.push(' ');
        }
        if word::plain(shown).is_some() {
            escape(shown, &mut html);
        } else {
            html.push_str("<code>");
            escape(&image::parted(shown), &mut html);
            html.push_str("</code>");
        }
    }
    if left_out > 0 {
        html.push('\u{2026}');
    }
    Written { markup: Markup::from_raw(html), left_out }
}

fn escape(text: &str, html: &mut String) {
    for part in text.split_inclusive(['&', '<', '>', '"', '\'']) {
        let plain = part.strip_suffix(['&', '<', '>', '"', '\'']).unwrap_or(part);
        html.push_str(plain);
        html.push_str(match part.strip_prefix(plain) {
            Some("&") => "&amp;",
            Some("<") => "&lt;",
            Some(">") => "&gt;",
            Some("\"") => "&quot;",
            Some("'") => "&#39;",
            _ => "",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn no_tag_and_no_reference_gets_out() {
        let written = write("Log of @root's job </summary> #1 & more", 80);
        assert_eq!(
            written.markup.as_str(),
            "Log of <code>@root&#39;s</code> job <code>&lt;/summary&gt;</code> <code>#1</code> &amp; more"
        );
        let cut = write("one two three", 5);
        assert_eq!((cut.markup.as_str(), cut.left_out), ("one t\u{2026}", 7));
    }
}
