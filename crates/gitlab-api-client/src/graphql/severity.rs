//! How bad an incident is, which REST cannot say.

use super::{GraphQlOperation, GraphQlRefusal};
use gitlab_core::types::IncidentSeverity;
use gitlab_core::{IssueIid, ProjectPath, ProjectRef};
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;

const DOCUMENT: &str = "mutation($project: ID!, $iid: String!, $severity: IssuableSeverity!) {
  issueSetSeverity(input: { projectPath: $project, iid: $iid, severity: $severity }) {
    issue { severity }
    errors
  }
}";

/// Says how bad an incident is. The answer is its severity.
///
/// Runs `issueSetSeverity` (since GitLab 13.9). Needs the scope `api`.
///
/// ```
/// use gitlab_api_client::graphql::SetIncidentSeverity;
/// use gitlab_core::IssueIid;
/// use gitlab_core::types::IncidentSeverity;
///
/// let severe = SetIncidentSeverity::new("shop/api".parse()?, IssueIid::new(6), IncidentSeverity::Critical);
/// # let _ = severe;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct SetIncidentSeverity {
    project: ProjectPath,
    iid: IssueIid,
    severity: IncidentSeverity,
}

impl SetIncidentSeverity {
    /// This severity for the incident of this number in this project.
    #[must_use]
    pub fn new(project: ProjectPath, iid: IssueIid, severity: IncidentSeverity) -> Self {
        Self { project, iid, severity }
    }
}

#[doc(hidden)]
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Data {
    issue_set_severity: Option<Payload>,
}

#[derive(Debug, Deserialize)]
struct Payload {
    issue: Option<Issue>,
    errors: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Issue {
    severity: IncidentSeverity,
}

impl GraphQlOperation for SetIncidentSeverity {
    type Data = Data;
    type Output = IncidentSeverity;

    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Value {
        json!({ "project": self.project, "iid": self.iid.to_string(), "severity": self.severity })
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("set the severity of incident #{}", self.iid).into()
    }

    fn project(&self) -> Option<ProjectRef> {
        Some(self.project.clone().into())
    }

    fn output(&self, data: Data) -> Result<IncidentSeverity, GraphQlRefusal> {
        let payload = data.issue_set_severity.ok_or(GraphQlRefusal::NotFound)?;
        GraphQlRefusal::unless_done(payload.errors)?;
        Ok(payload.issue.ok_or(GraphQlRefusal::NotFound)?.severity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_variables_and_the_answer_is_the_severity() {
        let set = SetIncidentSeverity::new("a/b".parse().unwrap(), IssueIid::new(6), IncidentSeverity::High);
        assert_eq!(set.variables(), json!({"project": "a/b", "iid": "6", "severity": "HIGH"}));
        let data = json!({"issueSetSeverity": {"issue": {"severity": "HIGH"}, "errors": []}});
        assert_eq!(set.output(serde_json::from_value(data).unwrap()), Ok(IncidentSeverity::High));
    }
}
