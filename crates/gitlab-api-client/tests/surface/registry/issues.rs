//! Issues, incidents and the links between them.

use super::{moment, project};
use crate::sample::Sample;
use gitlab_api_client::endpoints::*;
use gitlab_core::types::*;
use gitlab_core::{Date, GroupId, IssueIid, IssueLinkId, MilestoneId, ProjectId, UserId};

const ISSUE: IssueIid = IssueIid::new(6);

pub(super) fn samples() -> Vec<Sample> {
    let day = Date::new(2026, 3, 31).unwrap();
    vec![
        Sample::of(
            ListIssues::new(project())
                .scope(IssueScope::AssignedToMe)
                .state(IssueState::Opened)
                .issue_type(IssueType::Incident)
                .label("a")
                .milestone("v1")
                .iid(ISSUE)
                .search("text")
                .search_in("title")
                .author_id(UserId::new(5))
                .author_username("a")
                .assignee_id(UserId::new(5))
                .assignee_username("b")
                .confidential(true)
                .created_after(moment())
                .created_before(moment())
                .updated_after(moment())
                .updated_before(moment())
                .order_by(IssueOrder::UpdatedAt)
                .sort(Sort::Ascending),
        ),
        Sample::of(ListIssues::new(GroupId::new(3))),
        Sample::of(ListIssues::new(Within::Instance)),
        Sample::of(GetIssue::new(project(), ISSUE)),
        Sample::of(
            CreateIssue::new(project(), "title")
                .description("text")
                .issue_type(IssueType::Incident)
                .labels(["a"])
                .assignee_ids(&[UserId::new(5)])
                .confidential(true)
                .milestone_id(MilestoneId::new(1))
                .due_date(day)
                .weight(1)
                .created_at(moment()),
        ),
        Sample::of(
            UpdateIssue::new(project(), ISSUE)
                .title("title")
                .description("text")
                .state_event(IssueStateEvent::Close)
                .labels(["a"])
                .add_labels(["b"])
                .remove_labels(["c"])
                .assignee_ids(&[UserId::new(5)])
                .confidential(true)
                .discussion_locked(true)
                .issue_type(IssueType::Issue)
                .milestone_id(MilestoneId::new(1))
                .due_date(day)
                .weight(1),
        ),
        Sample::of(ListIssueRelatedMergeRequests::new(project(), ISSUE)),
        Sample::of(ListIssueClosingMergeRequests::new(project(), ISSUE)),
        Sample::of(ListIssueLinks::new(project(), ISSUE)),
        Sample::of(
            CreateIssueLink::new(project(), ISSUE, ProjectId::new(8), IssueIid::new(14))
                .link_type(IssueLinkType::RelatesTo),
        ),
        Sample::of(DeleteIssueLink::new(project(), ISSUE, IssueLinkId::new(1))),
    ]
}
