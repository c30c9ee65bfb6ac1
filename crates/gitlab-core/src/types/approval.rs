use super::User;
use crate::open_enum::open_enum;
use crate::{GroupId, Timestamp};
use serde::{Deserialize, Serialize};

/// Who approved a merge request, of `GET …/merge_requests/:merge_request_iid/approvals`.
///
/// The Free tier counts approvals without demanding any; what only Premium and Ultimate send is `None` there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MergeRequestApprovals {
    /// Whether it has the approvals that it needs, or, where none are needed, any.
    #[serde(default)]
    pub approved: Option<bool>,
    /// Who approved it.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub approved_by: Vec<Approval>,
    /// Whether the current user did.
    #[serde(default)]
    pub user_has_approved: Option<bool>,
    /// Whether the current user may.
    #[serde(default)]
    pub user_can_approve: Option<bool>,
    /// How many approvals it needs (Premium).
    #[serde(default)]
    pub approvals_required: Option<u64>,
    /// How many are missing (Premium).
    #[serde(default)]
    pub approvals_left: Option<u64>,
    /// Who could give them (Premium).
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub suggested_approvers: Vec<User>,
}

/// One approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Approval {
    /// Whose.
    pub user: User,
    /// Since when (since GitLab 18).
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub approved_at: Option<Timestamp>,
}

/// Which approval rules a merge request has, and which are met (Premium), of
/// `GET …/merge_requests/:merge_request_iid/approval_state`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApprovalState {
    /// Whether the rules of the project were changed for this merge request.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub approval_rules_overwritten: bool,
    /// The rules.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub rules: Vec<ApprovalRule>,
}

/// One approval rule of a merge request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApprovalRule {
    /// Its id; `None` for one that a code owner's line makes.
    #[serde(default)]
    pub id: Option<u64>,
    /// What it is called.
    #[serde(default)]
    pub name: Option<String>,
    /// What made it.
    #[serde(default)]
    pub rule_type: Option<ApprovalRuleType>,
    /// How many approvals it needs.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub approvals_required: u64,
    /// Whether it has them.
    #[serde(default)]
    pub approved: Option<bool>,
    /// Whose it has.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub approved_by: Vec<User>,
    /// Whose count.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub eligible_approvers: Vec<User>,
    /// The users that it names.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub users: Vec<User>,
    /// The groups that it names.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub groups: Vec<ApprovalGroup>,
    /// Whether it names groups that the token may not see.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub contains_hidden_groups: bool,
    /// Whether a line of `CODEOWNERS` made it.
    #[serde(default)]
    pub code_owner: Option<bool>,
    /// The section of `CODEOWNERS`.
    #[serde(default)]
    pub section: Option<String>,
}

/// A group whose members' approvals count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApprovalGroup {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its path with those of the groups above it.
    #[serde(default)]
    pub full_path: Option<String>,
}

open_enum! {
    /// What made an approval rule.
    pub enum ApprovalRuleType {
        /// A person.
        Regular = "regular",
        /// GitLab itself: anybody with the right role.
        AnyApprover = "any_approver",
        /// A line of `CODEOWNERS`.
        CodeOwner = "code_owner",
        /// A security policy.
        ReportApprover = "report_approver",
    }
}

/// A user who was asked to review a merge request, of
/// `GET …/merge_requests/:merge_request_iid/reviewers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MergeRequestReviewer {
    /// Who.
    pub user: User,
    /// How far the review is.
    #[serde(default)]
    pub state: Option<ReviewState>,
    /// When the review was asked for.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
}

open_enum! {
    /// How far a review is.
    pub enum ReviewState {
        /// Not begun.
        Unreviewed = "unreviewed",
        /// Begun.
        ReviewStarted = "review_started",
        /// Done.
        Reviewed = "reviewed",
        /// Changes were asked for.
        RequestedChanges = "requested_changes",
        /// Approved.
        Approved = "approved",
        /// Approved, and taken back.
        Unapproved = "unapproved",
    }
}
