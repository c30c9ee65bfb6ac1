//! From payloads to references, through the public way.

use crate::{Alert, AlertMapping, ConflictKind, Naming, ServiceMapping, UnusedReason};
use gitlab_core::Instance;
use serde_json::{Value, json};

fn read(payload: &Value) -> Alert {
    mapping().read(payload.to_string().as_bytes()).unwrap()
}

fn mapping() -> AlertMapping {
    let own = Instance::parse("https://git.example.com").unwrap();
    let service = ServiceMapping::new("shop/backend".parse().unwrap()).default_branch("stable");
    AlertMapping::builder().instances([Instance::gitlab_com(), own]).service("checkout", service).build()
}

/// Every reference with its place.
fn found(payload: &Value) -> Vec<(String, String)> {
    let alert = read(payload);
    alert.references().iter().map(|found| (found.reference.to_string(), found.path.clone())).collect()
}

fn first(payload: &Value) -> (String, String) {
    found(payload).into_iter().next().unwrap_or_else(|| panic!("{payload}: {:?}", read(payload).reference()))
}

#[test]
fn documented_keys_and_read_keys_in_every_place() {
    for (keys, expected) in [
        (json!({"gitlab.merge_request_iid": 42, "gitlab.project_id": 7}), "7!42"),
        (json!({"gitlab": {"merge_request_iid": "42", "project_id": "7"}}), "7!42"),
        (json!({"mr_iid": "!42", "gitlab_project": "a/b"}), "a/b!42"),
        (json!({"mr_iid": 42, "gitlab_repo": "a/b"}), "a/b!42"),
        (json!({"mr_iid": 42, "repository": "a/b"}), "a/b!42"),
        (json!({"mr_iid": 42, "repo": "https://git.example.com/a/b.git"}), "a/b!42"),
        (json!({"mr_iid": 42, "repo_url": "https://gitlab.com/a/b/-/merge_requests/42"}), "a/b!42"),
        (json!({"mr_iid": 42, "repository_url": "git@git.example.com:a/b.git"}), "a/b!42"),
        (json!({"CI_MERGE_REQUEST_IID": "42", "CI_PROJECT_ID": "7", "CI_PROJECT_PATH": "a/b"}), "a/b!42"),
        (json!({"CI_PIPELINE_ID": "9", "CI_PROJECT_PATH": "a/b"}), "a/b/-/pipelines/9"),
        (json!({"CI_JOB_ID": "8", "CI_PIPELINE_ID": "9", "CI_PROJECT_PATH": "a/b"}), "a/b/-/jobs/8"),
        (json!({"CI_COMMIT_SHA": "9df54aa2c13c7a7b", "CI_PROJECT_PATH": "a/b"}), "a/b@9df54aa2c13c7a7b"),
        (json!({"release": "app@9df54aa2c13c7a7b", "gitlab_project": "a/b"}), "a/b@9df54aa2c13c7a7b"),
        (json!({"deployment_id": 4, "gitlab_project": "a/b"}), "a/b/-/deployments/4"),
        (json!({"branch": "feature/x", "gitlab_project": "a/b"}), "a/b/-/tree/feature%2Fx?ref_type=heads"),
        (json!({"ref_name": "refs/merge-requests/42/merge", "gitlab_project": "a/b"}), "a/b!42"),
        (json!({"gitlab_ref": "refs/tags/v1", "gitlab_project": "a/b"}), "a/b/-/tags/v1"),
        (
            json!({"file_path": "/src/a.rs", "branch": "feature/x", "gitlab_project": "a/b"}),
            "a/b/-/blob/feature%2Fx/src/a.rs",
        ),
        (json!({"gitlab_path": "src/a.rs", "gitlab_project": "a/b"}), "a/b/-/blob/HEAD/src/a.rs"),
        (json!({"note": "since https://git.example.com/a/b/-/merge_requests/42/diffs."}), "a/b!42"),
        (json!({"note": "see a/b!42"}), "a/b!42"),
    ] {
        let tags: Vec<Value> = match keys.as_object() {
            Some(fields) if !keys.to_string().contains("{\"gitlab\":{") => fields
                .iter()
                .map(|(k, v)| json!(format!("{k}:{}", v.as_str().map_or(v.to_string(), str::to_owned))))
                .collect(),
            _ => vec![keys.clone()],
        };
        for payload in [
            keys.clone(),
            json!({"title": "t", "annotations": keys}),
            json!({"title": "t", "labels": keys}),
            json!({"alerts": [{"labels": {"alertname": "x"}, "annotations": keys}], "commonLabels": {}}),
            json!({"alerts": [{"labels": keys, "annotations": {}}]}),
            json!({"commonAnnotations": keys, "alerts": []}),
            json!({"groupLabels": keys}),
            json!({"event_action": "trigger", "payload": {"summary": "s", "custom_details": keys}}),
            json!({"title": "t", "tags": tags}),
            json!({"message": keys.to_string()}),
        ] {
            assert_eq!(first(&payload).0, expected, "{payload}");
        }
    }
}

#[test]
fn each_reference_has_the_place_it_comes_from() {
    let payload = json!({
        "annotations": {"gitlab.project_id": 7, "gitlab.merge_request_iid": 42, "text": "g/p#3 and g/p@9df54aa2c"},
        "links": [{"href": "https:\\/\\/gitlab.com\\/a\\/b\\/-\\/jobs\\/5"}],
    });
    assert_eq!(
        found(&payload),
        [
            ("7!42", "$.annotations['gitlab.merge_request_iid']"),
            ("a/b/-/jobs/5", "$.links[0].href"),
            ("g/p@9df54aa2c", "$.annotations.text"),
            ("g/p#3", "$.annotations.text"),
            ("7", "$.annotations['gitlab.project_id']"),
        ]
        .map(|(reference, path)| (reference.to_owned(), path.to_owned()))
    );
}

#[test]
fn a_number_belongs_to_the_project_beside_it() {
    let payload = json!({
        "gitlab_project": "top/level",
        "alerts": [{"labels": {"mr_iid": "1", "gitlab_project": "one/a"}}, {"labels": {"mr_iid": "2"}}],
    });
    let references: Vec<_> = found(&payload).into_iter().map(|(reference, _)| reference).collect();
    assert!(references.contains(&"one/a!1".to_owned()), "{references:?}");
    assert!(references.iter().any(|reference| reference.ends_with("!2")), "{references:?}");
}

#[test]
fn general_keys_count_only_where_the_alert_is_meant() {
    let payload = json!({"title": "x", "stacktrace": {"frames": [{"repository": "a/b", "sha": "9df54aa2c13c7a7b"}]},
        "version": "4", "commit": "1234567"});
    let alert = read(&payload);
    assert!(alert.references().is_empty(), "{:?}", alert.references());
    assert!(alert.unused().is_empty(), "{:?}", alert.unused());
}

#[test]
fn two_merge_requests_are_a_conflict_and_the_surest_wins() {
    let alert = read(&json!({
        "message": "maybe https://gitlab.com/a/b/-/merge_requests/1 or a/b!3",
        "gitlab.project_id": "a/b",
        "gitlab.merge_request_iid": 2,
    }));
    assert_eq!(alert.reference().unwrap().to_string(), "a/b!2");
    let [conflict] = alert.conflicts() else { panic!("{:?}", alert.conflicts()) };
    assert_eq!(conflict.kind, ConflictKind::MergeRequest);
    assert_eq!(conflict.chosen.naming, Naming::GitLabKey("gitlab.merge_request_iid".to_owned()));
    let others: Vec<_> = conflict.others.iter().map(|found| found.reference.to_string()).collect();
    assert_eq!(others, ["a/b!1", "a/b!3"]);
}

#[test]
fn case_132_another_project_is_a_conflict_that_is_told() {
    let alert = read(&json!({"service": "checkout", "annotations": {"note": "evil/other!9"}}));
    assert_eq!(alert.reference().unwrap().to_string(), "evil/other!9");
    let [conflict] = alert.conflicts() else { panic!("{:?}", alert.conflicts()) };
    assert_eq!(conflict.kind, ConflictKind::Project);
    assert_eq!(conflict.others[0].naming, Naming::ServiceMapping);
    assert_eq!(alert.service_mapping().unwrap().project.to_string(), "shop/backend");
}

#[test]
fn case_103_the_same_thing_said_twice_is_no_conflict() {
    let alert = read(&json!({
        "annotations": {"gitlab_project": "a/b", "mr_iid": "2"},
        "commonAnnotations": {"gitlab.project_id": 7, "mr_iid": 2},
        "text": "https://gitlab.com/a/b/-/merge_requests/2 = A/B!2",
    }));
    assert_eq!(alert.conflicts(), [], "{:?}", alert.conflicts());
}

#[test]
fn case_105_two_installations_with_one_project_path_are_two() {
    let alert = read(&json!({
        "a": "https://gitlab.com/a/b/-/merge_requests/2",
        "b": "https://git.example.com/a/b/-/merge_requests/2",
    }));
    let kinds: Vec<_> = alert.conflicts().iter().map(|conflict| conflict.kind).collect();
    assert_eq!(kinds, [ConflictKind::MergeRequest, ConflictKind::Project]);
}

#[test]
fn a_service_fills_the_gap_by_its_exact_name_only() {
    assert_eq!(first(&json!({"service": "checkout", "mr_iid": 5})).0, "shop/backend!5");
    assert_eq!(
        first(&json!({"service": "checkout", "file_path": "a.rs"})).0,
        "shop/backend/-/blob/stable/a.rs"
    );
    assert_eq!(first(&json!({"labels": {"service": "checkout"}})).0, "shop/backend");
    assert!(read(&json!({"service": "Checkout"})).reference().is_err());
}

#[test]
fn what_leads_nowhere_is_told() {
    let alert = read(&json!({
        "title": "x",
        "annotations": {
            "gitlab.merge_request_iid": 42,
            "gitlab_project": "__GITLAB_PROJECT__",
            "mr_iid": "${CI_MERGE_REQUEST_IID}",
            "link": "see https://git.corp.example/a/b/-/merge_requests/7",
            "other": "https://github.com/a/b/pull/7",
        },
    }));
    let error = alert.reference().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the alert names nothing in GitLab: looked at 6 values in $, $.annotations; saw what stands at \
         $.annotations.gitlab_project is no project of a configured GitLab; a URL like GitLab's at \
         $.annotations.link, but \"git.corp.example\" is not configured; what stands at $.annotations.mr_iid is no \
         merge request; merge request 42 at $.annotations['gitlab.merge_request_iid'], but no project"
    );
    assert!(error.complete && error.seen.len() == 4);
    assert!(
        alert
            .unused()
            .iter()
            .any(|unused| unused.reason == UnusedReason::UnknownHost("git.corp.example".into()))
    );
    let silent = read(&json!({"title": "x"})).reference().unwrap_err().to_string();
    assert!(
        silent.ends_with(
            "give it gitlab.project_id and gitlab.merge_request_iid, or a URL, or map its service"
        )
    );
}

#[test]
fn a_repository_on_a_host_that_is_not_configured_is_told() {
    let alert = read(&json!({"repo_url": "https://git.corp.example/shop/api", "mr_iid": 5}));
    let message = alert.reference().unwrap_err().to_string();
    assert!(message.contains("merge request 5 at $.mr_iid, but no project"), "{message}");
    assert!(message.contains("$.repo_url, but \"git.corp.example\" is not configured"), "{message}");
    assert_eq!(read(&json!({"repo_url": "https://github.com/shop/api"})).unused(), []);
}

#[test]
fn a_runbook_is_no_cause() {
    let alert = read(&json!({
        "service": "checkout",
        "annotations": {"runbook_url": "https://gitlab.com/ops/runbooks/-/blob/main/cpu.md#L3"},
    }));
    assert_eq!(alert.reference().unwrap().to_string(), "shop/backend");
    assert_eq!(alert.conflicts(), []);
    assert_eq!(
        alert.unused()[0].to_string(),
        "ops/runbooks/-/blob/main/cpu.md#L3 at $.annotations.runbook_url, which tells how alerts are handled"
    );
}

#[test]
fn a_project_that_a_key_names_comes_before_what_a_text_mentions_of_another() {
    let alert = read(&json!({"gitlab_project": "shop/api", "message": "as with ops/infra!3 and shop/api#9"}));
    let order: Vec<_> = alert.references().iter().map(|found| found.reference.to_string()).collect();
    assert_eq!(order, ["shop/api#9", "shop/api", "ops/infra!3"]);
    let [conflict] = alert.conflicts() else { panic!("{:?}", alert.conflicts()) };
    assert_eq!(conflict.others[0].reference.to_string(), "ops/infra!3");
}

#[test]
fn case_166_a_host_that_only_looks_right_is_not_ours() {
    for url in [
        "https://gitlab.com.evil.example/a/b/-/merge_requests/1",
        "https://gitlab.com@evil.example/a/b/-/merge_requests/1",
        "https://evil.example/?x=https://gitlab.com/a/b/-/merge_requests/1",
    ] {
        let alert = read(&json!({"title": "x", "repo_url": url, "mr_iid": 1}));
        assert!(alert.reference().is_err(), "{url}: {:?}", alert.references());
    }
}

#[test]
fn the_environment_is_found_where_the_source_does_not_look() {
    let alert = read(&json!({"title": "x", "annotations": {"gitlab_environment_name": "production"}}));
    assert_eq!(alert.environment.as_deref(), Some("production"));
}

#[test]
fn serialized_it_shows_the_references() {
    let value =
        serde_json::to_value(read(&json!({"title": "x", "note": "a/b!1 https://gitlab.com/a/b"}))).unwrap();
    assert_eq!(value["references"][0]["reference"], "a/b!1");
    assert_eq!(value["references"][0]["naming"], json!({"kind": "short_form"}));
    assert_eq!(value["references"][1]["reference"], "https://gitlab.com/a/b");
    assert_eq!(value["fingerprint"]["kind"], "derived");
}
