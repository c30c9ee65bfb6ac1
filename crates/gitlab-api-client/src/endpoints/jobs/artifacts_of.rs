//! Whose artifacts are asked for.

use crate::{Path, Query};
use gitlab_core::{JobId, ProjectRef};
use std::fmt::{self, Display};

#[derive(Clone, Debug)]
pub(super) enum ArtifactsOf {
    Job(JobId),
    Latest { ref_name: String, job_name: String },
}

impl ArtifactsOf {
    pub(super) fn latest(ref_name: impl Display, job_name: impl Display) -> Self {
        Self::Latest { ref_name: ref_name.to_string(), job_name: job_name.to_string() }
    }

    pub(super) fn path(&self, project: &ProjectRef) -> Path {
        match self {
            Self::Job(job) => {
                Path::project(project).literal("jobs").param("job_id", job).literal("artifacts")
            }
            Self::Latest { ref_name, .. } => {
                Path::project(project).literal("jobs/artifacts").param("ref_name", ref_name)
            }
        }
    }

    pub(super) fn query(&self, query: &mut Query) {
        if let Self::Latest { job_name, .. } = self {
            query.set("job", job_name);
        }
    }
}

impl Display for ArtifactsOf {
    /// In the words of an error message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Job(job) => write!(f, "job {job}"),
            Self::Latest { ref_name, job_name } => write!(f, "the latest job {job_name} of {ref_name}"),
        }
    }
}
