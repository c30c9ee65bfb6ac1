//! A question to GitLab, as a value.

use crate::{Path, Query};
use bytes::Bytes;
use gitlab_core::{Authenticator, CommitSha, Instance, ProjectRef};
use http::{HeaderMap, HeaderValue, Method};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::sync::Arc;
use thiserror::Error;
use url::Url;

/// One question that GitLab answers: method, path, query, body and the type of the answer.
///
/// An endpoint is a value without a connection: build it, then give it to [`Client::send`](crate::Client::send).
/// Those of this crate are in [`endpoints`](crate::endpoints); one that is missing is a few lines:
///
/// ```
/// use gitlab_api_client::{Endpoint, Path};
/// use gitlab_core::ProjectRef;
/// use std::borrow::Cow;
/// use std::collections::BTreeMap;
///
/// /// How much of a project is written in which language.
/// struct Languages {
///     project: ProjectRef,
/// }
///
/// impl Endpoint for Languages {
///     type Output = BTreeMap<String, f64>;
///
///     fn path(&self) -> Path {
///         Path::project(&self.project).literal("languages")
///     }
///
///     fn operation(&self) -> Cow<'static, str> {
///         "get the languages".into()
///     }
///
///     fn project(&self) -> Option<&ProjectRef> {
///         Some(&self.project)
///     }
/// }
/// ```
pub trait Endpoint: Send + Sync {
    /// What the answer holds. [`Body`](gitlab_core::Body) for an answer that is no JSON, such as a job's log:
    /// such an endpoint is for [`Client::open`](crate::Client::open), and `send` does not take it.
    type Output;

    /// The HTTP method.
    fn method(&self) -> Method {
        Method::GET
    }

    /// The path below the address that [`url_base`](Self::url_base) names.
    fn path(&self) -> Path;

    /// Below which of the installation's addresses the path stands.
    fn url_base(&self) -> UrlBase {
        UrlBase::Rest
    }

    /// Adds the parameters of the query.
    fn query(&self, query: &mut Query) {
        let _ = query;
    }

    /// The body to send.
    fn body(&self) -> Option<RequestBody> {
        None
    }

    /// Whether the same request may run twice without doing more than once. By default that follows from the
    /// method, as HTTP defines it.
    fn idempotency(&self) -> Idempotency {
        Idempotency::of(&self.method())
    }

    /// Whether it only asks, and changes nothing. By default that follows from the method: `GET` and `HEAD` do. A
    /// GraphQL query is a `POST` that does. What is advised when it is refused depends on this, and whether an
    /// error says that something may have been done.
    fn only_asks(&self) -> bool {
        matches!(self.method(), Method::GET | Method::HEAD)
    }

    /// Whether the answer can never change, so that a cache may keep it: a commit by its full SHA, the log of a
    /// job that is known to be over.
    fn is_immutable(&self) -> bool {
        false
    }

    /// Whether GitLab may answer with a redirect to a place of its own where the bytes lie: object storage on
    /// another host, by an address that is signed and good for minutes.
    ///
    /// Artifacts and files in Git LFS are served so where the installation keeps them in object storage.
    /// `true` lets [`Client::open`](crate::Client::open) go on there without the credential: the address is
    /// the permission, and storage refuses a request that brings another one. `false`, which is right for
    /// everything else, makes a redirect to another origin an error
    /// ([`Redirected`](gitlab_core::ApiErrorKind::Redirected)). It only counts for a `GET`.
    fn follows_to_storage(&self) -> bool {
        false
    }

    /// Which of GitLab's limits on requests it counts against.
    fn rate_class(&self) -> RateClass {
        RateClass::General
    }

    /// What proves who asks, where that is not the client's credential: each alert endpoint of a project has a
    /// key of its own. The client's credential is then not sent.
    fn authenticator(&self) -> Option<Arc<dyn Authenticator>> {
        None
    }

    /// What this does, in the words of an error message: `list the jobs of pipeline 7`. The project is left
    /// out: errors name it by themselves.
    fn operation(&self) -> Cow<'static, str>;

    /// The project that it is about.
    fn project(&self) -> Option<&ProjectRef> {
        None
    }
}

/// An endpoint whose answer stands in the headers, for [`Client::head`](crate::Client::head).
pub trait HeadEndpoint: Endpoint {
    /// The answer, from the headers of a good answer.
    ///
    /// # Errors
    ///
    /// [`MissingHeader`] when a header that every such answer has is not there or cannot be read.
    fn read(&self, headers: &HeaderMap) -> Result<Self::Output, MissingHeader>;
}

/// A header that should be there is not, or cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the header {name} is missing or cannot be read")]
pub struct MissingHeader {
    name: &'static str,
}

impl MissingHeader {
    /// The header of this name.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self { name }
    }
}

/// An endpoint that answers a list, page by page.
///
/// How GitLab is asked for the pages after the first is none of its business: the client follows what each page
/// says, numbers, keysets, cursors and page tokens alike. An endpoint that has to ask for keyset pagination sets
/// `pagination=keyset` in its [`query`](Endpoint::query) as any other parameter; `page` and `per_page` are the
/// client's.
///
/// Lists change while they are read. An entry that moves to a later page is given once, by its
/// [`key`](PagedEndpoint::key); one that moves to an earlier page, because others before it vanished, may be
/// missed where pages have numbers. Where that matters, ask for an order in which entries do not move, oldest first.
///
/// ```
/// # use gitlab_api_client::{Endpoint, Path};
/// use gitlab_api_client::{ItemKey, PagedEndpoint};
/// # use std::borrow::Cow;
///
/// /// The names of all topics of the installation.
/// struct Topics;
///
/// #[derive(serde::Deserialize)]
/// struct Topic {
///     id: u64,
///     name: String,
/// }
///
/// impl Endpoint for Topics {
///     type Output = Vec<Topic>;
///
///     fn path(&self) -> Path {
///         Path::new("topics")
///     }
///
///     fn operation(&self) -> Cow<'static, str> {
///         "list the topics".into()
///     }
/// }
///
/// impl PagedEndpoint for Topics {
///     type Item = Topic;
///
///     fn key(&self, topic: &Topic) -> Option<ItemKey> {
///         Some(topic.id.into())
///     }
/// }
/// ```
pub trait PagedEndpoint: Endpoint<Output = Vec<Self::Item>> {
    /// One entry of the list.
    type Item: DeserializeOwned + Send + 'static;

    /// What tells an entry from others. Lists shift while they are read, so that the same entry comes on two
    /// pages; the second one is dropped. `None` keeps every entry.
    fn key(&self, item: &Self::Item) -> Option<ItemKey> {
        let _ = item;
        None
    }

    /// The parameters that give the same list in the same order by keyset pagination, `pagination=keyset` among
    /// them, where GitLab can.
    ///
    /// Numbered pages are read side by side, and GitLab says how many there are; but of some lists it gives only
    /// the first 50,000 entries in this way. The client then goes on by these parameters, and passes over what came
    /// already by its [`key`](PagedEndpoint::key). Without them such a list ends in an error.
    fn keyset(&self) -> Option<Query> {
        None
    }
}

/// What tells an entry of a list from others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ItemKey {
    /// An id.
    Number(u64),
    /// The hash of a commit.
    Sha(CommitSha),
    /// A path or a name.
    Text(String),
}

impl From<u64> for ItemKey {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<&CommitSha> for ItemKey {
    fn from(sha: &CommitSha) -> Self {
        Self::Sha(sha.clone())
    }
}

impl From<&str> for ItemKey {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// An address of an installation, below which the paths of endpoints stand. Redirects are followed below it
/// only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UrlBase {
    /// The REST API: `https://gitlab.example.com/api/v4/`.
    #[default]
    Rest,
    /// The installation itself, for what is outside of the REST API (GraphQL, OAuth, alerts):
    /// `https://gitlab.example.com/`.
    Web,
}

impl UrlBase {
    /// The address in this installation. It ends in a slash.
    #[must_use]
    pub fn url(self, instance: &Instance) -> Url {
        match self {
            Self::Rest => instance.api_url(),
            Self::Web => instance.web_url().clone(),
        }
    }
}

/// Whether a request may run twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Idempotency {
    /// Twice has the effect of once: it is sent again when an answer is lost.
    Idempotent,
    /// Twice may do it twice: it is sent again only when it is certain that nothing was done.
    NotIdempotent,
}

impl Idempotency {
    /// What HTTP defines for this method.
    #[must_use]
    pub fn of(method: &Method) -> Self {
        if method.is_idempotent() { Self::Idempotent } else { Self::NotIdempotent }
    }
}

/// One of GitLab's limits on requests. Every request counts against the general one; those of another class
/// have a lower limit of their own besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RateClass {
    /// No limit but the general one.
    General,
    /// Writing notes and discussions.
    Notes,
    /// Opening issues.
    IssueCreation,
    /// Searching.
    Search,
    /// Reading files of a repository.
    RepositoryFiles,
    /// Reading one project.
    Project,
    /// Listing projects.
    Projects,
    /// Listing the projects of a group.
    GroupProjects,
    /// Reading one group.
    Group,
    /// Listing groups.
    Groups,
    /// Reading users.
    Users,
    /// Listing the jobs of a project.
    ProjectJobs,
    /// Starting pipelines.
    PipelineCreation,
    /// Testing a webhook.
    HookTest,
    /// Sending a webhook's delivery again.
    HookResend,
    /// Sending alerts.
    Alerts,
}

const JSON: &str = "application/json";

/// The body of a request with its content type.
#[derive(Clone)]
pub struct RequestBody {
    content_type: HeaderValue,
    bytes: Bytes,
}

impl RequestBody {
    /// These bytes, of this type: a form, a file.
    #[must_use]
    pub fn new(content_type: HeaderValue, bytes: impl Into<Bytes>) -> Self {
        Self { content_type, bytes: bytes.into() }
    }

    /// A JSON body.
    #[must_use]
    pub fn json(value: &serde_json::Value) -> Self {
        Self::new(HeaderValue::from_static(JSON), value.to_string())
    }

    pub(crate) fn json_of(fields: &serde_json::Map<String, serde_json::Value>) -> Self {
        // A map of values is always JSON.
        let bytes = serde_json::to_vec(fields).unwrap_or_default();
        Self::new(HeaderValue::from_static(JSON), bytes)
    }

    /// The content type.
    #[must_use]
    pub fn content_type(&self) -> &HeaderValue {
        &self.content_type
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}

impl std::fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A body may hold what must not be in a log.
        f.debug_struct("RequestBody")
            .field("content_type", &self.content_type)
            .field("length", &self.bytes.len())
            .finish()
    }
}
