//! What an investigation is doing, as events.

use gitlab_core::JobId;
use std::fmt::{self, Debug};
use std::sync::Arc;

/// Something that happened in an investigation, for a progress bar or a log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// A read was started. `reads` counts those started so far.
    Started {
        /// What is read, such as `jobs of pipeline 7`.
        what: String,
        /// Reads started so far.
        reads: usize,
    },
    /// A read ended well.
    Done {
        /// What was read.
        what: String,
        /// Reads ended so far, well or not.
        reads: usize,
    },
    /// A read failed; whether that leaves a gap is told apart.
    Failed {
        /// What was to be read.
        what: String,
        /// Why it failed.
        why: String,
        /// Reads ended so far, well or not.
        reads: usize,
    },
    /// More of a job's log has arrived.
    Log {
        /// The job.
        job: JobId,
        /// Bytes read so far.
        bytes: u64,
    },
    /// Something could not be read; the rest goes on.
    Gap {
        /// What is missing.
        what: String,
        /// Why.
        why: String,
    },
}

/// Hands events to whoever listens.
#[derive(Clone, Default)]
pub(crate) struct Listener(Option<Arc<dyn Fn(Progress) + Send + Sync>>);

impl Listener {
    pub(crate) fn new(listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    /// The event is built only when somebody listens.
    pub(crate) fn tell(&self, event: impl FnOnce() -> Progress) {
        if let Some(listener) = &self.0 {
            listener(event());
        }
    }
}

impl Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Listener(..)" } else { "Listener(none)" })
    }
}
