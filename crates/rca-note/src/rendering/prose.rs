//! The little Markdown that people and models write without thinking: paragraphs, items, fences, code spans.

/// A piece of a longer text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Paragraph {
    /// Words, in one line.
    Words(String),
    /// An item of a list, without its mark.
    Item(String),
    /// The lines of a fence.
    Code(String),
}

/// Words in one line, or what stood between backticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span<'t> {
    pub(crate) text: &'t str,
    pub(crate) is_code: bool,
}

/// Runs of more backticks than this are words.
const RUNS: usize = 8;

pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(first) = lines.next() {
        let line = first.trim();
        if line.is_empty() {
            continue;
        }
        if let Some(mark) = fence(line) {
            let mut code = String::new();
            for line in lines.by_ref().take_while(|line| !closes(line, mark)) {
                code.push_str(line.trim_end());
                code.push('\n');
            }
            if !code.trim().is_empty() {
                found.push(Paragraph::Code(code.trim_end().trim_start_matches('\n').to_owned()));
            }
            continue;
        }
        let (mut words, item) = match item(line) {
            Some(rest) => (rest.trim().to_owned(), true),
            None => (line.to_owned(), false),
        };
        while let Some(next) = lines.next_if(|next| continues(next)) {
            words.push(' ');
            words.push_str(next.trim());
        }
        found.push(if item { Paragraph::Item(words) } else { Paragraph::Words(words) });
    }
    found
}

fn continues(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && item(line).is_none() && fence(line).is_none()
}

fn item(line: &str) -> Option<&str> {
    ["- ", "* ", "+ ", "\u{2022} "].iter().find_map(|mark| line.strip_prefix(mark))
}

fn fence(line: &str) -> Option<(u8, usize)> {
    let mark = line.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let run = line.bytes().take_while(|byte| *byte == mark).count();
    (run >= 3 && !line.bytes().skip(run).any(|byte| byte == b'`')).then_some((mark, run))
}

fn closes(line: &str, (mark, run): (u8, usize)) -> bool {
    let line = line.trim();
    line.len() >= run && line.bytes().all(|byte| byte == mark)
}

/// The words and the code spans of a line, in their order; nothing of it is lost but the backticks of the spans.
pub(crate) fn spans(text: &str) -> Vec<Span<'_>> {
    let mut spans = Vec::new();
    let mut unclosed = [false; RUNS + 1];
    let mut rest = text;
    let mut from = 0;
    while let Some(open) = rest.get(from..).and_then(|tail| tail.find('`')).map(|at| from + at) {
        let run = rest.bytes().skip(open).take_while(|byte| *byte == b'`').count();
        let inner = open + run;
        match closing(rest, inner, run, &mut unclosed) {
            Some(close) => {
                push(&mut spans, rest.get(..open), false);
                push(&mut spans, rest.get(inner..close).map(str::trim), true);
                rest = rest.get(close + run..).unwrap_or_default();
                from = 0;
            }
            None => from = inner,
        }
    }
    push(&mut spans, Some(rest), false);
    spans
}

fn push<'t>(spans: &mut Vec<Span<'t>>, text: Option<&'t str>, is_code: bool) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        spans.push(Span { text, is_code });
    }
}

/// Where the run that closes the span begins. A length that nothing closes is looked for once only.
fn closing(text: &str, from: usize, run: usize, unclosed: &mut [bool; RUNS + 1]) -> Option<usize> {
    let known = unclosed.get_mut(run)?;
    if *known {
        return None;
    }
    let mut at = from;
    while let Some(next) = text.get(at..).and_then(|tail| tail.find('`')).map(|found| at + found) {
        let length = text.bytes().skip(next).take_while(|byte| *byte == b'`').count();
        if length == run {
            let is_blank = text.get(from..next).is_none_or(|content| content.trim().is_empty());
            return (!is_blank).then_some(next);
        }
        at = next + length;
    }
    *known = true;
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_items_and_fences() {
        assert_eq!(
            paragraphs("one\ntwo\n\n- a\n  b\n* c\n```ruby\nputs  1\n\n```\nend\n~~~\nopen"),
            [
                Paragraph::Words("one two".into()),
                Paragraph::Item("a b".into()),
                Paragraph::Item("c".into()),
                Paragraph::Code("puts  1".into()),
                Paragraph::Words("end".into()),
                Paragraph::Code("open".into()),
            ]
        );
        assert_eq!(paragraphs(" \n\n```\n```\n"), []);
    }

    #[test]
    fn code_spans() {
        let shown = |text| -> Vec<(String, bool)> {
            spans(text).into_iter().map(|span| (span.text.to_owned(), span.is_code)).collect()
        };
        let word = |text: &str| (text.to_owned(), false);
        let code = |text: &str| (text.to_owned(), true);
        assert_eq!(shown("a `b` c"), [word("a "), code("b"), word(" c")]);
        assert_eq!(shown("`` a`b `` `"), [code("a`b"), word(" `")]);
        assert_eq!(shown("` ` ``x"), [word("` ` ``x")]);
        assert_eq!(shown("``a` `b`"), [word("``a` "), code("b")]);
    }
}
