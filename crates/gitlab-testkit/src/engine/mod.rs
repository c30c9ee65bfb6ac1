//! The engine: a request in, an answer out.

mod address;
mod answer;
mod auth;
mod broken;
mod builder;
mod call;
mod exchange;
mod log;
mod page;
mod params;
mod view;

pub(crate) use address::Address;
pub(crate) use answer::{Answer, Outcome, Payload};
pub(crate) use auth::ANY_SCOPE;
pub(crate) use call::{Ability, Call};
pub(crate) use page::{Totals, check_depth, keyset, page, wants_keyset};
pub(crate) use params::Invalid;

pub use builder::GitLabBuilder;

use crate::diff_limits::DiffLimits;
use crate::fault::{Fault, Faults};
use crate::quick_action::QuickActions;
use crate::rate_limit::RateLimits;
use crate::scenario::{Scenario, ScenarioError};
use crate::state::State;
use crate::version::Version;
use gitlab_core::{Clock, Instance};
use log::RequestLog;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

/// A GitLab in the memory of this process.
///
/// It is a [`Transport`](gitlab_core::Transport): give `Arc::new(gitlab.clone())` to a client, and the client
/// talks to it without a socket. Clones are the same GitLab.
#[derive(Clone)]
pub struct GitLab {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    state: RwLock<State>,
    pub(crate) settings: Settings,
    address: RwLock<Arc<Address>>,
    clock: Arc<dyn Clock>,
    latency: Mutex<Duration>,
    faults: Faults,
    limits: RateLimits,
    log: RequestLog,
}

/// What is fixed when the GitLab is made.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) version: Version,
    pub(crate) version_text: String,
    pub(crate) diff_limits: DiffLimits,
    pub(crate) quick_actions: QuickActions,
    /// Whether the scenario says the address, so that serving does not change it.
    #[cfg(feature = "serve")]
    pub(crate) fixed_address: bool,
}

impl GitLab {
    /// A GitLab in which stands what the scenario says, on the clock of the machine.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`] when the scenario is not possible: a name that nothing has, a date that is none.
    pub fn new(scenario: Scenario) -> Result<Self, ScenarioError> {
        Self::builder(scenario).build()
    }

    /// A GitLab with a clock, limits and other settings of your own.
    #[must_use]
    pub fn builder(scenario: Scenario) -> GitLabBuilder {
        GitLabBuilder::new(scenario)
    }

    /// Its address, for a client's settings.
    #[must_use]
    pub fn instance(&self) -> Instance {
        self.address().instance.clone()
    }

    /// Lets every answer wait this long from now on, by the GitLab's clock.
    pub fn set_latency(&self, latency: Duration) {
        *lock(&self.inner.latency) = latency;
    }

    /// Lets something go wrong with the next request that the fault fits.
    pub fn inject(&self, fault: Fault) {
        self.inner.faults.add(fault);
    }

    /// Forgets the faults that have not happened yet.
    pub fn clear_faults(&self) {
        self.inner.faults.clear();
    }

    pub(crate) fn address(&self) -> Arc<Address> {
        Arc::clone(&self.inner.address.read().unwrap_or_else(PoisonError::into_inner))
    }

    #[cfg(feature = "serve")]
    pub(crate) fn set_address(&self, address: Address) {
        *self.inner.address.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(address);
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.inner.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.inner.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for GitLab {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GitLab").field("address", &self.address().web).finish_non_exhaustive()
    }
}
