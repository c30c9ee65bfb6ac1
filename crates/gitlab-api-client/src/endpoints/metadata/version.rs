use crate::{Endpoint, Path};
use gitlab_core::types::Metadata;
use std::borrow::Cow;

/// The version of an installation, by the endpoint that every GitLab has.
///
/// Calls `GET /version`. Needs the scope `read_user` or `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::GetVersion;
/// let endpoint = GetVersion::new();
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct GetVersion;

impl GetVersion {
    /// The question, which has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Endpoint for GetVersion {
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
    fn it_asks_and_reads_what_it_should() {
        let endpoint = GetVersion::new();
        assert_eq!(request(&endpoint), "GET version");
        let metadata = answer(&endpoint, r#"{"version":"13.12.15","revision":"f635590"}"#);
        assert_eq!((metadata.version.as_str(), metadata.enterprise), ("13.12.15", None));
    }
}
