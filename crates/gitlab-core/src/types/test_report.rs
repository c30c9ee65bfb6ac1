use crate::JobId;
use crate::open_enum::open_enum;
use serde::{Deserialize, Serialize};

/// What the tests of a pipeline reported as `JUnit` files, of `…/pipelines/:pipeline_id/test_report`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TestReport {
    /// How long all tests took, in seconds.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub total_time: Option<f64>,
    /// How many test cases there are.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub total_count: u64,
    /// How many passed.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub success_count: u64,
    /// How many failed.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub failed_count: u64,
    /// How many were skipped.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub skipped_count: u64,
    /// How many could not run to their end.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub error_count: u64,
    /// One suite a job, as a rule.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub test_suites: Vec<TestSuite>,
}

/// The tests of one job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TestSuite {
    /// The name of the job.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub name: String,
    /// How long they took, in seconds.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub total_time: Option<f64>,
    /// How many test cases there are.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub total_count: u64,
    /// How many passed.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub success_count: u64,
    /// How many failed.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub failed_count: u64,
    /// How many were skipped.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub skipped_count: u64,
    /// How many could not run to their end.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub error_count: u64,
    /// The jobs that reported them; only in a summary.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub build_ids: Vec<JobId>,
    /// Why the report of this suite could not be read.
    #[serde(default)]
    pub suite_error: Option<String>,
    /// The tests; empty in a summary.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub test_cases: Vec<TestCase>,
}

/// One test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TestCase {
    /// Its result.
    pub status: TestCaseStatus,
    /// Its name.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub name: String,
    /// Its class or module.
    #[serde(default)]
    pub classname: Option<String>,
    /// Its file, where the tool reports one.
    #[serde(default)]
    pub file: Option<String>,
    /// How long it took, in seconds.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub execution_time: Option<f64>,
    /// What it printed, mostly the failure: a text, or something else that a tool wrote there.
    #[serde(default, deserialize_with = "text_or_json")]
    pub system_output: Option<String>,
    /// Where it failed.
    #[serde(default)]
    pub stack_trace: Option<String>,
    /// What the tool attached, a screenshot for example.
    #[serde(default)]
    pub attachment_url: Option<String>,
    /// How often it failed lately, where GitLab keeps count.
    #[serde(default)]
    pub recent_failures: Option<RecentFailures>,
}

/// How often a test failed on a branch within the last two weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecentFailures {
    /// How often.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub count: u64,
    /// The branch.
    #[serde(default)]
    pub base_branch: Option<String>,
}

/// The counts of what the tests of a pipeline reported, of `…/pipelines/:pipeline_id/test_report_summary`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TestReportSummary {
    /// Of all suites.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub total: TestTotals,
    /// By suite, without its test cases.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub test_suites: Vec<TestSuite>,
}

/// The counts of all tests of a pipeline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TestTotals {
    /// How long all tests took, in seconds.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub time: Option<f64>,
    /// How many test cases there are.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub count: u64,
    /// How many passed.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub success: u64,
    /// How many failed.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub failed: u64,
    /// How many were skipped.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub skipped: u64,
    /// How many could not run to their end.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub error: u64,
    /// Why a report could not be read.
    #[serde(default)]
    pub suite_error: Option<String>,
}

open_enum! {
    /// The result of a test.
    pub enum TestCaseStatus {
        /// It passed.
        Success = "success",
        /// An assertion failed.
        Failed = "failed",
        /// It could not run to its end.
        Error = "error",
        /// It was left out.
        Skipped = "skipped",
    }
}

/// GitLab gives the parsed XML of a failure that has attributes: `{"message": …, "type": …}`.
fn text_or_json<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Option::<serde_json::Value>::deserialize(deserializer)? {
        None | Some(serde_json::Value::Null) => None,
        Some(serde_json::Value::String(text)) => Some(text),
        Some(other) => Some(other.to_string()),
    })
}
