//! Whole jobs as runners write them.

use ci_log::{ClassKind, FailureKind, JobEnd, JobLog, LogOptions, LogReader};

fn start(name: &str) -> String {
    format!("section_start:1700000000:{name}\r\x1b[0K")
}

fn end(name: &str) -> String {
    format!("section_end:1700000009:{name}\r\x1b[0K")
}

/// A job whose script and `after_script` print these lines.
fn job(script: &str, after: &str, last: &str) -> String {
    [
        "\x1b[0KRunning with gitlab-runner 17.0.0 (abc)\x1b[0;m\n",
        &start("prepare_executor"),
        "\x1b[0K\x1b[36;1mPreparing the \"docker\" executor\x1b[0;m\n",
        &end("prepare_executor"),
        &start("step_script"),
        script,
        &end("step_script"),
        &start("after_script"),
        after,
        &end("after_script"),
        last,
        "\x1b[0;m\n",
    ]
    .concat()
}

const EXIT_1: &str = "\x1b[31;1mERROR: Job failed: exit code 1";

#[test]
fn a_failure_knows_its_section_and_the_excerpt_shows_it() {
    let script = "\x1b[32;1m$ go test ./...\x1b[0;m\r\n--- FAIL: TestTotal (0.00s)\r\n    cart_test.go:42: total = 3, want 4\r\nFAIL\r\n";
    let log = JobLog::read(job(script, "cleaning up\n", EXIT_1).as_bytes());
    let [failure] = log.failures.as_slice() else { panic!("one failure expected: {:?}", log.failures) };
    assert_eq!(
        (failure.kind, failure.at, failure.section.as_deref()),
        (FailureKind::Test, 4, Some("step_script"))
    );
    assert_eq!((failure.file.as_deref(), failure.line), (Some("cart_test.go"), Some(42)));
    let best = log.excerpts.first().expect("an excerpt");
    assert!(
        best.lines
            .iter()
            .any(|line| line.text == "    cart_test.go:42: total = 3, want 4" && line.number == 5)
    );
    assert!(matches!(log.exit, Some(JobEnd::Failed { code: Some(1), .. })));
}

#[test]
fn errors_of_the_after_script_are_no_cause() {
    let log = JobLog::read(
        job(
            "error[E0425]: cannot find value `x`\n --> a.rs:1:2\n",
            "curl: (6) Could not resolve host: a.example\n",
            EXIT_1,
        )
        .as_bytes(),
    );
    assert_eq!(log.failures.len(), 1, "{:?}", log.failures);
    assert_eq!(log.class.kind, ClassKind::Build);
}

#[test]
fn a_script_that_claims_success_is_not_believed() {
    let log = JobLog::read(job("Job succeeded\nERROR: no\n", "", "").as_bytes());
    assert_eq!(log.exit, None);
    assert_eq!(log.failures.len(), 1);
}

#[test]
fn a_succeeded_job_has_no_failures() {
    let script = "--- FAIL: TestFlaky (0.00s)\n    a_test.go:1: no\nretrying\nok  \tacme.example/a\t0.1s\n";
    let log = JobLog::read(job(script, "error: x\n", "\x1b[32;1mJob succeeded").as_bytes());
    assert!(log.failures.is_empty() && log.excerpts.is_empty());
    assert_eq!(log.exit, Some(JobEnd::Succeeded));
    assert_eq!(log.class.kind, ClassKind::None);
}

#[test]
fn a_log_that_the_runner_cut_says_so() {
    let log = JobLog::read(
        b"compiling\n\x1b[33;1mJob's log exceeded limit of 4194304 bytes.\nJob execution will continue but no more output will be collected.\x1b[0;m\n",
    );
    let cut = log.truncation.expect("the cut is seen");
    assert_eq!((cut.limit, cut.at), (Some(4_194_304), 2));
    assert_eq!(log.exit, None);
}

#[test]
fn canceled_and_timed_out_jobs() {
    let log = JobLog::read(job("working\n", "", "WARNING: script canceled externally (UI, API)").as_bytes());
    assert_eq!(log.class.kind, ClassKind::Canceled);
    assert_eq!(log.failures[0].kind, FailureKind::Canceled);
    let log = JobLog::read(
        job("working\n", "", "ERROR: Job failed: execution took longer than 1h0m0s seconds").as_bytes(),
    );
    assert_eq!((log.class.kind, log.class.intermittent), (ClassKind::Timeout, Some(true)));
}

#[test]
fn without_any_clue_the_last_lines_of_the_script_are_shown() {
    let script = (1..=60).map(|number| format!("step {number}\n")).collect::<String>();
    let log = JobLog::read(job(&script, "cleaning up\nstill cleaning\n", EXIT_1).as_bytes());
    assert_eq!(log.failures[0].kind, FailureKind::Script);
    let shown: Vec<&str> =
        log.excerpts.iter().flat_map(|excerpt| &excerpt.lines).map(|line| line.text.as_str()).collect();
    assert!(shown.contains(&"step 60") && !shown.contains(&"step 10"), "{shown:?}");
}

#[test]
fn lines_with_timestamps_are_read_as_without() {
    let plain = job("error[E0425]: cannot find value `x`\n --> src/a.rs:1:2\n", "", EXIT_1);
    let stamped: String =
        plain.split_inclusive('\n').map(|line| format!("2025-03-07T13:51:12.206590Z 01O {line}")).collect();
    let (plain, stamped) = (JobLog::read(plain.as_bytes()), JobLog::read(stamped.as_bytes()));
    assert_eq!(plain.failures, stamped.failures);
    assert_eq!(plain.sections, stamped.sections);
    assert_eq!(plain.excerpts, stamped.excerpts);
}

#[test]
fn limits_are_kept_and_said() {
    let options = LogOptions::default()
        .with_max_failures(2)
        .with_max_excerpts(1, 5)
        .with_tail_lines(3)
        .with_max_text_bytes(20);
    let mut reader = LogReader::new(options);
    for number in 0..9 {
        reader.push(
            format!("error[E0425]: cannot find value number {number}\n --> src/a.rs:{number}:2\n").as_bytes(),
        );
        reader.push(&b"nothing\n".repeat(30));
    }
    let log = reader.finish();
    assert_eq!((log.failures.len(), log.omitted.failures), (2, 7));
    assert_eq!((log.excerpts.len(), log.excerpts[0].lines.len(), log.tail.len()), (1, 5, 3));
    assert!(log.omitted.excerpts > 0);
    assert_eq!(log.failures[0].message, "cannot find value nu\u{2026}");
}

#[test]
fn a_job_log_serializes_for_other_programs() {
    let log = JobLog::read(
        b"error[E0425]: cannot find value `x`\n --> src/a.rs:1:2\nERROR: Job failed: exit code 1\n",
    );
    let json = serde_json::to_value(&log).expect("a log is plain data");
    assert_eq!(json["failures"][0]["kind"], "compile");
    assert_eq!(json["failures"][0]["line"], 1);
    assert_eq!(json["class"]["kind"], "build");
    assert_eq!(json["class"]["intermittent"], false);
    assert_eq!(json["exit"]["kind"], "failed");
    assert_eq!(json["excerpts"][0]["start"], 1);
}
