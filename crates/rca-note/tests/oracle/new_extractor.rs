//! The newer extractor of quick actions, which reads the rendered page.

use std::sync::LazyLock;

use comrak::nodes::{AstNode, NodeValue};
use regex::Regex;

use super::{commands, glfm};

/// The commands that GitLab would run: paragraphs directly under the document, of whose text some line begins with a slash, are
/// searched in the source.
///
/// A lazy continuation line belongs to its quote or list in the tree but stands at the beginning of a line of the source; it
/// counts here, whichever version reads it.
pub(crate) fn commands(body: &str) -> Vec<String> {
    static EXPRESSION: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = format!(r"(?msi)`.+?`|^<[^>]+?>\n.+?\n</[^>]+?>$|{}", commands::expression());
        Regex::new(&pattern).unwrap()
    });
    let body = body.replace('\r', "");
    if !body.lines().any(|line| line.starts_with('/')) {
        // It begins a line or it is none: nothing to parse for.
        return Vec::new();
    }
    let source = glfm::preprocessed(&body);
    let lines: Vec<&str> = source.split_inclusive('\n').collect();
    let paragraphs = glfm::parsed(&source, &glfm::options(), |root| {
        root.descendants()
            .filter(|node| matches!(node.data.borrow().value, NodeValue::Paragraph))
            .filter(|node| begins_with_slash(node) && !is_in_quote_of_lines(node))
            .map(|node| {
                let place = node.data.borrow().sourcepos;
                lines.get(place.start.line - 1..place.end.line).unwrap_or_default().concat()
            })
            .collect::<Vec<_>>()
    });
    let mut found = Vec::new();
    for paragraph in paragraphs {
        let paragraph = commands::folded(&paragraph);
        let names = EXPRESSION.captures_iter(&paragraph).filter_map(|found| found.name("cmd"));
        found.extend(names.map(|name| name.as_str().to_owned()));
    }
    found
}

/// Some version looks at the text of the whole paragraph, some at each of its text nodes.
fn begins_with_slash<'a>(paragraph: &'a AstNode<'a>) -> bool {
    let of_node = |node: &'a AstNode<'a>| match &node.data.borrow().value {
        NodeValue::Text(text) => text.starts_with('/'),
        _ => false,
    };
    glfm::content(paragraph).lines().any(|line| line.starts_with('/')) || paragraph.children().any(of_node)
}

/// Within `>>>` lines stand as they would at the top, but nothing runs.
fn is_in_quote_of_lines<'a>(node: &'a AstNode<'a>) -> bool {
    node.ancestors().any(|node| matches!(node.data.borrow().value, NodeValue::MultilineBlockQuote(_)))
}

#[test]
fn it_runs_what_the_new_one_runs() {
    for (body, wanted) in [
        ("/close", &["close"][..]),
        ("x\n/close\ny", &["close"]),
        ("x\n\r/close", &["close"]),
        ("/CLOSE", &["close"]),
        ("/clo\u{17f}e", &["close"]),
        ("/label ~bug\n/assign @root", &["label", "assign"]),
        ("<!-- x -->\n/close", &["close"]),
        ("<details>\n\n/close\n\n</details>", &["close"]),
        ("> x\n/close", &["close"]),
        ("- x\n/close", &["close"]),
        ("> x\n\n/close", &["close"]),
        ("```\nx\n```\n/close", &["close"]),
        ("[a]: b\n/close", &["close"]),
        ("**x**\n/close", &["close"]),
        ("---\na: b\n---\n/close", &["close"]),
        // The quote ends at its mark even inside of a fence.
        (">>>\n```\n>>>\n/close", &["close"]),
        (">>> \n```\n>>>\n/close", &["close"]),
        (">>>\t\n```\n>>>\n/close", &["close"]),
        (">>>>\n```\n>>>>\n/close", &["close"]),
        (" >>>\n```\n>>>\n/close", &["close"]),
        (">>> [!note]\n```\n>>>\n/close", &["close"]),
    ] {
        assert_eq!(commands(body), wanted, "{body:?}");
    }
}

#[test]
fn it_skips_what_the_new_one_skips() {
    for body in [
        "x /close",
        "\\/close",
        "`/close`",
        "```\n/close\n```",
        "~~~\n/close\n~~~",
        "    /close",
        "<details>\n/close\n</details>",
        ">>>\n/close\n>>>",
        "> /close",
        "- /close",
        "| a |\n|---|\n| /close |",
        "> >>>\n```\n>>>\n/close",
    ] {
        assert_eq!(commands(body), Vec::<String>::new(), "{body:?}");
    }
}
