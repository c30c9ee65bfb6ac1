use super::{Trace, numbers, setters};
use gitlab_core::types::CiStatus;
use serde::Deserialize;

/// A job of a pipeline.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Job {
    pub(crate) id: Option<u64>,
    pub(crate) name: String,
    pub(crate) stage: String,
    pub(crate) status: CiStatus,
    pub(crate) failure_reason: Option<String>,
    pub(crate) allow_failure: bool,
    pub(crate) retried: bool,
    pub(crate) trace: Trace,
    pub(crate) user: Option<String>,
    pub(crate) runner: Option<String>,
    pub(crate) coverage: Option<f64>,
    pub(crate) tags: Vec<String>,
    pub(crate) artifacts: Vec<Artifact>,
    pub(crate) created_at: Option<String>,
    pub(crate) started_at: Option<String>,
    pub(crate) finished_at: Option<String>,
    pub(crate) erased_at: Option<String>,
    pub(crate) seconds: f64,
    pub(crate) debug_trace: bool,
}

impl Default for Job {
    fn default() -> Self {
        Self {
            id: None,
            name: String::new(),
            stage: "test".to_owned(),
            status: CiStatus::Success,
            failure_reason: None,
            allow_failure: false,
            retried: false,
            trace: Trace::default(),
            user: None,
            runner: None,
            coverage: None,
            tags: Vec::new(),
            artifacts: Vec::new(),
            created_at: None,
            started_at: None,
            finished_at: None,
            erased_at: None,
            seconds: 60.0,
            debug_trace: false,
        }
    }
}

impl Job {
    /// A job of this name that succeeded.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    numbers! {
        /// The id on the instance.
        id;
    }

    setters! {
        /// Its stage; `test` unless said.
        plain stage: String;
        /// Its status; it succeeded unless said.
        plain status: CiStatus;
        /// Why it failed, in GitLab's word.
        some failure_reason: String;
        /// Whether the pipeline goes on when it fails.
        plain allow_failure: bool;
        /// Whether a later job of the same name took its place.
        plain retried: bool;
        /// Its log.
        plain trace: Trace;
        /// Who started it; who started the pipeline unless said.
        some user: String;
        /// The description of its runner.
        some runner: String;
        /// Test coverage in percent.
        some coverage: f64;
        /// When it was made; with its pipeline unless said.
        some created_at: String;
        /// When it started.
        some started_at: String;
        /// When it ended.
        some finished_at: String;
        /// When its log was erased.
        some erased_at: String;
        /// How long it ran, in seconds; 60 unless said.
        plain seconds: f64;
        /// Whether its log shows every variable, so that only Developers may read it.
        plain debug_trace: bool;
    }

    /// Says that it failed for this reason, such as `script_failure`.
    #[must_use]
    pub fn failed(mut self, reason: impl Into<String>) -> Self {
        self.status = CiStatus::Failed;
        self.failure_reason = Some(reason.into());
        self
    }

    /// Asks for a runner with this tag.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// Says that it left an artifact behind: its type (`archive`, `junit`, …), file name and size in bytes.
    #[must_use]
    pub fn artifact(mut self, file_type: impl Into<String>, filename: impl Into<String>, size: u64) -> Self {
        self.artifacts.push(Artifact { file_type: file_type.into(), filename: filename.into(), size });
        self
    }
}

/// A file that a job left behind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Artifact {
    pub(crate) file_type: String,
    pub(crate) filename: String,
    pub(crate) size: u64,
}

/// A trigger job, with the pipeline that it started.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Bridge {
    pub(crate) id: Option<u64>,
    pub(crate) name: String,
    pub(crate) stage: String,
    pub(crate) status: Option<CiStatus>,
    pub(crate) allow_failure: bool,
    pub(crate) project: Option<String>,
    pub(crate) pipeline: Option<String>,
}

impl Default for Bridge {
    fn default() -> Self {
        Self {
            id: None,
            name: String::new(),
            stage: "deploy".to_owned(),
            status: None,
            allow_failure: false,
            project: None,
            pipeline: None,
        }
    }
}

impl Bridge {
    /// A trigger job of this name that started nothing yet.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    numbers! {
        /// The id on the instance.
        id;
    }

    setters! {
        /// Its stage; `deploy` unless said.
        plain stage: String;
        /// Its status; that of the pipeline that it started unless said.
        some status: CiStatus;
        /// Whether its own pipeline goes on when it fails.
        plain allow_failure: bool;
        /// The project of the pipeline that it started; its own unless said.
        some project: String;
        /// The name of the pipeline that it started.
        some pipeline: String;
    }
}
