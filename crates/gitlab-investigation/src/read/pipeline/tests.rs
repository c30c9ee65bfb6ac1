//! What the tests of a pipeline reported.

use crate::evidence::{FailedTest, Gap, TestSummary};
use crate::read::Session;
use gitlab_core::types::{TestCaseStatus, TestReport};
use gitlab_core::{PipelineId, ProjectRef};

/// A test report may hold thousands of failures with megabytes of output each.
const FAILED_TESTS: usize = 50;
const OUTPUT_CHARS: usize = 4_000;

pub(super) async fn summary(
    session: &Session<'_>,
    project: &ProjectRef,
    id: PipelineId,
) -> Option<TestSummary> {
    let what = format!("test report of pipeline {id}");
    let answer = session.ask(&what, session.source.test_report(project, id)).await;
    let report = session.or_gap(&what, answer)?;
    for suite in &report.test_suites {
        if let Some(error) = &suite.suite_error {
            session.gap(
                Gap::new(&what, format!("GitLab could not read the report of {}: {error}", suite.name))
                    .with_advice("mend the JUnit file that the job leaves as its report"),
            );
        }
    }
    (report.total_count > 0).then(|| summed(session, &what, report))
}

fn summed(session: &Session<'_>, what: &str, report: TestReport) -> TestSummary {
    let failed = |status: &TestCaseStatus| matches!(status, TestCaseStatus::Failed | TestCaseStatus::Error);
    let mut failures = Vec::new();
    let mut more = 0_usize;
    for suite in report.test_suites {
        for case in suite.test_cases.into_iter().filter(|case| failed(&case.status)) {
            if failures.len() == FAILED_TESTS {
                more += 1;
                continue;
            }
            // Masked before it is cut, so that no half of a secret is left at the end.
            let output =
                case.system_output.map(|text| session.mask(&text).chars().take(OUTPUT_CHARS).collect());
            failures.push(FailedTest {
                suite: suite.name.clone(),
                name: case.name,
                class: case.classname,
                file: case.file,
                output,
            });
        }
    }
    if more > 0 {
        session.gap(Gap::new(what, format!("{more} more failed tests are counted and not listed")));
    }
    TestSummary {
        total: report.total_count,
        failed: report.failed_count,
        errored: report.error_count,
        skipped: report.skipped_count,
        failures,
    }
}
