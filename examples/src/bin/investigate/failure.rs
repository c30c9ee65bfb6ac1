//! How the program ends when it cannot do what it was asked for.

use crate::shown::Shown;
use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;

/// Why the program stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What it was given is of no use: exit status 2.
    Input(String),
    /// The work itself failed: exit status 1.
    Work(String),
}

impl Failure {
    pub(crate) fn input(why: impl Display) -> Self {
        Self::Input(why.to_string())
    }

    pub(crate) fn work(why: impl Display) -> Self {
        Self::Work(why.to_string())
    }

    /// Says so in one line.
    pub(crate) fn report(&self) -> ExitCode {
        let (why, status) = match self {
            Self::Input(why) => (why, 2),
            Self::Work(why) => (why, 1),
        };
        // There is nobody to tell that standard error is closed.
        let _ = writeln!(std::io::stderr(), "investigate: {}", Shown(why));
        ExitCode::from(status)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::work(format!("the output cannot be written: {error}"))
    }
}
