//! What every endpoint reads: the answers that GitLab's documentation and the tests of another client show.

use crate::left_out::{LEFT_OUT, OF_THE_SAME_KIND, OF_THE_SAME_KIND_ELSEWHERE};
use crate::registry::samples;
use crate::sample::Sample;
use crate::support::{Script, Step, client};
use std::collections::BTreeSet;
use std::path::Path;

const CLOSED_ISSUES: &[&str] = &["ListMergeRequestClosedIssues", "ListMergeRequestRelatedIssues"];

/// The samples of GitLab's documentation (13.12) and the endpoints that give such an answer.
const DOCUMENTED: &[(&str, &[&str])] = &[
    ("branches/02_get_single_repository_branch", &["GetBranch"]),
    ("commits/01_list_repository_commits", &["ListCommits"]),
    ("commits/03_get_a_single_commit", &["GetCommit"]),
    ("commits/04_get_references_a_commit_is_pushed_to", &["ListCommitRefs"]),
    ("commits/11_get_the_diff_of_a_commit", &["ListCommitDiffs"]),
    ("commits/12_get_the_comments_of_a_commit", &["ListCommitComments"]),
    ("commits/13_post_comment_to_commit", &["CreateCommitComment"]),
    ("commits/16_post_the_build_status_to_a_commit", &["SetCommitStatus"]),
    ("commits/17_list_merge_requests_associated_with_a_commit", &["ListCommitMergeRequests"]),
    ("commits/18_get_gpg_signature_of_a_commit", &["GetCommitSignature"]),
    ("commits/19_get_gpg_signature_of_a_commit", &["GetCommitSignature"]),
    ("deployments/01_list_project_deployments", &["ListDeployments", "ListFinishedDeployments"]),
    ("deployments/02_get_a_specific_deployment", &["GetDeployment"]),
    ("discussions/01_list_project_issue_discussion_items", &["ListDiscussions"]),
    ("discussions/02_list_project_snippet_discussion_items", &["ListDiscussions"]),
    ("discussions/04_list_project_merge_request_discussion_items", &["ListDiscussions"]),
    ("discussions/05_list_project_merge_request_discussion_items", &["ListDiscussions"]),
    ("discussions/07_list_project_commit_discussion_items", &["ListDiscussions"]),
    ("discussions/08_list_project_commit_discussion_items", &["ListDiscussions"]),
    ("environments/01_list_environments", &["ListEnvironments"]),
    ("environments/02_get_a_specific_environment", &["GetEnvironment"]),
    ("projects/21_get_project_hook", &["GetHook", "CreateHook", "UpdateHook", "DeleteHook"]),
    ("system_hooks/01_list_system_hooks", &["ListHooks"]),
    ("issues/01_list_issues", &["ListIssues"]),
    ("issues/05_list_group_issues", &["ListIssues"]),
    ("issues/09_list_project_issues", &["ListIssues"]),
    ("issues/13_single_issue", &["GetIssue"]),
    ("issues/17_single_project_issue", &["GetIssue"]),
    ("issues/21_new_issue", &["CreateIssue"]),
    ("issues/25_edit_issue", &["UpdateIssue"]),
    ("issues/29_move_an_issue", &["UpdateIssue"]),
    ("issues/45_list_merge_requests_related_to_issue", &["ListIssueRelatedMergeRequests"]),
    (
        "issues/46_list_merge_requests_that_close_a_particular_issue_on_merge",
        &["ListIssueClosingMergeRequests"],
    ),
    ("jobs/01_list_project_jobs", &["ListJobs"]),
    ("jobs/02_list_pipeline_jobs", &["ListPipelineJobs"]),
    ("jobs/03_list_pipeline_bridges", &["ListPipelineBridges"]),
    ("jobs/06_get_a_single_job", &["GetJob"]),
    ("jobs/08_retry_a_job", &["RetryJob"]),
    ("merge_request_approvals/08_get_configuration_parameters", &["GetMergeRequestApprovals"]),
    (
        "merge_request_approvals/10_get_the_approval_state_of_merge_requests_parameters",
        &["GetMergeRequestApprovalState"],
    ),
    ("merge_requests/01_list_merge_requests", &["ListMergeRequests"]),
    ("merge_requests/03_list_project_merge_requests", &["ListMergeRequests"]),
    ("merge_requests/05_list_group_merge_requests", &["ListMergeRequests"]),
    ("merge_requests/09_get_single_mr_participants", &["ListMergeRequestParticipants"]),
    ("merge_requests/16_update_mr", &["UpdateMergeRequest"]),
    ("merge_requests/27_list_issues_that_close_on_merge", CLOSED_ISSUES),
    ("merge_requests/28_list_issues_that_close_on_merge", CLOSED_ISSUES),
    ("merge_requests/34_get_mr_diff_versions", &["ListMergeRequestVersions"]),
    ("merge_requests/35_get_a_single_mr_diff_version", &["GetMergeRequestVersion"]),
    ("merge_requests/07_get_single_mr_note", &["GetMergeRequest"]),
    ("merge_requests/10_get_single_mr_commits", &["ListMergeRequestCommits"]),
    ("merge_requests/12_list_mr_pipelines", &["ListMergeRequestPipelines"]),
    ("notes/01_list_project_issue_notes", &["ListNotes"]),
    ("notes/02_get_single_snippet_note", &["GetNote"]),
    ("notes/03_get_single_merge_request_note", &["CreateNote", "GetNote", "UpdateNote"]),
    ("pipelines/01_list_project_pipelines", &["ListPipelines"]),
    ("pipelines/02_get_a_single_pipeline", &["GetPipeline", "GetLatestPipeline"]),
    ("pipelines/03_get_variables_of_a_pipeline", &["ListPipelineVariables"]),
    ("pipelines/04_get_a_pipeline_s_test_report", &["GetPipelineTestReport"]),
    ("pipelines/06_retry_jobs_in_a_pipeline", &["RetryPipeline"]),
    ("pipelines/07_cancel_a_pipeline_s_jobs", &["CancelPipeline"]),
    ("projects/17_archive_a_project", &["GetProject"]),
    ("releases/01_list_releases", &["ListReleases"]),
    ("releases/02_get_a_release_by_a_tag_name", &["GetRelease", "GetLatestRelease"]),
    ("releases/03_create_a_release", &["CreateRelease"]),
    ("releases/05_update_a_release", &["UpdateRelease"]),
    ("repositories/01_list_repository_tree", &["ListTree"]),
    ("repositories/02_compare_branches_tags_or_commits", &["CompareRefs"]),
    ("repositories/03_contributors", &["ListContributors"]),
    ("repository_files/01_get_file_from_repository", &["GetFile"]),
    ("tags/01_list_project_repository_tags", &["ListTags"]),
    ("tags/02_get_a_single_repository_tag", &["GetTag"]),
    ("projects/16_languages", &["GetProjectLanguages"]),
    ("members/01_list_all_members_of_a_group_or_project", &["ListMembers"]),
    ("members/02_list_all_members_of_a_group_or_project_including_inherited_m", &["ListMembers"]),
    ("members/03_get_a_member_of_a_group_or_project", &["GetMember"]),
    ("members/04_get_a_member_of_a_group_or_project_including_inherited_membe", &["GetMember"]),
    ("events/01_list_currently_authenticated_user_s_events", &["ListEvents"]),
    ("events/02_get_user_contribution_events", &["ListEvents"]),
    ("events/03_list_a_project_s_visible_events", &["ListEvents"]),
    ("users/01_for_normal_users", &["ListUsers"]),
    ("users/02_for_admins", &["ListUsers"]),
    ("users/05_for_user", &["GetUser"]),
    ("users/06_for_admin", &["GetUser"]),
    ("users/09_list_current_user_for_normal_users", &["GetCurrentUser"]),
    ("users/10_list_current_user_for_admins", &["GetCurrentUser"]),
    ("version/01_top", &["GetMetadata", "GetVersion"]),
    ("search/01_scope_projects", &["Search projects"]),
    ("search/11_scope_projects", &["Search projects"]),
    ("search/02_scope_issues", &["Search issues"]),
    ("search/12_scope_issues", &["Search issues"]),
    ("search/20_scope_issues", &["Search issues"]),
    ("search/03_scope_merge_requests", &["Search merge_requests"]),
    ("search/13_scope_merge_requests", &["Search merge_requests"]),
    ("search/21_scope_merge_requests", &["Search merge_requests"]),
    ("search/04_scope_milestones", &["Search milestones"]),
    ("search/14_scope_milestones", &["Search milestones"]),
    ("search/22_scope_milestones", &["Search milestones"]),
    ("search/05_scope_snippet_titles", &["Search snippet_titles"]),
    ("search/06_scope_wiki_blobs", &["Search wiki_blobs"]),
    ("search/15_scope_wiki_blobs", &["Search wiki_blobs"]),
    ("search/24_scope_wiki_blobs", &["Search wiki_blobs"]),
    ("search/07_scope_commits", &["Search commits"]),
    ("search/16_scope_commits", &["Search commits"]),
    ("search/25_scope_commits", &["Search commits"]),
    ("search/08_scope_blobs", &["Search blobs"]),
    ("search/17_scope_blobs", &["Search blobs"]),
    ("search/26_scope_blobs", &["Search blobs"]),
    ("search/09_scope_notes", &["Search notes"]),
    ("search/18_scope_notes", &["Search notes"]),
    ("search/23_scope_notes", &["Search notes"]),
    ("search/10_scope_users", &["Search users"]),
    ("search/19_scope_users", &["Search users"]),
    ("search/27_scope_users", &["Search users"]),
];

/// The answers that the tests of another client hold.
const OF_ANOTHER_CLIENT: &[(&str, &[&str])] = &[
    ("get_branch", &["GetBranch"]),
    ("get_commit", &["GetCommit"]),
    ("get_merge_request", &["GetMergeRequest"]),
    ("get_merge_requests", &["ListMergeRequests"]),
    ("get_pipeline_testreport", &["GetPipelineTestReport"]),
    ("get_signature", &["GetCommitSignature"]),
    ("issue_move", &["GetIssue", "UpdateIssue"]),
    ("get_user", &["GetCurrentUser", "GetUser"]),
    ("get_user_admin", &["GetCurrentUser", "GetUser"]),
    ("search_users", &["ListUsers"]),
    ("list_personal_access_tokens_single", &["GetTokenSelf"]),
    ("get_project_access_token", &["GetTokenSelf"]),
    ("get_group_access_token", &["GetTokenSelf"]),
    ("list_project_access_tokens", &["ListAccessTokens"]),
    ("list_group_access_tokens", &["ListAccessTokens"]),
    ("rotate_personal_access_token", &["RotateTokenSelf"]),
    ("rotate_project_access_token", &["RotateTokenSelf"]),
    ("rotate_group_access_token", &["RotateTokenSelf"]),
    ("list_branches", &["ListBranches"]),
    ("list_merge_request_diff", &["ListMergeRequestDiffs"]),
];

/// Reads every sample by every endpoint that it belongs to.
async fn read(folder: &Path, tables: [&[(&str, &[&str])]; 2]) {
    let samples = samples();
    let mut wrong = complaints(folder, tables);
    for (file, endpoints) in tables.into_iter().flatten() {
        let mut text = std::fs::read_to_string(folder.join(format!("{file}.json"))).unwrap();
        if file.ends_with(".invalid") {
            text = without_remarks(&text);
        }
        for endpoint in *endpoints {
            let client = client(&Script::of([Step::json(&text)]));
            let sample = samples.iter().find(|sample| is(sample, endpoint));
            match sample.and_then(|sample| sample.ask(&client)) {
                None => wrong.push(format!("{file}: no sample of {endpoint} reads JSON")),
                Some(answer) => wrong.extend(answer.await.err().map(|error| format!("{file}: {error}"))),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is wrong with the tables: each sample that lies there is in one of them, once.
fn complaints(folder: &Path, tables: [&[(&str, &[&str])]; 2]) -> Vec<String> {
    let there = files(folder, folder);
    let mut listed = BTreeSet::new();
    let mut wrong = Vec::new();
    for (file, _) in tables.into_iter().flatten() {
        if !there.contains(*file) {
            wrong.push(format!("{file}: there is no such sample"));
        }
        if !listed.insert((*file).to_owned()) {
            wrong.push(format!("{file}: is listed twice"));
        }
    }
    // The pages of the documentation are folders, and the other client has none.
    let has_pages = there.iter().any(|file| file.contains('/'));
    let left_out = LEFT_OUT.iter().flat_map(|(_, files)| *files);
    for short in left_out.filter(|short| short.contains('/') == has_pages) {
        let is_short = |file: &&String| match file.strip_prefix(short) {
            Some(rest) => rest.is_empty() || has_pages && rest.starts_with('_'),
            None => false,
        };
        match there.iter().find(is_short) {
            Some(file) if listed.insert(file.clone()) => {}
            Some(_) => wrong.push(format!("{short}: is read, or left out twice")),
            None => wrong.push(format!("{short}: there is no such sample")),
        }
    }
    wrong.extend(there.difference(&listed).map(|file| format!("{file}: neither read nor left out")));
    wrong
}

/// The samples in this folder and those below, without `.json`. Webhooks are no answers.
pub(crate) fn files(root: &Path, folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("webhooks") && !path.ends_with("systemhooks") {
            found.extend(files(root, &path));
        } else if path.extension().is_some_and(|end| end == "json") {
            found.insert(path.with_extension("").strip_prefix(root).unwrap().display().to_string());
        }
    }
    found
}

/// The JSON in a sample with remarks for its reader: lines of dots, comments, and commas before them.
fn without_remarks(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        let (mut quoted, mut escaped) = (false, false);
        let end = line.char_indices().find(|(at, c)| {
            let rest = &line[*at..];
            quoted ^= *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            !quoted && (rest.starts_with("//") || rest.starts_with('#') || rest.starts_with("..."))
        });
        let line = end.map_or(line, |(at, _)| &line[..at]).trim();
        if line.starts_with(['}', ']']) && kept.ends_with(',') {
            kept.pop();
        }
        kept.push_str(line);
    }
    kept
}

/// Whether it is of this endpoint, or `Search blobs` of this endpoint in this scope.
pub(crate) fn is(sample: &Sample, name: &str) -> bool {
    let (endpoint, scope) =
        name.split_once(' ').map_or((name, None), |(endpoint, scope)| (endpoint, Some(scope)));
    let asks = |scope| sample.query.iter().any(|(name, value)| name == "scope" && value == scope);
    sample.endpoint == endpoint && scope.is_none_or(asks)
}

#[tokio::test(start_paused = true)]
async fn the_samples_of_the_documentation_are_read() {
    let Some(folder) = super::corpus("gitlab-ce-13.12.15/doc-samples/api") else {
        println!("skipped: the folder with samples of GitLab's documentation is not here");
        return;
    };
    read(&folder, [DOCUMENTED, OF_THE_SAME_KIND]).await;
    println!("{} samples were read", DOCUMENTED.len() + OF_THE_SAME_KIND.len());
}

#[tokio::test(start_paused = true)]
async fn the_samples_of_another_client_are_read() {
    let Some(folder) = super::corpus("go-gitlab") else {
        println!("skipped: the folder with samples of another client is not here");
        return;
    };
    read(&folder, [OF_ANOTHER_CLIENT, OF_THE_SAME_KIND_ELSEWHERE]).await;
    println!("{} samples were read", OF_ANOTHER_CLIENT.len() + OF_THE_SAME_KIND_ELSEWHERE.len());
}

/// The answers of GitLab 19.x that somebody typed from its documentation: all are bodies of webhooks, which this
/// crate does not read. One of the REST API has no `object_kind` and no `event_name`, and belongs into a table.
#[test]
fn the_samples_of_new_versions_are_all_of_webhooks() {
    let Some(folder) = super::corpus("gitlab-docs-19.x-transcribed") else {
        println!("skipped: the folder with samples of new versions is not here");
        return;
    };
    let mut answers = files(&folder, &folder);
    answers.retain(|file| {
        let text = std::fs::read_to_string(folder.join(format!("{file}.json"))).unwrap();
        let sample: serde_json::Value = serde_json::from_str(&text).unwrap();
        ["object_kind", "event_name"].iter().all(|name| sample[*name].is_null())
    });
    assert!(answers.is_empty(), "answers that nothing reads: {answers:#?}");
}

#[test]
fn remarks_are_taken_out_of_a_sample_and_nothing_else() {
    let sample =
        "[\n  {\n    \"a\": \"// # ...\", // old\n    \"b\": \"\\\"#\", # new\n    ...\n  },\n  ...\n]";
    assert_eq!(without_remarks(sample), r##"[{"a": "// # ...","b": "\"#"}]"##);
}
