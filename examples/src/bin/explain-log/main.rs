//! Says which lines of a job log tell why the job failed.
//!
//! It reads log files and shows what failed, with the lines to read first, the class of the failure and the numbers of tests.
//! With `--passing` it weighs what the last successful run of the job did not print. With `--json` it answers one line
//! for each file, for another program.

mod args;
mod json;
mod report;

use anyhow::Context as _;
use args::Args;
use gitlab_rca::ci_log::{LogOptions, LogReader, PassingLog};
use gitlab_rca_examples::program;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::read() {
        Ok(args) => args,
        Err(exit) => return exit,
    };
    program::ended("explain-log", run(&args).map(|()| ExitCode::SUCCESS))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let options = LogOptions::default();
    let mut out = BufWriter::new(io::stdout().lock());
    for file in &args.files {
        let mut reader = LogReader::new(options.clone());
        if let Some(passing) = &args.passing {
            let mut known = PassingLog::new();
            pieces(passing, |piece| known.push(piece))?;
            reader = reader.compared_with(known);
        }
        pieces(file, |piece| reader.push(piece))?;
        let log = reader.finish();
        if args.json {
            json::write(&mut out, file, &log)?;
        } else {
            report::write(&mut out, file, &log)?;
        }
        out.flush()?;
    }
    Ok(())
}

/// Reads a file, or standard input for `-`, piece by piece.
fn pieces(file: &Path, mut each: impl FnMut(&[u8])) -> anyhow::Result<()> {
    let mut input = program::open(file)?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = match input.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other.with_context(|| format!("cannot read {}", file.display()))?,
        };
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { return Ok(()) };
        each(piece);
    }
}
