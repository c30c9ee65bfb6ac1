//! Measures the ranking of suspects on a labelled set of failures, where that is at hand.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test's helpers may fail and say what they saw"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::process::Command;

use code_correlation::suspect::{Candidate, Failure, rank};
use serde_json::Value;

struct Commit {
    row: Value,
    parents: Vec<String>,
}

fn texts(row: &Value, key: &str) -> Vec<String> {
    row[key].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Seconds since 1970 of `2010-06-16T00:14:26Z` or `2010-06-16T02:14:26+02:00`.
fn seconds(stamp: &str) -> i64 {
    let number = |from: usize, to: usize| stamp[from..to].parse::<i64>().unwrap();
    let (year, month) = (number(0, 4), number(5, 7));
    // Years that start in March, so that the leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days =
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + number(8, 10) - 719_469;
    let offset = match &stamp[19..] {
        "Z" => 0,
        zone => {
            let minutes = number(20, 22) * 60 + number(23, 25);
            if zone.starts_with('-') { -minutes } else { minutes }
        }
    };
    days * 86_400 + number(11, 13) * 3_600 + number(14, 16) * 60 + number(17, 19) - offset * 60
}

#[test]
fn stamps_are_read() {
    assert_eq!(seconds("1970-01-01T00:00:00Z"), 0);
    assert_eq!(seconds("2024-02-29T12:00:00Z"), 1_709_208_000);
    assert_eq!(seconds("2024-02-29T14:30:00+02:30"), 1_709_208_000);
    assert_eq!(seconds("2024-02-29T04:00:00-08:00"), 1_709_208_000);
}

/// The commits, newest first; equal times keep their order.
fn read_commits(file: &Path) -> (Vec<Commit>, HashMap<String, usize>) {
    let text = fs::read_to_string(file).unwrap();
    let mut commits: Vec<_> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|row| Commit { parents: texts(&row, "parents"), row })
        .collect();
    commits.sort_by_key(|commit| std::cmp::Reverse(seconds(commit.row["time"].as_str().unwrap())));
    let places = commits
        .iter()
        .enumerate()
        .map(|(at, commit)| (commit.row["id"].as_str().unwrap().to_owned(), at))
        .collect();
    (commits, places)
}

/// The commit and all its ancestors, newest first.
fn history(commits: &[Commit], places: &HashMap<String, usize>, head: &str) -> Vec<usize> {
    let (mut seen, mut todo) = (BTreeSet::new(), vec![head.to_owned()]);
    while let Some(next) = todo.pop() {
        if let Some(at) = places.get(&next)
            && seen.insert(*at)
        {
            todo.extend(commits[*at].parents.iter().cloned());
        }
    }
    seen.into_iter().collect()
}

/// The place of the culprit, the worst one among equal scores.
fn place(commits: &[Commit], chosen: &[usize], case: &Value) -> usize {
    let lists: Vec<_> = chosen
        .iter()
        .map(|at| (texts(&commits[*at].row, "paths"), texts(&commits[*at].row, "hunks")))
        .collect();
    let candidates: Vec<_> = chosen
        .iter()
        .zip(&lists)
        .map(|(at, (paths, hunks))| {
            let row = &commits[*at].row;
            Candidate::new(row["id"].as_str().unwrap())
                .with_message(row["message"].as_str().unwrap())
                .with_paths(paths.iter().map(String::as_str))
                .with_hunks(hunks.iter().map(String::as_str))
        })
        .collect();
    let tests = texts(case, "tests");
    let failure = Failure::new()
        .with_tests(tests.iter().map(String::as_str))
        .with_trace(case["trace"].as_str().unwrap_or_default());
    let ranking = rank(&failure, &candidates);
    for suspect in &ranking.suspects {
        assert_eq!(suspect.score, suspect.reasons.iter().map(|reason| reason.weight).sum::<f64>());
    }
    let culprit = ranking
        .suspects
        .iter()
        .find(|suspect| suspect.id == case["inducing_commit"].as_str().unwrap())
        .unwrap();
    ranking.suspects.iter().filter(|other| other.score >= culprit.score).count()
}

fn mean_reciprocal_rank(places: &[usize]) -> f64 {
    places.iter().map(|place| 1.0 / *place as f64).sum::<f64>() / places.len() as f64
}

/// The mean reciprocal rank among the newest 100 commits and, in an optimized build, among all.
fn measure(name: &str) -> Option<(f64, Option<f64>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets").join(name);
    let target = std::env::temp_dir().join(format!("code-correlation-{name}-{}", std::process::id()));
    let archive = folder.join("commits.tar.xz");
    if !archive.exists() {
        return None;
    }
    fs::create_dir_all(&target).unwrap();
    let unpacked = Command::new("tar").arg("xf").arg(&archive).arg("-C").arg(&target).output();
    if !unpacked.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let labels = fs::read_to_string(folder.join("labels.jsonl")).unwrap();
    let mut projects: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for case in labels.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        projects.entry(case["project"].as_str().unwrap().to_owned()).or_default().push(case);
    }
    // Whole histories take too long without optimization.
    let whole = !cfg!(debug_assertions);
    let (mut all, mut newest) = (Vec::new(), Vec::new());
    for (project, cases) in projects {
        let (commits, places) = read_commits(&target.join(format!("{project}.jsonl")));
        for case in cases {
            let chosen = history(&commits, &places, case["failing_commit"].as_str().unwrap());
            let culprit = places.get(case["inducing_commit"].as_str().unwrap());
            let Some(at) = culprit.and_then(|culprit| chosen.iter().position(|at| at == culprit)) else {
                continue;
            };
            if whole {
                all.push(place(&commits, &chosen, &case));
            }
            if at < 100 {
                newest.push(place(&commits, chosen.get(..100).unwrap_or(&chosen), &case));
            }
        }
    }
    fs::remove_dir_all(&target).unwrap();
    let figures = (mean_reciprocal_rank(&newest), whole.then(|| mean_reciprocal_rank(&all)));
    println!("{name}: MRR newest 100 {:.3}, all {:?}", figures.0, figures.1);
    Some(figures)
}

fn at_least(name: &str, newest: f64, all: f64) {
    let Some(figures) = measure(name) else {
        println!("skipped: the labelled failures of {name} (or tar and xz to unpack them) are not at hand");
        return;
    };
    assert!(figures.0 >= newest, "{figures:?}");
    assert!(figures.1.is_none_or(|figure| figure >= all), "{figures:?}");
}

#[test]
fn with_a_trace_the_inducing_commit_is_ranked_above_the_simple_baseline() {
    at_least("fonte", 0.614, 0.229);
}

#[test]
fn with_the_names_of_tests_alone_it_is_above_the_simple_baseline_too() {
    at_least("regressions4j", 0.391, 0.161);
}
