//! The version whose ways an answer follows.

/// A GitLab version, as far as answers differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u32,
    minor: u32,
}

impl Version {
    /// Reads the beginning of a text such as `18.6.0-ee`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(['.', '-']).map(str::parse);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Some(Self { major, minor }),
            _ => None,
        }
    }

    /// Whether it is this version or a newer one.
    pub(crate) fn since(self, major: u32, minor: u32) -> bool {
        self >= Self { major, minor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        let version = Version::parse("16.10.2-ee").unwrap();
        assert!(version.since(16, 10) && version.since(16, 9) && version.since(15, 11));
        assert!(!version.since(16, 11) && !version.since(17, 0));
        assert_eq!(Version::parse("latest"), None);
    }
}
