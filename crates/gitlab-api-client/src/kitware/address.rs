//! Which addresses a request of another crate may have.

use crate::path::refusal;
use percent_encoding::percent_decode_str;
use url::Url;

/// The address of this path, percent-encoded already, below a base that ends in a slash.
pub(super) fn below(base: &Url, path: &str) -> Result<Url, &'static str> {
    if path.contains(['?', '#']) {
        return Err("its path holds a query or a fragment");
    }
    check(path)?;
    let url = base.join(path).map_err(|_| "its path is no part of a URL")?;
    // What the URL's own rules changed would lead elsewhere than it says.
    match url.path().strip_prefix(base.path()) {
        Some(rest) if rest == path && is_below(base, &url) => Ok(url),
        _ => Err("its path does not stay below the API"),
    }
}

/// Whether this address, of a first or a next page, is below a base that ends in a slash.
pub(super) fn is_below(base: &Url, url: &Url) -> bool {
    url.origin() == base.origin()
        && url.username().is_empty()
        && url.password().is_none()
        && url.path().strip_prefix(base.path()).is_some_and(|path| check(path).is_ok())
}

/// Each segment by the rules for our own paths, decoded once as a server does.
fn check(path: &str) -> Result<(), &'static str> {
    path.split('/')
        .try_for_each(|segment| refusal(&percent_decode_str(segment).decode_utf8_lossy()).map_or(Ok(()), Err))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn base() -> Url {
        Url::parse("https://example.com/gitlab/api/v4/").unwrap()
    }

    #[test]
    fn case_159_a_path_that_leaves_the_base_is_refused() {
        for path in [
            "",
            "/projects",
            "//evil.example/x",
            "https://evil.example/x",
            "mailto:a",
            "..",
            "projects/..",
            "projects/../../x",
            "projects/%2e%2e/x",
            "projects/.%2E",
            "projects/a%2F..%2Fb",
            "projects/a%5c..%5cb",
            "projects/a\\..\\b",
            "projects/a\\b",
            "projects//x",
            "projects/7/",
            "projects/7?private_token=x",
            "projects/7#x",
            "projects/a b",
            "projects/\t7",
            "projects/%00",
        ] {
            assert!(below(&base(), path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn other_paths_stand_below_the_base() {
        for path in ["projects/7", "projects/a%2Fb/repository/files/x%2Ey%2Fz", "projects/%252e%252e"] {
            assert_eq!(below(&base(), path).unwrap().as_str(), format!("{}{path}", base()));
        }
    }

    #[test]
    fn case_3_only_addresses_of_the_installation_are_below_it() {
        for url in [
            "https://example.com/gitlab/",
            "https://example.com/other/api/v4/projects",
            "http://example.com/gitlab/api/v4/projects",
            "https://example.com:8443/gitlab/api/v4/projects",
            "https://user@example.com/gitlab/api/v4/projects",
            "https://example.com.evil.example/gitlab/api/v4/projects",
            "https://evil.example/gitlab/api/v4/projects",
        ] {
            assert!(!is_below(&base(), &Url::parse(url).unwrap()), "{url}");
        }
        assert!(is_below(&base(), &Url::parse("https://example.com/gitlab/api/v4/projects?page=2").unwrap()));
    }

    proptest! {
        #[test]
        fn case_159_no_path_leaves_the_base(path in "[./%\\\\2eEfF:?#@a-c]{0,20}|.{0,20}") {
            if let Ok(url) = below(&base(), &path) {
                prop_assert_eq!(url.origin(), base().origin());
                prop_assert_eq!(url.as_str(), format!("{}{path}", base()));
                let decoded = percent_decode_str(url.path()).decode_utf8_lossy().into_owned();
                prop_assert!(!decoded.split(['/', '\\']).any(|part| part == ".."), "{}", url);
            }
        }
    }
}
