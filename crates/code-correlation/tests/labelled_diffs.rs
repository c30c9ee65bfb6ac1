//! Compares what we read with what git itself counts, on labelled sets of diffs where those are at hand.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test's helpers may fail and say what they saw"
)]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use code_correlation::change::{ChangeSetBuilder, FileChange};
use code_correlation::diff::{ChangeStatus, Patch, PathPrefix};
use serde_json::Value;

/// The unpacked diffs and their labels; `None` where the set or the programs to unpack it are not there.
fn dataset(name: &str) -> Option<(PathBuf, Vec<Value>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets").join(name);
    let about: Value = serde_json::from_slice(&fs::read(folder.join("dataset.json")).ok()?).ok()?;
    let target = std::env::temp_dir().join(format!("code-correlation-{name}-{}", std::process::id()));
    fs::create_dir_all(&target).ok()?;
    let archive = folder.join(about["archive"].as_str()?);
    let unpacked = Command::new("tar").arg("xf").arg(archive).arg("-C").arg(&target).status().ok()?;
    let labels = Command::new("xz").arg("-dc").arg(folder.join(about["labels"].as_str()?)).output().ok()?;
    if !unpacked.success() || !labels.status.success() {
        return None;
    }
    let labels = String::from_utf8(labels.stdout).ok()?;
    Some((target, labels.lines().map(|line| serde_json::from_str(line).unwrap()).collect()))
}

fn number(label: &Value, key: &str) -> u64 {
    label[key].as_u64().unwrap_or(0)
}

fn text<'a>(label: &'a Value, key: &str) -> Option<&'a str> {
    label[key].as_str()
}

/// What differs between a record of ours and git's, as far as a patch tells it.
fn difference(ours: &FileChange, git: &Value) -> Option<String> {
    let counts = (ours.additions, ours.deletions);
    if counts != (number(git, "additions"), number(git, "deletions")) {
        return Some(format!("counts {counts:?}"));
    }
    if let Some(old) = text(git, "old_path")
        && ours.old_path.as_deref() != Some(old)
    {
        return Some(format!("old path {:?}", ours.old_path));
    }
    let status = text(git, "status")?;
    let modes_differ = git["old_mode"] != git["new_mode"];
    let moved = matches!(status, "renamed" | "copied") || modes_differ;
    if git["binary"].as_bool().is_some_and(|binary| binary != ours.binary && !(binary && moved)) {
        return Some(format!("binary {}", ours.binary));
    }
    let is_mode_change = status == "modified" && modes_differ && ours.status == ChangeStatus::ModeChanged;
    if ours.status.as_str() != status && !is_mode_change {
        return Some(format!("status {}", ours.status));
    }
    for (key, mode) in [("old_mode", ours.old_mode), ("new_mode", ours.new_mode)] {
        let mode = mode.map(|mode| mode.to_string());
        if mode.as_deref() != text(git, key) && (modes_differ || mode.is_some()) {
            return Some(format!("{key} {mode:?}"));
        }
    }
    None
}

fn compare(name: &str) {
    let Some((folder, labels)) = dataset(name) else {
        println!("SKIPPED: the labelled diffs {name} (or tar and xz to unpack them) are not at hand");
        return;
    };
    let (mut exact, mut refused, mut records) = (0, 0, 0);
    let mut wrong = Vec::new();
    for label in &labels {
        let file = text(label, "diff").unwrap();
        let bytes = fs::read(folder.join(file)).unwrap();
        // Git cuts the first directory, whatever it is.
        let strict = Patch::parse_with(&bytes, PathPrefix::FirstDirectory);
        let mut builder = ChangeSetBuilder::new().with_prefix(PathPrefix::FirstDirectory);
        builder.push_patch(&bytes);
        let change = builder.finish();
        let Some(wanted) = label["files"].as_array() else {
            refused += usize::from(strict.is_err());
            if let (Err(error), Some(true)) = (&strict, label["combined"].as_bool()) {
                wrong.push(format!("{file}: {error}"));
            }
            continue;
        };
        if let Err(error) = strict {
            wrong.push(format!("{file}: {error}"));
            continue;
        }
        let mut ours: HashMap<&str, Vec<&FileChange>> = HashMap::new();
        for change in &change.files {
            ours.entry(change.path()).or_default().push(change);
        }
        let before = wrong.len();
        for git in wanted {
            records += 1;
            let path = text(git, "path").unwrap();
            let twins = ours.entry(path).or_default();
            match twins.iter().position(|twin| difference(twin, git).is_none()) {
                Some(at) => drop(twins.remove(at)),
                None => {
                    let why = twins.first().and_then(|twin| difference(twin, git));
                    wrong.push(format!("{file}: {path}: {why:?}, git: {git}"));
                }
            }
        }
        let spare: Vec<_> =
            ours.iter().filter(|(_, files)| !files.is_empty()).map(|(path, _)| *path).collect();
        if !spare.is_empty() {
            wrong.push(format!("{file}: not known to git: {spare:?}"));
        }
        exact += usize::from(wrong.len() == before);
    }
    fs::remove_dir_all(&folder).unwrap();
    println!(
        "{name}: {} diffs, {exact} exact, {records} records, {refused} without labels refused",
        labels.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn real_diffs_are_read_as_git_reads_them() {
    compare("diffs-real");
}

#[test]
fn library_diffs_are_read_as_git_reads_them() {
    compare("diffs-libraries");
}
