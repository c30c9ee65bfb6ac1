//! A table for a person, in the manner of `git diff --stat`.

use gitlab_rca::code_correlation::change::{ChangeSet, FileChange};
use gitlab_rca::code_correlation::diff::{ChangeStatus, DiffError};
use gitlab_rca_examples::terminal::{Style, coloured, painted, plain};
use std::io::{self, Write};
use std::path::Path;

/// The widest bar of signs.
const WIDEST: u64 = 40;

/// Writes a line for each file and one for all; or what is wrong. `name` is told where there are several diffs.
pub(crate) fn show(
    name: Option<&Path>,
    change: &Result<ChangeSet, DiffError>,
    out: &mut impl Write,
) -> io::Result<()> {
    let colours = coloured();
    if let Some(name) = name {
        writeln!(out, "{}", painted(&name.to_string_lossy(), Style::Strong, colours))?;
    }
    let change = match change {
        Ok(change) => change,
        Err(error) => return writeln!(out, "{}", painted(&error.to_string(), Style::Bad, colours)),
    };
    let names: Vec<_> = change.files.iter().map(paths).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let most = change.files.iter().map(|file| file.additions + file.deletions).max().unwrap_or(0);
    for (file, name) in change.files.iter().zip(&names) {
        let name = painted(&format!("{name:width$}"), Style::Place, colours);
        writeln!(out, " {name} | {}", amount(file, most, colours))?;
    }
    writeln!(out, " {}", change.stats)
}

fn paths(file: &FileChange) -> String {
    let path = match (&file.old_path, &file.new_path) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new}"),
        (None, None) => "(no name)".to_owned(),
        _ => file.path().to_owned(),
    };
    plain(&path)
}

fn amount(file: &FileChange, most: u64, colours: bool) -> String {
    let mut told = Vec::new();
    if file.status != ChangeStatus::Modified {
        told.push(file.status.to_string());
    }
    match (file.old_mode, file.new_mode) {
        (Some(old), Some(new)) if old != new => told.push(format!("{old} → {new}")),
        _ => {}
    }
    if file.is_submodule() {
        told.push("submodule".to_owned());
    }
    if file.binary {
        told.push("binary".to_owned());
    }
    if !file.completeness.is_whole() {
        told.push("merge, only what differs from all parents".to_owned());
    }
    let told = if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) };
    let bar = |lines: u64, sign: &str, style| {
        // A changed line is never invisible.
        let length = if most <= WIDEST { lines } else { (lines * WIDEST / most).max(u64::from(lines > 0)) };
        painted(&sign.repeat(usize::try_from(length).unwrap_or(0)), style, colours)
    };
    let (added, removed) = (bar(file.additions, "+", Style::Good), bar(file.deletions, "-", Style::Bad));
    format!("+{:<5} -{:<5} {added}{removed}{told}", file.additions, file.deletions).trim_end().to_owned()
}
