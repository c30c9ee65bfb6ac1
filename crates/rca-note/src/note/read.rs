//! From a note back to what it says.

use super::{HEADING, RcaNote};
use crate::finding::{Confidence, FindingStatus, Severity};
use crate::marker::NoteMarker;
use crate::prose::SpanReader;

/// What can be read back from the body of a note in the [`StandardLayout`](super::StandardLayout).
///
/// Anybody may have written the note: check its author, and what [`marker`](Self::marker) says with a key.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ReadNote {
    /// The marker in the first line.
    pub marker: Option<NoteMarker>,
    /// Whether the text is still the one that was written with the marker; absent when the marker does not say.
    pub is_as_written: Option<bool>,
    /// The title, without secrets and control characters; one that was cut ends with `…`.
    pub title: String,
    /// How far the investigation had come.
    pub status: FindingStatus,
    /// How bad it is.
    pub severity: Severity,
    /// How sure the finding is, in whole per cent.
    pub confidence: Option<Confidence>,
    /// Who or what made the finding.
    pub made_by: Option<String>,
}

impl RcaNote {
    /// Reads the body of a note back, as GitLab gives it; `None` when it has not the heading of a finding.
    ///
    /// ```
    /// use rca_note::{Finding, NoteMarker, RcaNote, Severity};
    ///
    /// let finding = Finding::new("Checkout fails in cart.rb:7").with_severity(Severity::High);
    /// let note = RcaNote::builder().incident(NoteMarker::new("alert-4711")).build().render(&finding);
    /// let read = RcaNote::parse(note.body()).unwrap();
    /// assert_eq!(read.title, finding.title);
    /// assert_eq!(read.severity, finding.severity);
    /// assert_eq!(read.is_as_written, Some(true));
    /// assert_eq!(read.marker.unwrap().incident(), "alert-4711");
    /// ```
    #[must_use]
    pub fn parse(body: &str) -> Option<ReadNote> {
        let marker = NoteMarker::find_in(body);
        let is_as_written = marker.as_ref().and_then(|marker| marker.is_text_as_written(body));
        let mut lines = body.lines().map(str::trim_end);
        lines.by_ref().take(3).find(|line| *line == HEADING.trim_end())?;
        let mut note = ReadNote { marker, is_as_written, ..ReadNote::default() };
        // Title and facts stand at the top. What comes later may look like them, but is not.
        let mut lines = lines.filter(|line| !line.is_empty()).take(4).peekable();
        if let Some(title) = lines.next_if(|line| line.starts_with("**")) {
            let title = title.strip_prefix("**").and_then(|title| title.strip_suffix("**"));
            note.title = plain(title.unwrap_or_default());
        }
        let Some(headings) = lines.next_if(|line| line.starts_with("| Status |")) else { return Some(note) };
        let facts = lines.nth(1).unwrap_or_default();
        for (heading, fact) in cells(headings).into_iter().zip(cells(facts)) {
            match heading.as_str() {
                "Status" => note.status = fact.into(),
                "Severity" => note.severity = fact.into(),
                "Confidence" => {
                    let percent = fact.strip_suffix('%').and_then(|percent| percent.parse::<f64>().ok());
                    note.confidence = percent.map(|percent| Confidence::new(percent / 100.0));
                }
                "By" => note.made_by = Some(fact),
                _ => {}
            }
        }
        Some(note)
    }
}

/// The cells of a row as plain text.
fn cells(row: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut is_escaped = false;
    for char in row.strip_prefix('|').unwrap_or(row).chars() {
        match char {
            '|' if !is_escaped => cells.push(plain(&std::mem::take(&mut cell))),
            '|' => {
                cell.pop();
                cell.push('|');
            }
            char => cell.push(char),
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    cells
}

/// What a reader sees of a line of ours: code spans without their ticks, escapes and entities as what they stand for.
fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown.trim();
    let mut spans = SpanReader::new();
    while let Some(char) = rest.chars().next() {
        if let Some((code, after)) = spans.read(rest) {
            text.push_str(code);
            rest = after;
            continue;
        }
        let entity = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')];
        let entity = entity.iter().find_map(|(entity, char)| Some((*char, rest.strip_prefix(entity)?)));
        let escape = rest.strip_prefix('\\').and_then(|rest| {
            let char = rest.chars().next().filter(char::is_ascii_punctuation)?;
            Some((char, rest.get(1..)?))
        });
        let (char, after) =
            entity.or(escape).unwrap_or((char, rest.get(char.len_utf8()..).unwrap_or_default()));
        text.push(char);
        rest = after;
    }
    text
}
