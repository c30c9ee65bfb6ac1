use crate::endpoints::Sort;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::types::Note;
use gitlab_core::{MergeRequestIid, ProjectRef};
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

/// The comments on a merge request, newest first, those of GitLab itself included.
///
/// Calls `GET /projects/:id/merge_requests/:merge_request_iid/notes`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListMergeRequestNotes;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_api_client::endpoints::Sort;
/// use gitlab_core::MergeRequestIid;
///
/// let oldest_first = ListMergeRequestNotes::new(project, MergeRequestIid::new(42)).sort(Sort::Ascending);
/// # let _ = oldest_first;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListMergeRequestNotes {
    project: ProjectRef,
    iid: MergeRequestIid,
    query: Query,
}

impl ListMergeRequestNotes {
    /// Of this merge request of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid, query: Query::new() }
    }
}

parameters! {
    ListMergeRequestNotes {
        /// Ordered by this.
        set "order_by" => order_by: NoteOrder,
        /// In this direction.
        set "sort" => sort: Sort,
    }
}

impl Endpoint for ListMergeRequestNotes {
    type Output = Vec<Note>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid).literal("notes")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the notes of merge request !{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListMergeRequestNotes {
    type Item = Note;

    fn key(&self, item: &Note) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListMergeRequestNotes::new(ProjectId::new(7), MergeRequestIid::new(42))
            .order_by(NoteOrder::UpdatedAt)
            .sort(Sort::Ascending);
        assert_eq!(request(&endpoint), "GET projects/7/merge_requests/42/notes?order_by=updated_at&sort=asc");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListMergeRequestNotes::new(ProjectId::new(7), MergeRequestIid::new(42));
        let answer = answer(
            &endpoint,
            r#"[{"id":3,"body":"b","author":{"id":5,"username":"u"},"system":false,"type":null,"created_at":"2026-03-01T00:00:00.000Z"}]"#,
        );
        assert_eq!(answer[0].body, "b");
    }
}
