//! Merge requests.

use super::{IID, moment, project};
use crate::sample::Sample;
use gitlab_api_client::endpoints::*;
use gitlab_core::types::*;
use gitlab_core::{DiffVersionId, GroupId, IssueIid, MilestoneId, UserId};

const USER: UserId = UserId::new(5);

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(
            GetMergeRequest::new(project(), IID)
                .include_diverged_commits_count(true)
                .include_rebase_in_progress(true),
        ),
        Sample::of(
            ListMergeRequests::new(project())
                .state(MergeRequestState::Merged)
                .source_branch("topic")
                .target_branch("main")
                .updated_after(moment())
                .updated_before(moment())
                .created_after(moment())
                .created_before(moment())
                .environment("production")
                .deployed_after(moment())
                .deployed_before(moment())
                .scope(MergeRequestScope::ReviewsForMe)
                .iid(IID)
                .label("a")
                .milestone("m")
                .author_id(USER)
                .author_username("ann")
                .assignee_id(USER)
                .reviewer_id(USER)
                .reviewer_username("bob")
                .draft(true)
                .simple()
                .search("checkout")
                .search_in("title")
                .order_by(MergeRequestOrder::UpdatedAt)
                .sort(Sort::Descending),
        ),
        Sample::of(ListMergeRequests::new(GroupId::new(3))),
        Sample::of(ListMergeRequests::new(Within::Instance)),
        Sample::of(GetMergeRequestChanges::new(project(), IID).access_raw_diffs(true).unidiff(true)),
        Sample::of(ListMergeRequestCommits::new(project(), IID)),
        Sample::of(ListMergeRequestDiffs::new(project(), IID).unidiff(true)),
        Sample::of(ListMergeRequestPipelines::new(project(), IID)),
        Sample::of(ListMergeRequestVersions::new(project(), IID)),
        Sample::of(GetMergeRequestVersion::new(project(), IID, DiffVersionId::new(110)).unidiff(true)),
        Sample::of(ListMergeRequestParticipants::new(project(), IID)),
        Sample::of(ListMergeRequestReviewers::new(project(), IID)),
        Sample::of(GetMergeRequestApprovals::new(project(), IID)),
        Sample::of(GetMergeRequestApprovalState::new(project(), IID)),
        Sample::opened(&GetMergeRequestRawDiffs::new(project(), IID)),
        Sample::of(ListMergeRequestClosedIssues::new(project(), IID)),
        Sample::of(ListMergeRequestRelatedIssues::new(project(), IID)),
        Sample::of(ListStateEvents::new(project(), IID)),
        Sample::of(ListStateEvents::new(project(), IssueIid::new(6))),
        Sample::of(ListLabelEvents::new(project(), IID)),
        Sample::of(ListLabelEvents::new(project(), IssueIid::new(6))),
        Sample::of(
            UpdateMergeRequest::new(project(), IID)
                .title("t")
                .description("d")
                .state_event(MergeRequestStateEvent::Close)
                .target_branch("main")
                .labels(&["a"])
                .add_labels(&["b"])
                .remove_labels(&["c"])
                .assignee_ids(&[USER])
                .reviewer_ids(&[USER])
                .milestone_id(MilestoneId::new(3))
                .squash(true)
                .remove_source_branch(true)
                .discussion_locked(true)
                .allow_collaboration(true),
        ),
        Sample::of(UpdateMergeRequest::new(project(), IID).no_milestone()),
    ]
}
