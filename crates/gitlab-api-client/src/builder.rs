//! How a client is put together.

use crate::cache::AnswerCache;
use crate::governor::{self, Governor, Observer, RateLimit, RateLimitWait};
use crate::pipeline::Pipeline;
use crate::pipeline::cached::Cache;
use crate::pipeline::random::{RandomSource, SystemRandom};
use crate::pipeline::retry::{RetryBudget, RetryPolicy};
use crate::{Client, Limits, RateClass, Timeouts};
use async_trait::async_trait;
use gitlab_core::{
    ApiError, ApiErrorKind, AuthError, AuthHeaders, Authenticator, Clock, Instance, Transport,
};
use http::HeaderValue;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

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
    rate_limits: BTreeMap<RateClass, Option<RateLimit>>,
    observer: Option<Observer>,
    cache: Option<Arc<dyn AnswerCache>>,
    cache_scope: Option<String>,
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
            rate_limits: BTreeMap::new(),
            observer: None,
            cache: None,
            cache_scope: None,
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

    /// Sends at most this many requests of a class within any stretch of this length, whatever the number of
    /// tasks; [`RateClass::General`] is for all requests together.
    ///
    /// By default the client keeps the limits that GitLab documents: 60 notes, 30 searches, 5 tests and 5
    /// repeated deliveries of webhooks a minute, and on GitLab.com its whole table (10 searches and 2,000
    /// requests a minute, and so on). Set what the administrator of an installation has set.
    ///
    /// Besides, and with no setting, all tasks of a client wait when GitLab refuses one of them (429) or says
    /// that no more requests are left (`RateLimit-Remaining`): until the reset, and then one after the other
    /// within a second. A call whose deadline comes first fails at once with
    /// [`RateLimited`](ApiErrorKind::RateLimited) and the moment at which to come back. Ten minutes after the last
    /// word about a limit that is closed for longer, one call is sent all the same, so that a single odd answer
    /// (`Retry-After: 86400`) does not stop a client for a day: when it is answered, all go on.
    ///
    /// Calls go in the order in which they began. One that is begun and not polled, as a future beside the one
    /// that a program awaits, does not hold up the others: after a second they pass it.
    ///
    /// ```no_run
    /// # use gitlab_api_client::{Client, RateClass};
    /// # use gitlab_core::{ApiError, Instance};
    /// # use std::time::Duration;
    /// # fn example(instance: Instance) -> Result<(), ApiError> {
    /// let client = Client::builder(instance)
    ///     .rate_limit(RateClass::General, 600, Duration::from_secs(60))
    ///     .without_rate_limit(RateClass::Search)
    ///     .on_wait(|wait| eprintln!("{wait}"))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn rate_limit(mut self, class: RateClass, requests: u32, per: Duration) -> Self {
        self.rate_limits.insert(class, Some(RateLimit { requests, per }));
        self
    }

    /// Keeps no limit of its own on requests of this class. What GitLab says still holds.
    pub fn without_rate_limit(mut self, class: RateClass) -> Self {
        self.rate_limits.insert(class, None);
        self
    }

    /// Is told whenever a request begins to wait for a limit, and again when that takes longer. It should
    /// return at once. See also [`Client::waiting_until`].
    pub fn on_wait(mut self, observer: impl Fn(&RateLimitWait) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer(Arc::new(observer)));
        self
    }

    /// Keeps answers that can never change, and gives them again without asking GitLab: a commit (without its
    /// pipeline), a diff, a comparison, a file and a tree by full SHA, the log of a job that is known to be over.
    /// By default nothing is kept.
    ///
    /// Errors are never kept, nor streams that were not read to their end or that may have been cut, nor what
    /// GitLab says is not whole: a comparison that took too long, changed files that are over a limit. What is
    /// kept is given without a look at the credential: a token that was revoked since still has it. Another
    /// client that shares the cache has its own answers there, unless both have the same
    /// [`cache_scope`](Self::cache_scope).
    ///
    /// ```no_run
    /// # use gitlab_api_client::{Client, MemoryCache};
    /// # use gitlab_core::{ApiError, Instance};
    /// # use std::sync::Arc;
    /// # fn example(instance: Instance) -> Result<(), ApiError> {
    /// let client = Client::builder(instance).cache(Arc::new(MemoryCache::new(64 * 1024 * 1024))).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cache(mut self, cache: Arc<dyn AnswerCache>) -> Self {
        self.cache = Some(cache);
        self
    }

    /// For whom answers are kept in the cache: clients of the same scope are given each other's answers. Give
    /// those the same one that may see the same things, such as all that have the same token; a name will do,
    /// and it must not be a secret. By default each client that is built, with its clones, has its own.
    pub fn cache_scope(mut self, scope: impl Into<String>) -> Self {
        self.cache_scope = Some(scope.into());
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
        let random = self.random.unwrap_or_else(|| Arc::new(SystemRandom));
        let mut rate_limits = governor::defaults(&self.instance);
        for (class, limit) in self.rate_limits {
            match limit {
                Some(limit) if limit.requests == 0 || limit.per.is_zero() => {
                    return Err(configuration("a rate limit must allow a request, and in some time"));
                }
                Some(limit) => rate_limits.insert(class, limit),
                None => rate_limits.remove(&class),
            };
        }
        let governor = Governor::new(rate_limits, Arc::clone(&clock), Arc::clone(&random), self.observer);
        let cache = self
            .cache
            .map(|answers| Cache { answers, scope: self.cache_scope.unwrap_or_else(scope_of_its_own) });
        Ok(Client::of(Pipeline {
            instance: self.instance,
            transport,
            authenticator: self.authenticator.unwrap_or_else(|| Arc::new(Nobody)),
            clock,
            random,
            retry: self.retry,
            budget: RetryBudget::full(),
            governor,
            cache,
            timeouts: self.timeouts,
            limits: self.limits,
            user_agent,
        }))
    }
}

/// A scope that no other client has, in this process or another one.
fn scope_of_its_own() -> String {
    format!("{:016x}{:016x}", SystemRandom.next(), SystemRandom.next())
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
