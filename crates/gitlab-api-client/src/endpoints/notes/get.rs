use crate::endpoints::Noteable;
use crate::{Endpoint, Path};
use gitlab_core::types::Note;
use gitlab_core::{NoteId, ProjectRef};
use std::borrow::Cow;

/// One comment on a merge request, an issue or a snippet.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/notes/:note_id`,
/// `GET /projects/:id/issues/:issue_iid/notes/:note_id` or
/// `GET /projects/:id/snippets/:snippet_id/notes/:note_id`.
///
/// Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetNote;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{MergeRequestIid, NoteId};
///
/// let endpoint = GetNote::new(project, MergeRequestIid::new(42), NoteId::new(3));
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetNote {
    project: ProjectRef,
    noteable: Noteable,
    note: NoteId,
}

impl GetNote {
    /// This note on this merge request, issue or snippet of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, noteable: impl Into<Noteable>, note: NoteId) -> Self {
        Self { project: project.into(), noteable: noteable.into(), note }
    }
}

impl Endpoint for GetNote {
    type Output = Note;

    fn path(&self) -> Path {
        self.noteable.path(&self.project).literal("notes").param("note_id", self.note)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get note {} on {}", self.note, self.noteable).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::{ProjectId, SnippetId};

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetNote::new(ProjectId::new(7), SnippetId::new(5), NoteId::new(3));
        assert_eq!(request(&endpoint), "GET projects/7/snippets/5/notes/3");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetNote::new(ProjectId::new(7), SnippetId::new(5), NoteId::new(3));
        let note = answer(
            &endpoint,
            r#"{"id":3,"body":null,"author":null,"system":true,"type":null,"noteable_iid":null,"resolvable":false}"#,
        );
        assert!(note.system && note.body.is_empty() && note.author.is_none());
    }
}
