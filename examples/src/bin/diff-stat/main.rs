//! Counts what diffs change: files, added and removed lines, renames, modes, binaries.
//!
//! It reads files or standard input and shows a line for each changed file; with `--json` it answers another program. A
//! diff that is broken is refused, with the line and what is wrong there.

mod json;
mod table;

use anyhow::Context as _;
use clap::Parser;
use gitlab_rca::code_correlation::change::{ChangeLimits, ChangeSet, ChangeSetBuilder};
use gitlab_rca::code_correlation::diff::{DiffError, FileDiffs, PathPrefix};
use gitlab_rca_examples::program;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const ABOUT: &str = "\
Counts what diffs change.

Reads the output of git diff, git show, git format-patch or diff -u, and the diffs of GitLab's API.";

const MORE: &str = "\
Examples:
  git diff main | diff-stat
  curl -s https://gitlab.com/group/project/-/merge_requests/1.diff | diff-stat
  diff-stat --json *.patch

Exit status: 0; 1 when a diff could not be read (with --json the answer says so and the status is 0); 2 when something
else went wrong.";

/// What the program is asked for.
#[derive(Debug, Parser)]
#[command(name = "diff-stat", version, about = ABOUT, after_help = MORE)]
struct Args {
    /// Files to read; standard input when there are none, or for -
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Answer each file with one line of JSON
    #[arg(long)]
    json: bool,
    /// Keep the first directory of the paths; else it is taken for git's a/ and b/, as git apply does it
    #[arg(long)]
    no_prefix: bool,
}

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let _gone = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    program::ended("diff-stat", run(&args))
}

fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let prefix = if args.no_prefix { PathPrefix::Keep } else { PathPrefix::FirstDirectory };
    let files: Vec<&Path> = if args.files.is_empty() {
        vec![Path::new("-")]
    } else {
        args.files.iter().map(AsRef::as_ref).collect()
    };
    let mut broken = false;
    for file in &files {
        let text = content(file)?;
        let change = read(&text, prefix);
        broken |= change.is_err();
        if args.json {
            json::answer(file, &change, &mut out)?;
        } else {
            table::show((files.len() > 1).then_some(*file), &change, &mut out)?;
        }
    }
    out.flush()?;
    Ok(if broken && !args.json { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn content(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut text = Vec::new();
        io::stdin().lock().read_to_end(&mut text)?;
        return Ok(text);
    }
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// All files of a diff that is sound, or what is wrong first.
fn read(text: &[u8], prefix: PathPrefix) -> Result<ChangeSet, DiffError> {
    let mut limits = ChangeLimits::default();
    // Every file is told, however many there are, and no place in it.
    (limits.files, limits.hunks) = (usize::MAX, 0);
    let mut builder = ChangeSetBuilder::new().with_limits(limits);
    for section in FileDiffs::new(text).with_prefix(prefix) {
        builder.push_diff(&section?);
    }
    Ok(builder.finish())
}
