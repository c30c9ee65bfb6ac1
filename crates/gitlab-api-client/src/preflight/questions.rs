//! What GitLab is asked, and what it answered.
//!
//! A question that a good credential may be refused with a 401 is dangerous: the authenticator hears of it and, for OAuth,
//! may refresh a token that was fine, by which GitLab kills it for whoever else uses it. So the first questions are those
//! that every credential but a job's may ask, and the others wait until these leave something open.

use crate::endpoints::{
    GetCurrentJob, GetCurrentUser, GetMember, GetMetadata, GetOAuthTokenInfo, GetProject, GetTokenSelf,
    GetVersion,
};
use crate::pipeline::call::Call;
use crate::pipeline::rate_limit;
use crate::{Client, Endpoint};
use futures_util::future::{OptionFuture, join, join3, join4};
use gitlab_core::types::{
    AccessTokenDetails, Job, Member, Metadata, OAuthTokenInfo, Project, ProjectPermissions, UserDetails,
};
use gitlab_core::{ApiError, ApiErrorKind, ProjectRef, UserId};
use serde::de::DeserializeOwned;

/// What GitLab answered; `None` where it was not asked.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pub(super) user: Option<Result<UserDetails, ApiError>>,
    pub(super) token: Option<Result<AccessTokenDetails, ApiError>>,
    pub(super) metadata: Option<Result<Metadata, ApiError>>,
    pub(super) project: Option<Result<Project, ApiError>>,
    pub(super) oauth: Option<Result<OAuthTokenInfo, ApiError>>,
    pub(super) job: Option<Result<Job, ApiError>>,
    pub(super) member: Option<Result<Member, ApiError>>,
    /// By how many seconds this machine's clock is ahead of the server's.
    pub(super) skew: Option<i64>,
}

impl Answers {
    /// Asks what can be asked without a credential.
    pub(super) async fn to_anyone(client: &Client, project: Option<&ProjectRef>) -> Self {
        let mut skew = None;
        let project = project.map(|project| GetProject::new(project.clone()));
        let project = OptionFuture::from(project.as_ref().map(|endpoint| ask(client, endpoint)));
        let (metadata, project) = join(metadata(client), project).await;
        Self {
            metadata: Some(metadata.keep(&mut skew)),
            project: project.map(|reply| reply.keep(&mut skew)),
            skew,
            ..Self::default()
        }
    }

    /// Asks about the credential, and with it.
    pub(super) async fn to_credential(client: &Client, project: Option<&ProjectRef>) -> Self {
        let mut skew = None;
        let (user, token) = (GetCurrentUser::new(), GetTokenSelf::new());
        let get_project = project.map(|project| GetProject::new(project.clone()));
        let get_project = OptionFuture::from(get_project.as_ref().map(|endpoint| ask(client, endpoint)));
        let (user, token, metadata, found) =
            join4(ask(client, &user), ask(client, &token), metadata(client), get_project).await;
        let mut answers = Self {
            user: Some(user.keep(&mut skew)),
            token: Some(token.keep(&mut skew)),
            metadata: Some(metadata.keep(&mut skew)),
            project: found.map(|reply| reply.keep(&mut skew)),
            ..Self::default()
        };
        let oauth = answers.may_be_oauth().then(GetOAuthTokenInfo::new);
        let job = answers.may_be_of_a_job().then(GetCurrentJob::new);
        let member = project.zip(answers.user_of_open_role()).map(|(project, user)| {
            // Its number, because the path may be an old one.
            let id = answers.found_project().map(|found| ProjectRef::from(found.id));
            GetMember::new(id.unwrap_or_else(|| project.clone()), user).inherited()
        });
        let (oauth, job, member) = join3(
            OptionFuture::from(oauth.as_ref().map(|endpoint| ask(client, endpoint))),
            OptionFuture::from(job.as_ref().map(|endpoint| ask(client, endpoint))),
            OptionFuture::from(member.as_ref().map(|endpoint| ask(client, endpoint))),
        )
        .await;
        answers.oauth = oauth.map(|reply| reply.keep(&mut skew));
        answers.job = job.map(|reply| reply.keep(&mut skew));
        answers.member = member.map(|reply| reply.keep(&mut skew));
        answers.skew = skew;
        answers
    }

    /// Whether the credential is a user's and none of those that GitLab knows as personal ones: that is what an OAuth
    /// token looks like, and also any token before GitLab 15.5, which has no such question.
    fn may_be_oauth(&self) -> bool {
        let refused = |error: &ApiError| {
            let answered = matches!(
                error.kind(),
                ApiErrorKind::Unauthenticated
                    | ApiErrorKind::Forbidden
                    | ApiErrorKind::NotFound
                    | ApiErrorKind::InvalidRequest
            );
            answered && !is_granular(error)
        };
        self.found_user().is_some() && matches!(&self.token, Some(Err(error)) if refused(error))
    }

    /// Whether the credential is unknown where users are asked for. GitLab says more of a token that was one.
    fn may_be_of_a_job(&self) -> bool {
        matches!(&self.user, Some(Err(error)) if is_unknown_token(error))
    }

    /// The user, when the project does not tell its role there.
    fn user_of_open_role(&self) -> Option<UserId> {
        let told = self.found_project()?.permissions.as_ref().and_then(ProjectPermissions::access_level);
        let user = self.found_user().map(|user| user.id).or_else(|| self.found_token()?.user_id)?;
        let is_admin = self.found_user().and_then(|user| user.is_admin).unwrap_or(false);
        (told.is_none() && !is_admin).then_some(user)
    }

    pub(super) fn found_user(&self) -> Option<&UserDetails> {
        self.user.as_ref()?.as_ref().ok()
    }

    pub(super) fn found_token(&self) -> Option<&AccessTokenDetails> {
        self.token.as_ref()?.as_ref().ok()
    }

    pub(super) fn found_project(&self) -> Option<&Project> {
        self.project.as_ref()?.as_ref().ok()
    }

    /// Every error about the token or the address, the one that says most first.
    pub(super) fn errors(&self) -> impl Iterator<Item = &ApiError> {
        let user = self.user.as_ref().and_then(|answer| answer.as_ref().err());
        let metadata = self.metadata.as_ref().and_then(|answer| answer.as_ref().err());
        let token = self.token.as_ref().and_then(|answer| answer.as_ref().err());
        let project = self.project.as_ref().and_then(|answer| answer.as_ref().err());
        [user, metadata, project, token].into_iter().flatten()
    }
}

/// Whether the error is that of a fine-grained token without the permission, or of another token where only
/// fine-grained ones are let in.
pub(super) fn is_granular(error: &ApiError) -> bool {
    error.code() == Some("insufficient_granular_scope")
}

/// Whether the error is that of a token with too small a scope.
pub(super) fn is_scope(error: &ApiError) -> bool {
    error.code() == Some("insufficient_scope")
}

/// Whether GitLab knows nothing of the token: it is none, or of a kind that is not asked here.
pub(super) fn is_unknown_token(error: &ApiError) -> bool {
    error.status() == Some(http::StatusCode::UNAUTHORIZED) && error.code().is_none()
}

struct Reply<T> {
    answer: Result<T, ApiError>,
    skew: Option<i64>,
}

impl<T> Reply<T> {
    /// The answer, after a look at the server's clock. A slow answer makes the server look late, so that the smallest
    /// difference is the best one.
    fn keep(self, skew: &mut Option<i64>) -> Result<T, ApiError> {
        *skew = [*skew, self.skew].into_iter().flatten().min_by_key(|skew| skew.unsigned_abs());
        self.answer
    }
}

async fn ask<E>(client: &Client, endpoint: &E) -> Reply<E::Output>
where
    E: Endpoint,
    E::Output: DeserializeOwned,
{
    let decoded = match Call::new(endpoint, client.instance()) {
        Ok(call) => client.pipeline.decoded(&call, client.deadline).await,
        Err(error) => Err(error),
    };
    match decoded {
        Ok(decoded) => {
            let date = rate_limit::date(&decoded.headers);
            let now = client.clock().now().unix_seconds();
            Reply {
                answer: Ok(decoded.value),
                skew: date.map(|date| now.saturating_sub(date.unix_seconds())),
            }
        }
        Err(error) => Reply { answer: Err(error), skew: None },
    }
}

async fn metadata(client: &Client) -> Reply<Metadata> {
    let reply = ask(client, &GetMetadata::new()).await;
    match &reply.answer {
        Err(error) if error.is_not_found() => ask(client, &GetVersion::new()).await,
        _ => reply,
    }
}
