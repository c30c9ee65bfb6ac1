//! Renders a text in every field and asks the oracle.

use std::collections::HashMap;

use rca_note::{NoteMarker, NoteRenderer, RcaNote, RcaNoteBuilder, StandardLayout};
use secret_redaction::Redactor;
use url::Url;

use crate::finding::{ORIGIN, Texts};
use crate::oracle::{Page, shown};

/// Room for everything that a text of the tests may need.
const WIDE: usize = 400_000;

/// Fields hold less than that whole.
const SHORT: usize = 600;

/// Whether anything of a text can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Shown {
    Seen,
    /// It has characters, but none that is shown.
    Unseen,
    Empty,
}

/// What notes look like, by which of their texts are blank.
pub(crate) struct Trial {
    pages: HashMap<(Shown, bool), Page>,
    wide: NoteRenderer,
    redactor: Redactor,
}

pub(crate) fn renderer(limit: usize) -> NoteRenderer {
    builder(limit).build()
}

fn builder(limit: usize) -> RcaNoteBuilder {
    let marker = NoteMarker::new("alert --> 1\n\"'").with_instance(ORIGIN).with_project("a/b");
    RcaNote::builder().incident(marker).links_to(&Url::parse(ORIGIN).unwrap()).limit(limit)
}

impl Trial {
    pub(crate) fn new() -> Self {
        let wide = builder(WIDE).template(StandardLayout::new().with_timeline_diagram()).build();
        let mut pages = HashMap::new();
        for (line, blank) in [("word", Shown::Seen), ("\u{200b}", Shown::Unseen), ("", Shown::Empty)] {
            for log in ["word", ""] {
                let full = wide.render(&Texts { line, prose: line, log }.finding());
                let frame = wide.render(&Texts { line, prose: "", log }.finding());
                pages.insert((blank, log.is_empty()), Page::new(full.body(), frame.body(), &[ORIGIN]));
            }
        }
        Self { pages, wide, redactor: Redactor::default() }
    }

    /// What is wrong with the notes for this text, one with room for all of it and one cut to `limit`.
    pub(crate) fn try_text(&self, text: &str, limit: usize) -> Result<(), String> {
        let finding = Texts::all(text).finding();
        let cleaned = shown::cleaned(text);
        // Secrets are looked for in the lines as they are shown.
        let lines = cleaned.replace("\r\n", "\n").replace('\r', "\n");
        let seen = self.redactor.redact(&lines).text.into_owned();
        let is_same_as_log = !cleaned.contains('\r') && !cleaned.contains("section_");

        let body = self.wide.render(&finding).into_body();
        // A log keeps of each line what the last carriage return left, which may be nothing.
        let blank_log = !body.lines().any(|line| line == "<summary>Log and file excerpts</summary>");
        let blank = match (seen.trim().is_empty(), text.trim().is_empty()) {
            (false, _) => Shown::Seen,
            (true, false) => Shown::Unseen,
            (true, true) => Shown::Empty,
        };
        let page = &self.pages[&(blank, blank_log)];
        let (mut wrong, blocks) = page.judge_whole(&body);
        wrong.extend(unreadable(&blocks, &seen, is_same_as_log));
        wrong.extend(frame(&body, WIDE));
        if !wrong.is_empty() {
            return Err(format!("{text:?}: {wrong:#?}\n{body}"));
        }

        let note = renderer(limit).render(&finding);
        let mut wrong = page.judge_cut(note.body());
        wrong.extend(frame(note.body(), limit));
        if !note.omitted().is_empty() && !note.body().contains("_Left out to stay within") {
            wrong.push("nothing says what was left out".to_owned());
        }
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(format!("{text:?} at {limit}: {wrong:#?}\n{}", note.body()))
        }
    }

    /// What is wrong with a note of these tests that was cut.
    pub(crate) fn judge_cut(&self, body: &str) -> Vec<String> {
        self.pages[&(Shown::Seen, false)].judge_cut(body)
    }

    /// All that is wrong with the notes for these texts, of which few are told.
    pub(crate) fn try_all<T: AsRef<str>>(&self, texts: impl IntoIterator<Item = T>, limit: usize) {
        let wrong: Vec<String> =
            texts.into_iter().filter_map(|text| self.try_text(text.as_ref(), limit).err()).collect();
        let told = wrong.iter().take(4).map(String::as_str).collect::<Vec<_>>().join("\n\n");
        assert!(wrong.is_empty(), "{} texts\n{told}", wrong.len());
    }
}

/// What must be on every page.
fn frame(body: &str, limit: usize) -> Vec<String> {
    let mut wrong = Vec::new();
    if body.chars().count() > limit {
        wrong.push(format!("{} characters", body.chars().count()));
    }
    if NoteMarker::find_in(body).is_none() || !body.contains("\n\n### RCA Finding\n") {
        wrong.push("marker or heading is missing".to_owned());
    }
    wrong
}

/// What of a text a reader does not find on the page.
fn unreadable(blocks: &[String], seen: &str, is_same_as_log: bool) -> Option<String> {
    let line = shown::squashed(seen);
    if seen.chars().count() < SHORT && !blocks.iter().any(|block| shown::squashed(block).contains(&line)) {
        return Some(format!("no line reads {line:?}"));
    }
    // As prose: marks of lists, headings and fences are ours now, the words are as they were.
    let page = shown::words(&blocks.concat());
    let mut rest = page.as_str();
    for line in seen.split('\n').filter(|line| !shown::is_fence_mark(line)) {
        let words = shown::words(line);
        match rest.find(&words) {
            Some(at) => rest = rest.get(at + words.len()..).unwrap_or_default(),
            None => return Some(format!("the words of {line:?} are not there, or not in their order")),
        }
    }
    // As an excerpt: line by line.
    let lines: Vec<&str> = seen.trim_end().trim_start_matches('\n').lines().collect();
    let is_whole = lines.len() < 400 && lines.iter().all(|line| line.chars().count() <= 300);
    if is_whole && is_same_as_log && !seen.trim().is_empty() {
        let excerpt: String =
            lines.iter().flat_map(|line| [if line.is_empty() { "|" } else { "| " }, line, "\n"]).collect();
        let excerpt = shown::with_images_joined(&excerpt);
        if !blocks.iter().any(|block| shown::with_images_joined(block) == excerpt) {
            return Some(format!("no excerpt reads {excerpt:?}"));
        }
    }
    None
}
