//! Which GitLab is meant, from the environment.

use crate::builder::configuration;
use crate::{Client, ClientBuilder};
use gitlab_core::{ApiError, Instance};

impl Client {
    /// Starts a client of the installation that the environment names: `GITLAB_BASE_URL`, or inside a GitLab
    /// job `CI_API_V4_URL`, or GitLab.com.
    ///
    /// The token is not read here: that is the part of `gitlab-auth`, and goes to
    /// [`ClientBuilder::authenticator`].
    ///
    /// # Errors
    ///
    /// [`ApiError`] of the kind `Configuration` when the address is none.
    pub fn builder_from_env() -> Result<ClientBuilder, ApiError> {
        Self::builder_from_vars(|name| std::env::var(name).ok())
    }

    /// The same from any source of variables.
    ///
    /// ```
    /// use gitlab_api_client::Client;
    ///
    /// let builder = Client::builder_from_vars(|name| match name {
    ///     "GITLAB_BASE_URL" => Some("https://gitlab.example.com/api/v4".to_owned()),
    ///     _ => None,
    /// })?;
    /// assert_eq!(builder.build()?.instance().to_string(), "https://gitlab.example.com");
    /// # Ok::<(), gitlab_core::ApiError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Client::builder_from_env`].
    pub fn builder_from_vars(variable: impl Fn(&str) -> Option<String>) -> Result<ClientBuilder, ApiError> {
        let set = |name: &'static str| {
            variable(name).map(|value| (name, value)).filter(|(_, value)| !value.trim().is_empty())
        };
        let inside_a_job = || variable("GITLAB_CI").is_some_and(|value| value.trim() == "true");
        let found = set("GITLAB_BASE_URL").or_else(|| inside_a_job().then(|| set("CI_API_V4_URL")).flatten());
        let instance = match found {
            Some((name, address)) => {
                Instance::parse(&address).map_err(|error| configuration(format!("{name}: {error}")))?
            }
            None => Instance::gitlab_com(),
        };
        Ok(Self::builder(instance))
    }
}

#[cfg(all(test, feature = "reqwest"))]
mod tests {
    use super::*;

    fn instance(vars: &[(&str, &str)]) -> Result<String, ApiError> {
        let builder = Client::builder_from_vars(|name| {
            vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })?;
        Ok(builder.build()?.instance().to_string())
    }

    #[test]
    fn the_address_comes_from_the_setting_then_the_job_then_gitlab_com() {
        let job = [("GITLAB_CI", "true"), ("CI_API_V4_URL", "https://ci.example.com/api/v4")];
        assert_eq!(instance(&[]).unwrap(), "https://gitlab.com");
        assert_eq!(instance(&[("GITLAB_BASE_URL", " ")]).unwrap(), "https://gitlab.com");
        assert_eq!(instance(&job).unwrap(), "https://ci.example.com");
        assert_eq!(instance(&job[1..]).unwrap(), "https://gitlab.com", "not inside a job");
        let both = [job[0], job[1], ("GITLAB_BASE_URL", "https://own.example.com/gitlab")];
        assert_eq!(instance(&both).unwrap(), "https://own.example.com/gitlab");
    }

    #[test]
    fn case_162_a_wrong_address_names_the_variable_and_not_its_value() {
        let error = instance(&[("GITLAB_BASE_URL", "https://user:s3cret@example.com")]).unwrap_err();
        assert!(error.to_string().contains("GITLAB_BASE_URL"), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
}
