//! A change that may have caused the failure.

use crate::change::{ChangeSet, FileChange};

/// A commit or merge request that may have caused a failure. All but the id may be unknown.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Candidate<'a> {
    pub(super) id: &'a str,
    pub(super) time: Option<i64>,
    pub(super) author: Option<&'a str>,
    pub(super) message: &'a str,
    pub(super) paths: Vec<&'a str>,
    pub(super) hunks: Vec<&'a str>,
    pub(super) changes: Option<&'a ChangeSet>,
    pub(super) investigated: bool,
    pub(super) live: Option<bool>,
    pub(super) aliases: Vec<&'a str>,
    pub(super) merge_request: Option<&'a str>,
    pub(super) description: &'a str,
}

impl<'a> Candidate<'a> {
    /// A candidate with an id of the caller's choice: a commit's sha, a merge request's reference. Ids of commits
    /// should be shas, so that reverts are understood.
    pub fn new(id: &'a str) -> Self {
        Self { id, ..Self::default() }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.id
    }

    /// When it was committed or merged, in seconds since 1970-01-01 UTC.
    pub fn with_time(self, time: i64) -> Self {
        Self { time: Some(time), ..self }
    }

    /// Other shas by which messages and blame may name it: those of its merge commit and its squash commit, and those
    /// of the commits of a merge request.
    pub fn with_aliases(mut self, shas: impl IntoIterator<Item = &'a str>) -> Self {
        self.aliases.extend(shas);
        self
    }

    /// The merge request that it is, or that brought it, as `group/project!42`: by it messages of reverts may name it.
    pub fn with_merge_request(self, reference: &'a str) -> Self {
        Self { merge_request: Some(reference), ..self }
    }

    /// The description of a merge request, which is read for what it reverts, and not for its words.
    pub fn with_description(self, description: &'a str) -> Self {
        Self { description, ..self }
    }

    /// Who made it; what else they changed of late is a weak signal.
    pub fn with_author(self, author: &'a str) -> Self {
        Self { author: Some(author), ..self }
    }

    /// The commit message, or title and description.
    pub fn with_message(self, message: &'a str) -> Self {
        Self { message, ..self }
    }

    /// The changed paths; not needed beside `with_changes`.
    pub fn with_paths(mut self, paths: impl IntoIterator<Item = &'a str>) -> Self {
        self.paths.extend(paths);
        self
    }

    /// The hunk headers, `@@ -1,2 +1,3 @@ fn main()` or what follows the second `@@`; not needed beside
    /// `with_changes`.
    pub fn with_hunks(mut self, hunks: impl IntoIterator<Item = &'a str>) -> Self {
        self.hunks.extend(hunks);
        self
    }

    /// What it changed, which allows to compare lines.
    pub fn with_changes(self, changes: &'a ChangeSet) -> Self {
        Self { changes: Some(changes), ..self }
    }

    /// Whether it is part of the merge request or deployment under investigation.
    pub fn with_investigated(self, investigated: bool) -> Self {
        Self { investigated, ..self }
    }

    /// Whether it was merged and deployed where the failure showed, when it showed.
    pub fn with_live(self, live: bool) -> Self {
        Self { live: Some(live), ..self }
    }

    /// Whether a sha, which may be shortened to seven digits or more, is one of its own.
    #[must_use]
    pub fn is_named_by(&self, sha: &str) -> bool {
        let same = |own: &str| own.len() >= 7 && (own.starts_with(sha) || sha.starts_with(own));
        sha.len() >= 7 && (same(self.id) || self.aliases.iter().any(|alias| same(alias)))
    }

    /// Whether a reference to a merge request, `!42` or `group/project!42`, is to its own.
    pub(super) fn is_of_merge_request(&self, reference: &str) -> bool {
        let own = self.merge_request.and_then(|own| own.rsplit_once('!'));
        let (Some((path, iid)), Some((named_path, named_iid))) = (own, reference.rsplit_once('!')) else {
            return false;
        };
        iid == named_iid && (named_path.is_empty() || path.is_empty() || path == named_path)
    }

    /// The first line of its message.
    pub(super) fn title(&self) -> &'a str {
        self.message.lines().next().unwrap_or_default().trim()
    }

    /// All changed paths, the old ones of moved files too.
    pub(super) fn all_paths(&self) -> impl Iterator<Item = &'a str> {
        let changed = self.changes.into_iter().flat_map(|changes| &changes.files).flat_map(FileChange::paths);
        self.paths.iter().copied().chain(changed)
    }

    /// The contexts of the hunks of one file; where hunks were given without their files, those of all.
    pub(super) fn contexts_of(&self, path: &str) -> impl Iterator<Item = &'a str> {
        let file = self.changes.and_then(|changes| changes.file(path));
        let given = self.hunks.iter().map(|hunk| context(hunk));
        given.chain(file.into_iter().flat_map(|file| &file.hunks).map(|hunk| hunk.context.as_str()))
    }

    /// The contexts of all hunks.
    pub(super) fn contexts(&self) -> impl Iterator<Item = &'a str> {
        let given = self.hunks.iter().map(|hunk| context(hunk));
        let files = self.changes.into_iter().flat_map(|changes| &changes.files);
        given.chain(files.flat_map(|file| &file.hunks).map(|hunk| hunk.context.as_str()))
    }
}

/// What follows the second `@@` of a hunk header, or the whole when it is no header.
fn context(hunk: &str) -> &str {
    hunk.strip_prefix("@@").and_then(|rest| rest.split_once("@@")).map_or(hunk, |(_, context)| context)
}
