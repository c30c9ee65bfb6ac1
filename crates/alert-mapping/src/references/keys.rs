//! The keys by which payloads name things in GitLab.

/// What the value of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Project,
    Repository,
    MergeRequest,
    Deployment,
    Job,
    Pipeline,
    Commit,
    Ref,
    File,
    Environment,
}

/// What a key means, and whether only GitLab has such a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) role: Role,
    pub(super) is_gitlabs: bool,
}

/// What a key means; below an object `gitlab` it is the names from there on.
///
/// Case and the signs between words make no difference: `gitlab.merge_request_iid` as one dotted key, as nested
/// objects and as `GITLAB_MERGE_REQUEST_IID` are the same.
pub(super) fn key(name: &str) -> Option<Key> {
    if name.len() > 64 {
        return None;
    }
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let gitlabs = |role| Some(Key { role, is_gitlabs: true });
    let general = |role| Some(Key { role, is_gitlabs: false });
    match name.as_str() {
        "mr_iid" | "merge_request_iid" | "ci_merge_request_iid" => return gitlabs(Role::MergeRequest),
        "ci_project_path" | "ci_project_id" => return gitlabs(Role::Project),
        "ci_project_url" | "ci_repository_url" => return gitlabs(Role::Repository),
        "ci_commit_sha" => return gitlabs(Role::Commit),
        "ci_pipeline_id" => return gitlabs(Role::Pipeline),
        "ci_job_id" => return gitlabs(Role::Job),
        "ci_commit_ref_name" | "ci_commit_branch" => return gitlabs(Role::Ref),
        "ci_environment_name" => return gitlabs(Role::Environment),
        "repo_url" | "repository_url" | "git_repository_url" => return general(Role::Repository),
        "repository" | "repo" => return general(Role::Project),
        "branch" | "ref_name" | "git_branch" => return general(Role::Ref),
        "file_path" => return general(Role::File),
        "commit" | "commit_sha" | "git_commit" | "git_commit_sha" | "git_sha" | "sha" | "revision"
        | "release" | "version" => return general(Role::Commit),
        "pipeline_id" => return general(Role::Pipeline),
        "job_id" => return general(Role::Job),
        "deployment_id" => return general(Role::Deployment),
        _ => {}
    }
    match name.strip_prefix("gitlab_")? {
        "merge_request_iid" | "mr_iid" | "merge_request" | "mr" => gitlabs(Role::MergeRequest),
        "project_id" | "project" | "project_path" | "project_path_with_namespace" | "repo" | "repository" => {
            gitlabs(Role::Project)
        }
        "repo_url" | "repository_url" | "project_url" => gitlabs(Role::Repository),
        "commit" | "commit_sha" | "commit_id" | "sha" => gitlabs(Role::Commit),
        "pipeline_id" | "pipeline" => gitlabs(Role::Pipeline),
        "job_id" | "job" => gitlabs(Role::Job),
        "deployment_id" | "deployment" => gitlabs(Role::Deployment),
        "ref" | "ref_name" | "branch" => gitlabs(Role::Ref),
        "path" | "file_path" | "file" => gitlabs(Role::File),
        "environment_name" | "environment" => gitlabs(Role::Environment),
        _ => None,
    }
}

/// Whether what an object under this key says is about the alert itself. A general key counts only where every
/// key on the way down is one of these; so `repository` in a label counts and in a stack frame does not.
pub(super) fn is_container(key: &str) -> bool {
    const NAMES: &[&str] = &[
        "alert",
        "alerts",
        "alertpayload",
        "annotations",
        "ci",
        "commonannotations",
        "commonlabels",
        "customdetails",
        "customfields",
        "data",
        "deployment",
        "details",
        "event",
        "extra",
        "fields",
        "gitlab",
        "grouplabels",
        "incident",
        "labels",
        "message",
        "messages",
        "metadata",
        "payload",
        "properties",
        "tags",
    ];
    let name: String =
        key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    NAMES.contains(&name.as_str())
}

/// Whether what stands under this key tells how such alerts are handled, and not what happened: a runbook in GitLab
/// is no cause.
pub(super) fn is_background(key: &str) -> bool {
    let name = key.to_ascii_lowercase();
    let parts = ["runbook", "playbook", "dashboard", "documentation", "handbook"];
    parts.iter().any(|part| name.contains(part))
        || name.split(['_', '-', '.']).any(|word| matches!(word, "docs" | "wiki" | "sop"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_and_read_names_mean_the_same() {
        for name in [
            "gitlab.merge_request_iid",
            "GITLAB_MR_IID",
            "mr_iid",
            "CI_MERGE_REQUEST_IID",
            "gitlab.merge_request.iid",
            "gitlab-merge-request-iid",
        ] {
            assert_eq!(key(name), Some(Key { role: Role::MergeRequest, is_gitlabs: true }), "{name}");
        }
        for name in ["gitlab.project_id", "gitlab_project", "gitlab_repo", "CI_PROJECT_PATH", "CI_PROJECT_ID"]
        {
            assert_eq!(key(name), Some(Key { role: Role::Project, is_gitlabs: true }), "{name}");
        }
        assert_eq!(key("repository").map(|key| key.is_gitlabs), Some(false));
        for name in ["", "id", "project_id", "iid", "gitlab", "status"] {
            assert_eq!(key(name), None, "{name}");
        }
    }

    #[test]
    fn a_runbook_is_background() {
        for name in ["runbook_url", "Runbook", "dashboardURL", "docs", "wiki_url"] {
            assert!(is_background(name), "{name}");
        }
        assert!(!is_background("summary") && !is_background("wikipedia_job"));
    }

    #[test]
    fn containers_are_known_in_every_writing() {
        for name in
            ["alerts", "alert_payload", "custom_details", "commonAnnotations", "tags", "payload", "extra"]
        {
            assert!(is_container(name), "{name}");
        }
        assert!(!is_container("frames"));
    }
}
