//! The credential that the environment gives.

use crate::{AccessToken, Anonymous, StaticToken};
use gitlab_core::{AuthError, AuthErrorKind, Authenticator};
use std::sync::Arc;

/// The credential of the environment: `GITLAB_ACCESS_TOKEN`, or inside a GitLab job `CI_JOB_TOKEN`, or none.
///
/// # Errors
///
/// [`AuthError`] of the kind `Configuration` when a variable is set to what is no token. The error names the
/// variable and does not repeat its value.
pub fn from_env() -> Result<Arc<dyn Authenticator>, AuthError> {
    from_vars(|name| std::env::var(name).ok())
}

/// The same from any source of variables.
///
/// ```
/// let authenticator = gitlab_auth::from_vars(|name| match name {
///     "GITLAB_ACCESS_TOKEN" => Some("glpat-secret".to_owned()),
///     _ => None,
/// })?;
/// assert!(!format!("{authenticator:?}").contains("secret"));
/// # Ok::<(), gitlab_core::AuthError>(())
/// ```
///
/// # Errors
///
/// As [`from_env`].
pub fn from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<Arc<dyn Authenticator>, AuthError> {
    let token = |name: &'static str| {
        // A variable that is set to nothing counts as not set: that is how CI configurations unset one.
        let text = variable(name).filter(|text| !text.trim().is_empty())?;
        Some(AccessToken::new(text).map_err(|error| {
            AuthError::new(AuthErrorKind::Configuration, format!("{name} holds no token")).with_source(error)
        }))
    };
    if let Some(token) = token("GITLAB_ACCESS_TOKEN") {
        return Ok(Arc::new(StaticToken::bearer(token?)));
    }
    if variable("GITLAB_CI").is_some_and(|value| value.trim() == "true")
        && let Some(token) = token("CI_JOB_TOKEN")
    {
        return Ok(Arc::new(StaticToken::job(token?)));
    }
    Ok(Arc::new(Anonymous::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::shown;

    async fn headers(vars: &[(&str, &str)]) -> Vec<String> {
        let authenticator = from_vars(|name| {
            vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        });
        shown(authenticator.unwrap().as_ref()).await
    }

    #[tokio::test]
    async fn the_token_comes_from_the_setting_then_the_job_then_there_is_none() {
        let (setting, job) = (("GITLAB_ACCESS_TOKEN", "own"), ("CI_JOB_TOKEN", "job"));
        assert!(headers(&[]).await.is_empty());
        assert_eq!(headers(&[setting, job, ("GITLAB_CI", "true")]).await, ["authorization: Bearer own"]);
        assert_eq!(headers(&[job, ("GITLAB_CI", "true")]).await, ["job-token: job"]);
        assert!(headers(&[job]).await.is_empty(), "not inside a job");
        assert_eq!(
            headers(&[("GITLAB_ACCESS_TOKEN", " "), job, ("GITLAB_CI", "true")]).await,
            ["job-token: job"]
        );
    }

    #[test]
    fn case_66_a_wrong_value_names_the_variable_and_is_not_repeated() {
        let error = from_vars(|name| (name == "GITLAB_ACCESS_TOKEN").then(|| "Bearer s3cret".to_owned()))
            .unwrap_err();
        assert_eq!(error.to_string(), "GITLAB_ACCESS_TOKEN holds no token");
        assert!(!format!("{error:?}").contains("s3cret"));
    }
}
