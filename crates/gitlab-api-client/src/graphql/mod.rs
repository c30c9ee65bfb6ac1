//! GraphQL, for what the REST API lacks.
//!
//! [`Client::graphql`] sends any document and gives `data` in a type of yours.
//! [`Client::graphql_send`] sends one of the operations of this module, or of your own
//! ([`GraphQlOperation`]).
//!
//! | Operation | What it does |
//! |---|---|
//! | [`ListAlerts`] | the alerts of a project |
//! | [`UpdateAlertStatus`] | acknowledges or resolves an alert |
//! | [`ListTimelineEvents`] | the timeline of an incident |
//! | [`CreateTimelineEvent`] | adds to it |
//! | [`SetIncidentSeverity`] | says how bad an incident is |

mod alerts;
mod document;
mod error;
mod operation;
mod severity;
mod timeline;

pub use alerts::{AlertPage, ListAlerts, UpdateAlertStatus};
pub use error::{GraphQlError, GraphQlMessage};
pub use operation::{GraphQlOperation, GraphQlRefusal};
pub use severity::SetIncidentSeverity;
pub use timeline::{CreateTimelineEvent, ListTimelineEvents};

use crate::pipeline::call::Call;
use crate::pipeline::conceal::Secrets;
use crate::pipeline::{Decoded, decode};
use crate::{Client, Endpoint, Idempotency, Path, RequestBody, UrlBase};
use error::WireError;
use gitlab_core::{ApiError, ApiErrorKind, ProjectRef};
use http::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A GraphQL document with its variables, as an endpoint whose answer is GraphQL's own: `data` and `errors`.
///
/// Calls `POST /api/graphql`. Needs the scope `read_api` for queries, `api` for mutations. A document with a
/// mutation is never sent twice.
///
/// [`Client::graphql`] is what you want in most cases; this is for [`Client::raw`] and the like.
///
/// ```
/// use gitlab_api_client::graphql::GraphQlRequest;
///
/// let request = GraphQlRequest::new("query($path: ID!) { project(fullPath: $path) { id } }")
///     .variables(serde_json::json!({ "path": "shop/api" }));
/// # let _ = request;
/// ```
#[derive(Clone, Debug)]
pub struct GraphQlRequest {
    document: Cow<'static, str>,
    variables: Value,
    operation: Cow<'static, str>,
    project: Option<ProjectRef>,
}

impl GraphQlRequest {
    /// This document, without variables.
    #[must_use]
    pub fn new(document: impl Into<Cow<'static, str>>) -> Self {
        let document = document.into();
        let operation = if document::only_asks(&document) { "ask GraphQL" } else { "run a GraphQL mutation" };
        Self { document, variables: Value::Null, operation: operation.into(), project: None }
    }

    /// With these variables, an object.
    #[must_use]
    pub fn variables(mut self, variables: Value) -> Self {
        self.variables = variables;
        self
    }

    fn of<O: GraphQlOperation>(operation: &O) -> Self {
        Self {
            document: operation.document().into(),
            variables: operation.variables(),
            operation: operation.operation(),
            project: operation.project(),
        }
    }
}

impl Endpoint for GraphQlRequest {
    type Output = Value;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        Path::new("api/graphql")
    }

    fn url_base(&self) -> UrlBase {
        UrlBase::Web
    }

    fn body(&self) -> Option<RequestBody> {
        let mut body = Map::new();
        body.insert("query".to_owned(), Value::from(self.document.as_ref()));
        if !self.variables.is_null() {
            body.insert("variables".to_owned(), self.variables.clone());
        }
        Some(RequestBody::json(&body.into()))
    }

    fn only_asks(&self) -> bool {
        document::only_asks(&self.document)
    }

    fn idempotency(&self) -> Idempotency {
        if self.only_asks() { Idempotency::Idempotent } else { Idempotency::NotIdempotent }
    }

    fn operation(&self) -> Cow<'static, str> {
        self.operation.clone()
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.project.as_ref()
    }
}

/// What GraphQL answers.
#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    data: Value,
    #[serde(default)]
    errors: Option<Vec<WireError>>,
}

/// The data of a good answer, and what it was an answer to.
struct Came<T> {
    call: Call,
    secrets: Secrets,
    data: T,
}

impl Client {
    /// Sends a GraphQL document and gives `data` in a type of the caller's choice.
    ///
    /// Calls `POST /api/graphql`. Needs the scope `read_api` for queries, `api` for mutations. Variables are an
    /// object, or `()` for none: a value never goes into the document's text. Queries are sent again as any read
    /// is; a document with a mutation is not.
    ///
    /// ```no_run
    /// use gitlab_api_client::Client;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Data {
    ///     project: Option<Project>,
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Project {
    ///     id: String,
    /// }
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let document = "query($path: ID!) { project(fullPath: $path) { id } }";
    /// let data: Data = client.graphql(document, serde_json::json!({ "path": "shop/api" })).await?;
    /// match data.project {
    ///     Some(project) => println!("{}", project.id),
    ///     None => println!("there is no such project, or the token may not see it"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`GraphQlError`] as soon as GraphQL reports an error, also where a part of the data came:
    /// [`GraphQlError::partial_data`] has that. Also as [`Client::send`].
    pub async fn graphql<T: DeserializeOwned>(
        &self,
        document: &str,
        variables: impl Serialize,
    ) -> Result<T, GraphQlError> {
        let request = GraphQlRequest::new(document.to_owned());
        let variables = serde_json::to_value(variables).map_err(|_| {
            let error = ApiError::builder(ApiErrorKind::InvalidRequest, request.operation());
            error.delivery(gitlab_core::Delivery::NotSent).message("the variables are no JSON").build()
        })?;
        self.graphql_data(&request.variables(variables)).await.map(|came| came.data)
    }

    /// Sends an operation of the module [`graphql`](crate::graphql), or of your own.
    ///
    /// ```no_run
    /// use gitlab_api_client::Client;
    /// use gitlab_api_client::graphql::ListAlerts;
    /// use gitlab_core::types::AlertStatus;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let firing = ListAlerts::new("shop/api".parse()?).status(AlertStatus::Triggered);
    /// for alert in client.graphql_send(&firing).await?.alerts {
    ///     println!("^alert#{}: {}", alert.iid, alert.title);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Client::graphql`]; also [`NotFound`](ApiErrorKind::NotFound) when what was asked for is `null`, and
    /// [`InvalidRequest`](ApiErrorKind::InvalidRequest) when a mutation reports errors in its payload.
    pub async fn graphql_send<O: GraphQlOperation>(&self, operation: &O) -> Result<O::Output, GraphQlError> {
        let Came { call, secrets, data } = self.graphql_data(&GraphQlRequest::of(operation)).await?;
        operation.output(data).map_err(|refusal| match refusal {
            GraphQlRefusal::NotFound => call.error(ApiErrorKind::NotFound).build().into(),
            GraphQlRefusal::Errors(messages) => {
                let messages = messages
                    .into_iter()
                    .map(|message| GraphQlMessage { message, path: String::new(), code: None })
                    .map(|message| message.conceal(&secrets))
                    .collect();
                error::refused(|kind| call.error(kind), messages, None, false)
            }
        })
    }

    async fn graphql_data<T: DeserializeOwned>(
        &self,
        request: &GraphQlRequest,
    ) -> Result<Came<T>, GraphQlError> {
        let call = Call::new(request, &self.pipeline.instance)?;
        let Decoded { value: Answer { data, errors }, credential, .. } =
            self.pipeline.decoded(&call, self.deadline).await?;
        let secrets = Secrets::of(credential.as_ref());
        let errors = errors.unwrap_or_default();
        if !errors.is_empty() {
            let messages: Vec<GraphQlMessage> =
                errors.into_iter().map(|error| GraphQlMessage::from(error.conceal(&secrets))).collect();
            let came = holds_something(&data);
            // An error below a field of the root comes after that field was worked on.
            let was_begun = came || messages.iter().any(|message| message.path.contains('.'));
            let may_be_done = was_begun && call.idempotency == Idempotency::NotIdempotent;
            return Err(error::refused(|kind| call.error(kind), messages, came.then_some(data), may_be_done));
        }
        if data.is_null() {
            let error = call.error(ApiErrorKind::UnexpectedResponse);
            return Err(error.message("it holds neither data nor errors").build().into());
        }
        match serde_path_to_error::deserialize(data) {
            Ok(data) => Ok(Came { call, secrets, data }),
            Err(error) => {
                let error = call
                    .error(ApiErrorKind::UnexpectedResponse)
                    .message(secrets.conceal_text(&decode::field(&error)));
                Err(error.build().into())
            }
        }
    }
}

/// Whether any field of the data is not `null`.
fn holds_something(data: &Value) -> bool {
    match data {
        Value::Object(fields) => fields.values().any(holds_something),
        Value::Array(items) => items.iter().any(holds_something),
        Value::Null => false,
        _ => true,
    }
}
