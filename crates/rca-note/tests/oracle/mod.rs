//! What GitLab would see in a note: its Markdown tree, and the quick actions that its old and its new extractor find.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};

/// GitLab Flavored Markdown, as far as comrak knows it.
pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.alerts = true;
    options.extension.autolink = true;
    options.extension.description_lists = true;
    options.extension.footnotes = true;
    options.extension.inline_footnotes = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    options.extension.math_code = true;
    options.extension.math_dollars = true;
    options.extension.multiline_block_quotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.wikilinks_title_before_pipe = true;
    options.parse.relaxed_tasklist_matching = true;
    options
}

/// HTML blocks and lines of ours; nothing else may be HTML.
const OWN_HTML: &[&str] =
    &["<details>", "</details>", "<summary>Timeline</summary>", "<summary>Log and file excerpts</summary>"];

/// Everything in the note that would act, in words; empty when nothing does. Links may lead below `origin` only.
pub(crate) fn actions(body: &str, origin: &str) -> Vec<String> {
    let arena = Arena::new();
    let root = parse_document(&arena, body, &options());
    let mut found = Vec::new();
    for node in root.descendants() {
        let data = node.data.borrow();
        match &data.value {
            NodeValue::Document
            | NodeValue::Paragraph
            | NodeValue::Heading(_)
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::Code(_)
            | NodeValue::Strong
            | NodeValue::Emph
            | NodeValue::SoftBreak
            | NodeValue::Table(_)
            | NodeValue::TableRow(_)
            | NodeValue::TableCell
            | NodeValue::Text(_) => {}
            NodeValue::CodeBlock(code) => {
                let closed = code.fenced && code.info == "text" && code.literal.lines().all(is_behind_gutter);
                if !closed {
                    found.push(format!("code block {code:?}"));
                }
            }
            NodeValue::HtmlBlock(html) => {
                let own = html.literal.lines().all(|line| {
                    OWN_HTML.contains(&line)
                        || (body.starts_with("<!-- gitlab-rca:v2 ") && body.lines().next() == Some(line))
                });
                if !own {
                    found.push(format!("HTML {:?}", html.literal));
                }
            }
            NodeValue::Link(link) => {
                if !link.url.starts_with(origin) || link.url.contains(['?', '@']) {
                    found.push(format!("link to {:?}", link.url));
                }
            }
            other => found.push(format!("{other:?}")),
        }
        if matches!(data.value, NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell) {
            drop(data);
            found.extend(references(&text_of(node)));
        }
    }
    found.extend(new_extractor(body, root).into_iter().map(|line| format!("new quick action {line:?}")));
    found.extend(old_extractor(body).into_iter().map(|line| format!("old quick action {line:?}")));
    for char in body.chars() {
        let invisible = matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}');
        if invisible || (char.is_control() && !matches!(char, '\n' | '\t')) {
            found.push(format!("character {}", char.escape_unicode()));
        }
    }
    found
}

/// Every line of a fence starts with a number or a bar.
fn is_behind_gutter(line: &str) -> bool {
    line.trim_start_matches(' ')
        .trim_start_matches(|char: char| char.is_ascii_digit())
        .trim_start_matches(' ')
        .starts_with('|')
}

/// The text that GitLab's reference filters read: without code, and without links, which they leave alone. A code span is a border.
fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for child in node.children() {
        let data = child.data.borrow();
        match &data.value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::SoftBreak => text.push('\n'),
            NodeValue::Code(_) | NodeValue::Link(_) => text.push('\u{fffc}'),
            _ => {
                drop(data);
                text.push_str(&text_of(child));
            }
        }
    }
    text
}

/// Words that some filter of GitLab would take for a reference, a mention, an emoji, a formula or a macro.
fn references(text: &str) -> Vec<String> {
    const MARKS: &[char] = &['@', '#', '~', '$', '^', '[', ']', '{', '}', '\u{ff20}', '\u{ff03}', '\u{fe6b}'];
    let mut found: Vec<String> = text
        .split_whitespace()
        .filter(|word| word.contains(MARKS) || word.contains("://"))
        .map(|word| format!("reference {word:?}"))
        .collect();
    for (at, mark) in text.char_indices().filter(|(_, char)| matches!(char, '!' | '%' | '&' | ':')) {
        let after = text[at + mark.len_utf8()..].chars().next();
        let named = |char: char| char.is_ascii_alphanumeric() || matches!(char, '"' | '_' | '+' | '-');
        let is_reference = match mark {
            '!' | '&' => after.is_some_and(|char| char.is_ascii_digit()),
            '%' => after.is_some_and(|char| char.is_ascii_alphanumeric() || char == '"'),
            _ => {
                after.is_some_and(|char| named(char) && !char.is_ascii_digit())
                    && text[at + 1..].split_whitespace().next().is_some_and(|rest| rest.contains(':'))
            }
        };
        if is_reference {
            found.push(format!("reference at {:?}", text[at..].chars().take(20).collect::<String>()));
        }
    }
    let is_commit = |part: &&str| {
        part.len() >= 7 && part.len() <= 40 && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let commits = text.split(|char: char| !(char.is_ascii_alphanumeric() || char == '_')).filter(is_commit);
    found.extend(commits.map(|commit| format!("commit {commit:?}")));
    found
}

/// The newer extractor: paragraphs directly under the document that have a line starting with a slash.
fn new_extractor<'a>(body: &str, root: &'a AstNode<'a>) -> Vec<String> {
    // GitLab deletes carriage returns before it does anything else.
    let lines: Vec<&str> = body.lines().collect();
    let mut found = Vec::new();
    for node in root.children() {
        let data = node.data.borrow();
        if matches!(data.value, NodeValue::Paragraph) {
            let place = data.sourcepos;
            found.extend(
                lines
                    .get(place.start.line - 1..place.end.line)
                    .unwrap_or_default()
                    .iter()
                    .filter(|line| is_command(line))
                    .map(ToString::to_string),
            );
        }
    }
    found
}

/// The older extractor looks at every line that its expressions do not exclude. They can be led astray, so none is excluded here.
fn old_extractor(body: &str) -> Vec<String> {
    let body = body.replace('\r', "");
    let quotes = body.lines().filter(|line| line.trim_start().starts_with(">>>"));
    body.lines().filter(|line| is_command(line)).chain(quotes).map(str::to_owned).collect()
}

fn is_command(line: &str) -> bool {
    line.trim_start().strip_prefix('/').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}
