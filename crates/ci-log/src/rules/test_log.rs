//! What the tests of the rules share.

use crate::{Failure, FailureKind, JobLog};

/// Reads a log that a script printed, and checks that the same lines of a succeeded job report nothing.
pub(super) fn read(text: &str) -> JobLog {
    let succeeded = JobLog::read(format!("{text}\nJob succeeded\n").as_bytes());
    assert!(succeeded.failures.is_empty() && succeeded.excerpts.is_empty(), "{:?}", succeeded.failures);
    JobLog::read(format!("{text}\nERROR: Job failed: exit code 1\n").as_bytes())
}

/// `kind test|- file:line:column message` of each failure.
pub(super) fn summaries(log: &JobLog) -> Vec<String> {
    log.failures.iter().map(summary).collect()
}

fn summary(failure: &Failure) -> String {
    let number = |number: Option<u32>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    format!(
        "{} {} {}:{}:{} {}",
        failure.kind,
        failure.test.as_deref().unwrap_or("-"),
        failure.file.as_deref().unwrap_or("-"),
        number(failure.line),
        number(failure.column),
        failure.message
    )
}

/// The lines leave nothing but the exit code.
pub(super) fn assert_harmless(text: &str) {
    let log = JobLog::read(format!("{text}\nERROR: Job failed: exit code 1\n").as_bytes());
    assert_eq!(log.failures.len(), 1, "{:#?}", log.failures);
    assert_eq!(log.failures[0].kind, FailureKind::Script, "{:#?}", log.failures);
}
