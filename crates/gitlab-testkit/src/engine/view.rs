//! What a test can look at without a request.

use super::GitLab;
use crate::observe::{CrossReference, ExecutedCommand, RequestRecord, Todo};
use crate::render::Render;
use crate::route::Noteable;
use crate::state::{Project, Thread};
use gitlab_core::CommitSha;
use gitlab_core::types;
use serde::de::DeserializeOwned;
use serde_json::Value;

impl GitLab {
    /// Every request so far, in the order in which they came.
    #[must_use]
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.inner.log.all()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.inner.log.clear();
    }

    /// A merge request as the API shows it, if it is there.
    #[must_use]
    pub fn merge_request(&self, project: &str, iid: u64) -> Option<types::MergeRequest> {
        self.look(project, |render, project| {
            let merge_request = project.merge_requests.get(&iid)?;
            Some(render.merge_request_detail(project, merge_request, &self.inner.settings.diff_limits))
        })
    }

    /// The notes of a merge request, oldest first, those of GitLab itself and answers in threads among them.
    #[must_use]
    pub fn merge_request_notes(&self, project: &str, iid: u64) -> Vec<types::Note> {
        self.notes(project, |project| {
            Some((Noteable::MergeRequest, Noteable::MergeRequest.thread(project, iid)?))
        })
    }

    /// The notes of an issue or an incident, in the same way.
    #[must_use]
    pub fn issue_notes(&self, project: &str, iid: u64) -> Vec<types::Note> {
        self.notes(project, |project| Some((Noteable::Issue, Noteable::Issue.thread(project, iid)?)))
    }

    /// What was said about a commit, in the same way. The commit is named as [`sha`](Self::sha) takes it.
    #[must_use]
    pub fn commit_notes(&self, project: &str, commit: &str) -> Vec<types::Note> {
        let Some(sha) = self.sha(project, commit) else { return Vec::new() };
        self.notes(project, |project| {
            let number = project.commit_thread(sha.as_str())?;
            Some((Noteable::Commit, Noteable::Commit.thread(project, number)?))
        })
    }

    fn notes(
        &self,
        project: &str,
        thread: impl FnOnce(&Project) -> Option<(Noteable, &Thread)>,
    ) -> Vec<types::Note> {
        let notes = self.look(project, |render, project| {
            let (noteable, thread) = thread(project)?;
            let notes = thread.notes.iter();
            Some(notes.map(|note| render.note(project, noteable.as_str(), thread, note)).collect())
        });
        notes.unwrap_or_default()
    }

    /// The user names of those who approved a merge request.
    #[must_use]
    pub fn approved_by(&self, project: &str, iid: u64) -> Vec<String> {
        let state = self.read();
        let approvers = state
            .project(project)
            .and_then(|project| project.merge_requests.get(&iid))
            .map(|it| it.approved_by.as_slice())
            .unwrap_or_default();
        approvers.iter().filter_map(|user| state.user(*user)).map(|user| user.username.clone()).collect()
    }

    /// The hash of the commit that has this name in the scenario, or that a branch, a tag or a hash's beginning
    /// names.
    #[must_use]
    pub fn sha(&self, project: &str, name: &str) -> Option<CommitSha> {
        let state = self.read();
        let project = state.project(project)?;
        match project.commit_names.get(name) {
            Some(sha) => sha.parse().ok(),
            None => project.repository.resolve(name)?.sha.parse().ok(),
        }
    }

    /// Every to-do that was given to anybody since the GitLab was made.
    #[must_use]
    pub fn todos(&self) -> Vec<Todo> {
        self.read().todos.clone()
    }

    /// Every quick action that was executed since the GitLab was made.
    #[must_use]
    pub fn executed_commands(&self) -> Vec<ExecutedCommand> {
        self.read().executed.clone()
    }

    /// Every cross-link that a text left elsewhere since the GitLab was made.
    #[must_use]
    pub fn cross_references(&self) -> Vec<CrossReference> {
        self.read().references.clone()
    }

    fn look<T: DeserializeOwned>(
        &self,
        project: &str,
        look: impl FnOnce(&Render<'_>, &Project) -> Option<Value>,
    ) -> Option<T> {
        let state = self.read();
        let address = self.address();
        let render =
            Render { state: &state, version: self.inner.settings.version, web: &address.web, viewer: None };
        let value = look(&render, state.project(project)?)?;
        serde_json::from_value(value).ok()
    }
}
