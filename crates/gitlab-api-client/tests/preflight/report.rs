//! Everything else that a report tells: the role, the server, the clocks.

use crate::gitlab::{
    ALL, GRANULAR, GitLab, HTML, NO_SCOPE, PAT, UNKNOWN, USER, VERSION, level, of, says, sorted, wanted,
};
use crate::support::{BASE, Script, Step, TOKEN, TestClock, builder};
use crate::token::Refreshing;
use async_trait::async_trait;
use gitlab_api_client::preflight::{Ability, Check, Level, TokenKind, Wanted};
use gitlab_api_client::{Client, RetryPolicy};
use gitlab_core::types::AccessLevel;
use gitlab_core::{
    AuthError, AuthErrorKind, AuthHeaders, Authenticator, Delivery, Instance, Transport, TransportErrorKind,
};
use http::header::AUTHORIZATION;
use proptest::prelude::*;
use std::sync::Arc;
use std::time::Duration;

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
