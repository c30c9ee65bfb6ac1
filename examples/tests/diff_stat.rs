//! The program `diff-stat`, run as a person or a program would.

#![allow(clippy::expect_used, reason = "helpers of tests may fail as tests do")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

const DIFF: &str = "diff --git a/old name b/new name\nsimilarity index 90%\nrename from old name\nrename to new name\n\
                    --- a/old name\n+++ b/new name\n@@ -1,2 +1,3 @@\n a\n-b\n+c\n+d\n\
                    diff --git a/l b/l\ndeleted file mode 100644\nindex 1..0\n--- a/l\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
                    diff --git a/l b/l\nnew file mode 120000\nindex 0..2\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+y\n";

fn run(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_diff-stat"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("its input is a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[test]
fn a_person_sees_a_line_for_each_file() {
    let output = run(&[], DIFF);
    assert!(output.status.success());
    assert_eq!(
        text(&output),
        " old name → new name | +2     -1     ++- (renamed)\n\
         \x20l                   | +1     -1     +- (type-changed, 100644 → 120000)\n 2 files, +3 -2\n"
    );
}

#[test]
fn a_program_gets_a_line_for_each_input() {
    let output = run(&["--json"], DIFF);
    let answer: serde_json::Value = serde_json::from_str(&text(&output)).expect("JSON");
    assert_eq!(
        answer,
        serde_json::json!({"file": "-", "files": [
            {"old_path": "old name", "new_path": "new name", "status": "renamed", "old_mode": null, "new_mode": null,
             "additions": 2, "deletions": 1, "binary": false},
            {"old_path": "l", "new_path": "l", "status": "type-changed", "old_mode": "100644", "new_mode": "120000",
             "additions": 1, "deletions": 1, "binary": false},
        ]})
    );
    assert_eq!(text(&run(&["--json"], "")), "{\"file\":\"-\",\"files\":[]}\n");
}

#[test]
fn a_broken_diff_is_refused_with_its_line() {
    let broken = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n";
    let output = run(&[], broken);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("line 5"), "{output:?}");
    let output = run(&["--json"], broken);
    assert!(output.status.success() && text(&output).contains("\"error\""), "{output:?}");
    let bare = "@@ -1 +1 @@\n-a\n+b\n";
    assert!(text(&run(&["--json"], bare)).contains("without a name"));
    assert!(text(&run(&[], bare)).contains("(no name)"));
}
