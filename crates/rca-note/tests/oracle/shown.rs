//! What a reader sees of a note, and what they should see of a text that went into it.

use std::sync::LazyLock;

use comrak::nodes::{AstNode, NodeValue};
use regex::Regex;

use super::glfm;

/// The text of each paragraph, heading, cell and code block, as rendered: code included, entities decoded.
pub(crate) fn blocks(body: &str) -> Vec<String> {
    glfm::parsed(body, &glfm::options(), blocks_in)
}

pub(crate) fn blocks_in<'a>(root: &'a AstNode<'a>) -> Vec<String> {
    let is_leaf = |value: &NodeValue| {
        matches!(
            value,
            NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell | NodeValue::CodeBlock(_)
        )
    };
    root.descendants().filter(|node| is_leaf(&node.data.borrow().value)).map(glfm::content).collect()
}

/// What is left of a text when escape sequences, characters without a shape and line breaks of other kinds are gone, and
/// characters that steer are spelled out. The crate's own code for it is written quite differently.
pub(crate) fn cleaned(text: &str) -> String {
    static ESCAPES: LazyLock<Regex> = LazyLock::new(|| {
        let control = r"(?:\x1b\[|\u{9b})[0-?]*[ -/]*[@-~]?";
        let string = r"(?:\x1b[\]PX^_]|[\u{90}\u{98}\u{9d}\u{9e}\u{9f}])[^\n\r\x07\x1b\u{9c}]*(?:\x07|\u{9c}|\x1b\\?)?";
        let short = r"\x1b(?:[ -/]+[0-~]?|[0-~])?";
        Regex::new(&format!("{control}|{string}|{short}")).unwrap()
    });
    static SHAPELESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[\u{ad}\u{34f}\u{115f}\u{1160}\u{180e}\u{3164}\u{200b}-\u{200d}\u{2060}-\u{2064}\u{feff}\u{fff9}-\u{fffb}]").unwrap()
    });
    static BREAKS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[\x0b\x0c\u{85}\u{2028}\u{2029}]").unwrap());
    static STEERS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[\p{Cc}&&[^\t\n\r]]|[\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2065}-\u{206f}\u{e0000}-\u{e0fff}]").unwrap()
    });
    let text = ESCAPES.replace_all(text, "");
    let text = SHAPELESS.replace_all(&text, "");
    let text = BREAKS.replace_all(&text, "\n");
    let spelled =
        |found: &regex::Captures<'_>| found[0].chars().flat_map(char::escape_unicode).collect::<String>();
    STEERS.replace_all(&text, spelled).into_owned()
}

/// Without white space and backticks: a code span may stand around any word, and lines may be joined.
pub(crate) fn squashed(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace() && *char != '`').collect()
}

/// Without the space that may part the opening of an image.
pub(crate) fn with_images_joined(text: &str) -> String {
    text.replace("! [", "![")
}

/// Letters and digits only.
pub(crate) fn words(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).collect()
}

/// Whether a line opens or closes a fence: the language that stands there is not shown.
pub(crate) fn is_fence_mark(line: &str) -> bool {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\s*(?:`{3,}[^\s`]*|~{3,}[^\s`]*)\s*$").unwrap());
    MARK.is_match(line)
}

#[test]
fn blocks_are_read_as_rendered() {
    let body = "# A &lt;b&gt;\n\nx `y\nz` \\* **w**\n\n| c | d |\n|---|---|\n| e | f |\n\n```text\ng\n```\n";
    assert_eq!(blocks(body), ["A <b>", "x y z * w", "c", "d", "e", "f", "g\n"]);
}

#[test]
fn texts_are_cleaned() {
    assert_eq!(cleaned("a\u{1b}[31mb\u{1b}]8;;http://e\u{7}c\u{9b}1md\u{1b}(Be"), "abcde");
    assert_eq!(cleaned("a\u{200b}b\u{202e}c\u{2028}d\0"), "ab\\u{202e}c\nd\\u{0}");
}
