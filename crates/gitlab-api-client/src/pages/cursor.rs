//! From one page to the next, without going in circles.

use super::link::{self, Next};
use super::seen::Seen;
use crate::pipeline::call::Call;
use gitlab_core::{ApiError, ApiErrorKind};
use http::HeaderMap;
use url::Url;

/// Where the reading of a list stands.
#[derive(Debug)]
pub(crate) struct Cursor {
    /// Asks for the first page.
    first: Call,
    place: Place,
    /// Queries of links that were followed: coming back there would never end.
    visited: Seen,
    /// How many pages were asked for, the one at hand included.
    pages: u64,
    most_pages: u64,
}

/// How the page at hand is asked for.
#[derive(Debug)]
pub(crate) enum Place {
    /// By its number; the others are known without having read it.
    Number(u64),
    /// By what the page before it said: a keyset, a cursor, a page token.
    Link(Box<Call>),
}

impl Cursor {
    pub(crate) fn new(first: Call, most_pages: u64) -> Self {
        let mut visited = Seen::default();
        visited.insert_text(first.url().query().unwrap_or_default());
        let page = first.url().query_pairs().find(|(name, _)| name == "page");
        let number = page.and_then(|(_, number)| number.parse().ok()).unwrap_or(1);
        Self { first, place: Place::Number(number), visited, pages: 1, most_pages }
    }

    /// Where the page at hand is.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// How many pages were asked for, the one at hand included.
    pub(crate) fn pages(&self) -> u64 {
        self.pages
    }

    /// How many more pages may be asked for after the one at hand.
    pub(crate) fn pages_left(&self) -> u64 {
        self.most_pages.saturating_sub(self.pages)
    }

    /// The call that asks for the page at hand.
    pub(crate) fn call(&self) -> Call {
        match &self.place {
            Place::Number(_) if self.pages == 1 => self.first.clone(),
            Place::Number(number) => self.numbered(*number),
            Place::Link(call) => Call::clone(call),
        }
    }

    /// The call that asks for the page of this number.
    pub(crate) fn numbered(&self, number: u64) -> Call {
        self.first.with_parameters(&[("page", &number)])
    }

    /// The call for the first page.
    pub(crate) fn first(&self) -> &Call {
        &self.first
    }

    /// Begins again, in another way. What was read counts on.
    pub(crate) fn restart(&mut self, first: Call) {
        let (pages, most_pages) = (self.pages, self.most_pages);
        *self = Self { pages, ..Self::new(first.clone(), most_pages) };
        self.place = Place::Link(Box::new(first));
    }

    /// Goes on to the page that these headers of the page at hand name; `false` when it was the last.
    pub(crate) fn advance(&mut self, headers: &HeaderMap) -> Result<bool, ApiError> {
        let Some(place) = self.next(headers)? else {
            return Ok(false);
        };
        if self.pages_left() == 0 {
            return Err(self
                .first
                .error(ApiErrorKind::BudgetExhausted)
                .delivery(gitlab_core::Delivery::Refused)
                .message(format!("the list has more than {} pages", self.most_pages))
                .advice("ask for a narrower list, or raise the limit on pages")
                .build());
        }
        let is_new = match (&self.place, &place) {
            (Place::Number(now), Place::Number(next)) => next > now,
            (_, Place::Number(next)) => self.visited.insert_text(&format!("page={next}")),
            (_, Place::Link(call)) => self.visited.insert_text(call.url().query().unwrap_or_default()),
        };
        if !is_new {
            return Err(self.refuse("its next page is one that was read already"));
        }
        self.place = place;
        self.pages += 1;
        Ok(true)
    }

    fn next(&self, headers: &HeaderMap) -> Result<Option<Place>, ApiError> {
        let number = number(headers, "x-next-page");
        // Behind a proxy GitLab may not know its own address; what these name needs none.
        let bare = || {
            let cursor = || text(headers, "x-next-cursor");
            number.map(Place::Number).or_else(|| {
                let call = self.first.with_parameters(&[("cursor", &cursor()?)]);
                Some(Place::Link(Box::new(call)))
            })
        };
        match link::next(headers) {
            Next::Target(target) => match own_query(self.first.url(), target) {
                Ok(query) => Ok(Some(match number {
                    Some(number) if is_page(&query, number) => Place::Number(number),
                    _ => Place::Link(Box::new(self.first.with_query(&query))),
                })),
                Err(why) => bare().map_or_else(|| Err(self.refuse(&why)), |place| Ok(Some(place))),
            },
            Next::None => Ok(bare()),
            Next::Unreadable => bare()
                .map_or_else(|| Err(self.refuse("its Link header cannot be read")), |place| Ok(Some(place))),
        }
    }

    fn refuse(&self, message: &str) -> ApiError {
        self.first
            .error(ApiErrorKind::UnexpectedResponse)
            .message(message)
            .advice("the list may have more pages: check GitLab's external_url, and what stands before it")
            .build()
    }
}

/// The query of a link to the next page. Only that is used, on the address that the client has anyway, so that
/// a credential cannot go elsewhere; and a link elsewhere is no link to the next page.
fn own_query(own: &Url, target: &str) -> Result<String, String> {
    let Ok(target) = own.join(target) else {
        return Err("the link to its next page is no URL".to_owned());
    };
    let (from, to) = (own.origin().ascii_serialization(), target.origin().ascii_serialization());
    if from != to || !target.username().is_empty() || target.password().is_some() {
        return Err(format!("the link to its next page leads from {from} to {to}"));
    }
    match target.query() {
        Some(query) if !query.is_empty() => Ok(query.to_owned()),
        _ => Err("the link to its next page says nothing about the page".to_owned()),
    }
}

/// Whether a query asks for the page of this number, and for nothing that only this page knows.
fn is_page(query: &str, number: u64) -> bool {
    let mut is_page = false;
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "page" => is_page = value.parse() == Ok(number),
            "cursor" | "page_token" => return false,
            _ => {}
        }
    }
    is_page
}

/// A header that is a number; GitLab sends an empty one where there is nothing to say.
pub(crate) fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// A header that is not empty.
fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    Some(headers.get(name)?.to_str().ok()?.trim()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::ListPipelineJobs;
    use gitlab_core::{Instance, PipelineId, ProjectId};

    fn cursor(instance: &str) -> Cursor {
        let instance = Instance::parse(instance).unwrap();
        let endpoint = ListPipelineJobs::new(ProjectId::new(1), PipelineId::new(2)).include_retried(true);
        Cursor::new(Call::new(&endpoint, &instance).unwrap().with_parameters(&[("per_page", &100)]), 5)
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
        for query in ["cursor=abc&per_page=100", "page_token=abc&page=2", "id_after=7&pagination=keyset"] {
            let mut cursor = cursor("https://h/gitlab");
            let link = format!("<https://h/elsewhere?{query}>; rel=\"next\"");
            assert!(cursor.advance(&headers(&[("link", &link), ("x-next-page", "2")])).unwrap());
            assert!(matches!(cursor.place(), Place::Link(_)), "{query}");
            let expected = format!("https://h/gitlab/api/v4/projects/1/pipelines/2/jobs?{query}");
            assert_eq!(cursor.call().url().as_str(), expected);
        }
    }

    #[test]
    fn a_number_keeps_the_other_parameters() {
        let link = "<http://h/api/v4/x?page=2&per_page=100>; rel=\"next\"";
        for with in [&[("x-next-page", "2")][..], &[("x-next-page", "2"), ("link", link)]] {
            let mut cursor = cursor("http://h");
            assert!(cursor.advance(&headers(with)).unwrap());
            assert!(matches!(cursor.place(), Place::Number(2)));
            assert_eq!(cursor.call().url().query(), Some("include_retried=true&per_page=100&page=2"));
            assert!(!cursor.advance(&headers(&[("x-next-page", "")])).unwrap());
        }
    }

    #[test]
    fn a_bare_cursor_is_used_where_the_link_leads_elsewhere() {
        let mut cursor = cursor("https://h");
        let link = "<http://internal:8080/api/v4/x?cursor=abc>; rel=\"next\"";
        assert!(cursor.advance(&headers(&[("link", link), ("x-next-cursor", "ab=")])).unwrap());
        assert_eq!(cursor.call().url().query(), Some("include_retried=true&per_page=100&cursor=ab%3D"));
        assert!(!cursor.advance(&headers(&[("x-next-cursor", "")])).unwrap());
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

        for back in ["1", "2"] {
            let mut circle = cursor("https://h");
            assert!(circle.advance(&headers(&[("x-next-page", "2")])).unwrap());
            let error = circle.advance(&headers(&[("x-next-page", back)])).unwrap_err();
            assert_eq!(error.kind(), ApiErrorKind::UnexpectedResponse);
        }

        let mut linked = cursor("https://h");
        for target in ["?cursor=a", "?cursor=b"] {
            assert!(linked.advance(&headers(&[("link", &format!("<{target}>; rel=next"))])).unwrap());
        }
        assert!(linked.advance(&headers(&[("link", "<?cursor=a>; rel=next")])).is_err());

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
