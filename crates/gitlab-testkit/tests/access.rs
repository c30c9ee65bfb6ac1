//! Who may see and do what, and how refusals look.

mod common;

use common::{PROJECT, ask, get, get_as, gitlab, post_note, request, shop};
use gitlab_testkit::{GitLab, Scenario, Token};
use http::{Method, StatusCode};
use serde_json::json;

#[tokio::test]
async fn an_unknown_token_is_refused_even_where_none_is_needed() {
    let gitlab = gitlab();
    let answer = get_as(&gitlab, "projects/open%2Fsite", "made-up").await;
    assert_eq!(
        (answer.status, answer.json()),
        (StatusCode::UNAUTHORIZED, json!({ "message": "401 Unauthorized" }))
    );
    assert_eq!(get_as(&gitlab, "projects/open%2Fsite", "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn expired_and_revoked_tokens_say_so() {
    let gitlab = gitlab();
    for (token, words) in [("expired", "Token is expired."), ("revoked", "Token was revoked.")] {
        let answer = get_as(&gitlab, "user", token).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.json()["error"], "invalid_token");
        assert!(answer.json()["error_description"].as_str().unwrap().starts_with(words));
        assert!(answer.header("www-authenticate").contains("error=\"invalid_token\""));
    }
}

#[tokio::test]
async fn bearer_and_query_carry_tokens_too() {
    let gitlab = gitlab();
    let mut bearer = request(Method::GET, &gitlab, "user", "", None);
    bearer.headers_mut().insert("authorization", "Bearer omar-read".parse().unwrap());
    assert_eq!(ask(&gitlab, bearer).await.json()["username"], "omar");
    assert_eq!(get_as(&gitlab, "user?private_token=omar-read", "").await.json()["username"], "omar");
    let log = format!("{:?}", gitlab.requests());
    assert!(!log.contains("omar-read"), "no token is in the log: {log}");
    assert!(log.contains("private_token=[hidden]"));
}

#[tokio::test]
async fn strangers_are_told_that_a_private_project_is_not_there() {
    let gitlab = gitlab();
    for token in ["", "gia-api"] {
        let answer = get_as(&gitlab, &format!("projects/{PROJECT}"), token).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.json(), json!({ "message": "404 Project Not Found" }));
    }
}

#[tokio::test]
async fn bots_of_access_tokens_are_called_by_the_number_of_what_they_belong_to() {
    let gitlab = gitlab();
    let project = get(&gitlab, &format!("projects/{PROJECT}")).await.json();
    let (project, group) = (project["id"].clone(), project["namespace"]["id"].clone());
    for (token, beginning) in
        [("bot", format!("project_{project}_bot_")), ("group-bot", format!("group_{group}_bot_"))]
    {
        let user = get_as(&gitlab, "user", token).await.json();
        let username = user["username"].as_str().unwrap().to_owned();
        let random = username.strip_prefix(&beginning).unwrap_or_else(|| panic!("{username} of {token}"));
        assert!(random.len() == 16 && random.bytes().all(|byte| byte.is_ascii_hexdigit()), "{username}");
        assert_eq!(user["bot"], true);
    }
}

#[tokio::test]
async fn scopes_are_kept() {
    let gitlab = gitlab();
    let refused = post_note(&gitlab, "omar-read", "hello").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.json()["error"], "insufficient_scope");
    assert_eq!(refused.json()["scope"], "api");
    assert_eq!(refused.header("www-authenticate"), "(absent)");
    let listed = get_as(&gitlab, &format!("projects/{PROJECT}/jobs"), "code-only").await;
    assert_eq!(listed.json()["scope"], "api read_api");
    let file = format!("projects/{PROJECT}/repository/files/README.md?ref=v1.0");
    assert_eq!(get_as(&gitlab, &file, "code-only").await.status, StatusCode::OK);
    assert_eq!(get_as(&gitlab, "personal_access_tokens/self", "code-only").await.status, StatusCode::OK);
}

#[tokio::test]
async fn fine_grained_tokens_open_only_what_they_name() {
    let gitlab = gitlab();
    let path = format!("projects/{PROJECT}/merge_requests/1");
    assert_eq!(get_as(&gitlab, &path, "fine").await.status, StatusCode::OK);
    for path in ["version", "user", "personal_access_tokens/self"] {
        let refused = get_as(&gitlab, path, "fine").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(refused.json()["error"], "insufficient_granular_scope");
    }
}

#[tokio::test]
async fn job_tokens_are_taken_on_their_routes_only() {
    let gitlab = gitlab();
    let with_job_token = |path: &str| {
        let mut request = request(Method::GET, &gitlab, path, "", None);
        request.headers_mut().insert("job-token", "job".parse().unwrap());
        request
    };
    let releases = ask(&gitlab, with_job_token(&format!("projects/{PROJECT}/releases"))).await;
    assert_eq!(releases.status, StatusCode::OK);
    let merge_requests = ask(&gitlab, with_job_token(&format!("projects/{PROJECT}/merge_requests"))).await;
    assert_eq!(merge_requests.status, StatusCode::NOT_FOUND, "elsewhere it counts as nothing");
    assert_eq!(get_as(&gitlab, "user", "job").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn project_and_group_tokens_are_bots_with_a_role() {
    let gitlab = gitlab();
    let user = get_as(&gitlab, "user", "bot").await.json();
    assert_eq!(user["bot"], true);
    assert_eq!(post_note(&gitlab, "bot", "hello").await.status, StatusCode::CREATED);
    assert_eq!(get_as(&gitlab, "projects/shop%2Fcharts", "bot").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get_as(&gitlab, "projects/shop%2Fcharts", "group-bot").await.status, StatusCode::OK);
}

#[tokio::test]
async fn anonymous_readers_of_public_projects_see_what_gitlab_shows_them() {
    let gitlab = gitlab();
    let base = "projects/open%2Fsite";
    for path in ["merge_requests", "pipelines", "repository/commits", "repository/tree", "releases"] {
        assert_eq!(get_as(&gitlab, &format!("{base}/{path}"), "").await.status, StatusCode::OK, "{path}");
    }
    for path in ["jobs", "environments", "deployments"] {
        assert_eq!(
            get_as(&gitlab, &format!("{base}/{path}"), "").await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    let path = format!("{base}/merge_requests/1/notes");
    let refused = ask(&gitlab, request(Method::POST, &gitlab, &path, "", Some(json!({ "body": "x" })))).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn blocked_users_are_refused_everywhere() {
    let scenario = Scenario::new()
        .user_with("mallory", |user| user.blocked(true))
        .token(Token::personal("blocked", "mallory").scopes(["api"]));
    let gitlab = GitLab::new(scenario).unwrap();
    let answer = get_as(&gitlab, "user", "blocked").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.json()["message"].as_str().unwrap().starts_with("403 Forbidden - "));
}

#[tokio::test]
async fn a_moved_project_answers_301_with_its_number() {
    let gitlab = gitlab();
    let moved = get(&gitlab, "projects/shop%2Ftill/merge_requests?state=opened").await;
    assert_eq!(moved.status, StatusCode::MOVED_PERMANENTLY);
    let id = get(&gitlab, &format!("projects/{PROJECT}")).await.json()["id"].clone();
    assert_eq!(
        moved.header("location"),
        format!("https://gitlab.example.com/api/v4/projects/{id}/merge_requests?state=opened")
    );
    let stranger = get_as(&gitlab, "projects/shop%2Ftill", "gia-api").await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND, "where it went is not told to strangers");
    let old = GitLab::new(shop().version("16.0.0")).unwrap();
    assert_eq!(get(&old, "projects/shop%2Ftill").await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_debug_output_holds_a_token() {
    let scenario = shop();
    let text = format!("{scenario:?}{:?}{:?}", GitLab::builder(scenario.clone()), gitlab());
    for secret in ["maria-api", "omar-read", "group-bot", "code-only"] {
        assert!(!text.contains(&format!("\"{secret}\"")), "{secret}");
    }
}

#[tokio::test]
async fn a_base_url_without_the_api_leads_to_the_sign_in_page() {
    let gitlab = gitlab();
    let url = format!("{}projects/1", gitlab.instance().web_url());
    let request = http::Request::get(url).body(bytes::Bytes::new()).unwrap();
    let answer = ask(&gitlab, request).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(answer.header("location"), "https://gitlab.example.com/users/sign_in");
    assert!(answer.header("content-type").starts_with("text/html"));
}
