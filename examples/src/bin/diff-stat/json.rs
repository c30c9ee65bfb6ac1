//! Answers for another program, a line for each file.

use gitlab_rca::code_correlation::change::{ChangeSet, FileChange};
use gitlab_rca::code_correlation::diff::{ChangeStatus, DiffError, FileMode};
use serde::Serialize;
use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

#[derive(Serialize)]
#[serde(untagged)]
enum Answer<'a> {
    Read { file: Cow<'a, str>, files: Vec<Record<'a>> },
    Refused { file: Cow<'a, str>, error: String, line: usize },
}

#[derive(Serialize)]
struct Record<'a> {
    old_path: Option<&'a str>,
    new_path: Option<&'a str>,
    status: ChangeStatus,
    old_mode: Option<FileMode>,
    new_mode: Option<FileMode>,
    additions: u64,
    deletions: u64,
    binary: bool,
}

impl<'a> Record<'a> {
    fn of(file: &'a FileChange) -> Self {
        Self {
            old_path: file.old_path.as_deref(),
            new_path: file.new_path.as_deref(),
            status: file.status,
            old_mode: file.old_mode,
            new_mode: file.new_mode,
            additions: file.additions,
            deletions: file.deletions,
            binary: file.binary,
        }
    }
}

pub(crate) fn answer(
    file: &Path,
    change: &Result<ChangeSet, DiffError>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let file = file.to_string_lossy();
    let answer = match change {
        // Hunks without header, as GitLab's API gives them beside the paths: a person sees their numbers all the same.
        Ok(change) if change.files.iter().any(|file| file.path().is_empty()) => {
            Answer::Refused { file, error: "a file without a name".to_owned(), line: 1 }
        }
        Ok(change) => Answer::Read { file, files: change.files.iter().map(Record::of).collect() },
        Err(error) => Answer::Refused { file, error: error.to_string(), line: error.line() },
    };
    serde_json::to_writer(&mut *out, &answer)?;
    out.write_all(b"\n")?;
    Ok(())
}
