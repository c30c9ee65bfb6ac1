//! The contract tests of the front end.

use super::super::super::runner_log::{RunnerLog, bar};
use super::super::expected;
use super::super::storefront::{CONTRACT, CONTRACT_FILE, CONTRACT_LINE};

/// 2026-01-15T07:17:31Z
const START: u64 = 1_768_461_451;

/// Jest asks the staging checkout, whose request handler panicked.
pub(in super::super) fn contract() -> String {
    let project = expected().downstream_project;
    let mut log = RunnerLog::of_job(START, project, "registry.example.com/ci/node:24", "4c8e21d7");
    log.stage("step_script", "Executing \"step_script\" stage of the job script", |log| {
        log.command("npm ci");
        log.progress(80, |step| format!("\x1b[1mreify\x1b[0m: {} {step}/80", bar(step, 80)));
        log.numbered(700, |package| format!("npm http fetch GET 200 https://registry.example.com/npm/package-{package:04} {}ms (cache hit)", 20 + package % 61));
        log.line("added 712 packages in 41s");
        log.command("npx jest contract --colors");
        log.line(format_args!("\x1b[0m\x1b[7m\x1b[1m\x1b[31m FAIL \x1b[39m\x1b[22m\x1b[27m\x1b[0m {CONTRACT_FILE} (6.104 s)"));
        log.line("  checkout contract");
        log.line("    \x1b[32m✓\x1b[39m a cart without discounts costs its goods (184 ms)");
        log.line("    \x1b[31m✕\x1b[39m a cart that a voucher pays for costs nothing (97 ms)");
        log.line("");
        log.line("  \x1b[1m\x1b[31m● checkout contract › a cart that a voucher pays for costs nothing\x1b[39m\x1b[22m");
        log.line("");
        log.line("    expect(received).toBe(expected) // Object.is equality");
        log.line("");
        log.line("    Expected: \x1b[32m200\x1b[39m");
        log.line("    Received: \x1b[31m502\x1b[39m");
        log.line("");
        frame(log);
        log.line("");
        log.line(format_args!("      at Object.toBe ({CONTRACT_FILE}:{CONTRACT_LINE}:29)"));
        log.line("");
        log.line("Test Suites: \x1b[1m\x1b[31m1 failed\x1b[39m\x1b[22m, 1 total");
        log.line("Tests:       \x1b[1m\x1b[31m1 failed\x1b[39m\x1b[22m, \x1b[1m\x1b[32m1 passed\x1b[39m\x1b[22m, 2 total");
        log.line("Snapshots:   0 total");
        log.line("Time:        6.331 s");
    });
    log.failed(1)
}

/// The same tests against the checkout of two days before.
pub(in super::super) fn contract_before() -> String {
    let project = expected().downstream_project;
    let mut log = RunnerLog::of_job(START - 172_800, project, "registry.example.com/ci/node:24", "4c8e21d7");
    log.stage("step_script", "Executing \"step_script\" stage of the job script", |log| {
        log.command("npm ci");
        log.line("added 712 packages in 43s");
        log.command("npx jest contract --colors");
        log.line(format_args!(
            "\x1b[0m\x1b[7m\x1b[1m\x1b[32m PASS \x1b[39m\x1b[22m\x1b[27m\x1b[0m {CONTRACT_FILE} (5.870 s)"
        ));
        log.line("  checkout contract");
        log.line("    \x1b[32m✓\x1b[39m a cart without discounts costs its goods (171 ms)");
        log.line("    \x1b[32m✓\x1b[39m a cart that a voucher pays for costs nothing (88 ms)");
        log.line("");
        log.line("Test Suites: \x1b[1m\x1b[32m1 passed\x1b[39m\x1b[22m, 1 total");
        log.line("Tests:       \x1b[1m\x1b[32m2 passed\x1b[39m\x1b[22m, 2 total");
    });
    log.succeeded()
}

/// The lines around the failing one, as Jest shows them.
fn frame(log: &mut RunnerLog) {
    let failing = CONTRACT_LINE as usize;
    for (index, text) in CONTRACT.lines().enumerate() {
        let number = index + 1;
        if number.abs_diff(failing) > 2 {
            continue;
        }
        let mark = if number == failing { '>' } else { ' ' };
        log.line(format_args!("    {mark} {number} | {text}"));
        if number == failing {
            log.line("         |                             ^");
        }
    }
}
