use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::window::{Window, eight};

/// A line, and the first bytes of it as numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'l> {
    pub(super) bytes: &'l [u8],
    /// What stands behind the indent.
    pub(super) text: &'l [u8],
    head: u64,
    text_head: u64,
}

impl<'l> Line<'l> {
    pub(super) fn new(bytes: &'l [u8]) -> Self {
        let text = bytes.trim_ascii_start();
        Self { bytes, text, head: eight(bytes, 0), text_head: eight(text, 0) }
    }

    pub(super) fn is_indented(&self) -> bool {
        self.text.len() < self.bytes.len()
    }
}

/// A text with which a line may start: at its first byte, or behind its indent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) indented: bool,
    pub(super) text: Vec<u8>,
    window: Window,
}

impl Opening {
    fn new(text: &[u8], indented: bool) -> Self {
        Self { indented, text: text.to_vec(), window: Window::of(text, 0) }
    }

    pub(super) fn fits(&self, line: &Line<'_>) -> bool {
        let (part, head) = if self.indented { (line.text, line.text_head) } else { (line.bytes, line.head) };
        self.window.fits(head) && part.starts_with(&self.text)
    }
}

/// How every match of a pattern starts, where a few texts say it: with one of them, at the start of the line or behind its indent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Start(pub(super) Vec<Opening>);

/// So many texts are compared faster than an expression is run.
const MAX_TEXTS: usize = 64;
const MAX_TEXT_BYTES: usize = 24;
/// So many bytes a class may hold, such as the two cases of a letter.
const MAX_CLASS: usize = 8;

impl Start {
    /// None where a match may start elsewhere or with anything.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        let pattern = ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern).ok()?;
        if !pattern.properties().look_set_prefix().contains(Look::Start) {
            return None;
        }
        let openings = |texts: Vec<Vec<u8>>, indented| {
            Self(texts.iter().map(|text| Opening::new(text, indented)).collect())
        };
        if let Some(rest) = behind_indent(&pattern)
            && let Some(texts) = texts(&rest)
            && texts.iter().all(|text| !text.starts_with(b"\t") && !text.starts_with(b" "))
        {
            return Some(openings(texts, true));
        }
        Some(openings(texts(&pattern)?, false))
    }

    /// Whether the line may match.
    pub(super) fn fits(&self, line: &Line<'_>) -> bool {
        self.0.iter().any(|opening| opening.fits(line))
    }
}

/// What follows `^\s*`, `^ +` and the like; nothing where the pattern does not start so.
fn behind_indent(pattern: &Hir) -> Option<Hir> {
    let HirKind::Concat(parts) = pattern.kind() else { return None };
    let [start, indent, rest @ ..] = parts.as_slice() else { return None };
    let HirKind::Repetition(indent) = indent.kind() else { return None };
    let is_blank = match indent.sub.kind() {
        HirKind::Literal(text) => matches!(&*text.0, b" " | b"\t"),
        HirKind::Class(Class::Bytes(class)) => class.iter().all(|range| {
            (range.start()..=range.end()).all(|byte| byte.is_ascii_whitespace() || byte == 0x0b)
        }),
        _ => false,
    };
    let any_number = indent.min <= 1 && indent.max.is_none();
    (*start.kind() == HirKind::Look(Look::Start) && is_blank && any_number)
        .then(|| Hir::concat(rest.to_vec()))
}

fn texts(pattern: &Hir) -> Option<Vec<Vec<u8>>> {
    let mut extractor = Extractor::new();
    extractor.limit_class(MAX_CLASS).limit_literal_len(MAX_TEXT_BYTES).limit_total(MAX_TEXTS);
    let found = extractor.extract(pattern);
    let texts: Vec<Vec<u8>> = found.literals()?.iter().map(|text| text.as_bytes().to_vec()).collect();
    texts.iter().all(|text| !text.is_empty()).then_some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_of_patterns() {
        let start = |pattern| {
            Start::of(pattern).map(|start| {
                let texts = start.0.iter().map(|opening| String::from_utf8(opening.text.clone()).unwrap());
                (start.0[0].indented, texts.collect::<Vec<_>>())
            })
        };
        let found = |indented, texts: &[&str]| {
            Some((indented, texts.iter().map(|text| (*text).to_owned()).collect()))
        };
        assert_eq!(start(r"^fatal: (?<message>.+)$"), found(false, &["fatal: "]));
        assert_eq!(start(r"^(?:COPY|ADD) failed: .+"), found(false, &["COPY failed: ", "ADD failed: "]));
        assert_eq!(start(r"^  on (?<file>\S+)"), found(false, &["  on "]));
        assert_eq!(start(r"^\s*\+ no"), found(true, &["+ no"]));
        assert_eq!(start(r"^ +(?:a|b): "), found(true, &["a: ", "b: "]));
        assert_eq!(start(r"^\S+: no"), None);
        assert_eq!(start("error: "), None);
        assert_eq!(start("^a|b"), None);
        assert_eq!(start("("), None);
    }

    #[test]
    fn an_indent_of_one_width_is_a_text() {
        let start = Start::of(r"^ {2}(?<message>\S.*)$").unwrap();
        assert!(start.fits(&Line::new(b"  two")) && !start.fits(&Line::new(b" one")));
    }
}
