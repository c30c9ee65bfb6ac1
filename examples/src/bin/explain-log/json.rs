//! Answers for another program, a line for each file.

use gitlab_rca::ci_log::{JobLog, TestCounts};
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

#[derive(Serialize)]
struct Answer<'a> {
    file: String,
    lines: usize,
    excerpts: Vec<Excerpt>,
    failures: Vec<Failure<'a>>,
    tests: Option<TestCounts>,
    class: Class<'a>,
    sections: Vec<Section<'a>>,
    /// The runner cut the log: the lines that tell why may be missing.
    truncated: bool,
}

#[derive(Serialize)]
struct Excerpt {
    start: usize,
    end: usize,
    score: f32,
}

#[derive(Serialize)]
struct Failure<'a> {
    kind: &'a str,
    tool: Option<&'a str>,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    test: Option<&'a str>,
    at: usize,
}

#[derive(Serialize)]
struct Class<'a> {
    kind: &'a str,
    intermittent: Option<bool>,
    reason: &'a str,
}

#[derive(Serialize)]
struct Section<'a> {
    name: &'a str,
    start: usize,
    end: usize,
    closed: bool,
}

pub(crate) fn write(out: &mut impl Write, file: &Path, log: &JobLog) -> io::Result<()> {
    let excerpts =
        log.excerpts.iter().map(|one| Excerpt { start: one.start, end: one.end, score: one.score });
    let failures = log.failures.iter().map(|one| Failure {
        kind: one.kind.as_str(),
        tool: one.tool.as_deref(),
        message: &one.message,
        file: one.file.as_deref(),
        line: one.line,
        column: one.column,
        test: one.test.as_deref(),
        at: one.at,
    });
    let sections = log.sections.iter().map(|one| Section {
        name: &one.name,
        start: one.start,
        // A section that is never closed goes on to the end of the log.
        end: one.end.unwrap_or(log.lines),
        closed: one.end.is_some(),
    });
    let answer = Answer {
        file: file.display().to_string(),
        lines: log.lines,
        excerpts: excerpts.collect(),
        failures: failures.collect(),
        tests: log.tests,
        class: Class {
            kind: log.class.kind.as_str(),
            intermittent: log.class.intermittent,
            reason: &log.class.reason,
        },
        sections: sections.collect(),
        truncated: log.truncation.is_some(),
    };
    serde_json::to_writer(&mut *out, &answer)?;
    out.write_all(b"\n")
}
