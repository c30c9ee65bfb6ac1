use crate::inert::Address;
use crate::prose::{Span, spans};
use crate::rendering::Piece;

/// A piece of the message. It is made from words of ours, from allowed addresses, and from texts in which Slack finds nothing to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Mrkdwn {
    text: String,
    units: usize,
}

impl Piece for Mrkdwn {
    fn size(&self) -> usize {
        self.units
    }

    fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.units += other.units;
    }
}

impl Mrkdwn {
    pub(super) fn own(markup: &'static str) -> Self {
        Self::default().and(markup)
    }

    /// Adds markup of ours.
    pub(super) fn and(mut self, markup: &'static str) -> Self {
        self.push(markup);
        self
    }

    pub(super) fn mrkdwn(mut self, other: &Self) -> Self {
        self.append(other);
        self
    }

    pub(super) fn into_string(self) -> String {
        self.text
    }

    /// Adds a whole text in one line: harmless words as they are, everything else in code spans.
    pub(super) fn words(self, text: &str) -> Self {
        let mut line = Line { out: self, open: None, last: None };
        let mut is_spaced = false;
        for Span { text, is_code } in spans(text) {
            if is_code {
                line.code(text, is_spaced);
                is_spaced = false;
                continue;
            }
            is_spaced |= text.starts_with(char::is_whitespace);
            for word in text.split_whitespace() {
                line.word(word, is_spaced);
                is_spaced = true;
            }
            is_spaced = text.ends_with(char::is_whitespace);
        }
        line.close();
        line.out
    }

    /// Adds a text as one code span.
    pub(super) fn code(mut self, text: &str) -> Self {
        let content: Vec<&str> = text.split_whitespace().collect();
        self.push("`");
        self.escape(&content.join(" "), Form::Code);
        self.push("`");
        self
    }

    /// Adds lines as a code block.
    pub(super) fn fence(mut self, text: &str) -> Self {
        self.push("```\n");
        self.escape(text, Form::Code);
        self.push("\n```\n");
        self
    }

    /// Adds a link; an allowed address holds none of the characters that Slack gives a meaning within one.
    pub(super) fn link(mut self, address: &Address, label: &Self) -> Self {
        self.push("<");
        self.push(address.as_str());
        self.push("|");
        self.append(label);
        self.push(">");
        self
    }

    pub(super) fn number(mut self, number: &str) -> Self {
        self.escape(number, Form::Words);
        self
    }

    fn escape(&mut self, text: &str, form: Form) {
        for (at, char) in text.char_indices() {
            match char {
                '&' => self.push("&amp;"),
                '<' => self.push("&lt;"),
                '>' => self.push("&gt;"),
                // Slack knows no way to write it within code.
                '`' if form == Form::Code => self.push("'"),
                '@' => {
                    self.push("@");
                    if calls_everybody(text.get(at + 1..).unwrap_or_default()) {
                        // Whatever the options that it is posted with, it must not wake a channel.
                        self.push("\u{2060}");
                    }
                }
                char => self.push(char.encode_utf8(&mut [0; 4])),
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.units += text.encode_utf16().count();
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Words,
    Code,
}

fn calls_everybody(name: &str) -> bool {
    ["here", "channel", "everyone", "group"].iter().any(|word| {
        name.as_bytes().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    })
}

/// A line as it grows. Code that follows code goes into one span; a span touches no letter, or Slack would not take it for one.
struct Line {
    out: Mrkdwn,
    /// Content of the code span that is still open.
    open: Option<String>,
    /// The last character outside of it.
    last: Option<char>,
}

impl Line {
    fn word(&mut self, word: &str, is_spaced: bool) {
        if is_plain(word) {
            self.plain(word, is_spaced);
            return;
        }
        let inner = word.trim_start_matches(OPENING);
        let before = word.strip_suffix(inner).unwrap_or_default();
        // A closing parenthesis belongs to an opening one in the word.
        let closes = |char: char| CLOSING.contains(&char) && (char != ')' || !inner.contains('('));
        let core = inner.trim_end_matches(closes);
        let after = inner.strip_prefix(core).unwrap_or_default();
        if !before.is_empty() {
            self.plain(before, is_spaced);
        }
        self.code(core, is_spaced && before.is_empty());
        if !after.is_empty() {
            self.plain(after, false);
        }
    }

    fn plain(&mut self, word: &str, is_spaced: bool) {
        let is_after_code = self.open.is_some();
        self.close();
        let parts = is_after_code && !word.starts_with(CLOSING);
        if (is_spaced || parts) && self.last.is_some() {
            self.out.push(" ");
        }
        self.out.escape(word, Form::Words);
        self.last = word.chars().next_back();
    }

    fn code(&mut self, content: &str, is_spaced: bool) {
        if let Some(open) = &mut self.open {
            open.push(' ');
            open.push_str(content);
            return;
        }
        let parts = self.last.is_some_and(|last| !OPENING.contains(&last));
        if self.last.is_some() && (is_spaced || parts) {
            self.out.push(" ");
        }
        self.open = Some(content.to_owned());
    }

    fn close(&mut self) {
        if let Some(content) = self.open.take() {
            self.out = std::mem::take(&mut self.out).code(&content);
            self.last = Some('`');
        }
    }
}

/// What may stand right before a code span, and right behind it.
const OPENING: [char; 3] = ['(', '"', '\''];
const CLOSING: [char; 8] = ['.', ',', ';', ')', '!', '?', '"', '\''];

/// Whether Slack finds nothing to do in the word. This is a list of what is known to be harmless, not of what is known to act.
fn is_plain(word: &str) -> bool {
    let is_known = |char: char| match char {
        // Full-width and small forms look like the marks that are kept out here.
        '\u{fe50}'..='\u{fe6f}' | '\u{ff00}'..='\u{ffef}' => false,
        char if char.is_ascii() => char.is_ascii_alphanumeric() || ".,;:'\"()-/!?%+=".contains(char),
        _ => true,
    };
    word == "&" || (word.chars().all(is_known) && !is_address(word) && !is_emoji_or_scheme(word))
}

/// `e.example` becomes a link, and so does `main.rs`: its end is that of a country.
fn is_address(word: &str) -> bool {
    let mut before = None;
    let mut chars = word.chars().peekable();
    while let Some(char) = chars.next() {
        let after = chars.peek();
        let is_inside =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(|after| after.is_alphabetic());
        if (char == '.' && is_inside) || (char == '/' && after == Some(&'/')) {
            return true;
        }
        before = Some(char);
    }
    false
}

/// `:name:` is an emoji, and `:100:` is one behind all but a letter or a digit; `mailto:x` is a link; `12:30`, `rb:42` and a colon
/// at the end are none of these.
fn is_emoji_or_scheme(word: &str) -> bool {
    let core = word.trim_end_matches(CLOSING);
    let core = core.strip_suffix(':').unwrap_or(core);
    core.split_once(':').is_some_and(|(before, rest)| {
        let is_number = rest.bytes().all(|byte| byte.is_ascii_digit());
        !is_number || !before.ends_with(|char: char| char.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let words = Mrkdwn::default().words(text);
        assert_eq!(words.size(), words.text.encode_utf16().count());
        words.into_string()
    }

    #[test]
    fn harmless_words_stay_and_all_others_are_code() {
        for (text, shown) in [
            ("plain words, 95% at 12:30 (done)!", "plain words, 95% at 12:30 (done)!"),
            ("Ask <!channel> now", "Ask `&lt;!channel&gt;` now"),
            ("<@U123> <#C1|x>", "`&lt;@U123&gt; &lt;#C1|x&gt;`"),
            ("@here @Channel", "`@\u{2060}here @\u{2060}Channel`"),
            ("see (lib/total.rb), please", "see (`lib/total.rb`), please"),
            ("*bold* _it_ ~no~ :x: #1", "`*bold* _it_ ~no~ :x: #1`"),
            (":100: (:1234:) rb:42:", "`:100:` (`:1234:`) rb:42:"),
            ("> quote", "`&gt;` quote"),
            ("R & D", "R &amp; D"),
            ("a `b c` d", "a `b c` d"),
            ("a`b`c", "a `b` c"),
            ("(`b`), ``c`d``", "(`b`), `c'd`"),
            ("` x", "`'` x"),
            ("https://e.example/x?y=1&z", "`https://e.example/x?y=1&amp;z`"),
            ("", ""),
        ] {
            assert_eq!(words(text), shown, "{text}");
        }
    }

    #[test]
    fn a_fence_is_one_fence() {
        assert_eq!(
            Mrkdwn::default().fence("a\n```\n<!here> @everyone").into_string(),
            "```\na\n'''\n&lt;!here&gt; @\u{2060}everyone\n```\n"
        );
    }
}
