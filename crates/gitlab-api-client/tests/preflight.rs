//! What a preflight asks, and what it says of each kind of token and each way to fail.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test says so")]

mod support;

use async_trait::async_trait;
use gitlab_api_client::preflight::{Ability, Check, Finding, Level, PreflightReport, TokenKind, Wanted};
use gitlab_api_client::{Client, RetryPolicy};
use gitlab_core::types::AccessLevel;
use gitlab_core::{
    AuthError, AuthErrorKind, AuthHeaders, Authenticator, Delivery, Instance, Rejection, Transport,
    TransportErrorKind,
};
use http::{HeaderValue, header::AUTHORIZATION};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use support::{BASE, Script, Step, TOKEN, TestClock, builder};

const USER: &str = r#"{"id":5,"username":"ada","web_url":"https://gitlab.example.com/ada"}"#;
const PAT: &str = r#"{"id":4,"name":"rca","revoked":false,"active":true,"scopes":["api"],"user_id":5,"expires_at":"2027-01-31"}"#;
const VERSION: &str = r#"{"version":"18.6.0-ee","revision":"abc","enterprise":true}"#;
const GRANULAR: &str = r#"{"error":"insufficient_granular_scope","error_description":"Access denied"}"#;
const UNKNOWN: &str = r#"{"message":"401 Unauthorized"}"#;
const NO_SCOPE: &str = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#;
const HTML: &str = "<!DOCTYPE html><title>Sign in</title>";
const ALL: [Ability; 3] = [Ability::Read, Ability::WriteBack, Ability::Hooks];

/// A GitLab that answers each path as set, and what is not set as its router does.
struct GitLab(BTreeMap<&'static str, Step>);

impl GitLab {
    /// Where a maintainer asks with a personal access token.
    fn good() -> Self {
        Self(BTreeMap::new())
            .set("user", Step::json(USER))
            .set("personal_access_tokens/self", Step::json(PAT))
            .set("metadata", Step::json(VERSION))
            .project(r#""permissions":{"project_access":{"access_level":40},"group_access":null}"#)
    }

    /// Where every question is answered in this way.
    fn all(step: &Step) -> Self {
        let paths = [
            "user",
            "personal_access_tokens/self",
            "metadata",
            "version",
            "projects/shop%2Fcheckout",
            "job",
            "oauth/token/info",
            "projects/7/members/all/5",
        ];
        Self(paths.into_iter().map(|path| (path, step.clone())).collect())
    }

    fn set(mut self, path: &'static str, step: Step) -> Self {
        self.0.insert(path, step);
        self
    }

    fn user(self, name: &str) -> Self {
        self.set("user", Step::json(&format!(r#"{{"id":5,"username":"{name}"}}"#)))
    }

    fn token(self, fields: &str) -> Self {
        self.set("personal_access_tokens/self", Step::json(&format!(r#"{{"id":4,"user_id":5,{fields}}}"#)))
    }

    fn project(self, fields: &str) -> Self {
        self.set(
            "projects/shop%2Fcheckout",
            Step::json(&format!(r#"{{"id":7,"path_with_namespace":"shop/checkout",{fields}}}"#)),
        )
    }

    fn script(self) -> Arc<Script> {
        Script::by(move |request, _| {
            let uri = request.uri().to_string();
            let path = uri.strip_prefix(BASE).or_else(|| uri.strip_prefix("https://gitlab.example.com/"));
            let set = path.and_then(|path| self.0.get(path)).cloned();
            set.unwrap_or_else(|| Step::status(404, r#"{"error":"404 Not Found"}"#))
        })
    }

    async fn asked(self, abilities: impl IntoIterator<Item = Ability>) -> (PreflightReport, Arc<Script>) {
        let script = self.script();
        let client = builder(&script).retry(RetryPolicy::none()).build().unwrap();
        let report = client.preflight(&wanted(abilities)).await;
        for line in script.lines() {
            assert!(line.starts_with("GET "), "{line}");
        }
        let shown = format!("{report} {report:?} {}", serde_json::to_string(&report).unwrap());
        assert!(!shown.contains(TOKEN), "{shown}");
        (report, script)
    }
}

fn wanted(abilities: impl IntoIterator<Item = Ability>) -> Wanted {
    Wanted::new(abilities).in_project("shop/checkout".parse().unwrap())
}

fn of(report: &PreflightReport, check: Check, ability: Option<Ability>) -> &Finding {
    let found = report.findings.iter().find(|finding| finding.check == check && finding.ability == ability);
    found.unwrap_or_else(|| panic!("no finding about {check} ({ability:?}):\n{report}"))
}

fn level(report: &PreflightReport, check: Check) -> Level {
    of(report, check, None).level
}

#[track_caller]
fn says(finding: &Finding, level: Level, message: &str, advice: &str) {
    assert_eq!(finding.level, level, "{finding:?}");
    assert!(finding.message.contains(message), "{finding:?}");
    assert!(finding.advice.as_deref().unwrap_or_default().contains(advice), "{finding:?}");
}

fn sorted(script: &Script) -> Vec<String> {
    let mut lines = script.lines();
    lines.sort();
    lines
}

#[tokio::test(start_paused = true)]
async fn a_good_personal_token_takes_four_questions() {
    let (report, script) = GitLab::good().asked(ALL).await;
    assert_eq!(
        sorted(&script),
        ["GET metadata", "GET personal_access_tokens/self", "GET projects/shop%2Fcheckout", "GET user"]
    );
    assert!(report.ready(), "{report}");
    assert_eq!(
        report.of_level(Level::Problem).count() + report.of_level(Level::Warning).count(),
        0,
        "{report}"
    );
    assert_eq!(report.token_kind, TokenKind::Personal);
    assert_eq!(report.user.as_ref().unwrap().username, "ada");
    assert_eq!(report.scopes.as_deref().unwrap(), ["api"]);
    assert_eq!((report.days_left, report.access_level), (Some(330), Some(AccessLevel::MAINTAINER)));
    assert_eq!(report.version.as_ref().unwrap().to_string(), "18.6.0-ee");
    for ability in ALL {
        assert_eq!(of(&report, Check::Scope, Some(ability)).level, Level::Ok);
        assert_eq!(of(&report, Check::Role, Some(ability)).level, Level::Ok);
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_project_no_role_is_looked_at() {
    let script = GitLab::good().script();
    let report = builder(&script).build().unwrap().preflight(&Wanted::new(ALL)).await;
    assert_eq!(script.count(), 3);
    assert!(report.ready() && report.findings.iter().all(|finding| finding.check != Check::Role), "{report}");
}

#[tokio::test(start_paused = true)]
async fn the_questions_are_asked_side_by_side() {
    let mut gitlab = GitLab::good()
        .set("projects/7/members/all/5", Step::json(r#"{"id":5,"username":"ada","access_level":30}"#));
    gitlab = gitlab.project(r#""permissions":{"project_access":null,"group_access":null}"#);
    for step in gitlab.0.values_mut() {
        *step = step.clone().after(Duration::from_secs(1));
    }
    let started = tokio::time::Instant::now();
    let (report, script) = gitlab.asked(ALL).await;
    assert_eq!((script.count(), started.elapsed().as_secs()), (5, 2), "{:?}", script.lines());
    assert_eq!(report.access_level, Some(AccessLevel::DEVELOPER));
}

#[tokio::test(start_paused = true)]
async fn bots_of_projects_and_groups_are_known() {
    for (name, kind) in [
        ("project_7_bot_1f2e3d", TokenKind::Project),
        ("project_7_bot", TokenKind::Project),
        ("group_3_bot_1f2e3d", TokenKind::Group),
        ("project_manager", TokenKind::Personal),
    ] {
        let (report, script) = GitLab::good().user(name).asked(ALL).await;
        assert_eq!((report.token_kind, script.count(), report.ready()), (kind, 4, true), "{name}");
        says(of(&report, Check::Token, None), Level::Ok, &kind.to_string(), "");
    }
}

#[tokio::test(start_paused = true)]
async fn case_72_a_missing_scope_is_told_before_any_write() {
    let gitlab = || GitLab::good().token(r#""scopes":["read_api","self_rotate"],"expires_at":null"#);
    let (report, _) = gitlab().asked(ALL).await;
    assert!(!report.ready());
    assert_eq!(of(&report, Check::Scope, Some(Ability::Read)).level, Level::Ok);
    for ability in [Ability::WriteBack, Ability::Hooks] {
        let finding = of(&report, Check::Scope, Some(ability));
        says(
            finding,
            Level::Problem,
            "lacks api; it has read_api, self_rotate",
            "a token with the scope api",
        );
    }
    assert!(gitlab().asked([Ability::Read]).await.0.ready());

    let (report, _) = GitLab::good().token(r#""scopes":["read_repository"]"#).asked([Ability::Read]).await;
    says(
        of(&report, Check::Scope, Some(Ability::Read)),
        Level::Problem,
        "lacks read_api or api",
        "the scope read_api",
    );

    // Where GitLab refuses to say who asks, that says enough; also where it cannot tell the scopes, before 15.5.
    for gitlab in [GitLab::good(), GitLab::good().set("personal_access_tokens/self", Step::status(404, "{}"))]
    {
        let refused = || Step::status(403, NO_SCOPE);
        let gitlab = gitlab.set("user", refused()).set("projects/shop%2Fcheckout", refused());
        let (report, script) =
            gitlab.token_if_set(r#""scopes":["read_repository"]"#).asked([Ability::Read]).await;
        assert_eq!(script.count(), 4);
        assert!(!report.ready());
        assert_eq!(level(&report, Check::Server), Level::Ok);
        says(of(&report, Check::Token, None), Level::Unknown, "GitLab knows the token", "");
        says(
            of(&report, Check::Scope, Some(Ability::Read)),
            Level::Problem,
            "lacks read_api or api",
            "read_api",
        );
    }
}

impl GitLab {
    fn token_if_set(self, fields: &str) -> Self {
        match self.0.get("personal_access_tokens/self") {
            Some(Step::Answer { status: 200, .. }) => self.token(fields),
            _ => self,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_days_left_are_counted_by_the_calendar_in_utc() {
    for (expires, days, level_wanted) in [
        ("2026-03-22", 15, Level::Ok),
        ("2026-03-21", 14, Level::Warning),
        ("2026-03-08", 1, Level::Warning),
        ("2026-03-07", 0, Level::Problem),
        ("2025-03-07", -365, Level::Problem),
    ] {
        let (report, _) =
            GitLab::good().token(&format!(r#""scopes":["api"],"expires_at":"{expires}""#)).asked(ALL).await;
        assert_eq!(report.days_left, Some(days), "{expires}");
        let finding = of(&report, Check::Expiry, None);
        says(finding, level_wanted, expires, if level_wanted == Level::Ok { "" } else { "new" });
        assert_eq!(report.ready(), level_wanted != Level::Problem);
    }
    let (report, _) = GitLab::good().token(r#""scopes":["api"],"expires_at":null"#).asked(ALL).await;
    assert_eq!((report.days_left, level(&report, Check::Expiry)), (None, Level::Ok));
}

#[tokio::test(start_paused = true)]
async fn a_dead_token_is_a_problem_and_says_how_it_died() {
    let dead = |words: &str| {
        Step::status(401, &format!(r#"{{"error":"invalid_token","error_description":"{words}"}}"#))
    };
    for (step, advice, requests) in [
        (dead("Token is expired. You can either do re-authorization or token refresh."), "has expired", 4),
        (dead("Token was revoked. You have to re-authorize from the user."), "was revoked", 4),
        // It might have been that of a job.
        (Step::status(401, UNKNOWN), "does not know this token", 5),
    ] {
        let (report, script) = GitLab::all(&step).asked(ALL).await;
        assert_eq!(script.count(), requests, "{:?}", script.lines());
        assert_eq!((report.ready(), report.token_kind), (false, TokenKind::Unknown));
        says(of(&report, Check::Token, None), Level::Problem, "HTTP 401", advice);
        assert_eq!(level(&report, Check::Server), Level::Ok, "GitLab itself answers");
        assert_eq!(report.of_level(Level::Problem).count(), 1, "one cause, one problem: {report}");
    }
    let (report, _) =
        GitLab::good().token(r#""name":"rca","scopes":["api"],"revoked":true"#).asked(ALL).await;
    says(of(&report, Check::Token, None), Level::Problem, "\"rca\" is revoked", "new token");
}

#[tokio::test(start_paused = true)]
async fn a_fine_grained_token_that_may_not_ask_is_unknown_and_ready() {
    let (report, script) = GitLab::all(&Step::status(403, GRANULAR)).asked(ALL).await;
    assert_eq!(script.count(), 4, "{:?}", script.lines());
    assert!(report.ready(), "{report}");
    assert_eq!((report.token_kind, &report.user, &report.scopes), (TokenKind::FineGrained, &None, &None));
    assert_eq!(report.of_level(Level::Warning).count(), 0);
    assert_eq!(level(&report, Check::Server), Level::Ok);
    for finding in report.findings.iter().filter(|finding| finding.check != Check::Server) {
        assert_eq!(finding.level, Level::Unknown, "{finding:?}");
    }

    // One that may ask about itself: its scope is a mark, and says nothing about what it may do.
    let (report, script) =
        GitLab::good().token(r#""scopes":["granular"],"expires_at":"2026-03-10""#).asked(ALL).await;
    assert_eq!((script.count(), report.token_kind, report.ready()), (4, TokenKind::FineGrained, true));
    assert_eq!((report.days_left, level(&report, Check::Expiry)), (Some(3), Level::Warning));
    says(of(&report, Check::Token, None), Level::Ok, "a fine-grained token of @ada", "");
    says(of(&report, Check::Scope, Some(Ability::Hooks)), Level::Unknown, "permissions", "manage webhooks");
}

#[tokio::test(start_paused = true)]
async fn a_classic_token_is_refused_where_only_fine_grained_ones_are_let_in() {
    let gitlab = GitLab::good().set("projects/shop%2Fcheckout", Step::status(403, GRANULAR));
    let (report, _) = gitlab.asked([Ability::Read]).await;
    assert_eq!((report.token_kind, report.ready()), (TokenKind::Personal, false));
    says(
        of(&report, Check::Role, Some(Ability::Read)),
        Level::Problem,
        "fine-grained tokens only",
        "make a fine-grained token",
    );
}

#[derive(Debug, Default)]
struct Refreshing {
    rejected: AtomicU64,
}

#[async_trait]
impl Authenticator for Refreshing {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        Ok(AuthHeaders::new(AUTHORIZATION, HeaderValue::from_static("Bearer oauth"), 1))
    }

    async fn rejected(&self, _: u64) -> Result<Rejection, AuthError> {
        self.rejected.fetch_add(1, Ordering::Relaxed);
        Ok(Rejection::Final)
    }
}

#[tokio::test(start_paused = true)]
async fn an_oauth_token_is_known_and_never_refreshed_for_a_question() {
    let refused = Step::status(
        400,
        r#"{"message":"400 Bad request - This endpoint requires token type to be a personal access token"}"#,
    );
    let info = r#"{"resource_owner_id":5,"scope":["read_api"],"expires_in":7000,"application":{"uid":"a"},"created_at":1760000000}"#;
    let gitlab = || {
        GitLab::good()
            .set("personal_access_tokens/self", refused.clone())
            .set("oauth/token/info", Step::json(info))
    };
    let script = gitlab().script();
    let authenticator = Arc::new(Refreshing::default());
    let client =
        builder(&script).authenticator(Arc::clone(&authenticator) as Arc<dyn Authenticator>).build().unwrap();
    let report = client.preflight(&wanted([Ability::Read])).await;
    assert_eq!((script.count(), authenticator.rejected.load(Ordering::Relaxed)), (5, 0));
    assert!(script.lines().contains(&"GET https://gitlab.example.com/oauth/token/info".to_owned()));
    assert_eq!((report.token_kind, report.ready(), report.days_left), (TokenKind::OAuth, true, Some(0)));
    says(of(&report, Check::Expiry, None), Level::Ok, "116 minutes", "");
    assert!(
        !gitlab().asked([Ability::WriteBack]).await.0.ready(),
        "its scopes count as those of other tokens"
    );
}

#[tokio::test(start_paused = true)]
async fn before_15_5_a_token_does_not_tell_of_itself_and_that_is_no_proof_of_oauth() {
    let gitlab = |name: &str| {
        GitLab::good()
            .user(name)
            .set("personal_access_tokens/self", Step::status(400, r#"{"error":"id is invalid"}"#))
            .set(
                "oauth/token/info",
                Step::status(
                    401,
                    r#"{"error":"invalid_token","error_description":"The access token is invalid"}"#,
                ),
            )
            .set("metadata", Step::status(404, r#"{"error":"404 Not Found"}"#))
            .set("version", Step::json(r#"{"version":"13.12.15","revision":"f635590"}"#))
    };
    for (name, kind) in [("ada", TokenKind::Personal), ("project_7_bot1", TokenKind::Project)] {
        let (report, script) = gitlab(name).asked(ALL).await;
        assert_eq!((script.count(), report.token_kind, report.ready()), (6, kind, true), "{report}");
        assert_eq!(level(&report, Check::Expiry), Level::Unknown);
        says(of(&report, Check::Scope, Some(Ability::WriteBack)), Level::Unknown, "does not tell", "has api");
        assert_eq!(
            (report.version.unwrap().to_string().as_str(), level_of_version("13.12.15").await),
            ("13.12.15", Level::Ok)
        );
    }
    // Where the other question fails by chance, the kind stays open.
    let (report, _) = gitlab("ada").set("oauth/token/info", Step::status(503, "")).asked(ALL).await;
    assert_eq!((report.token_kind, report.ready()), (TokenKind::Unknown, true));
}

async fn level_of_version(version: &str) -> Level {
    let gitlab = GitLab::good().set("metadata", Step::json(&format!(r#"{{"version":"{version}"}}"#)));
    level(&gitlab.asked(ALL).await.0, Check::Version)
}

#[tokio::test(start_paused = true)]
async fn an_old_or_hidden_version_is_told_and_blocks_nothing() {
    assert_eq!(level_of_version("13.11.7").await, Level::Warning);
    assert_eq!(level_of_version("12.10.0-ee").await, Level::Warning);
    assert_eq!(level_of_version("19.4.0-pre").await, Level::Ok);
    assert_eq!(level_of_version("hidden").await, Level::Unknown);
    let (report, _) = GitLab::good().set("metadata", Step::status(403, GRANULAR)).asked(ALL).await;
    assert_eq!((level(&report, Check::Version), report.ready()), (Level::Unknown, true));
}

#[tokio::test(start_paused = true)]
async fn a_job_token_is_known_by_its_job_and_unknown_in_the_rest() {
    let job = r#"{"id":11,"name":"deploy","status":"running","user":{"id":5,"username":"ada"}}"#;
    let (report, script) =
        GitLab::all(&Step::status(401, UNKNOWN)).set("job", Step::json(job)).asked(ALL).await;
    assert_eq!((script.count(), script.lines().last().unwrap().as_str()), (5, "GET job"));
    assert_eq!((report.token_kind, report.ready()), (TokenKind::Job, true), "{report}");
    says(of(&report, Check::Token, None), Level::Unknown, "a job token of @ada", "project access token");
    for ability in ALL {
        assert_eq!(of(&report, Check::Scope, Some(ability)).level, Level::Unknown);
        assert_eq!(of(&report, Check::Role, Some(ability)).level, Level::Unknown);
    }
}

fn anonymous(script: &Arc<Script>) -> Client {
    Client::builder(Instance::parse(BASE).unwrap())
        .transport(Arc::clone(script) as Arc<dyn Transport>)
        .clock(TestClock::new())
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn without_a_token_only_what_is_public_is_asked_for() {
    let gitlab = || GitLab::all(&Step::status(401, UNKNOWN)).project(r#""visibility":"public""#);
    let script = gitlab().script();
    let report = anonymous(&script).preflight(&wanted([Ability::Read])).await;
    assert_eq!(sorted(&script), ["GET metadata", "GET projects/shop%2Fcheckout"]);
    assert!((0..2).all(|request| !script.headers(request).contains_key(AUTHORIZATION)));
    assert_eq!((report.ready(), report.token_kind), (true, TokenKind::Anonymous), "{report}");
    says(of(&report, Check::Token, None), Level::Warning, "no token", "GITLAB_ACCESS_TOKEN");
    says(of(&report, Check::Role, Some(Ability::Read)), Level::Ok, "public", "");

    let report = anonymous(&gitlab().script()).preflight(&wanted(ALL)).await;
    for ability in [Ability::WriteBack, Ability::Hooks] {
        assert_eq!(of(&report, Check::Scope, Some(ability)).level, Level::Problem);
    }
    let hidden =
        gitlab().set("projects/shop%2Fcheckout", Step::status(404, r#"{"message":"404 Project Not Found"}"#));
    let report = anonymous(&hidden.script()).preflight(&wanted([Ability::Read])).await;
    assert_eq!((report.ready(), level(&report, Check::Server)), (false, Level::Ok), "{report}");
}

#[tokio::test(start_paused = true)]
async fn the_role_in_the_project_is_measured_by_what_is_wanted() {
    use Level::{Ok, Problem, Unknown, Warning};
    let private = |project: &str, group: &str| {
        format!(
            r#""visibility":"private","permissions":{{"project_access":{project},"group_access":{group}}}"#
        )
    };
    let open = |role: &str| {
        format!(r#""visibility":"public","permissions":{{"project_access":{role},"group_access":null}}"#)
    };
    let (guest, planner, reporter) =
        (r#"{"access_level":10}"#, r#"{"access_level":15}"#, r#"{"access_level":20}"#);
    let (developer, owner) = (r#"{"access_level":30}"#, r#"{"access_level":50}"#);
    for (fields, levels) in [
        (private(guest, "null"), [Problem, Problem, Problem]),
        (private(planner, "null"), [Problem, Problem, Problem]),
        (private(reporter, "null"), [Ok, Ok, Problem]),
        (private(guest, developer), [Ok, Ok, Problem]),
        (private(reporter, owner), [Ok, Ok, Ok]),
        (open(guest), [Warning, Warning, Problem]),
        (open("null"), [Warning, Warning, Problem]),
        (format!("{},\"archived\":true", private(owner, "null")), [Ok, Problem, Ok]),
    ] {
        let gitlab = GitLab::good().project(&fields);
        let gitlab =
            gitlab.set("projects/7/members/all/5", Step::status(404, r#"{"message":"404 Not found"}"#));
        let (report, script) = gitlab.asked(ALL).await;
        let found = ALL.map(|ability| of(&report, Check::Role, Some(ability)).level);
        assert_eq!(found, levels, "{fields}\n{report}");
        assert_eq!(script.count(), if fields.contains(r#""project_access":null"#) { 5 } else { 4 });
    }

    // A group that was invited is told by neither of both.
    let shared = || GitLab::good().project(&private("null", "null"));
    let member = Step::json(r#"{"id":5,"username":"ada","access_level":30}"#);
    let (report, _) = shared().set("projects/7/members/all/5", member).asked(ALL).await;
    assert_eq!(report.access_level, Some(AccessLevel::DEVELOPER));
    let (report, _) =
        shared().set("projects/7/members/all/5", Step::status(403, GRANULAR)).asked([Ability::Read]).await;
    assert_eq!((of(&report, Check::Role, Some(Ability::Read)).level, report.ready()), (Unknown, true));

    let admin = Step::json(r#"{"id":5,"username":"root","is_admin":true}"#);
    let (report, script) = shared().set("user", admin).asked(ALL).await;
    assert_eq!((report.ready(), script.count()), (true, 4), "{report}");
}

#[tokio::test(start_paused = true)]
async fn a_hidden_or_misspelt_project_is_a_problem() {
    let gitlab = GitLab::good()
        .set("projects/shop%2Fcheckout", Step::status(404, r#"{"message":"404 Project Not Found"}"#));
    let (report, script) = gitlab.asked([Ability::Read]).await;
    assert_eq!((script.count(), report.ready()), (4, false));
    says(of(&report, Check::Role, Some(Ability::Read)), Level::Problem, "not found", "may not see");
    assert_eq!(level(&report, Check::Token), Level::Ok);
}

#[tokio::test(start_paused = true)]
async fn what_does_not_answer_as_gitlab_is_a_problem_of_the_server() {
    let lost = Step::Fail(TransportErrorKind::Resolve, Delivery::NotSent);
    let tls = Step::Fail(TransportErrorKind::Tls, Delivery::NotSent);
    let home = Step::status(302, "").header("location", "https://sso.example.org/");
    for (step, advice) in [
        (Step::status(200, HTML), "/api/v4"),
        (Step::status(404, HTML), "/api/v4"),
        (Step::status(404, r#"{"error":"404 Not Found"}"#), "/api/v4"),
        (Step::status(403, "Forbidden\n"), "this machine's address"),
        (Step::status(503, ""), "try again later"),
        (lost, "DNS"),
        (tls, "certificate"),
        (home, "base URL"),
    ] {
        let (report, _) = GitLab::all(&step).asked(ALL).await;
        assert!(!report.ready(), "{step:?}\n{report}");
        says(of(&report, Check::Server, None), Level::Problem, "", advice);
        assert_eq!(level(&report, Check::Clock), Level::Unknown);
    }
    let (report, _) = GitLab::all(&Step::status(429, "Retry later\n")).asked(ALL).await;
    assert_eq!((level(&report, Check::Server), report.ready()), (Level::Unknown, true), "{report}");
}

#[tokio::test(start_paused = true)]
async fn a_base_url_with_the_path_of_a_page_is_recognised() {
    let script = Script::of([Step::status(404, HTML)]);
    let client = builder_of("https://gitlab.example.com/shop/checkout", &script);
    let report = client.preflight(&Wanted::new([Ability::Read])).await;
    let advice = "below /shop/checkout/, it is https://gitlab.example.com/api/v4";
    says(of(&report, Check::Server, None), Level::Problem, "", advice);
}

fn builder_of(address: &str, script: &Arc<Script>) -> Client {
    Client::builder(Instance::parse(address).unwrap())
        .transport(Arc::clone(script) as Arc<dyn Transport>)
        .clock(TestClock::new())
        .retry(RetryPolicy::none())
        .authenticator(Arc::new(Refreshing::default()))
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn an_address_that_leaks_or_is_an_alias_is_a_warning() {
    let script = Script::of([Step::json(USER)]);
    let of_address = async |address: &str| {
        let report = builder_of(address, &script).preflight(&Wanted::new([])).await;
        let warnings = report.of_level(Level::Warning).map(|finding| finding.message.clone());
        warnings.collect::<Vec<_>>().join("; ")
    };
    assert!(of_address("http://gitlab.example.com").await.contains("http://"));
    assert_eq!(of_address("https://gitlab.example.com").await, "");
    let alias = of_address("https://gitlab.internal").await;
    assert!(alias.contains("at gitlab.example.com, not gitlab.internal"), "{alias}");
    let here = of_address("http://127.0.0.1:8080").await;
    assert!(!here.contains("http://"), "{here}");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_wrong_is_told_and_the_servers_counts() {
    for (date, level_wanted, words) in [
        ("Sat, 07 Mar 2026 12:00:20 GMT", Level::Ok, "agrees"),
        ("Sat, 07 Mar 2026 11:59:01 GMT", Level::Ok, "agrees"),
        ("Sat, 07 Mar 2026 11:50:00 GMT", Level::Warning, "10 minutes ahead"),
        ("Sat, 07 Mar 2026 13:30:00 GMT", Level::Warning, "90 minutes behind"),
        ("Mon, 09 Mar 2026 12:00:00 GMT", Level::Warning, "2 days behind"),
        ("yesterday", Level::Unknown, "does not tell"),
    ] {
        let gitlab = GitLab::good().set("metadata", Step::json(VERSION).header("date", date));
        let gitlab = gitlab.token(r#""scopes":["api"],"expires_at":"2026-03-09""#);
        let (report, _) = gitlab.asked(ALL).await;
        says(
            of(&report, Check::Clock, None),
            level_wanted,
            words,
            if level_wanted == Level::Warning { "NTP" } else { "" },
        );
        let expired = date.starts_with("Mon");
        assert_eq!(report.days_left, Some(if expired { 0 } else { 2 }), "{date}");
        assert_eq!(report.ready(), !expired);
    }
}

#[tokio::test(start_paused = true)]
async fn it_ends_in_time_and_keeps_what_is_known_by_then() {
    let started = tokio::time::Instant::now();
    let script = GitLab::all(&Step::Silence).script();
    let client = builder(&script).build().unwrap();
    let report = client.preflight(&wanted(ALL).within(Duration::from_secs(3))).await;
    assert_eq!((started.elapsed().as_secs(), script.count(), report.ready()), (3, 4, false), "{report}");
    says(of(&report, Check::Server, None), Level::Problem, "deadline", "more time");

    let started = tokio::time::Instant::now();
    let script = GitLab::good().set("metadata", Step::Silence).script();
    let report = builder(&script).build().unwrap().preflight(&wanted(ALL)).await;
    assert_eq!((started.elapsed().as_secs(), report.ready()), (20, true), "{report}");
    assert_eq!((level(&report, Check::Version), level(&report, Check::Token)), (Level::Unknown, Level::Ok));

    // The deadline of the client stays, where it is the earlier one.
    let started = tokio::time::Instant::now();
    let client = builder(&script).build().unwrap().with_deadline(Duration::from_secs(1));
    client.preflight(&wanted(ALL)).await;
    assert_eq!(started.elapsed().as_secs(), 1);
}

#[derive(Debug)]
struct Sealed;

#[async_trait]
impl Authenticator for Sealed {
    async fn headers(&self) -> Result<AuthHeaders, AuthError> {
        Err(AuthError::new(AuthErrorKind::NeedsReauthorization, "the session has ended"))
    }
}

#[tokio::test(start_paused = true)]
async fn without_the_token_that_was_promised_nothing_is_asked() {
    let script = GitLab::good().script();
    let client = builder(&script).authenticator(Arc::new(Sealed)).build().unwrap();
    let report = client.preflight(&wanted(ALL)).await;
    assert_eq!((script.count(), report.ready(), report.findings.len()), (0, false, 1));
    says(of(&report, Check::Token, None), Level::Problem, "the session has ended", "sign in");
}

#[tokio::test(start_paused = true)]
async fn it_reads_well_as_a_table_and_as_json() {
    let gitlab = GitLab::good().token(r#""name":"rca","scopes":["read_api"],"expires_at":"2026-03-10""#);
    let (report, _) = gitlab.asked([Ability::Read, Ability::WriteBack]).await;
    let lines: Vec<String> = report.to_string().lines().map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            "https://gitlab.example.com: not ready",
            "  ok       server              https://gitlab.example.com answers",
            "  ok       token               a personal access token of @ada",
            "  ok       scope (read)        the token has read_api",
            "  problem  scope (write back)  the token lacks api; it has read_api",
            "                               -> make a token with the scope api and replace this one",
            "  warning  expiry              in 3 days, at the beginning of 2026-03-10 in UTC",
            "                               -> rotate the token, or make a new one, and replace it before that day",
            "  ok       role (read)         Maintainer in shop/checkout",
            "  ok       role (write back)   Maintainer in shop/checkout",
            "  ok       version             GitLab 18.6.0-ee",
            "  unknown  clock               the server does not tell the time",
        ]
    );
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["token_kind"], "personal");
    assert_eq!(json["user"]["username"], "ada");
    assert_eq!((&json["days_left"], &json["access_level"]), (&3.into(), &40.into()));
    assert_eq!(json["version"], "18.6.0-ee");
    assert_eq!(json["findings"][3]["level"], "problem");
    assert_eq!(json["findings"][3]["ability"], "write_back");
    assert_eq!(serde_json::to_value(TokenKind::OAuth).unwrap(), "oauth");
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::json(USER)),
        Just(Step::json(PAT)),
        Just(Step::json(VERSION)),
        Just(Step::json("null")),
        Just(Step::json(r#"{"id":7,"path_with_namespace":"a/b","visibility":"public"}"#)),
        Just(Step::json(
            r#"{"id":4,"username":"a\u0000\nb","scopes":["granular"],"expires_at":"0001-01-01"}"#
        )),
        Just(Step::json(r#"{"scope":"api","expires_in":9223372036854775807}"#)),
        Just(Step::json(r#"{"scope":"api","expires_in":-1}"#)),
        Just(Step::json(VERSION).header("date", "Fri, 31 Dec 9999 23:59:59 GMT")),
        Just(Step::status(200, HTML)),
        Just(Step::status(401, UNKNOWN)),
        Just(Step::status(401, &format!(r#"{{"message":"401 {TOKEN}"}}"#))),
        Just(Step::status(403, GRANULAR)),
        Just(Step::status(403, NO_SCOPE)),
        (400_u16..600).prop_map(|status| Step::status(status, "{}")),
        Just(Step::Silence),
        Just(Step::Fail(TransportErrorKind::Connect, Delivery::NotSent)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_is_answered_the_report_is_whole_and_holds_no_token(steps in proptest::collection::vec(any_step(), 8)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let (report, script) = runtime.block_on(async {
            let mut gitlab = GitLab::all(&Step::Silence);
            for (step, set) in gitlab.0.values_mut().zip(steps) {
                *step = set;
            }
            gitlab.asked(ALL).await
        });
        // Two of the later questions exclude each other.
        prop_assert!((4..=7).contains(&script.count()), "{:?}", script.lines());
        let checks = [Check::Server, Check::Token, Check::Expiry, Check::Version, Check::Clock];
        for check in checks {
            prop_assert!(report.findings.iter().any(|finding| finding.check == check), "{check}\n{report}");
        }
        for ability in ALL {
            let found = report.findings.iter().filter(|finding| finding.ability == Some(ability));
            prop_assert_eq!(found.count(), 2, "{}", report);
        }
        for finding in &report.findings {
            let text = format!("{}{}", finding.message, finding.advice.as_deref().unwrap_or_default());
            prop_assert!(!text.contains(char::is_control), "{finding:?}");
            prop_assert!(finding.level != Level::Problem || finding.advice.is_some(), "{finding:?}");
        }
    }
}
