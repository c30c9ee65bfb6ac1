//! How a program of the command line ends, and where it reads from.

use anyhow::Context as _;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::process::ExitCode;

/// The exit code of a program: its own, or 2 after the error was told on standard error. When whoever reads the output
/// has seen enough and closed it, that is a success.
pub fn ended(program: &str, result: anyhow::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        let io = error.downcast_ref::<io::Error>();
        if io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        let _gone = writeln!(io::stderr(), "{program}: {error:#}");
        ExitCode::from(2)
    })
}

/// Opens a file, or standard input for `-`.
///
/// # Errors
///
/// When the file cannot be opened.
pub fn open(file: &Path) -> anyhow::Result<Box<dyn Read>> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(File::open(file).with_context(|| format!("cannot open {}", file.display()))?))
}
