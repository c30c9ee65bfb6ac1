//! Runs one contender in a process of its own, and reads what it took.

use crate::contenders::{Contender, Work};
use std::env;
use std::fmt;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What one run took. Not available on every system: CPU time and memory are zero where there is no `/proc`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Run {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
    pub(crate) peak_kib: f64,
    pub(crate) entries: u64,
}

impl Run {
    /// The median of each figure.
    pub(crate) fn median(runs: &[Self]) -> Self {
        let of = |figure: fn(&Self) -> f64| {
            let mut figures: Vec<f64> = runs.iter().map(figure).collect();
            figures.sort_by(f64::total_cmp);
            figures[figures.len() / 2]
        };
        Self {
            wall: of(|run| run.wall),
            cpu: of(|run| run.cpu),
            peak_kib: of(|run| run.peak_kib),
            entries: runs[0].entries,
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.wall, self.cpu, self.peak_kib, self.entries)
    }
}

/// The clocks, started.
pub(crate) struct Started {
    wall: Instant,
    cpu: f64,
}

impl Started {
    pub(crate) fn now() -> Self {
        Self { cpu: cpu_seconds(), wall: Instant::now() }
    }

    pub(crate) fn stop(&self, entries: u64) -> Run {
        let wall = self.wall.elapsed().as_secs_f64();
        Run { wall, cpu: cpu_seconds() - self.cpu, peak_kib: peak_kib(), entries }
    }
}

/// What all threads of this process ran so far.
fn cpu_seconds() -> f64 {
    let Ok(tasks) = fs::read_dir("/proc/self/task") else { return 0.0 };
    let nanoseconds = |path: std::path::PathBuf| -> Option<f64> {
        fs::read_to_string(path.join("schedstat")).ok()?.split_whitespace().next()?.parse().ok()
    };
    tasks.flatten().filter_map(|task| nanoseconds(task.path())).sum::<f64>() / 1e9
}

/// The most memory that this process ever had resident.
fn peak_kib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or_default()
}

/// The server, as long as this is kept.
pub(crate) struct Server {
    process: Child,
    pub(crate) port: u16,
}

impl Server {
    pub(crate) fn start(latency: Duration, connecting: Duration) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["serve", &latency.as_millis().to_string(), &connecting.as_millis().to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, port: line.trim().parse().unwrap() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Runs a contender.
pub(crate) fn run(contender: Contender, work: Work, port: u16) -> Run {
    let (name, count) = work.arguments();
    let output = Command::new(env::current_exe().unwrap())
        .args(["run", contender.name(), name, &count.to_string(), &port.to_string()])
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "{contender:?} failed at {work:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let figures: Vec<&str> = text.split_whitespace().collect();
    let number = |index: usize| figures[index].parse::<f64>().unwrap();
    Run { wall: number(0), cpu: number(1), peak_kib: number(2), entries: figures[3].parse().unwrap() }
}
