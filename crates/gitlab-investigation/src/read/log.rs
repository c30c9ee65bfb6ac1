//! Reads the logs of jobs.

use super::Session;
use crate::evidence::Gap;
use ci_log::{JobEnd, JobLog, LogLine, LogOptions, LogReader};
use gitlab_core::ProjectRef;
use gitlab_core::types::Job;

/// What a job's log says, read as a stream and never held whole.
pub(super) async fn of_job(session: &Session<'_>, project: &ProjectRef, job: &Job) -> Option<JobLog> {
    let what = format!("log of job {} ({})", job.id, job.name);
    if job.erased_at.is_some() {
        session.gap(Gap::new(what, "it was erased"));
        return None;
    }
    if !session.claim_log(job.id, &what) {
        return None;
    }
    let mut reader = LogReader::new(LogOptions::default());
    let answer = session
        .stream(&what, job.id, session.source.job_trace(project, job.id), |chunk| reader.push(chunk))
        .await;
    let whole = match answer {
        Ok(whole) => whole,
        Err(error) => {
            session.gap(Gap::from_error(&what, &error));
            false
        }
    };
    let mut log = reader.finish();
    if log.bytes == 0 {
        if whole {
            session.gap(Gap::new(what, "it is empty: the job wrote nothing, or its log is not stored yet"));
        }
        return None;
    }
    if !whole {
        session.gap(
            Gap::new(&what, format!("only its first {} bytes were read", log.bytes))
                .with_advice("raise the limit on bytes of a log if the rest is wanted"),
        );
    }
    if let Some(cut) = &log.truncation {
        session.gap(
            Gap::new(
                &what,
                format!("the runner stopped writing it at line {}: the error itself may be missing", cut.at),
            )
            .with_advice("raise output_limit in the runner's configuration, or make the job write less"),
        );
    }
    mask(session, &mut log);
    Some(log)
}

/// Masks the secrets in everything that is kept of a log.
fn mask(session: &Session<'_>, log: &mut JobLog) {
    for excerpt in &mut log.excerpts {
        mask_lines(session, &mut excerpt.lines);
    }
    mask_lines(session, &mut log.tail);
    for failure in &mut log.failures {
        failure.message = session.mask(&failure.message);
        for text in failure.test.iter_mut().chain(&mut failure.file) {
            *text = session.mask(text);
        }
        failure.stack = session.redactor.redact_lines(failure.stack.iter().map(String::as_str));
    }
    if let Some(
        JobEnd::Failed { message, .. }
        | JobEnd::SystemFailure { message, .. }
        | JobEnd::TimedOut { message, .. }
        | JobEnd::Canceled { message, .. },
    ) = &mut log.exit
    {
        *message = session.mask(message);
    }
    log.class.reason = session.mask(&log.class.reason);
}

fn mask_lines(session: &Session<'_>, lines: &mut [LogLine]) {
    let masked = session.redactor.redact_lines(lines.iter().map(|line| line.text.as_str()));
    for (line, text) in lines.iter_mut().zip(masked) {
        line.text = text;
    }
}
