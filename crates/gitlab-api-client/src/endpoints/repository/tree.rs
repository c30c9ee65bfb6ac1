use crate::endpoints::parameters::parameters;
use crate::endpoints::whole_sha::is_whole_sha;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query};
use gitlab_core::ProjectRef;
use gitlab_core::types::TreeEntry;
use std::borrow::Cow;
use std::fmt::Display;

/// The files and folders of a folder, or of all folders in it.
///
/// Calls `GET /projects/:id/repository/tree`. Needs the scope `read_api`.
///
/// It is read by keyset where GitLab can (since 17.1), which costs the same for every page; older ones do not look
/// at that, or look at it only where it is turned on. A folder that does not exist is [`NotFound`](gitlab_core::ApiErrorKind::NotFound) since 15.0 and an
/// empty list before.
///
/// ```
/// use gitlab_api_client::endpoints::ListTree;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = ListTree::new(project).folder("src").ref_name("main").recursive(true);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListTree {
    project: ProjectRef,
    query: Query,
    immutable: bool,
}

impl ListTree {
    /// Of the top folder at the head of the default branch of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>) -> Self {
        Self { project: project.into(), query: Query::new(), immutable: false }
    }
}

parameters! {
    ListTree {
        /// Of this folder.
        set "path" => folder: impl Display,
        /// With what is in its folders, and in theirs.
        set "recursive" => recursive: bool,
    }
}

impl ListTree {
    /// At this branch, tag or commit.
    #[must_use]
    pub fn ref_name(mut self, ref_name: impl Display) -> Self {
        let ref_name = ref_name.to_string();
        self.immutable = is_whole_sha(&ref_name);
        self.query.set("ref", ref_name);
        self
    }
}

impl Endpoint for ListTree {
    type Output = Vec<TreeEntry>;

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/tree")
    }

    fn query(&self, query: &mut Query) {
        query.set("pagination", "keyset").extend(&self.query);
    }

    fn is_immutable(&self) -> bool {
        self.immutable
    }

    fn operation(&self) -> Cow<'static, str> {
        "list the files of the repository".into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

impl PagedEndpoint for ListTree {
    type Item = TreeEntry;

    fn key(&self, item: &TreeEntry) -> Option<ItemKey> {
        Some(item.path.as_str().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;
    use gitlab_core::types::TreeEntryType;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint =
            ListTree::new(ProjectId::new(7)).folder("src/a b").ref_name("feature/x").recursive(true);
        assert_eq!(
            request(&endpoint),
            "GET projects/7/repository/tree?pagination=keyset&path=src%2Fa%20b&ref=feature%2Fx&recursive=true"
        );
        assert_eq!(
            request(&ListTree::new(ProjectId::new(7))),
            "GET projects/7/repository/tree?pagination=keyset"
        );
    }

    #[test]
    fn only_the_tree_of_a_whole_hash_stays_as_it_is() {
        let tree = ListTree::new(ProjectId::new(7));
        assert!(tree.clone().ref_name("9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11").is_immutable());
        assert!(!tree.clone().ref_name("main").is_immutable() && !tree.is_immutable());
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = ListTree::new(ProjectId::new(7));
        let answer = answer(
            &endpoint,
            r#"[{"id":"a1","name":"src","type":"tree","path":"src","mode":"040000"},{"id":"b2","name":"m","type":"commit","path":"m","mode":"160000"},{"id":"c3","name":"x","type":"blob","path":"src/x","mode":"100755"}]"#,
        );
        assert_eq!(answer[1].entry_type, TreeEntryType::Commit);
        assert_eq!(endpoint.key(&answer[2]), Some("src/x".into()));
    }
}
