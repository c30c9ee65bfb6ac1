//! Reads the logs of successful runs, each once for all failed runs that are compared with it.

use super::Session;
use super::log::Trace;
use super::pipeline::Missing;
use super::session::Need;
use crate::evidence::Gap;
use ci_log::{PassingLines, PassingLog};
use futures_util::FutureExt;
use futures_util::future::ready;
use gitlab_core::types::Job;
use gitlab_core::{JobId, ProjectRef};
use std::time::Duration;

/// A successful run of the same job, whose log the failed one is compared with.
#[derive(Debug)]
pub(super) struct Passed {
    pub(super) project: ProjectRef,
    pub(super) job: JobId,
    /// When the failed log no longer waits for it.
    pub(super) until: Duration,
}

/// What the log of a successful run gave.
#[derive(Clone, Debug)]
pub(crate) struct PassedLog {
    lines: Option<PassingLines>,
    /// Why there is nothing to compare with, or less than all of it.
    missing: Option<Missing>,
}

/// The gap of a failed job that was not compared with a successful run.
pub(super) fn not_compared(job: &Job, why: impl Into<String>) -> Gap {
    Gap::new(format!("comparison of job {} ({}) with a successful run", job.id, job.name), why)
}

/// What the successful run printed; `None` when it cannot be read in time, which only costs the comparison.
///
/// Runs of a job in several failed pipelines, or several failed runs in one, are mostly compared with the same one. The
/// first of them asks for its log, and the others wait for what it reads, each as long as a failed log may wait.
pub(super) async fn lines(session: &Session<'_>, failed: &Job, passed: Passed) -> Option<PassingLines> {
    let until = passed.until;
    let PassedLog { lines, missing } = session
        .passing_logs
        .get_within(passed.job, read(session, &passed).boxed(), session.at(until))
        .await
        .unwrap_or_else(|| PassedLog { lines: None, missing: Some(too_late(passed.job)) });
    if let Some(missing) = missing {
        session.gap(missing.gap(not_compared(failed, "").what));
    }
    lines
}

async fn read(session: &Session<'_>, passed: &Passed) -> PassedLog {
    let Passed { project, job: id, until } = passed;
    let what = format!("log of job {id}, which passed");
    let mut slot = None;
    let answer = {
        let trace = Trace { session, project, job: *id, what: &what };
        let begin = ready((PassingLog::new(), true));
        let reading = trace.read(begin, &mut slot, |(passing, empty), bytes| {
            *empty &= bytes.is_empty();
            passing.push(bytes);
        });
        session.before(*until, session.stream(&what, Need::Optional, reading)).await
    };
    let lines = slot.filter(|(_, empty)| !empty).map(|(passing, _)| passing.finish());
    match answer {
        Some(Ok(true)) if lines.is_none() => PassedLog {
            lines: None,
            missing: Some(Missing::new(
                format!("the log of job {id}, which passed, is empty or no longer stored"),
                "run the job again where it passes, to have a log to compare with",
            )),
        },
        Some(Ok(true)) => PassedLog { lines, missing: None },
        Some(Ok(false)) => PassedLog {
            lines,
            missing: Some(Missing::new(
                format!("only the beginning of the log of job {id}, which passed, was read"),
                "raise the limit on bytes of a log if the rest is wanted",
            )),
        },
        Some(Err(error)) => PassedLog { lines: None, missing: Some(Missing::from_error(&what, &error)) },
        None => PassedLog { lines: None, missing: Some(too_late(*id)) },
    }
}

fn too_late(id: JobId) -> Missing {
    Missing::new(
        format!("the log of job {id}, which passed, did not come in time"),
        "raise the limit on the time that a failed log waits for it",
    )
}
