use super::{
    DetailedMergeStatus, DiffRefs, IssuableReferences, MergeStatus, Milestone, Pipeline,
    TaskCompletionStatus, TimeStats, User,
};
use crate::open_enum::open_enum;
use crate::{CommitSha, MergeRequestId, MergeRequestIid, ProjectId, Timestamp, Total, WebUrl};
use serde::{Deserialize, Serialize};

/// A merge request, of `GET /projects/:id/merge_requests/:merge_request_iid` and of lists.
///
/// Lists leave out what only one merge request by itself has: `changes_count`, `diff_refs`, `head_pipeline`,
/// `merge_error`, `subscribed`, `user`, the times of the latest build and of the first deployment. All that is
/// made in the background (`sha`, `diff_refs`, `prepared_at`) is `None` for some time after creation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MergeRequest {
    /// Its id on the instance.
    pub id: MergeRequestId,
    /// Its number in the project.
    pub iid: MergeRequestIid,
    /// The project that it merges into.
    pub project_id: ProjectId,
    /// The title. Text of its author.
    pub title: String,
    /// The description in Markdown. Text of its author.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it is open, merged or closed.
    pub state: MergeRequestState,
    /// Who opened it.
    #[serde(default)]
    pub author: Option<User>,
    /// Who is assigned.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub assignees: Vec<User>,
    /// Who was asked to review it.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub reviewers: Vec<User>,
    /// Its labels.
    #[serde(default, deserialize_with = "crate::types::labels")]
    pub labels: Vec<String>,
    /// Whether it is a draft; see [`MergeRequest::is_draft`].
    #[serde(default)]
    pub draft: Option<bool>,
    /// Whether it is a draft, as GitLab before 13.2 says; newer ones send both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_in_progress: Option<bool>,
    /// The branch that is merged; empty where only the simple view was asked for.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub source_branch: String,
    /// The branch that it is merged into; empty where only the simple view was asked for.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub target_branch: String,
    /// The project of the source branch; differs from `project_id` when it comes from a fork, and is `None` when
    /// the fork is gone.
    #[serde(default)]
    pub source_project_id: Option<ProjectId>,
    /// The project of the target branch, which is `project_id`.
    #[serde(default)]
    pub target_project_id: Option<ProjectId>,
    /// Its milestone.
    #[serde(default)]
    pub milestone: Option<Milestone>,
    /// How texts refer to it.
    #[serde(default)]
    pub references: Option<IssuableReferences>,
    /// Whether it can be merged, and what is in the way (since GitLab 15.6); see [`MergeRequest::can_be_merged`].
    #[serde(default)]
    pub detailed_merge_status: Option<DetailedMergeStatus>,
    /// Whether there are conflicts, as GitLab before 15.6 says; newer ones send both.
    #[serde(default)]
    pub merge_status: Option<MergeStatus>,
    /// Whether it conflicts with its target branch.
    #[serde(default)]
    pub has_conflicts: Option<bool>,
    /// Whether no open thread is in the way.
    #[serde(default)]
    pub blocking_discussions_resolved: Option<bool>,
    /// Why the last attempt to merge it failed.
    #[serde(default)]
    pub merge_error: Option<String>,
    /// Whether it merges by itself as soon as its pipeline succeeds.
    #[serde(default)]
    pub merge_when_pipeline_succeeds: Option<bool>,
    /// It is not to be merged before (since about GitLab 17.8).
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub merge_after: Option<Timestamp>,
    /// Whether its commits are to be squashed, as its author wants it.
    #[serde(default)]
    pub squash: Option<bool>,
    /// Whether they will be, as the project's settings have it.
    #[serde(default)]
    pub squash_on_merge: Option<bool>,
    /// Whether the source branch goes when it is merged.
    #[serde(default)]
    pub should_remove_source_branch: Option<bool>,
    /// The same, as its author wants it.
    #[serde(default)]
    pub force_remove_source_branch: Option<bool>,
    /// Whether only members may comment.
    #[serde(default)]
    pub discussion_locked: Option<bool>,
    /// Whether those who may merge into the target branch may push to the fork.
    #[serde(default)]
    pub allow_collaboration: Option<bool>,
    /// The head of the source branch; `None` just after creation.
    #[serde(default)]
    pub sha: Option<CommitSha>,
    /// The merge commit, if one was made.
    #[serde(default)]
    pub merge_commit_sha: Option<CommitSha>,
    /// The squash commit, if the commits were squashed.
    #[serde(default)]
    pub squash_commit_sha: Option<CommitSha>,
    /// Base, start and head of its latest diff; `None` just after creation.
    #[serde(default)]
    pub diff_refs: Option<DiffRefs>,
    /// How many files changed: a number as text, `"1000+"` above the limit; see [`MergeRequest::changed_files`].
    #[serde(default)]
    pub changes_count: Option<String>,
    /// Who merged it, since GitLab 14.7; see [`MergeRequest::merger`].
    #[serde(default)]
    pub merge_user: Option<User>,
    /// Who merged it, as GitLab before 14.7 says; newer ones send both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_by: Option<User>,
    /// Who closed it without merging.
    #[serde(default)]
    pub closed_by: Option<User>,
    /// Its latest pipeline.
    #[serde(default)]
    // Lists do not have it, and it is larger than all the rest.
    pub head_pipeline: Option<Box<Pipeline>>,
    /// How many commits of the target branch it lacks, where that was asked for.
    #[serde(default)]
    pub diverged_commits_count: Option<u64>,
    /// Whether it is being rebased, where that was asked for.
    #[serde(default)]
    pub rebase_in_progress: Option<bool>,
    /// Whether it is the first one of its author in this project.
    #[serde(default)]
    pub first_contribution: Option<bool>,
    /// Whether the current user gets its notifications.
    #[serde(default)]
    pub subscribed: Option<bool>,
    /// What the current user may do.
    #[serde(default)]
    pub user: Option<MergeRequestUser>,
    /// How many people like it.
    #[serde(default)]
    pub upvotes: Option<u64>,
    /// How many people do not.
    #[serde(default)]
    pub downvotes: Option<u64>,
    /// How long it was thought to take, and took.
    #[serde(default)]
    pub time_stats: Option<TimeStats>,
    /// How many tasks of its description are done.
    #[serde(default)]
    pub task_completion_status: Option<TaskCompletionStatus>,
    /// Whether it came from elsewhere (since about GitLab 17.2).
    #[serde(default)]
    pub imported: Option<bool>,
    /// Where from: `github`, `bitbucket`, `none`, …
    #[serde(default)]
    pub imported_from: Option<String>,
    /// How many comments people made.
    #[serde(default)]
    pub user_notes_count: Option<u64>,
    /// When it was opened.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub updated_at: Option<Timestamp>,
    /// When it was merged.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub merged_at: Option<Timestamp>,
    /// When it was closed without merging.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub closed_at: Option<Timestamp>,
    /// When its diff was ready for the first time (since GitLab 16).
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub prepared_at: Option<Timestamp>,
    /// When its latest pipeline started.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub latest_build_started_at: Option<Timestamp>,
    /// When its latest pipeline ended.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub latest_build_finished_at: Option<Timestamp>,
    /// When it was first deployed to production.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub first_deployed_to_production_at: Option<Timestamp>,
    /// Its page.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub web_url: Option<WebUrl>,
}

impl MergeRequest {
    /// An open merge request of which only this is known, as a source outside of GitLab gives it; every field can
    /// be set.
    #[must_use]
    pub fn new(
        id: MergeRequestId,
        iid: MergeRequestIid,
        project_id: ProjectId,
        title: impl Into<String>,
        source_branch: impl Into<String>,
        target_branch: impl Into<String>,
    ) -> Self {
        Self {
            id,
            iid,
            project_id,
            title: title.into(),
            description: None,
            state: MergeRequestState::Opened,
            author: None,
            assignees: Vec::new(),
            reviewers: Vec::new(),
            labels: Vec::new(),
            draft: None,
            work_in_progress: None,
            source_branch: source_branch.into(),
            target_branch: target_branch.into(),
            source_project_id: None,
            target_project_id: None,
            milestone: None,
            references: None,
            detailed_merge_status: None,
            merge_status: None,
            has_conflicts: None,
            blocking_discussions_resolved: None,
            merge_error: None,
            merge_when_pipeline_succeeds: None,
            merge_after: None,
            squash: None,
            squash_on_merge: None,
            should_remove_source_branch: None,
            force_remove_source_branch: None,
            discussion_locked: None,
            allow_collaboration: None,
            sha: None,
            merge_commit_sha: None,
            squash_commit_sha: None,
            diff_refs: None,
            changes_count: None,
            merge_user: None,
            merged_by: None,
            closed_by: None,
            head_pipeline: None,
            diverged_commits_count: None,
            rebase_in_progress: None,
            first_contribution: None,
            subscribed: None,
            user: None,
            upvotes: None,
            downvotes: None,
            time_stats: None,
            task_completion_status: None,
            imported: None,
            imported_from: None,
            user_notes_count: None,
            created_at: None,
            updated_at: None,
            merged_at: None,
            closed_at: None,
            prepared_at: None,
            latest_build_started_at: None,
            latest_build_finished_at: None,
            first_deployed_to_production_at: None,
            web_url: None,
        }
    }

    /// Whether it is a draft, whichever field this GitLab says it in.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.draft.or(self.work_in_progress).unwrap_or_default()
    }

    /// Who merged it, whichever field this GitLab says it in.
    #[must_use]
    pub fn merger(&self) -> Option<&User> {
        self.merge_user.as_ref().or(self.merged_by.as_ref())
    }

    /// Whether nothing is in the way of merging it, whichever field this GitLab says it in; `None` as long as that
    /// is being looked at. GitLab before 15.6 only looks at conflicts, drafts and open threads here.
    #[must_use]
    pub fn can_be_merged(&self) -> Option<bool> {
        match (&self.detailed_merge_status, &self.merge_status) {
            (Some(DetailedMergeStatus::Mergeable), _) => Some(true),
            (
                Some(
                    DetailedMergeStatus::Unchecked
                    | DetailedMergeStatus::Checking
                    | DetailedMergeStatus::Preparing
                    | DetailedMergeStatus::ApprovalsSyncing,
                ),
                _,
            ) => None,
            (Some(_), _) | (None, Some(MergeStatus::CannotBeMerged)) => Some(false),
            (None, Some(MergeStatus::CanBeMerged)) => Some(
                self.state == MergeRequestState::Opened
                    && !self.is_draft()
                    && self.blocking_discussions_resolved != Some(false),
            ),
            (None, _) => None,
        }
    }

    /// How many files changed, read from `changes_count`; `None` where GitLab does not say, or not yet.
    #[must_use]
    pub fn changed_files(&self) -> Option<Total> {
        super::count_as_text(self.changes_count.as_deref()?)
    }

    /// The commits by which its change is known on the target branch or, before the merge, on the source
    /// branch: the squash commit, the merge commit and the head.
    pub fn commit_shas(&self) -> impl Iterator<Item = &CommitSha> {
        [&self.squash_commit_sha, &self.merge_commit_sha, &self.sha].into_iter().flatten()
    }
}

/// What the current user may do with a merge request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MergeRequestUser {
    /// Merge it, as soon as nothing else is in the way.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub can_merge: bool,
}

open_enum! {
    /// The state of a merge request.
    pub enum MergeRequestState {
        /// Open.
        Opened = "opened",
        /// Closed without merging.
        Closed = "closed",
        /// Merged.
        Merged = "merged",
        /// Being merged just now.
        Locked = "locked",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same facts in the words of 13.12 and of 19.x.
    fn of_both_ages() -> [MergeRequest; 2] {
        [
            r#"{"id":1,"iid":42,"project_id":7,"title":"Draft: t","state":"opened","source_branch":"s",
                "target_branch":"main","work_in_progress":true,"merge_status":"cannot_be_merged",
                "merged_by":{"id":5,"username":"ann"},"changes_count":"1000+","labels":[],"milestone":null,
                "diff_refs":null,"sha":null,"user":{"can_merge":true},"squash":false,"time_stats":null}"#,
            r#"{"id":1,"iid":42,"project_id":7,"title":"Draft: t","state":"opened","source_branch":"s",
                "target_branch":"main","draft":true,"work_in_progress":true,"merge_status":"unchecked",
                "detailed_merge_status":"a_word_of_tomorrow","merge_after":null,"prepared_at":null,
                "merge_user":{"id":5,"username":"ann"},"merged_by":null,"changes_count":"1000+",
                "labels":[{"id":1,"name":"x"}],"diff_refs":{"base_sha":null,"head_sha":null,"start_sha":null},
                "sha":null,"user":{"can_merge":true},"imported":false,"imported_from":"none"}"#,
        ]
        .map(|json| serde_json::from_str(json).unwrap())
    }

    #[test]
    fn the_shapes_of_13_and_19_read_alike() {
        for read in of_both_ages() {
            assert!(read.is_draft());
            assert_eq!(read.merger().map(|user| user.username.as_str()), Some("ann"));
            assert_eq!(read.can_be_merged(), Some(false));
            assert_eq!(read.changed_files(), Some(Total::AtLeast(1000)));
            assert_eq!(read.user.map(|user| user.can_merge), Some(true));
            assert_eq!(read.commit_shas().count(), 0);
            let again: MergeRequest = serde_json::from_value(serde_json::to_value(&read).unwrap()).unwrap();
            assert_eq!(again, read);
        }
    }

    #[test]
    fn what_is_still_being_looked_at_is_neither_yes_nor_no() {
        let mut read = MergeRequest::new(
            MergeRequestId::new(1),
            MergeRequestIid::new(2),
            ProjectId::new(3),
            "t",
            "s",
            "m",
        );
        assert_eq!(read.can_be_merged(), None);
        for (word, is) in
            [("checking", None), ("preparing", None), ("mergeable", Some(true)), ("conflict", Some(false))]
        {
            read.detailed_merge_status = Some(word.into());
            assert_eq!(read.can_be_merged(), is, "{word}");
        }
        read.detailed_merge_status = None;
        read.merge_status = Some(MergeStatus::CanBeMerged);
        assert_eq!(read.can_be_merged(), Some(true));
        read.draft = Some(true);
        assert_eq!(read.can_be_merged(), Some(false));
    }

    #[test]
    fn the_number_of_changed_files_is_a_text() {
        let mut read = MergeRequest::new(
            MergeRequestId::new(1),
            MergeRequestIid::new(2),
            ProjectId::new(3),
            "t",
            "s",
            "m",
        );
        for (text, number) in [("12", Some(Total::Exact(12))), ("", None), ("+", None), ("many", None)] {
            read.changes_count = Some(text.to_owned());
            assert_eq!(read.changed_files(), number, "{text}");
        }
    }
}
