use crate::{Endpoint, Path};
use gitlab_core::types::Metadata;
use std::borrow::Cow;

/// The version of GitLab.
///
/// Calls `GET /version`. Needs the scope `read_api`.
///
/// A fine-grained token needs a permission of its own for this, so that a 403 does not mean a bad token, and
/// nothing should depend on the answer.
///
/// ```
/// use gitlab_api_client::endpoints::GetMetadata;
/// let endpoint = GetMetadata::new();
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct GetMetadata;

impl GetMetadata {
    /// The question, which has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Endpoint for GetMetadata {
    type Output = Metadata;

    fn path(&self) -> Path {
        Path::new("version")
    }

    fn operation(&self) -> Cow<'static, str> {
        "get the version of GitLab".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetMetadata::new();
        assert_eq!(request(&endpoint), "GET version");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetMetadata::new();
        let answer =
            answer(&endpoint, r#"{"version":"18.6.0-ee","revision":"abc","kas":{},"enterprise":true}"#);
        assert_eq!((answer.major(), answer.minor()), (Some(18), Some(6)));
    }
}
