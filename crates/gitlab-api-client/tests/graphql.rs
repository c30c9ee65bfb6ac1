//! GraphQL: where it is asked, what its errors become, and what is sent twice.

#![allow(clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use gitlab_api_client::Client;
use gitlab_api_client::graphql::{
    CreateTimelineEvent, GraphQlError, GraphQlRequest, ListAlerts, ListTimelineEvents, SetIncidentSeverity,
    UpdateAlertStatus,
};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::types::{AlertStatus, IncidentSeverity};
use gitlab_core::{
    ApiError, ApiErrorKind, Delivery, Instance, IssueId, IssueIid, ProjectPath, TransportErrorKind,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use support::{Script, Step, TOKEN, builder, client};

#[derive(Debug, Deserialize, PartialEq)]
struct Data {
    project: Option<Project>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Project {
    id: String,
}

const QUERY: &str = "query($path: ID!) { project(fullPath: $path) { id } }";
const MUTATION: &str = "mutation($id: ID!) { doIt(id: $id) { errors } }";

async fn asked(document: &str, step: Step) -> (Result<Data, GraphQlError>, Arc<Script>) {
    let script = Script::of([step]);
    let result = client(&script).graphql(document, json!({ "path": "a/b" })).await;
    (result, script)
}

fn project() -> ProjectPath {
    "shop/api".parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn data_comes_in_the_type_that_was_asked_for() {
    let (data, script) =
        asked(QUERY, Step::json(r#"{"data":{"project":{"id":"gid://gitlab/Project/7"}}}"#)).await;
    assert_eq!(data.unwrap().project.unwrap().id, "gid://gitlab/Project/7");
    assert_eq!(script.lines(), ["POST https://gitlab.example.com/api/graphql"]);
    let headers = script.headers(0);
    assert_eq!(headers["authorization"], format!("Bearer {TOKEN}"));
    assert_eq!(headers["content-type"], "application/json");
    let body: Value = serde_json::from_slice(&script.body(0)).unwrap();
    assert_eq!(body, json!({ "query": QUERY, "variables": { "path": "a/b" } }));

    // No variables, and a project that is not there.
    let script = Script::of([Step::json(r#"{"data":{"project":null}}"#)]);
    let data: Data = client(&script).graphql("{ project(fullPath: \"x\") { id } }", ()).await.unwrap();
    assert_eq!(data, Data { project: None });
    assert!(!String::from_utf8_lossy(&script.body(0)).contains("variables"));
}

#[tokio::test(start_paused = true)]
async fn it_stands_below_a_sub_path_too() {
    let script = Script::of([Step::json(r#"{"data":{"project":null}}"#)]);
    let client = Client::builder(Instance::parse("https://example.com/gitlab/api/v4").unwrap())
        .transport(Arc::clone(&script) as Arc<dyn gitlab_core::Transport>)
        .clock(support::TestClock::new())
        .build()
        .unwrap();
    let _: Data = client.graphql(QUERY, ()).await.unwrap();
    assert_eq!(script.uris(), ["https://example.com/gitlab/api/graphql"]);
}

#[tokio::test(start_paused = true)]
async fn errors_with_status_200_have_the_kind_that_rest_would_give() {
    use ApiErrorKind::*;
    for (message, kind, retryable) in [
        (
            "The resource that you are attempting to access does not exist or you don't have permission to perform \
             this action",
            NotFound,
            false,
        ),
        ("Access denied: insufficient_granular_scope", Forbidden, false),
        ("You do not have permission to read this", Forbidden, false),
        ("This endpoint has been requested too many times. Try again later.", RateLimited, true),
        ("Timeout on Query.project", Server, true),
        ("Request timed out. Please try a less complex query or a smaller set of records.", Server, true),
        ("Invalid token", Unauthenticated, false),
        ("Field 'x' doesn't exist on type 'Project'", InvalidRequest, false),
        ("Parse error on \"}\" (RCURLY) at [1, 2]", InvalidRequest, false),
        ("Query has complexity of 500, which exceeds max complexity of 250", InvalidRequest, false),
    ] {
        for data in ["null", r#"{"project":null}"#] {
            let answer = format!(r#"{{"data":{data},"errors":[{{"message":{}}}]}}"#, json!(message));
            let (result, script) = asked(QUERY, Step::json(&answer)).await;
            let error = result.unwrap_err();
            assert_eq!((error.kind(), error.api().is_retryable()), (kind, retryable), "{message}");
            assert_eq!(error.messages()[0].message, message);
            assert_eq!(error.partial_data(), None);
            assert!(error.to_string().contains(message.get(..12).unwrap()), "{error}");
            assert_eq!(script.count(), 1);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_came_besides_the_errors_is_kept() {
    let answer = r#"{"data":{"project":{"id":"SECRET-1","issue":null}},
        "errors":[{"message":"no such issue","path":["project","issues",0],"extensions":{"code":"undefinedField"}},{}]}"#;
    let (result, _) = asked(QUERY, Step::json(answer)).await;
    let error = result.unwrap_err();
    assert_eq!(error.partial_data().unwrap()["project"]["id"], "SECRET-1");
    assert_eq!(error.messages()[0].path, "project.issues.0");
    assert_eq!(error.messages()[0].code.as_deref(), Some("undefinedField"));
    assert!(error.api().advice().unwrap().contains("version"));
    assert!(!format!("{error} {error:?}").contains("SECRET-1"));
    // What the document itself says is no word of the server.
    let answer = r#"{"errors":[{"message":"Field 'timeout' doesn't exist on type 'Forbidden'",
        "extensions":{"code":"undefinedField"}}]}"#;
    let (result, _) = asked(QUERY, Step::json(answer)).await;
    assert_eq!(result.unwrap_err().kind(), ApiErrorKind::InvalidRequest);
    // An error of GraphQL is an error like any other.
    let error = ApiError::from(error);
    assert_eq!(
        error.to_string(),
        "ask GraphQL: the request is not valid: no such issue (project.issues.0); it does not say why"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_no_answer_of_graphql_is_told_apart() {
    use ApiErrorKind::*;
    for (step, kind) in [
        (Step::status(401, r#"{"errors":[{"message":"Invalid token"}]}"#), Unauthenticated),
        (Step::status(403, r#"{"error":"insufficient_scope","scope":"api read_api"}"#), Forbidden),
        (Step::status(429, "Retry later"), RateLimited),
        (Step::status(404, "<html><title>Not Found</title>"), NotFound),
        (Step::json("<html><title>Sign in</title>"), UnexpectedResponse),
        (Step::json("{}"), UnexpectedResponse),
        (Step::json(r#"{"data":null}"#), UnexpectedResponse),
        (Step::json(r#"{"data":null,"errors":[]}"#), UnexpectedResponse),
        (Step::json(r#"{"data":{"project":{"id":7}}}"#), UnexpectedResponse),
        (Step::status(302, "").header("location", "https://evil.example/api/graphql"), Redirected),
        (Step::status(302, "").header("location", "/users/sign_in"), Redirected),
    ] {
        let (result, _) = asked(QUERY, step.clone()).await;
        let error = result.unwrap_err();
        assert_eq!(error.kind(), kind, "{step:?}");
        assert!(error.messages().is_empty() && error.partial_data().is_none());
    }
    let (result, _) = asked(QUERY, Step::json(r#"{"data":{"project":{"id":7}}}"#)).await;
    assert!(result.unwrap_err().to_string().ends_with("the field project.id has an unexpected value"));
    let (result, _) = asked(QUERY, Step::status(401, r#"{"errors":[{"message":"Invalid token"}]}"#)).await;
    assert!(result.unwrap_err().to_string().ends_with("Invalid token"));
}

#[tokio::test(start_paused = true)]
async fn case_12_a_mutation_is_never_sent_twice_and_a_query_is() {
    for fault in [
        Step::status(502, ""),
        Step::status(500, ""),
        Step::Fail(TransportErrorKind::Interrupted, Delivery::Unknown),
        Step::Silence,
    ] {
        let (result, script) = asked(MUTATION, fault.clone()).await;
        assert_eq!(script.count(), 1, "{fault:?}");
        assert_eq!(result.unwrap_err().api().delivery(), Delivery::Unknown, "{fault:?}");

        let script = Script::of([fault.clone(), Step::json(r#"{"data":{"project":null}}"#)]);
        let _: Data = client(&script).graphql(QUERY, ()).await.unwrap();
        assert_eq!(script.count(), 2, "{fault:?}");
    }
    // What GraphQL refused as a whole was not done; where data came besides the error, it may have been.
    let refused = |data: &str| Step::json(&format!(r#"{{"data":{data},"errors":[{{"message":"no"}}]}}"#));
    let (result, _) = asked(MUTATION, refused(r#"{"doIt":null}"#)).await;
    assert_eq!(result.unwrap_err().api().delivery(), Delivery::Refused);
    let (result, _) = asked(MUTATION, refused(r#"{"doIt":{"id":1}}"#)).await;
    assert_eq!(result.unwrap_err().api().delivery(), Delivery::Unknown);
    // An error below the field comes after the field was worked on, though nothing of it came back.
    let below = r#"{"data":{"doIt":null},"errors":[{"message":"no","path":["doIt","id"]}]}"#;
    let (result, _) = asked(MUTATION, Step::json(below)).await;
    assert_eq!(result.unwrap_err().api().delivery(), Delivery::Unknown);
}

#[tokio::test(start_paused = true)]
async fn an_operation_gives_its_own_type_and_its_own_errors() {
    let answer = r#"{"data":{"project":{"alertManagementAlerts":{"nodes":[{"iid":"12","title":"t"}],
        "pageInfo":{"hasNextPage":true,"endCursor":"c"}}}}}"#;
    let script = Script::of([Step::json(answer)]);
    let page = client(&script).graphql_send(&ListAlerts::new(project())).await.unwrap();
    assert_eq!((page.alerts[0].iid, page.next.as_deref()), (12, Some("c")));

    let script = Script::of([Step::json(r#"{"data":{"project":null}}"#)]);
    let error = client(&script).graphql_send(&ListAlerts::new(project())).await.unwrap_err();
    assert_eq!(error.to_string(), "list the alerts of shop/api: not found");

    let answer = r#"{"data":{"updateAlertStatus":{"alert":null,"errors":["Status is invalid"]}}}"#;
    let script = Script::of([Step::json(answer)]);
    let update = UpdateAlertStatus::new(project(), 12, AlertStatus::Resolved);
    let error = client(&script).graphql_send(&update).await.unwrap_err();
    assert_eq!((error.kind(), error.messages().len()), (ApiErrorKind::InvalidRequest, 1));
    assert_eq!(error.api().delivery(), Delivery::Refused);
    assert!(error.to_string().ends_with("Status is invalid"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn operations_that_change_something_are_sent_once() {
    let script = Script::of([Step::status(502, "")]);
    let client = client(&script);
    let moment = "2026-03-01T12:00:00Z".parse().unwrap();
    let (incident, iid) = (IssueId::new(76), IssueIid::new(6));
    let _ = client.graphql_send(&CreateTimelineEvent::new(incident, moment, "n")).await;
    let _ = client.graphql_send(&UpdateAlertStatus::new(project(), 1, AlertStatus::Resolved)).await;
    let _ = client.graphql_send(&SetIncidentSeverity::new(project(), iid, IncidentSeverity::Low)).await;
    assert_eq!(script.count(), 3);
    let _ = client.graphql_send(&ListTimelineEvents::new(project(), incident)).await;
    assert!(script.count() > 4);
}

#[tokio::test(start_paused = true)]
async fn the_answer_can_be_had_as_it_is() {
    let script =
        Script::of([Step::json(r#"{"data":{"a":1},"errors":[{"message":"no"}]}"#).header("x-a", "b")]);
    let request = GraphQlRequest::new("{ a b }");
    let answer = client(&script).send(&request).await.unwrap();
    assert_eq!(answer["data"]["a"], 1);
    let answer = client(&script).raw(&request).await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.headers()["x-a"]), (200, &"b".parse().unwrap()));
}

#[tokio::test(start_paused = true)]
async fn case_38_what_graphql_says_does_not_show_the_credential() {
    let token = "CANARY.of-no-known-shape";
    let key = Arc::new(StaticToken::bearer(AccessToken::new(token).unwrap()));
    let other = "glpat-CANARYCANARYCANARY";
    let error = |words: &str| {
        let error = json!({ "message": words, "path": ["a", words], "extensions": { "code": words } });
        json!({ "data": null, "errors": [error] }).to_string()
    };
    let long = format!("{}{token}", "x".repeat(990));
    for body in [error(&format!("{token} and {other} are bad")), error(&long)] {
        let script = Script::of([Step::json(&body)]);
        let client = builder(&script).authenticator(key.clone()).build().unwrap();
        let error = client.graphql::<Data>("{ a }", ()).await.unwrap_err();
        let said = format!("{error} {error:?} {:?}", error.messages());
        assert!(said.contains("[REDACTED]") && !said.contains("CANARY"), "{said}");
    }
    // A refusal in the payload of a mutation, and a field of another type.
    let refused =
        json!({ "data": { "issueSetSeverity": { "errors": [format!("not by {token}")], "issue": null } } });
    let client = |body: &Value| {
        builder(&Script::of([Step::json(&body.to_string())])).authenticator(key.clone()).build().unwrap()
    };
    let severity = SetIncidentSeverity::new(project(), IssueIid::new(5), IncidentSeverity::High);
    let error = client(&refused).graphql_send(&severity).await.unwrap_err();
    assert_eq!(error.messages()[0].message, "not by [REDACTED]");
    assert!(!format!("{error} {error:?}").contains("CANARY"));
    let data = json!({ "data": { token: "no number" } });
    let error =
        client(&data).graphql::<std::collections::BTreeMap<String, u64>>("{ a }", ()).await.unwrap_err();
    assert_eq!(error.api().message(), Some("the field [REDACTED] has an unexpected value"));
}
