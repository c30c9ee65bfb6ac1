use crate::{Endpoint, Path};
use gitlab_core::types::Metadata;
use std::borrow::Cow;

/// What an installation says about itself: version, edition, agent server.
///
/// Calls `GET /metadata` (since GitLab 15.2). Needs the scope `read_user` or `read_api`.
///
/// [`Client::version`](crate::Client::version) also works with older versions. A fine-grained token needs a permission of its
/// own for this, so that a 403 does not mean a bad token, and nothing should depend on the answer.
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
        Path::new("metadata")
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
        assert_eq!(request(&GetMetadata::new()), "GET metadata");
    }

    #[test]
    fn it_reads_the_answer() {
        let metadata = answer(
            &GetMetadata::new(),
            r#"{"version":"18.6.0-ee","revision":"abc","kas":{"enabled":true,"externalUrl":null,"version":"18.6.0"},"enterprise":true}"#,
        );
        assert_eq!((metadata.major(), metadata.minor()), (Some(18), Some(6)));
        assert!(metadata.parsed_version().unwrap().has_features_of(18, 6) && metadata.kas.unwrap().enabled);
        let bare = answer(&GetMetadata::new(), r#"{"version":"hidden","kas":{}}"#);
        assert!(bare.parsed_version().is_err());
    }
}
