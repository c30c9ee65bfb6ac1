//! Reads the files in which a repository says how its changes are to be judged.

use super::Session;
use super::file::text;
use crate::evidence::{CodeOwnersEvidence, Gap};
use code_correlation::change::ChangeSet;
use code_correlation::owners::CodeOwners;
use code_correlation::suspect::IgnoredRevisions;
use futures_util::future::join_all;
use futures_util::join;
use gitlab_core::types::RepositoryFile;
use gitlab_core::{ApiError, ProjectRef};

/// What a branch says about its code.
#[derive(Debug, Default)]
pub(super) struct RepositoryRules {
    owners: Option<CodeOwnersEvidence>,
    ignored_revisions: Option<IgnoredRevisions>,
}

impl RepositoryRules {
    /// The owners of what a change touches, and the commits that only changed how code looks.
    pub(super) fn judging(
        self,
        changes: Option<&ChangeSet>,
        default_branch: Option<&str>,
    ) -> (Option<CodeOwnersEvidence>, Option<IgnoredRevisions>) {
        let owners = self.owners.map(|mut owners| {
            if owners.ref_name == DEFAULT {
                owners.ref_name = default_branch.unwrap_or(DEFAULT).to_owned();
            }
            owners.owned = changes.map(|changes| owners.rules.owners_of_change(changes)).unwrap_or_default();
            owners
        });
        (owners, self.ignored_revisions)
    }
}

/// By this name every repository knows the head of its default branch.
const DEFAULT: &str = "HEAD";

/// What the repository says at a branch, tag or commit, or else on its default branch.
pub(super) async fn of_ref(
    session: &Session<'_>,
    project: &ProjectRef,
    name: Option<&str>,
) -> RepositoryRules {
    // GitLab's own refs of merge requests are made anew and removed.
    let name = name.filter(|name| !name.starts_with("refs/"));
    of_branch(session, project, name.unwrap_or(DEFAULT)).await
}

/// Reads all of them side by side. Those that are not there are not missed.
pub(super) async fn of_branch(session: &Session<'_>, project: &ProjectRef, branch: &str) -> RepositoryRules {
    let (owners, ignored_revisions) =
        join!(code_owners(session, project, branch), ignored_revisions(session, project, branch));
    RepositoryRules { owners, ignored_revisions }
}

async fn code_owners(
    session: &Session<'_>,
    project: &ProjectRef,
    branch: &str,
) -> Option<CodeOwnersEvidence> {
    let answers =
        join_all(CodeOwners::PLACES.into_iter().map(|path| read(session, project, path, branch))).await;
    for (path, answer) in CodeOwners::PLACES.into_iter().zip(answers) {
        match answer {
            Ok(None) => {}
            Ok(Some(file)) => {
                let text = text_of(session, path, branch, &file)?;
                return Some(CodeOwnersEvidence {
                    path: path.to_owned(),
                    ref_name: branch.to_owned(),
                    owned: Vec::new(),
                    rules: CodeOwners::parse(&session.mask(&text)),
                });
            }
            // GitLab may follow this one, so those in later places tell nothing.
            Err(error) => {
                session.or_gap(&what(path, branch), Err::<(), ApiError>(error));
                return None;
            }
        }
    }
    None
}

async fn ignored_revisions(
    session: &Session<'_>,
    project: &ProjectRef,
    branch: &str,
) -> Option<IgnoredRevisions> {
    let path = IgnoredRevisions::PLACE;
    let answer = read(session, project, path, branch).await;
    let file = session.or_gap(&what(path, branch), answer)??;
    Some(IgnoredRevisions::parse(&text_of(session, path, branch, &file)?))
}

/// The file, or `None` when the branch has none.
async fn read(
    session: &Session<'_>,
    project: &ProjectRef,
    path: &str,
    branch: &str,
) -> Result<Option<RepositoryFile>, ApiError> {
    let question = async {
        match session.source.file(project, path, branch).await {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    };
    session.ask_optional(&what(path, branch), question).await
}

fn text_of(session: &Session<'_>, path: &str, branch: &str, file: &RepositoryFile) -> Option<String> {
    let text = text(file);
    if text.is_none() {
        session.gap(Gap::new(what(path, branch), "it is no text"));
    }
    text
}

fn what(path: &str, branch: &str) -> String {
    match branch {
        DEFAULT => format!("file {path} of the default branch"),
        _ => format!("file {path} of {branch}"),
    }
}
