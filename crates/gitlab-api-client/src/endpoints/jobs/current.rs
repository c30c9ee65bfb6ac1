use crate::{Endpoint, Path};
use gitlab_core::types::Job;
use std::borrow::Cow;

/// The job whose token asks.
///
/// Calls `GET /job`. Needs no scope, but the token of a job that runs (`CI_JOB_TOKEN`): every other
/// token is refused with a 401.
///
/// ```
/// use gitlab_api_client::endpoints::GetCurrentJob;
/// let endpoint = GetCurrentJob::new();
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct GetCurrentJob;

impl GetCurrentJob {
    /// The question, which has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Endpoint for GetCurrentJob {
    type Output = Job;

    fn path(&self) -> Path {
        Path::new("job")
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the job of the token in use".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};

    #[test]
    fn it_asks_and_reads_what_it_should() {
        let endpoint = GetCurrentJob::new();
        assert_eq!(request(&endpoint), "GET job");
        let job = answer(
            &endpoint,
            r#"{"id":11,"name":"deploy","status":"running","user":{"id":5,"username":"ada"}}"#,
        );
        assert_eq!((job.name.as_str(), job.user.unwrap().username.as_str()), ("deploy", "ada"));
    }
}
