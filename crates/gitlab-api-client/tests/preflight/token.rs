//! Each kind of token.

use crate::gitlab::{ALL, GRANULAR, GitLab, NO_SCOPE, UNKNOWN, level, of, says, sorted, wanted};
use crate::support::{Step, builder};
use async_trait::async_trait;
use gitlab_api_client::preflight::{Ability, Check, Level, TokenKind, Wanted};
use gitlab_core::types::AccessLevel;
use gitlab_core::{AuthError, AuthHeaders, Authenticator, Rejection};
use http::{HeaderValue, header::AUTHORIZATION};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

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
pub(crate) struct Refreshing {
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
