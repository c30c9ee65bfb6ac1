//! What a test can look at besides the answers.

use gitlab_core::{ProjectPath, UserId};
use std::time::Duration;

/// One request that reached the GitLab, as its log has it. No token is in it, in no form.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestRecord {
    /// The method.
    pub method: http::Method,
    /// The path as it was sent, without the query.
    pub path: String,
    /// The query as it was sent, with the values of tokens taken out.
    pub query: Option<String>,
    /// The names of the headers, in lower case.
    pub header_names: Vec<String>,
    /// Who asked; `None` for somebody not signed in, or when the request never got that far.
    pub user: Option<UserId>,
    /// The status answered; `None` while there is none, or when a fault left it out.
    pub status: Option<http::StatusCode>,
    /// When it came, by the GitLab's clock.
    pub start: Duration,
    /// When the last byte of its answer was given out; `None` while that has not happened.
    pub end: Option<Duration>,
}

/// How many of these requests were under way at once, at the busiest moment.
///
/// ```
/// # use gitlab_testkit::{GitLab, Scenario, max_in_flight};
/// # let gitlab = GitLab::new(Scenario::new())?;
/// assert!(max_in_flight(&gitlab.requests()) <= 8);
/// # Ok::<(), gitlab_testkit::ScenarioError>(())
/// ```
#[must_use]
pub fn max_in_flight(requests: &[RequestRecord]) -> usize {
    let mut changes: Vec<(Duration, i32)> = requests
        .iter()
        .flat_map(|request| [(request.start, 1), (request.end.unwrap_or(Duration::MAX), -1)])
        .collect();
    // At one moment, ends come before starts: a request that follows another is not beside it.
    changes.sort();
    let (mut now, mut most) = (0, 0);
    for (_, change) in changes {
        now += change;
        most = most.max(now);
    }
    usize::try_from(most).unwrap_or_default()
}

/// A to-do that a mention or a quick action gave to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Todo {
    /// Whose it is.
    pub username: String,
    /// Why: `mentioned`, `assigned`, `review_requested` or `marked`.
    pub reason: String,
    /// In which project.
    pub project: ProjectPath,
    /// On what: `!1` or `#1`.
    pub target: String,
}

/// A link that a text left at what it names, by which GitLab shows there "mentioned in …".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CrossReference {
    /// Where the text stands: `group/project!1`.
    pub from: String,
    /// The project of what it names.
    pub project: ProjectPath,
    /// What it names: `!1`, `#1` or a commit's hash.
    pub target: String,
}

/// A quick action that was executed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExecutedCommand {
    /// The command without its slash, in lower case.
    pub command: String,
    /// What stood behind it.
    pub argument: String,
    /// Who wrote it.
    pub username: String,
    /// In which project.
    pub project: ProjectPath,
    /// On what: `!1` or `#1`.
    pub target: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_one_after_another_are_not_at_once() {
        let record = |start: u64, end: u64| RequestRecord {
            method: http::Method::GET,
            path: String::new(),
            query: None,
            header_names: Vec::new(),
            user: None,
            status: None,
            start: Duration::from_secs(start),
            end: Some(Duration::from_secs(end)),
        };
        assert_eq!(max_in_flight(&[record(0, 1), record(1, 2), record(2, 3)]), 1);
        assert_eq!(max_in_flight(&[record(0, 3), record(1, 2), record(2, 3)]), 2);
        assert_eq!(max_in_flight(&[]), 0);
    }
}
