//! Runs the program `investigate` as a person would, without a network.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "helpers of tests may fail as tests do")]

mod support;

use serde_json::Value;
use std::path::{Path, PathBuf};
use support::{Run, alert, expected, run_with};

/// Every alert file, and what in GitLab it leads to.
const ALERTS: [(&str, &str); 11] = [
    ("alertmanager", "shop/backend/checkout!87"),
    ("cloudwatch_sns", "shop/backend/checkout@b3f40d9e2c6a71850fd3e4c97a1b608d52ce93f7"),
    ("datadog", "shop/backend/checkout@7c1e5d0a94b38f62d7e0c5a1b9346f28ed50c7a3"),
    ("gitlab_generic", "/-/pipelines/90217"),
    ("gitlab_prometheus", "deployment"),
    ("grafana", "/-/jobs/571209"),
    ("new_relic", "/-/jobs/571203"),
    ("opsgenie", "shop/backend/checkout!87"),
    ("pagerduty", "shop/backend/checkout!87"),
    ("plain", "shop/backend/checkout"),
    ("sentry", "shop/backend/checkout@b3f40d9e2c6a71850fd3e4c97a1b608d52ce93f7"),
];

fn run(args: &[&str]) -> Run {
    run_with(args, &[])
}

/// The document of a run with `--json`, whose finding names the culprit and nobody before it.
fn finding_of(args: &[&str]) -> Value {
    let run = run(&[args, &["--json"]].concat());
    assert_eq!(run.status, 0, "{args:?}: {}", run.err);
    let document: Value = serde_json::from_str(&run.out).expect("one JSON document");
    let (finding, evidence, expected) = (&document["finding"], &document["evidence"], expected());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();

    let title = text(&finding["title"]);
    assert_eq!(title, format!("{} fails in {}", expected.test, expected.job), "{args:?}");
    let summary = text(&finding["summary"]);
    let place = format!("{}:{}", expected.file, expected.line);
    for part in [&place, expected.message, &expected.job_id.to_string(), expected.commit.split_at(8).0] {
        assert!(summary.contains(part), "{args:?}: {part} is not in {summary}");
    }
    assert_eq!(finding["status"], "identified", "{args:?}");
    let suspect = &finding["suspects"][0];
    assert_eq!(suspect["commit"], expected.commit, "{args:?}");
    assert_eq!(suspect["merge_request"], format!("{}!{}", expected.project, expected.merge_request));
    assert_eq!(evidence["merge_request"]["iid"], expected.merge_request, "{args:?}");
    assert_eq!(evidence["gaps"], Value::Array(Vec::new()), "{args:?}");
    document
}

#[test]
fn without_any_setting_the_whole_job_is_done() {
    let (run, expected) = (run(&[]), expected());
    assert_eq!(run.status, 0, "{}", run.err);
    for part in [
        expected.test,
        expected.message,
        expected.commit_title,
        expected.downstream_project,
        "src/pricing/discount.rs:39",
        "commit 7c1e5d0a94b3",
        "job test (571203) of pipeline 90217",
        "Timeline",
        "Suspects",
        "### RCA Finding",
        "is there as it was sent",
        "Second run: unchanged",
        "Side effects: 0 quick actions executed, 0 people notified, the merge request is merged as before",
    ] {
        assert!(run.out.contains(part), "{part} is not in\n{}", run.out);
    }
    for part in ["[publish] GitLab MR note posted", "[publish] GitLab MR note unchanged", "mr_iid=87"] {
        assert!(run.err.contains(part), "{part} is not in\n{}", run.err);
    }
}

#[test]
fn every_alert_leads_to_the_same_finding_in_its_own_way() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("alerts");
    let mut names: Vec<_> = folder
        .read_dir()
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter_map(|path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    assert_eq!(names, ALERTS.map(|(name, _)| name), "each file is tested");
    for (name, start) in ALERTS {
        let document = finding_of(&[&alert(name)]);
        let from = document["evidence"]["start"].as_str().unwrap_or_default();
        assert!(from.contains(start), "{name} starts from {from}");
        assert!(document["evidence"]["incident"]["title"].is_string(), "{name}");
    }
}

#[test]
fn every_page_leads_to_the_same_finding() {
    let expected = expected();
    for url in
        [expected.merge_request_url(), expected.pipeline_url(), expected.job_url(), expected.commit_url()]
    {
        finding_of(&[&url]);
    }
    finding_of(&["shop/backend/checkout!87"]);
    finding_of(&["shop/backend/checkout"]);
}

#[test]
fn the_note_alone_is_markdown_that_does_nothing() {
    let run = run(&["--note"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.starts_with("<!-- gitlab-rca:v2 ") && run.out.contains("\n### RCA Finding\n"));
    assert!(run.out.chars().count() <= 4_000);
    assert!(run.out.lines().all(|line| !line.trim_start().starts_with('/')), "{}", run.out);
    // A log may show a forged marker; quoted, it begins no line.
    assert_eq!(
        run.out.lines().filter(|line| line.trim_start().starts_with("<!--")).count(),
        1,
        "{}",
        run.out
    );
    assert!(run.err.contains("note skipped"), "without --post nothing is written: {}", run.err);
}

#[test]
fn a_shorter_look_back_sees_less() {
    let merged =
        |args: &[&str]| finding_of(args)["evidence"]["recent_changes"].as_array().map_or(0, Vec::len);
    let (all, few) = (merged(&[]), merged(&["--lookback", "3"]));
    assert!(few >= 1 && few < all, "{few} of {all}");
}

#[test]
fn bad_input_gets_one_line_and_status_2() {
    let no_reference = file("no-reference.json", r#"{"title": "Disk full", "labels": {"host": "db-1"}}"#);
    let broken = file("broken.json", r#"{"title": "#);
    let own_commit = expected().commit_url();
    for (args, part) in [
        (vec!["missing.json"], "cannot be read"),
        (vec![broken.as_str()], "no JSON"),
        (vec![no_reference.as_str()], "looked at 2 values in $, $.labels"),
        (vec!["https://gitlab.com/shop/checkout/-/merge_requests/1"], "gitlab.com"),
        (vec!["no reference"], "no reference"),
        (vec!["--lookback", "0"], "--lookback"),
        (vec!["--lookback", "soon"], "--lookback"),
        (vec!["--json", "--note"], "--note"),
        (vec!["--unknown"], "--unknown"),
        (vec![own_commit.as_str(), "another"], "another"),
    ] {
        let run = run(&args);
        assert_eq!(run.status, 2, "{args:?}: {}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{args:?}: {}", run.err);
        assert!(run.err.starts_with("investigate: ") && run.err.contains(part), "{args:?}: {}", run.err);
        assert!(run.out.is_empty(), "{args:?}: {}", run.out);
    }
}

#[test]
fn a_setting_that_is_none_is_bad_input_and_not_shown() {
    let run = run_with(&["a/b!1"], &[("GITLAB_BASE_URL", "https://user:s3cret@gitlab.example.com")]);
    assert_eq!((run.status, run.err.lines().count()), (2, 1), "{}", run.err);
    assert!(run.err.contains("GITLAB_BASE_URL") && !run.err.contains("s3cret"), "{}", run.err);

    let run = run_with(&[], &[("GITLAB_BASE_URL", "https://gitlab.example.com")]);
    assert_eq!((run.status, run.err.lines().count()), (2, 1), "{}", run.err);
    assert!(run.err.contains("say where to start"), "{}", run.err);
}

#[test]
fn work_that_fails_has_status_1_and_says_what_to_do() {
    for start in ["shop/backend/checkout!4444", "shop/nowhere!1"] {
        let run = run(&[start]);
        assert_eq!((run.status, run.err.lines().count()), (1, 1), "{}", run.err);
        assert!(run.err.contains("404") && run.err.contains("check"), "{}", run.err);
    }
    // Nothing listens there.
    let run = run_with(
        &["a/b!1"],
        &[("GITLAB_BASE_URL", "http://127.0.0.1:9"), ("GITLAB_ACCESS_TOKEN", "glpat-not-a-real-one")],
    );
    assert_eq!((run.status, run.err.lines().count()), (1, 1), "{}", run.err);
    assert!(!run.err.contains("glpat-not-a-real-one"), "{}", run.err);
}

#[test]
fn help_is_no_error() {
    let run = run(&["--help"]);
    assert_eq!(run.status, 0);
    assert!(run.out.contains("--lookback") && run.out.contains("GITLAB_ACCESS_TOKEN"));
}

/// A file in the folder that Cargo keeps for the tests of this package.
fn file(name: &str, content: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("the file can be written");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn preflight_is_done_alone() {
    let alone = run(&["--preflight"]);
    assert_eq!((alone.status, alone.err.as_str()), (0, ""), "{}", alone.out);
    assert!(alone.out.contains(": ready\n") && !alone.out.contains("RCA Finding"), "{}", alone.out);
    for other in ["--post", "--json", "--note", "shop/backend/checkout!87"] {
        let both = run(&["--preflight", other]);
        assert_eq!(
            (both.status, both.out.as_str(), both.err.lines().count()),
            (2, "", 1),
            "{other}: {}",
            both.err
        );
    }
}
