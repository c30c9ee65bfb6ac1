use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::endpoints::{Noteable, Sort};
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::Note;
use std::borrow::Cow;

words! {
    /// What notes are ordered by.
    pub enum NoteOrder {
        /// When they were written.
        CreatedAt = "created_at",
        /// When they last changed.
        UpdatedAt = "updated_at",
    }
}

words! {
    /// Which notes are listed.
    pub enum NoteActivity {
        /// All.
        All = "all_notes",
        /// Those of people.
        OnlyComments = "only_comments",
        /// Those that GitLab wrote by itself.
        OnlyActivity = "only_activity",
    }
}

/// The comments on a merge request, an issue or a snippet, newest first, those of GitLab itself included.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/notes`,
/// `GET /projects/:id/issues/:issue_iid/notes` or `GET /projects/:id/snippets/:snippet_id/notes`.
///
/// Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListNotes;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_api_client::endpoints::Sort;
/// use gitlab_core::MergeRequestIid;
///
/// let oldest_first = ListNotes::new(project, MergeRequestIid::new(42)).sort(Sort::Ascending);
/// # let _ = oldest_first;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListNotes {
    project: ProjectRef,
    noteable: Noteable,
    query: Query,
}

impl ListNotes {
    /// Of this merge request, issue or snippet of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, noteable: impl Into<Noteable>) -> Self {
        Self { project: project.into(), noteable: noteable.into(), query: Query::new() }
    }
}

parameters! {
    ListNotes {
        /// Ordered by this.
        set "order_by" => order_by: NoteOrder,
        /// In this direction.
        set "sort" => sort: Sort,
        /// Only those of people, or only those of GitLab itself. Servers that do not know this (it came with the
        /// 15.x versions) list all: look at [`Note::system`] as well.
        set "activity_filter" => activity_filter: NoteActivity,
    }
}

impl Endpoint for ListNotes {
    type Output = Vec<Note>;

    fn path(&self) -> Path {
        self.noteable.path(&self.project).literal("notes")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the notes of {}", self.noteable).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListNotes {
    type Item = Note;

    fn key(&self, item: &Note) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::{IssueIid, MergeRequestIid, ProjectId};

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListNotes::new(ProjectId::new(7), MergeRequestIid::new(42))
            .order_by(NoteOrder::UpdatedAt)
            .sort(Sort::Ascending)
            .activity_filter(NoteActivity::OnlyComments);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/merge_requests/42/notes?order_by=updated_at&sort=asc&activity_filter=only_comments"
        );
        let endpoint = ListNotes::new(ProjectId::new(7), IssueIid::new(3));
        assert_eq!(request(&endpoint), "GET projects/7/issues/3/notes");
        assert_eq!(endpoint.operation(), "list the notes of issue #3");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListNotes::new(ProjectId::new(7), MergeRequestIid::new(42));
        let answer = answer(
            &endpoint,
            r#"[{"id":3,"body":"b","author":{"id":5,"username":"u"},"system":false,"type":null,"created_at":"2026-03-01T00:00:00.000Z"}]"#,
        );
        assert_eq!(endpoint.key(&answer[0]), Some(3.into()));
    }
}
