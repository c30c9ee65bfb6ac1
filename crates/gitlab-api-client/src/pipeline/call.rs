//! What is asked, taken out of its endpoint so that the rest of the pipeline is compiled once.

use crate::pages::Turn;
use crate::{Endpoint, Idempotency, Query, RateClass, RequestBody};
use gitlab_core::{ApiError, ApiErrorBuilder, ApiErrorKind, Authenticator, Delivery, Instance, ProjectRef};
use http::Method;
use std::borrow::Cow;
use std::fmt::Display;
use std::sync::Arc;
use url::Url;

#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) template: String,
    pub(crate) body: Option<RequestBody>,
    pub(crate) idempotency: Idempotency,
    /// Whether it changes nothing.
    pub(crate) only_asks: bool,
    pub(crate) rate_class: RateClass,
    /// Whether the answer can never change.
    pub(crate) is_immutable: bool,
    pub(crate) accept: &'static str,
    /// Whether a redirect may lead to object storage.
    pub(crate) follows_to_storage: bool,
    /// What proves who asks, in place of the client's own credential.
    pub(crate) authenticator: Option<Arc<dyn Authenticator>>,
    operation: Cow<'static, str>,
    project: Option<ProjectRef>,
    /// When the answer may be read, where others come first.
    pub(crate) turn: Option<Turn>,
    base: Url,
    url: Url,
}

impl Call {
    /// The call that an endpoint makes to this installation.
    pub(crate) fn new<E: Endpoint + ?Sized>(endpoint: &E, instance: &Instance) -> Result<Self, ApiError> {
        let (path, operation) = (endpoint.path(), endpoint.operation());
        let refuse = |message: String| {
            let error = ApiError::builder(ApiErrorKind::InvalidRequest, operation.clone())
                .delivery(Delivery::NotSent)
                .message(message);
            match endpoint.project() {
                Some(project) => error.project(project.clone()).build(),
                None => error.build(),
            }
        };
        let encoded = path.encoded().map_err(|error| refuse(error.to_string()))?;
        let base = endpoint.url_base().url(instance);
        let mut url = base.join(encoded).map_err(|_| refuse("the path is no part of a URL".to_owned()))?;
        let mut query = Query::new();
        endpoint.query(&mut query);
        if !query.is_empty() {
            url.set_query(Some(&query.to_string()));
        }
        Ok(Self {
            method: endpoint.method(),
            template: path.template().to_owned(),
            body: endpoint.body(),
            idempotency: endpoint.idempotency(),
            only_asks: endpoint.only_asks(),
            rate_class: endpoint.rate_class(),
            is_immutable: endpoint.is_immutable(),
            accept: "application/json",
            follows_to_storage: endpoint.method() == Method::GET && endpoint.follows_to_storage(),
            authenticator: endpoint.authenticator(),
            operation,
            project: endpoint.project().cloned(),
            turn: None,
            base,
            url,
        })
    }

    /// A call of this method to an address below `base` that was checked to be there.
    #[cfg(feature = "kitware")]
    pub(crate) fn at(method: Method, base: Url, url: Url, body: Option<RequestBody>) -> Self {
        let path = url.path().strip_prefix(base.path()).unwrap_or_default();
        Self {
            operation: format!("{method} {path}").into(),
            idempotency: Idempotency::of(&method),
            only_asks: matches!(method, Method::GET | Method::HEAD),
            method,
            // Whoever made the address knows which parts of it are values; we do not.
            template: "*".to_owned(),
            body,
            rate_class: RateClass::General,
            is_immutable: false,
            accept: "*/*",
            follows_to_storage: false,
            authenticator: None,
            project: None,
            turn: None,
            base,
            url,
        }
    }

    /// The same call, for an answer of any type.
    pub(crate) fn accepting_anything(self) -> Self {
        Self { accept: "*/*", ..self }
    }

    /// The same call, whose answer is read in its turn.
    pub(crate) fn in_turn(self, turn: Turn) -> Self {
        Self { turn: Some(turn), ..self }
    }

    /// The same call with another query, as it stands in a URL.
    pub(crate) fn with_query(&self, query: &str) -> Self {
        let mut call = self.clone();
        call.url.set_query(Some(query));
        call
    }

    /// The same call with these parameters set in its query.
    pub(crate) fn with_parameters(&self, parameters: &[(&str, &dyn Display)]) -> Self {
        let mut call = self.clone();
        let kept: Vec<(String, String)> = self
            .url
            .query_pairs()
            .filter(|(name, _)| !parameters.iter().any(|(set, _)| set == name))
            .map(|(n, v)| (n.into_owned(), v.into_owned()))
            .collect();
        {
            let mut pairs = call.url.query_pairs_mut();
            pairs.clear().extend_pairs(kept);
            for (name, value) in parameters {
                pairs.append_pair(name, &value.to_string());
            }
        }
        call
    }

    /// The same call with the parameters of another query set in its own.
    pub(crate) fn with_query_of(&self, query: &Query) -> Self {
        let parameters: Vec<_> = query.pairs().map(|(name, value)| (name, value as &dyn Display)).collect();
        self.with_parameters(&parameters)
    }

    /// The address below which it stays, whatever redirects say. It ends in a slash.
    pub(crate) fn base(&self) -> &Url {
        &self.base
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    pub(crate) fn operation(&self) -> &str {
        &self.operation
    }

    /// An error of this call.
    pub(crate) fn error(&self, kind: ApiErrorKind) -> ApiErrorBuilder {
        let error = ApiError::builder(kind, self.operation.clone());
        match &self.project {
            Some(project) => error.project(project.clone()),
            None => error,
        }
    }

    /// The same error, on the project of this call.
    pub(crate) fn on_project(&self, error: ApiError) -> ApiError {
        match &self.project {
            Some(project) => error.on_project(project),
            None => error,
        }
    }

    pub(crate) fn operation_owned(&self) -> Cow<'static, str> {
        self.operation.clone()
    }
}
