//! Output of many tools with what others read from it, where a folder with it lies beside the project.
//!
//! Only errors are compared: a warning fails no job. What is missed has a reason, and stands in a list with it; the floors hold what
//! is reached.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "helpers of tests may fail, and must say when they have nothing to read"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ci_log::{Failure, JobLog, LogOptions, LogReader};
use serde_json::Value;

/// What another program reads from a file.
#[derive(Debug)]
struct Expected {
    group: String,
    input: PathBuf,
    file: String,
    line: Option<u32>,
    column: Option<u32>,
    message: String,
}

/// Unpacks an archive of the folder beside the project; none when that cannot be.
fn unpacked(name: &str) -> Option<(PathBuf, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets").join(name);
    if !folder.is_dir() {
        println!("skipped: there is no folder {}", folder.display());
        return None;
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&target).expect("a folder can be made");
    let archive = folder.join("files.tar.xz");
    let unpacked = Command::new("tar").arg("xf").arg(&archive).arg("-C").arg(&target).status();
    if !unpacked.is_ok_and(|status| status.success()) {
        println!("skipped: tar cannot unpack {}", archive.display());
        return None;
    }
    Some((folder, target))
}

fn read(path: &Path) -> JobLog {
    let mut reader = LogReader::new(LogOptions::default().with_max_failures(5000));
    reader.push(&fs::read(path).expect("the file is readable"));
    reader.finish()
}

/// Paths are the same with either slash, and a parser may have dropped the folder or its `./`.
fn same_file(found: &str, wanted: &str) -> bool {
    let plain = |path: &str| path.replace('\\', "/").trim_start_matches("./").to_owned();
    let (found, wanted) = (plain(found), plain(wanted));
    found == wanted || wanted.rsplit('/').next() == Some(&found)
}

fn is_right(failure: &Failure, expected: &Expected) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let (found, wanted) = (words(&failure.message), words(&expected.message));
    failure.file.as_deref().is_some_and(|file| same_file(file, &expected.file))
        && expected.line.is_none_or(|line| failure.line == Some(line))
        && expected.column.is_none_or(|column| failure.column == Some(column))
        && (wanted.contains(&found) || found.contains(wanted.get(..20).unwrap_or(&wanted)))
}

/// Tools of which something is not read, how many of their errors are, and why.
type Missed = [(&'static str, usize, &'static str)];

const MISSED_LINTERS: &Missed = &[
    ("black", 2, "a line that no version of Black prints"),
    ("brakeman", 0, "a table whose columns only tabs could tell, and the log has none"),
    ("govet", 1, "a bare place, as old versions print it and a program's own log does"),
    ("sbt", 0, "the column is where a caret stands below the source"),
    ("scalac", 0, "the column is where a caret stands below the source"),
    ("stylelint", 5, "warnings, of which nothing there tells that they are none"),
];

const MISSED_COMPILERS: &Missed = &[
    ("DrMemoryParserTest", 0, "the place is the outermost frame, which explains nothing"),
    ("GccParserTest", 3, "the place is a library, which is no source"),
    ("JsonLogParserTest", 0, "a form of that program alone"),
    ("MetrowerksCwLinkerParserTest", 0, "the place is a part of a sentence"),
    ("MsBuildParserTest", 10, "the place is a library or an object, which is no source"),
    ("PolyspaceParserTest", 0, "a table for another program"),
    ("TnsdlParserTest", 0, "a compiler of one company's telephone exchanges"),
    ("ZptLintAdapterTest", 0, "a tool that is not known elsewhere"),
];

/// Says how many are right, by group, and all together; what is missed stands in the list.
fn score(name: &str, all: &[Expected], missed: &Missed) -> f64 {
    let mut logs: BTreeMap<&Path, JobLog> = BTreeMap::new();
    let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for expected in all {
        let log = logs.entry(&expected.input).or_insert_with(|| read(&expected.input));
        let right = log.failures.iter().any(|failure| is_right(failure, expected));
        let group = groups.entry(&expected.group).or_default();
        group.0 += usize::from(right);
        group.1 += 1;
    }
    let right: usize = groups.values().map(|group| group.0).sum();
    let found: Vec<(&str, usize)> = groups
        .iter()
        .filter(|(_, (right, wanted))| right < wanted)
        .map(|(group, (right, _))| (*group, *right))
        .collect();
    let listed: Vec<(&str, usize)> = missed.iter().map(|(group, right, _)| (*group, *right)).collect();
    assert_eq!(found, listed, "{name}: the list of what is missed is not right");
    let whole = groups.values().filter(|group| group.0 == group.1).count();
    for (group, (right, wanted)) in groups.iter().filter(|(_, (right, wanted))| right < wanted) {
        println!("{name}: {group}: {right} of {wanted}");
    }
    println!("{name}: {right} of {} errors, {whole} of {} tools whole", all.len(), groups.len());
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let share = right as f64 / all.len() as f64;
    share
}

/// `file|line col column type| message`.
fn entry(line: &str) -> Option<(&str, Option<u32>, Option<u32>, &str)> {
    let (file, rest) = line.split_once('|')?;
    let (place, message) = rest.split_once('|')?;
    let (place, message) = (place.trim(), message.trim());
    let mut words = place.split(' ').peekable();
    let number = words.peek().and_then(|word| word.parse().ok());
    if number.is_some() {
        words.next();
    }
    let column = words.next_if(|word| *word == "col").and_then(|_| words.next()?.parse().ok());
    let kind = words.next().unwrap_or_default().to_lowercase();
    let about = message.to_lowercase();
    let harmless = ["w", "i", "note"].iter().any(|start| kind.starts_with(start))
        || ["warning", "[warning]", "info", "note"].iter().any(|start| about.starts_with(start));
    (!harmless && !file.is_empty()).then_some((file, number, column, message))
}

#[test]
fn errors_of_many_linters() {
    let Some((_, folder)) = unpacked("errorformat") else { return };
    let mut all = Vec::new();
    for file in fs::read_dir(folder).expect("the folder is readable") {
        let path = file.expect("the folder is readable").path();
        if path.extension().is_none_or(|extension| extension != "ok") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("the file is readable");
        all.extend(text.lines().filter_map(entry).map(|(file, line, column, message)| Expected {
            group: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            input: path.with_extension("in"),
            file: file.to_owned(),
            line,
            column,
            message: message.to_owned(),
        }));
    }
    let share = score("errorformat", &all, MISSED_LINTERS);
    assert!(share >= 0.96, "{share}");
}

#[test]
fn errors_of_many_compilers_and_checkers() {
    let Some((folder, files)) = unpacked("analysis-model") else { return };
    let labels = Command::new("xz").arg("-dc").arg(folder.join("labels.jsonl.xz")).output();
    let Ok(labels) = labels.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()) else {
        println!("skipped: xz cannot unpack the labels");
        return;
    };
    let mut all = Vec::new();
    for label in labels.lines() {
        let label: Value = serde_json::from_str(label).expect("labels are JSON");
        let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let input = files.join(text(&label, "file"));
        // Reports in JSON or XML are files of their own, which no job prints.
        let is_log = fs::read(&input).is_ok_and(|bytes| {
            bytes.trim_ascii_start().first().is_some_and(|first| !b"<{[\xef".contains(first))
        });
        if !is_log {
            continue;
        }
        for issue in label["issues"].as_array().into_iter().flatten() {
            let severity = text(issue, "severity");
            let file = text(issue, "file");
            if !(severity == "ERROR" || severity == "WARNING_HIGH") || file.is_empty() || file == "-" {
                continue;
            }
            let number = |name: &str| {
                issue[name].as_u64().filter(|number| *number > 0).and_then(|number| number.try_into().ok())
            };
            all.push(Expected {
                group: text(&label, "test"),
                input: input.clone(),
                file,
                line: number("line"),
                column: number("column"),
                message: text(issue, "message"),
            });
        }
    }
    let share = score("analysis-model", &all, MISSED_COMPILERS);
    assert!(share >= 0.77, "{share}");
}
