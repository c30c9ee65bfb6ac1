//! What the program is asked for.

use crate::failure::Failure;
use clap::Parser;
use gitlab_rca::prelude::Window;
use std::process::ExitCode;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const ABOUT: &str = "\
Investigates an incident in GitLab and writes one note on the merge request that caused it.

Without any setting it works on the incident of a shop, in a GitLab of its own. With GITLAB_ACCESS_TOKEN or
GITLAB_BASE_URL set it asks that server.";

/// What the program is asked for.
#[derive(Debug, Parser)]
#[command(name = "investigate", version, about = ABOUT)]
pub(crate) struct Args {
    /// An alert's JSON file, the address of a page in GitLab, or a short form such as group/project!42
    #[arg(value_name = "ALERT_FILE|GITLAB_URL|SHORT_FORM")]
    pub(crate) start: Option<String>,
    /// Write the note to the server, as the variable `GITLAB_MR_WRITEBACK` set to true does too
    #[arg(long)]
    pub(crate) post: bool,
    /// Only say whether the token is good enough to investigate and to write the note
    #[arg(long, conflicts_with_all = ["start", "post", "json", "note"])]
    pub(crate) preflight: bool,
    /// How far to look back from the start of the incident
    #[arg(long, value_name = "DAYS", default_value_t = default_days(), value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub(crate) lookback: u32,
    /// Print evidence and finding as one JSON document, and nothing else
    #[arg(long, conflicts_with = "note")]
    json: bool,
    /// Print the note's Markdown, and nothing else
    #[arg(long)]
    note: bool,
}

/// What goes to standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    Text,
    Json,
    Note,
}

impl Args {
    /// The arguments of this process; or, when they are none, how to exit.
    pub(crate) fn read() -> Result<Self, ExitCode> {
        Self::try_parse().map_err(|error| {
            if !error.use_stderr() {
                // Help or version, which was asked for.
                let printed = error.print();
                return if printed.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
            }
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default();
            Failure::input(format!("{}; see --help", first.trim_start_matches("error: "))).report()
        })
    }

    pub(crate) fn output(&self) -> Output {
        match (self.json, self.note) {
            (true, _) => Output::Json,
            (false, true) => Output::Note,
            (false, false) => Output::Text,
        }
    }

    pub(crate) fn window(&self) -> Window {
        Window::look_back(DAY * self.lookback)
    }
}

fn default_days() -> u32 {
    u32::try_from(Window::DEFAULT_LOOK_BACK.as_secs() / DAY.as_secs()).unwrap_or(30)
}
