use crate::endpoints::whole_sha::is_whole_sha;
use crate::{Endpoint, Path, Query, RateClass};
use gitlab_core::{Body, ProjectRef};
use std::borrow::Cow;
use std::fmt::Display;

/// The content of a file at a ref, for [`Client::open`](crate::Client::open).
///
/// Calls `GET /projects/:id/repository/files/:file_path/raw`. Needs the scope `read_api` or `read_repository`.
///
/// The answer has the headers of [`GetFileMetadata`](super::GetFileMetadata) too. Of a file in Git LFS it is the
/// pointer, a short text with the hash and the size, unless [`lfs`](Self::lfs) asks for what it points to.
///
/// ```
/// use gitlab_api_client::endpoints::GetRawFile;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetRawFile::new(project, "src/lib.rs", "main");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetRawFile {
    project: ProjectRef,
    path: String,
    ref_name: String,
    lfs: bool,
}

impl GetRawFile {
    /// The file of this path, at this branch, tag or commit, of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, path: impl Display, ref_name: impl Display) -> Self {
        Self { project: project.into(), path: path.to_string(), ref_name: ref_name.to_string(), lfs: false }
    }

    /// Of a file in Git LFS the content instead of the pointer (an older GitLab does not look at it). It may
    /// lie in object storage on another host; it is asked for there without the credential.
    #[must_use]
    pub fn lfs(mut self, lfs: bool) -> Self {
        self.lfs = lfs;
        self
    }
}

impl Endpoint for GetRawFile {
    type Output = Body;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/files").param("file_path", &self.path).literal("raw")
    }

    fn query(&self, query: &mut Query) {
        query.set("ref", &self.ref_name);
        if self.lfs {
            query.set("lfs", true);
        }
    }

    fn follows_to_storage(&self) -> bool {
        self.lfs
    }

    fn is_immutable(&self) -> bool {
        is_whole_sha(&self.ref_name)
    }

    fn rate_class(&self) -> RateClass {
        RateClass::RepositoryFiles
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("read the file {} at {}", self.path, self.ref_name).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::request;
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetRawFile::new(ProjectId::new(7), "src/lib.rs", "main");
        assert_eq!(request(&endpoint), "GET projects/7/repository/files/src%2Flib.rs/raw?ref=main");
        assert!(!endpoint.follows_to_storage());
    }

    #[test]
    fn what_git_lfs_keeps_may_lie_in_storage() {
        let endpoint = GetRawFile::new(ProjectId::new(7), "a.bin", "main").lfs(true);
        assert_eq!(request(&endpoint), "GET projects/7/repository/files/a.bin/raw?ref=main&lfs=true");
        assert!(endpoint.follows_to_storage());
    }
}
