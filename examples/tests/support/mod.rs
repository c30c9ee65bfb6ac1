//! Runs the program `investigate`, whose output never holds a secret.

#![allow(clippy::expect_used, reason = "helpers of tests may fail as tests do")]

use gitlab_testkit::scenarios::{self, Expected};
use std::path::Path;
use std::process::{Command, Output};

/// What a run printed, in which nothing may be that no run may print.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn run_with(args: &[&str], variables: &[(&str, &str)]) -> Run {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_investigate"))
        .args(args)
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .expect("the program starts");
    let run = Run {
        status: output.status.code().expect("no signal ends it"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    };
    for secret in [
        expected().leaked_token,
        scenarios::token::API,
        scenarios::token::READ_API,
        scenarios::token::STRANGER,
    ] {
        assert!(!run.out.contains(secret) && !run.err.contains(secret), "{args:?} shows a secret");
    }
    assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'), "{args:?} writes escape sequences");
    run
}

pub(crate) fn expected() -> Expected {
    scenarios::expected()
}

pub(crate) fn alert(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("alerts");
    folder.join(format!("{name}.json")).to_str().expect("UTF-8").to_owned()
}
