//! What the tests of the testkit share: a shop with an incident, and a way to ask.
#![allow(dead_code, unreachable_pub, reason = "each test program includes this and uses a part of it")]
#![allow(clippy::expect_used, clippy::panic, reason = "what goes wrong here fails the test that asks")]

use bytes::Bytes;
use gitlab_core::Transport as _;
use gitlab_testkit::{GitLab, Role, Scenario, Token, Trace};
use http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;

pub const PROJECT: &str = "shop%2Fcheckout";

pub fn shop() -> Scenario {
    Scenario::new()
        .user("maria")
        .user("omar")
        .user("gia")
        .user_with("root", |user| user.admin(true))
        .token(Token::personal("maria-api", "maria").scopes(["api"]))
        .token(Token::personal("omar-read", "omar").scopes(["read_api"]))
        .token(Token::personal("gia-api", "gia").scopes(["api"]))
        .token(Token::personal("expired", "maria").scopes(["api"]).expires_at("2020-01-01"))
        .token(Token::personal("revoked", "maria").scopes(["api"]).revoked(true))
        .token(Token::personal("code-only", "maria").scopes(["read_repository"]))
        .token(Token::personal("fine", "maria").permissions(["read_merge_request"]))
        .token(Token::project("bot", "shop/checkout", Role::Developer).scopes(["api"]))
        .token(Token::group("group-bot", "shop", Role::Reporter).scopes(["read_api"]))
        .token(Token::job("job", "shop/checkout", "maria"))
        .project("shop/checkout", |project| {
            project
                .formerly("shop/till")
                .member("maria", Role::Maintainer)
                .member("omar", Role::Reporter)
                .commit("start", |commit| {
                    commit
                        .at("-3d")
                        .author("maria")
                        .file("src/tax.rs", "pub fn tax() -> u32 {\n    19\n}\n")
                        .file("src/old.rs", "// old\n// file\n// of three lines\n")
                        .file("logo.png", b"\x89PNG\0\x01".to_vec())
                        .file("README.md", "# Checkout\n")
                })
                .commit("rounding", |commit| {
                    commit
                        .on("rounding")
                        .author("omar")
                        .at("-5h")
                        .message("Round the tax down\n\nNobody pays for halves.\n\nChangelog: changed")
                        .file("src/tax.rs", "pub fn tax() -> u32 {\n    18\n}\n")
                        .rename("src/old.rs", "src/new.rs")
                        .file("logo.png", b"\x89PNG\0\x02".to_vec())
                        .delete("README.md")
                })
                .commit("merge", |commit| {
                    commit.merging("rounding").author("maria").at("-4h").message("Merge branch 'rounding'")
                })
                .commit("next", |commit| {
                    commit.on("next").author("omar").at("-1h").file("next.txt", "next\n")
                })
                .tag("v1.0", "start")
                .tag("v1.1", "merge")
                .merge_request("Round the tax down", |merge_request| {
                    merge_request
                        .from("rounding")
                        .author("omar")
                        .description("Fixes the *halves*.")
                        .reviewer("maria")
                        .label("bug")
                        .merged("merge")
                        .note("maria", "Looks good")
                })
                .merge_request("Next", |merge_request| merge_request.from("next").author("omar").label("bug"))
                .pipeline("rounding", |pipeline| {
                    pipeline
                        .merge_request(1)
                        .job("lint", |job| job.stage("check").allow_failure(true).failed("script_failure"))
                        .job("unit", |job| job.retried(true).failed("runner_system_failure"))
                        .job("unit", |job| {
                            job.failed("script_failure")
                                .trace(Trace::new().text("$ cargo test\n").lines(3, "test {n}\n"))
                                .artifact("archive", "artifacts.zip", 1234)
                        })
                        .tests("unit", |suite| {
                            suite.passed("adds").failed("rounds", "left: 19, right: 18").case(
                                "skips",
                                |case| {
                                    case.status("skipped").classname("tax").file("src/tax.rs").seconds(0.5)
                                },
                            )
                        })
                })
                .pipeline("merge", |pipeline| {
                    pipeline
                        .name("release")
                        .job("build", |job| job.stage("build"))
                        .job("deploy", |job| job.stage("deploy"))
                        .bridge("downstream", |bridge| bridge.project("shop/charts").pipeline("charts"))
                })
                .deployment("production", "start", |deployment| deployment.created_at("-2d"))
                .deployment("production", "merge", |deployment| deployment.job("deploy"))
                .release("v1.1", |release| release.name("Release 1.1").description("Rounds").author("maria"))
                .issue("Too little tax", |issue| {
                    issue
                        .author("omar")
                        .incident(true)
                        .severity("high")
                        .label("incident")
                        .note("maria", "On it")
                })
        })
        .project("shop/charts", |project| {
            project
                .member("maria", Role::Developer)
                .commit("charts", |commit| commit.file("a", "b\n"))
                .pipeline("charts", |pipeline| {
                    pipeline
                        .name("charts")
                        .source("pipeline")
                        .job("render", |job| job.failed("script_failure"))
                })
        })
        .project("open/site", |project| {
            project
                .public()
                .commit("start", |commit| commit.file("index.html", "<p>hello</p>\n"))
                .merge_request("Better", |merge_request| merge_request.from("main"))
                .pipeline("start", |pipeline| pipeline.job("pages", |job| job.trace("published\n")))
        })
}

pub fn gitlab() -> GitLab {
    GitLab::new(shop()).expect("a possible scenario")
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("(absent)", |value| value.to_str().expect("a text"))
    }
}

pub fn request(
    method: Method,
    gitlab: &GitLab,
    path: &str,
    token: &str,
    body: Option<Value>,
) -> Request<Bytes> {
    let url = format!("{}{path}", gitlab.instance().api_url());
    let mut request = Request::builder().method(method).uri(url);
    if !token.is_empty() {
        request = request.header("PRIVATE-TOKEN", token);
    }
    let body = match body {
        Some(body) => {
            request = request.header("content-type", "application/json");
            body.to_string().into()
        }
        None => Bytes::new(),
    };
    request.body(body).expect("a valid request")
}

pub async fn ask(gitlab: &GitLab, request: Request<Bytes>) -> Answer {
    let answer = gitlab.send(request).await.expect("an answer");
    let (head, body) = answer.into_parts();
    let body = body.collect(16 * 1024 * 1024).await.expect("a whole body");
    Answer { status: head.status, headers: head.headers, text: String::from_utf8_lossy(&body).into_owned() }
}

/// Reads as maria, who may see everything of the shop.
pub async fn get(gitlab: &GitLab, path: &str) -> Answer {
    get_as(gitlab, path, "maria-api").await
}

pub async fn get_as(gitlab: &GitLab, path: &str, token: &str) -> Answer {
    ask(gitlab, request(Method::GET, gitlab, path, token, None)).await
}

pub async fn post_note(gitlab: &GitLab, token: &str, body: &str) -> Answer {
    let path = format!("projects/{PROJECT}/merge_requests/2/notes");
    ask(gitlab, request(Method::POST, gitlab, &path, token, Some(serde_json::json!({ "body": body })))).await
}
