use crate::endpoints::fields::Fields;
use crate::endpoints::parameters::parameters;
use crate::{Endpoint, Path, RateClass, RequestBody};
use gitlab_core::types::{Issue, IssueType};
use gitlab_core::{Date, MilestoneId, ProjectRef, Timestamp, UserId};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;

/// Opens an issue or an incident.
///
/// Calls `POST /projects/:id/issues`. Needs the scope `api`. It is never sent twice: when its answer is lost,
/// look for the issue before opening another.
///
/// Lines of the description that begin with `/` are quick actions, which GitLab executes: text that others
/// wrote must not reach the beginning of a line. The severity of an incident cannot be given here; set it by
/// GraphQL (`issueSetSeverity`) or with the quick action `/severity`.
///
/// ```
/// use gitlab_api_client::endpoints::CreateIssue;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::types::IssueType;
///
/// let incident = CreateIssue::new(project, "Payments fail").issue_type(IssueType::Incident).labels(["sev::1"]);
/// # let _ = incident;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CreateIssue {
    project: ProjectRef,
    fields: Fields,
}

impl CreateIssue {
    /// An issue of this title in this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, title: impl Into<String>) -> Self {
        Self { project: project.into(), fields: Fields::new().with("title", title.into()) }
    }
}

parameters! {
    CreateIssue {
        /// The text, in Markdown.
        field "description" => description: &str,
        /// What kind of issue it is; a plain issue by default.
        field "issue_type" => issue_type: IssueType,
        /// Its labels. Those that do not exist are made.
        texts "labels" => labels: impl IntoIterator<Item = impl Display>,
        /// Who is assigned.
        field "assignee_ids" => assignee_ids: &[UserId],
        /// Whether only members of the project from Reporter on may see it.
        field "confidential" => confidential: bool,
        /// Its milestone.
        field "milestone_id" => milestone_id: MilestoneId,
        /// The day by which it should be done.
        field "due_date" => due_date: Date,
        /// How heavy it is (Premium).
        field "weight" => weight: u64,
        /// When it was opened. Only administrators and owners of the project may say so.
        field "created_at" => created_at: Timestamp,
    }
}

impl Endpoint for CreateIssue {
    type Output = Issue;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("issues")
    }

    fn body(&self) -> Option<RequestBody> {
        Some(self.fields.to_body())
    }

    fn rate_class(&self) -> RateClass {
        RateClass::IssueCreation
    }

    fn operation(&self) -> Cow<'static, str> {
        "open an issue".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Idempotency;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = CreateIssue::new(ProjectId::new(7), "t")
            .issue_type(IssueType::Incident)
            .labels(["a", "b"])
            .assignee_ids(&[UserId::new(5)]);
        assert_eq!(
            request(&endpoint),
            r#"POST projects/7/issues {"assignee_ids":[5],"issue_type":"incident","labels":["a","b"],"title":"t"}"#
        );
        assert_eq!(endpoint.idempotency(), Idempotency::NotIdempotent);
    }

    #[test]
    fn it_reads_the_answer() {
        let answer = answer(
            &CreateIssue::new(ProjectId::new(7), "t"),
            r#"{"id":76,"iid":6,"project_id":7,"title":"t","state":"opened","issue_type":"incident","severity":"HIGH","labels":["a"]}"#,
        );
        assert_eq!(answer.iid.get(), 6);
    }
}
