//! Asks GitLab.
//!
//! **What it is.** A client of GitLab's REST API (13.12 to 19.x, GitLab.com or self-managed) that is safe to
//! leave alone: every question is a typed value ([`endpoints`]), lists are streams of pages or a
//! [`Listing`](gitlab_core::Listing) that says whether it is whole, errors say what happened, whether trying
//! again can help and what a person can do, every call has a deadline and every body a limit, and a request is
//! sent again only where that cannot do anything twice. The credential goes to one origin and nowhere else.
//!
//! **What it is not.** It knows no kind of token: that is `gitlab-auth`, behind the port
//! [`Authenticator`](gitlab_core::Authenticator). It judges nothing that it reads.
//!
//! # Example
//!
//! ```no_run
//! use gitlab_api_client::Client;
//! use gitlab_api_client::endpoints::{GetPipeline, ListPipelineJobs};
//! use gitlab_auth::AccessToken;
//! use gitlab_core::{Instance, PipelineId, ProjectRef};
//! use std::sync::Arc;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let token = AccessToken::new("glpat-secret")?;
//! let client = Client::builder(Instance::parse("https://gitlab.example.com")?)
//!     .authenticator(Arc::new(gitlab_auth::StaticToken::bearer(token)))
//!     .build()?;
//! let (project, pipeline) = ("group/project".parse::<ProjectRef>()?, PipelineId::new(7));
//! println!("{}", client.send(&GetPipeline::new(project.clone(), pipeline)).await?.status);
//! let jobs = client.list(&ListPipelineJobs::new(project, pipeline), 500).await?;
//! for job in &jobs.items {
//!     println!("{}: {}", job.name, job.status);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What it can be asked
//!
//! [`endpoints`] has a table of all: projects, groups, merge requests with their notes, the repository, pipelines and
//! jobs with their logs and artifacts, releases, deployments, issues and incidents, webhooks, alerts, users, search and
//! access tokens. Each says which call it makes, the scope that it needs and since which GitLab there is it.
//!
//! # What has no type here
//!
//! [`Client::send_as`] reads an answer in a type of yours, an [`Endpoint`] of your own is a few lines,
//! [`RawRequest`] asks any address, [`Client::graphql`] sends any GraphQL document, and the feature `kitware` runs
//! the endpoints of the crate `gitlab`. All of them go the way below.
//!
//! # The way of a request
//!
//! `Client::send` → cache → retries → limits → deadline → credential → log → transport; and back: redirects →
//! errors, made once → the endpoint's type → cache. The folder `pipeline` has one file for each.
//!
//! Environment variables for proxies (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) are heeded by the default
//! transport. Over `https://` a proxy does not see the token; over plain `http://` it would, so that such a
//! request is refused unless the transport was told otherwise.
//!
//! # What is logged
//!
//! By `tracing`, each call has a span `gitlab.call` and each attempt within it a span `gitlab.attempt`, at the level
//! `INFO`, with the names that OpenTelemetry gives to the attributes of HTTP clients: `http.request.method`,
//! `url.template`, `url.query`, `server.address`, `server.port`, `http.request.resend_count`,
//! `http.response.status_code`, `error.type`, and for its exporters `otel.name`, `otel.kind` and
//! `otel.status_code`. At the level `DEBUG` there is an event for each answer and each retry. What is shown are
//! allow-lists: the path without its values, the values of the parameters that choose a page or an order, a few headers
//! such as `Retry-After`, the operation, time and GitLab's request id; never another value of a query, another header,
//! a body or a token.
//!
//! # Features
//!
//! | Feature | Default | Gives |
//! |---|---|---|
//! | `reqwest` | yes | `ReqwestTransport` and `TokioClock`, used where nothing else is given |
//! | `rustls` | yes | TLS by rustls with aws-lc-rs, and the trust store of the operating system |
//! | `rustls-no-provider` | no | TLS by rustls, whose cryptography provider the program installs |
//! | `native-tls` | no | TLS by the operating system |
//! | `contract-tests` | no | what an implementation of a port of this crate must hold, for tests: `contract` |
//! | `kitware` | no | endpoints of the crate `gitlab` run through this client: `Client::kitware` |
//! | `recording` | no | `recording`: a recorder of real exchanges, without their secrets, and a replayer for tests |
//!
//! # How to replace each part
//!
//! | Part | Port | By |
//! |---|---|---|
//! | the HTTP stack | [`Transport`](gitlab_core::Transport) | [`ClientBuilder::transport`] |
//! | the credential | [`Authenticator`](gitlab_core::Authenticator) | [`ClientBuilder::authenticator`] |
//! | time | [`Clock`](gitlab_core::Clock) | [`ClientBuilder::clock`] |
//! | the cache of what never changes | [`AnswerCache`] | [`ClientBuilder::cache`]; there is none by default |
//! | randomness of retries | [`RandomSource`] | [`ClientBuilder::random`] |
//! | an endpoint, or its answer's type | [`Endpoint`] | your own type, or [`Client::send_as`] |

mod builder;
mod cache;
mod client;
mod config;
mod endpoint;
mod environment;
mod governor;
mod opened;
mod pages;
mod path;
mod pipeline;
mod public_address;
mod query;
mod raw;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod server_version;
#[cfg(feature = "reqwest")]
mod tokio_clock;
mod warm;

#[cfg(any(test, feature = "contract-tests"))]
pub mod contract;
pub mod endpoints;
pub mod graphql;
#[cfg(feature = "kitware")]
pub mod kitware;
pub mod preflight;
#[cfg(feature = "recording")]
pub mod recording;

pub use builder::ClientBuilder;
pub use cache::{AnswerCache, CacheKey, CachedAnswer, MemoryCache};
pub use client::Client;
pub use config::{Limits, Timeouts};
pub use endpoint::{
    Endpoint, HeadEndpoint, Idempotency, ItemKey, MissingHeader, PagedEndpoint, RateClass, RequestBody,
    UrlBase,
};
pub use governor::{RateLimitWait, WaitReason};
pub use opened::Opened;
pub use pages::{Items, Page, Pages};
pub use path::{Path, PathError};
pub use pipeline::random::RandomSource;
pub use pipeline::retry::RetryPolicy;
pub use public_address::is_public_address;
pub use query::Query;
pub use raw::RawRequest;
#[cfg(feature = "reqwest")]
pub use reqwest_transport::{ReqwestTransport, ReqwestTransportBuilder};
#[cfg(feature = "reqwest")]
pub use tokio_clock::TokioClock;
