use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::endpoints::words::words;
use crate::{Endpoint, Path, RequestBody};
use gitlab_core::types::MergeRequest;
use gitlab_core::{MergeRequestIid, MilestoneId, ProjectRef, UserId};
use http::Method;
use std::borrow::Cow;

words! {
    /// What to do with the state of a merge request.
    pub enum MergeRequestStateEvent {
        /// Close it without merging.
        Close = "close",
        /// Open it again.
        Reopen = "reopen",
    }
}

/// Changes a merge request: what is set here, and nothing else.
///
/// Calls `PUT /projects/:id/merge_requests/:merge_request_iid`. Needs the scope `api`. At least one thing must be
/// set.
///
/// Lines of the description that begin with `/` are quick actions, which GitLab executes. Whether it is a draft
/// is told by its title alone; [`set_merge_request_draft`](super::set_merge_request_draft) changes that.
///
/// ```
/// use gitlab_api_client::endpoints::UpdateMergeRequest;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::{MergeRequestIid, UserId};
///
/// let endpoint = UpdateMergeRequest::new(project, MergeRequestIid::new(42))
///     .add_labels(&["incident::cause"])
///     .reviewer_ids(&[UserId::new(5)]);
/// # let _ = endpoint;
/// ```
#[derive(Clone, Debug)]
pub struct UpdateMergeRequest {
    project: ProjectRef,
    iid: MergeRequestIid,
    fields: Fields,
}

impl UpdateMergeRequest {
    /// The merge request of this number in this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, iid: MergeRequestIid) -> Self {
        Self { project: project.into(), iid, fields: Fields::new() }
    }

    /// Without a milestone.
    #[must_use]
    pub fn no_milestone(mut self) -> Self {
        // GitLab takes 0 for none; `null` counts as a parameter that was not given.
        self.fields.set("milestone_id", 0);
        self
    }
}

parameters! {
    UpdateMergeRequest {
        /// The title.
        field "title" => title: &str,
        /// The text, in Markdown.
        field "description" => description: &str,
        /// Closes it or opens it again.
        field "state_event" => state_event: MergeRequestStateEvent,
        /// The branch that it is merged into.
        field "target_branch" => target_branch: &str,
        /// These labels and no others; none at all with an empty list.
        field "labels" => labels: &[&str],
        /// These labels besides those that it has.
        field "add_labels" => add_labels: &[&str],
        /// Without these labels.
        field "remove_labels" => remove_labels: &[&str],
        /// Who is assigned, in place of those who are; nobody with an empty list.
        field "assignee_ids" => assignee_ids: &[UserId],
        /// Who is asked to review it, in place of those who are; nobody with an empty list.
        field "reviewer_ids" => reviewer_ids: &[UserId],
        /// Its milestone; see also [`Self::no_milestone`].
        field "milestone_id" => milestone_id: MilestoneId,
        /// Whether its commits are squashed when it is merged.
        field "squash" => squash: bool,
        /// Whether the source branch goes when it is merged.
        field "remove_source_branch" => remove_source_branch: bool,
        /// Whether only members of the project may comment.
        field "discussion_locked" => discussion_locked: bool,
        /// Whether those who may merge into the target branch may push to the fork.
        field "allow_collaboration" => allow_collaboration: bool,
    }
}

impl Endpoint for UpdateMergeRequest {
    type Output = MergeRequest;

    fn method(&self) -> Method {
        Method::PUT
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("merge_requests").param("iid", self.iid)
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("change merge request !{}", self.iid).into()
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

    fn endpoint() -> UpdateMergeRequest {
        UpdateMergeRequest::new(ProjectId::new(7), MergeRequestIid::new(42))
    }

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = endpoint()
            .state_event(MergeRequestStateEvent::Reopen)
            .remove_labels(&["a, b"])
            .reviewer_ids(&[])
            .no_milestone();
        assert_eq!(
            request(&endpoint),
            r#"PUT projects/7/merge_requests/42 {"milestone_id":0,"remove_labels":["a, b"],"reviewer_ids":[],"state_event":"reopen"}"#
        );
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &endpoint(),
            r#"{"id":1,"iid":42,"project_id":7,"title":"t","state":"closed","source_branch":"s","target_branch":"main","milestone":null,"sha":null}"#,
        );
        assert_eq!(answer.iid.get(), 42);
    }
}
