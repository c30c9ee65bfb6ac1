//! Foreign text as lines of words and code spans.

use unicode_segmentation::UnicodeSegmentation as _;

use super::markup::Markup;
use super::{Written, fence, image, word};
use crate::prose::{Paragraph, SpanReader, paragraphs};

/// Shown where a text was cut.
const CUT: &str = " \u{2026}";

/// A code span without text shows nothing, so a longer word is cut at this many characters at the latest.
const SHORTEST: usize = 8;

pub(super) fn line(text: &str, limit: usize) -> Written {
    let mut line = Line::new(limit);
    for token in tokens(text) {
        if !line.push(&token) {
            break;
        }
    }
    line.finish(text)
}

pub(super) fn code(text: &str, limit: usize) -> Written {
    let mut line = Line::new(limit);
    if !text.trim().is_empty() {
        line.push(&Token { text: text.trim(), is_code: true, glued: false });
    }
    line.finish(text)
}

/// Paragraphs, items and fences, each as one block of ours.
pub(super) fn blocks(text: &str, limit: usize) -> Vec<Written> {
    let mut left = limit;
    let blocks = paragraphs(text).map(|paragraph| {
        let written = match paragraph {
            Paragraph::Words(words) => prefixed("", &words, left),
            Paragraph::Item(words) => prefixed("- ", &words, left),
            Paragraph::Code(code) => fence::write(&code, None, left / 80),
        };
        left = left.saturating_sub(written.markup.chars());
        written
    });
    blocks.filter(|written| !written.markup.is_empty() || written.left_out > 0).collect()
}

fn prefixed(prefix: &str, text: &str, limit: usize) -> Written {
    if limit < SHORTEST {
        return Written { markup: Markup::default(), left_out: text.chars().count() };
    }
    let Written { markup, left_out } = line(text, limit);
    let mut whole = Markup::default();
    if !markup.is_empty() {
        whole.raw(prefix);
        whole = whole.and_markup(&markup);
        whole.raw("\n");
    }
    Written { markup: whole, left_out }
}

struct Token<'t> {
    text: &'t str,
    /// It stood in a code span of its own.
    is_code: bool,
    /// No white space stood before it.
    glued: bool,
}

/// The words of `text`, with the code spans that its author made as one token each.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    let mut spans = SpanReader::new();
    let mut glued = false;
    std::iter::from_fn(move || {
        let trimmed = rest.trim_start();
        glued &= trimmed.len() == rest.len();
        rest = trimmed;
        if rest.is_empty() {
            return None;
        }
        let run = rest.bytes().take_while(|byte| *byte == b'`').count();
        if let Some((content, after)) = spans.read(rest) {
            rest = after;
            let token = Token { text: content, is_code: true, glued };
            glued = true;
            return Some(token);
        }
        // A backtick within the word ends it, those that it begins with do not.
        let start = if run > 0 { run } else { rest.chars().next().map_or(0, char::len_utf8) };
        let end =
            rest.get(start..).and_then(|rest| rest.find(|char: char| char == '`' || char.is_whitespace()));
        let end = end.map_or(rest.len(), |end| start + end);
        let (text, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        let token = Token { text, is_code: false, glued };
        glued = true;
        Some(token)
    })
}

/// A line as it grows. Code that follows code goes into one span: two spans side by side would become one of another shape.
struct Line {
    text: String,
    chars: usize,
    limit: usize,
    /// Content of the code span that is still open, with no white space but single spaces.
    open: String,
    /// White space stood before that span.
    is_open_spaced: bool,
    open_chars: usize,
    consumed: usize,
    is_cut: bool,
}

impl Line {
    fn new(limit: usize) -> Self {
        Self {
            text: String::new(),
            chars: 0,
            limit: limit.max(SHORTEST),
            open: String::new(),
            is_open_spaced: false,
            open_chars: 0,
            consumed: 0,
            is_cut: false,
        }
    }

    /// Adds a token; `false` when there was no more room for it.
    fn push(&mut self, token: &Token<'_>) -> bool {
        let room = self.limit.saturating_sub(self.chars + self.open_chars);
        let length = token.text.chars().count();
        let text = if length + 4 > room {
            self.is_cut = true;
            let cut = head(token.text, room.saturating_sub(4));
            if cut.is_empty() {
                return false;
            }
            self.consumed += cut.chars().count();
            cut
        } else {
            self.consumed += length;
            token.text
        };
        if token.is_code {
            self.code(text, token.glued);
        } else {
            self.word(text, token.glued);
        }
        !self.is_cut
    }

    fn word(&mut self, text: &str, glued: bool) {
        if let Some(plain) = word::plain(text) {
            self.begin(glued);
            let start = self.text.len();
            plain.write(&mut self.text);
            self.chars += self.text.get(start..).unwrap_or_default().chars().count();
            return;
        }
        // Brackets and punctuation around a word read better outside of the span.
        let inner = text.trim_start_matches(['(', '"', '\'']);
        let before = text.strip_suffix(inner).unwrap_or_default();
        let core = inner.trim_end_matches([',', ';', ')', '"', '\'', '.']);
        let after = inner.strip_prefix(core).unwrap_or_default();
        if core.is_empty() {
            self.code(text, glued);
            return;
        }
        if !before.is_empty() {
            self.begin(glued);
            self.add(before);
        }
        self.code(core, glued || !before.is_empty());
        if !after.is_empty() {
            self.begin(true);
            self.add(after);
        }
    }

    /// Ends the code span that is open, for something else that follows.
    fn begin(&mut self, glued: bool) {
        self.close();
        if !glued && !self.text.is_empty() {
            self.add(" ");
        }
    }

    fn code(&mut self, content: &str, glued: bool) {
        self.open_chars += content.chars().count() + 4;
        if self.open.is_empty() {
            self.is_open_spaced = !glued;
        }
        let mut glued = glued || self.open.is_empty();
        for word in content.split_whitespace() {
            if !glued {
                self.open.push(' ');
            }
            self.open.push_str(word);
            glued = false;
        }
    }

    fn close(&mut self) {
        if self.open.is_empty() {
            return;
        }
        if self.is_open_spaced && !self.text.is_empty() {
            self.text.push(' ');
            self.chars += 1;
        }
        let start = self.text.len();
        write_span(&self.open, &mut self.text);
        self.chars += self.text.get(start..).unwrap_or_default().chars().count();
        self.open.clear();
        self.open_chars = 0;
    }

    fn add(&mut self, markup: &str) {
        self.text.push_str(markup);
        self.chars += markup.chars().count();
    }

    fn finish(mut self, source: &str) -> Written {
        self.close();
        let left_out = if self.is_cut {
            // Only what can be seen counts as left out.
            let whole: usize = source.split_whitespace().map(|word| word.chars().count()).sum();
            whole.saturating_sub(self.consumed).max(1)
        } else {
            0
        };
        if self.is_cut {
            self.add(CUT);
        }
        Written { markup: Markup::from_raw(self.text), left_out }
    }
}

/// A longer run of backticks is parted: one of more than 80 opens no code span, for comrak as for cmark.
const LONGEST_RUN: usize = 32;

/// A code span around a text without line breaks.
fn write_span(content: &str, markup: &mut String) {
    let run = longest_run(content, b'`');
    if run > LONGEST_RUN {
        return write_span(&parted(content), markup);
    }
    let has_edge = content.starts_with('`') || content.ends_with('`');
    // GitLab puts a table of contents in place of an element that reads `[TOC]`, be it code or not. A space on one side alone
    // stays in the span.
    let is_contents = content.eq_ignore_ascii_case("[toc]");
    let ticks = || std::iter::repeat_n('`', run + 1);
    markup.extend(ticks());
    markup.push_str(if has_edge || is_contents { " " } else { "" });
    markup.push_str(&image::parted(content));
    markup.push_str(if has_edge { " " } else { "" });
    markup.extend(ticks());
}

/// With a space behind as many backticks as may follow each other.
fn parted(content: &str) -> String {
    let mut parted = String::with_capacity(content.len() + content.len() / LONGEST_RUN + 1);
    let mut run = 0;
    for char in content.chars() {
        run = if char == '`' { run + 1 } else { 0 };
        if run > LONGEST_RUN {
            parted.push(' ');
            run = 1;
        }
        parted.push(char);
    }
    parted
}

/// The length of the longest run of `mark`, which is an ASCII character.
pub(super) fn longest_run(text: &str, mark: u8) -> usize {
    let mut longest = 0;
    let mut run = 0;
    // Most texts have none.
    for byte in text.bytes().skip_while(|byte| *byte != mark) {
        run = if byte == mark { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// The first characters of `text`, at most `limit`, none of what a reader takes for one character split.
pub(super) fn head(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    if let Some(start) =
        text.get(..limit).filter(|_| text.as_bytes().iter().take(limit + 1).all(u8::is_ascii))
    {
        return start;
    }
    let mut chars = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        chars += grapheme.chars().count();
        if chars > limit {
            break;
        }
        end = at + grapheme.len();
    }
    text.get(..end).unwrap_or_default()
}
