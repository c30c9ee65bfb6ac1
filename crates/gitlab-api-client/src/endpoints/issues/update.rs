use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::types::{Issue, IssueType};
use gitlab_core::{Date, IssueIid, MilestoneId, ProjectRef, UserId};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

words! {
    /// What to do with the state of an issue.
    pub enum IssueStateEvent {
        /// Close it.
        Close = "close",
        /// Open it again.
        Reopen = "reopen",
    }
}

/// Changes an issue or an incident: what is set here, and nothing else.
///
/// Calls `PUT /projects/:id/issues/:issue_iid`. Needs the scope `api`. At least one thing must be set.
///
/// Lines of the description that begin with `/` are quick actions, which GitLab executes. The severity of an
/// incident cannot be changed here, but by GraphQL (`issueSetSeverity`) or the quick action `/severity`.
///
/// ```
/// use gitlab_api_client::endpoints::{IssueStateEvent, UpdateIssue};
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::IssueIid;
///
/// let endpoint = UpdateIssue::new(project, IssueIid::new(6))
///     .add_labels(["root-cause::deployment"])
///     .state_event(IssueStateEvent::Close);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct UpdateIssue {
    project: ProjectRef,
    iid: IssueIid,
    fields: Fields,
}

impl UpdateIssue {
    /// The issue of this number in this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: IssueIid) -> Self {
        Self { project: project.into(), iid, fields: Fields::new() }
    }
}

parameters! {
    UpdateIssue {
        /// The title.
        field "title" => title: &str,
        /// The text, in Markdown.
        field "description" => description: &str,
        /// Closes it or opens it again.
        field "state_event" => state_event: IssueStateEvent,
        /// These labels and no others; none at all with an empty list.
        texts "labels" => labels: impl IntoIterator<Item = impl Display>,
        /// These labels besides those that it has.
        texts "add_labels" => add_labels: impl IntoIterator<Item = impl Display>,
        /// Without these labels.
        texts "remove_labels" => remove_labels: impl IntoIterator<Item = impl Display>,
        /// Who is assigned, in place of those who are; nobody with an empty list.
        field "assignee_ids" => assignee_ids: &[UserId],
        /// Whether only members of the project from Reporter on may see it.
        field "confidential" => confidential: bool,
        /// Whether only members of the project may comment.
        field "discussion_locked" => discussion_locked: bool,
        /// What kind of issue it is.
        field "issue_type" => issue_type: IssueType,
        /// Its milestone.
        field "milestone_id" => milestone_id: MilestoneId,
        /// The day by which it should be done.
        field "due_date" => due_date: Date,
        /// How heavy it is (Premium).
        field "weight" => weight: u64,
    }
}

impl Endpoint for UpdateIssue {
    type Output = Issue;

    fn method(&self) -> Method {
        Method::PUT
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("issues").param("issue_iid", self.iid)
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("change issue #{}", self.iid).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = UpdateIssue::new(ProjectId::new(7), IssueIid::new(6))
            .state_event(IssueStateEvent::Close)
            .add_labels(["a, b"])
            .labels(Vec::<String>::new());
        assert_eq!(
            request(&endpoint),
            r#"PUT projects/7/issues/6 {"add_labels":["a, b"],"labels":[],"state_event":"close"}"#
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &UpdateIssue::new(ProjectId::new(7), IssueIid::new(6)),
            r#"{"id":76,"iid":6,"project_id":7,"title":"t","state":"opened","issue_type":"incident","severity":"HIGH","labels":["a"]}"#,
        );
        assert_eq!(answer.labels, ["a"]);
    }
}
