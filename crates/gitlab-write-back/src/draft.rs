//! What is to be written, and what must be known about it.

use crate::CodeLine;
use gitlab_core::{GitLabReference, Instance, ProjectRef, ReferenceTarget};
use rca_note::{Finding, FindingStatus, RcaNote, Visibility};

/// A note to be published: its text, and what the text itself does not tell.
///
/// [`WriteBack::publish_finding`](crate::WriteBack::publish_finding) makes one of a finding. Who renders the note
/// himself gives an [`RcaNote`] alone, or says more:
///
/// ```
/// use gitlab_write_back::NoteDraft;
/// use rca_note::{Finding, NoteMarker, RcaNote, Visibility};
///
/// let note = RcaNote::builder().incident(NoteMarker::new("alert-4711")).build().render(&Finding::new("It broke"));
/// let draft = NoteDraft::from(&note).visible_to(Visibility::Private).on_line("src/cart.rs", 31);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NoteDraft {
    /// The text, with the marker of its incident in the first line.
    pub body: String,
    /// Whether the incident is over.
    pub resolved: bool,
    /// Who may read it; everybody when nobody said.
    pub visibility: Option<Visibility>,
    /// The project that it tells of, when that is another one than the note's.
    pub source: Option<ProjectRef>,
    /// The projects of this GitLab that it links to, which it may have been read from.
    pub links_to: Vec<ProjectRef>,
    /// The lines that it points at, the most telling first.
    pub lines: Vec<CodeLine>,
}

impl NoteDraft {
    /// This text, which begins with the marker of its incident.
    #[must_use]
    pub fn new(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            resolved: false,
            visibility: None,
            source: None,
            links_to: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// The text with what the finding says about it. Projects are those that it links to on this GitLab, and lines those
    /// of its suspects and its evidence.
    #[must_use]
    pub fn of(note: &RcaNote, finding: &Finding, instance: &Instance) -> Self {
        let links = finding.suspects.iter().map(|suspect| &suspect.link);
        let links: Vec<_> = links.chain(finding.evidence.iter().map(|item| &item.link)).flatten().collect();
        let events = finding.timeline.iter().filter_map(|event| event.link.as_ref());
        let pages = finding.links.iter().map(|link| &link.url).chain(events);
        let mut links_to: Vec<ProjectRef> = Vec::new();
        for reference in links.iter().copied().chain(pages).filter_map(|link| reference(link, instance)) {
            if !links_to.contains(reference.project()) {
                links_to.push(reference.project().clone());
            }
        }
        Self {
            resolved: finding.status == FindingStatus::Resolved,
            visibility: finding.visibility.clone(),
            links_to,
            lines: links.into_iter().flat_map(|link| lines_of(link, instance)).collect(),
            ..Self::from(note)
        }
    }

    /// Says that the incident is over.
    #[must_use]
    pub fn resolved(mut self) -> Self {
        self.resolved = true;
        self
    }

    /// Says who may read it: it is not written where others can, unless GitLab can keep it from them.
    #[must_use]
    pub fn visible_to(mut self, visibility: Visibility) -> Self {
        self.visibility = Some(visibility);
        self
    }

    /// Says which project it tells of. When that is not the one that the note goes to, it is not written where people
    /// can read it who cannot see that project: not even among the members of another private project.
    #[must_use]
    pub fn tells_of(mut self, project: ProjectRef) -> Self {
        self.source = Some(project);
        self
    }

    /// Adds a line that it points at, behind those that are there.
    #[must_use]
    pub fn on_line(mut self, path: impl Into<String>, line: u64) -> Self {
        self.lines.push(CodeLine::new(path, line));
        self
    }
}

impl From<&RcaNote> for NoteDraft {
    fn from(note: &RcaNote) -> Self {
        Self::new(note.body())
    }
}

impl From<RcaNote> for NoteDraft {
    fn from(note: RcaNote) -> Self {
        Self::new(note.into_body())
    }
}

impl From<&Self> for NoteDraft {
    fn from(draft: &Self) -> Self {
        draft.clone()
    }
}

fn reference(link: &str, instance: &Instance) -> Option<GitLabReference> {
    GitLabReference::parse(link, std::slice::from_ref(instance)).ok()
}

/// The line that an address of a file leads to, once for each way to tell its ref from its path.
fn lines_of(link: &str, instance: &Instance) -> Vec<CodeLine> {
    let Some(reference) = reference(link, instance) else { return Vec::new() };
    let ReferenceTarget::File { location, lines: Some(lines), .. } = reference.target() else {
        return Vec::new();
    };
    location.candidates().map(|(_, path)| CodeLine::new(path, lines.start.into())).collect()
}
