use super::Searchable;
use crate::endpoints::{Sort, Within};
use crate::{Endpoint, ItemKey, PagedEndpoint, Path, Query, RateClass};
use gitlab_core::ProjectRef;
use gitlab_core::types::{
    BlobHit, Commit, Issue, IssueState, MergeRequest, MergeRequestState, Milestone, Note, Project,
    SnippetHit, User, WikiBlobHit,
};
use std::borrow::Cow;
use std::fmt::{self, Display};
use std::marker::PhantomData;

/// A search in a project, a group or the whole installation. What it finds decides its type.
///
/// Calls `GET /projects/:id/search`, `GET /groups/:id/search` or `GET /search`. Needs the scope `read_api`.
///
/// Commits, files, comments and wiki pages of a group or of the whole installation are only found where GitLab has
/// advanced search or exact code search; elsewhere it refuses (HTTP 400), and the error says so. In a project there are no
/// other projects and no snippets to find, in a group no snippets.
///
/// Searching has a limit of its own, on GitLab.com from 10 to 100 requests a minute.
///
/// ```
/// use gitlab_api_client::endpoints::{Search, Within};
/// use gitlab_core::GroupRef;
/// use gitlab_core::types::{MergeRequest, MergeRequestState};
/// # let project = gitlab_core::ProjectId::new(7);
///
/// let files = Search::blobs(project, "connect_timeout extension:rs").ref_name("main");
/// let changes = Search::merge_requests("shop".parse::<GroupRef>()?, "timeout").state(MergeRequestState::Merged);
/// // The same by the type of what it finds.
/// let changes = Search::<MergeRequest>::new(Within::Instance, "timeout");
/// # let _ = (files, changes);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Search<T> {
    within: Within,
    query: Query,
    finds: PhantomData<fn() -> T>,
}

impl<T: Searchable> Search<T> {
    /// Looks for this text there. GitLab wants at least two or three characters of it.
    #[must_use]
    pub fn new(within: impl Into<Within>, text: impl Display) -> Self {
        let mut query = Query::new();
        query.set("scope", T::SCOPE).set("search", text);
        Self { within: within.into(), query, finds: PhantomData }
    }

    /// By when the hits were made; by default the best come first.
    #[must_use]
    pub fn by_creation(self, sort: Sort) -> Self {
        self.with("order_by", "created_at").with("sort", sort)
    }

    /// Whether what is in archived projects is found as well (an older GitLab does not look at it, and finds it).
    #[must_use]
    pub fn include_archived(self, include_archived: bool) -> Self {
        self.with("include_archived", include_archived)
    }

    fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.query.set(name, value);
        self
    }
}

macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident: $type:ty;)+) => {$(
        impl Search<$type> {
            $(#[$doc])*
            #[must_use]
            pub fn $name(within: impl Into<Within>, text: impl Display) -> Self {
                Self::new(within, text)
            }
        }
    )+};
}

constructors! {
    /// Projects with this text in name or description; in a group or the installation.
    projects: Project;
    /// Issues and incidents with this text in title or description, or the one with this number.
    issues: Issue;
    /// Merge requests with this text in title or description, or the one with this number.
    merge_requests: MergeRequest;
    /// Milestones with this text in title or description.
    milestones: Milestone;
    /// Comments with this text.
    notes: Note;
    /// Commits with this text in their message, or with this hash.
    commits: Commit;
    /// Places in files with this text; GitLab also takes `filename:`, `path:` and `extension:` in it.
    blobs: BlobHit;
    /// Places in pages of wikis with this text.
    wiki_blobs: WikiBlobHit;
    /// Users with this text in name or user name.
    users: User;
    /// Snippets with this text in their title; in the installation.
    snippet_titles: SnippetHit;
}

impl Search<Issue> {
    /// Only those in this state.
    #[must_use]
    pub fn state(self, state: IssueState) -> Self {
        self.with("state", state)
    }

    /// Only confidential ones, or only others.
    #[must_use]
    pub fn confidential(self, confidential: bool) -> Self {
        self.with("confidential", confidential)
    }
}

impl Search<MergeRequest> {
    /// Only those in this state.
    #[must_use]
    pub fn state(self, state: MergeRequestState) -> Self {
        self.with("state", state)
    }
}

macro_rules! at_ref {
    ($($type:ty,)+) => {$(
        impl Search<$type> {
            /// On this branch or tag, by default on the default branch; only of a project.
            #[must_use]
            pub fn ref_name(self, ref_name: impl Display) -> Self {
                self.with("ref", ref_name)
            }
        }
    )+};
}

at_ref! {
    BlobHit,
    Commit,
    WikiBlobHit,
}

impl<T> Clone for Search<T> {
    fn clone(&self) -> Self {
        Self { within: self.within.clone(), query: self.query.clone(), finds: PhantomData }
    }
}

impl<T> fmt::Debug for Search<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search").field("within", &self.within).field("query", &self.query).finish()
    }
}

impl<T: Searchable> Endpoint for Search<T> {
    type Output = Vec<T>;

    fn path(&self) -> Path {
        self.within.path("search")
    }

    fn query(&self, query: &mut Query) {
        query.extend(&self.query);
    }

    fn rate_class(&self) -> RateClass {
        RateClass::Search
    }

    fn operation(&self) -> Cow<'static, str> {
        match &self.within {
            Within::Project(_) => format!("search {}", T::SCOPE).into(),
            within => format!("search {} in {within}", T::SCOPE).into(),
        }
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.within.project()
    }
}

impl<T: Searchable> PagedEndpoint for Search<T> {
    type Item = T;

    fn key(&self, item: &T) -> Option<ItemKey> {
        item.key()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::{GroupId, ProjectId};

    const PROJECT: ProjectId = ProjectId::new(7);

    #[test]
    fn it_asks_what_it_should() {
        let blobs = Search::blobs(PROJECT, "a&b filename:*.rs").ref_name("release/1");
        assert_eq!(
            request(&blobs),
            "GET projects/7/search?scope=blobs&search=a%26b%20filename%3A%2A.rs&ref=release%2F1"
        );
        assert_eq!(blobs.operation(), "search blobs");
        let merge_requests = Search::merge_requests(GroupId::new(3), "x").state(MergeRequestState::Merged);
        assert_eq!(
            request(&merge_requests),
            "GET groups/3/search?scope=merge_requests&search=x&state=merged"
        );
        assert_eq!(merge_requests.operation(), "search merge_requests in group 3");
        let projects =
            Search::projects(Within::Instance, "x").by_creation(Sort::Descending).include_archived(false);
        assert_eq!(
            request(&projects),
            "GET search?scope=projects&search=x&order_by=created_at&sort=desc&include_archived=false"
        );
    }

    #[test]
    fn each_scope_has_its_own_type() {
        let place = || Within::Instance;
        let scopes = [
            request(&Search::projects(place(), "")),
            request(&Search::merge_requests(place(), "")),
            request(&Search::milestones(place(), "")),
            request(&Search::notes(place(), "")),
            request(&Search::commits(place(), "")),
            request(&Search::blobs(place(), "")),
            request(&Search::wiki_blobs(place(), "")),
            request(&Search::users(place(), "")),
            request(&Search::snippet_titles(place(), "")),
        ];
        let names: Vec<_> = scopes
            .iter()
            .map(|line| line.strip_prefix("GET search?scope=").unwrap().strip_suffix("&search=").unwrap())
            .collect();
        assert_eq!(
            names,
            [
                "projects",
                "merge_requests",
                "milestones",
                "notes",
                "commits",
                "blobs",
                "wiki_blobs",
                "users",
                "snippet_titles"
            ]
        );
    }

    #[test]
    fn it_reads_the_answers() {
        let blobs = Search::blobs(PROJECT, "x");
        let hits = answer(
            &blobs,
            r#"[{"basename":"README","data":"x\n","path":"README.md","filename":"README.md","id":null,"ref":"main",
                 "startline":46,"project_id":6},
                {"basename":"README","data":"x\n","path":"README.md","filename":"README.md","id":null,"ref":"main",
                 "startline":90,"project_id":6}]"#,
        );
        assert_eq!((hits[1].startline, blobs.key(&hits[1])), (Some(90), None));
        let wiki = Search::wiki_blobs(GroupId::new(3), "x");
        let pages = answer(&wiki, r#"[{"path":"home.md","data":null,"group_id":3,"project_id":null}]"#);
        assert_eq!(pages[0].group_id, Some(GroupId::new(3)));
        let snippets = Search::snippet_titles(Within::Instance, "x");
        let hits =
            answer(&snippets, r#"[{"id":50,"title":"Sample","file_name":"file.rb","project_id":null}]"#);
        assert_eq!(snippets.key(&hits[0]), Some(50.into()));
        let commits = Search::commits(PROJECT, "x");
        let hits = answer(&commits, r#"[{"id":"4109c2d872d5fdb1ed057400d103766aaea97f98","title":"t"}]"#);
        assert_eq!(commits.key(&hits[0]), Some("4109c2d872d5fdb1ed057400d103766aaea97f98".into()));
    }
}
