//! Investigates an incident, from an alert or an address in GitLab to a note on the merge request.
//!
//! Without any setting it does so in a GitLab of its own, which holds the incident of a shop.

mod args;
mod connection;
mod failure;
mod progress;
mod publish;
mod report;
mod shown;
mod start;

use args::{Args, Output};
use connection::Connection;
use failure::Failure;
use gitlab_rca::prelude::*;
use progress::Bars;
use publish::Publisher;
use start::Start;
use std::io::Write as _;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let args = match Args::read() {
        Ok(args) => args,
        Err(exit) => return exit,
    };
    log_to_stderr();
    match run(&args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// What the libraries tell about their work, such as `[publish] GitLab MR …`; `RUST_LOG` says how much.
fn log_to_stderr() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,gitlab_write_back=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).without_time().init();
}

async fn run(args: &Args) -> Result<(), Failure> {
    let connection = Connection::open()?;
    if args.preflight {
        return preflight(&connection.client).await;
    }
    let start = Start::read(args, &connection)?;
    let key = start.incident_key();

    let bars = Bars::new();
    let evidence = start.investigation(args).on_progress(bars.listener()).run(&connection.client).await;
    bars.finish();
    let evidence = worth_analysing(evidence)?;
    let finding = RuleAnalyst::new().analyse(&evidence).await.map_err(Failure::work)?;

    let publisher = Publisher::new(&connection, args, &key, &evidence, &finding);
    let mut out = std::io::stdout().lock();
    match args.output() {
        Output::Json => report::json(&mut out, &evidence, &finding)?,
        Output::Note => out.write_all(publisher.note().body().as_bytes())?,
        Output::Text => {
            report::text(&mut out, &evidence, &finding)?;
            report::note(&mut out, publisher.note())?;
        }
    }
    out.flush()?;
    publisher.publish(&mut out).await
}

/// Says whether the token is good enough, without a look at any project.
async fn preflight(client: &Client) -> Result<(), Failure> {
    let report = client.preflight(&Wanted::new([Ability::Read, Ability::WriteBack])).await;
    writeln!(std::io::stdout(), "{report}")?;
    if report.ready() { Ok(()) } else { Err(Failure::work("the token is not good enough")) }
}

/// Evidence without a merge request, commit or pipeline tells only why: a wrong number, a wrong token, a hidden
/// project, no network.
fn worth_analysing(evidence: Evidence) -> Result<Evidence, Failure> {
    let is_empty =
        evidence.merge_request.is_none() && evidence.commits.is_empty() && evidence.pipelines.is_empty();
    match evidence.gaps.first() {
        Some(gap) if is_empty => {
            let advice = gap.advice.as_ref().map(|advice| format!("; {advice}")).unwrap_or_default();
            let start = &evidence.start;
            Err(Failure::work(format!("nothing could be read of {start}: {}: {}{advice}", gap.what, gap.why)))
        }
        _ => Ok(evidence),
    }
}
