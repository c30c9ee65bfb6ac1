//! What it costs to ask GitLab through this client, beside the crate `gitlab`, a loop by hand over reqwest and
//! `serde_json`, and a reader of the bare socket that decodes nothing.
//!
//! The server is a process of its own with its answers prepared, and every run of a contender is one as well, so
//! that its CPU time and memory are its own. All contenders run in turn, round after round, and the figures are
//! ratios of medians, because these say more than times on a busy machine. README.md beside this file tells more.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::exit,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a program, not a library"
)]

mod contenders;
mod measure;
mod payload;
mod server;

use contenders::{Contender, Work};
use measure::Run;
use std::collections::BTreeMap;
use std::env;
use std::time::Duration;

/// One comparison: what is done, by whom, over which server, and which ratios it should keep.
struct Comparison {
    name: &'static str,
    work: Work,
    latency: Duration,
    connecting: Duration,
    rounds: usize,
    contenders: &'static [Contender],
    goals: Vec<Goal>,
}

/// What a figure should be at most.
struct Goal {
    words: &'static str,
    figure: Box<dyn Fn(&Medians) -> f64>,
    at_most: f64,
}

type Medians = BTreeMap<Contender, Run>;

fn goal(words: &'static str, at_most: f64, figure: impl Fn(&Medians) -> f64 + 'static) -> Goal {
    Goal { words, figure: Box::new(figure), at_most }
}

fn comparisons(full: bool) -> Vec<Comparison> {
    use Contender::{ByHand, ByHandInTurn, Client, ClientInTurn, ClientStream, Kitware, Socket};
    let wall = |a: Contender, b: Contender| move |runs: &Medians| runs[&a].wall / runs[&b].wall;
    let cpu = |a: Contender, b: Contender| move |runs: &Medians| runs[&a].cpu / runs[&b].cpu;
    let mb = |a: Contender| move |runs: &Medians| runs[&a].peak_kib / 1024.0 * 1.048_576;
    let ms = Duration::from_millis;
    let count = |many: u64, few: u64| if full { many } else { few };
    let rounds = |many: usize| if full { many } else { 1 };
    vec![
        Comparison {
            name: "merge requests, 100 a page, an answer after 50 ms",
            work: Work::MergeRequests(count(10_000, 300)),
            latency: ms(50),
            connecting: Duration::ZERO,
            rounds: rounds(5),
            contenders: &[Client, ClientStream, ByHand, ByHandInTurn, Kitware, Socket],
            goals: vec![
                goal("wall time, of the crate gitlab's", 1.0 / 7.0, wall(Client, Kitware)),
                goal("wall time, of the bare socket's", 1.25, wall(Client, Socket)),
                goal("as a stream, of the bare socket's", 1.25, wall(ClientStream, Socket)),
            ],
        },
        Comparison {
            name: "commits, 100 a page, without totals, an answer after 50 ms",
            work: Work::Commits(count(5_000, 300)),
            latency: ms(50),
            connecting: Duration::ZERO,
            rounds: rounds(3),
            contenders: &[Client, Kitware],
            goals: vec![goal("wall time, of the crate gitlab's", 0.25, wall(Client, Kitware))],
        },
        Comparison {
            name: "commits, 100 a page, answered at once",
            work: Work::Commits(count(50_000, 300)),
            latency: Duration::ZERO,
            connecting: Duration::ZERO,
            rounds: rounds(7),
            contenders: &[Client, ClientInTurn, ClientStream, ByHandInTurn, Kitware, Socket],
            goals: vec![
                goal("wall time, of the crate gitlab's", 0.5, wall(Client, Kitware)),
                goal("CPU time, of the crate gitlab's", 0.5, cpu(Client, Kitware)),
                goal("as a stream, wall time", 0.5, wall(ClientStream, Kitware)),
                goal("as a stream, CPU time", 0.5, cpu(ClientStream, Kitware)),
                goal("as a stream, MB resident", 12.0, mb(ClientStream)),
            ],
        },
        Comparison {
            name: "merge requests, 100 a page, answered at once",
            work: Work::MergeRequests(count(10_000, 300)),
            latency: Duration::ZERO,
            connecting: Duration::ZERO,
            rounds: rounds(9),
            contenders: &[Client, ClientInTurn, ClientStream, ByHandInTurn, Kitware, Socket],
            goals: vec![
                goal("wall time, of the crate gitlab's", 0.4, wall(Client, Kitware)),
                goal("CPU time, of the crate gitlab's", 0.4, cpu(Client, Kitware)),
                goal("as a stream, MB resident", 12.0, mb(ClientStream)),
            ],
        },
        Comparison {
            name: "a job's log of 10 MB",
            work: Work::Trace(count(10, 1)),
            latency: Duration::ZERO,
            connecting: Duration::ZERO,
            rounds: rounds(15),
            contenders: &[Client, ByHand, Kitware, Socket],
            goals: vec![goal("wall time, of the bare socket's", 1.5, wall(Client, Socket))],
        },
        Comparison {
            name: "a job's log of 100 MB",
            work: Work::Trace(count(100, 1)),
            latency: Duration::ZERO,
            connecting: Duration::ZERO,
            rounds: rounds(3),
            contenders: &[Client, Socket],
            goals: vec![goal("MB resident", 12.0, mb(Client))],
        },
        Comparison {
            name: "single merge requests, 200 side by side",
            work: Work::Singles(count(200, 20)),
            latency: Duration::ZERO,
            connecting: Duration::ZERO,
            rounds: rounds(9),
            contenders: &[Client, ByHand],
            goals: vec![goal("wall time, of the loop's by hand", 1.2, wall(Client, ByHand))],
        },
        Comparison {
            name: "16 requests in 3 levels, 50 ms an answer and 100 ms a new connection",
            work: Work::FanOut,
            latency: ms(50),
            connecting: ms(100),
            rounds: rounds(5),
            contenders: &[Client, ByHand],
            goals: vec![goal("seconds", 0.32, |runs| runs[&Client].wall)],
        },
    ]
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve", latency, connecting] => server::serve(
            Duration::from_millis(latency.parse().unwrap()),
            Duration::from_millis(connecting.parse().unwrap()),
        ),
        ["run", contender, work, count, port] => {
            let contender = Contender::parse(contender);
            let run =
                contenders::run(contender, Work::parse(work, count.parse().unwrap()), port.parse().unwrap());
            println!("{run}");
        }
        words => {
            // `cargo bench` says so; `cargo test` wants to know that it runs.
            let full = words.contains(&"--bench");
            let filter = words.iter().find(|word| !word.starts_with('-'));
            compare(full, words.contains(&"--strict"), filter.copied());
        }
    }
}

fn compare(full: bool, strict: bool, filter: Option<&str>) {
    let mut missed = Vec::new();
    for comparison in comparisons(full) {
        if filter.is_some_and(|filter| !comparison.name.contains(filter)) {
            continue;
        }
        let server = measure::Server::start(comparison.latency, comparison.connecting);
        let mut runs: BTreeMap<Contender, Vec<Run>> = BTreeMap::new();
        for round in 0..comparison.rounds {
            for index in 0..comparison.contenders.len() {
                // Each round begins with another one, so that none is always the first.
                let contender = comparison.contenders[(index + round) % comparison.contenders.len()];
                let run = measure::run(contender, comparison.work, server.port);
                assert_eq!(run.entries, comparison.work.entries(), "{contender:?} did not read all of it");
                runs.entry(contender).or_default().push(run);
            }
        }
        let medians: Medians = runs.iter().map(|(contender, runs)| (*contender, Run::median(runs))).collect();
        println!("\n{} ({}, {} rounds)", comparison.name, comparison.work.words(), comparison.rounds);
        let own = medians[&Contender::Client];
        for contender in comparison.contenders {
            let run = medians[contender];
            println!(
                "  {:32} {:9.1} ms {:9.1} ms CPU {:6.1} MB   wall {:6.3}  CPU {:6.3} of the client's",
                contender.words(),
                run.wall * 1e3,
                run.cpu * 1e3,
                run.peak_kib / 1024.0 * 1.048_576,
                run.wall / own.wall,
                run.cpu / own.cpu,
            );
        }
        // Of a build that is not optimized, or of a few entries, the figures say nothing.
        for goal in comparison.goals.iter().filter(|_| full) {
            let figure = (goal.figure)(&medians);
            let kept = figure <= goal.at_most;
            println!(
                "  {} {}: {figure:.3}, at most {:.3}",
                if kept { "kept  " } else { "MISSED" },
                goal.words,
                goal.at_most
            );
            if !kept {
                missed.push(format!("{}: {}", comparison.name, goal.words));
            }
        }
    }
    if !missed.is_empty() {
        println!("\nmissed: {}", missed.join("; "));
        if strict {
            std::process::exit(1);
        }
    }
}
