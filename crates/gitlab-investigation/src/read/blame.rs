//! Reads who last changed the lines that failures name.

use super::Session;
use super::file::in_repository;
use crate::evidence::BlameEvidence;
use ci_log::JobLog;
use code_correlation::change::{ChangeSet, PathMatch};
use code_correlation::suspect::IgnoredRevisions;
use code_correlation::trace;
use futures_util::future::join_all;
use gitlab_core::types::{BlameRange, Commit, Job, MergeRequestState};
use gitlab_core::{CommitSha, GitLabReference, JobId, MergeRequestIid, ProjectRef, ReferenceTarget};

/// How many failures of one job are followed into lines.
const FAILURES: usize = 5;

/// A line that a failure names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Line {
    /// The project's path, where it is known.
    pub(super) project_path: String,
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) sha: CommitSha,
}

/// A line that a job's log names, and the how many-th of its lines it is.
#[derive(Clone, Debug)]
pub(super) struct Named {
    project: ProjectRef,
    pub(super) job: JobId,
    pub(super) rank: usize,
    pub(super) line: Line,
}

/// Reads who last changed the lines that a job's log names, at the commit that it ran on.
pub(super) async fn of_places_in(session: &Session<'_>, project: &ProjectRef, job: &Job, log: &JobLog) {
    let Some(commit) = &job.commit else { return };
    let project_path = job.web_url.as_ref().and_then(|url| session.project_at(url));
    let project_path = project_path.unwrap_or_else(|| project.to_string());
    let named = places(log, &project_path).into_iter().enumerate().map(|(rank, (path, line))| Named {
        project: project.clone(),
        job: job.id,
        rank,
        line: Line { project_path: project_path.clone(), path, line, sha: commit.id.clone() },
    });
    read_all(session, named.collect()).await;
}

/// Reads the lines of files that were not where the logs said, by the paths that the change knows.
pub(super) async fn completed_by(session: &Session<'_>, project: &ProjectRef, changes: Option<&ChangeSet>) {
    let Some(changes) = changes else { return };
    let elsewhere = session.take_unresolved_lines().into_iter().filter(|named| named.project == *project);
    let completed = elsewhere.filter_map(|named| match changes.find(&named.line.path) {
        PathMatch::One(file) => {
            let path = file.new_path.clone().filter(|path| *path != named.line.path)?;
            Some(Named { line: Line { path, ..named.line }, ..named })
        }
        _ => None,
    });
    read_all(session, completed.collect()).await;
}

async fn read_all(session: &Session<'_>, named: Vec<Named>) {
    let claimed: Vec<_> = named.into_iter().filter(|named| session.claim_line(named)).collect();
    join_all(claimed.into_iter().map(|named| read(session, named))).await;
}

/// The lines of the repository that the log names: of each failure the frames of own code, the innermost first, and
/// then its place.
fn places(log: &JobLog, project: &str) -> Vec<(String, u32)> {
    let mut places = Vec::new();
    let mut add = |file: &str, line: u32| {
        let place = in_repository(file, project).map(|path| (path, line));
        places.extend(place.filter(|place| line > 0 && !places.contains(place)));
    };
    for failure in log.failures.iter().take(FAILURES) {
        let traces = trace::find(&failure.stack.join("\n"));
        for frame in traces.iter().flat_map(trace::StackTrace::own_frames) {
            let line = frame.line.and_then(|line| u32::try_from(line).ok());
            if let (Some(file), Some(line)) = (&frame.file, line) {
                add(file, line);
            }
        }
        if let (Some(file), Some(line)) = (&failure.file, failure.line) {
            add(file, line);
        }
    }
    places
}

async fn read(session: &Session<'_>, named: Named) {
    let Line { path, line, sha, .. } = &named.line;
    let what = format!("blame of line {line} of {path} at {}", sha.short());
    let question = session.source.blame(&named.project, path, sha.as_str(), *line..=*line);
    // That a file is of a tool or a library, and not of the repository, is no loss.
    let question = async {
        match question.await {
            Err(error) if error.is_not_found() => Ok(None),
            answer => answer.map(Some),
        }
    };
    let answer = session.ask_optional(&what, question).await;
    match session.or_gap(&what, answer) {
        Some(Some(ranges)) => {
            if let Some(commit) = commit_of(ranges, *line) {
                let brought_by = brought_by(session, &named.project, &commit).await;
                session.keep_blame(named.line, commit, brought_by);
            }
        }
        Some(None) => session.keep_unresolved_line(named),
        None => {}
    }
}

/// The commit of a line, out of an answer about this line or, of a GitLab that knows no ranges, the whole file.
fn commit_of(ranges: Vec<BlameRange>, line: u32) -> Option<Commit> {
    let all: usize = ranges.iter().map(|range| range.lines.len()).sum();
    let wanted = if all == 1 { 1 } else { usize::try_from(line).ok()? };
    let mut end = 0_usize;
    ranges.into_iter().find_map(|range| {
        end = end.saturating_add(range.lines.len());
        (wanted <= end).then_some(range.commit)
    })
}

/// The lines with their commits, those first that the logs name first.
pub(super) fn told(
    session: &Session<'_>,
    project_path: &str,
    ignored: Option<&IgnoredRevisions>,
) -> Vec<BlameEvidence> {
    let told = session.take_blame().into_iter().map(|(line, commit, merge_request, jobs)| {
        let url = page(session, &line.project_path, &commit.id);
        let is_ignored =
            line.project_path == project_path && ignored.is_some_and(|it| it.contains(commit.id.as_str()));
        let title = commit.message.as_deref().and_then(|message| message.lines().next());
        BlameEvidence {
            project: line.project_path,
            path: line.path,
            line: line.line,
            sha: line.sha,
            title: title.unwrap_or(&commit.title).to_owned(),
            author: commit.author_name,
            committed_at: commit.committed_date,
            commit: commit.id,
            ignored: is_ignored,
            merge_request,
            jobs,
            url,
        }
    });
    told.collect()
}

/// The merge request that brought a commit of the window: only by it the commit is known among what was merged.
async fn brought_by(session: &Session<'_>, project: &ProjectRef, commit: &Commit) -> Option<MergeRequestIid> {
    let (home, window) = session.scope.get()?;
    if home != project || commit.committed_date.is_none_or(|at| at < window.from) {
        return None;
    }
    if let Some(known) = session.merge_request_of(&commit.id) {
        return Some(known);
    }
    let what = format!("merge requests of commit {}", commit.id.short());
    let ask = async {
        let question = session.source.commit_merge_requests(project, &commit.id);
        let answer = session.list_optional(&what, question).await;
        let found = session.or_gap(&what, answer)?.items;
        let merged = found.iter().filter(|it| it.state == MergeRequestState::Merged);
        merged.map(|it| it.iid).min()
    };
    session.merge_requests_of.get(commit.id.clone(), ask).await
}

fn page(session: &Session<'_>, project: &str, sha: &CommitSha) -> Option<url::Url> {
    let target = ReferenceTarget::Commit { sha: sha.clone() };
    GitLabReference::new(project.parse().ok()?, target).to_url(session.source.instance()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges() -> Vec<BlameRange> {
        serde_json::from_value(serde_json::json!([
            { "commit": { "id": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }, "lines": ["one", "two"] },
            { "commit": { "id": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" }, "lines": ["three"] },
        ]))
        .unwrap()
    }

    #[test]
    fn the_commit_of_a_line_is_found_in_a_range_and_in_a_whole_file() {
        let of = |ranges, line| commit_of(ranges, line)?.id.as_str().chars().next();
        assert_eq!(of(ranges(), 2), Some('a'));
        assert_eq!(of(ranges(), 3), Some('b'));
        assert_eq!(of(ranges(), 4), None);
        assert_eq!(of(ranges().split_off(1), 70), Some('b'));
        assert_eq!(of(Vec::new(), 1), None);
    }

    #[test]
    fn own_frames_come_before_the_place_that_the_tool_names() {
        let mut reader = ci_log::LogReader::new(ci_log::LogOptions::default());
        reader.push(
            b"Traceback (most recent call last):\n  File \"/builds/shop/api/tests/test_tax.py\", line 9, in test_tax\n    \
              tax(1)\n  File \"/builds/shop/api/shop/tax.py\", line 3, in tax\n    return 1 / 0\n  \
              File \"/usr/lib/python3.12/decimal.py\", line 3, in div\n    pass\nZeroDivisionError: division by zero\n\
              ERROR: Job failed: exit code 1\n",
        );
        let places = places(&reader.finish(), "shop/api");
        assert_eq!(places.first(), Some(&("shop/tax.py".to_owned(), 3)), "{places:?}");
        assert!(places.contains(&("tests/test_tax.py".to_owned(), 9)), "{places:?}");
        assert!(places.iter().all(|(path, _)| !path.contains("decimal")), "{places:?}");
    }
}
