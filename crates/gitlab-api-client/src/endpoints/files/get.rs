use crate::endpoints::whole_sha::is_whole_sha;
use crate::{Endpoint, Path, Query, RateClass};
use gitlab_core::ProjectRef;
use gitlab_core::types::RepositoryFile;
use std::borrow::Cow;
use std::fmt::Display;

/// A file at a ref, with its content in Base64 and the commit that last changed it.
///
/// Calls `GET /projects/:id/repository/files/:file_path`. Needs the scope `read_api` or `read_repository`.
///
/// For a large file [`GetRawFile`](super::GetRawFile) is better, and
/// [`GetFileMetadata`](super::GetFileMetadata) where the content does not matter: of files over 10 MB GitLab gives
/// five a minute (since 18.x).
///
/// ```
/// use gitlab_api_client::endpoints::GetFile;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetFile::new(project, "src/lib.rs", "main");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetFile {
    project: ProjectRef,
    path: String,
    ref_name: String,
}

impl GetFile {
    /// The file of this path, at this branch, tag or commit, of this project; `HEAD` is the default branch.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, path: impl Display, ref_name: impl Display) -> Self {
        Self { project: project.into(), path: path.to_string(), ref_name: ref_name.to_string() }
    }
}

impl Endpoint for GetFile {
    type Output = RepositoryFile;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/files").param("file_path", &self.path)
    }

    fn query(&self, query: &mut Query) {
        query.set("ref", &self.ref_name);
    }

    fn is_immutable(&self) -> bool {
        is_whole_sha(&self.ref_name)
    }

    fn rate_class(&self) -> RateClass {
        RateClass::RepositoryFiles
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get the file {} at {}", self.path, self.ref_name).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetFile::new(ProjectId::new(7), "src/a b.rs", "feature/x");
        assert_eq!(request(&endpoint), "GET projects/7/repository/files/src%2Fa%20b.rs?ref=feature%2Fx");
    }

    #[test]
    fn only_a_file_of_a_whole_hash_stays_as_it_is() {
        let whole = GetFile::new(ProjectId::new(7), "a", "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11");
        assert!(whole.is_immutable());
        assert!(!GetFile::new(ProjectId::new(7), "a", "HEAD").is_immutable());
        assert_eq!(whole.rate_class(), RateClass::RepositoryFiles);
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = GetFile::new(ProjectId::new(7), "src/a b.rs", "feature/x");
        let answer = answer(
            &endpoint,
            r#"{"file_path":"src/a b.rs","ref":"feature/x","size":1,"encoding":"base64","content":"YQ==","blob_id":"b"}"#,
        );
        assert_eq!(answer.content, "YQ==");
    }
}
