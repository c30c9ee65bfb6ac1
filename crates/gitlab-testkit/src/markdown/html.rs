//! Where a block of HTML begins and ends in Markdown.

/// What ends a block of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlEnd {
    /// An empty line.
    Blank,
    /// A line with this in it.
    Text(&'static str),
    /// A line with the end tag of an element whose content is raw.
    RawTag,
}

const BLOCK_TAGS: [&str; 62] = [
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];
const RAW_TAGS: [&str; 4] = ["pre", "script", "style", "textarea"];

/// What ends the HTML block that a line begins, if it begins one.
pub(super) fn html_start(content: &str, interrupts: bool) -> Option<HtmlEnd> {
    let rest = content.strip_prefix('<')?;
    for (start, end) in [("!--", "-->"), ("?", "?>"), ("![CDATA[", "]]>")] {
        if rest.starts_with(start) {
            return Some(HtmlEnd::Text(end));
        }
    }
    if rest.strip_prefix('!').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
        return Some(HtmlEnd::Text(">"));
    }
    let is_closing = rest.starts_with('/');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let name: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect::<String>()
        .to_lowercase();
    let after = rest.get(name.len()..).unwrap_or_default();
    let ends_name = after.is_empty() || after.starts_with([' ', '\t', '>']) || after.starts_with("/>");
    if !is_closing && RAW_TAGS.contains(&name.as_str()) && (ends_name && !after.starts_with("/>")) {
        return Some(HtmlEnd::RawTag);
    }
    if ends_name && BLOCK_TAGS.contains(&name.as_str()) {
        return Some(HtmlEnd::Blank);
    }
    // A whole tag of any other name alone on its line, where no paragraph is open.
    let is_whole = !name.is_empty()
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && ends_name
        && after.trim_end().ends_with('>')
        && after.matches('>').count() == 1
        && !after.contains('<');
    (is_whole && !interrupts).then_some(HtmlEnd::Blank)
}

/// Whether the block ends on the line that begins it.
pub(super) fn html_ends_at_once(content: &str, end: HtmlEnd) -> bool {
    match end {
        HtmlEnd::Text("-->") => content.get(4..).is_some_and(|rest| rest.contains("-->")),
        HtmlEnd::Text(text) => content.contains(text),
        HtmlEnd::RawTag => html_ends(content, end),
        HtmlEnd::Blank => false,
    }
}

/// Whether a later line ends the block.
pub(super) fn html_ends(content: &str, end: HtmlEnd) -> bool {
    match end {
        HtmlEnd::Blank => content.is_empty(),
        HtmlEnd::Text(text) => content.contains(text),
        HtmlEnd::RawTag => {
            let content = content.to_lowercase();
            RAW_TAGS.iter().any(|tag| content.contains(&format!("</{tag}>")))
        }
    }
}
