//! What the program is asked for.

use anyhow::Context as _;
use clap::Parser;
use gitlab_rca::code_correlation::suspect::Failure;
use gitlab_rca::core::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const ABOUT: &str = "\
Ranks the commits that may have caused a failure, with the reasons for each.

Reads the output of git log -p, newest first, or cases as JSON lines, from standard input.";

const MORE: &str = "\
Examples:
  git log -100 -p -U0 --date=iso-strict | rank-suspects --test shop.CartTest::addsUp --trace trace.txt
  git log -50 -p -U0 main | rank-suspects --at-file src/cart.rs:42

A case is {\"id\", \"failure\": {\"tests\": [..], \"trace\"}, \"at\", \"candidates\": [{\"id\", \"time\", \"author\", \"message\", \"paths\": [..],
\"hunks\": [..]}]}, and its answer {\"id\", \"ranking\": [{\"id\", \"score\", \"reasons\": [{\"kind\", \"weight\", \"detail\"}]}]}.

Exit status: 0; 2 when something went wrong.";

/// What the program is asked for.
#[derive(Debug, Parser)]
#[command(name = "rank-suspects", version, about = ABOUT, after_help = MORE)]
pub(crate) struct Args {
    /// A failed test, by the name that its tool writes
    #[arg(long, value_name = "NAME")]
    test: Vec<String>,
    /// A file with the stack trace
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// A file with what the failure says: an excerpt of the log
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// A place that the failure names
    #[arg(long, value_name = "PATH[:LINE]")]
    at_file: Vec<String>,
    /// When it failed, such as 2026-03-07T13:51:12Z; later commits are no suspects
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// How many suspects to show
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    pub(crate) limit: usize,
    /// Answer in JSON; cases given as JSON are always answered so, unless --show is given
    #[arg(long, conflicts_with = "show")]
    pub(crate) json: bool,
    /// Show the answers to JSON cases to a person
    #[arg(long)]
    pub(crate) show: bool,
}

impl Args {
    /// The arguments of this process; or, when they are none, how to exit.
    pub(crate) fn read() -> Result<Self, ExitCode> {
        Self::try_parse().map_err(|error| {
            let _gone = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        })
    }

    /// The failure, with what its files say.
    pub(crate) fn failure(&self) -> anyhow::Result<Given<'_>> {
        let content = |file: &Option<PathBuf>| file.as_deref().map(content).transpose();
        Ok(Given { args: self, trace: content(&self.trace)?, text: content(&self.text)? })
    }
}

fn content(file: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A failure as the arguments tell it.
#[derive(Debug)]
pub(crate) struct Given<'a> {
    args: &'a Args,
    trace: Option<String>,
    text: Option<String>,
}

impl Given<'_> {
    pub(crate) fn signals(&self) -> Failure<'_> {
        let mut failure = Failure::new().with_tests(self.args.test.iter().map(String::as_str));
        for place in &self.args.at_file {
            let (path, line) = match place.rsplit_once(':') {
                Some((path, line)) if line.parse::<u64>().is_ok() => (path, line.parse().ok()),
                _ => (place.as_str(), None),
            };
            failure = failure.with_location(path, line);
        }
        if let Some(trace) = &self.trace {
            failure = failure.with_trace(trace);
        }
        if let Some(text) = &self.text {
            failure = failure.with_text(text);
        }
        match self.args.at {
            Some(at) => failure.with_time(at.unix_seconds()),
            None => failure,
        }
    }
}
