//! The alerts of a project (alert management), which REST does not list.

use super::{GraphQlOperation, GraphQlRefusal};
use gitlab_core::types::{AlertManagementAlert, AlertStatus};
use gitlab_core::{ProjectPath, ProjectRef};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// Some alerts, and where the next ones are.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AlertPage {
    /// The alerts, those that came last first.
    pub alerts: Vec<AlertManagementAlert>,
    /// What [`ListAlerts::after`] takes to go on; `None` at the end.
    pub next: Option<String>,
}

const LIST: &str = "query($project: ID!, $statuses: [AlertManagementStatus!], $search: String, $first: Int, $after: String) {
  project(fullPath: $project) {
    alertManagementAlerts(statuses: $statuses, search: $search, sort: CREATED_DESC, first: $first, after: $after) {
      nodes {
        iid title description severity status service monitoringTool hosts environment { name } eventCount
        startedAt endedAt createdAt updatedAt issue { iid } details runbook detailsUrl
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}";

/// The alerts of a project, page by page.
///
/// Asks for `project.alertManagementAlerts` (since GitLab 13.10, for Developers). Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::graphql::ListAlerts;
/// use gitlab_core::types::AlertStatus;
///
/// let open = ListAlerts::new("shop/api".parse()?).status(AlertStatus::Triggered).status(AlertStatus::Acknowledged);
/// # let _ = open;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListAlerts {
    project: ProjectPath,
    statuses: Vec<AlertStatus>,
    search: Option<String>,
    first: u8,
    after: Option<String>,
}

impl ListAlerts {
    /// Of this project.
    #[must_use]
    pub fn new(project: ProjectPath) -> Self {
        Self { project, statuses: Vec::new(), search: None, first: 100, after: None }
    }

    /// Only those in this status; call it again for more than one.
    #[must_use]
    pub fn status(mut self, status: AlertStatus) -> Self {
        self.statuses.push(status);
        self
    }

    /// Only those with this text in title, description, service, tool or hosts.
    #[must_use]
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    /// At most this many, 1 to 100; 100 by default.
    #[must_use]
    pub fn first(mut self, first: u8) -> Self {
        self.first = first.clamp(1, 100);
        self
    }

    /// The same list after this page of it; `None` when that was the last.
    ///
    /// ```no_run
    /// # use gitlab_api_client::{Client, graphql::{GraphQlError, ListAlerts}};
    /// # async fn example(client: Client, mut list: ListAlerts) -> Result<(), GraphQlError> {
    /// loop {
    ///     let page = client.graphql_send(&list).await?;
    ///     for alert in &page.alerts {
    ///         println!("{}", alert.title);
    ///     }
    ///     match list.following(&page) {
    ///         Some(next) => list = next,
    ///         None => break,
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn following(&self, page: &AlertPage) -> Option<Self> {
        page.next.as_ref().map(|next| self.clone().after(next.clone()))
    }

    /// Those after a page: its [`AlertPage::next`].
    #[must_use]
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        self.after = Some(cursor.into());
        self
    }
}

#[doc(hidden)]
#[derive(Debug, Deserialize)]
pub struct ListData {
    project: Option<ListProject>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListProject {
    alert_management_alerts: Option<Connection>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connection {
    nodes: Vec<Option<AlertManagementAlert>>,
    page_info: PageInfo,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

impl GraphQlOperation for ListAlerts {
    type Data = ListData;
    type Output = AlertPage;

    fn document(&self) -> &'static str {
        LIST
    }

    fn variables(&self) -> Value {
        let mut variables = Map::new();
        variables.insert("project".to_owned(), json!(self.project));
        variables.insert("first".to_owned(), json!(self.first));
        if !self.statuses.is_empty() {
            variables.insert("statuses".to_owned(), json!(self.statuses));
        }
        if let Some(search) = &self.search {
            variables.insert("search".to_owned(), json!(search));
        }
        if let Some(after) = &self.after {
            variables.insert("after".to_owned(), json!(after));
        }
        variables.into()
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the alerts".into()
    }

    fn project(&self) -> Option<ProjectRef> {
        Some(self.project.clone().into())
    }

    fn output(&self, data: ListData) -> Result<AlertPage, GraphQlRefusal> {
        let project = data.project.ok_or(GraphQlRefusal::NotFound)?;
        let list = project.alert_management_alerts.ok_or(GraphQlRefusal::NotFound)?;
        let next = list.page_info.end_cursor.filter(|_| list.page_info.has_next_page);
        if next.is_some() && next == self.after {
            return Err(GraphQlRefusal::Errors(vec![
                "the next page of the list is the one at hand".to_owned(),
            ]));
        }
        Ok(AlertPage { alerts: list.nodes.into_iter().flatten().collect(), next })
    }
}

const UPDATE: &str = "mutation($project: ID!, $iid: String!, $status: AlertManagementStatus!) {
  updateAlertStatus(input: { projectPath: $project, iid: $iid, status: $status }) {
    alert { status }
    errors
  }
}";

/// Says what was done about an alert. The answer is its status.
///
/// Runs `updateAlertStatus` (since GitLab 13.0, for Developers). Needs the scope `api`.
///
/// ```
/// use gitlab_api_client::graphql::UpdateAlertStatus;
/// use gitlab_core::types::AlertStatus;
///
/// let acknowledge = UpdateAlertStatus::new("shop/api".parse()?, 12, AlertStatus::Acknowledged);
/// # let _ = acknowledge;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct UpdateAlertStatus {
    project: ProjectPath,
    iid: u64,
    status: AlertStatus,
}

impl UpdateAlertStatus {
    /// This status for the alert of this number in this project.
    #[must_use]
    pub fn new(project: ProjectPath, iid: u64, status: AlertStatus) -> Self {
        Self { project, iid, status }
    }
}

#[doc(hidden)]
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateData {
    update_alert_status: Option<Payload>,
}

#[derive(Debug, Deserialize)]
struct Payload {
    alert: Option<Updated>,
    errors: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Updated {
    status: AlertStatus,
}

impl GraphQlOperation for UpdateAlertStatus {
    type Data = UpdateData;
    type Output = AlertStatus;

    fn document(&self) -> &'static str {
        UPDATE
    }

    fn variables(&self) -> Value {
        json!({ "project": self.project, "iid": self.iid.to_string(), "status": self.status })
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("set the status of alert ^alert#{}", self.iid).into()
    }

    fn project(&self) -> Option<ProjectRef> {
        Some(self.project.clone().into())
    }

    fn output(&self, data: UpdateData) -> Result<AlertStatus, GraphQlRefusal> {
        let payload = data.update_alert_status.ok_or(GraphQlRefusal::NotFound)?;
        GraphQlRefusal::unless_done(payload.errors)?;
        Ok(payload.alert.ok_or(GraphQlRefusal::NotFound)?.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> ProjectPath {
        "shop/api".parse().unwrap()
    }

    #[test]
    fn values_are_variables_and_only_those_that_were_set() {
        let list = ListAlerts::new(project());
        assert_eq!(list.variables(), json!({"project": "shop/api", "first": 100}));
        let list = list.status(AlertStatus::Triggered).search("\"}").after("c").first(0);
        assert_eq!(
            list.variables(),
            json!({"project": "shop/api", "first": 1, "statuses": ["TRIGGERED"], "search": "\"}", "after": "c"})
        );
        let update = UpdateAlertStatus::new(project(), 12, AlertStatus::Resolved);
        assert_eq!(update.variables(), json!({"project": "shop/api", "iid": "12", "status": "RESOLVED"}));
    }

    #[test]
    fn a_page_says_where_the_next_one_is() {
        let page = |list: &ListAlerts, more: bool| {
            let data = json!({"project": {"alertManagementAlerts": {
                "nodes": [{"iid": "12", "title": "t", "severity": "HIGH", "status": "TRIGGERED"}, null],
                "pageInfo": {"hasNextPage": more, "endCursor": "c"},
            }}});
            list.output(serde_json::from_value(data).unwrap())
        };
        let list = ListAlerts::new(project());
        let first = page(&list, true).unwrap();
        assert_eq!((first.alerts.len(), first.next.as_deref()), (1, Some("c")));
        assert!(list.following(&page(&list, false).unwrap()).is_none());
        let second = list.following(&first).unwrap();
        assert_eq!(second.variables()["after"], "c");
        assert!(page(&second, true).is_err(), "case 8: it would go round in a circle");
        assert!(page(&second, false).is_ok());
    }

    #[test]
    fn null_is_not_found_and_a_payload_can_refuse() {
        let list = |data: Value| ListAlerts::new(project()).output(serde_json::from_value(data).unwrap());
        assert_eq!(list(json!({"project": null})), Err(GraphQlRefusal::NotFound));
        assert_eq!(list(json!({"project": {"alertManagementAlerts": null}})), Err(GraphQlRefusal::NotFound));
        let update = |data: Value| {
            let update = UpdateAlertStatus::new(project(), 12, AlertStatus::Resolved);
            update.output(serde_json::from_value(data).unwrap())
        };
        let done = json!({"updateAlertStatus": {"alert": {"status": "RESOLVED"}, "errors": []}});
        assert_eq!(update(done), Ok(AlertStatus::Resolved));
        let refused = json!({"updateAlertStatus": {"alert": null, "errors": ["no"]}});
        assert_eq!(update(refused), Err(GraphQlRefusal::Errors(vec!["no".to_owned()])));
        assert_eq!(update(json!({"updateAlertStatus": null})), Err(GraphQlRefusal::NotFound));
    }
}
