//! Projects, groups, users and the installation.

use super::{moment, project};
use crate::sample::Sample;
use gitlab_api_client::endpoints::*;
use gitlab_core::types::*;
use gitlab_core::{Date, GroupId, MilestoneId, MilestoneIid, ProjectId, UserId};

const GROUP: GroupId = GroupId::new(3);
const USER: UserId = UserId::new(5);

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = places();
    samples.extend(people());
    samples.extend(labels_and_milestones());
    samples.extend(tokens());
    samples
}

fn places() -> Vec<Sample> {
    vec![
        Sample::of(GetProject::new(project()).license(true).statistics(true)),
        Sample::of(GetProjectLanguages::new(project())),
        Sample::of(
            ListProjects::new()
                .search("text")
                .archived(false)
                .visibility(Visibility::Internal)
                .owned(true)
                .starred(false)
                .min_access_level(AccessLevel::REPORTER)
                .with_issues_enabled(true)
                .with_merge_requests_enabled(true)
                .simple(true)
                .search_namespaces(true)
                .membership(true)
                .topic("a")
                .with_programming_language("Rust")
                .last_activity_after(moment())
                .last_activity_before(moment())
                .id_after(ProjectId::new(1))
                .id_before(ProjectId::new(9))
                .statistics(true)
                .order_by(ProjectOrder::LastActivityAt)
                .sort(Sort::Ascending),
        ),
        Sample::of(ListProjects::new().keyset()),
        Sample::of(GetGroup::new(GROUP)),
        Sample::of(
            ListGroups::new()
                .search("text")
                .visibility(Visibility::Private)
                .owned(true)
                .min_access_level(AccessLevel::DEVELOPER)
                .all_available(false)
                .skip_group(GROUP)
                .top_level_only(true)
                .order_by(GroupOrder::Path)
                .sort(Sort::Ascending),
        ),
        Sample::of(
            ListGroupProjects::new(GROUP)
                .search("text")
                .archived(false)
                .visibility(Visibility::Public)
                .owned(true)
                .starred(false)
                .min_access_level(AccessLevel::REPORTER)
                .with_issues_enabled(true)
                .with_merge_requests_enabled(true)
                .simple(true)
                .include_subgroups(true)
                .with_shared(false)
                .include_ancestor_groups(false)
                .order_by(ProjectOrder::Name)
                .sort(Sort::Descending),
        ),
        Sample::of(
            ListSubgroups::new(GROUP)
                .search("text")
                .visibility(Visibility::Private)
                .owned(true)
                .min_access_level(AccessLevel::DEVELOPER)
                .all_available(false)
                .skip_group(GroupId::new(9))
                .order_by(GroupOrder::Name)
                .sort(Sort::Ascending),
        ),
        Sample::of(ListSubgroups::new(GROUP).descendants()),
        Sample::of(Search::blobs(project(), "text").ref_name("main")),
        Sample::of(Search::wiki_blobs(project(), "text").ref_name("main")),
        Sample::of(Search::commits(project(), "text").ref_name("main")),
        Sample::of(Search::issues(project(), "text").state(IssueState::Opened).confidential(true)),
        Sample::of(Search::notes(project(), "text")),
        Sample::of(Search::users(project(), "text")),
        Sample::of(Search::milestones(GROUP, "text")),
        Sample::of(Search::merge_requests(GROUP, "text").state(MergeRequestState::Merged)),
        Sample::of(Search::projects(Within::Instance, "text").include_archived(true)),
        Sample::of(Search::snippet_titles(Within::Instance, "text").by_creation(Sort::Descending)),
        Sample::of(GetMetadata::new()),
        Sample::of(GetVersion::new()),
    ]
}

fn people() -> Vec<Sample> {
    let day = Date::new(2026, 3, 31).unwrap();
    let events = |list: ListEvents| {
        list.action(EventAction::Pushed)
            .target_type(EventTargetType::MergeRequest)
            .before(day)
            .after(day)
            .sort(Sort::Ascending)
    };
    vec![
        Sample::of(GetCurrentUser::new()),
        Sample::of(GetUser::new(USER)),
        Sample::of(
            ListUsers::new()
                .username("a")
                .search("text")
                .active(true)
                .blocked(false)
                .exclude_internal(true)
                .created_after(moment()),
        ),
        Sample::of(ListUsers::new().keyset()),
        Sample::of(ListMembers::new(project()).query("text").user_id(USER)),
        Sample::of(ListMembers::new(project()).inherited()),
        Sample::of(ListMembers::new(GROUP)),
        Sample::of(ListMembers::new(GROUP).inherited()),
        Sample::of(GetMember::new(project(), USER)),
        Sample::of(GetMember::new(project(), USER).inherited()),
        Sample::of(GetMember::new(GROUP, USER)),
        Sample::of(GetMember::new(GROUP, USER).inherited()),
        Sample::of(events(ListEvents::of_project(project()))),
        Sample::of(events(ListEvents::own())),
        Sample::of(events(ListEvents::of_user(USER))),
    ]
}

fn labels_and_milestones() -> Vec<Sample> {
    vec![
        Sample::of(ListLabels::new(project()).search("text").with_counts(true).include_ancestor_groups(true)),
        Sample::of(ListLabels::new(GROUP).include_descendant_groups(true)),
        Sample::of(GetLabel::new(project(), "incident")),
        Sample::of(GetLabel::new(GROUP, "incident")),
        Sample::of(
            ListMilestones::new(project())
                .state(MilestoneState::Active)
                .title("v1")
                .search("text")
                .iid(MilestoneIid::new(2))
                .include_parent_milestones(true)
                .updated_after(moment())
                .updated_before(moment()),
        ),
        Sample::of(ListMilestones::new(GROUP)),
        Sample::of(GetMilestone::new(project(), MilestoneId::new(4))),
        Sample::of(GetMilestone::new(GROUP, MilestoneId::new(4))),
    ]
}

fn tokens() -> Vec<Sample> {
    vec![
        Sample::of(GetTokenSelf::new()),
        Sample::of(RotateTokenSelf::new().expires_at(Date::new(2026, 12, 31).unwrap())),
        Sample::of(RevokeTokenSelf::new()),
        Sample::of(ListAccessTokens::new(project()).state(AccessTokenState::Active)),
        Sample::of(ListAccessTokens::new(GROUP)),
        Sample::of(GetOAuthTokenInfo::new()),
    ]
}
