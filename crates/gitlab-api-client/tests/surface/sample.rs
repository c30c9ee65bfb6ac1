//! One request of the surface, with the type of its endpoint taken away.

use gitlab_api_client::{Client, Endpoint, Idempotency, Path, Query};
use gitlab_core::{ApiError, ProjectRef};
use http::Method;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::pin::Pin;
use std::sync::Arc;

type Answered = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;
type Ask = Box<dyn Fn(&Client) -> Answered>;

/// An endpoint's value as the client sees it.
pub(crate) struct Sample {
    /// The name of the endpoint's type.
    pub(crate) endpoint: &'static str,
    pub(crate) method: Method,
    pub(crate) path: Path,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Option<Value>,
    pub(crate) operation: String,
    pub(crate) project: Option<ProjectRef>,
    pub(crate) idempotency: Idempotency,
    asked: Option<Ask>,
}

impl Sample {
    /// Of an endpoint whose answer is JSON or nothing.
    pub(crate) fn of<E>(endpoint: E) -> Self
    where
        E: Endpoint<Output: DeserializeOwned> + 'static,
    {
        let mut sample = Self::opened(&endpoint);
        let endpoint = Arc::new(endpoint);
        sample.asked = Some(Box::new(move |client| {
            let (client, endpoint) = (client.clone(), Arc::clone(&endpoint));
            Box::pin(async move { client.send(&*endpoint).await.map(drop) })
        }));
        sample
    }

    /// Of an endpoint whose answer is a stream of bytes, or that a call of its own reads.
    pub(crate) fn opened<E: Endpoint>(endpoint: &E) -> Self {
        let mut query = Query::new();
        endpoint.query(&mut query);
        let query = url::form_urlencoded::parse(query.to_string().as_bytes()).into_owned().collect();
        let name = std::any::type_name::<E>().split('<').next().unwrap();
        Self {
            endpoint: name.rsplit("::").next().unwrap(),
            method: endpoint.method(),
            path: endpoint.path(),
            query,
            body: endpoint.body().map(|body| serde_json::from_slice(body.bytes()).unwrap()),
            operation: endpoint.operation().into_owned(),
            project: endpoint.project().cloned(),
            idempotency: endpoint.idempotency(),
            asked: None,
        }
    }

    /// `GET /projects/:id/jobs`
    pub(crate) fn call(&self) -> String {
        format!("{} /{}", self.method, self.path.template())
    }

    /// The names of the query's parameters and the body's fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let fields = self.body.as_ref().and_then(Value::as_object);
        let fields = fields.into_iter().flat_map(|fields| fields.keys());
        self.query.iter().map(|(name, _)| name).chain(fields).map(String::as_str)
    }

    /// Asks with this client. `None` for an endpoint whose answer is no JSON.
    pub(crate) fn ask(&self, client: &Client) -> Option<Answered> {
        self.asked.as_ref().map(|asked| asked(client))
    }
}
