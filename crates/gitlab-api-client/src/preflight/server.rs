//! What is found about the server: address, version, clock.

use super::finding::{Check, Finding, Level};
use super::questions::Answers;
use gitlab_core::{ApiError, ApiErrorKind, Instance, Version, WebUrl};
use http::StatusCode;

/// The oldest version that this crate is made for.
const OLDEST: (u32, u32) = (13, 12);
/// A difference of clocks that a network and whole seconds do not explain.
const SKEW: u64 = 60;

/// Whether GitLab answers here, and whether the address is its own.
pub(super) fn address(instance: &Instance, answers: &Answers, anonymous: bool) -> Vec<Finding> {
    let mut findings = vec![reached(instance, answers)];
    let url = instance.web_url();
    if !anonymous && url.scheme() == "http" && !is_this_machine(url) {
        findings.push(
            Finding::new(
                Check::Server,
                Level::Warning,
                "the address begins with http://, so that everybody on the way can read the token",
            )
            .advice("write the base URL with https://"),
        );
    }
    let of_user = answers.found_user().and_then(|user| user.web_url.as_ref());
    let own = answers.found_project().and_then(|project| project.web_url.as_ref()).or(of_user);
    let own = own.and_then(WebUrl::to_url);
    if let Some(own) = own.filter(|own| instance.path_below(own).is_none()) {
        let (host, path) = (own.host_str().unwrap_or_default(), instance.web_url().path());
        findings.push(
            Finding::new(
                Check::Server,
                Level::Warning,
                format!("GitLab says that its own address is at {host}, not {}{path}", instance.host()),
            )
            .advice(
                "links that alerts hold are known by the base URL: set it to the address that people use",
            ),
        );
    }
    findings
}

fn reached(instance: &Instance, answers: &Answers) -> Finding {
    let some_answer = answers.found_user().is_some()
        || answers.found_token().is_some()
        || answers.found_project().is_some()
        || matches!(&answers.metadata, Some(Ok(_)))
        || matches!(&answers.job, Some(Ok(_)));
    let answered = Finding::new(Check::Server, Level::Ok, format!("{instance} answers"));
    if some_answer || answers.errors().any(is_of_gitlab) {
        return answered;
    }
    let Some(error) = answers.errors().next() else { return answered };
    let level = match error.kind() {
        ApiErrorKind::RateLimited => Level::Unknown,
        // The credential went bad on this side, so that GitLab was not asked.
        ApiErrorKind::Unauthenticated | ApiErrorKind::Configuration if error.status().is_none() => {
            Level::Unknown
        }
        _ => Level::Problem,
    };
    let finding =
        Finding::of_error(Check::Server, level, error, "check that the base URL is that of GitLab's API");
    let path = instance.web_url().path();
    let is_wrong_place = matches!(error.kind(), ApiErrorKind::NotFound | ApiErrorKind::UnexpectedResponse);
    if is_wrong_place && path != "/" {
        let root = instance.web_url().join("/api/v4").map(|url| url.to_string()).unwrap_or_default();
        return finding.advice(format!(
            "the base URL leads to {}: where GitLab is not installed below {path}, it is {root}",
            instance.api_url()
        ));
    }
    finding
}

/// Whether only GitLab refuses a request in this way.
fn is_of_gitlab(error: &ApiError) -> bool {
    let Some(status) = error.status() else { return false };
    let says_status = error.message().is_some_and(|message| message.starts_with(status.as_str()));
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
        && (error.code().is_some() || says_status)
}

fn is_this_machine(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// The version that GitLab says, and what it means.
pub(super) fn version(answers: &Answers) -> (Option<Version>, Finding) {
    let finding = |level, message: String| Finding::new(Check::Version, level, message);
    let metadata = match &answers.metadata {
        Some(Ok(metadata)) => metadata,
        Some(Err(error))
            if matches!(error.kind(), ApiErrorKind::Unauthenticated | ApiErrorKind::Forbidden) =>
        {
            return (None, finding(Level::Unknown, "GitLab does not tell its version here".to_owned()));
        }
        Some(Err(error)) => {
            return (
                None,
                Finding::of_error(Check::Version, Level::Unknown, error, "nothing has to be done"),
            );
        }
        None => return (None, finding(Level::Unknown, "not asked".to_owned())),
    };
    match metadata.parsed_version() {
        Err(_) => {
            (None, finding(Level::Unknown, "GitLab calls its version something that is none".to_owned()))
        }
        Ok(version) if version.has_features_of(OLDEST.0, OLDEST.1) => {
            let message = format!("GitLab {version}");
            (Some(version), finding(Level::Ok, message))
        }
        Ok(version) => {
            let (major, minor) = OLDEST;
            let message = format!("GitLab {version} is older than {major}.{minor}");
            let advice = "upgrade GitLab: what it lacks ends in errors, and it gets no security fixes";
            (Some(version), finding(Level::Warning, message).advice(advice))
        }
    }
}

/// Whether the clocks agree.
pub(super) fn clock(skew: Option<i64>) -> Finding {
    let Some(skew) = skew else {
        return Finding::new(Check::Clock, Level::Unknown, "the server does not tell the time");
    };
    let seconds = skew.unsigned_abs();
    if seconds < SKEW {
        return Finding::new(Check::Clock, Level::Ok, "agrees with the server's");
    }
    let where_to = if skew > 0 { "ahead of" } else { "behind" };
    Finding::new(
        Check::Clock,
        Level::Warning,
        format!("this machine is {} {where_to} the server", words(seconds)),
    )
    .advice("set the clocks by NTP: expiry dates, time windows and signatures of webhooks are judged by them")
}

fn words(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds} seconds"),
        120..=7199 => format!("{} minutes", seconds / 60),
        7200..=172_799 => format!("{} hours", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}
