//! Keeps docs/gallery as the renderings are; `UPDATE=1` writes it anew.

#[path = "gallery/findings.rs"]
mod findings;

use std::fs;
use std::path::PathBuf;

use rca_note::{HtmlPage, NoteMarker, PlainText, RcaNote, Safeguards, SlackMessage};
use url::Url;

#[test]
fn the_gallery_shows_what_is_rendered() {
    let gitlab = Url::parse("https://gitlab.example.com").unwrap();
    let safeguards = Safeguards::new().links_to(&gitlab);
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/gallery");
    let mut stale = Vec::new();
    for (name, _, finding) in findings::all() {
        let marker = NoteMarker::new(name).with_project("shop/checkout");
        let note = RcaNote::builder().incident(marker).safeguards(&safeguards).build().render(&finding);
        for (end, text) in [
            ("md", note.into_body()),
            ("txt", PlainText::new(&safeguards).render(&finding).into_string()),
            ("html", HtmlPage::new(&safeguards).render(&finding).into_string()),
            ("slack.txt", SlackMessage::new(&safeguards).render(&finding).into_string() + "\n"),
        ] {
            let path = folder.join(format!("{name}.{end}"));
            if std::env::var_os("UPDATE").is_some() {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&path, text).unwrap();
            } else if fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
                stale.push(path);
            }
        }
    }
    assert!(stale.is_empty(), "run this test with UPDATE=1 and look at what changed: {stale:#?}");
}

#[test]
fn the_page_of_the_gallery_names_every_file() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/gallery/README.md");
    let page = fs::read_to_string(page).unwrap();
    for (name, title, _) in findings::all() {
        assert!(page.contains(title), "{title}");
        for end in ["md", "txt", "html", "slack.txt"] {
            assert!(page.contains(&format!("({name}.{end})")), "{name}.{end}");
        }
    }
}
