use serde::{Deserialize, Serialize};
use std::fmt;
use url::Url;

/// Where a webhook is sent to, with its URL variables as `{name}`.
///
/// Such an address often holds a secret: a password before the host, a key in the path or the query. GitLab
/// gives it out to whoever may see the hook, but a log should not: `Debug` shows no more than scheme and host, and
/// there is no `Display`. In JSON it is whole.
///
/// ```
/// use gitlab_core::types::HookUrl;
///
/// let url = HookUrl::from("https://bot:pa55@chat.example.com/hooks/T0K3N?key={key}");
/// assert_eq!(format!("{url:?}"), r#"HookUrl("https://chat.example.com/…")"#);
/// assert!(url.as_str().ends_with("/hooks/T0K3N?key={key}"));
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HookUrl(String);

impl HookUrl {
    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for HookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = Url::parse(&self.0).ok().map(|url| url.origin()).filter(url::Origin::is_tuple);
        match origin {
            Some(origin) => write!(f, "HookUrl(\"{}/…\")", origin.ascii_serialization()),
            None => f.write_str("HookUrl(\"…\")"),
        }
    }
}

impl From<&str> for HookUrl {
    fn from(url: &str) -> Self {
        Self(url.to_owned())
    }
}

impl From<String> for HookUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}

impl From<HookUrl> for String {
    fn from(url: HookUrl) -> Self {
        url.0
    }
}

impl AsRef<str> for HookUrl {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for HookUrl {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for HookUrl {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_scheme_and_host_at_most() {
        for (url, shown) in [
            ("https://h.example.com/CANARY?a=CANARY#CANARY", "HookUrl(\"https://h.example.com/…\")"),
            ("https://CANARY:CANARY@h.example.com:8443/x", "HookUrl(\"https://h.example.com:8443/…\")"),
            ("https://CANARY@h/{CANARY}", "HookUrl(\"https://h/…\")"),
            ("CANARY", "HookUrl(\"…\")"),
            ("data:CANARY", "HookUrl(\"…\")"),
            ("", "HookUrl(\"…\")"),
        ] {
            let url = HookUrl::from(url);
            assert_eq!(format!("{url:?}"), shown);
            let json = serde_json::to_string(&url).unwrap();
            assert_eq!(serde_json::from_str::<HookUrl>(&json).unwrap(), url);
        }
    }
}
