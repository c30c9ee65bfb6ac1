use crate::inert::Address;
use crate::prose::{Span, spans};
use crate::rendering::Piece;

/// A piece of the page. It is made from words of ours (`&'static str`), from numbers, from addresses that were allowed, and from texts,
/// which are always escaped: no other string can get in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Html {
    text: String,
    chars: usize,
}

impl Html {
    pub(super) fn own(markup: &'static str) -> Self {
        Self::default().and(markup)
    }

    /// Adds markup of ours.
    pub(super) fn and(mut self, markup: &'static str) -> Self {
        self.raw(markup);
        self
    }

    pub(super) fn html(mut self, other: &Self) -> Self {
        self.append(other);
        self
    }

    /// Adds a text, escaped for the content of an element and for a quoted value of an attribute alike.
    pub(super) fn text(mut self, text: &str) -> Self {
        self.text.reserve(text.len());
        for char in text.chars() {
            match char {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                // Characters that HTML does not allow; most are gone before.
                char if is_refused(char) => self.push('\u{fffd}'),
                char => self.push(char),
            }
        }
        self
    }

    /// Adds words with their code spans.
    pub(super) fn words(self, text: &str) -> Self {
        spans(text).into_iter().fold(self, |html, Span { text, is_code }| {
            if is_code { html.and("<code>").text(text).and("</code>") } else { html.text(text) }
        })
    }

    pub(super) fn number(self, number: impl Into<u64>) -> Self {
        self.text(&number.into().to_string())
    }

    /// Adds a length in per cent.
    pub(super) fn percent(self, part: f64) -> Self {
        self.text(&format!("{:.2}%", part * 100.0))
    }

    pub(super) fn link(self, address: &Address, label: &Self) -> Self {
        self.and("<a rel=\"noopener noreferrer\" href=\"")
            .text(address.as_str())
            .and("\">")
            .html(label)
            .and("</a>")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn into_string(self) -> String {
        self.text
    }

    fn raw(&mut self, markup: &str) {
        self.text.push_str(markup);
        self.chars += markup.chars().count();
    }

    fn push(&mut self, char: char) {
        self.text.push(char);
        self.chars += 1;
    }
}

impl Piece for Html {
    fn size(&self) -> usize {
        self.chars
    }

    fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.chars += other.chars;
    }
}

fn is_refused(char: char) -> bool {
    let is_control = char.is_control() && !matches!(char, '\n' | '\t');
    is_control || matches!(char, '\u{fdd0}'..='\u{fdef}') || (u32::from(char) & 0xfffe) == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_wherever_it_goes() {
        let html = Html::own("<p>").text("</p><script a='b' c=\"d\">&amp;\u{0}\u{fffe}").and("</p>");
        assert_eq!(html.size(), html.text.chars().count());
        assert_eq!(
            html.into_string(),
            "<p>&lt;/p&gt;&lt;script a=&#39;b&#39; c=&quot;d&quot;&gt;&amp;amp;\u{fffd}\u{fffd}</p>"
        );
        assert_eq!(Html::default().words("a `<b>` c").into_string(), "a <code>&lt;b&gt;</code> c");
    }
}
