use super::{Bridge, Job, numbers, setters};
use gitlab_core::types::{CiStatus, PipelineSource, TestCaseStatus};
use serde::Deserialize;

/// A pipeline with its jobs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Pipeline {
    pub(crate) name: Option<String>,
    pub(crate) id: Option<u64>,
    pub(crate) iid: Option<u64>,
    pub(crate) commit: String,
    #[serde(rename = "ref")]
    pub(crate) on: Option<String>,
    pub(crate) merge_request: Option<u64>,
    pub(crate) source: Option<PipelineSource>,
    pub(crate) status: Option<CiStatus>,
    pub(crate) user: Option<String>,
    pub(crate) before: Option<String>,
    pub(crate) yaml_errors: Option<String>,
    pub(crate) coverage: Option<String>,
    pub(crate) created_at: Option<String>,
    pub(crate) updated_at: Option<String>,
    pub(crate) started_at: Option<String>,
    pub(crate) finished_at: Option<String>,
    pub(crate) jobs: Vec<Job>,
    pub(crate) bridges: Vec<Bridge>,
    pub(crate) tests: Vec<TestSuite>,
}

impl Pipeline {
    /// A pipeline for a commit, on the branch of that commit.
    #[must_use]
    pub fn new(commit: impl Into<String>) -> Self {
        Self { commit: commit.into(), ..Self::default() }
    }

    numbers! {
        /// The id on the instance.
        id;
        /// The number in the project.
        iid;
        /// The number of the merge request that it runs for: its ref is then `refs/merge-requests/…/head`.
        merge_request;
    }

    setters! {
        /// The name that bridges and deployments call it by.
        some name: String;
        /// The branch or tag; the branch that the commit was made on unless said.
        some on: String;
        /// What started it; `push` unless said.
        some source: PipelineSource;
        /// Its status; that of its jobs unless said.
        some status: CiStatus;
        /// Who started it; the author of its commit unless said.
        some user: String;
        /// The commit that the ref stood at before.
        some before: String;
        /// What is wrong with the CI configuration.
        some yaml_errors: String;
        /// Test coverage in percent, as GitLab writes it: a text.
        some coverage: String;
        /// When it was made; the date of its commit unless said.
        some created_at: String;
        /// When it last changed.
        some updated_at: String;
        /// When its first job started.
        some started_at: String;
        /// When its last job ended.
        some finished_at: String;
    }

    /// A job of this name; it succeeded unless said.
    #[must_use]
    pub fn job(mut self, name: impl Into<String>, more: impl FnOnce(Job) -> Job) -> Self {
        self.jobs.push(more(Job::new(name)));
        self
    }

    /// A trigger job of this name.
    #[must_use]
    pub fn bridge(mut self, name: impl Into<String>, more: impl FnOnce(Bridge) -> Bridge) -> Self {
        self.bridges.push(more(Bridge::new(name)));
        self
    }

    /// The tests that the job of this name reported.
    #[must_use]
    pub fn tests(mut self, job: impl Into<String>, more: impl FnOnce(TestSuite) -> TestSuite) -> Self {
        self.tests.push(more(TestSuite { name: job.into(), ..TestSuite::default() }));
        self
    }
}

/// The tests of one job, as its `JUnit` file reported them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct TestSuite {
    pub(crate) name: String,
    pub(crate) error: Option<String>,
    pub(crate) cases: Vec<TestCase>,
}

impl TestSuite {
    setters! {
        /// Why GitLab could not read the file.
        some error: String;
    }

    /// A test that passed.
    #[must_use]
    pub fn passed(self, name: impl Into<String>) -> Self {
        self.case(name, |case| case)
    }

    /// A test that failed with this output.
    #[must_use]
    pub fn failed(self, name: impl Into<String>, output: impl Into<String>) -> Self {
        self.case(name, |case| case.status("failed").output(output))
    }

    /// A test, with more.
    #[must_use]
    pub fn case(mut self, name: impl Into<String>, more: impl FnOnce(TestCase) -> TestCase) -> Self {
        self.cases.push(more(TestCase { name: name.into(), ..TestCase::default() }));
        self
    }
}

/// One test.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct TestCase {
    pub(crate) name: String,
    pub(crate) status: TestCaseStatus,
    pub(crate) classname: Option<String>,
    pub(crate) file: Option<String>,
    pub(crate) seconds: f64,
    pub(crate) output: Option<String>,
    pub(crate) stack_trace: Option<String>,
}

impl Default for TestCase {
    fn default() -> Self {
        Self {
            name: String::new(),
            status: TestCaseStatus::Success,
            classname: None,
            file: None,
            seconds: 0.01,
            output: None,
            stack_trace: None,
        }
    }
}

impl TestCase {
    setters! {
        /// Its result; it passed unless said.
        plain status: TestCaseStatus;
        /// Its class or module.
        some classname: String;
        /// Its file.
        some file: String;
        /// How long it took, in seconds.
        plain seconds: f64;
        /// What it printed.
        some output: String;
        /// Where it failed.
        some stack_trace: String;
    }
}
