//! Records what was asked and answered, and answers from the record.
//!
//! For tests of one's own program with what GitLab really says: run it once with a [`Recorder`] around the
//! transport, look at the file, commit it, and let the tests run on a [`Replayer`], without a network, a token
//! or a GitLab.
//!
//! ```no_run
//! use gitlab_api_client::endpoints::GetProject;
//! use gitlab_api_client::recording::{Recorder, Replayer, Scrubber};
//! use gitlab_api_client::{Client, ReqwestTransport};
//! use gitlab_auth::{AccessToken, StaticToken};
//! use gitlab_core::{Instance, ProjectRef};
//! use std::sync::Arc;
//!
//! /// What is removed, beyond what always is. Recorder and replayer get the same.
//! fn scrubber() -> Scrubber {
//!     Scrubber::new().secret_named("employee_number").replacing(|text| text.replace("ACME", "Example"))
//! }
//!
//! /// By hand, when the recording shall be made anew.
//! async fn record() -> Result<(), Box<dyn std::error::Error>> {
//!     let recorder = Arc::new(
//!         Recorder::new(Arc::new(ReqwestTransport::new()?), "tests/project.recording")?.scrubber(scrubber()),
//!     );
//!     let token = AccessToken::new(std::env::var("GITLAB_TOKEN")?)?;
//!     let client = Client::builder(Instance::parse("https://gitlab.example.com")?)
//!         .transport(recorder.clone())
//!         .authenticator(Arc::new(StaticToken::bearer(token)))
//!         .build()?;
//!     work(&client).await?;
//!     println!("{} exchanges", recorder.finish()?);
//!     Ok(())
//! }
//!
//! /// In each test run.
//! async fn test() -> Result<(), Box<dyn std::error::Error>> {
//!     let replayer = Arc::new(Replayer::from_file("tests/project.recording")?.scrubber(scrubber()));
//!     let client = Client::builder(Instance::parse("https://gitlab.example.com")?)
//!         .transport(replayer.clone())
//!         .build()?;
//!     work(&client).await?;
//!     assert!(replayer.unused().is_empty(), "not asked any more: {:?}", replayer.unused());
//!     Ok(())
//! }
//!
//! async fn work(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
//!     let project: ProjectRef = "group/project".parse()?;
//!     println!("{}", client.send(&GetProject::new(project)).await?.path_with_namespace);
//!     Ok(())
//! }
//! ```
//!
//! # The file
//!
//! One JSON object for each exchange, indented, in the order of asking, so that a change reads well as a diff:
//!
//! ```json
//! {
//!   "request": {
//!     "method": "GET",
//!     "url": "https://gitlab.example.com/api/v4/projects/7"
//!   },
//!   "answer": {
//!     "status": 200,
//!     "headers": ["content-type: application/json"],
//!     "body": { "json": { "id": 7, "path_with_namespace": "group/project" } }
//!   }
//! }
//! ```
//!
//! A body is `json`, `text`, or in `base64` what is neither. JSON is written as what it means: members in the
//! order of their names, and numbers that need more than 64 bits make a `text` of it. An answer whose body broke
//! off, or was not read to its end, has `"complete": false`; instead of an answer there can be a `failure`.
//!
//! # What is not in it
//!
//! Secrets are removed before anything is written: see [`Scrubber`].

mod error;
mod exchange;
mod recorder;
mod replayer;
mod scrubber;

pub use error::RecordingError;
pub use recorder::Recorder;
pub use replayer::Replayer;
pub use scrubber::Scrubber;
