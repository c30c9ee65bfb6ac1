//! Masks the secrets of text: tokens, keys, passwords, and the values that it is told.
//!
//! It reads files, or its input as a stream, and writes the text with every secret replaced by its kind. With `--report` it
//! says where the secrets are instead, and with `--json` it answers JSON lines for another program.

mod args;
mod json;
mod report;

use args::Args;
use gitlab_rca::secret_redaction::Redactor;
use gitlab_rca_examples::program;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::read() {
        Ok(args) => args,
        Err(exit) => return exit,
    };
    program::ended("redact", run(&args))
}

fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let redactor = args.redactor()?;
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    if args.json {
        json::answer(&redactor, io::stdin().lock(), &mut out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let files: Vec<_> = if args.files.is_empty() {
        vec![Path::new("-")]
    } else {
        args.files.iter().map(AsRef::as_ref).collect()
    };
    let mut secrets = 0;
    for file in files {
        let input = program::open(file)?;
        secrets += if args.report {
            report::report(&redactor, file, input, &mut out)?
        } else {
            masked(&redactor, input, &mut out)?
        };
    }
    out.flush()?;
    if args.report {
        let found = if secrets == 0 { "no secrets".to_owned() } else { format!("{secrets} secrets") };
        writeln!(io::stderr(), "{found}")?;
    }
    Ok(if args.report && secrets > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn masked(redactor: &Redactor, input: impl Read, out: &mut impl Write) -> anyhow::Result<u64> {
    Ok(redactor.copy(input, out)?)
}
