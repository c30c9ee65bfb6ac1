use crate::{Endpoint, Path, Query};
use gitlab_core::{Body, ProjectRef};
use std::borrow::Cow;
use std::fmt::Display;

/// The content of a file at a ref, for [`Client::open`](crate::Client::open).
///
/// Calls `GET /projects/:id/repository/files/:file_path/raw`. Needs the scope `read_api` or `read_repository`.
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
}

impl GetRawFile {
    /// The file of this path, at this branch, tag or commit, of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, path: impl Display, ref_name: impl Display) -> Self {
        Self { project: project.into(), path: path.to_string(), ref_name: ref_name.to_string() }
    }
}

impl Endpoint for GetRawFile {
    type Output = Body;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/files").param("file_path", &self.path).literal("raw")
    }

    fn query(&self, query: &mut Query) {
        query.set("ref", &self.ref_name);
    }

    fn follows_to_storage(&self) -> bool {
        true
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
    }
}
