//! What is found about the token: whether it is accepted, whose it is, when it expires.

use super::finding::{Check, Finding, Level};
use super::identity::{Identity, TokenKind};
use super::questions::{Answers, is_granular, is_scope};
use gitlab_core::{ApiErrorKind, Date, Timestamp};

/// That many days or fewer are few for a person to make a new token and put it everywhere.
const SOON: i64 = 14;

/// Whether GitLab accepts the token, and whose it is.
pub(super) fn accepted(answers: &Answers, identity: &Identity) -> Finding {
    let finding = |level, message: String| Finding::new(Check::Token, level, message);
    let kind = identity.kind;
    let details = answers.found_token();
    if let Some(details) = details.filter(|details| details.revoked) {
        return finding(Level::Problem, format!("the token {:?} is revoked", details.name))
            .advice("make a new token in GitLab and replace it");
    }
    let of_whom = identity.user.as_ref().map(|user| format!(" of @{}", user.username)).unwrap_or_default();
    match (kind, &answers.user) {
        (TokenKind::Anonymous, _) => {
            finding(Level::Warning, "there is no token: only what is public can be read".to_owned())
                .advice("give a token (GITLAB_ACCESS_TOKEN), unless that is enough")
        }
        (TokenKind::Job, _) => {
            finding(Level::Unknown, format!("a job token{of_whom}, which GitLab accepts at few addresses"))
                .advice("where a job token is refused, use a project access token")
        }
        (TokenKind::FineGrained, Some(Err(_))) => {
            finding(Level::Unknown, "a fine-grained token, which may not ask whose it is".to_owned())
                .advice("nothing has to be done; with the permission to read its user it could be told here")
        }
        (_, Some(Ok(_))) if kind == TokenKind::Unknown => {
            finding(Level::Ok, format!("a token{of_whom}; its kind is not known"))
        }
        (_, Some(Ok(_))) => finding(Level::Ok, format!("{} {kind}{of_whom}", article(kind))),
        (_, Some(Err(error))) if details.is_some() || is_scope(error) => {
            finding(Level::Unknown, "GitLab knows the token, but does not tell it whose it is".to_owned())
        }
        (_, Some(Err(error))) => {
            let refused = matches!(
                error.kind(),
                ApiErrorKind::Unauthenticated | ApiErrorKind::Forbidden | ApiErrorKind::Configuration
            );
            Finding::of_error(
                Check::Token,
                if refused { Level::Problem } else { Level::Unknown },
                error,
                "make a new token in GitLab and replace it",
            )
        }
        (_, None) => finding(Level::Unknown, "not asked".to_owned()),
    }
}

fn article(kind: TokenKind) -> &'static str {
    if kind == TokenKind::OAuth { "an" } else { "a" }
}

/// When a token ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ending {
    pub(super) at: Option<Timestamp>,
    pub(super) days_left: Option<i64>,
}

/// When the token expires; `None` where there is no token.
pub(super) fn expiry(answers: &Answers, kind: TokenKind, now: Timestamp) -> (Ending, Option<Finding>) {
    let finding = |level, message: String| Some(Finding::new(Check::Expiry, level, message));
    let open = Ending::default();
    if kind == TokenKind::Anonymous {
        return (open, None);
    }
    if let Some(Ok(info)) = &answers.oauth {
        return match info.expires_in {
            Some(seconds) => {
                let left = std::time::Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
                let at = now.plus(left);
                let message =
                    format!("in {} minutes; a program that runs longer has to renew it", left.as_secs() / 60);
                let days = at.date().days_after(now.date());
                (Ending { at: Some(at), days_left: Some(days) }, finding(Level::Ok, message))
            }
            None => (open, finding(Level::Ok, "never".to_owned())),
        };
    }
    match answers.found_token().map(|token| token.expires_at) {
        Some(Some(date)) => {
            let days = date.days_after(now.date());
            (Ending { at: Some(date.midnight()), days_left: Some(days) }, Some(dated(date, days)))
        }
        Some(None) => (open, finding(Level::Ok, "never".to_owned())),
        None if kind == TokenKind::Job => (open, finding(Level::Ok, "with its job".to_owned())),
        None => match &answers.token {
            Some(Err(error)) if is_granular(error) => {
                let finding =
                    finding(Level::Unknown, "a fine-grained token may not ask when it ends".to_owned());
                (
                    open,
                    finding.map(|finding| {
                        finding.advice("its page in GitLab tells; put the date into a calendar")
                    }),
                )
            }
            _ => (open, finding(Level::Unknown, "GitLab does not tell".to_owned())),
        },
    }
}

fn dated(date: Date, days: i64) -> Finding {
    let finding = |level, message: String| Finding::new(Check::Expiry, level, message);
    // It ends when the day begins.
    if days <= 0 {
        return finding(Level::Problem, format!("it expired at the beginning of {date}"))
            .advice("make a new token in GitLab and replace it");
    }
    let left = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    let message = format!("in {left}, at the beginning of {date} in UTC");
    if days > SOON {
        return finding(Level::Ok, message);
    }
    finding(Level::Warning, message)
        .advice("rotate the token, or make a new one, and replace it before that day")
}
