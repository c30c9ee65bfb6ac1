//! Where a request goes.

use http::Uri;
use http::request::Parts;
use reqwest::Url;

/// The address of a request, which reading it again would only repeat where it comes with the request.
pub(super) fn of(head: &Parts) -> Result<Url, url::ParseError> {
    match head.extensions.get::<Url>() {
        // A transport before this one may have changed the URI, which alone counts.
        Some(url) if is_same(url, &head.uri) => Ok(url.clone()),
        // The URL is taken as text: reqwest keeps what is percent-encoded as it is.
        _ => Url::parse(&head.uri.to_string()),
    }
}

fn is_same(url: &Url, uri: &Uri) -> bool {
    let same = || {
        let rest = url.as_str().strip_prefix(uri.scheme_str()?)?.strip_prefix("://")?;
        let rest = rest.strip_prefix(uri.authority()?.as_str())?;
        Some(rest == uri.path_and_query()?.as_str())
    };
    same().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn of_request(uri: &str, url: Option<&str>) -> String {
        let mut request = Request::get(uri).body(()).unwrap();
        if let Some(url) = url {
            request.extensions_mut().insert(Url::parse(url).unwrap());
        }
        of(&request.into_parts().0).unwrap().into()
    }

    #[test]
    fn the_uri_counts_whatever_url_comes_with_it() {
        for uri in [
            "https://h/api/v4/projects/a%2Fb?per_page=100&page=2",
            "http://127.0.0.1:8080/",
            "https://h:8443/gitlab/api/v4/version",
            "http://[::1]:80/a",
        ] {
            let read = Url::parse(uri).unwrap();
            for url in [
                None,
                Some(uri),
                Some("https://other/api/v4/projects/a%2Fb?per_page=100&page=2"),
                Some("https://h/api/v4/projects/a%2Fb?per_page=100"),
                Some("https://h/api/v4/projects/a%2Fb?per_page=100&page=2#end"),
                Some("https://h@other/api/v4/projects/a%2Fb"),
                Some("http://h/api/v4/projects/a%2Fb?per_page=100&page=2"),
            ] {
                assert_eq!(of_request(uri, url), read.as_str(), "{uri} {url:?}");
            }
        }
    }

    #[test]
    fn what_comes_with_a_request_is_taken_as_it_is() {
        let url = Url::parse("https://h/api/v4/projects/a%2Fb?page=2").unwrap();
        assert!(is_same(&url, &url.as_str().parse().unwrap()));
        assert!(!is_same(&url, &"/api/v4/projects/a%2Fb?page=2".parse().unwrap()));
    }
}
