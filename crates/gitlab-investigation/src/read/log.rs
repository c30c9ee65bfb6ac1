//! Reads the logs of jobs.

use super::Session;
use crate::evidence::Gap;
use ci_log::{JobLog, LogOptions, LogReader, PassingLog};
use gitlab_core::types::Job;
use gitlab_core::{JobId, ProjectRef};

/// What a job's log says, read as a stream and never held whole.
///
/// With the log of a successful run of the same job, what both printed is no cause.
pub(super) async fn of_job(
    session: &Session<'_>,
    project: &ProjectRef,
    job: &Job,
    passing: Option<PassingLog>,
) -> Option<JobLog> {
    let what = format!("log of job {} ({})", job.id, job.name);
    if job.erased_at.is_some() {
        session.gap(Gap::new(what, "it was erased"));
        return None;
    }
    let mut reader = reader(session);
    if let Some(passing) = passing {
        reader = reader.compared_with(passing);
    }
    let answer = session
        .stream(&what, job.id, session.source.job_trace(project, job.id), |chunk| reader.push(chunk))
        .await;
    let mut log = reader.finish();
    let empty = log.bytes == 0;
    match answer {
        Ok(true) if empty => {
            session.gap(Gap::new(what, "it is empty: the job wrote nothing, or its log is not stored yet"));
            return None;
        }
        Ok(true) => {}
        Ok(false) => session.gap(
            Gap::new(&what, format!("only its first {} bytes were read", log.bytes))
                .with_advice("raise the limit on bytes of a log if the rest is wanted"),
        ),
        Err(error) => {
            let mut gap = Gap::from_error(&what, &error);
            if !empty {
                gap.why = format!("it broke off after {} bytes: {}", log.bytes, gap.why);
            }
            session.gap(gap);
        }
    }
    if empty {
        return None;
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
    mask_over_lines(session, &mut log);
    Some(log)
}

/// The log of a successful run; `None` when it cannot be read, which only costs the comparison.
pub(super) async fn of_passing_job(
    session: &Session<'_>,
    project: &ProjectRef,
    job: JobId,
) -> Option<PassingLog> {
    let mut passing = PassingLog::new();
    let mut empty = true;
    let what = format!("log of job {job}, which passed");
    let answer = session
        .stream(&what, job, session.source.job_trace(project, job), |chunk| {
            empty &= chunk.is_empty();
            passing.push(chunk);
        })
        .await;
    match answer {
        Ok(_) => (!empty).then_some(passing),
        Err(error) => {
            session.gap(Gap::from_error(&what, &error));
            None
        }
    }
}

/// A reader that masks every line before anything of it is kept: the first line of a private key may lie far before the
/// lines that are.
fn reader(session: &Session<'_>) -> LogReader {
    let mut redactor = session.redactor.lines();
    LogReader::new(LogOptions::default()).with_filter(move |line| {
        let masked = redactor.mask(line);
        (masked != line).then(|| masked.into_owned())
    })
}

/// Masks what the filter does not see: a name and its value on two lines, and the names of sections, which are no lines.
fn mask_over_lines(session: &Session<'_>, log: &mut JobLog) {
    let excerpts = log.excerpts.iter_mut().map(|excerpt| &mut excerpt.lines);
    for lines in excerpts.chain([&mut log.tail]) {
        let masked = session.redactor.redact_lines(lines.iter().map(|line| line.text.as_str()));
        for (line, text) in lines.iter_mut().zip(masked) {
            line.text = text;
        }
    }
    for section in &mut log.sections {
        section.name = session.mask(&section.name);
    }
    for section in log.failures.iter_mut().filter_map(|failure| failure.section.as_mut()) {
        *section = session.mask(section);
    }
}
