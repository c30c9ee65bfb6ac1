//! What a browser would see in a page.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use sha2::{Digest as _, Sha256};

use crate::finding::ORIGIN;

/// Elements of a page and the attributes that each of them may have.
const ALLOWED: &[(&str, &[&str])] = &[
    ("html", &["lang"]),
    ("head", &[]),
    ("meta", &["charset", "http-equiv", "name", "content"]),
    ("title", &[]),
    ("style", &[]),
    ("body", &[]),
    ("header", &[]),
    ("main", &[]),
    ("footer", &[]),
    ("section", &["aria-labelledby"]),
    ("h1", &["dir"]),
    ("h2", &["id"]),
    ("h3", &["dir"]),
    ("p", &["class", "dir", "role"]),
    ("ul", &["class", "aria-label"]),
    ("ol", &["class"]),
    ("li", &["class", "dir"]),
    ("dl", &["class"]),
    ("dt", &[]),
    ("dd", &["dir"]),
    ("div", &["class"]),
    ("span", &["class", "dir"]),
    ("strong", &[]),
    ("b", &["class"]),
    ("bdi", &[]),
    ("code", &[]),
    ("pre", &["tabindex"]),
    ("details", &[]),
    ("summary", &[]),
    ("time", &["datetime"]),
    ("a", &["href", "rel"]),
    ("svg", &["class", "width", "height", "role"]),
    ("rect", &["class", "width", "height", "rx"]),
    ("line", &["class", "x1", "x2", "y1", "y2"]),
    ("circle", &["class", "r", "cx", "cy"]),
    ("text", &["class", "x", "y", "text-anchor"]),
];

fn parsed(page: &str) -> RcDom {
    html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(page)
}

/// The words of the first heading.
pub(crate) fn heading(page: &str) -> String {
    let mut words = String::new();
    walk(&parsed(page).document, &mut |node| {
        if name(node).as_deref() == Some("h1") {
            walk(node, &mut |node| {
                if let NodeData::Text { contents } = &node.data {
                    words.push_str(&contents.borrow());
                }
            });
        }
    });
    words
}

/// Everything in a page that is not as it was built, in words.
pub(crate) fn wrong(page: &str) -> Vec<String> {
    let dom = parsed(page);
    let mut wrong: Vec<String> = dom.errors.borrow().iter().map(|error| format!("HTML: {error}")).collect();
    let (mut names, mut ids, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    walk(&dom.document, &mut |node| match &node.data {
        NodeData::Comment { contents } => wrong.push(format!("comment {contents}")),
        NodeData::ProcessingInstruction { target, .. } => wrong.push(format!("instruction {target}")),
        NodeData::Element { attrs, .. } => {
            let name = name(node).unwrap();
            let Some((_, allowed)) = ALLOWED.iter().find(|(allowed, _)| *allowed == name) else {
                wrong.push(format!("<{name}>"));
                return;
            };
            let attributes: Vec<(String, String)> = attrs
                .borrow()
                .iter()
                .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
                .collect();
            for (key, value) in &attributes {
                if !allowed.contains(&key.as_str()) {
                    wrong.push(format!("<{name} {key}={value:?}>"));
                }
                match key.as_str() {
                    "id" => ids.push(value.clone()),
                    "aria-labelledby" => labels.push(value.clone()),
                    "href" if !value.starts_with(ORIGIN) => wrong.push(format!("a link to {value:?}")),
                    "http-equiv" if value != "Content-Security-Policy" => wrong.push(format!("{value:?}")),
                    _ => {}
                }
            }
            let is_safe =
                attributes.iter().any(|(key, value)| key == "rel" && value == "noopener noreferrer");
            if name == "a" && !is_safe {
                wrong.push("a link without rel".to_owned());
            }
            names.push(name);
        }
        NodeData::Document | NodeData::Doctype { .. } | NodeData::Text { .. } => {}
    });
    for (once, count) in [
        ("html", 1),
        ("head", 1),
        ("style", 1),
        ("body", 1),
        ("header", 1),
        ("main", 1),
        ("footer", 1),
        ("h1", 1),
        ("meta", 6),
    ] {
        if names.iter().filter(|name| *name == once).count() != count {
            wrong.push(format!("not {count} of <{once}>"));
        }
    }
    let unique: BTreeSet<_> = ids.iter().collect();
    if unique.len() != ids.len() || labels != ids {
        wrong.push(format!("sections {labels:?} and headings {ids:?}"));
    }
    if names.iter().position(|name| name == "h3") < names.iter().position(|name| name == "h2")
        && names.contains(&"h3".to_owned())
    {
        wrong.push("a heading is out of order".to_owned());
    }
    // The policy stands before all that it rules, and allows the style of the page alone.
    let style = page.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    let digest = STANDARD.encode(Sha256::digest(style.map(|(style, _)| style).unwrap_or_default()));
    let policy = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; \
         base-uri 'none'; form-action 'none'\">"
    );
    if page.find(&policy).is_none_or(|at| at > 100) {
        wrong.push("no strict policy".to_owned());
    }
    wrong
}

fn name(node: &Handle) -> Option<String> {
    match &node.data {
        NodeData::Element { name, .. } => Some(name.local.to_string()),
        _ => None,
    }
}

fn walk(node: &Handle, visit: &mut dyn FnMut(&Handle)) {
    visit(node);
    for child in node.children.borrow().iter() {
        walk(child, visit);
    }
}
