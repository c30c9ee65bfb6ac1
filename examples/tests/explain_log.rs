//! The program `explain-log`, run as a person or a program would.

#![allow(clippy::expect_used, reason = "helpers of tests may fail as tests do")]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const LOG: &str = "section_start:1700000000:step_script\r\x1b[0K$ cargo test\n\
    thread 'cart::tests::total' panicked at src/cart.rs:42:9:\n\
    assertion failed: total == 4\n\
    test result: FAILED. 7 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n\
    section_end:1700000009:step_script\r\x1b[0K\x1b[31;1mERROR: Job failed: exit code 101\x1b[0;m\n";

fn run(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_explain-log"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // It may end before it has read everything.
    let _broken = child.stdin.take().expect("its input is a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A file with this text, which is gone when the test ends.
struct LogFile(PathBuf);

impl LogFile {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("explain-log-{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("the temporary folder takes files");
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("a path in UTF-8")
    }
}

impl Drop for LogFile {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.0);
    }
}

#[test]
fn a_person_reads_what_failed_and_where() {
    let output = run(&[], LOG);
    assert!(output.status.success());
    let shown = text(&output.stdout);
    assert!(shown.starts_with("standard input: test (a test failed (line 2)"), "{shown}");
    assert!(shown.contains("tests: 8 run, 1 failed"), "{shown}");
    assert!(
        shown.contains("standard input:2: test: cart::tests::total: assertion failed: total == 4"),
        "{shown}"
    );
    assert!(shown.contains("at src/cart.rs:42:9"), "{shown}");
    assert!(!shown.contains('\x1b'), "no colours where no terminal shows them: {shown:?}");
}

#[test]
fn each_file_is_answered_with_a_line_of_json() {
    let (one, two) = (LogFile::new("one", LOG), LogFile::new("two", ""));
    let output = run(&["--json", one.path(), two.path()], "");
    assert!(output.status.success());
    let answers: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let [first, second] = answers.as_slice() else { panic!("two answers expected: {answers:?}") };
    assert_eq!(first["file"], one.path());
    assert_eq!(first["lines"], 6);
    assert_eq!(first["failures"][0]["test"], "cart::tests::total");
    assert_eq!(first["failures"][0]["at"], 2);
    assert_eq!(first["tests"]["failed"], 1);
    assert_eq!(first["class"]["kind"], "test");
    assert_eq!(first["sections"][0]["name"], "step_script");
    assert_eq!(
        (first["sections"][0]["start"].as_u64(), first["sections"][0]["end"].as_u64()),
        (Some(1), Some(5))
    );
    assert!(first["excerpts"][0]["start"].as_u64().is_some_and(|start| start <= 2), "{first}");
    assert_eq!((second["lines"].as_u64(), second["class"]["kind"].as_str()), (Some(1), Some("none")));
    assert_eq!(second["excerpts"], serde_json::json!([]));
}

#[test]
fn what_a_successful_run_printed_too_is_no_cause() {
    let passing = LogFile::new("passing", "$ make\nERROR: no licence server\nJob succeeded\n");
    let failed = LogFile::new("failed", "$ make\nERROR: no licence server\nERROR: disk is read only\n");
    let output = run(&["--json", "--passing", passing.path(), failed.path()], "");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["failures"][0]["message"], "disk is read only");
    assert_eq!(answer["excerpts"][0]["start"], 3);
    let refused = run(&["--passing", passing.path(), failed.path(), failed.path()], "");
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--passing goes with exactly one FILE"));
}

#[test]
fn a_section_that_is_never_closed_goes_on_to_the_end() {
    let log = LogFile::new("open", "section_start:1:build\r\x1b[0K$ make\n");
    let answer: serde_json::Value =
        serde_json::from_slice(&run(&["--json", log.path()], "").stdout).expect("JSON");
    assert_eq!(answer["sections"][0]["end"], 2);
    assert_eq!(answer["sections"][0]["closed"], false);
}

#[test]
fn a_file_that_is_not_there_is_said() {
    let output = run(&["/nowhere/job.log"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("explain-log: cannot open /nowhere/job.log"));
}
