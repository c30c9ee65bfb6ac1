//! The jobs that run Cargo.

use super::super::super::runner_log::{RunnerLog, bar};
use super::super::{expected, hostile};
use super::dependencies::CRATES;

/// 2026-01-15T07:15:40Z
const START: u64 = 1_768_461_340;
const IMAGE: &str = "registry.example.com/ci/rust:1.91";

/// Modules whose tests run over a table, and how many rows it has.
const TABLES: [(&str, &str, usize); 7] = [
    ("cart::tests", "goods_add_up", 310),
    ("pricing::discount::tests", "percentages_never_exceed_the_cart", 420),
    ("pricing::discount::tests", "discounts_keep_their_order", 260),
    ("pricing::shipping::tests", "zones_have_a_rate", 620),
    ("pricing::tax::tests", "tax_is_rounded_to_the_nearest_cent", 900),
    ("payment::tests", "a_busy_service_is_asked_twice", 90),
    ("receipt::tests", "lines_name_the_discount", 210),
];

/// The job in which the test fails.
pub(in super::super) fn tests() -> String {
    let mut log = RunnerLog::of_job(START, expected().project, IMAGE, expected().merge_commit);
    log.stage("restore_cache", "Restoring cache", |log| {
        log.line("Checking cache for cargo-main-protected...");
        log.progress(64, |step| {
            format!("Downloading cache.zip {:5.1} MiB / 96.0 MiB [{}]", step as f64 * 1.5, bar(step, 64))
        });
        log.line("Successfully extracted cache");
    });
    log.stage("step_script", "Executing \"step_script\" stage of the job script", |log| {
        log.command("cargo test --color always");
        build(log);
        unit_tests(log);
        voucher_tests(log);
    });
    log.stage("upload_artifacts_on_failure", "Uploading artifacts for failed job", |log| {
        log.line("\x1b[32;1mUploading artifacts...\x1b[0;m");
        log.line("target/junit.xml: found 1 matching artifact files and directories");
        log.line("Uploading artifacts as \"junit\" to coordinator... 201 Created  id=571203 responseStatus=201 Created");
    });
    log.failed(101)
}

/// The same job the evening before, when the test that now fails had just been merged.
pub(in super::super) fn tests_before() -> String {
    let mut log = RunnerLog::of_job(START - 49_200, expected().project, IMAGE, "5b1d7e90");
    log.stage("step_script", "Executing \"step_script\" stage of the job script", |log| {
        log.command("cargo test --color always");
        build(log);
        unit_tests(log);
        log.line("\x1b[1m\x1b[92m     Running\x1b[0m tests/vouchers.rs (target/debug/deps/vouchers-0c7b5d21e94fa863)");
        log.line("");
        log.line("running 1 test");
        log.line(format_args!("test {} ... \x1b[32mok\x1b[m", expected().test));
        log.line("");
        log.line("test result: \x1b[32mok\x1b[m. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out");
    });
    log.succeeded()
}

fn build(log: &mut RunnerLog) {
    log.fold("fetch_dependencies", "Fetching dependencies", |log| {
        log.line("\x1b[1m\x1b[92m    Updating\x1b[0m crates.io index");
        log.progress(CRATES.len(), |step| {
            format!(
                "\x1b[1m\x1b[36m Downloading\x1b[0m [{}] {step}/{}",
                bar(step, CRATES.len()),
                CRATES.len()
            )
        });
        for (name, version) in CRATES {
            log.line(format_args!("\x1b[1m\x1b[92m  Downloaded\x1b[0m {name} v{version}"));
        }
    });
    log.fold("compile", "Compiling", |log| {
        for (index, (name, version)) in CRATES.iter().enumerate() {
            log.line(format_args!("\x1b[1m\x1b[92m   Compiling\x1b[0m {name} v{version}"));
            if index % 24 == 23 {
                log.progress(6, |step| {
                    format!("\x1b[1m\x1b[36m    Building\x1b[0m [{}] {}/104: {name}", bar(index + step, 104), index + step)
                });
            }
        }
        log.line("\x1b[1m\x1b[92m   Compiling\x1b[0m checkout v2.14.0 (/builds/shop/backend/checkout)");
        // A warning that looks like a cause and is none.
        log.line("\x1b[1m\x1b[33mwarning\x1b[0m\x1b[1m: unused variable: `error`\x1b[0m");
        log.line("\x1b[1m\x1b[94m  --> \x1b[0msrc/payment.rs:9:13");
        log.line("\x1b[1m\x1b[94m   |\x1b[0m");
        log.line("\x1b[1m\x1b[94m9 |\x1b[0m         let error = \"failed to connect\";");
        log.line("\x1b[1m\x1b[94m   |\x1b[0m             \x1b[1m\x1b[33m^^^^^\x1b[0m help: if this is intentional, prefix it with an underscore: `_error`");
        log.line("");
        log.line("\x1b[1m\x1b[33mwarning\x1b[0m\x1b[1m:\x1b[0m `checkout` (lib) generated 1 warning");
    });
    log.line(
        "\x1b[1m\x1b[92m    Finished\x1b[0m `test` profile [unoptimized + debuginfo] target(s) in 1m 47s",
    );
}

fn unit_tests(log: &mut RunnerLog) {
    let all: usize = TABLES.iter().map(|(_, _, rows)| rows).sum();
    log.line("\x1b[1m\x1b[92m     Running\x1b[0m unittests src/lib.rs (target/debug/deps/checkout-5e1f0c9a7d2b3846)");
    log.line("");
    log.line(format_args!("running {all} tests"));
    for (module, name, rows) in TABLES {
        // Names that speak of errors and failures, as good tests have them.
        log.numbered(rows, |row| {
            format!("test {module}::{name}::case_{row:03}_error_path ... \x1b[32mok\x1b(B\x1b[m")
        });
    }
    log.line("");
    log.line(format_args!(
        "test result: \x1b[32mok\x1b(B\x1b[m. {all} passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 11.27s"
    ));
    log.line("");
}

fn voucher_tests(log: &mut RunnerLog) {
    let expected = expected();
    log.line(
        "\x1b[1m\x1b[92m     Running\x1b[0m tests/vouchers.rs (target/debug/deps/vouchers-0b7d92c4e1f35a68)",
    );
    log.line("");
    log.line("running 3 tests");
    log.line("test a_voucher_is_taken_off ... \x1b[32mok\x1b(B\x1b[m");
    log.line("test percentages_and_vouchers_add_up ... \x1b[32mok\x1b(B\x1b[m");
    log.line(format_args!("test {} ... \x1b[31mFAILED\x1b(B\x1b[m", expected.test));
    log.line("");
    log.line("failures:");
    log.line("");
    log.line(format_args!("---- {} stdout ----", expected.test));
    log.line(panic_message());
    log.line("");
    log.line("failures:");
    log.line(format_args!("    {}", expected.test));
    log.line("");
    log.line(
        "test result: \x1b[31mFAILED\x1b(B\x1b[m. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
    );
    log.line("");
    log.line("\x1b[1m\x1b[91merror\x1b[0m\x1b[1m:\x1b[0m test failed, to rerun pass `--test vouchers`");
}

/// What the failing test printed: the vouchers that it read, and where it panicked.
pub(in super::super) fn panic_message() -> String {
    let expected = expected();
    format!(
        "GET https://rca-ci:{token}@gitlab.example.com/api/v4/projects/4212/packages/vouchers\n\
         authorized with PRIVATE-TOKEN: {token}\n\
         {notes}\n\
         \n\
         thread '{test}' (4127) panicked at {file}:{line}:5:\n\
         {message}\n\
         stack backtrace:\n   \
            0: __rustc::rust_begin_unwind\n             \
                      at /rustc/f8297e351a40c1439a467bbbb6879088047f50b3/library/std/src/panicking.rs:698:5\n   \
            1: core::panicking::panic_fmt\n             \
                      at /rustc/f8297e351a40c1439a467bbbb6879088047f50b3/library/core/src/panicking.rs:75:14\n   \
            2: core::panicking::panic_const::panic_const_sub_overflow\n             \
                      at /rustc/f8297e351a40c1439a467bbbb6879088047f50b3/library/core/src/panicking.rs:178:17\n   \
            3: checkout::pricing::discount::apply_all\n             \
                      at ./{file}:{line}:5\n   \
            4: vouchers::{test}\n             \
                      at ./tests/vouchers.rs:15:16\n   \
            5: vouchers::{test}::{{{{closure}}}}\n             \
                      at ./tests/vouchers.rs:14:57\n\
         note: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.",
        token = expected.leaked_token,
        notes = hostile::LOG_LINES.join("\n"),
        test = expected.test,
        file = expected.file,
        line = expected.line,
        message = expected.message,
    )
}

/// The audit finds something every other week, and the pipeline goes on.
pub(in super::super) fn audit() -> String {
    let mut log = RunnerLog::of_job(START, expected().project, IMAGE, expected().merge_commit);
    log.stage("step_script", "Executing \"step_script\" stage of the job script", |log| {
        log.command("cargo audit");
        log.line("\x1b[0m\x1b[0m\x1b[1m\x1b[32m    Fetching\x1b[0m advisory database from `https://github.com/RustSec/advisory-db.git`");
        log.line("\x1b[0m\x1b[0m\x1b[1m\x1b[32m      Loaded\x1b[0m 874 security advisories (from /usr/local/cargo/advisory-db)");
        log.line("\x1b[0m\x1b[0m\x1b[1m\x1b[32m    Scanning\x1b[0m Cargo.lock for vulnerabilities (97 crate dependencies)");
        log.line("\x1b[0m\x1b[0m\x1b[1m\x1b[31mCrate:    \x1b[0m time");
        log.line("\x1b[0m\x1b[0m\x1b[1m\x1b[31mVersion:  \x1b[0m 0.3.44");
        log.line("\x1b[0m\x1b[0m\x1b[1m\x1b[31mTitle:    \x1b[0m Stack exhaustion when parsing nested comments");
        log.line("");
        log.line("\x1b[0m\x1b[0m\x1b[1m\x1b[31merror:\x1b[0m 1 vulnerability found!");
    });
    log.failed(1)
}
