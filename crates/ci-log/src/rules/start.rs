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
    /// What stands behind the indent and a number; nothing where there is none.
    pub(super) behind_number: &'l [u8],
    pub(super) head: u64,
    pub(super) text_head: u64,
    pub(super) number_head: u64,
}

impl<'l> Line<'l> {
    pub(super) fn new(bytes: &'l [u8]) -> Self {
        let text = bytes.trim_ascii_start();
        let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let behind_number = if digits == 0 { &[] } else { text.get(digits..).unwrap_or_default() };
        Self {
            bytes,
            text,
            behind_number,
            head: eight(bytes, 0),
            text_head: eight(text, 0),
            number_head: eight(behind_number, 0),
        }
    }

    pub(super) fn is_indented(&self) -> bool {
        self.text.len() < self.bytes.len()
    }
}

/// A text with which a line may start: at its first byte, or behind its indent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) indented: bool,
    /// Digits stand before it.
    pub(super) numbered: bool,
    pub(super) text: Vec<u8>,
    window: Window,
}

impl Opening {
    fn new(text: &[u8], indented: bool, numbered: bool) -> Self {
        Self { indented, numbered, text: text.to_vec(), window: Window::of(text, 0) }
    }

    pub(super) fn fits(&self, line: &Line<'_>) -> bool {
        let (part, head) = match self {
            Self { numbered: true, indented, .. } if *indented || !line.is_indented() => {
                (line.behind_number, line.number_head)
            }
            Self { numbered: true, .. } => return false,
            Self { indented: true, .. } => (line.text, line.text_head),
            Self { .. } => (line.bytes, line.head),
        };
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
        let openings = |texts: Vec<Vec<u8>>, indented, numbered| {
            Self(texts.iter().map(|text| Opening::new(text, indented, numbered)).collect())
        };
        let indent = behind_indent(&pattern);
        let indented = indent.is_some();
        if let Some(rest) = behind_number(indent.as_ref().unwrap_or(&pattern)) {
            return Some(openings(texts(&rest)?, indented, true));
        }
        if let Some(texts) = indent.as_ref().and_then(texts)
            && texts.iter().all(|text| !text.starts_with(b"\t") && !text.starts_with(b" "))
        {
            return Some(openings(texts, true, false));
        }
        Some(openings(texts(&pattern)?, false, false))
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

/// What follows a number at the start of the pattern, or of what follows its indent.
fn behind_number(pattern: &Hir) -> Option<Hir> {
    let HirKind::Concat(parts) = pattern.kind() else { return None };
    let parts = match parts.as_slice() {
        [start, parts @ ..] if *start.kind() == HirKind::Look(Look::Start) => parts,
        parts => parts,
    };
    let [number, rest @ ..] = parts else { return None };
    is_number(number).then(|| Hir::concat(rest.to_vec()))
}

/// Any number of digits, but none.
fn is_number(pattern: &Hir) -> bool {
    match pattern.kind() {
        HirKind::Capture(group) => is_number(&group.sub),
        HirKind::Repetition(digits) => {
            let is_digit = matches!(digits.sub.kind(), HirKind::Class(Class::Bytes(class))
                if class.iter().all(|range| range.start().is_ascii_digit() && range.end().is_ascii_digit()));
            is_digit && digits.min == 1 && digits.max.is_none()
        }
        _ => false,
    }
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
                (start.0[0].indented, start.0[0].numbered, texts.collect::<Vec<_>>())
            })
        };
        let of = |indented, numbered, texts: &[&str]| {
            Some((indented, numbered, texts.iter().map(|text| (*text).to_owned()).collect()))
        };
        let found = |indented, texts| of(indented, false, texts);
        assert_eq!(start(r"^fatal: (?<message>.+)$"), found(false, &["fatal: "]));
        assert_eq!(start(r"^(?:COPY|ADD) failed: .+"), found(false, &["COPY failed: ", "ADD failed: "]));
        assert_eq!(start(r"^  on (?<file>\S+)"), found(false, &["  on "]));
        assert_eq!(start(r"^\s*\+ no"), found(true, &["+ no"]));
        assert_eq!(start(r"^ +(?:a|b): "), found(true, &["a: ", "b: "]));
        assert_eq!(start(r"^\d+\) no"), of(false, true, &[") no"]));
        assert_eq!(start(r"^\s*(?<line>\d+): no"), of(true, true, &[": no"]));
        assert_eq!(start(r"^\d* no"), None);
        assert_eq!(start(r"^\d+\S"), None);
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

    #[test]
    fn a_number_may_stand_before_the_text() {
        let start = Start::of(r"^\s*\d+\) (?<message>\S.*)$").unwrap();
        for (line, fits) in
            [("1) x", true), ("  120) x", true), (") x", false), ("1 ) x", false), ("1", false)]
        {
            assert_eq!(start.fits(&Line::new(line.as_bytes())), fits, "{line}");
        }
        let start = Start::of(r"^\d+\) x").unwrap();
        assert!(start.fits(&Line::new(b"1) x")) && !start.fits(&Line::new(b" 1) x")));
    }
}
