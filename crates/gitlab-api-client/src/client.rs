//! The client: what it can be asked.

use crate::pages::{self, Items, Pages};
use crate::pipeline::Pipeline;
use crate::pipeline::call::Call;
use crate::pipeline::deadline::Deadline;
use crate::{ClientBuilder, Endpoint, HeadEndpoint, Opened, PagedEndpoint, RateClass};
use bytes::Bytes;
use gitlab_core::{ApiError, ApiErrorKind, Clock, Instance, Listing, Timestamp};
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Asks one GitLab installation. Cloning is cheap, and clones share connections, the retry budget
/// and the limits on requests.
///
/// ```no_run
/// use gitlab_api_client::{Client, endpoints::GetMergeRequest};
/// use gitlab_core::{Instance, MergeRequestIid, ProjectRef};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder(Instance::gitlab_com()).build()?;
/// let project: ProjectRef = "gitlab-org/gitlab".parse()?;
/// let merge_request = client.send(&GetMergeRequest::new(project, MergeRequestIid::new(1))).await?;
/// println!("{}", merge_request.title);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) pipeline: Arc<Pipeline>,
    pub(crate) deadline: Option<Deadline>,
}

impl Client {
    /// Starts a client of this installation.
    pub fn builder(instance: Instance) -> ClientBuilder {
        ClientBuilder::new(instance)
    }

    pub(crate) fn of(pipeline: Pipeline) -> Self {
        Self { pipeline: Arc::new(pipeline), deadline: None }
    }

    /// The installation that it asks.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.pipeline.instance
    }

    /// The clock by which it waits.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.pipeline.clock
    }

    /// The same client, whose calls must all be over within `time` from now, streams included. An earlier
    /// deadline stays.
    #[must_use]
    pub fn with_deadline(&self, time: Duration) -> Self {
        let deadline = Deadline::after(self.pipeline.clock.as_ref(), time).or_earlier(self.deadline);
        Self { pipeline: Arc::clone(&self.pipeline), deadline: Some(deadline) }
    }

    /// Until when a request of this class that is made now would wait for a limit, or `None` when it would go
    /// at once. All tasks of a client wait together; see
    /// [`ClientBuilder::rate_limit`](ClientBuilder::rate_limit).
    ///
    /// ```no_run
    /// # use gitlab_api_client::{Client, RateClass};
    /// # fn example(client: &Client) {
    /// if let Some(until) = client.waiting_until(RateClass::Notes) {
    ///     println!("no note before {until}");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn waiting_until(&self, class: RateClass) -> Option<Timestamp> {
        self.pipeline.governor.waiting_until(class)
    }

    /// Asks and gives the answer in the endpoint's own type.
    ///
    /// # Errors
    ///
    /// [`ApiError`] of any kind; see [`ApiErrorKind`](gitlab_core::ApiErrorKind). When the answer to a write
    /// is lost, [`ApiError::delivery`] is [`Unknown`](gitlab_core::Delivery::Unknown): look before sending it
    /// again.
    pub async fn send<E>(&self, endpoint: &E) -> Result<E::Output, ApiError>
    where
        E: Endpoint + ?Sized,
        E::Output: DeserializeOwned,
    {
        self.send_as(endpoint).await
    }

    /// Asks and gives the answer in a type of the caller's choice: with other fields, or a `serde_json::Value`.
    ///
    /// # Errors
    ///
    /// As [`Client::send`].
    pub async fn send_as<T: DeserializeOwned>(
        &self,
        endpoint: &(impl Endpoint + ?Sized),
    ) -> Result<T, ApiError> {
        let call = Call::new(endpoint, &self.pipeline.instance)?;
        Ok(self.pipeline.decoded(&call, self.deadline).await?.value)
    }

    /// Asks and gives the answer as it is: status, headers and bytes, for what is no JSON or is told by a header.
    ///
    /// # Errors
    ///
    /// As [`Client::send`]: a status that is no success is an error here, too.
    pub async fn raw(&self, endpoint: &(impl Endpoint + ?Sized)) -> Result<http::Response<Bytes>, ApiError> {
        let call = Call::new(endpoint, &self.pipeline.instance)?.accepting_anything();
        self.pipeline.collected(&call, self.deadline).await
    }

    /// Asks and gives the answer's head with its body as a stream: for a job's log, a raw file.
    ///
    /// # Errors
    ///
    /// As [`Client::send`], up to the head. A body that breaks off later says so when it is read.
    pub async fn open(&self, endpoint: &(impl Endpoint + ?Sized)) -> Result<Opened, ApiError> {
        let call = Call::new(endpoint, &self.pipeline.instance)?.accepting_anything();
        let answer = self.pipeline.opened(&call, self.deadline).await?;
        Ok(Opened::new(answer, call))
    }

    /// The same client, for endpoints of the crate `gitlab`.
    #[cfg(feature = "kitware")]
    #[must_use]
    pub fn kitware(&self) -> crate::kitware::Kitware {
        crate::kitware::Kitware::new(self.clone())
    }

    /// Asks for what stands in the headers of an answer alone; no body is sent.
    ///
    /// ```no_run
    /// # use gitlab_api_client::{Client, endpoints::GetFileMetadata};
    /// # use gitlab_core::{ApiError, ProjectRef};
    /// # async fn example(client: Client, project: ProjectRef) -> Result<(), ApiError> {
    /// let file = client.head(&GetFileMetadata::new(project, "Cargo.lock", "main")).await?;
    /// println!("{} bytes, last changed by {:?}", file.size, file.last_commit_id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Client::send`]; also [`UnexpectedResponse`](gitlab_core::ApiErrorKind::UnexpectedResponse) when a
    /// header is missing, which a proxy may have removed. An answer to `HEAD` has no body, so that GitLab's own
    /// words are in no error of it.
    pub async fn head<E: HeadEndpoint + ?Sized>(&self, endpoint: &E) -> Result<E::Output, ApiError> {
        let call = Call::new(endpoint, &self.pipeline.instance)?.accepting_anything();
        let answer = self.pipeline.opened(&call, self.deadline).await?;
        endpoint.read(&answer.headers).map_err(|missing| {
            call.error(ApiErrorKind::UnexpectedResponse)
                .status(answer.status)
                .message(missing.to_string())
                .advice("check whether a proxy before GitLab removes headers")
                .build()
        })
    }

    /// As [`Client::head`], with `None` for what is not there.
    ///
    /// GitLab says the same of what is hidden: `None` can also mean that the project is misspelt or that the
    /// token may not see it.
    ///
    /// # Errors
    ///
    /// As [`Client::head`], without [`NotFound`](gitlab_core::ApiErrorKind::NotFound).
    pub async fn head_opt<E: HeadEndpoint + ?Sized>(
        &self,
        endpoint: &E,
    ) -> Result<Option<E::Output>, ApiError> {
        match self.head(endpoint).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == ApiErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A list, page by page, with the pages after the one at hand on their way.
    pub fn pages<'c, E: PagedEndpoint>(&'c self, endpoint: &'c E) -> Pages<'c, E::Item> {
        Pages::new(&self.pipeline, self.deadline, endpoint)
    }

    /// A list, entry by entry, for lists that need not be in memory as a whole.
    ///
    /// ```no_run
    /// # use gitlab_api_client::{Client, endpoints::ListCommits};
    /// # use gitlab_core::{ApiError, ProjectRef};
    /// # async fn example(client: Client, project: ProjectRef) -> Result<(), ApiError> {
    /// let endpoint = ListCommits::new(project);
    /// let mut commits = client.items(&endpoint);
    /// while let Some(commit) = commits.next_item().await? {
    ///     println!("{} {}", commit.id.short(), commit.title);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items<'c, E: PagedEndpoint>(&'c self, endpoint: &'c E) -> Items<'c, E::Item> {
        Items::new(self.pages(endpoint))
    }

    /// The first `at_most` entries of a list, and whether that is all of it.
    ///
    /// Where pages have numbers, those after the first are read side by side, no more than the limit needs; the
    /// order is kept. A failure on any page is an error, which says
    /// [how far it came](ApiError::progress): a list that was cut by one is never given.
    ///
    /// ```no_run
    /// # use gitlab_api_client::{Client, endpoints::ListPipelineJobs};
    /// # use gitlab_core::{ApiError, PipelineId, ProjectRef};
    /// # async fn example(client: Client, project: ProjectRef) -> Result<(), ApiError> {
    /// let jobs = client.list(&ListPipelineJobs::new(project, PipelineId::new(7)), 500).await?;
    /// if !jobs.complete {
    ///     println!("only the first {} jobs were looked at", jobs.items.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Client::send`]; also [`UnexpectedResponse`](gitlab_core::ApiErrorKind::UnexpectedResponse) when
    /// the pages go round in a circle or lead to another host, and
    /// [`BudgetExhausted`](gitlab_core::ApiErrorKind::BudgetExhausted) when they do not end within
    /// [`Limits::pages`](crate::Limits::pages).
    pub async fn list<E: PagedEndpoint>(
        &self,
        endpoint: &E,
        at_most: usize,
    ) -> Result<Listing<E::Item>, ApiError> {
        pages::list(&self.pipeline, self.deadline, endpoint, at_most).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("instance", &self.pipeline.instance)
            .field("transport", &self.pipeline.transport)
            .field("authenticator", &self.pipeline.authenticator)
            .finish_non_exhaustive()
    }
}
