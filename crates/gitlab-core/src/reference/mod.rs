//! What a GitLab URL or short form points at.
//!
//! Reading: `url` (a page or, through `api_url`, the API's address), `page` (what of the project), `remote` (what
//! Git clones from), `short_form`. Finding in free text: `scan`. Writing: `write`.

mod api_url;
mod file_location;
mod page;
mod remote;
mod scan;
mod short_form;
mod url;
mod write;

#[cfg(test)]
mod tests;

pub use file_location::{LineRange, RefAndPath, RefKind};
pub use scan::{References, Urls, references_in, urls_in};

use crate::{
    CommitSha, DeploymentId, DeploymentIid, EnvironmentId, Instance, IssueIid, JobId, MergeRequestIid,
    PipelineId, ProjectPath, ProjectRef, ProjectRefError,
};
use ::url::Url;
use serde::{Serialize, Serializer};
use thiserror::Error;

/// Longer texts are no reference; no server takes a longer URL.
const MAX_LENGTH: usize = 8192;

/// Something in GitLab that a URL or a short form points at.
///
/// Displayed, it is the short form (`group/project!42`), or the page where there is none
/// (`group/project/-/pipelines/7`), with a number in place of the path where only that is known (`5!42`);
/// [`parse`](Self::parse) reads them back. The exception is a whole project that is known by its number: it is displayed as
/// `5`, which alone could be anything and is no reference; [`ProjectRef`] reads it. Serialized, a reference is its URL where
/// the installation is known and such a page has one, else what is displayed.
///
/// ```
/// use gitlab_core::{GitLabReference, Instance};
///
/// let instances = [Instance::gitlab_com()];
/// let job = GitLabReference::parse("https://gitlab.com/shop/api/-/jobs/815/raw", &instances)?;
/// assert_eq!(job.to_string(), "shop/api/-/jobs/815");
/// let commit = GitLabReference::parse("shop/api@9df54aa2", &instances)?;
/// assert_eq!(commit.to_url(&instances[0])?.as_str(), "https://gitlab.com/shop/api/-/commit/9df54aa2");
/// # Ok::<(), gitlab_core::ReferenceError>(())
/// ```
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
    /// The commits of a ref, maybe only those that touch a path.
    Commits {
        /// Ref and path, which a URL does not tell apart.
        location: RefAndPath,
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
    /// A deployment, as the API names it.
    Deployment {
        /// Its id.
        id: DeploymentId,
    },
    /// A deployment, as its page names it. The page's address holds the environment's id and the deployment's
    /// iid; the API takes the deployment's id, which a list of the environment's deployments tells.
    EnvironmentDeployment {
        /// The environment that was deployed to.
        environment: EnvironmentId,
        /// The deployment's number in the project.
        iid: DeploymentIid,
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
    /// - Pages, with and without `/-/`, on any tab, with any query; `http` and `https` are the same installation.
    ///   A page that is none of [`ReferenceTarget`]'s (a list, the settings) stands for its project.
    /// - The API's addresses of the same things, whatever form the project has.
    /// - What Git clones from: `https://…/group/project.git`, `git@host:group/project.git`, `ssh://…`.
    /// - `group/project!42`, `group/project#7`, `group/project@hash`, `group/project/-/pipelines/7`, with the project's
    ///   number instead of the path too (`5!42`); `group/project` alone, but no number alone; each also behind `gitlab:`.
    ///
    /// The whole text must be the reference; [`references_in`] finds references in other text. A URL without a
    /// scheme is read when it begins with the host of one of `instances`.
    ///
    /// # Errors
    ///
    /// [`ReferenceError`] when the text is none of these. A host that is not among `instances`, or has another
    /// port, is [`ReferenceError::OtherHost`]; there is no guess by name.
    pub fn parse(text: &str, instances: &[Instance]) -> Result<Self, ReferenceError> {
        Self::parse_any(text.trim(), instances)?.of_a_project()
    }

    fn parse_any(text: &str, instances: &[Instance]) -> Result<Self, ReferenceError> {
        if text.len() > MAX_LENGTH {
            return Err(ReferenceError::TooLong);
        }
        if text.is_empty() || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(ReferenceError::Unknown);
        }
        if has_http_scheme(text) {
            return url::parse(text, instances);
        }
        if let Some(reference) = remote::parse(text, instances) {
            return reference;
        }
        if let Some(instance) = instances.iter().find(|instance| begins_with_host(text, instance)) {
            return url::parse(&format!("{}://{text}", instance.web_url().scheme()), instances);
        }
        let text = text.strip_prefix("gitlab:").unwrap_or(text);
        if text.contains("/-/") {
            return url::parse_relative(text);
        }
        if text.contains(short_form::is_sigil) {
            return short_form::parse(text);
        }
        match ProjectPath::parse(text) {
            Ok(path) => Ok(Self::new(ProjectRef::Path(path), ReferenceTarget::Project)),
            Err(_) => Err(ReferenceError::Unknown),
        }
    }

    /// The same rules for a project's path however it was written, so that the URL of what was read is read as the
    /// same: no group is called like one of GitLab's own pages, and `.git` is the ending of an address to clone from.
    fn of_a_project(mut self) -> Result<Self, ReferenceError> {
        if let ProjectRef::Path(path) = &self.project {
            if url::is_own_page(path) {
                return Err(ReferenceError::NoProject);
            }
            if path.as_str().ends_with(".git") {
                let path = ProjectPath::parse(path.as_str().trim_end_matches(".git"));
                self.project = path.map(ProjectRef::Path).map_err(ReferenceError::Project)?;
            }
        }
        Ok(self)
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
    /// [`ReferenceError::ProjectNumber`] when the project is known only by its number and more than its own page
    /// is asked for, [`ReferenceError::NoPage`] for a deployment by id, and [`ReferenceError::Name`] when a name
    /// in it can stand in no URL (`.` and `..` as a part, control characters).
    pub fn to_url(&self, instance: &Instance) -> Result<Url, ReferenceError> {
        write::url(self, instance)
    }
}

impl Serialize for GitLabReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.instance().map(|instance| self.to_url(instance)) {
            Some(Ok(url)) => serializer.serialize_str(url.as_str()),
            _ => serializer.collect_str(self),
        }
    }
}

fn has_http_scheme(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    })
}

/// Whether the text begins with the host (and port) of `instance`, as people write URLs to each other.
fn begins_with_host(text: &str, instance: &Instance) -> bool {
    let authority = text.split('/').next().unwrap_or_default();
    match (authority.split_once(':'), instance.web_url().port()) {
        (None, None) => authority.eq_ignore_ascii_case(instance.host()),
        (Some((host, port)), Some(expected)) => {
            host.eq_ignore_ascii_case(instance.host()) && port.parse() == Ok(expected)
        }
        _ => false,
    }
}

/// Why a text is no reference, or a reference has no URL.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReferenceError {
    /// It is no URL and no short form.
    #[error("this is neither a URL of a known GitLab nor a form such as group/project!42")]
    Unknown,
    /// It is a URL of a host that is none of the known installations.
    #[error("{host:?} is none of the configured GitLab installations; add it to them if it is one")]
    OtherHost {
        /// The host.
        host: String,
    },
    /// It is a URL with a user name or a password, which no link to a page has.
    #[error("the URL holds a user name or password; leave them out")]
    UserInformation,
    /// It is a page of a known installation that belongs to no project.
    #[error("this page of GitLab belongs to no project")]
    NoProject,
    /// What stands where the project should is none.
    #[error("no project is named")]
    Project(#[source] ProjectRefError),
    /// What stands where a number should is none.
    #[error("{text:?} stands where GitLab has a number")]
    Number {
        /// What stands there, its beginning.
        text: String,
    },
    /// What stands where a commit hash should is none.
    #[error("a commit hash is 7 to 64 hexadecimal characters")]
    Sha,
    /// What stands where a ref or a path should can be neither.
    #[error("a ref or path has no empty part, no part . or .. and no control characters")]
    Name,
    /// The project's path is needed, and only its number is known.
    #[error("the page's address needs the project's path, and only its number is known")]
    ProjectNumber,
    /// There is no page that this reference alone leads to.
    #[error("a deployment's page is found by environment and iid, not by the deployment's id")]
    NoPage,
    /// The text is longer than any URL that a server takes.
    #[error("a reference has at most 8192 bytes")]
    TooLong,
}
