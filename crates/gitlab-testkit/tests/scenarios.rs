//! What a scenario can say, and what it is told when it is not possible.
#![allow(clippy::unwrap_used, reason = "what goes wrong here fails the test that asks")]

mod common;

use common::{get_as, shop};
use gitlab_core::types;
use gitlab_testkit::{DiffLimits, GitLab, Role, Scenario, Token, Visibility};
use http::StatusCode;

fn error(scenario: Scenario) -> String {
    GitLab::new(scenario).unwrap_err().to_string()
}

#[test]
fn impossible_scenarios_say_where_and_why() {
    let project = |more: fn(gitlab_testkit::scenario::Project) -> gitlab_testkit::scenario::Project| {
        error(Scenario::new().project("a/b", more))
    };
    assert_eq!(
        project(|project| project.member("nobody", Role::Guest)),
        "the scenario is not possible at a/b: no user is called \"nobody\": add one"
    );
    assert_eq!(
        project(|project| project.pipeline("missing", |pipeline| pipeline)),
        "the scenario is not possible at a/b, pipeline missing: no commit, branch or tag is called \"missing\""
    );
    assert!(
        project(|project| project.commit("c", |commit| commit.at("soon"))).contains("\"soon\" is no date")
    );
    assert!(
        project(|project| project.commit("c", |commit| commit.delete("x")))
            .contains("no file \"x\" to delete")
    );
    assert!(project(|project| project.commit("c", |commit| commit.file("../x", ""))).contains("is no path"));
    assert!(
        project(|project| project.commit("c", |c| c).commit("c", |c| c))
            .contains("another commit of this name")
    );
    assert!(
        project(|project| project.commit("c", |c| c).merge_request("M", |m| m)).contains("from which branch")
    );
    assert!(error(Scenario::new().project("nonamespace", |project| project)).contains("group/project"));
    assert!(error(Scenario::new().version("latest")).contains("write 18.6.0"));
    assert!(error(Scenario::new().url("ftp://x")).contains("the url"));
    let error = Scenario::from_json("{\"projets\": []}").unwrap_err().to_string();
    assert!(error.contains("unknown field `projets`"), "{error}");
}

#[test]
fn a_commit_is_known_by_its_name() {
    let gitlab = GitLab::new(shop()).unwrap();
    assert_eq!(gitlab.sha("shop/checkout", "merge"), gitlab.sha("shop/checkout", "main"));
    assert_eq!(gitlab.sha("shop/checkout", "start"), gitlab.sha("shop/checkout", "v1.0"));
    assert_eq!(gitlab.sha("shop/checkout", "nothing"), None);
}

#[tokio::test]
async fn what_is_said_stands_and_the_rest_follows() {
    let sha = "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11";
    let scenario = Scenario::new()
        .user_with("maria", |user| user.id(7).name("Maria Sand").email("maria@shop.example"))
        .token(Token::personal("t", "maria"))
        .project("a/b", |project| {
            project
                .id(42)
                .member("maria", Role::Owner)
                .default_branch("trunk")
                .commit("c", |commit| commit.sha(sha).at("2026-01-02T03:04:05+02:00").author("maria"))
                .pipeline("c", |pipeline| {
                    pipeline
                        .id(500)
                        .job("a", |job| job.id(900).stage("build").seconds(30))
                        .job("b", |job| job.id(901).stage("test").status("running"))
                })
        });
    let gitlab = GitLab::new(scenario).unwrap();
    let commit = get_as(&gitlab, "projects/42/repository/commits/trunk", "t").await.json();
    assert_eq!(commit["id"], sha);
    assert_eq!(commit["committed_date"], "2026-01-02T03:04:05.000+02:00");
    assert_eq!(commit["last_pipeline"]["id"], 500);
    let pipeline: types::Pipeline =
        serde_json::from_str(&get_as(&gitlab, "projects/42/pipelines/500", "t").await.text).unwrap();
    assert_eq!(pipeline.status, types::CiStatus::Running);
    assert_eq!(pipeline.user.unwrap().id.get(), 7);
    let job: types::Job =
        serde_json::from_str(&get_as(&gitlab, "projects/42/jobs/901", "t").await.text).unwrap();
    let first: types::Job =
        serde_json::from_str(&get_as(&gitlab, "projects/42/jobs/900", "t").await.text).unwrap();
    assert_eq!(first.duration, Some(30.0));
    assert!(job.started_at > first.finished_at, "a stage begins when the one before has ended");
}

#[tokio::test]
async fn guests_see_issues_but_no_code_of_private_projects() {
    let scenario = |visibility| {
        Scenario::new().user("owner").user("guest").token(Token::personal("t", "guest")).project(
            "a/b",
            |project| {
                project
                    .visibility(visibility)
                    .member("guest", Role::Guest)
                    .member("owner", Role::Owner)
                    .commit("c", |commit| commit)
                    .issue("Known", |issue| issue)
                    .issue("Secret", |issue| issue.confidential(true))
            },
        )
    };
    let private = GitLab::new(scenario(Visibility::Private)).unwrap();
    let issues = get_as(&private, "projects/a%2Fb/issues", "t").await.json();
    assert_eq!(issues.as_array().unwrap().len(), 1);
    assert_eq!(issues[0]["title"], "Known");
    assert_eq!(
        get_as(&private, "projects/a%2Fb", "t").await.json()["default_branch"],
        serde_json::Value::Null
    );
    for path in ["repository/commits", "merge_requests", "pipelines", "jobs"] {
        let answer = get_as(&private, &format!("projects/a%2Fb/{path}"), "t").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(answer.json()["message"], "403 Forbidden");
    }
    let internal = GitLab::new(scenario(Visibility::Internal)).unwrap();
    assert_eq!(get_as(&internal, "projects/a%2Fb/repository/commits", "t").await.status, StatusCode::OK);
    assert_eq!(get_as(&internal, "projects/a%2Fb", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn answers_follow_the_version() {
    let old = GitLab::new(shop().version("15.4.0")).unwrap();
    let path = format!("projects/{}/merge_requests/1", common::PROJECT);
    assert_eq!(get_as(&old, &format!("{path}/diffs"), "maria-api").await.status, StatusCode::NOT_FOUND);
    let changes = get_as(&old, &format!("{path}/changes"), "maria-api").await.json();
    assert_eq!(changes["changes"].as_array().unwrap().len(), 4);
    assert!(changes["changes"][0].get("collapsed").is_none());
    assert!(changes.get("detailed_merge_status").is_none());
    assert_eq!(get_as(&old, "personal_access_tokens/self", "maria-api").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn limits_of_diffs_can_be_made_small() {
    let limits = DiffLimits::default().files(2).patch_bytes(400);
    let gitlab = GitLab::builder(shop()).diff_limits(limits).build().unwrap();
    let path = format!("projects/{}/merge_requests/1", common::PROJECT);
    let detail = get_as(&gitlab, &path, "maria-api").await.json();
    assert_eq!(detail["changes_count"], "2+");
    let changes = get_as(&gitlab, &format!("{path}/changes"), "maria-api").await.json();
    assert_eq!((changes["overflow"].clone(), changes["changes"].as_array().unwrap().len()), (true.into(), 2));
    assert_eq!(changes["changes"][0]["collapsed"], true);
    assert_eq!(changes["changes"][0]["diff"], "");
    let raw = get_as(&gitlab, &format!("{path}/raw_diffs"), "maria-api").await;
    assert_eq!(raw.text.matches("diff --git").count(), 4, "raw diffs have no limits");
}
