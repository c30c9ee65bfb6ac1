//! What a GitLab URL or short form points at.

use crate::{
    CommitSha, DeploymentId, EnvironmentId, Instance, IssueIid, JobId, MergeRequestIid, PipelineId,
    ProjectRef,
};
use thiserror::Error;
use url::Url;

/// Something in GitLab that a URL or a short form points at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GitLabReference {
    instance: Option<Instance>,
    project: ProjectRef,
    target: ReferenceTarget,
}

/// What in the project is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReferenceTarget {
    /// The project as a whole.
    Project,
    /// A merge request, on any of its tabs.
    MergeRequest {
        /// Its number in the project.
        iid: MergeRequestIid,
    },
    /// A commit.
    Commit {
        /// Its hash, maybe abbreviated.
        sha: CommitSha,
    },
    /// What lies between two refs.
    Compare {
        /// The older ref.
        from: String,
        /// The newer ref.
        to: String,
        /// Whether the two ends are compared directly (`..`) instead of from where they parted (`...`).
        straight: bool,
    },
    /// A pipeline.
    Pipeline {
        /// Its id.
        id: PipelineId,
    },
    /// A job.
    Job {
        /// Its id.
        id: JobId,
    },
    /// A file or folder at a ref.
    File {
        /// Which page shows it.
        view: FileView,
        /// Ref and path, which a URL does not tell apart.
        location: RefAndPath,
        /// The lines that are pointed at.
        lines: Option<LineRange>,
    },
    /// An issue.
    Issue {
        /// Its number in the project.
        iid: IssueIid,
    },
    /// A work item.
    WorkItem {
        /// Its number in the project.
        iid: IssueIid,
    },
    /// An incident.
    Incident {
        /// Its number in the project.
        iid: IssueIid,
    },
    /// A release.
    Release {
        /// Its tag.
        tag: String,
    },
    /// A tag.
    Tag {
        /// Its name.
        name: String,
    },
    /// A branch.
    Branch {
        /// Its name.
        name: String,
    },
    /// An environment.
    Environment {
        /// Its id.
        id: EnvironmentId,
    },
    /// A deployment.
    Deployment {
        /// Its id.
        id: DeploymentId,
    },
}

/// Which page shows a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileView {
    /// The file, rendered.
    Blob,
    /// The folder.
    Tree,
    /// The file's bytes.
    Raw,
    /// The file with who changed each line.
    Blame,
}

/// A ref followed by a path, as one text: in a URL nothing tells where a branch name with slashes ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RefAndPath(String);

/// The lines that a `#L10-20` points at, counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct LineRange {
    /// The first line.
    pub start: u32,
    /// The last line.
    pub end: u32,
}

impl GitLabReference {
    /// A reference made of its parts, of no certain installation.
    #[must_use]
    pub fn new(project: ProjectRef, target: ReferenceTarget) -> Self {
        Self { instance: None, project, target }
    }

    /// The same reference, of this installation.
    #[must_use]
    pub fn on(mut self, instance: Instance) -> Self {
        self.instance = Some(instance);
        self
    }

    /// Reads a URL below one of `instances`, or a short form.
    ///
    /// # Errors
    ///
    /// [`ReferenceError`] when the text is neither.
    pub fn parse(text: &str, instances: &[Instance]) -> Result<Self, ReferenceError> {
        let _ = (text, instances);
        Err(ReferenceError::Unknown)
    }

    /// The installation, when a URL named it.
    #[must_use]
    pub fn instance(&self) -> Option<&Instance> {
        self.instance.as_ref()
    }

    /// The project.
    #[must_use]
    pub fn project(&self) -> &ProjectRef {
        &self.project
    }

    /// What in the project is meant.
    #[must_use]
    pub fn target(&self) -> &ReferenceTarget {
        &self.target
    }

    /// The URL of its page on this installation.
    ///
    /// # Errors
    ///
    /// [`ReferenceError`] when the project is known only by its number.
    pub fn to_url(&self, instance: &Instance) -> Result<Url, ReferenceError> {
        let _ = instance;
        Err(ReferenceError::Unknown)
    }
}

/// Why a text is no reference, or a reference has no URL.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReferenceError {
    /// It is no URL of a configured GitLab and no short form.
    #[error("this is neither a URL of a known GitLab nor a form such as group/project!42")]
    Unknown,
}
