//! A GitLab that answers as a test wants, and what is looked at in a report.

use crate::support::{BASE, Script, Step, TOKEN, builder};
use gitlab_api_client::RetryPolicy;
use gitlab_api_client::preflight::{Ability, Check, Finding, Level, PreflightReport, Wanted};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) const USER: &str = r#"{"id":5,"username":"ada","web_url":"https://gitlab.example.com/ada"}"#;
pub(crate) const PAT: &str = r#"{"id":4,"name":"rca","revoked":false,"active":true,"scopes":["api"],"user_id":5,"expires_at":"2027-01-31"}"#;
pub(crate) const VERSION: &str = r#"{"version":"18.6.0-ee","revision":"abc","enterprise":true}"#;
pub(crate) const GRANULAR: &str =
    r#"{"error":"insufficient_granular_scope","error_description":"Access denied"}"#;
pub(crate) const UNKNOWN: &str = r#"{"message":"401 Unauthorized"}"#;
pub(crate) const NO_SCOPE: &str = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#;
pub(crate) const HTML: &str = "<!DOCTYPE html><title>Sign in</title>";
pub(crate) const ALL: [Ability; 3] = [Ability::Read, Ability::WriteBack, Ability::Hooks];

/// A GitLab that answers each path as set, and what is not set as its router does.
pub(crate) struct GitLab(pub(crate) BTreeMap<&'static str, Step>);

impl GitLab {
    /// Where a maintainer asks with a personal access token.
    pub(crate) fn good() -> Self {
        Self(BTreeMap::new())
            .set("user", Step::json(USER))
            .set("personal_access_tokens/self", Step::json(PAT))
            .set("metadata", Step::json(VERSION))
            .project(r#""permissions":{"project_access":{"access_level":40},"group_access":null}"#)
    }

    /// Where every question is answered in this way.
    pub(crate) fn all(step: &Step) -> Self {
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

    pub(crate) fn set(mut self, path: &'static str, step: Step) -> Self {
        self.0.insert(path, step);
        self
    }

    pub(crate) fn user(self, name: &str) -> Self {
        self.set("user", Step::json(&format!(r#"{{"id":5,"username":"{name}"}}"#)))
    }

    pub(crate) fn token(self, fields: &str) -> Self {
        self.set("personal_access_tokens/self", Step::json(&format!(r#"{{"id":4,"user_id":5,{fields}}}"#)))
    }

    pub(crate) fn project(self, fields: &str) -> Self {
        self.set(
            "projects/shop%2Fcheckout",
            Step::json(&format!(r#"{{"id":7,"path_with_namespace":"shop/checkout",{fields}}}"#)),
        )
    }

    pub(crate) fn script(self) -> Arc<Script> {
        Script::by(move |request, _| {
            let uri = request.uri().to_string();
            let path = uri.strip_prefix(BASE).or_else(|| uri.strip_prefix("https://gitlab.example.com/"));
            let set = path.and_then(|path| self.0.get(path)).cloned();
            set.unwrap_or_else(|| Step::status(404, r#"{"error":"404 Not Found"}"#))
        })
    }

    pub(crate) async fn asked(
        self,
        abilities: impl IntoIterator<Item = Ability>,
    ) -> (PreflightReport, Arc<Script>) {
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

pub(crate) fn wanted(abilities: impl IntoIterator<Item = Ability>) -> Wanted {
    Wanted::new(abilities).in_project("shop/checkout".parse().unwrap())
}

pub(crate) fn of(report: &PreflightReport, check: Check, ability: Option<Ability>) -> &Finding {
    let found = report.findings.iter().find(|finding| finding.check == check && finding.ability == ability);
    found.unwrap_or_else(|| panic!("no finding about {check} ({ability:?}):\n{report}"))
}

pub(crate) fn level(report: &PreflightReport, check: Check) -> Level {
    of(report, check, None).level
}

#[track_caller]
pub(crate) fn says(finding: &Finding, level: Level, message: &str, advice: &str) {
    assert_eq!(finding.level, level, "{finding:?}");
    assert!(finding.message.contains(message), "{finding:?}");
    assert!(finding.advice.as_deref().unwrap_or_default().contains(advice), "{finding:?}");
}

pub(crate) fn sorted(script: &Script) -> Vec<String> {
    let mut lines = script.lines();
    lines.sort();
    lines
}
