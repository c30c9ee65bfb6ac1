//! Logs of real jobs, where a folder with them lies beside the project.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "helpers of tests may fail, and must say when they have nothing to read"
)]

use std::path::{Path, PathBuf};

use ci_log::{JobLog, LogOptions, LogReader};

fn folder(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(name);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: there is no folder {}", path.display());
    None
}

fn logs(name: &str) -> Vec<(String, Vec<u8>)> {
    let Some(folder) = folder(name) else { return Vec::new() };
    let files = std::fs::read_dir(folder).expect("the folder is readable");
    files
        .map(|file| {
            let path = file.expect("the folder is readable").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("the file is readable"))
        })
        .collect()
}

fn check(name: &str, bytes: &[u8]) -> JobLog {
    let log = JobLog::read(bytes);
    assert_eq!(log.lines, bytes.iter().filter(|byte| **byte == b'\n').count() + 1, "{name}");
    assert!(log.omitted.is_nothing(), "{name}: {:?}", log.omitted);
    let mut reader = LogReader::new(LogOptions::default());
    for piece in bytes.chunks(977) {
        reader.push(piece);
    }
    assert_eq!(reader.finish(), log, "{name}: the cutting changes the result");
    let shown = log.tail.iter().map(|line| line.text.as_str());
    for text in shown {
        assert!(!text.contains('\x1b') && !text.contains("section_"), "{name}: {text:?}");
    }
    log
}

#[test]
fn jobs_of_the_runner_project_succeeded() {
    for (name, bytes) in logs("gitlab-runner/job-log-corpus") {
        let log = check(&name, &bytes);
        assert!(log.exit.as_ref().is_some_and(ci_log::JobEnd::is_success), "{name}: {:?}", log.exit);
        assert!(log.failures.is_empty(), "{name}: {:?}", log.failures);
        assert!(log.sections.len() > 4, "{name}: {:?}", log.sections);
        assert!(log.sections.iter().all(|section| section.end.is_some()), "{name}: {:?}", log.sections);
    }
}

#[test]
fn traces_of_the_server_project() {
    for (name, bytes) in logs("gitlab-ce-13.12.15/trace") {
        let log = check(&name, &bytes);
        assert!(log.failures.is_empty(), "{name}: {:?}", log.failures);
        match name.as_str() {
            "trace_with_sections" => assert_eq!(log.sections.len(), 8, "{:?}", log.sections),
            "sample_trace" => assert_eq!(log.tests.and_then(|tests| tests.failed), Some(0)),
            _ => {}
        }
    }
}
