//! From one page to the next, without going in circles.

use super::link::{self, Next};
use crate::pipeline::call::Call;
use gitlab_core::{ApiError, ApiErrorKind};
use http::HeaderMap;
use std::collections::HashSet;
use url::Url;

/// Where the reading of a list stands.
#[derive(Debug)]
pub(crate) struct Cursor {
    call: Call,
    /// Where a page was already asked for: coming back there would never end.
    visited: HashSet<String>,
    pages: u64,
    most_pages: u64,
}

impl Cursor {
    pub(crate) fn new(first: Call, most_pages: u64) -> Self {
        let visited = HashSet::from([first.url().query().unwrap_or_default().to_owned()]);
        Self { call: first, visited, pages: 1, most_pages }
    }

    /// Says that the pages up to this one have been read as well.
    pub(crate) fn has_read(&mut self, pages: u64) {
        self.pages = self.pages.max(pages);
    }

    /// The call that asks for the page at hand.
    pub(crate) fn call(&self) -> &Call {
        &self.call
    }

    /// Goes on to the page that these headers of the page at hand name; `false` when it was the last.
    pub(crate) fn advance(&mut self, headers: &HeaderMap) -> Result<bool, ApiError> {
        let refuse = |message: String| {
            let error = self.call.error(ApiErrorKind::UnexpectedResponse).message(message);
            Err(error
                .advice(
                    "the list may have more pages: check GitLab's external_url, and what stands before it",
                )
                .build())
        };
        let number = number(headers, "x-next-page");
        let next = match link::next(headers) {
            Next::Target(target) => match (own_query(self.call.url(), target), number) {
                (Ok(query), _) => self.call.with_query(&query),
                // Behind a proxy GitLab may not know its own address; a bare number needs none.
                (Err(_), Some(page)) => self.call.with_parameters(&[("page", page)]),
                (Err(why), None) => return refuse(why),
            },
            Next::None | Next::Unreadable if number.is_some() => {
                self.call.with_parameters(&[("page", number.unwrap_or_default())])
            }
            Next::None => return Ok(false),
            Next::Unreadable => return refuse("its Link header cannot be read".to_owned()),
        };
        if self.pages >= self.most_pages {
            return Err(self
                .call
                .error(ApiErrorKind::BudgetExhausted)
                .delivery(gitlab_core::Delivery::Refused)
                .message(format!("the list has more than {} pages", self.most_pages))
                .advice("ask for a narrower list, or raise the limit on pages")
                .build());
        }
        if !self.visited.insert(next.url().query().unwrap_or_default().to_owned()) {
            return refuse("its next page is one that was read already".to_owned());
        }
        self.call = next;
        self.pages += 1;
        Ok(true)
    }
}

/// The query of a link to the next page. Only that is used, on the address that the client has anyway, so that
/// a credential cannot go elsewhere; and a link elsewhere is no link to the next page.
fn own_query(current: &Url, target: &str) -> Result<String, String> {
    let Ok(target) = current.join(target) else {
        return Err("the link to its next page is no URL".to_owned());
    };
    let (from, to) = (current.origin().ascii_serialization(), target.origin().ascii_serialization());
    if from != to || !target.username().is_empty() || target.password().is_some() {
        return Err(format!("the link to its next page leads from {from} to {to}"));
    }
    match target.query() {
        Some(query) if !query.is_empty() => Ok(query.to_owned()),
        _ => Err("the link to its next page says nothing about the page".to_owned()),
    }
}

/// A header that is a number; GitLab sends an empty one where there is nothing to say.
pub(crate) fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::ListPipelineJobs;
    use gitlab_core::{Instance, PipelineId, ProjectId};

    fn cursor(instance: &str) -> Cursor {
        let instance = Instance::parse(instance).unwrap();
        let endpoint = ListPipelineJobs::new(ProjectId::new(1), PipelineId::new(2)).include_retried(true);
        Cursor::new(Call::new(&endpoint, &instance).unwrap().with_parameters(&[("per_page", 100)]), 5)
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect::<Vec<(http::HeaderName, http::HeaderValue)>>()
            .into_iter()
            .collect()
    }

    #[test]
    fn the_query_of_a_link_is_used_on_the_own_address() {
        let mut cursor = cursor("https://h/gitlab");
        let link = "<https://h/elsewhere?cursor=abc&per_page=100>; rel=\"next\"";
        assert!(cursor.advance(&headers(&[("link", link), ("x-next-page", "2")])).unwrap());
        assert_eq!(
            cursor.call().url().as_str(),
            "https://h/gitlab/api/v4/projects/1/pipelines/2/jobs?cursor=abc&per_page=100"
        );
    }

    #[test]
    fn a_bare_number_keeps_the_other_parameters() {
        let mut cursor = cursor("https://h");
        assert!(cursor.advance(&headers(&[("x-next-page", "2")])).unwrap());
        assert_eq!(cursor.call().url().query(), Some("include_retried=true&per_page=100&page=2"));
        assert!(!cursor.advance(&headers(&[("x-next-page", "")])).unwrap());
    }

    #[test]
    fn case_3_a_link_to_another_origin_is_an_error() {
        for target in [
            "https://evil.example/api/v4/x?page=2",
            "http://gitlab.com/api/v4/x?page=2",
            "https://gitlab.com:8443/x?page=2",
            "//evil.example/x?page=2",
            "\\\\evil.example\\x?page=2",
            "https://user@gitlab.com/x?page=2",
            "https://gitlab.com.evil.example/x?page=2",
            "https://gitlab.com@evil.example/x?page=2",
            "data:,x?page=2",
            "urn:x?page=2",
            "file:///etc/passwd?page=2",
            "https://gitlab.com/x",
            "https://[",
        ] {
            let mut cursor = cursor("https://gitlab.com");
            let link = format!("<{target}>; rel=next");
            let error = cursor.advance(&headers(&[("link", &link)])).unwrap_err();
            assert_eq!(error.kind(), ApiErrorKind::UnexpectedResponse, "{target}");
            // With a page number there is a next page all the same, and it is asked for at home.
            assert!(cursor.advance(&headers(&[("link", &link), ("x-next-page", "2")])).unwrap(), "{target}");
            assert_eq!(cursor.call().url().host_str(), Some("gitlab.com"));
        }
    }

    #[test]
    fn case_8_a_circle_and_an_endless_list_end_in_an_error() {
        let mut itself = cursor("https://h");
        assert!(itself.advance(&headers(&[("link", "<>; rel=next")])).is_err());

        let mut circle = cursor("https://h");
        assert!(circle.advance(&headers(&[("x-next-page", "2")])).unwrap());
        assert_eq!(
            circle.advance(&headers(&[("x-next-page", "2")])).unwrap_err().kind(),
            ApiErrorKind::UnexpectedResponse
        );

        let mut endless = cursor("https://h");
        for page in 2..=5 {
            assert!(endless.advance(&headers(&[("x-next-page", &page.to_string())])).unwrap());
        }
        let error = endless.advance(&headers(&[("x-next-page", "6")])).unwrap_err();
        assert_eq!(error.kind(), ApiErrorKind::BudgetExhausted);
    }

    #[test]
    fn case_7_an_unreadable_header_is_an_error_unless_there_is_a_number() {
        let mut cursor = cursor("https://h");
        assert!(cursor.advance(&headers(&[("link", "nonsense")])).is_err());
        assert!(cursor.advance(&headers(&[("link", "nonsense"), ("x-next-page", "2")])).unwrap());
    }
}
