//! The report as a whole.

use super::finding::{Check, Finding, Level};
use super::identity::{Identity, TokenKind};
use super::questions::Answers;
use super::role::Role;
use super::wanted::Wanted;
use super::{role, scope, server, token};
use gitlab_core::types::{AccessLevel, User};
use gitlab_core::{ApiError, Instance, Timestamp, Version};
use serde::{Serialize, Serializer};
use std::fmt;
use std::time::Duration;

/// What [`Client::preflight`](crate::Client::preflight) found out about a credential.
///
/// `Display` prints a table for people: a line for each finding, and below it what to do. It holds no token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PreflightReport {
    /// The address that was asked.
    #[serde(serialize_with = "as_text")]
    pub instance: Instance,
    /// Whose the token is, where GitLab tells; of a job token who started the job.
    pub user: Option<User>,
    /// Which kind of token it is.
    pub token_kind: TokenKind,
    /// Its scopes, where GitLab tells them. A fine-grained token has none, but permissions.
    pub scopes: Option<Vec<String>>,
    /// When it ends; `None` where it never does or GitLab does not tell.
    pub expires_at: Option<Timestamp>,
    /// How many days are left until then, by the server's calendar; on the last day 1.
    pub days_left: Option<i64>,
    /// The role of its user in the project.
    pub access_level: Option<AccessLevel>,
    /// The version of GitLab, where it tells.
    #[serde(serialize_with = "as_optional_text")]
    pub version: Option<Version>,
    /// By how many seconds this machine's clock is ahead of the server's, negative when it is behind; answers take a
    /// while, so that a second or two means nothing.
    pub clock_skew_seconds: Option<i64>,
    /// What was looked at, in order: server, token, scopes, expiry, roles, version, clock.
    pub findings: Vec<Finding>,
}

impl PreflightReport {
    /// Whether no finding is a problem. What is not known does not count as one.
    #[must_use]
    pub fn ready(&self) -> bool {
        self.findings.iter().all(|finding| finding.level != Level::Problem)
    }

    /// The findings of this level.
    pub fn of_level(&self, level: Level) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.level == level)
    }

    pub(super) fn judge(
        instance: &Instance,
        wanted: &Wanted,
        answers: &Answers,
        identity: Identity,
        now: Timestamp,
    ) -> Self {
        // GitLab decides by its own clock what has expired.
        let now = match answers.skew {
            Some(skew) if skew >= 0 => now.minus(Duration::from_secs(skew.unsigned_abs())),
            Some(skew) => now.plus(Duration::from_secs(skew.unsigned_abs())),
            None => now,
        };
        let mut findings = server::address(instance, answers, identity.kind == TokenKind::Anonymous);
        findings.push(token::accepted(answers, &identity));
        findings.extend(wanted.abilities().map(|ability| scope::finding(ability, answers, &identity)));
        let (ending, expiry) = token::expiry(answers, identity.kind, now);
        findings.extend(expiry);
        let role = Role::of(answers, &identity);
        findings.extend(
            wanted.abilities().filter_map(|ability| role::finding(ability, answers, &identity, role)),
        );
        let (version, of_version) = server::version(answers);
        findings.push(of_version);
        findings.push(server::clock(answers.skew));
        Self {
            instance: instance.clone(),
            user: identity.user,
            token_kind: identity.kind,
            scopes: identity.scopes,
            expires_at: ending.at,
            days_left: ending.days_left,
            access_level: role.level(),
            version,
            clock_skew_seconds: answers.skew,
            findings,
        }
    }

    /// The report where the token cannot be had, so that nothing was asked.
    pub(super) fn without_token(instance: &Instance, error: &ApiError) -> Self {
        Self {
            instance: instance.clone(),
            user: None,
            token_kind: TokenKind::Unknown,
            scopes: None,
            expires_at: None,
            days_left: None,
            access_level: None,
            version: None,
            clock_skew_seconds: None,
            findings: vec![Finding::of_error(
                Check::Token,
                Level::Problem,
                error,
                "set the token of GitLab anew",
            )],
        }
    }
}

impl fmt::Display for PreflightReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.ready() { "ready" } else { "not ready" };
        write!(f, "{}: {verdict}", self.instance)?;
        for finding in &self.findings {
            let check = match finding.ability {
                Some(ability) => format!("{} ({ability})", finding.check),
                None => finding.check.to_string(),
            };
            write!(f, "\n  {:<7}  {check:<18}  {}", finding.level.to_string(), finding.message)?;
            if let Some(advice) = finding.advice.as_ref().filter(|_| finding.level != Level::Ok) {
                write!(f, "\n{:31}-> {advice}", "")?;
            }
        }
        Ok(())
    }
}

fn as_text<S: Serializer>(value: &impl fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

#[expect(clippy::ref_option, reason = "serde hands over a reference to the field")]
fn as_optional_text<S: Serializer>(value: &Option<Version>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(version) => serializer.collect_str(version),
        None => serializer.serialize_none(),
    }
}
