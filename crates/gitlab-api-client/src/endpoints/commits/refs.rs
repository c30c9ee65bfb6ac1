use crate::endpoints::parameters::parameters;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::{CommitRef, CommitRefType};
use std::borrow::Cow;
use std::fmt::Display;

/// The branches and tags that hold a commit: where a fix has arrived already.
///
/// Calls `GET /projects/:id/repository/commits/:sha/refs`. Needs the scope `read_api`.
///
/// ```
/// use gitlab_api_client::endpoints::ListCommitRefs;
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::types::CommitRefType;
///
/// let endpoint = ListCommitRefs::new(project, "9df54aa2").ref_type(CommitRefType::Tag);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListCommitRefs {
    project: ProjectRef,
    sha: String,
    query: Query,
}

impl ListCommitRefs {
    /// Of the commit of this hash of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, sha: impl Display) -> Self {
        Self { project: project.into(), sha: sha.to_string(), query: Query::new() }
    }
}

parameters! {
    ListCommitRefs {
        /// Only branches, or only tags.
        set "type" => ref_type: CommitRefType,
    }
}

impl Endpoint for ListCommitRefs {
    type Output = Vec<CommitRef>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/commits").param("sha", &self.sha).literal("refs")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("list the branches and tags that hold commit {}", self.sha).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListCommitRefs {
    type Item = CommitRef;

    fn key(&self, item: &CommitRef) -> Option<ItemKey> {
        // A branch and a tag may have the same name.
        Some(ItemKey::Text(format!("{}\0{}", item.ref_type, item.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = ListCommitRefs::new(ProjectId::new(7), "9df54aa2").ref_type(CommitRefType::Branch);
        assert_eq!(request(&endpoint), "GET projects/7/repository/commits/9df54aa2/refs?type=branch");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListCommitRefs::new(ProjectId::new(7), "9df54aa2");
        let answer = answer(
            &endpoint,
            r#"[{"type":"branch","name":"v1"},{"type":"tag","name":"v1"},{"type":"keep_around","name":"x"}]"#,
        );
        assert_eq!(answer[1].ref_type, CommitRefType::Tag);
        assert_eq!(answer[2].ref_type.as_str(), "keep_around");
        assert_ne!(endpoint.key(&answer[0]), endpoint.key(&answer[1]));
    }
}
