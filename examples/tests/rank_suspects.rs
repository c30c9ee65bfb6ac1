//! The program `rank-suspects`, run as a person or a program would.

#![allow(clippy::expect_used, reason = "helpers of tests may fail as tests do")]

use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

const LOG: &str = "\
commit 4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f
Author: Ada <ada@example.com>
Date:   2026-03-07T13:51:12Z

    Add a logo

diff --git a/web/logo.svg b/web/logo.svg
index 1..2 100644
--- a/web/logo.svg
+++ b/web/logo.svg
@@ -1 +1 @@
-a
+b

commit 9c1f0e29c1f0e29c1f0e29c1f0e29c1f0e29c1f0
Author: Bo <bo@example.com>
Date:   2026-03-07T12:51:12Z

    Round totals down

diff --git a/src/cart.rs b/src/cart.rs
index 1..2 100644
--- a/src/cart.rs
+++ b/src/cart.rs
@@ -41 +41 @@ fn total()
-a
+b
";

fn run(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rank-suspects"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("its input is a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn the_log_of_git_is_enough_for_a_person() {
    let output = run(&["--at-file", "src/cart.rs:41"], LOG);
    let shown = text(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(shown.contains("  1. 9c1f0e29c1f0 Round totals down Bo\n"), "{shown}");
    assert!(shown.contains("changed-failing-line: wrote line 41 of src/cart.rs, which failed"), "{shown}");
    assert!(shown.ends_with("Suspect: 9c1f0e29c1f0 Round totals down\n"), "{shown}");
    let unknown = run(&[], LOG);
    assert!(text(&unknown.stdout).contains("No suspect: nothing is known of the failure"), "{unknown:?}");
}

#[test]
fn cases_are_answered_in_their_order_with_reasons_that_add_up() {
    let case = |id: &str| {
        json!({"id": id, "failure": {"tests": ["cart::tests::totals"], "trace": null}, "at": "2026-03-07T14:00:00Z",
        "candidates": [
            {"id": "b", "time": "2026-03-07T13:00:00Z", "author": "Ada", "message": "Add \"logo\"", "paths": ["logo.svg"], "hunks": []},
            {"id": "a", "time": "2026-03-07T12:00:00Z", "author": "Bo", "message": "Round", "paths": ["src/cart.rs"],
             "hunks": ["@@ -41 +41 @@ fn total()"]},
        ]})
    };
    let output = run(&[], &format!("{}\n\n{}\n", case("one"), case("two")));
    assert!(output.status.success(), "{output:?}");
    let answers: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let ids: Vec<_> = answers.iter().map(|answer| answer["id"].clone()).collect();
    assert_eq!(ids, ["one", "two"]);
    let ranking = answers[0]["ranking"].as_array().expect("a list");
    assert_eq!((ranking.len(), &ranking[0]["id"]), (2, &json!("a")));
    for suspect in ranking {
        let reasons = suspect["reasons"].as_array().expect("a list");
        let sum: f64 = reasons.iter().filter_map(|reason| reason["weight"].as_f64()).sum();
        assert_eq!(suspect["score"].as_f64(), Some(sum));
    }
    let shown = run(&["--show"], &case("one").to_string());
    assert!(text(&shown.stdout).ends_with("Suspect: a Round\n"), "{shown:?}");
}

#[test]
fn a_line_that_is_no_case_is_named() {
    let output = run(&[], "{\"id\": 1}\n{\"id\": 2, \"candidates\": 3}\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("line 2"), "{output:?}");
}
