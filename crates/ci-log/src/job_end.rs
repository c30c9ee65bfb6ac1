use serde::Serialize;

/// How the runner says that the job ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum JobEnd {
    /// `Job succeeded`.
    Succeeded,
    /// The script failed.
    Failed {
        /// Its exit code, when the line gives one.
        code: Option<i32>,
        /// The line's own words.
        message: String,
        /// Raw line of the log.
        at: usize,
    },
    /// The runner or its executor failed, not the script.
    SystemFailure {
        /// What the runner says.
        message: String,
        /// Raw line of the log.
        at: usize,
    },
    /// The job took longer than allowed.
    TimedOut {
        /// What the runner says, with the limit.
        message: String,
        /// Raw line of the log.
        at: usize,
    },
    /// A person or the API canceled the job.
    Canceled {
        /// What the runner says.
        message: String,
        /// Raw line of the log.
        at: usize,
    },
}

/// The runner stopped collecting the log: the lines that tell why the job failed may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Truncation {
    /// The limit in bytes, when the line gives one.
    pub limit: Option<u64>,
    /// Raw line of the log that says so.
    pub at: usize,
}

impl JobEnd {
    /// Whether the job succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Succeeded)
    }

    /// Reads one of the runner's own end lines.
    pub(crate) fn parse(line: &str, at: usize) -> Option<Self> {
        // Nearly every line of a log leaves here.
        if !matches!(line.as_bytes().first(), Some(b'J' | b'E' | b'W')) {
            return None;
        }
        let line = line.trim_end();
        if line == "Job succeeded" {
            return Some(Self::Succeeded);
        }
        if line.starts_with("WARNING: script canceled") || line.starts_with("ERROR: Job failed: canceled") {
            return Some(Self::Canceled { message: line.to_owned(), at });
        }
        let rest = line.strip_prefix("ERROR: Job failed")?;
        // A line that was cut before its reason still says something.
        let said = |reason: &str| if reason.is_empty() { line } else { reason }.to_owned();
        if let Some(reason) = rest.strip_prefix(" (system failure):") {
            return Some(Self::SystemFailure { message: said(reason.trim()), at });
        }
        let message = said(rest.trim_start_matches(':').trim());
        if message.starts_with("execution took longer than") {
            return Some(Self::TimedOut { message, at });
        }
        let code = ["exit code ", "exit status "].iter().find_map(|words| {
            let (_, number) = message.rsplit_once(words)?;
            number.split_whitespace().next()?.parse().ok()
        });
        Some(Self::Failed { code, message, at })
    }
}

impl Truncation {
    pub(crate) fn parse(line: &str, at: usize) -> Option<Self> {
        let rest = line.strip_prefix("Job's log exceeded limit of")?;
        Some(Self { limit: rest.split_whitespace().next().and_then(|number| number.parse().ok()), at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_lines() {
        let end = |line| JobEnd::parse(line, 7);
        assert_eq!(end("Job succeeded"), Some(JobEnd::Succeeded));
        let code = |line| match end(line) {
            Some(JobEnd::Failed { code, at: 7, .. }) => code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code("ERROR: Job failed: exit code 101"), Some(101));
        assert_eq!(code("ERROR: Job failed: exit status 1"), Some(1));
        assert_eq!(code("ERROR: Job failed: command terminated with exit code 137"), Some(137));
        assert_eq!(code("ERROR: Job failed: something new"), None);
        assert!(matches!(
            end("ERROR: Job failed (system failure): pod gone"),
            Some(JobEnd::SystemFailure { message, .. }) if message == "pod gone"
        ));
        assert!(matches!(
            end("ERROR: Job failed: execution took longer than 1h0m0s seconds"),
            Some(JobEnd::TimedOut { .. })
        ));
        assert!(matches!(
            end("WARNING: script canceled externally (UI, API)"),
            Some(JobEnd::Canceled { .. })
        ));
        for cut in ["ERROR: Job failed", "ERROR: Job failed: ", "ERROR: Job failed (system failure):"] {
            let Some(JobEnd::Failed { message, .. } | JobEnd::SystemFailure { message, .. }) = end(cut)
            else {
                panic!("{cut}")
            };
            assert_eq!(message, cut.trim_end());
        }
        assert_eq!(end("ERROR: job failed to load"), None);
        assert_eq!(end("Job succeeded!"), None);
    }

    #[test]
    fn the_log_limit() {
        let line = "Job's log exceeded limit of 4194304 bytes.";
        assert_eq!(Truncation::parse(line, 9), Some(Truncation { limit: Some(4_194_304), at: 9 }));
        assert_eq!(Truncation::parse("The log exceeded limit", 9), None);
    }
}
