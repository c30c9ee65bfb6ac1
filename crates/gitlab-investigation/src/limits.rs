//! How much an investigation may read, and how long it may take.

use std::time::Duration;

/// How much an investigation may read, and how long it may take.
///
/// What a limit kept from being read becomes a [`Gap`](crate::Gap). Four things are left out without one,
/// because nearly every project has more of them than matter: the jobs of older pipelines that passed
/// ([`job_count`](crate::PipelineEvidence::job_count) is `None` then), releases before the window, who last changed
/// the outer frames of a stack trace, and, when the start is a whole project, its older commits.
///
/// ```
/// use gitlab_investigation::Limits;
/// use std::time::Duration;
///
/// let limits = Limits { requests: 60, deadline: Duration::from_secs(20), ..Limits::default() };
/// # assert_eq!(limits.concurrent, 16);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::exhaustive_structs,
    reason = "written with struct update syntax, which non_exhaustive forbids"
)]
pub struct Limits {
    /// Requests to GitLab in all; a list counts one for each 100 entries that it gave. Default 300. A quarter of them
    /// at most goes to what an investigation can do without: successful runs to compare with, who last changed a line,
    /// CODEOWNERS and `.git-blame-ignore-revs`.
    pub requests: usize,
    /// Requests under way at once. Default 16. Over HTTP/1.1 each needs a connection of its own: where these are slow
    /// to open, await the client's `warm` beside the investigation.
    pub concurrent: usize,
    /// Bytes read of one job log. Default 128 MiB.
    pub log_bytes: u64,
    /// Job logs read. Default 20.
    pub logs: usize,
    /// Logs of successful runs read, each once to compare the logs of all failed runs of the same job with it. What is
    /// remembered of one to the end, up to 19 MB, does not grow with its length. Default 5.
    pub passing_logs: usize,
    /// How long a failed log waits for that of the successful run, all that leads to it included; after that it is read
    /// without a comparison. Meanwhile up to 4 MiB of it are held. Default 10 seconds.
    pub passing_log_wait: Duration,
    /// Pipelines that did not pass whose jobs are read, downstream ones not counted. Default 8.
    pub pipelines: usize,
    /// Pipelines that passed whose jobs are read: they may hold a flaky job, or have started one that failed.
    /// Default 3.
    pub passed_pipelines: usize,
    /// How many steps downstream pipelines are followed. Default 2.
    pub downstream_depth: usize,
    /// Commits of a merge request that are read, each with its changed files. Default 50.
    pub commits: usize,
    /// Changed files read of one merge request or commit. Default 1,000.
    pub changed_files: usize,
    /// Bytes read of the raw diff of one merge request, which is only read where GitLab leaves the lines of a file
    /// out of its list. Default 8 MiB.
    pub diff_bytes: usize,
    /// Files read because a failure names them. Default 10.
    pub files: usize,
    /// Lines that failures name of which is read who last changed them, those that failed first. Default 5.
    pub blamed_lines: usize,
    /// Recent merge requests, deployments and releases read, of each kind. Default 50.
    pub recent: usize,
    /// Recent merge requests whose changed files are read too, the latest first. Default 10.
    pub recent_changes: usize,
    /// Time for everything. Default 60 seconds.
    pub deadline: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: 300,
            concurrent: 16,
            log_bytes: 128 * 1024 * 1024,
            logs: 20,
            passing_logs: 5,
            passing_log_wait: Duration::from_secs(10),
            pipelines: 8,
            passed_pipelines: 3,
            downstream_depth: 2,
            commits: 50,
            changed_files: 1000,
            diff_bytes: 8 * 1024 * 1024,
            files: 10,
            blamed_lines: 5,
            recent: 50,
            recent_changes: 10,
            deadline: Duration::from_secs(60),
        }
    }
}
