use crate::open_enum::open_enum;

open_enum! {
    /// Whether a merge request could be merged, as far as conflicts go. GitLab calls it deprecated since 15.6;
    /// [`DetailedMergeStatus`] says more.
    pub enum MergeStatus {
        /// Not yet looked at.
        Unchecked = "unchecked",
        /// Being looked at.
        Checking = "checking",
        /// There are no conflicts.
        CanBeMerged = "can_be_merged",
        /// There are conflicts.
        CannotBeMerged = "cannot_be_merged",
        /// There were conflicts, and it is to be looked at again.
        CannotBeMergedRecheck = "cannot_be_merged_recheck",
    }
}

open_enum! {
    /// Whether a merge request can be merged now and, if not, the first thing that is in the way (since GitLab
    /// 15.6).
    pub enum DetailedMergeStatus {
        /// It can be merged.
        Mergeable = "mergeable",
        /// Not yet looked at.
        Unchecked = "unchecked",
        /// Being looked at.
        Checking = "checking",
        /// Its diff is being made.
        Preparing = "preparing",
        /// Approvals are being worked out.
        ApprovalsSyncing = "approvals_syncing",
        /// It is closed or merged.
        NotOpen = "not_open",
        /// It is a draft.
        DraftStatus = "draft_status",
        /// There are conflicts with the target branch.
        Conflict = "conflict",
        /// It must be rebased first.
        NeedRebase = "need_rebase",
        /// The source branch is missing or holds no commits.
        CommitsStatus = "commits_status",
        /// The target branch is missing or the diff cannot be made; older than `commits_status`.
        BrokenStatus = "broken_status",
        /// A pipeline must succeed first.
        CiMustPass = "ci_must_pass",
        /// A pipeline still runs.
        CiStillRunning = "ci_still_running",
        /// Threads are open that must be resolved.
        DiscussionsNotResolved = "discussions_not_resolved",
        /// Approvals are missing.
        NotApproved = "not_approved",
        /// A reviewer asked for changes.
        RequestedChanges = "requested_changes",
        /// Another merge request must be merged first.
        MergeRequestBlocked = "merge_request_blocked",
        /// The same, as older versions say it.
        BlockedStatus = "blocked_status",
        /// It is not to be merged before a date; see `merge_after`.
        MergeTime = "merge_time",
        /// Title or description must name an issue of Jira.
        JiraAssociationMissing = "jira_association_missing",
        /// External status checks must pass.
        StatusChecksMustPass = "status_checks_must_pass",
        /// The same, as older versions say it.
        ExternalStatusChecks = "external_status_checks",
        /// A security policy is not kept.
        SecurityPolicyViolations = "security_policy_violations",
        /// Pipelines of a security policy must run (since 18.11).
        SecurityPolicyPipelineCheck = "security_policy_pipeline_check",
        /// A licence policy is not kept, as older versions say it.
        PoliciesDenied = "policies_denied",
        /// Somebody else locked files that it changes.
        LockedPaths = "locked_paths",
        /// Somebody else locked LFS files that it changes.
        LockedLfsFiles = "locked_lfs_files",
        /// The title is not as the project demands.
        TitleRegex = "title_regex",
    }
}
