//! A URL in an answer.

use crate::lenient;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use url::Url;

/// A URL in an answer of GitLab, as GitLab wrote it: of a thing's page, of a picture, of what a person entered.
///
/// Most URLs of a list are shown or passed on and never taken apart, so that they are kept as text and only
/// read when [`to_url`](Self::to_url) is called. A text that is no URL, which GitLab lets people enter in some
/// places, is kept as well. A user name and a password before the host, which people enter as well, are not in `Debug`.
///
/// ```
/// use gitlab_core::WebUrl;
///
/// let page = WebUrl::from("https://gitlab.example.com/shop/checkout/-/merge_requests/42");
/// assert_eq!(page.as_str(), "https://gitlab.example.com/shop/checkout/-/merge_requests/42");
/// assert_eq!(page.to_url().as_ref().and_then(|url| url.host_str()), Some("gitlab.example.com"));
///
/// assert!(WebUrl::from("ask Ada").to_url().is_none());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebUrl(Box<str>);

impl WebUrl {
    /// The text, as GitLab wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL, or `None` where the text is not a whole one, which begins with a scheme.
    ///
    /// Only `http` and `https` are links that a browser follows by itself: look at the scheme before a URL that a
    /// person entered is made a link.
    #[must_use]
    pub fn to_url(&self) -> Option<Url> {
        self.0.parse().ok()
    }
}

impl From<Url> for WebUrl {
    fn from(url: Url) -> Self {
        Self(String::from(url).into())
    }
}

impl From<&Url> for WebUrl {
    fn from(url: &Url) -> Self {
        Self(url.as_str().into())
    }
}

impl From<String> for WebUrl {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for WebUrl {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<WebUrl> for String {
    fn from(url: WebUrl) -> Self {
        url.0.into()
    }
}

impl AsRef<str> for WebUrl {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for WebUrl {
    fn eq(&self, text: &str) -> bool {
        *self.0 == *text
    }
}

impl PartialEq<&str> for WebUrl {
    fn eq(&self, text: &&str) -> bool {
        *self.0 == **text
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WebUrl").field(&without_user(self.as_str())).finish()
    }
}

/// The text without a user name and a password, which people enter in some places and no log should hold.
fn without_user(text: &str) -> Cow<'_, str> {
    const CONCEALED: &str = "…@";
    let Some((_, host)) = text.rsplit_once('@') else { return text.into() };
    match Url::parse(text) {
        Ok(mut url) if url.has_host() => {
            if url.username().is_empty() && url.password().is_none() {
                return text.into();
            }
            // Neither can fail for a URL with a host.
            let _ = (url.set_username(""), url.set_password(None));
            url.as_str().replacen("://", &format!("://{CONCEALED}"), 1).into()
        }
        // It may be one that was mistyped: whatever stands before the last `@` is taken for a user.
        _ => format!("{CONCEALED}{host}").into(),
    }
}

impl Serialize for WebUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for WebUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::text(deserializer, |text| text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_is_a_url_is_read_as_one() {
        for text in ["https://h/a/b/-/issues/7", "http://[::1]:8080/", "https://h/ä?b=c d#e", "mailto:a@h"] {
            assert_eq!(WebUrl::from(text).to_url(), Url::parse(text).ok(), "{text}");
            assert!(WebUrl::from(text).to_url().is_some(), "{text}");
        }
        for text in ["", "no url", "/a/b", "//h/a", "https://", "https://h:99999999"] {
            assert_eq!(WebUrl::from(text).to_url(), None, "{text}");
        }
    }

    #[test]
    fn it_is_made_of_a_url_and_compared_with_a_text() {
        let url: Url = "https://h/a".parse().unwrap();
        assert_eq!(WebUrl::from(&url), "https://h/a");
        assert_eq!(WebUrl::from(url.clone()), WebUrl::from("https://h/a"));
        assert_eq!(WebUrl::from(url.clone()).to_url(), Some(url));
    }

    #[test]
    fn debug_shows_no_user_and_no_password() {
        for (url, shown) in [
            ("https://me:CANARY@h.example.com:8443/a?b#c", "https://…@h.example.com:8443/a?b#c"),
            ("https://CANARY@h/a@b", "https://…@h/a@b"),
            ("https:CANARY:CANARY@h/", "https://…@h/"),
            ("ht\ttps:\\\\CANARY:CANARY@h\\a", "https://…@h/a"),
            ("ssh://git:CANARY@h/a.git", "ssh://…@h/a.git"),
            ("//me:CANARY@h/a", "…@h/a"),
            ("me:CANARY@h/a", "…@h/a"),
            ("https://me:CAN/ARY@h/a", "…@h/a"),
            ("https://h/@ada", "https://h/@ada"),
            ("https://h/a?to=b@c", "https://h/a?to=b@c"),
            ("ask Ada", "ask Ada"),
        ] {
            let kept = WebUrl::from(url);
            assert_eq!(format!("{kept:?}"), format!("WebUrl({shown:?})"), "{url}");
            assert_eq!(kept, url);
        }
    }

    proptest! {
        #[test]
        fn no_password_is_in_debug(
            scheme in "(https?|ssh|ftp)", user in "[a-zA-Z0-9%:]{0,8}", host in "[a-z]{1,8}", rest in "(/\\PC{0,12})?"
        ) {
            let url = WebUrl::from(format!("{scheme}://{user}:CANARY@{host}{rest}"));
            prop_assert!(!format!("{url:?}").contains("CANARY"), "{url:?}");
        }

        #[test]
        fn any_text_goes_through_json_unchanged(text in ".*") {
            let url = WebUrl::from(text.as_str());
            let json = serde_json::to_string(&url).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&text).unwrap());
            let read: WebUrl = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(&read, &url);
            prop_assert_eq!(read.to_string(), text);
        }
    }
}
