//! What the program is asked for.

use anyhow::Context as _;
use clap::Parser;
use gitlab_rca::secret_redaction::{Redactor, Rule};
use std::path::PathBuf;
use std::process::ExitCode;

const ABOUT: &str = "\
Masks the secrets of text.

Reads files or standard input and writes the text with each secret replaced by its kind, as a stream: a log of any size
takes no more memory, and what is decided is written at once.";

const MORE: &str = "\
Examples:
  glab ci trace | redact
  redact --report job.log
  redact --value-of CI_JOB_TOKEN --rule 'acme-key=acme_live_=[0-9a-z]{24}' job.log

Exit status: 0; 1 when --report found secrets; 2 when something went wrong.";

/// What the program is asked for.
#[derive(Debug, Parser)]
#[command(name = "redact", version, about = ABOUT, after_help = MORE)]
pub(crate) struct Args {
    /// Files to read; standard input when there are none, or for -
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Say where the secrets are instead of writing the text
    #[arg(long, conflicts_with = "json")]
    pub(crate) report: bool,
    /// Read lines {"id", "text"} and answer each with {"id", "text", "spans"}
    #[arg(long, conflicts_with = "files")]
    pub(crate) json: bool,
    /// Also mask the value of this environment variable, in plain, in URLs and in Base64
    #[arg(long, value_name = "VARIABLE")]
    value_of: Vec<String>,
    /// Also mask what begins with PREFIX and goes on as the expression TAIL says
    #[arg(long, value_name = "NAME=PREFIX=TAIL")]
    rule: Vec<String>,
}

impl Args {
    /// The arguments of this process; or, when they are none, how to exit.
    pub(crate) fn read() -> Result<Self, ExitCode> {
        Self::try_parse().map_err(|error| {
            let _gone = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        })
    }

    /// The built-in rules and those that were given.
    pub(crate) fn redactor(&self) -> anyhow::Result<Redactor> {
        let mut builder = Redactor::builder();
        for name in &self.value_of {
            let value =
                std::env::var(name).with_context(|| format!("there is no variable {name} to mask"))?;
            builder = builder.value(value);
        }
        for rule in &self.rule {
            let mut parts = rule.splitn(3, '=');
            let (Some(name), Some(prefix), Some(tail)) = (parts.next(), parts.next(), parts.next()) else {
                anyhow::bail!("--rule takes NAME=PREFIX=TAIL, such as acme-key=acme_live_=[0-9a-z]{{24}}");
            };
            builder = builder.rule(Rule::new(name, [prefix], tail));
        }
        builder.build().context("these rules cannot be used")
    }
}
