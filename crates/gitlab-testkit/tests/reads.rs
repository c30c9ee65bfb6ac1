//! What the read endpoints answer.

mod common;

use common::{PROJECT, ask, get, get_as, gitlab, request};
use gitlab_core::types;
use gitlab_testkit::{GitLab, Role, Scenario, Token};
use http::{Method, StatusCode};
use serde_json::json;

#[tokio::test]
async fn it_keeps_the_contract_of_transports() {
    let gitlab = gitlab();
    gitlab_core::contract::transport::check(&gitlab, &gitlab.instance().api_url()).await;
}

#[tokio::test]
async fn every_answer_reads_as_its_wire_type() {
    let gitlab = gitlab();
    let project: types::Project =
        serde_json::from_str(&get(&gitlab, &format!("projects/{PROJECT}")).await.text).unwrap();
    let base = format!("projects/{}", project.id);
    let mr: types::MergeRequest =
        serde_json::from_str(&get(&gitlab, &format!("{base}/merge_requests/1")).await.text).unwrap();
    assert_eq!(mr.state, types::MergeRequestState::Merged);
    assert_eq!(mr.changes_count.as_deref(), Some("4"));
    assert_eq!(mr.merge_commit_sha, gitlab.sha("shop/checkout", "main"));
    assert_eq!(mr.head_pipeline.unwrap().status, types::CiStatus::Failed);
    let commits: Vec<types::Commit> =
        serde_json::from_str(&get(&gitlab, &format!("{base}/merge_requests/1/commits")).await.text).unwrap();
    assert_eq!(commits[0].title, "Round the tax down");
    let pipelines: Vec<types::Pipeline> =
        serde_json::from_str(&get(&gitlab, &format!("{base}/pipelines")).await.text).unwrap();
    assert_eq!(pipelines.len(), 2);
    assert_eq!(
        pipelines[0].status,
        types::CiStatus::Failed,
        "a failed downstream pipeline fails its trigger"
    );
    let report: types::TestReport = serde_json::from_str(
        &get(&gitlab, &format!("{base}/pipelines/{}/test_report", pipelines[1].id)).await.text,
    )
    .unwrap();
    assert_eq!((report.total_count, report.failed_count, report.skipped_count), (3, 1, 1));
    let bridges: Vec<types::Bridge> = serde_json::from_str(
        &get(&gitlab, &format!("{base}/pipelines/{}/bridges", pipelines[0].id)).await.text,
    )
    .unwrap();
    assert_eq!(bridges[0].downstream_pipeline.as_ref().unwrap().status, types::CiStatus::Failed);
    let deployments: Vec<types::Deployment> =
        serde_json::from_str(&get(&gitlab, &format!("{base}/deployments")).await.text).unwrap();
    assert_eq!(deployments[1].deployable.as_ref().unwrap().name.as_deref(), Some("deploy"));
    let brought: Vec<types::MergeRequest> = serde_json::from_str(
        &get(&gitlab, &format!("{base}/deployments/{}/merge_requests", deployments[1].id)).await.text,
    )
    .unwrap();
    assert_eq!(
        brought.len(),
        1,
        "the deployment brought the merge request that was merged since the last one"
    );
    let releases: Vec<types::Release> =
        serde_json::from_str(&get(&gitlab, &format!("{base}/releases")).await.text).unwrap();
    assert_eq!(releases[0].commit.as_ref().unwrap().id, gitlab.sha("shop/checkout", "v1.1").unwrap());
    let environments: Vec<types::Environment> =
        serde_json::from_str(&get(&gitlab, &format!("{base}/environments")).await.text).unwrap();
    assert_eq!(environments[0].tier, Some(types::EnvironmentTier::Production));
}

#[tokio::test]
async fn diffs_come_in_gitlabs_form() {
    let gitlab = gitlab();
    let diffs = get(&gitlab, &format!("projects/{PROJECT}/merge_requests/1/diffs")).await.json();
    let of = |path: &str| diffs.as_array().unwrap().iter().find(|it| it["new_path"] == path).unwrap().clone();
    assert_eq!(of("src/tax.rs")["diff"], "@@ -1,3 +1,3 @@\n pub fn tax() -> u32 {\n-    19\n+    18\n }\n");
    assert_eq!(of("logo.png")["diff"], "Binary files a/logo.png and b/logo.png differ\n");
    let renamed = of("src/new.rs");
    assert_eq!((&renamed["old_path"], &renamed["diff"]), (&json!("src/old.rs"), &json!("")));
    assert_eq!(renamed["renamed_file"], true);
    let deleted = of("README.md");
    assert_eq!((&deleted["old_path"], &deleted["b_mode"]), (&json!("README.md"), &json!("0")));
    assert_eq!(deleted["deleted_file"], true);
    let unified =
        get(&gitlab, &format!("projects/{PROJECT}/merge_requests/1/diffs?unidiff=true")).await.json();
    assert!(
        unified[0]["diff"].as_str().unwrap().starts_with("--- a/README.md\n+++ /dev/null\n@@ -1 +0,0 @@\n")
    );
    let raw = get(&gitlab, &format!("projects/{PROJECT}/merge_requests/1/raw_diffs")).await;
    assert!(
        raw.text.contains("diff --git a/src/old.rs b/src/new.rs\nsimilarity index 100%\n"),
        "{}",
        raw.text
    );
}

#[tokio::test]
async fn retried_jobs_are_hidden_unless_asked_for() {
    let gitlab = gitlab();
    let pipelines = get(&gitlab, &format!("projects/{PROJECT}/merge_requests/1/pipelines")).await.json();
    let path = format!("projects/{PROJECT}/pipelines/{}/jobs", pipelines[0]["id"]);
    assert_eq!(get(&gitlab, &path).await.json().as_array().unwrap().len(), 2);
    let all = get(&gitlab, &format!("{path}?include_retried=true&scope[]=failed")).await.json();
    assert_eq!(all.as_array().unwrap().len(), 3);
    assert_eq!(all[0]["failure_reason"], "script_failure");
}

#[tokio::test]
async fn a_trace_is_plain_text_and_empty_when_there_is_none() {
    let gitlab = gitlab();
    let jobs = get(&gitlab, &format!("projects/{PROJECT}/jobs")).await.json();
    let of =
        |name: &str| jobs.as_array().unwrap().iter().find(|it| it["name"] == name).unwrap()["id"].clone();
    let trace = get(&gitlab, &format!("projects/{PROJECT}/jobs/{}/trace", of("unit"))).await;
    assert_eq!(trace.text, "$ cargo test\ntest 1\ntest 2\ntest 3\n");
    assert_eq!(trace.header("content-type"), "text/plain");
    assert!(trace.header("content-disposition").starts_with("infile; filename="));
    let empty = get(&gitlab, &format!("projects/{PROJECT}/jobs/{}/trace", of("deploy"))).await;
    assert_eq!((empty.status, empty.text.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn files_are_there_at_every_ref() {
    let gitlab = gitlab();
    let path = format!("projects/{PROJECT}/repository/files/src%2Ftax.rs");
    let file: types::RepositoryFile =
        serde_json::from_str(&get(&gitlab, &format!("{path}?ref=v1.0")).await.text).unwrap();
    assert_eq!(file.size, 31);
    assert_eq!(file.last_commit_id, gitlab.sha("shop/checkout", "v1.0"));
    assert_eq!(
        get(&gitlab, &format!("{path}/raw?ref=rounding")).await.text,
        "pub fn tax() -> u32 {\n    18\n}\n"
    );
    let head =
        ask(&gitlab, request(Method::HEAD, &gitlab, &format!("{path}?ref=main"), "maria-api", None)).await;
    assert_eq!((head.text.as_str(), head.header("x-gitlab-file-name")), ("", "tax.rs"));
    assert_eq!(get(&gitlab, &path).await.json(), json!({ "error": "ref is missing" }));
    let blame = get(&gitlab, &format!("{path}/blame?ref=rounding")).await.json();
    let lines: Vec<_> = blame.as_array().unwrap().iter().map(|part| part["lines"].clone()).collect();
    assert_eq!(lines, [json!(["pub fn tax() -> u32 {"]), json!(["    18"]), json!(["}"])]);
    let of_range = async |first, last| {
        let range = format!("range%5Bstart%5D={first}&range%5Bend%5D={last}");
        get(&gitlab, &format!("{path}/blame?ref=rounding&{range}")).await.json()
    };
    assert_eq!(of_range(2, 2).await, json!([blame[1]]));
    assert_eq!(of_range(2, 3).await, json!([blame[1], blame[2]]));
    assert_eq!(of_range(9, 9).await, json!([]));
    assert_eq!(of_range(0, 2).await, json!({ "error": "range[start] does not have a valid value" }));
    let half = get(&gitlab, &format!("{path}/blame?ref=rounding&range%5Bstart%5D=2")).await.json();
    assert_eq!(half, json!({ "error": "range[end] is missing" }));
}

#[tokio::test]
async fn blame_follows_a_merge_to_where_each_line_was_written() {
    let user =
        Scenario::new().user("maria").token(Token::personal("maria-api", "maria").scopes(["read_api"]));
    let gitlab = GitLab::new(user.project("shop/tea", |project| {
        let lines = |text: &str| text.replace(' ', "\n") + "\n";
        project
            .member("maria", Role::Developer)
            .commit("start", |commit| commit.file("tea", lines("a b c d e f")).file("cup", "a\n"))
            .commit("main", |commit| commit.file("tea", lines("main b c d e f")))
            .commit("side", |commit| {
                commit.on("side").parent("start").file("tea", lines("a b c side e f")).file("cup", "side\n")
            })
            .commit("merge", |commit| commit.merging("side").file("tea", lines("main b merge side e f")))
            .commit("next", |commit| commit.file("tea", lines("main b merge side e f next")))
    }))
    .unwrap();
    let written = async |path: &str, commit: &str| {
        let path = format!("projects/shop%2Ftea/repository/files/{path}/blame?ref={commit}");
        let parts = get(&gitlab, &path).await.json();
        let parts = parts.as_array().unwrap().iter().map(|part| {
            let lines: Vec<_> =
                part["lines"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
            format!("{}: {}", part["commit"]["message"].as_str().unwrap().trim(), lines.join(" "))
        });
        parts.collect::<Vec<_>>()
    };
    assert_eq!(
        written("tea", "main").await,
        ["main: main", "start: b", "merge: merge", "side: side", "start: e f", "next: next"]
    );
    assert_eq!(written("cup", "main").await, ["side: side"]);
}

#[tokio::test]
async fn commits_are_filtered_as_git_does() {
    let gitlab = gitlab();
    let base = format!("projects/{PROJECT}/repository");
    let titles = |json: serde_json::Value| {
        json.as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = get(&gitlab, &format!("{base}/commits")).await;
    assert_eq!(titles(all.json()), ["Merge branch 'rounding'", "Round the tax down", "start"]);
    assert_eq!(all.header("x-total"), "(absent)");
    let of_file = get(&gitlab, &format!("{base}/commits?path=src/tax.rs")).await.json();
    assert_eq!(titles(of_file), ["Round the tax down", "start"]);
    let compare = get(&gitlab, &format!("{base}/compare?from=v1.0&to=v1.1")).await.json();
    assert_eq!(titles(compare["commits"].clone()), ["Round the tax down", "Merge branch 'rounding'"]);
    assert_eq!(compare["diffs"].as_array().unwrap().len(), 4);
    let refs = get(&gitlab, &format!("{base}/commits/v1.1/refs?type=tag")).await.json();
    assert_eq!(refs, json!([{ "type": "tag", "name": "v1.1" }]));
    let sha = gitlab.sha("shop/checkout", "rounding").unwrap();
    let found = get(&gitlab, &format!("{base}/commits/{sha}/merge_requests")).await.json();
    assert_eq!(found[0]["iid"], 1);
    let missing = get(&gitlab, &format!("{base}/compare?from=v0&to=v1.1")).await;
    assert_eq!(missing.json(), json!({ "message": "404 Ref Not Found" }));
}

#[tokio::test]
async fn a_tree_lists_folders_first() {
    let gitlab = gitlab();
    let tree = get(&gitlab, &format!("projects/{PROJECT}/repository/tree?ref=v1.0")).await.json();
    let names: Vec<_> = tree.as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect();
    assert_eq!(names, ["src", "README.md", "logo.png"]);
    let missing = get(&gitlab, &format!("projects/{PROJECT}/repository/tree?path=nothing")).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn deployments_refuse_filters_without_their_order() {
    let gitlab = gitlab();
    let path = format!("projects/{PROJECT}/deployments");
    let refused = get(&gitlab, &format!("{path}?updated_after=2020-01-01T00:00:00Z")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let fine = get(&gitlab, &format!("{path}?updated_after=2020-01-01T00:00:00Z&order_by=updated_at")).await;
    assert_eq!(fine.json().as_array().unwrap().len(), 2);
    let unfinished =
        get(&gitlab, &format!("{path}?finished_after=2020-01-01T00:00:00Z&order_by=finished_at")).await;
    assert_eq!(unfinished.status, StatusCode::BAD_REQUEST, "needs status=success");
}

#[tokio::test]
async fn an_unknown_route_is_grapes_404() {
    let gitlab = gitlab();
    for path in ["nothing", "projects/shop/checkout", &format!("projects/{PROJECT}/nothing")] {
        let answer = get_as(&gitlab, path, "").await;
        assert_eq!(
            (answer.status, answer.json()),
            (StatusCode::NOT_FOUND, json!({ "error": "404 Not Found" }))
        );
    }
}
