//! A note held against one that was made in the same way from harmless words.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use comrak::Options;
use comrak::nodes::{AstNode, NodeValue};
use regex::Regex;

use super::{commands, glfm, new_extractor, old_extractor, references, shown};

/// What a note of harmless words looks like.
#[derive(Debug)]
pub(crate) struct Page {
    /// Blocks by section, of a finding whose texts of several lines are blank.
    frame: Vec<Vec<String>>,
    /// Sections in which such a text stands.
    open: Vec<bool>,
    kinds: BTreeSet<String>,
    html: BTreeSet<String>,
    emphasised: usize,
    origins: Vec<String>,
}

impl Page {
    /// What notes like `harmless` may hold, and how they are built; `frame` is the same finding without a summary and the like.
    /// Links may lead below `origins`.
    pub(crate) fn new(harmless: &str, frame: &str, origins: &[&str]) -> Self {
        let mut page = Self {
            frame: glfm::parsed(frame, &glfm::options(), sections),
            open: Vec::new(),
            kinds: ["Text", "Code", "SoftBreak", "Link", "Paragraph", "Emph", "Strong"]
                .map(String::from)
                .into(),
            html: BTreeSet::new(),
            emphasised: 0,
            origins: origins.iter().map(ToString::to_string).collect(),
        };
        glfm::parsed(harmless, &glfm::options(), |root| {
            page.open = sections(root).iter().zip(&page.frame).map(|(full, frame)| full != frame).collect();
            page.emphasised = emphasised(root);
            for node in root.descendants() {
                let value = &node.data.borrow().value;
                page.kinds.insert(kind(value).into_owned());
                page.html.extend(html(value).into_iter().flat_map(str::lines).map(without_summary));
            }
        });
        // A list and a fence may stand in a summary.
        page.kinds.extend(["List", "Item", "CodeBlock text"].map(String::from));
        page
    }

    /// Everything that is wrong with a note of which nothing was cut, in words, and the texts of its blocks.
    ///
    /// It is read in every dialect; nothing may act, and it must be built like one of harmless words.
    pub(crate) fn judge_whole(&self, body: &str) -> (Vec<String>, Vec<String>) {
        let (mut found, blocks) = self.judge(body, |root| self.difference(&sections(root), emphasised(root)));
        for options in [glfm::before(), glfm::everything()] {
            glfm::parsed(body, &options, |root| self.nodes(root, body, &mut found));
        }
        (found, blocks)
    }

    /// Everything that is wrong with a note that was cut: less may be there, but nothing else and nothing half.
    pub(crate) fn judge_cut(&self, body: &str) -> Vec<String> {
        self.judge(body, |root| self.damage(&sections(root), body)).0
    }

    fn judge(
        &self,
        body: &str,
        structure: impl for<'a> FnOnce(&'a AstNode<'a>) -> Option<String>,
    ) -> (Vec<String>, Vec<String>) {
        let mut found: Vec<String> =
            new_extractor::commands(body).into_iter().map(|name| format!("new: /{name}")).collect();
        found.extend(old_extractor::commands(body).into_iter().map(|name| format!("old: /{name}")));
        found.extend(commands::lines_that_look_like_one(body).into_iter().map(|line| format!("any: {line}")));
        found.extend(
            body.lines()
                .filter(|line| line.trim_start().starts_with(">>>"))
                .map(|line| format!("quote: {line}")),
        );
        if glfm::preprocessed(body) != body {
            found.push("front matter".to_owned());
        }
        found.extend(
            unclosed_images(body).into_iter().map(|text| format!("image that nothing closes {text:?}")),
        );
        found.extend(
            body.chars()
                .filter(|char| is_unseen(*char))
                .map(|char| format!("character {}", char.escape_unicode())),
        );
        glfm::parsed(body, &glfm::options(), |root| {
            self.nodes(root, body, &mut found);
            found.extend(structure(root));
            (found, shown::blocks_in(root))
        })
    }

    fn nodes<'a>(&self, root: &'a AstNode<'a>, body: &str, found: &mut Vec<String>) {
        for node in root.descendants() {
            let value = &node.data.borrow().value;
            if !self.kinds.contains(kind(value).as_ref()) {
                found.push(format!("{value:?}"));
            }
            if let Some(html) = html(value) {
                let marker = body.lines().next().filter(|line| is_marker(line));
                let own = |line: &str| self.html.contains(&without_summary(line)) || marker == Some(line);
                found.extend(html.lines().filter(|line| !own(line)).map(|line| format!("HTML {line:?}")));
                found.extend(html.lines().filter_map(summary).flat_map(references_in_summary));
            }
            match value {
                NodeValue::Link(link) if !self.allows(&link.url) => {
                    found.push(format!("link to {:?}", link.url));
                }
                NodeValue::Code(code) if is_contents(&code.literal) => {
                    found.push(format!("table of contents {:?}", code.literal));
                }
                NodeValue::CodeBlock(code) => {
                    let is_mermaid = code.info == "mermaid";
                    let lines = code.literal.lines();
                    let lines = lines.filter(|line| {
                        if is_mermaid { !is_of_a_timeline(line) } else { !is_behind_gutter(line) }
                    });
                    found.extend(lines.map(|line| format!("line at the edge of a fence {line:?}")));
                    if !code.fenced || !code.closed {
                        found.push("a code block of no fence, or of one that is open".to_owned());
                    }
                }
                NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell => {
                    let mut text = String::new();
                    outside_of_code(node, &mut text);
                    found.extend(references::found(&text));
                }
                _ => {}
            }
        }
    }

    fn allows(&self, url: &str) -> bool {
        self.origins.iter().any(|origin| url.starts_with(origin))
            && !url.contains(['?', '@', '\\'])
            && !["%{", "%%7b", "%25%7b"].iter().any(|placeholder| url.to_lowercase().contains(placeholder))
            && url.len() < 700
    }

    /// How the note is built otherwise than one of harmless words, if it is.
    fn difference(&self, blocks: &[Vec<String>], emphasised: usize) -> Option<String> {
        if emphasised != self.emphasised {
            return Some(format!("{emphasised} instead of {} words are emphasised", self.emphasised));
        }
        if blocks.len() != self.frame.len() {
            return Some(format!("{} instead of {} sections", blocks.len(), self.frame.len()));
        }
        for ((blocks, frame), is_open) in blocks.iter().zip(&self.frame).zip(&self.open) {
            let same = if *is_open { is_inserted_into(frame, blocks) } else { blocks == frame };
            if !same {
                return Some(format!("{blocks:?} instead of {frame:?}"));
            }
        }
        None
    }

    /// What is broken in a note that was cut.
    fn damage(&self, cut: &[Vec<String>], body: &str) -> Option<String> {
        let mut headings = self.frame.iter().filter_map(|section| section.first());
        let missing =
            cut.iter().filter_map(|section| section.first()).find(|first| !headings.any(|own| own == *first));
        let tags = |tag: &str| body.lines().filter(|line| *line == tag).count();
        match missing {
            Some(heading) => Some(format!("{heading} is none of our headings, or not in its place")),
            None if tags("<details>") != tags("</details>") => Some("details are not balanced".to_owned()),
            None => None,
        }
    }
}

/// Blocks of the document, a new list of them for each heading. The notice of what was left out is no part of it.
fn sections<'a>(root: &'a AstNode<'a>) -> Vec<Vec<String>> {
    let mut sections = vec![Vec::new()];
    for node in root.children() {
        if matches!(node.data.borrow().value, NodeValue::Heading(_)) {
            sections.push(Vec::new());
        }
        if let Some(section) = sections.last_mut().filter(|_| !is_notice(node)) {
            section.push(shape(node));
        }
    }
    sections
}

fn is_notice<'a>(node: &'a AstNode<'a>) -> bool {
    // A text may begin with these words, too, but none is in italics.
    let is_own = |node: &'a AstNode<'a>| {
        matches!(node.data.borrow().value, NodeValue::Emph) && glfm::content(node).starts_with("Left out")
    };
    is_own(node) || node.first_child().is_some_and(|child| is_own(child) && child.next_sibling().is_none())
}

/// A block with the blocks in it, without its text unless it is a heading or HTML.
fn shape<'a>(node: &'a AstNode<'a>) -> String {
    let value = &node.data.borrow().value;
    match value {
        NodeValue::Paragraph => "p".to_owned(),
        NodeValue::Heading(heading) => format!("h{} {}", heading.level, glfm::content(node)),
        NodeValue::HtmlBlock(html) if is_marker(html.literal.trim_end()) => "marker".to_owned(),
        NodeValue::HtmlBlock(html) => html.literal.lines().map(without_summary).collect(),
        NodeValue::TableCell => "cell".to_owned(),
        _ => {
            let inner: Vec<String> = node.children().map(shape).collect();
            format!("{}({})", kind(value), inner.join(" "))
        }
    }
}

/// Whether `blocks` is `frame` with blocks of a text at one place.
fn is_inserted_into(frame: &[String], blocks: &[String]) -> bool {
    let Some(inserted) = blocks.len().checked_sub(frame.len()) else { return false };
    let is_free = |block: &String| {
        let items = block.strip_prefix("List(").and_then(|rest| rest.strip_suffix(')'));
        block == "p"
            || block == "CodeBlock text()"
            || items.is_some_and(|items| items.split(' ').all(|item| item == "Item(p)"))
    };
    (0..=frame.len()).any(|at| {
        let (before, rest) = blocks.split_at(at);
        let (middle, after) = rest.split_at(inserted);
        before == &frame[..at] && after == &frame[at..] && middle.iter().all(is_free)
    })
}

/// The name of a kind of node; that of a code block is followed by its language.
fn kind(value: &NodeValue) -> Cow<'static, str> {
    match value {
        NodeValue::Text(_) => "Text".into(),
        NodeValue::Code(_) => "Code".into(),
        NodeValue::Paragraph => "Paragraph".into(),
        NodeValue::Link(_) => "Link".into(),
        NodeValue::Item(_) => "Item".into(),
        NodeValue::TableCell => "TableCell".into(),
        NodeValue::Table(_) => "Table".into(),
        NodeValue::CodeBlock(code) => format!("CodeBlock {}", code.info).into(),
        other => {
            let name = format!("{other:?}");
            name.split(|char: char| !char.is_alphanumeric()).next().unwrap_or_default().to_owned().into()
        }
    }
}

fn html(value: &NodeValue) -> Option<&str> {
    match value {
        NodeValue::HtmlBlock(html) => Some(&html.literal),
        NodeValue::HtmlInline(html) | NodeValue::Raw(html) => Some(html),
        _ => None,
    }
}

/// What stands in the summary of details, which is HTML: words, and code where they could act.
fn summary(line: &str) -> Option<&str> {
    let inner = line.strip_prefix("<summary>")?.strip_suffix("</summary>")?;
    let words = inner.replace("<code>", "").replace("</code>", "");
    let is_even = inner.matches("<code>").count() == inner.matches("</code>").count();
    (is_even && !words.contains(['<', '>'])).then_some(inner)
}

fn without_summary(line: &str) -> String {
    summary(line).map_or_else(|| line.to_owned(), |_| "<summary></summary>".to_owned())
}

fn references_in_summary(summary: &str) -> Vec<String> {
    static CODE: LazyLock<Regex> = LazyLock::new(|| Regex::new("<code>.*?</code>").unwrap());
    let words = CODE.replace_all(summary, "\u{fffc}");
    // The entities are decoded as Markdown decodes them.
    let words = glfm::parsed(&words, &Options::default(), glfm::content);
    references::found(&words)
}

/// Lines of a Mermaid timeline in which foreign words are nothing but words.
fn is_of_a_timeline(line: &str) -> bool {
    static OWN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:timeline$|    section [0-9-]+$|        [0-9]{2}h[0-9]{2} UTC : )").unwrap()
    });
    let rest = OWN.find(line).and_then(|own| line.get(own.end()..));
    rest.is_some_and(|words| {
        words.chars().all(|char| char.is_alphanumeric() || matches!(char, ' ' | '.' | '\u{2026}'))
    })
}

/// An element in a paragraph whose whole text this is gives way to a table of contents, code too.
fn is_contents(text: &str) -> bool {
    text.eq_ignore_ascii_case("[toc]")
}

/// GitLab shows nothing of a text with more than ten of these, wherever they stand.
fn unclosed_images(body: &str) -> Vec<&str> {
    static UNCLOSED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"!\[[^\]]+?!\[").unwrap());
    UNCLOSED.find_iter(body).map(|found| found.as_str()).collect()
}

fn is_marker(line: &str) -> bool {
    let inner = line.strip_prefix("<!-- gitlab-rca:").and_then(|rest| rest.strip_suffix(" -->"));
    inner.is_some_and(|inner| !inner.contains("--") && !inner.contains(['<', '>', '\n']))
}

fn emphasised<'a>(root: &'a AstNode<'a>) -> usize {
    root.descendants()
        .filter(|node| matches!(node.data.borrow().value, NodeValue::Strong | NodeValue::Emph))
        .filter(|node| !is_notice(node))
        .count()
}

/// Every line of a fence stands behind a number or a bar: expressions over lines know no fences.
fn is_behind_gutter(line: &str) -> bool {
    line.trim_start_matches(' ')
        .trim_start_matches(|char: char| char.is_ascii_digit())
        .trim_start_matches(' ')
        .starts_with('|')
}

fn is_unseen(char: char) -> bool {
    (char.is_control() && !matches!(char, '\n' | '\t'))
        || matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text that filters read: without code, which is a border. Labels of links count, although GitLab leaves links alone.
fn outside_of_code<'a>(node: &'a AstNode<'a>, text: &mut String) {
    for child in node.children() {
        match &child.data.borrow().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push('\n'),
            NodeValue::Code(_) => text.push('\u{fffc}'),
            _ => outside_of_code(child, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    const HARMLESS: &str = "<!-- gitlab-rca:v1 a=b -->\n\n### Heading\n\n**Title**\n\nSummary.\n\n- one\n\n<details>\n<summary>More</summary>\n\n```text\n1 | x\n```\n\n</details>\n";

    fn page() -> Page {
        Page::new(HARMLESS, &HARMLESS.replace("Summary.\n\n", ""), &["https://gitlab.example.com/"])
    }

    #[test]
    fn what_is_built_alike_is_left_alone() {
        let page = page();
        for body in [
            HARMLESS.to_owned(),
            HARMLESS.replace("Title", "Other `@all` &lt;b&gt;"),
            HARMLESS.replace("one", "[one](https://gitlab.example.com/a/b)"),
            HARMLESS.replace("Summary.", "One.\n\n- two\n\n- three\n\n```text\n| /close\n```\n\nFour."),
            HARMLESS.replace("1 | x", "1 | <b>\n2 | @all /close"),
        ] {
            assert_eq!(page.judge_whole(&body).0, Vec::<String>::new(), "{body}");
            assert_eq!(page.judge_cut(&body), Vec::<String>::new(), "{body}");
        }
    }

    #[test]
    fn whatever_acts_is_found() {
        let page = page();
        // What acts, however the rest is built.
        let actions = |body: &str| page.judge(body, |_| None).0;
        for text in [
            "/close",
            "/ﬁx",
            ">>>",
            "@all",
            "#1",
            "`x` #1",
            "[x](http://e)",
            "![](https://gitlab.example.com/x)",
            "<b>",
            "<http://e>",
            "https://gitlab.example.com/a",
            "www.e.example",
            "e@e.example",
            "```\nx",
            "```text\nx\n```",
            "```mermaid\nx\n```",
            "    x",
            "> x",
            "1. $x$",
            "$`x`$",
            "$$\nx\n$$",
            "[[_TOC_]]",
            "[TOC]",
            "see `[toc]` here",
            "`![x ![y`",
            "x[^1]\n\n[^1]: y",
            "- [ ] x",
            "~~x~~",
            "a\n: b",
            "> [!note]\n> x",
            "|a|\n|-|",
            "---",
            "[x]: http://e\n\n[x]",
            "<details>\n<p>",
            "<!-- x -->",
            "[x](https://gitlab.example.com/?q=1)",
            "[x](https://gitlab.example.com@e/)",
            "[x](https://gitlab.example.com/%{project_path})",
            "[x](https://gitlab.example.com/%25%7Bproject_path%7D)",
            "a\u{202e}b",
            "a\u{200b}b",
            "\u{7}",
            "&#64;root",
            "&commat;root",
            "\\@root",
            "[@root](https://gitlab.example.com/)",
            "[[x|http://e]]",
            ":x:",
            "5fa2c71d",
        ] {
            let body = HARMLESS.replace("Summary.", text);
            assert!(!actions(&body).is_empty(), "{body}");
        }
        assert!(!actions("---\na: b\n---\n").is_empty());
        assert!(!actions(&HARMLESS.replace("```\n\n", "")).is_empty());
    }

    #[test]
    fn whatever_is_built_otherwise_is_found() {
        let page = page();
        for (from, to) in [
            ("**Title**", "**Title** **x**"),
            ("**Title**", "Title"),
            ("**Title**", "**Title**\n\n**Title**"),
            ("- one", "- one\n- two"),
            ("- one", "one"),
            ("- one", "- one\n  - two"),
            ("Summary.", "Summary.\n\n### Heading"),
            ("Summary.", "Summary.\n==="),
            ("Summary.", "# Summary."),
            ("Summary.", "Summary.\n\n- x\n  - y"),
            ("</details>\n", "</details>\n\nx\n"),
            ("```\n\n</details>", "```\n\n<details>"),
        ] {
            let body = HARMLESS.replace(from, to);
            assert!(!page.judge_whole(&body).0.is_empty(), "{body}");
        }
        for (from, to) in [("</details>\n", ""), ("### Heading", "### Other"), ("- one", "### Heading")] {
            let body = HARMLESS.replace(from, to);
            assert!(!page.judge_cut(&body).is_empty(), "{body}");
        }
    }
}
