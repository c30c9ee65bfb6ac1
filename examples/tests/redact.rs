//! The program `redact`, run as a person or a program would.

#![allow(clippy::expect_used, reason = "helpers of tests may fail as tests do")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn run(args: &[&str], variables: &[(&str, &str)], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_redact"))
        .args(args)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("it ends");
    // It may end before it has read everything.
    let _broken = writer.join().expect("nothing panics");
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn its_input_comes_out_without_the_secrets() {
    let output = run(&[], &[], b"$ deploy\nDB_PASSWORD=hunter2\n\xff done");
    assert!(output.status.success());
    assert_eq!(output.stdout, b"$ deploy\nDB_PASSWORD=[REDACTED:password]\n\xff done");
}

#[test]
fn lines_of_json_are_answered_in_their_order() {
    let lines = concat!(
        "{\"id\": \"a\", \"text\": \"ä token=k3J9dQ72mXw81LpZ\"}\n",
        "\n{\"id\": 7, \"text\": \"nothing\", \"more\": true}\n"
    );
    let output = run(&["--json"], &[], lines.as_bytes());
    assert!(output.status.success());
    let answers: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(
        answers,
        [
            serde_json::json!({
                "id": "a",
                "text": "ä token=[REDACTED:assigned-secret]",
                "spans": [{"start": 9, "end": 25, "rule": "assigned-secret"}]
            }),
            serde_json::json!({"id": 7, "text": "nothing", "spans": []}),
        ]
    );
}

#[test]
fn a_line_that_is_no_json_is_named_and_not_shown() {
    let output = run(&["--json"], &[], b"{\"id\": 1, \"text\": \"x\"}\npassword=hunter2\n");
    assert_eq!(output.status.code(), Some(2));
    let error = text(&output.stderr);
    assert!(error.contains("line 2") && !error.contains("hunter2"), "{error}");
}

#[test]
fn a_report_tells_places_by_its_status_too() {
    let output = run(&["--report"], &[], b"fine\nDB_PASSWORD=hunter2\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "standard input:2:13: password\n    DB_PASSWORD=[REDACTED:password]\n");
    assert!(run(&["--report"], &[], b"fine\n").status.success());
}

#[test]
fn values_and_rules_can_be_given() {
    let args = ["--value-of", "MINE", "--rule", "acme-key=acme_=[0-9]{6}"];
    let output =
        run(&args, &[("MINE", "correct horse")], b"a correct horse, correct%20horse and acme_123456\n");
    assert_eq!(
        text(&output.stdout),
        "a [REDACTED:configured-value], [REDACTED:configured-value] and [REDACTED:acme-key]\n"
    );
    let output = run(&["--value-of", "MISSING"], &[], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("MISSING"));
}
