//! Merge requests.

use super::{IID, moment, project};
use crate::sample::Sample;
use gitlab_api_client::endpoints::*;
use gitlab_core::DiffVersionId;
use gitlab_core::types::*;

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(GetMergeRequest::new(project(), IID)),
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
                .search("checkout")
                .order_by(MergeRequestOrder::UpdatedAt)
                .sort(Sort::Descending),
        ),
        Sample::of(GetMergeRequestChanges::new(project(), IID)),
        Sample::of(ListMergeRequestCommits::new(project(), IID)),
        Sample::of(ListMergeRequestDiffs::new(project(), IID)),
        Sample::of(ListMergeRequestPipelines::new(project(), IID)),
        Sample::of(ListMergeRequestVersions::new(project(), IID)),
        Sample::of(GetMergeRequestVersion::new(project(), IID, DiffVersionId::new(110)).unidiff(true)),
        Sample::of(ListMergeRequestParticipants::new(project(), IID)),
        Sample::of(ListMergeRequestReviewers::new(project(), IID)),
        Sample::of(GetMergeRequestApprovals::new(project(), IID)),
        Sample::of(GetMergeRequestApprovalState::new(project(), IID)),
        Sample::opened(&GetMergeRequestRawDiffs::new(project(), IID)),
    ]
}
