//! Opens connections before they are needed.

use crate::pipeline::deadline::{Deadline, within};
use crate::{Client, RateClass, UrlBase};
use bytes::Bytes;
use futures_util::future::join_all;
use gitlab_core::TransportError;
use http::header::USER_AGENT;
use http::{Method, Request, Uri};

/// As many as the transport over reqwest keeps by default.
const MOST: usize = 256;
/// What is read of an answer that has a body although it must not have one.
const MOST_BYTES: usize = 16 * 1024;

impl Client {
    /// Opens this many connections side by side, at most 256, and says how many requests were answered.
    ///
    /// Over HTTP/1.1 each request that is on its way needs a connection of its own, and TCP and TLS take two
    /// or three times as long as the answer itself. Call this *beside* the first request of a task that will
    /// ask much side by side: the connections are then there when its second level wants them.
    ///
    /// Calls `HEAD /version` without a credential; GitLab answers 401, which is as good as any answer. Nothing is
    /// retried and nothing is an error: what did not answer is opened when it is needed. While the client waits
    /// for a limit on requests it opens nothing.
    ///
    /// ```no_run
    /// use futures_util::future::{join, try_join_all};
    /// use gitlab_api_client::Client;
    /// use gitlab_api_client::endpoints::{ListCommitStatuses, ListMergeRequestCommits};
    /// # use gitlab_core::{MergeRequestIid, ProjectRef};
    ///
    /// # async fn example(client: &Client, project: &ProjectRef) -> Result<(), gitlab_core::ApiError> {
    /// let commits = ListMergeRequestCommits::new(project.clone(), MergeRequestIid::new(4));
    /// let (commits, _) = join(client.list(&commits, 15), client.warm(15)).await;
    /// let statuses = commits?.items.into_iter().map(|commit| async move {
    ///     client.list(&ListCommitStatuses::new(project.clone(), commit.id), 100).await
    /// });
    /// let statuses = try_join_all(statuses).await?;
    /// # let _ = statuses;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn warm(&self, connections: usize) -> usize {
        let pipeline = &self.pipeline;
        let Some(uri) = self.version_address().filter(|_| !pipeline.governor.is_crowded(RateClass::General))
        else {
            return 0;
        };
        let deadline =
            Deadline::after(pipeline.clock.as_ref(), pipeline.timeouts.attempt).or_earlier(self.deadline);
        let all = (0..connections.min(MOST)).map(|_| async {
            pipeline.governor.count(RateClass::General);
            let time = deadline.remaining(pipeline.clock.as_ref());
            within(pipeline.clock.as_ref(), time, self.touch(uri.clone())).await
        });
        let answered = join_all(all).await.into_iter().filter(|result| matches!(result, Ok(Ok(())))).count();
        tracing::debug!(connections, answered, "warmed");
        answered
    }

    fn version_address(&self) -> Option<Uri> {
        let url = UrlBase::Rest.url(self.instance()).join("version").ok()?;
        url.as_str().parse().ok()
    }

    /// Sends one request, of which only that there is an answer counts.
    async fn touch(&self, uri: Uri) -> Result<(), TransportError> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::HEAD;
        *request.uri_mut() = uri;
        request.headers_mut().insert(USER_AGENT, self.pipeline.user_agent.clone());
        let answer = self.pipeline.transport.send(request).await?;
        // Only a connection whose answer was read to its end is used again.
        let _ = answer.into_body().collect(MOST_BYTES).await;
        Ok(())
    }
}
