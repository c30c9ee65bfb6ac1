//! Who asks, and with which kind of token.

use super::questions::{Answers, is_granular};
use gitlab_core::ApiError;
use gitlab_core::types::User;
use serde::Serialize;
use std::fmt;

/// A kind of token, as GitLab's answers tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TokenKind {
    /// There is no token.
    Anonymous,
    /// A personal access token, that of a service account, or one made to impersonate a user.
    Personal,
    /// A project access token, which has a bot of its own.
    Project,
    /// A group access token, which has a bot of its own.
    Group,
    /// An OAuth access token.
    #[serde(rename = "oauth")]
    OAuth,
    /// The token of a CI/CD job that runs.
    Job,
    /// A fine-grained personal access token, whose permissions no endpoint tells.
    FineGrained,
    /// GitLab does not tell.
    Unknown,
}

impl TokenKind {
    /// The kind of the personal access token, as which GitLab keeps those of projects and groups too, of this user.
    fn of_user_name(name: &str) -> Self {
        // `project_7_bot`, `project_7_bot2` and `project_7_bot_1f2e…`, by the age of GitLab.
        let is_bot_of = |prefix: &str| {
            let rest = name.strip_prefix(prefix);
            let id_and_rest = rest.and_then(|rest| rest.split_once('_'));
            id_and_rest.is_some_and(|(id, rest)| {
                !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) && rest.starts_with("bot")
            })
        };
        if is_bot_of("project_") {
            Self::Project
        } else if is_bot_of("group_") {
            Self::Group
        } else {
            Self::Personal
        }
    }
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anonymous => "no token",
            Self::Personal => "personal access token",
            Self::Project => "project access token",
            Self::Group => "group access token",
            Self::OAuth => "OAuth token",
            Self::Job => "job token",
            Self::FineGrained => "fine-grained token",
            Self::Unknown => "token",
        })
    }
}

/// Who asks, put together from all answers.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub(super) kind: TokenKind,
    pub(super) user: Option<User>,
    pub(super) is_admin: bool,
    /// The scopes, where GitLab tells them and they mean something.
    pub(super) scopes: Option<Vec<String>>,
}

impl Identity {
    /// A credential of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self { kind: TokenKind::Unknown, user: None, is_admin: false, scopes: None }
    }

    pub(super) fn of(answers: &Answers, anonymous: bool) -> Self {
        if anonymous {
            return Self { kind: TokenKind::Anonymous, ..Self::unknown() };
        }
        let kind = kind(answers);
        let of_token = answers.found_token().map(|token| &token.scopes);
        let of_oauth = answers.oauth.as_ref().and_then(|info| info.as_ref().ok()).map(|info| &info.scopes);
        let scopes = of_token.or(of_oauth).filter(|_| kind != TokenKind::FineGrained).cloned();
        let of_job = answers.job.as_ref().and_then(|job| job.as_ref().ok()).and_then(|job| job.user.clone());
        let user = answers.found_user().cloned().map(User::from).or(of_job);
        let is_admin = answers.found_user().and_then(|user| user.is_admin).unwrap_or(false);
        Self { kind, user, is_admin, scopes }
    }
}

fn kind(answers: &Answers) -> TokenKind {
    let granular = |error: Option<&ApiError>| error.is_some_and(is_granular);
    if granular(answers.user.as_ref().and_then(|answer| answer.as_ref().err()))
        || granular(answers.token.as_ref().and_then(|answer| answer.as_ref().err()))
        || answers.found_token().is_some_and(|token| token.scopes == ["granular"])
    {
        return TokenKind::FineGrained;
    }
    match (&answers.oauth, &answers.job) {
        (Some(Ok(_)), _) => return TokenKind::OAuth,
        (_, Some(Ok(_))) => return TokenKind::Job,
        _ => {}
    }
    let Some(user) = answers.found_user() else {
        return TokenKind::Unknown;
    };
    let by_name = TokenKind::of_user_name(&user.username);
    // Without a good answer to either question only the name of a bot tells.
    let is_no_oauth = matches!(&answers.oauth, Some(Err(error)) if error.status().is_some_and(|status| status.is_client_error()));
    let told = answers.found_token().is_some() || is_no_oauth || by_name != TokenKind::Personal;
    if told { by_name } else { TokenKind::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bots_are_known_by_their_names() {
        for (name, kind) in [
            ("project_7_bot", TokenKind::Project),
            ("project_7_bot2", TokenKind::Project),
            ("project_7_bot_1f2e3d", TokenKind::Project),
            ("group_12_bot_1f2e3d", TokenKind::Group),
            ("project_x_bot", TokenKind::Personal),
            ("project__bot", TokenKind::Personal),
            ("project_7", TokenKind::Personal),
            ("project_7_robot", TokenKind::Personal),
            ("my_project_7_bot", TokenKind::Personal),
            ("service_account_12", TokenKind::Personal),
            ("", TokenKind::Personal),
        ] {
            assert_eq!(TokenKind::of_user_name(name), kind, "{name}");
        }
    }
}
