//! Reads the files that failures name.

use super::Session;
use crate::evidence::{FileEvidence, Gap, JobOutcome, PipelineEvidence, SourceLine};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use code_correlation::change::{ChangeSet, PathMatch};
use futures_util::future::join_all;
use gitlab_core::types::RepositoryFile;
use gitlab_core::{
    ApiError, CommitSha, FileView, GitLabReference, LineRange, ProjectRef, RefAndPath, ReferenceTarget,
};

/// Lines shown before and after the one that the failure names.
const AROUND: u32 = 8;
/// A file whose lines are longer than this is not made for reading.
const LINE_CHARS: usize = 400;
/// How many failures of one job are followed into files.
const FAILURES: usize = 5;

#[derive(Debug, PartialEq, Eq, Hash)]
struct Wanted {
    project: String,
    path: String,
    sha: CommitSha,
    line: Option<u32>,
}

/// The files at the commit that each failed pipeline ran on, around the lines that its failures name.
pub(super) async fn named_by_failures(
    session: &Session<'_>,
    project: &ProjectRef,
    pipelines: &[PipelineEvidence],
    changes: Option<&ChangeSet>,
) -> Vec<FileEvidence> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for pipeline in pipelines {
        let Some(sha) = &pipeline.sha else { continue };
        let own = pipeline.upstream.is_none() || pipeline.project == project.to_string();
        let counted = pipeline.jobs.iter().filter(|job| job.outcome == JobOutcome::Failed);
        for failure in
            counted.filter_map(|job| job.log.as_ref()).flat_map(|log| log.failures.iter().take(FAILURES))
        {
            let Some(file) = &failure.file else { continue };
            let Some(path) = in_repository(file, &pipeline.project, changes.filter(|_| own)) else {
                continue;
            };
            let one =
                Wanted { project: pipeline.project.clone(), path, sha: sha.clone(), line: failure.line };
            let known = |other: &Wanted| {
                other.path == one.path && other.line == one.line && other.project == one.project
            };
            if !wanted.iter().any(known) {
                wanted.push(one);
            }
        }
    }
    if wanted.len() > session.limits.files {
        session.gap(Gap::limit("files that failures name", session.limits.files, "files"));
        wanted.truncate(session.limits.files);
    }
    join_all(wanted.into_iter().map(|wanted| read(session, wanted))).await.into_iter().flatten().collect()
}

async fn read(session: &Session<'_>, wanted: Wanted) -> Option<FileEvidence> {
    let what = format!("file {} at {}", wanted.path, wanted.sha.short());
    let project: ProjectRef = wanted.project.parse().ok()?;
    let question = session.source.file(&project, &wanted.path, wanted.sha.as_str());
    let file = match session.ask(&what, question).await {
        Ok(file) => file,
        // Logs also name files of tools and libraries; that these are elsewhere is no loss.
        Err(error) if error.is_not_found() => {
            tracing::debug!(path = %wanted.path, "a file that a failure names is not in the repository");
            return None;
        }
        Err(error) => return session.or_gap(&what, Err::<FileEvidence, ApiError>(error)),
    };
    let Some(text) = text(&file) else {
        session.gap(Gap::new(what, "it is no text"));
        return None;
    };
    let lines = around(session, &text, wanted.line);
    let url = page(session, &project, &wanted);
    Some(FileEvidence {
        project: wanted.project,
        path: wanted.path,
        sha: wanted.sha,
        line: wanted.line,
        lines,
        url,
    })
}

fn page(session: &Session<'_>, project: &ProjectRef, wanted: &Wanted) -> Option<url::Url> {
    let target = ReferenceTarget::File {
        view: FileView::Blob,
        location: RefAndPath::new(wanted.sha.as_str(), &wanted.path).ok()?,
        lines: wanted.line.and_then(|line| LineRange::new(line, line)),
    };
    GitLabReference::new(project.clone(), target).to_url(session.source.instance()).ok()
}

fn text(file: &RepositoryFile) -> Option<String> {
    let bytes = if file.encoding == "base64" {
        STANDARD.decode(file.content.replace(['\n', '\r'], "")).ok()?
    } else {
        file.content.clone().into_bytes()
    };
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

/// A secret may begin before the lines that are shown, so the whole text is masked first.
fn around(session: &Session<'_>, text: &str, line: Option<u32>) -> Vec<SourceLine> {
    let masked = session.mask(text);
    let middle = line.unwrap_or(1 + AROUND);
    let first = middle.saturating_sub(AROUND).max(1);
    let last = middle.saturating_add(AROUND);
    (1..)
        .zip(masked.lines())
        .skip_while(|(number, _)| *number < first)
        .take_while(|(number, _)| *number <= last)
        .map(|(number, text)| SourceLine { number, text: text.chars().take(LINE_CHARS).collect() })
        .collect()
}

/// The path in the repository of a file as a log names it, or `None` for one that is not of the repository.
fn in_repository(logged: &str, project: &str, changes: Option<&ChangeSet>) -> Option<String> {
    // The change knows its own files best: a log may name them from a subfolder.
    if let Some(PathMatch::One(file)) = changes.map(|changes| changes.find(logged))
        && let Some(path) = &file.new_path
    {
        return Some(path.clone());
    }
    let unix = logged.replace('\\', "/");
    let below = match unix.split_once(&format!("/{project}/")) {
        // The runner's checkout: /builds/group/project/src/a.rs
        Some((_, below)) => below,
        None if unix.starts_with('/') || unix.contains(':') || unix.contains("://") => return None,
        None => unix.trim_start_matches("./"),
    };
    let sound =
        !below.is_empty() && below.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    sound.then(|| below.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use code_correlation::change::GitLabDiff;

    #[test]
    fn a_logged_path_becomes_one_of_the_repository() {
        let path = |logged| in_repository(logged, "shop/checkout", None);
        assert_eq!(path("src/a.rs").as_deref(), Some("src/a.rs"));
        assert_eq!(path("./src/a.rs").as_deref(), Some("src/a.rs"));
        assert_eq!(path("src\\a.rs").as_deref(), Some("src/a.rs"));
        assert_eq!(path("/builds/shop/checkout/src/a.rs").as_deref(), Some("src/a.rs"));
        assert_eq!(path("/usr/lib/python3/site.py"), None);
        assert_eq!(path("C:\\Windows\\a.dll"), None);
        assert_eq!(path("../secrets"), None);
        assert_eq!(path(""), None);
    }

    #[test]
    fn the_change_completes_a_path_from_a_subfolder() {
        let changes = ChangeSet::from_gitlab([GitLabDiff::new(
            "api/src/a.rs",
            "api/src/a.rs",
            "@@ -1 +1 @@\n-a\n+b\n",
        )]);
        assert_eq!(
            in_repository("src/a.rs", "shop/checkout", Some(&changes)).as_deref(),
            Some("api/src/a.rs")
        );
    }
}
