use crate::ItemKey;
use gitlab_core::types::{
    BlobHit, Commit, Issue, MergeRequest, Milestone, Note, Project, SnippetHit, User, WikiBlobHit,
};
use serde::de::DeserializeOwned;

/// What a [`Search`](super::Search) can look for: each of GitLab's scopes is the type of its hits.
///
/// A scope that GitLab gets later can be searched before this crate knows it, by a type of your own.
///
/// ```
/// use gitlab_api_client::ItemKey;
/// use gitlab_api_client::endpoints::{Search, Searchable, Within};
///
/// #[derive(serde::Deserialize)]
/// struct Epic {
///     id: u64,
/// }
///
/// impl Searchable for Epic {
///     const SCOPE: &'static str = "epics";
///
///     fn key(&self) -> Option<ItemKey> {
///         Some(self.id.into())
///     }
/// }
///
/// let endpoint = Search::<Epic>::new(Within::Instance, "outage");
/// # let _ = endpoint;
/// ```
pub trait Searchable: DeserializeOwned + Send + 'static {
    /// GitLab's name of the scope.
    const SCOPE: &'static str;

    /// What tells a hit from others; `None` keeps every hit.
    fn key(&self) -> Option<ItemKey> {
        None
    }
}

macro_rules! scopes {
    ($($type:ty => $scope:literal $(, $hit:ident => $key:expr)?;)+) => {$(
        impl Searchable for $type {
            const SCOPE: &'static str = $scope;

            $(fn key(&self) -> Option<ItemKey> {
                let $hit = self;
                Some($key.into())
            })?
        }
    )+};
}

scopes! {
    Project => "projects", hit => hit.id.get();
    Issue => "issues", hit => hit.id.get();
    MergeRequest => "merge_requests", hit => hit.id.get();
    Milestone => "milestones", hit => hit.id.get();
    Note => "notes", hit => hit.id.get();
    Commit => "commits", hit => hit.id.as_str();
    User => "users", hit => hit.id.get();
    SnippetHit => "snippet_titles", hit => hit.id.get();
    // One file can be hit at more than one place.
    BlobHit => "blobs";
    WikiBlobHit => "wiki_blobs";
}
