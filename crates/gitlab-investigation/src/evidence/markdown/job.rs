//! Failed jobs and what their logs say.

use super::foreign::{field, labelled};
use super::page::{Kind, Part};
use super::words::Words;
use crate::evidence::{Evidence, JobEvidence, JobOutcome, PipelineEvidence};
use ci_log::{Failure, JobEnd, JobLog, LogLine};

/// How many failures of a job are shown whose failure does not count.
const FAILURES_OF_OTHERS: usize = 3;

/// A job whose failure counts: the failures, then the lines of the log around them.
pub(super) fn failed(pipeline: &PipelineEvidence, job: &JobEvidence) -> Part {
    let mut lines = vec![about(job)];
    if let Some(log) = &job.log {
        lines.push(format!("{}: {}", log.class.kind, field(&log.class.reason)));
        lines.extend(log.failures.iter().map(failure));
        if log.excerpts.is_empty() {
            lines.push("end of the log:".to_owned());
            lines.extend(log.tail.iter().map(log_line));
        }
        for excerpt in &log.excerpts {
            lines.push(format!("log from line {}:", excerpt.start));
            lines.extend(excerpt.lines.iter().map(log_line));
        }
        lines.extend(end(log));
    }
    Part::new(Kind::FailedJob, heading(pipeline, job), &lines)
}

fn heading(pipeline: &PipelineEvidence, job: &JobEvidence) -> Words {
    let words = Words::new("Failed job ").number(job.id.get()).and(" of pipeline ").number(pipeline.id.get());
    let Some(log) = &job.log else { return words.and(", log not read") };
    let words = words.and(", log of ").count(log.lines).and(" lines");
    let words = match &log.exit {
        Some(JobEnd::Failed { code: Some(code), .. }) => words.and(", exit code ").number(*code),
        _ => words,
    };
    let words = words.and_if(log.truncation.is_some(), ", cut by the runner");
    let kept_out = log.omitted.failures.saturating_add(log.omitted.excerpts);
    if kept_out == 0 {
        return words;
    }
    words
        .and(", without ")
        .count(log.omitted.failures)
        .and(" more failures and ")
        .count(log.omitted.excerpts)
        .and(" more excerpts")
}

fn about(job: &JobEvidence) -> String {
    let mut parts = vec![format!("job {} in stage {}", field(&job.name), field(&job.stage))];
    parts.extend(labelled("GitLab's reason", job.failure_reason.as_deref()));
    parts.extend(job.duration.map(|seconds| format!("{seconds:.0} s")));
    parts.extend(job.compared_with.map(|passed| {
        format!("what job {passed}, its last successful run, printed too is not among its failures")
    }));
    parts.join(", ")
}

fn failure(failure: &Failure) -> String {
    let mut text = format!("line {}: {}: {}", failure.at, failure.kind, failure.message);
    if let Some(test) = &failure.test {
        text.push_str(&format!(" [test {}]", field(test)));
    }
    if let Some(file) = &failure.file {
        let line = failure.line.map_or(String::new(), |line| format!(":{line}"));
        text.push_str(&format!(" [{}{line}]", field(file)));
    }
    text
}

fn log_line(line: &LogLine) -> String {
    format!("{:>6} {}", line.number, line.text)
}

/// How the runner says that the job ended.
fn end(log: &JobLog) -> Option<String> {
    let (how, message) = match log.exit.as_ref()? {
        JobEnd::Failed { message, .. } => ("failed", message),
        JobEnd::SystemFailure { message, .. } => ("failure of the runner", message),
        JobEnd::TimedOut { message, .. } => ("timed out", message),
        JobEnd::Canceled { message, .. } => ("canceled", message),
        _ => return Some("the runner says: succeeded".to_owned()),
    };
    Some(format!("the runner says: {how}: {}", field(message)))
}

/// The jobs whose failure does not count, in short: they tell what comes and goes.
pub(super) fn others(evidence: &Evidence) -> Option<Part> {
    let decisive: Vec<_> = evidence.decisive_failures().map(|(_, job)| job.id).collect();
    let jobs: Vec<_> = evidence
        .pipelines
        .iter()
        .flat_map(|pipeline| pipeline.jobs.iter().map(move |job| (pipeline, job)))
        .filter(|(_, job)| !decisive.contains(&job.id))
        .collect();
    let heading = Words::new("Failures that do not count: retried or allowed (").count(jobs.len()).and(")");
    Part::list(Kind::OtherJobs, heading, jobs.into_iter().flat_map(|(pipeline, job)| other(pipeline, job)))
}

fn other(pipeline: &PipelineEvidence, job: &JobEvidence) -> Vec<String> {
    let outcome = match job.outcome {
        JobOutcome::FailedAndRetried => "failed, and again when it was retried",
        JobOutcome::PassedOnRetry => "failed, and passed when it was retried",
        JobOutcome::AllowedToFail => "failed, as it is allowed to",
        _ => "failed",
    };
    let mut lines = vec![format!("- {} of pipeline {} {outcome}: {}", job.id, pipeline.id, about(job))];
    let Some(log) = &job.log else { return lines };
    lines.push(format!("  {}: {}", log.class.kind, field(&log.class.reason)));
    lines.extend(log.failures.iter().take(FAILURES_OF_OTHERS).map(|known| format!("  {}", failure(known))));
    let more = log.failures.len().saturating_sub(FAILURES_OF_OTHERS).saturating_add(log.omitted.failures);
    if more > 0 {
        lines.push(format!("  and {more} more"));
    }
    if log.failures.is_empty() {
        let last = log.tail.len().saturating_sub(FAILURES_OF_OTHERS);
        lines.extend(log.tail.iter().skip(last).map(log_line));
    }
    lines
}
