//! How a client is put together.

use crate::pipeline::Pipeline;
use crate::pipeline::random::{RandomSource, SystemRandom};
use crate::pipeline::retry::{RetryBudget, RetryPolicy};
use crate::{Client, Limits, Timeouts};
use async_trait::async_trait;
use gitlab_core::{
    ApiError, ApiErrorKind, AuthError, AuthHeaders, Authenticator, Clock, Instance, Transport,
};
use http::HeaderValue;
use std::sync::Arc;

/// Builds a [`Client`]. Everything has a default, except that without the feature `reqwest` the transport and
/// the clock must be given.
#[derive(Debug)]
#[must_use]
pub struct ClientBuilder {
    instance: Instance,
    authenticator: Option<Arc<dyn Authenticator>>,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    random: Option<Arc<dyn RandomSource>>,
    retry: RetryPolicy,
    timeouts: Timeouts,
    limits: Limits,
    user_agent: Option<String>,
}

impl ClientBuilder {
    pub(crate) fn new(instance: Instance) -> Self {
        Self {
            instance,
            authenticator: None,
            transport: None,
            clock: None,
            random: None,
            retry: RetryPolicy::default(),
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            user_agent: None,
        }
    }

    /// What proves who asks. Without one, requests are anonymous: public projects can be read.
    ///
    /// The credential must be one of this client's installation; it goes nowhere else.
    pub fn authenticator(mut self, authenticator: Arc<dyn Authenticator>) -> Self {
        self.authenticator = Some(authenticator);
        self
    }

    /// What carries requests. By default `ReqwestTransport`, with the feature `reqwest`.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// What tells the time and waits. By default `TokioClock`, with the feature `reqwest`.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// What spreads retries. By default the randomness of the standard library.
    pub fn random(mut self, random: Arc<dyn RandomSource>) -> Self {
        self.random = Some(random);
        self
    }

    /// How often a request is sent again.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// How long things may take.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// How much a call may bring.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The name by which GitLab's administrators know the program, `name/version`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ApiError`] of the kind [`Configuration`](ApiErrorKind::Configuration) when a part is missing or
    /// cannot be made.
    pub fn build(self) -> Result<Client, ApiError> {
        let user_agent = match self.user_agent {
            Some(name) => HeaderValue::try_from(name)
                .map_err(|_| configuration("the user agent holds what no header may hold"))?,
            None => HeaderValue::from_static(concat!("gitlab-api-client/", env!("CARGO_PKG_VERSION"))),
        };
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let clock = match self.clock {
            Some(clock) => clock,
            None => default_clock()?,
        };
        Ok(Client::of(Pipeline {
            instance: self.instance,
            transport,
            authenticator: self.authenticator.unwrap_or_else(|| Arc::new(Nobody)),
            clock,
            random: self.random.unwrap_or_else(|| Arc::new(SystemRandom)),
            retry: self.retry,
            budget: RetryBudget::full(),
            timeouts: self.timeouts,
            limits: self.limits,
            user_agent,
        }))
    }
}

pub(crate) fn configuration(message: impl AsRef<str>) -> ApiError {
    ApiError::builder(ApiErrorKind::Configuration, "set up the GitLab client").message(message).build()
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>, ApiError> {
    Ok(Arc::new(crate::ReqwestTransport::new()?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>, ApiError> {
    Err(configuration("no transport is given, and the feature `reqwest`, which has one, is off"))
}

#[cfg(feature = "reqwest")]
#[allow(clippy::unnecessary_wraps, reason = "the same signature as without the feature")]
fn default_clock() -> Result<Arc<dyn Clock>, ApiError> {
    Ok(Arc::new(crate::TokioClock::new()))
}

#[cfg(not(feature = "reqwest"))]
fn default_clock() -> Result<Arc<dyn Clock>, ApiError> {
    Err(configuration("no clock is given, and the feature `reqwest`, which has one, is off"))
}

/// Requests without a credential.
#[derive(Debug)]
struct Nobody;

#[async_trait]
impl Authenticator for Nobody {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        Ok(AuthHeaders::anonymous())
    }
}
