//! Ranks the commits that may have caused a failure, with the reasons for each.
//!
//! It reads the output of `git log -p` and a failure given by its tests, trace or log, and tells a person who is suspect
//! and why. Cases given as JSON lines are answered as JSON lines.

mod args;
mod cases;
mod git_log;
mod report;

use args::Args;
use gitlab_rca::code_correlation::suspect::rank;
use gitlab_rca_examples::program;
use std::io::{self, BufRead as _, BufWriter, Read as _, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::read() {
        Ok(args) => args,
        Err(exit) => return exit,
    };
    program::ended("rank-suspects", run(&args).map(|()| ExitCode::SUCCESS))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let mut input = io::stdin().lock();
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    // A case is an object, a log of git never begins with one.
    let is_json = input.fill_buf()?.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    if is_json {
        cases::answer(args, input, &mut out)?;
    } else {
        let mut log = Vec::new();
        input.read_to_end(&mut log)?;
        let commits = git_log::read(&String::from_utf8_lossy(&log));
        let failure = args.failure()?;
        let ranking =
            rank(&failure.signals(), &commits.iter().map(git_log::Commit::candidate).collect::<Vec<_>>());
        if args.json {
            cases::write(&serde_json::Value::Null, &ranking, &mut out)?;
        } else {
            let titles = commits.iter().map(|commit| (commit.sha.as_str(), commit.title())).collect();
            report::show(&ranking, &titles, args.limit, &mut out)?;
        }
    }
    out.flush()?;
    Ok(())
}
