//! Each tool of the table has rules and a log in its own format, from which the rules read what stands above it.
//!
//! A file in `tests/tools` begins with what is expected, a line for each failure (`kind | tool | test | file:line:column |
//! message | lines of the stack trace`) and one for the numbers of tests; below `---` comes the log. A tool that writes in several
//! forms, by version, option or reporter, has a log for each: `pytest.log`, `pytest.xdist.log`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use ci_log::rules::RuleSet;
use ci_log::{Failure, JobLog, LogOptions, LogReader};

const TABLE: &str = include_str!("../src/rules/TOOLS.md");

struct Sample {
    name: String,
    expected: Vec<String>,
    log: String,
}

#[expect(clippy::expect_used, reason = "called from tests")]
fn samples() -> Vec<Sample> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/tools");
    let entries = fs::read_dir(&folder).expect("the folder of the logs can be read");
    let mut samples: Vec<Sample> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let text = fs::read_to_string(&path).ok()?;
            let (expected, log) = text.split_once("\n---\n").or_else(|| text.split_once("---\n"))?;
            Some(Sample {
                name: path.file_name()?.to_string_lossy().into_owned(),
                expected: expected.lines().map(str::to_owned).collect(),
                log: log.to_owned(),
            })
        })
        .collect();
    samples.sort_by(|one, other| one.name.cmp(&other.name));
    samples
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

fn summary(failure: &Failure) -> String {
    let mut text = format!(
        "{} | {} | {} | {}:{}:{} | {}",
        failure.kind,
        shown(failure.tool.as_deref()),
        shown(failure.test.as_deref()),
        shown(failure.file.as_deref()),
        shown(failure.line),
        shown(failure.column),
        failure.message
    );
    if !failure.stack.is_empty() {
        text.push_str(&format!(" | {}", failure.stack.len()));
    }
    text
}

fn summaries(log: &JobLog) -> Vec<String> {
    let mut lines: Vec<String> = log.failures.iter().map(summary).collect();
    if let Some(tests) = &log.tests {
        lines.push(format!(
            "tests | run {}, failed {}, errored {}, skipped {}",
            shown(tests.run),
            shown(tests.failed),
            shown(tests.errored),
            shown(tests.skipped)
        ));
    }
    lines
}

fn read(text: &str, piece: usize) -> JobLog {
    let mut reader = LogReader::new(LogOptions::default());
    text.as_bytes().chunks(piece).for_each(|piece| reader.push(piece));
    reader.finish()
}

fn failed(log: &str) -> String {
    format!("{log}ERROR: Job failed: exit code 1\n")
}

#[test]
fn every_log_is_read_as_it_says() {
    for sample in samples() {
        let log = read(&failed(&sample.log), usize::MAX);
        assert_eq!(summaries(&log), sample.expected, "{}", sample.name);
    }
}

#[test]
fn colours_carriage_returns_timestamps_and_pieces_change_nothing() {
    for sample in samples() {
        let dressed = |line: &str| {
            let shell = line.split_at_checked(3).filter(|(start, _)| start.is_ascii());
            let (start, rest) = shell.unwrap_or(("", line));
            format!("2026-01-02T10:00:00.000000Z 01O \x1b[31m{start}\x1b[0;1m{rest}\x1b[0m\r\n")
        };
        let text: String = failed(&sample.log).lines().map(dressed).collect();
        assert_eq!(summaries(&read(&text, 17)), sample.expected, "{}", sample.name);
    }
}

#[test]
fn the_lines_of_a_failure_are_in_an_excerpt() {
    for sample in samples() {
        let log = read(&failed(&sample.log), usize::MAX);
        for failure in &log.failures {
            let within = |excerpt: &&ci_log::Excerpt| (excerpt.start..=excerpt.end).contains(&failure.at);
            let excerpt = log.excerpts.iter().find(within);
            let excerpt = excerpt.unwrap_or_else(|| panic!("{}: {}", sample.name, summary(failure)));
            let texts: Vec<&str> = excerpt.lines.iter().map(|line| line.text.trim()).collect();
            for line in &failure.stack {
                // Another program may put something before each line.
                let shown = texts.iter().any(|text| text.ends_with(line.as_str()));
                assert!(shown, "{}: {line:?} not in {texts:#?}", sample.name);
            }
        }
    }
}

#[test]
fn a_job_that_succeeds_has_no_failures() {
    for sample in samples() {
        let log = read(&format!("{}Job succeeded\n", sample.log), usize::MAX);
        assert!(log.failures.is_empty() && log.excerpts.is_empty(), "{}", sample.name);
    }
}

#[test]
fn the_table_names_the_tools_that_there_are() {
    let mut files = BTreeSet::new();
    let mut named = BTreeSet::new();
    for row in TABLE.lines().skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, tool, reported, file] = cells.as_slice() else { panic!("four cells expected: {row}") };
        assert!(files.insert(file.trim_matches('`').to_owned()), "{tool}: its log belongs to two tools");
        let reported: BTreeSet<String> =
            reported.split(", ").map(|name| name.trim_matches('`').to_owned()).collect();
        let sample = samples().into_iter().find(|sample| sample.name == file.trim_matches('`'));
        let sample = sample.unwrap_or_else(|| panic!("{tool} has no log"));
        let log = read(&failed(&sample.log), usize::MAX);
        let found: BTreeSet<String> =
            log.failures.iter().filter_map(|failure| failure.tool.clone()).collect();
        assert_eq!(found, reported, "{tool}");
        named.extend(reported);
    }
    for sample in samples() {
        let tool = sample.name.split('.').next().map(|tool| format!("{tool}.log"));
        assert!(tool.is_some_and(|tool| files.contains(&tool)), "no tool of the table has {}", sample.name);
    }
    let rules = RuleSet::standard();
    let known: BTreeSet<&str> = rules.iter().map(ci_log::rules::Rule::tool).collect();
    for name in &named {
        assert!(known.contains(name.as_str()), "no rule is of {name}");
    }
    let silent: Vec<&&str> =
        known.iter().filter(|name| !name.is_empty() && !named.contains(**name)).collect();
    // The commands that a log shows are no failures.
    assert_eq!(silent, [&"command"]);
}
