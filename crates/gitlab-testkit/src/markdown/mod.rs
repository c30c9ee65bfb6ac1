//! Just enough of GitLab's Markdown to know which lines act.
//!
//! Only the block structure is read: which lines are text of a top-level paragraph, and which are code.

mod html;

use html::{HtmlEnd, html_ends, html_ends_at_once, html_start};

/// What a line is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// Text of a paragraph of the document itself.
    Paragraph,
    /// Text that goes on with a paragraph of a quote or a list without its marker.
    Lazy,
    /// Code, with the lines of its fence.
    Code,
    /// A quote, a list, a table, a heading, HTML, an empty line.
    Other,
}

/// What each line of a text is part of.
pub(crate) fn classify(text: &str) -> Vec<LineKind> {
    let mut scanner = Scanner::default();
    for (index, line) in text.lines().enumerate() {
        let kind = scanner.line(index, line);
        scanner.kinds.push(kind);
    }
    scanner.kinds
}

/// The text as readers see it, as far as mentions and references go: without code and comments.
pub(crate) fn visible_text(text: &str) -> String {
    let kinds = classify(text);
    let lines = text.lines().zip(kinds).map(|(line, kind)| if kind == LineKind::Code { "" } else { line });
    let text = lines.collect::<Vec<_>>().join("\n");
    without_code_spans(&without_comments(&text))
}

fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

fn without_code_spans(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let (before, from_ticks) = rest.split_at(start);
        kept.push_str(before);
        let ticks = from_ticks.bytes().take_while(|byte| *byte == b'`').count();
        let (mark, after) = from_ticks.split_at(ticks);
        match closing(after, ticks) {
            Some(end) => rest = after.get(end + ticks..).unwrap_or_default(),
            None => {
                kept.push_str(mark);
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    kept
}

/// Where the next run of exactly so many backticks begins, before the paragraph ends.
fn closing(text: &str, ticks: usize) -> Option<usize> {
    let paragraph = text.split("\n\n").next().unwrap_or(text);
    let mut at = 0;
    while let Some(offset) = paragraph.get(at..)?.find('`') {
        let start = at + offset;
        let run = paragraph.bytes().skip(start).take_while(|byte| *byte == b'`').count();
        if run == ticks {
            return Some(start);
        }
        at = start + run;
    }
    None
}

#[derive(Debug, Default)]
struct Scanner {
    kinds: Vec<LineKind>,
    /// A fence of the document itself.
    fence: Option<Fence>,
    html: Option<HtmlEnd>,
    /// Whether a `>>>` quote is open.
    quote: bool,
    /// Whether a quote of `>` lines is open, in which `>>>` is just deeper.
    marked_quote: bool,
    /// How far the content of the open list item or footnote is indented.
    item: Option<usize>,
    /// A fence inside of a container.
    inner_fence: Option<Fence>,
    /// Whether a container ends in a paragraph that can go on without its marker.
    inner_paragraph: bool,
    /// The lines of the open paragraph of the document itself.
    paragraph: Vec<usize>,
    /// How many columns its last line would have as the head of a table.
    last_columns: usize,
    /// Whether it failed to become a table once, after which it is not tried again.
    no_table: bool,
    table: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fence {
    mark: char,
    length: usize,
}

impl Scanner {
    fn line(&mut self, index: usize, line: &str) -> LineKind {
        let indent = indent_of(line);
        let content = line.trim_start_matches([' ', '\t']);
        if self.quote {
            if is_quote_fence(indent, content) {
                *self = Self { kinds: std::mem::take(&mut self.kinds), ..Self::default() };
                return LineKind::Other;
            }
            return self.inner(content);
        }
        if let Some(fence) = self.fence {
            if indent < 4 && closes(content, fence) {
                self.fence = None;
            }
            return LineKind::Code;
        }
        if let Some(end) = self.html {
            if html_ends(content, end) {
                self.html = None;
            }
            return LineKind::Other;
        }
        if content.is_empty() {
            self.paragraph.clear();
            self.inner_paragraph = false;
            self.marked_quote = false;
            self.table = false;
            return LineKind::Other;
        }
        if let Some(offset) = self.item
            && indent >= offset
        {
            return self.inner(content);
        }
        self.block(index, indent, content)
    }

    /// A line inside of a container, of which only code and open paragraphs are known.
    fn inner(&mut self, content: &str) -> LineKind {
        if let Some(fence) = self.inner_fence {
            if closes(content, fence) {
                self.inner_fence = None;
            }
            return LineKind::Code;
        }
        let content = content.trim_start_matches(['>', ' ', '\t']);
        if let Some(fence) = opens(content) {
            self.inner_fence = Some(fence);
            self.inner_paragraph = false;
            return LineKind::Code;
        }
        self.inner_paragraph = !content.is_empty() && !is_heading(content) && !is_rule(content);
        LineKind::Other
    }

    /// A line that belongs to no open block except perhaps a paragraph.
    fn block(&mut self, index: usize, indent: usize, content: &str) -> LineKind {
        let in_paragraph = !self.paragraph.is_empty();
        if indent >= 4 {
            if in_paragraph {
                self.paragraph.push(index);
                self.last_columns = columns(content);
                return LineKind::Paragraph;
            }
            self.table = false;
            return if self.inner_paragraph { LineKind::Lazy } else { LineKind::Code };
        }
        if in_paragraph && is_setext_underline(content) {
            for line in std::mem::take(&mut self.paragraph) {
                self.set(line, LineKind::Other);
            }
            return LineKind::Other;
        }
        if let Some(kind) = self.start(indent, content, in_paragraph) {
            self.paragraph.clear();
            self.table = false;
            return kind;
        }
        if self.inner_paragraph {
            return LineKind::Lazy;
        }
        self.leave_containers();
        if self.table {
            return LineKind::Other;
        }
        if let Some(header) = self.paragraph.last().copied()
            && is_delimiter_row(content)
            && !self.no_table
        {
            if columns(content) == self.last_columns {
                self.set(header, LineKind::Other);
                self.paragraph.clear();
                self.table = true;
                return LineKind::Other;
            }
            self.no_table = true;
        }
        if !in_paragraph {
            self.no_table = false;
        }
        self.paragraph.push(index);
        self.last_columns = columns(content);
        LineKind::Paragraph
    }

    /// What a line begins, if it begins a block other than a paragraph.
    fn start(&mut self, indent: usize, content: &str, in_paragraph: bool) -> Option<LineKind> {
        if is_quote_fence(indent, content) && !self.marked_quote {
            self.leave_containers();
            self.quote = true;
            return Some(LineKind::Other);
        }
        if let Some(rest) = content.strip_prefix('>') {
            if !self.marked_quote {
                self.leave_containers();
            }
            self.marked_quote = true;
            return Some(self.inner(rest));
        }
        if let Some(fence) = opens(content) {
            self.leave_containers();
            self.fence = Some(fence);
            return Some(LineKind::Code);
        }
        if is_heading(content) || is_rule(content) {
            self.leave_containers();
            return Some(LineKind::Other);
        }
        if let Some(end) = html_start(content, in_paragraph) {
            self.leave_containers();
            self.html = (!html_ends_at_once(content, end)).then_some(end);
            return Some(LineKind::Other);
        }
        if let Some(width) = marker(content, in_paragraph) {
            self.leave_containers();
            self.item = Some(indent + width);
            let rest = content.get(width..).unwrap_or_default().trim_start();
            return Some(self.inner(rest));
        }
        if !in_paragraph && content.starts_with("[^") && content.contains("]:") {
            self.leave_containers();
            self.item = Some(4);
            self.inner_paragraph = true;
            return Some(LineKind::Other);
        }
        None
    }

    fn leave_containers(&mut self) {
        self.item = None;
        self.inner_paragraph = false;
        self.marked_quote = false;
        self.inner_fence = None;
    }

    fn set(&mut self, line: usize, kind: LineKind) {
        if let Some(slot) = self.kinds.get_mut(line) {
            *slot = kind;
        }
    }
}

fn indent_of(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// `>>>`, perhaps with the kind of an alert behind it.
fn is_quote_fence(indent: usize, content: &str) -> bool {
    let rest = content.trim_start_matches('>');
    indent < 4
        && content.len() - rest.len() >= 3
        && (rest.trim().is_empty() || rest.trim_start().starts_with("[!"))
}

fn opens(content: &str) -> Option<Fence> {
    let mark = content.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let rest = content.trim_start_matches(mark);
    let length = content.len() - rest.len();
    (length >= 3 && (mark == '~' || !rest.contains('`'))).then_some(Fence { mark, length })
}

fn closes(content: &str, fence: Fence) -> bool {
    let rest = content.trim_start_matches(fence.mark);
    content.len() - rest.len() >= fence.length && rest.trim().is_empty()
}

fn is_heading(content: &str) -> bool {
    let rest = content.trim_start_matches('#');
    (1..=6).contains(&(content.len() - rest.len())) && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn is_rule(content: &str) -> bool {
    ['-', '*', '_'].into_iter().any(|mark| {
        content.chars().filter(|c| *c == mark).count() >= 3
            && content.chars().all(|c| c == mark || matches!(c, ' ' | '\t'))
    })
}

fn is_setext_underline(content: &str) -> bool {
    let line = content.trim_end();
    line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-')
}

/// How many cells a line has as the row of a table.
fn columns(content: &str) -> usize {
    let row = content.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    row.replace("\\|", "").matches('|').count() + 1
}

fn is_delimiter_row(content: &str) -> bool {
    content.contains('-')
        && content.contains('|')
        && content.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '\t'))
}

/// How wide the marker of a list item is, with the spaces behind it.
fn marker(content: &str, interrupts: bool) -> Option<usize> {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let width = if digits == 0 {
        content.starts_with(['-', '+', '*']).then_some(1)?
    } else {
        let is_list = digits <= 9 && content.get(digits..)?.starts_with(['.', ')']);
        (is_list && (!interrupts || content.get(..digits) == Some("1"))).then_some(digits + 1)?
    };
    let rest = content.get(width..)?;
    if rest.trim().is_empty() {
        return (!interrupts).then_some(width + 1);
    }
    let spaces = rest.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match spaces {
        0 => None,
        1..=4 => Some(width + spaces),
        _ => Some(width + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use comrak::nodes::NodeValue;
    use comrak::{Arena, Options, parse_document};
    use proptest::prelude::*;

    /// The lines of top-level paragraphs, by the parser that GitLab uses.
    fn oracle(text: &str) -> Vec<usize> {
        let arena = Arena::new();
        let mut options = Options::default();
        options.extension.multiline_block_quotes = true;
        options.extension.table = true;
        options.extension.footnotes = true;
        let root = parse_document(&arena, text, &options);
        let mut lines = Vec::new();
        for node in root.children() {
            let node = node.data.borrow();
            if matches!(node.value, NodeValue::Paragraph) {
                lines.extend(node.sourcepos.start.line..=node.sourcepos.end.line);
            }
        }
        lines
    }

    fn ours(text: &str) -> Vec<usize> {
        let kinds = classify(text);
        (1..).zip(kinds).filter(|(_, kind)| *kind == LineKind::Paragraph).map(|(line, _)| line).collect()
    }

    #[test]
    fn paragraphs_are_those_of_gitlabs_own_parser() {
        for text in [
            "text\n/close",
            "```\n/close\n```\n/close",
            "~~~\n/close\n~~~",
            "```\n/close",
            "- item\n  /close\n\n/close",
            "- ```\n  /x\n/close",
            "> quote\n\n/close",
            "    code\n/close",
            "/close\n===\n\n/close",
            "| a | b |\n|---|---|\n/close\n\n/close",
            "<details><summary>x</summary>\n/close\n\n/close\n\n</details>",
            "<!-- marker -->\n/close",
            "<!-- marker\n/close\n-->\n/close",
            ">>>\n/close\n>>>\n/close",
            ">>>\n```\n>>>\n/close",
            "# heading\n/close",
            "1. one\n   two\n/close\n",
            "<b>\n/close",
            "***\n/close",
        ] {
            let oracle = oracle(text);
            let ours = ours(text);
            assert!(oracle.iter().all(|line| ours.contains(line)), "{text:?}: {oracle:?} {ours:?}");
            assert_eq!(oracle, ours, "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_line_that_acts_is_overlooked(
            lines in proptest::collection::vec(
                prop::sample::select(vec![
                    "/close", "text", "", "```", "````", "~~~", "> quote", "- item", "  more", "    code", "# h",
                    "---", "===", "<div>", "</div>", "<!-- c -->", "| a | b |", "|---|---|", ">>>", "1. one", "<b>",
                ]),
                0..12,
            ),
        ) {
            let text = lines.join("\n");
            let acting: Vec<usize> = (1..)
                .zip(classify(&text))
                .filter(|(_, kind)| matches!(kind, LineKind::Paragraph | LineKind::Lazy))
                .map(|(line, _)| line)
                .collect();
            for line in oracle(&text) {
                let is_command = lines.get(line - 1).is_some_and(|text| text.starts_with('/'));
                prop_assert!(!is_command || acting.contains(&line), "line {line} of {text:?} acts: {acting:?}");
            }
        }
    }

    #[test]
    fn code_and_comments_are_not_seen() {
        let text = "a `@b` @c\n\n```\n@d\n```\n``@e ` @f`` <!-- @g --> `@h\n\n@i`";
        assert_eq!(visible_text(text), "a  @c\n\n\n\n\n  `@h\n\n@i`");
    }
}
