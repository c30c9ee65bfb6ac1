//! A GitLab installation.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;
use thiserror::Error;
use url::{Origin, Url};

/// A GitLab installation: its web address, from which that of its API follows.
///
/// It is read from either, with or without `/api/v4`, a trailing slash, a port or a sub-path:
///
/// ```
/// use gitlab_core::Instance;
///
/// let instance = Instance::parse("https://example.com/gitlab/api/v4/")?;
/// assert_eq!(instance.web_url().as_str(), "https://example.com/gitlab/");
/// assert_eq!(instance.api_url().as_str(), "https://example.com/gitlab/api/v4/");
/// assert_eq!(instance, Instance::parse("https://EXAMPLE.com:443/gitlab")?);
/// # Ok::<(), gitlab_core::InstanceError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instance {
    /// Always ends in a slash, so that joining a path keeps a sub-path.
    web: Url,
    /// Below `web`; kept, because every request begins with it.
    api: Arc<Url>,
}

impl Instance {
    /// Reads the web address or the API address of an installation.
    ///
    /// # Errors
    ///
    /// [`InstanceError`] when the text is no absolute `http` or `https` URL with a host, or holds user
    /// information, a query or a fragment: none of them belongs in an installation's address, and the first
    /// would end up in logs.
    pub fn parse(address: &str) -> Result<Self, InstanceError> {
        let address = address.trim();
        let mut url = Url::parse(address).map_err(|_| InstanceError::NotAUrl)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InstanceError::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InstanceError::UserInformation);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(InstanceError::Query);
        }
        let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_owned();
        if host.is_empty() {
            return Err(InstanceError::NotAUrl);
        }
        url.set_host(Some(&host)).map_err(|_| InstanceError::NotAUrl)?;
        let path = url.path().trim_end_matches('/');
        let path = path.strip_suffix("/api/v4").unwrap_or(path).trim_end_matches('/');
        let path = format!("{path}/");
        url.set_path(&path);
        let mut api = url.clone();
        api.set_path(&format!("{path}api/v4/"));
        Ok(Self { web: url, api: Arc::new(api) })
    }

    /// GitLab.com.
    #[must_use]
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a constant, which a test parses")]
    pub fn gitlab_com() -> Self {
        Self::parse("https://gitlab.com").expect("a constant address")
    }

    /// The address of its pages, ending in a slash.
    #[must_use]
    pub fn web_url(&self) -> &Url {
        &self.web
    }

    /// The address of its REST API, ending in `/api/v4/`.
    #[must_use]
    pub fn api_url(&self) -> Url {
        Url::clone(&self.api)
    }

    /// Scheme, host and port: what credentials are bound to.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.web.origin()
    }

    /// The host, as it stands in URLs.
    #[must_use]
    pub fn host(&self) -> &str {
        self.web.host_str().unwrap_or_default()
    }

    /// The path of `url` below this installation, without a leading slash and still percent-encoded; `None`
    /// when the URL is of another host, port or sub-path. `http` and `https` are taken as one here, because
    /// links in alerts often name the wrong one; a request is only ever sent to [`Instance::api_url`].
    #[must_use]
    pub fn path_below<'u>(&self, url: &'u Url) -> Option<&'u str> {
        let same_host =
            url.host_str().is_some_and(|host| host.trim_end_matches('.').eq_ignore_ascii_case(self.host()));
        if !same_host || !matches!(url.scheme(), "http" | "https") || url.port() != self.web.port() {
            return None;
        }
        let sub_path = self.web.path();
        if url.path().len() + 1 == sub_path.len() && sub_path.starts_with(url.path()) {
            return Some("");
        }
        url.path().strip_prefix(sub_path)
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Instance").field(&self.web.as_str()).finish()
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.web.as_str().trim_end_matches('/'))
    }
}

impl Serialize for Instance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Why a text is no address of a GitLab installation.
///
/// The text itself is never repeated: it may hold a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InstanceError {
    /// It is no absolute URL with a host.
    #[error("the GitLab address is no URL: write it as https://gitlab.example.com/api/v4")]
    NotAUrl,
    /// It is neither `http` nor `https`.
    #[error("the GitLab address must begin with https:// (or http:// for a local server)")]
    Scheme,
    /// It holds a user name or a password.
    #[error("the GitLab address holds a user name or password: give the token on its own, not in the URL")]
    UserInformation,
    /// It holds a query or a fragment.
    #[error("the GitLab address holds a query or a fragment: leave out everything from ? or # on")]
    Query,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_162_every_writing_of_one_base_url_is_the_same() {
        let expected = Instance::parse("https://gitlab.example.com").unwrap();
        for address in [
            "https://gitlab.example.com/",
            "https://gitlab.example.com/api/v4",
            "https://gitlab.example.com/api/v4/",
            " https://GITLAB.example.com:443/api/v4 ",
            "https://gitlab.example.com./api/v4",
        ] {
            assert_eq!(Instance::parse(address).unwrap(), expected, "{address}");
        }
        assert_eq!(
            Instance::parse("http://[::1]:8080/gitlab/api/v4").unwrap().api_url().as_str(),
            "http://[::1]:8080/gitlab/api/v4/"
        );
    }

    #[test]
    fn gitlab_com_is_an_instance() {
        assert_eq!(Instance::gitlab_com().api_url().as_str(), "https://gitlab.com/api/v4/");
    }

    #[test]
    fn case_162_what_does_not_belong_in_a_base_url_is_refused() {
        use InstanceError::*;
        for (address, expected) in [
            ("", NotAUrl),
            ("gitlab.example.com", NotAUrl),
            ("https://", NotAUrl),
            ("ftp://gitlab.example.com", Scheme),
            ("file:///etc/passwd", Scheme),
            ("https://user:secret@gitlab.example.com", UserInformation),
            ("https://gitlab.example.com/?private_token=x", Query),
            ("https://gitlab.example.com/#x", Query),
        ] {
            let error = Instance::parse(address).unwrap_err();
            assert_eq!(error, expected, "{address}");
            assert!(!error.to_string().contains("secret"));
        }
    }

    #[test]
    fn a_path_is_below_an_instance_only_as_a_whole_segment() {
        let instance = Instance::parse("https://example.com/gitlab").unwrap();
        let below = |url: &str| instance.path_below(&Url::parse(url).unwrap()).map(str::to_owned);
        assert_eq!(below("https://example.com/gitlab/a/b").as_deref(), Some("a/b"));
        assert_eq!(below("https://example.com/gitlab").as_deref(), Some(""));
        assert_eq!(below("http://example.com/gitlab/a/b").as_deref(), Some("a/b"));
        assert_eq!(below("https://example.com/gitlabber/a/b"), None);
        assert_eq!(below("https://example.com:8443/gitlab/a/b"), None);
        assert_eq!(below("https://gitlab.example.com/gitlab/a/b"), None);
    }
}
