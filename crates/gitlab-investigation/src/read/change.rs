//! Reads merge requests, commits and what they change.

use super::Session;
use super::start::Subject;
use crate::CommitQuery;
use crate::evidence::{CommitEvidence, Gap, MergeRequestEvidence};
use code_correlation::change::{ChangeSet, ChangeSetBuilder, GitLabDiff};
use futures_util::future::join_all;
use futures_util::join;
use gitlab_core::types::{Commit, Diff, MergeRequest};
use gitlab_core::{ApiError, ApiErrorKind, CommitSha, Listing, MergeRequestIid, ProjectRef, WebUrl};

/// Commits and what they change together.
#[derive(Debug, Default)]
pub(super) struct Changed {
    pub(super) commits: Vec<CommitEvidence>,
    pub(super) changes: Option<ChangeSet>,
}

impl Changed {
    pub(super) fn sha(&self) -> Option<&CommitSha> {
        self.commits.first().map(|commit| &commit.sha)
    }
}

impl From<Changed> for Subject {
    fn from(changed: Changed) -> Self {
        Self { commits: changed.commits, changes: changed.changes, ..Self::default() }
    }
}

/// The evidence of a merge request.
pub(super) fn merge_request(read: MergeRequest) -> MergeRequestEvidence {
    let draft = read.is_draft();
    let merged_by = read.merger().map(|user| user.username.clone());
    MergeRequestEvidence {
        iid: read.iid,
        title: read.title,
        description: read.description,
        state: read.state,
        draft,
        author: read.author.map(|user| user.username),
        reviewers: read.reviewers.into_iter().map(|user| user.username).collect(),
        labels: read.labels,
        source_branch: read.source_branch,
        target_branch: read.target_branch,
        sha: read.sha,
        merge_commit_sha: read.merge_commit_sha,
        squash_commit_sha: read.squash_commit_sha,
        created_at: read.created_at,
        merged_at: read.merged_at,
        merged_by,
        url: read.web_url.as_ref().and_then(WebUrl::to_url),
    }
}

/// A merge request's commits, each with what it changed.
pub(super) async fn commits_of_merge_request(
    session: &Session<'_>,
    project: &ProjectRef,
    iid: MergeRequestIid,
) -> Vec<CommitEvidence> {
    let what = format!("commits of merge request !{iid}");
    let most = session.at_most(session.limits.commits);
    let answer = session.list(&what, session.source.merge_request_commits(project, iid, most)).await;
    let commits = session.or_gaps(&what, answer);
    session.know_commits(iid, &commits);
    let mut commits = with_changes(session, project, commits).await;
    commits.iter_mut().for_each(|commit| commit.merge_request = Some(iid));
    commits
}

/// What a merge request changes as a whole.
pub(super) async fn diffs_of_merge_request(
    session: &Session<'_>,
    project: &ProjectRef,
    iid: MergeRequestIid,
) -> Option<ChangeSet> {
    let what = format!("changed files of merge request !{iid}");
    let most = session.at_most(session.limits.changed_files);
    let mut answer = session.list(&what, session.source.merge_request_diffs(project, iid, most)).await;
    if let Ok(diffs) = &mut answer {
        fill(session, project, iid, &mut diffs.items).await;
    }
    change_set(session, &what, answer)
}

/// Reads what GitLab left out of the list, which is one request for all files of the merge request.
async fn fill(session: &Session<'_>, project: &ProjectRef, iid: MergeRequestIid, diffs: &mut [Diff]) {
    if !diffs.iter().any(Diff::is_left_out) {
        return;
    }
    let what = format!("raw diff of merge request !{iid}");
    let most = session.limits.diff_bytes;
    let filled = session.ask(&what, session.source.fill_merge_request_diffs(project, iid, diffs, most)).await;
    match filled {
        // What is missing is said of the files themselves.
        Err(error) if error.kind() == ApiErrorKind::Unsupported => {}
        filled => {
            session.or_gap(&what, filled);
        }
    }
}

/// One commit by hash, branch or tag, with what it changed.
pub(super) async fn subject_of_commit(
    session: &Session<'_>,
    project: &ProjectRef,
    revision: &str,
) -> Changed {
    let sha = revision.parse::<CommitSha>().ok();
    let what = format!("commit {}", sha.as_ref().map_or(revision, CommitSha::short));
    let read = async {
        let answer = session.ask(&what, session.source.commit(project, revision)).await;
        session.or_gap(&what, answer)
    };
    // With a whole hash the changed files need not wait for the commit.
    let (commit, changes) = match sha.filter(CommitSha::is_whole) {
        Some(sha) => join!(read, diffs_of_commit(session, project, &sha)),
        None => {
            let commit = read.await;
            let changes = match &commit {
                Some(commit) => diffs_of_commit(session, project, &commit.id).await,
                None => None,
            };
            (commit, changes)
        }
    };
    match commit {
        Some(commit) => {
            let commits = vec![commit_evidence(commit, changes.clone())];
            Changed { commits, changes }
        }
        None => Changed { commits: Vec::new(), changes },
    }
}

/// What lies between two refs.
pub(super) async fn comparison(
    session: &Session<'_>,
    project: &ProjectRef,
    from: &str,
    to: &str,
    straight: bool,
) -> Changed {
    let what = format!("comparison of {from} and {to}");
    let answer = session.ask(&what, session.source.compare(project, from, to, straight)).await;
    let Some(comparison) = session.or_gap(&what, answer) else { return Changed::default() };
    if comparison.compare_timeout {
        session.gap(Gap::new(&what, "GitLab left out changed files because the comparison is too large"));
    }
    let changes = change_set(session, &what, Ok(Listing::whole(comparison.diffs)));
    let mut commits = comparison.commits;
    commits.reverse();
    if commits.len() > session.limits.commits {
        session.gap(Gap::limit(&what, session.limits.commits, "commits"));
        commits.truncate(session.limits.commits);
    }
    Changed { commits: with_changes(session, project, commits).await, changes }
}

/// The commits of a branch in the window, each with what it changed.
pub(super) async fn recent_commits(
    session: &Session<'_>,
    project: &ProjectRef,
    query: &CommitQuery,
) -> Changed {
    let what = "commits in the window";
    let most = session.limits.recent_changes;
    let answer = session.list(what, session.source.commits(project, query, most)).await;
    // A window holds as many commits as it does; of a project as a whole the latest are enough.
    let commits = session.or_gap(what, answer).map(|listing| listing.items).unwrap_or_default();
    Changed { commits: with_changes(session, project, commits).await, changes: None }
}

async fn with_changes(
    session: &Session<'_>,
    project: &ProjectRef,
    commits: Vec<Commit>,
) -> Vec<CommitEvidence> {
    join_all(commits.into_iter().map(|commit| async move {
        let changes = diffs_of_commit(session, project, &commit.id).await;
        commit_evidence(commit, changes)
    }))
    .await
}

async fn diffs_of_commit(session: &Session<'_>, project: &ProjectRef, sha: &CommitSha) -> Option<ChangeSet> {
    let what = format!("changed files of commit {}", sha.short());
    let most = session.at_most(session.limits.changed_files);
    let answer = session.list(&what, session.source.commit_diffs(project, sha, most)).await;
    change_set(session, &what, answer)
}

fn commit_evidence(commit: Commit, changes: Option<ChangeSet>) -> CommitEvidence {
    CommitEvidence {
        sha: commit.id,
        title: commit.title,
        message: commit.message,
        author: commit.author_name,
        committed_at: commit.committed_date,
        parents: commit.parent_ids.len(),
        merge_request: None,
        changes,
        url: commit.web_url.as_ref().and_then(WebUrl::to_url),
    }
}

/// The change that a list of diffs makes, with gaps for what GitLab held back.
pub(super) fn change_set(
    session: &Session<'_>,
    what: &str,
    answer: Result<Listing<Diff>, ApiError>,
) -> Option<ChangeSet> {
    let read = answer.is_ok();
    let diffs = session.or_gaps(what, answer);
    if !read {
        return None;
    }
    let changes = build(&diffs);
    let withheld = changes.files.iter().filter(|file| !file.completeness.is_whole()).count();
    if withheld > 0 {
        session.gap(
            Gap::new(
                what,
                format!("GitLab held back the lines of {withheld} of {} files", changes.files.len()),
            )
            .with_advice("look at these files on the page of the change"),
        );
    }
    Some(changes)
}

fn build(diffs: &[Diff]) -> ChangeSet {
    let mut builder = ChangeSetBuilder::new();
    for diff in diffs {
        let absent = |mode: &Option<String>| mode.clone().unwrap_or_default();
        builder.push_gitlab(
            &GitLabDiff::new(&diff.old_path, &diff.new_path, &diff.diff)
                .with_modes(&absent(&diff.a_mode), &absent(&diff.b_mode))
                .with_new_file(diff.new_file)
                .with_renamed_file(diff.renamed_file)
                .with_deleted_file(diff.deleted_file)
                .with_generated_file(diff.generated_file.unwrap_or_default())
                .with_withheld(diff.collapsed, diff.too_large),
        );
    }
    builder.finish()
}
