//! Shows how much memory it takes to investigate a job whose log has 100 MB.
//!
//! The log is made while it is sent, and read as a stream, through the whole way that every investigation goes.
//! Exit status 1 says that it took more than 32 MiB over what the idle program holds.

use anyhow::{Context as _, ensure};
use gitlab_rca::client::TokioClock;
use gitlab_rca::prelude::*;
use gitlab_rca_examples::memory::Resident;
use gitlab_rca_examples::offline;
use gitlab_testkit::scenarios::{self, LARGE_LOG_FAILURE, LARGE_LOG_JOB, LARGE_LOG_PROJECT, LARGE_LOG_TOKEN};
use std::io::Write as _;
use std::time::{Duration, Instant};

const MIB: u64 = 1024 * 1024;
/// Size of the log unless the first argument says another, in MiB.
const LOG_MIB: u64 = 100;
/// The most that the investigation may take over the idle program, in KiB.
const LIMIT_KIB: u64 = 32 * 1024;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let size = match std::env::args().nth(1) {
        Some(text) => text.parse().context("the size of the log is a number of MiB")?,
        None => LOG_MIB,
    };
    let scenario = scenarios::large_log(size * MIB);
    let (_gitlab, client) = offline::gitlab(scenario, LARGE_LOG_TOKEN, &TokioClock::new(), Duration::ZERO)?;
    let reference = format!("{LARGE_LOG_PROJECT}/-/jobs/{LARGE_LOG_JOB}");
    let reference = GitLabReference::parse(&reference, &[])?;
    let limits =
        Limits { log_bytes: 2 * size * MIB, deadline: Duration::from_secs(600), ..Limits::default() };
    let idle = Resident::read();

    let start = Instant::now();
    let evidence = Investigation::of(reference).limits(limits).run(&client).await;
    let seconds = start.elapsed().as_secs_f64();
    let peak = Resident::read();

    let mut out = std::io::stdout().lock();
    let bytes = evidence.cost.log_bytes;
    writeln!(out, "read {bytes} bytes of log in {seconds:.1} s ({:.0} MB/s)", bytes as f64 / 1e6 / seconds)?;
    let failure = evidence.decisive_failures().find_map(|(_, job)| job.log.as_ref()?.failures.first());
    let place = failure.and_then(|failure| Some(format!("{}:{}", failure.file.as_deref()?, failure.line?)));
    writeln!(out, "found the failure at {}", place.as_deref().unwrap_or("no place"))?;
    ensure!(place.as_deref() == Some(LARGE_LOG_FAILURE), "the failure is at {LARGE_LOG_FAILURE}");

    let (Some(idle), Some(peak)) = (idle, peak) else {
        writeln!(out, "this system has no /proc/self/status, so the memory cannot be told")?;
        return Ok(());
    };
    let over = peak.peak.saturating_sub(idle.now);
    writeln!(
        out,
        "idle {} KiB, peak {} KiB, difference {over} KiB (limit {LIMIT_KIB} KiB)",
        idle.now, peak.peak
    )?;
    ensure!(over <= LIMIT_KIB, "the investigation took more than {LIMIT_KIB} KiB");
    Ok(())
}
