//! GitLab Flavored Markdown: comrak with GitLab's options, after GitLab's own first look at the text.

use std::borrow::Cow;
use std::sync::LazyLock;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use regex::Regex;

/// The options that GitLab hands to comrak, as of 19.x.
pub(crate) fn options() -> Options<'static> {
    let mut options = before();
    options.extension.alerts = true;
    options.extension.cjk_friendly_emphasis = true;
    options.extension.description_lists = true;
    options.extension.math_code = true;
    options.extension.math_dollars = true;
    options.extension.multiline_block_quotes = true;
    options.extension.wikilinks_title_before_pipe = true;
    options.parse.relaxed_autolinks = true;
    options.parse.relaxed_tasklist_matching = true;
    options.parse.tasklist_in_table = true;
    options
}

/// Those of cmark-gfm, with which GitLab rendered before comrak.
pub(crate) fn before() -> Options<'static> {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options
}

/// Everything that comrak could be told to read, for what GitLab may switch on one day.
pub(crate) fn everything() -> Options<'static> {
    let mut options = options();
    options.extension.superscript = true;
    options.extension.subscript = true;
    options.extension.inline_footnotes = true;
    options.extension.math_latex = true;
    options.extension.spoiler = true;
    options.extension.insert = true;
    options.extension.highlight = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    options
}

/// Front matter becomes a code block before Markdown is read, wherever the text begins with it.
pub(crate) fn preprocessed(text: &str) -> Cow<'_, str> {
    static FRONT: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        [r"---", r"\+\+\+", r";;;"]
            .iter()
            .map(|mark| {
                let pattern =
                    format!(r"(?ms)\A(?:[^\r\n]*coding:[^\r\n]*)?\s*^{mark}[ \t]*\S*\s*^(.*?)\s*^{mark}\s*");
                Regex::new(&pattern).unwrap()
            })
            .collect()
    });
    for front in FRONT.iter() {
        if let Cow::Owned(text) = front.replace(text, "```yaml\n$1\n```\n\n") {
            return Cow::Owned(text);
        }
    }
    Cow::Borrowed(text)
}

/// Parses a text and hands its root on.
pub(crate) fn parsed<T>(
    text: &str,
    options: &Options<'_>,
    read: impl for<'a> FnOnce(&'a AstNode<'a>) -> T,
) -> T {
    let arena = Arena::new();
    read(parse_document(&arena, text, options))
}

/// The text of a node as it stands in the HTML, code included: what Nokogiri calls its content.
pub(crate) fn content<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for node in node.descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::CodeBlock(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push('\n'),
            _ => {}
        }
    }
    text
}

#[test]
fn front_matter_is_seen_at_the_beginning_only() {
    assert!(preprocessed("---\na: b\n---\nx").starts_with("```yaml\na: b\n```"));
    assert!(preprocessed("\n\n+++\na\n+++\n").starts_with("```yaml"));
    assert_eq!(preprocessed("x\n\n---\na\n---\n"), "x\n\n---\na\n---\n");
}
