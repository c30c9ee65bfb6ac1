//! A job log of any size.

use crate::scenario::{Role, Scenario, Token, Trace};

/// The project of [`large_log`].
pub const LARGE_LOG_PROJECT: &str = "shop/search";
/// The id of the job with the large log.
pub const LARGE_LOG_JOB: u64 = 601_001;
/// A token that reads the project.
pub const LARGE_LOG_TOKEN: &str = "search-bot-may-only-read";
/// What failed in the middle of the log, as `file:line`.
pub const LARGE_LOG_FAILURE: &str = "src/index.rs:7";

/// A project with one failed job, whose log has about this many bytes and is made while it is sent.
///
/// The failure stands in the middle of it, the runner's last lines at its end.
///
/// ```
/// let scenario = gitlab_testkit::scenarios::large_log(100 * 1024 * 1024);
/// let gitlab = gitlab_testkit::GitLab::new(scenario)?;
/// # Ok::<(), gitlab_testkit::ScenarioError>(())
/// ```
#[must_use]
pub fn large_log(bytes: u64) -> Scenario {
    const LINE: &str = "\u{1b}[2m2026-01-15T07:15:40Z\u{1b}[0m \u{1b}[32m INFO\u{1b}[0m indexer: document {n} was indexed, 0 errors\n";
    // Seven digits is what most numbers of so many lines have.
    let half = bytes / 2 / (LINE.len() as u64 + 4);
    let trace = Trace::new()
        .text("Running with gitlab-runner 18.6.0 (5a021a1c)\n\u{1b}[32;1m$ cargo test --test index\u{1b}[0;m\n")
        .text("running 1 test\n")
        .lines(half, LINE)
        .text(
            "\nthread 'documents_are_found' (4711) panicked at src/index.rs:7:5:\n\
             assertion failed: found.is_some()\n\
             note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n\
             test documents_are_found ... FAILED\n\n",
        )
        .lines(half, LINE)
        .text("test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 900.12s\n")
        .text("\u{1b}[31;1mERROR: Job failed: exit code 101\n\u{1b}[0;m\n");
    Scenario::new().user("mara.lind").token(Token::project(LARGE_LOG_TOKEN, LARGE_LOG_PROJECT, Role::Reporter)).project(
        LARGE_LOG_PROJECT,
        |project| {
            project
                .member("mara.lind", Role::Maintainer)
                .commit("start", |commit| {
                    commit
                        .author("mara.lind")
                        .message("Search the shop")
                        .file("src/index.rs", "pub fn find(word: &str) -> Option<usize> {\n    None\n}\n")
                })
                .commit("assert", |commit| {
                    commit.author("mara.lind").message("Assert what was found").file(
                        "src/index.rs",
                        "pub fn find(word: &str) -> Option<usize> {\n    word.find('x')\n}\n\npub fn check(word: &str) {\n    let found = find(word);\n    assert!(found.is_some());\n}\n",
                    )
                })
                .pipeline("assert", |pipeline| {
                    pipeline.job("index", |job| job.id(LARGE_LOG_JOB).failed("script_failure").trace(trace))
                })
        },
    )
}
