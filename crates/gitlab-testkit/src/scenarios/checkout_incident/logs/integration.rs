//! The flaky job.

use super::super::super::runner_log::RunnerLog;
use super::super::expected;

/// The integration tests: the first run found no database, the second one did.
pub(in super::super) fn integration(passes: bool) -> String {
    // 2026-01-15T07:15:41Z
    let start = 1_768_461_341 + if passes { 81 } else { 0 };
    let image = "registry.example.com/ci/rust:1.91";
    let mut log = RunnerLog::of_job(start, expected().project, image, expected().merge_commit);
    log.stage("step_script", "Executing \"step_script\" stage of the job script", |log| {
        log.command("./ci/integration.sh");
        log.line("waiting for postgres:5432");
        log.numbered(30, |second| format!("postgres:5432 - no response ({second} s)"));
        if passes {
            log.line("postgres:5432 - accepting connections");
            log.numbered(120, |test| format!("ok {test} - order {test:03} is stored and read back"));
        } else {
            log.line("psql: error: connection to server at \"postgres\" (10.0.12.4), port 5432 failed: Connection refused");
            log.line("\tIs the server running on that host and accepting TCP/IP connections?");
        }
    });
    if passes { log.succeeded() } else { log.failed(2) }
}
