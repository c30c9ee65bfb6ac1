//! The version of the installation, from whichever endpoint it has.

use crate::Client;
use crate::endpoints::{GetMetadata, GetVersion};
use gitlab_core::{ApiError, ApiErrorKind, Version};

impl Client {
    /// The version of the installation.
    ///
    /// Asks for the metadata, which GitLab has since 15.2, and where there is none for the version alone. Prefer to try
    /// what you need: a fine-grained token may be allowed everything but this question.
    ///
    /// ```no_run
    /// # use gitlab_api_client::Client;
    /// # async fn example(client: Client) -> Result<(), gitlab_core::ApiError> {
    /// if !client.version().await?.has_features_of(16, 10) {
    ///     println!("tokens cannot rotate themselves here");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Client::send`]; also [`UnexpectedResponse`](ApiErrorKind::UnexpectedResponse) when the installation
    /// calls its version something that is none.
    pub async fn version(&self) -> Result<Version, ApiError> {
        let metadata = match self.send(&GetMetadata::new()).await {
            Err(error) if error.is_not_found() => self.send(&GetVersion::new()).await?,
            answer => answer?,
        };
        metadata.parsed_version().map_err(|error| {
            ApiError::builder(ApiErrorKind::UnexpectedResponse, "get the version of GitLab")
                .message(error.to_string())
                .build()
        })
    }
}
