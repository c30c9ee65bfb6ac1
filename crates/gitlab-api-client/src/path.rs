//! Paths, built segment by segment.

use gitlab_core::{GroupRef, ProjectRef};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::{self, Display};
use thiserror::Error;

/// What stands unencoded in a path segment or a query: RFC 3986's unreserved characters and nothing else.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path of an endpoint below the API's address.
///
/// A path is built by segment. What comes from outside goes in by [`Path::param`], which percent-encodes it
/// once as one segment, a slash as `%2F`; nobody formats a path string. A value that could make the path
/// point elsewhere (`.`, `..`, control characters, nothing at all) makes the path invalid, and a request with
/// it is refused before anything is sent.
///
/// ```
/// use gitlab_api_client::Path;
///
/// let path = Path::new("projects").param("id", "group/project").literal("repository/files").param("path", "a b.rs");
/// assert_eq!(path.encoded()?, "projects/group%2Fproject/repository/files/a%20b.rs");
/// assert_eq!(path.template(), "projects/:id/repository/files/:path");
/// assert!(Path::new("projects").param("id", "..").encoded().is_err());
/// # Ok::<(), gitlab_api_client::PathError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Path {
    encoded: String,
    template: String,
    error: Option<PathError>,
}

impl Path {
    /// A path that begins with these fixed segments; `""` for one that begins with a value.
    #[must_use]
    pub fn new(literal: &'static str) -> Self {
        Self { encoded: literal.to_owned(), template: literal.to_owned(), error: None }
    }

    /// The path of a project, `projects/:id`.
    #[must_use]
    pub fn project(project: &ProjectRef) -> Self {
        Self::new("projects").param("id", project)
    }

    /// The path of a group, `groups/:id`.
    #[must_use]
    pub fn group(group: &GroupRef) -> Self {
        Self::new("groups").param("id", group)
    }

    /// Adds fixed segments.
    #[must_use]
    pub fn literal(mut self, segments: &'static str) -> Self {
        for text in [&mut self.encoded, &mut self.template] {
            separate(text);
            text.push_str(segments);
        }
        self
    }

    /// Adds a value as one segment. `name` is how logs call it.
    #[must_use]
    pub fn param(mut self, name: &'static str, value: impl Display) -> Self {
        let value = value.to_string();
        if let Some(reason) = refusal(&value) {
            self.error.get_or_insert(PathError { name, reason });
        }
        separate(&mut self.encoded);
        self.encoded.extend(utf8_percent_encode(&value, RESERVED));
        separate(&mut self.template);
        self.template.push(':');
        self.template.push_str(name);
        self
    }

    /// Adds a value whose slashes stay slashes: the path of a project in a web address, the path of a file in
    /// an archive. Each part between them is a segment of its own, and none may be empty.
    ///
    /// ```
    /// use gitlab_api_client::Path;
    ///
    /// let path = Path::new("").params("project", "group/sub group/project").literal("alerts/notify");
    /// assert_eq!(path.encoded()?, "group/sub%20group/project/alerts/notify");
    /// assert_eq!(path.template(), "*project/alerts/notify");
    /// # Ok::<(), gitlab_api_client::PathError>(())
    /// ```
    #[must_use]
    pub fn params(mut self, name: &'static str, value: impl Display) -> Self {
        let value = value.to_string();
        for part in value.split('/') {
            if let Some(reason) = refusal(part) {
                self.error.get_or_insert(PathError { name, reason });
            }
            separate(&mut self.encoded);
            self.encoded.extend(utf8_percent_encode(part, RESERVED));
        }
        separate(&mut self.template);
        self.template.push('*');
        self.template.push_str(name);
        self
    }

    /// Adds the path of a file as one segment for each of its parts, for the few routes of GitLab's that take
    /// the rest of the address for it. `name` is how logs call it, with a `*` before it.
    ///
    /// ```
    /// use gitlab_api_client::Path;
    ///
    /// let path = Path::new("artifacts").parts("path", "coverage/a b.xml");
    /// assert_eq!(path.encoded()?, "artifacts/coverage/a%20b.xml");
    /// assert!(Path::new("artifacts").parts("path", "/etc/passwd").encoded().is_err());
    /// # Ok::<(), gitlab_api_client::PathError>(())
    /// ```
    #[must_use]
    pub fn parts(mut self, name: &'static str, value: impl Display) -> Self {
        let value = value.to_string();
        let reason = value.split('/').find_map(|part| match refusal(part) {
            Some(_) if part.is_empty() && !value.is_empty() => {
                Some("a part of it is empty: it must not begin or end with a slash, nor have two in a row")
            }
            reason => reason,
        });
        if let Some(reason) = reason {
            self.error.get_or_insert(PathError { name, reason });
        }
        for part in value.split('/') {
            self.encoded.push('/');
            self.encoded.extend(utf8_percent_encode(part, RESERVED));
        }
        self.template.push_str("/*");
        self.template.push_str(name);
        self
    }

    /// The path, percent-encoded, without a leading slash.
    ///
    /// # Errors
    ///
    /// [`PathError`] when a value may not stand in a path.
    pub fn encoded(&self) -> Result<&str, PathError> {
        match &self.error {
            Some(error) => Err(error.clone()),
            None => Ok(&self.encoded),
        }
    }

    /// The path with the names of its values in place of them, for logs.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }
}

/// A path never begins with a slash: it would lead out of an API below a sub-path.
fn separate(path: &mut String) {
    if !path.is_empty() {
        path.push('/');
    }
}

/// Encoded slashes are decoded by some proxies, so that no part between slashes may climb either; Windows
/// servers take a backslash for a slash.
pub(crate) fn refusal(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return Some("it is empty");
    }
    if value.chars().any(char::is_control) {
        return Some("it holds a control character");
    }
    if value.split(['/', '\\']).any(|part| part == "." || part == "..") {
        return Some("a part of it is . or ..");
    }
    None
}

/// A value may not stand in a path.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub struct PathError {
    name: &'static str,
    reason: &'static str,
}

impl Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} cannot stand in a path: {}", self.name, self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    #[test]
    fn case_159_what_climbs_or_breaks_the_line_is_refused() {
        for value in
            ["", ".", "..", "a/..", "../a", "a/./b", "a\\..\\..\\b", "a\0", "a\tb", "a\r\nb", "\u{85}"]
        {
            assert!(Path::new("x").param("value", value).encoded().is_err(), "{value:?}");
        }
    }

    #[test]
    fn case_159_everything_else_is_one_segment_encoded_once() {
        for (value, encoded) in [
            ("%2e%2e", "%252e%252e"),
            ("a?b#c", "a%3Fb%23c"),
            ("a\\b", "a%5Cb"),
            ("a/b", "a%2Fb"),
            ("...", "..."),
            ("\u{202e}", "%E2%80%AE"),
            ("a+b", "a%2Bb"),
            (";@:&=$,!'()*", "%3B%40%3A%26%3D%24%2C%21%27%28%29%2A"),
        ] {
            assert_eq!(Path::new("x").param("value", value).encoded().unwrap(), format!("x/{encoded}"));
        }
        let long = "é".repeat(10_000);
        assert_eq!(Path::new("x").param("value", &long).encoded().unwrap().len(), 2 + 60_000);
    }

    #[test]
    fn case_159_a_part_that_climbs_or_is_empty_is_refused() {
        for value in ["", "/", "a//b", "/a", "a/", "..", "a/../b", "./a", "a\\..\\b", "a/\0", "a/\r\nb"] {
            assert!(Path::new("x").parts("file", value).encoded().is_err(), "{value:?}");
        }
        let path = Path::new("x").parts("file", "a?b#c/%2e%2e/ü/...");
        assert_eq!(path.encoded().unwrap(), "x/a%3Fb%23c/%252e%252e/%C3%BC/...");
        assert_eq!(path.template(), "x/*file");
    }

    proptest! {
        #[test]
        fn case_160_decoding_the_parts_gives_the_value_back(value in any::<String>()) {
            let path = Path::new("projects").parts("file", &value);
            if let Ok(encoded) = path.encoded() {
                let url = url::Url::parse("https://h/gitlab/api/v4/").unwrap().join(encoded).unwrap();
                let file = url.path().strip_prefix("/gitlab/api/v4/projects/").unwrap();
                prop_assert_eq!(percent_decode_str(file).decode_utf8().unwrap(), value.as_str());
                prop_assert_eq!((url.query(), url.fragment()), (None, None));
            } else {
                prop_assert!(value.split('/').any(|part| refusal(part).is_some()));
            }
        }

        #[test]
        fn case_160_decoding_gives_the_value_back(value in any::<String>(), after in "[a-z]{1,8}") {
            let path = Path::new("projects").param("id", &value).literal("x").param("after", &after);
            if let Ok(encoded) = path.encoded() {
                let parts: Vec<&str> = encoded.split('/').collect();
                prop_assert_eq!(parts.len(), 4);
                prop_assert_eq!(percent_decode_str(parts[1]).decode_utf8().unwrap(), value.as_str());
                prop_assert_eq!(parts[3], after);
                let url = url::Url::parse("https://h/gitlab/api/v4/").unwrap().join(encoded).unwrap();
                let prefix = "/gitlab/api/v4/projects/";
                prop_assert!(url.path().starts_with(prefix), "{}", url);
                prop_assert_eq!(url.path().strip_prefix("/gitlab/api/v4/"), Some(encoded));
            } else {
                prop_assert!(refusal(&value).is_some());
            }
        }

        #[test]
        fn case_159_a_value_of_many_segments_stays_below_the_base(value in ".{0,20}|[./\\\\a-b:%?#@]{0,12}") {
            let path = Path::new("").params("project", &value).literal("alerts/notify");
            if let Ok(encoded) = path.encoded() {
                let url = url::Url::parse("https://h/gitlab/").unwrap().join(encoded).unwrap();
                let middle = url.path().strip_prefix("/gitlab/").and_then(|rest| rest.strip_suffix("/alerts/notify"));
                let parts: Vec<_> = middle.unwrap().split('/').map(|part| percent_decode_str(part).decode_utf8().unwrap()).collect();
                prop_assert_eq!(parts.join("/"), value);
            }
        }
    }
}
