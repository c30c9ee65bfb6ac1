//! What the program is asked for.

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser};
use std::path::PathBuf;
use std::process::ExitCode;

const ABOUT: &str = "\
Says which lines of a job log tell why the job failed.

Reads logs as GitLab's API and web page give them, with colours and section marks. No network, and no more memory for a
large log than for a small one.";

const MORE: &str = "\
Examples:
  glab ci trace 571203 | explain-log
  explain-log job.log
  explain-log --passing yesterday.log job.log
  explain-log --json *.log

Secrets in a log are shown as they are; the program redact masks them.

Exit status: 0; 2 when something went wrong.";

/// What the program is asked for.
#[derive(Debug, Parser)]
#[command(name = "explain-log", version, about = ABOUT, after_help = MORE)]
pub(crate) struct Args {
    /// Logs to read; standard input when there are none, or for -
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Log of the last successful run of the same job: what it printed too is no cause. Takes exactly one FILE
    #[arg(long, value_name = "LOG")]
    pub(crate) passing: Option<PathBuf>,
    /// Answer each file with one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Args {
    /// The arguments of this process; or, when they are none, how to exit.
    pub(crate) fn read() -> Result<Self, ExitCode> {
        let args = Self::try_parse().and_then(|args| {
            if args.passing.is_some() && args.files.len() != 1 {
                return Err(
                    Self::command().error(ErrorKind::TooManyValues, "--passing goes with exactly one FILE")
                );
            }
            Ok(args)
        });
        args.map_err(|error| {
            let _gone = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        })
    }
}
