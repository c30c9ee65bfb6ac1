use crate::endpoints::ProjectOrGroup;
use crate::{Endpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::Label;
use std::borrow::Cow;
use std::fmt::Display;

/// One label of a project or a group, by id or by name.
///
/// Calls `GET /projects/:id/labels/:label_id` or `GET /groups/:id/labels/:label_id`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetLabel;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetLabel::new(project, "severity::1");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetLabel {
    place: ProjectOrGroup,
    label: String,
}

impl GetLabel {
    /// This label, by its name or its [`LabelId`](gitlab_core::LabelId), of this project or group.
    #[must_use]
    pub fn new(place: impl Into<ProjectOrGroup>, label: impl Display) -> Self {
        Self { place: place.into(), label: label.to_string() }
    }
}

impl Endpoint for GetLabel {
    type Output = Label;

    fn path(&self) -> Path {
        self.place.path("labels").param("label_id", &self.label)
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get label {}{}", self.label, self.place.words()).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.place.project()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::{LabelId, ProjectId};

    #[test]
    fn it_asks_what_it_should() {
        let by_name = GetLabel::new(ProjectId::new(7), "severity::1/x");
        assert_eq!(request(&by_name), "GET projects/7/labels/severity%3A%3A1%2Fx");
        assert_eq!(request(&GetLabel::new(ProjectId::new(7), LabelId::new(9))), "GET projects/7/labels/9");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetLabel::new(ProjectId::new(7), "bug");
        assert_eq!(
            answer(&endpoint, r#"{"id":9,"name":"bug","open_issues_count":3}"#).open_issues_count,
            Some(3)
        );
    }
}
