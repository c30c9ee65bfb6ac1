//! Reads the files that failures name.
//!
//! Each is asked for as soon as the log that names it is read. A path that the repository does not have may be
//! one from a subfolder: once the change is known, it may complete it.

use super::Session;
use crate::evidence::{FileEvidence, Gap, SourceLine};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ci_log::JobLog;
use code_correlation::change::{ChangeSet, PathMatch};
use futures_util::future::join_all;
use gitlab_core::types::{Job, RepositoryFile};
use gitlab_core::{
    ApiError, CommitSha, FileView, GitLabReference, LineRange, ProjectRef, RefAndPath, ReferenceTarget,
};
use std::collections::BTreeMap;

/// Lines shown before and after the one that the failure names.
const AROUND: u32 = 8;
/// A file whose lines are longer than this is not made for reading.
const LINE_CHARS: usize = 400;
/// How many failures of one job are followed into files.
const FAILURES: usize = 5;

/// A place in the code that a failure names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    project: ProjectRef,
    /// The project's path, where it is known.
    project_path: String,
    path: String,
    sha: CommitSha,
    /// The lines that failures name in it; none where one names only the file.
    lines: Vec<Option<u32>>,
}

impl Wanted {
    /// What makes it the same file.
    pub(super) fn key(&self) -> (String, String, CommitSha) {
        (self.project.to_string(), self.path.clone(), self.sha.clone())
    }
}

/// Reads the files that a job's log names, at the commit that it ran on.
pub(super) async fn named_in(session: &Session<'_>, project: &ProjectRef, job: &Job, log: &JobLog) {
    let Some(commit) = &job.commit else { return };
    let project_path = job.web_url.as_ref().and_then(|url| session.project_at(url));
    let project_path = project_path.unwrap_or_else(|| project.to_string());
    let mut lines_by_path: BTreeMap<String, Vec<Option<u32>>> = BTreeMap::new();
    for failure in log.failures.iter().take(FAILURES) {
        let path = failure.file.as_deref().and_then(|file| in_repository(file, &project_path));
        let Some(path) = path else { continue };
        let lines = lines_by_path.entry(path).or_default();
        if !lines.contains(&failure.line) {
            lines.push(failure.line);
        }
    }
    let wanted = lines_by_path.into_iter().map(|(path, lines)| Wanted {
        project: project.clone(),
        project_path: project_path.clone(),
        path,
        sha: commit.id.clone(),
        lines,
    });
    let wanted: Vec<_> = wanted.filter(|wanted| session.claim_file(wanted)).collect();
    join_all(wanted.into_iter().map(|wanted| async move {
        if !read(session, &wanted).await {
            session.keep_unresolved(wanted);
        }
    }))
    .await;
}

/// Reads the files that were not where the logs said, by the paths that the change knows.
pub(super) async fn completed_by(session: &Session<'_>, project: &ProjectRef, changes: Option<&ChangeSet>) {
    let Some(changes) = changes else { return };
    let completed = session.take_unresolved().into_iter().filter(|wanted| wanted.project == *project);
    let completed = completed.filter_map(|wanted| match changes.find(&wanted.path) {
        PathMatch::One(file) => {
            let path = file.new_path.clone().filter(|path| *path != wanted.path)?;
            let wanted = Wanted { path, ..wanted };
            session.claim_file(&wanted).then_some(wanted)
        }
        _ => None,
    });
    let completed: Vec<_> = completed.collect();
    join_all(completed.iter().map(|wanted| read(session, wanted))).await;
}

/// Whether the repository has the file.
async fn read(session: &Session<'_>, wanted: &Wanted) -> bool {
    let what = format!("file {} at {}", wanted.path, wanted.sha.short());
    let question = session.source.file(&wanted.project, &wanted.path, wanted.sha.as_str());
    let file = match session.ask(&what, question).await {
        Ok(file) => file,
        // Logs also name files of tools and libraries; that these are elsewhere is no loss.
        Err(error) if error.is_not_found() => {
            let path = session.mask(&wanted.path);
            tracing::debug!(%path, "a file that a failure names is not in the repository");
            return false;
        }
        Err(error) => {
            session.or_gap(&what, Err::<(), ApiError>(error));
            return true;
        }
    };
    match text(&file) {
        Some(text) => {
            // A secret may begin before the lines that are shown, so the whole text is masked.
            let masked = session.mask(&text);
            for line in &wanted.lines {
                session.keep_file(FileEvidence {
                    project: wanted.project_path.clone(),
                    path: wanted.path.clone(),
                    sha: wanted.sha.clone(),
                    line: *line,
                    lines: around(&masked, *line),
                    url: page(session, wanted, *line),
                });
            }
        }
        None => session.gap(Gap::new(what, "it is no text")),
    }
    true
}

fn page(session: &Session<'_>, wanted: &Wanted, line: Option<u32>) -> Option<url::Url> {
    let target = ReferenceTarget::File {
        view: FileView::Blob,
        location: RefAndPath::new(wanted.sha.as_str(), &wanted.path).ok()?,
        lines: line.and_then(|line| LineRange::new(line, line)),
    };
    let project = wanted.project_path.parse().ok()?;
    GitLabReference::new(project, target).to_url(session.source.instance()).ok()
}

pub(super) fn text(file: &RepositoryFile) -> Option<String> {
    let bytes = if file.encoding == "base64" {
        STANDARD.decode(file.content.replace(['\n', '\r'], "")).ok()?
    } else {
        file.content.clone().into_bytes()
    };
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn around(text: &str, line: Option<u32>) -> Vec<SourceLine> {
    let middle = line.unwrap_or(1 + AROUND);
    let first = middle.saturating_sub(AROUND).max(1);
    let last = middle.saturating_add(AROUND);
    (1..)
        .zip(text.lines())
        .skip_while(|(number, _)| *number < first)
        .take_while(|(number, _)| *number <= last)
        .map(|(number, text)| SourceLine { number, text: text.chars().take(LINE_CHARS).collect() })
        .collect()
}

/// The path in the repository of a file as a log names it, or `None` for one that is not of the repository.
pub(super) fn in_repository(logged: &str, project: &str) -> Option<String> {
    let unix = logged.replace('\\', "/");
    let below = match unix.split_once(&format!("/{project}/")) {
        // The runner's checkout: /builds/group/project/src/a.rs
        Some((_, below)) => below,
        None if unix.starts_with('/') || unix.contains(':') => return None,
        None => unix.trim_start_matches("./"),
    };
    let sound = !below.is_empty() && below.split('/').all(|part| !matches!(part, "" | "." | ".."));
    sound.then(|| below.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logged_path_becomes_one_of_the_repository() {
        let path = |logged| in_repository(logged, "shop/checkout");
        assert_eq!(path("src/a.rs").as_deref(), Some("src/a.rs"));
        assert_eq!(path("./src/a.rs").as_deref(), Some("src/a.rs"));
        assert_eq!(path("src\\a.rs").as_deref(), Some("src/a.rs"));
        assert_eq!(path("/builds/shop/checkout/src/a.rs").as_deref(), Some("src/a.rs"));
        assert_eq!(path("/usr/lib/python3/site.py"), None);
        assert_eq!(path("C:\\Windows\\a.dll"), None);
        assert_eq!(path("../secrets"), None);
        assert_eq!(path(""), None);
    }
}
