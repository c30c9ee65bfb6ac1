//! The version of a GitLab.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A version of GitLab, such as `18.6.0-ee` or `17.1.0-pre`, in the order in which they appear.
///
/// What is not released yet (`-pre`, `-rc42`) comes before its release, which is why
/// [`has_features_of`](Self::has_features_of) is the way to ask for a feature. Prefer not to ask at all: where an
/// endpoint is missing GitLab says so.
///
/// ```
/// use gitlab_core::Version;
///
/// let version: Version = "18.6.0-ee".parse()?;
/// assert!(version >= Version::new(16, 5, 0) && version < Version::new(18, 10, 0));
/// assert!("17.1.0-pre".parse::<Version>()?.has_features_of(17, 1));
/// assert_eq!(version.to_string(), "18.6.0-ee");
/// # Ok::<(), gitlab_core::VersionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
    suffix: String,
}

impl Version {
    /// The release of these numbers, of whichever edition.
    #[must_use]
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch, suffix: String::new() }
    }

    /// The first number, which changes once a year.
    #[must_use]
    pub const fn major(&self) -> u32 {
        self.major
    }

    /// The second number, which changes once a month.
    #[must_use]
    pub const fn minor(&self) -> u32 {
        self.minor
    }

    /// The third number.
    #[must_use]
    pub const fn patch(&self) -> u32 {
        self.patch
    }

    /// Whether it runs before its release, as GitLab.com does.
    #[must_use]
    pub fn is_pre_release(&self) -> bool {
        self.suffix.split('-').any(|part| part == "pre" || part.starts_with("rc"))
    }

    /// Whether it says that it is the Enterprise Edition. Not every installation of that says so here.
    #[must_use]
    pub fn is_enterprise(&self) -> bool {
        self.suffix.split('-').any(|part| part == "ee")
    }

    /// Whether what appeared in that version can be expected, pre-releases of that version counted in.
    #[must_use]
    pub const fn has_features_of(&self, major: u32, minor: u32) -> bool {
        self.major > major || (self.major == major && self.minor >= minor)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let numbers = |version: &Self| (version.major, version.minor, version.patch);
        let released = |version: &Self| !version.is_pre_release();
        let numbers = numbers(self).cmp(&numbers(other));
        numbers.then(released(self).cmp(&released(other))).then_with(|| self.suffix.cmp(&other.suffix))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if self.suffix.is_empty() { Ok(()) } else { write!(f, "-{}", self.suffix) }
    }
}

impl FromStr for Version {
    type Err = VersionError;

    /// Reads two or three numbers with what follows a hyphen or a plus. A missing third number is zero.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let refuse = || VersionError { text: text.chars().take(40).collect() };
        let (numbers, suffix) = text.split_once(['-', '+']).unwrap_or((text, ""));
        let mut parts = numbers.split('.').map(|part| {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<u32>().ok() } else { None }
        });
        let mut next = || parts.next().map(|number| number.ok_or_else(refuse)).transpose();
        let (Some(major), Some(minor)) = (next()?, next()?) else { return Err(refuse()) };
        let patch = next()?.unwrap_or_default();
        let graphic = suffix.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-+.".contains(&byte));
        if parts.next().is_some() || !graphic {
            return Err(refuse());
        }
        Ok(Self { major, minor, patch, suffix: suffix.to_ascii_lowercase() })
    }
}

/// A text is no version of GitLab.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{text:?} is no version of GitLab, such as 18.6.0-ee")]
pub struct VersionError {
    text: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn versions_are_in_the_order_in_which_they_appear() {
        let order = [
            "13.12.15",
            "15.0.0-ee",
            "17.1.0-pre",
            "17.1.0-rc42-ee",
            "17.1.0",
            "17.1.0-ee",
            "17.1.1",
            "17.2.0",
            "17.10.0",
            "18.0.0",
        ];
        for pair in order.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
        assert_eq!(version("17.1"), Version::new(17, 1, 0));
    }

    #[test]
    fn a_suffix_tells_the_edition_and_what_is_not_released() {
        assert!(version("18.6.0-EE").is_enterprise());
        assert!(!version("18.6.0").is_enterprise());
        assert!(version("18.0.0-rc42-ee").is_pre_release() && version("18.0.0-rc42-ee").is_enterprise());
        assert!(!version("18.6.0-ee").is_pre_release());
        assert!(
            version("17.1.0-pre").has_features_of(17, 1) && !version("17.1.0-pre").has_features_of(17, 2)
        );
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in
            ["", "18", "18.", "v18.6.0", "18.6.0.1", "18.x", "18.+6", "-ee", "18.6.0-\u{1b}", "99999999999.1"]
        {
            assert!(text.parse::<Version>().is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            major in 0_u32..50, minor in 0_u32..20, patch in 0_u32..100, suffix in "(-(ee|pre|rc[0-9]{1,2}|[a-f0-9]{8})){0,2}",
        ) {
            let text = format!("{major}.{minor}.{patch}{suffix}");
            prop_assert_eq!(text.parse::<Version>().unwrap().to_string(), text);
        }

        #[test]
        fn any_text_gives_an_answer(text in "\\PC{0,20}") {
            let _ = text.parse::<Version>();
        }
    }
}
