//! `Link` headers (RFC 8288): where the next page is.

use http::{HeaderMap, header::LINK};

/// The longest target that is looked at; GitLab's are a few hundred bytes.
const LONGEST: usize = 16 * 1024;

/// What a `Link` header says about the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next<'h> {
    /// There is no `Link` header, or it names no next page.
    None,
    /// The target, as it stands there.
    Target(&'h str),
    /// There is a header that cannot be read, so that a next page may be missed.
    Unreadable,
}

/// The target of the first link with the relation `next`.
pub(crate) fn next(headers: &HeaderMap) -> Next<'_> {
    let mut unreadable = false;
    for value in headers.get_all(LINK) {
        let Ok(mut rest) = std::str::from_utf8(value.as_bytes()) else {
            unreadable = true;
            continue;
        };
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            if rest.is_empty() {
                break;
            }
            let Some((target, parameters)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'))
            else {
                unreadable = true;
                break;
            };
            let (is_next, after) = read_parameters(parameters);
            if is_next {
                return if target.len() <= LONGEST { Next::Target(target) } else { Next::Unreadable };
            }
            rest = after;
        }
    }
    if unreadable { Next::Unreadable } else { Next::None }
}

/// Reads `; rel="next"; …` up to the comma before the next link: whether it says `next`, and what is left.
fn read_parameters(text: &str) -> (bool, &str) {
    let mut is_next = false;
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ';']);
        let end = rest.find(['=', ';', ',']).unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let Some(value) = after.strip_prefix('=') else {
            if after.starts_with(';') {
                rest = after;
                continue;
            }
            return (is_next, after);
        };
        let value = value.trim_start_matches([' ', '\t']);
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => {
                value.split_at_checked(value.find([';', ',']).unwrap_or(value.len())).unwrap_or((value, ""))
            }
        };
        is_next |= name.trim().eq_ignore_ascii_case("rel")
            && value.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use proptest::prelude::*;

    fn headers(values: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(LINK, HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    #[test]
    fn case_7_odd_link_headers_give_the_right_page_or_none() {
        let long = format!("<https://h/?{}>; rel=next", "x".repeat(66_000));
        for (value, expected) in [
            (
                &b"<https://h/a?page=2>; rel=\"next\", <https://h/a?page=1>; rel=\"first\""[..],
                Next::Target("https://h/a?page=2"),
            ),
            (
                b"<https://h/a?page=1>; rel=\"first\", <https://h/a?page=2>; rel=\"next\"",
                Next::Target("https://h/a?page=2"),
            ),
            (b"<u?a,b;c>;rel=first,<u2>;rel=next", Next::Target("u2")),
            (b"<u>; rel=\"prev next\"", Next::Target("u")),
            (b"<u>; REL = Next", Next::Target("u")),
            (b"<u>; title=\"a, <x>; rel=next\"; rel=\"first\"", Next::None),
            (b"<u>; title=\"a\"; rel=\"next\"; x", Next::Target("u")),
            (b"<u>; rel=next, <v>; rel=next", Next::Target("u")),
            (b"<>; rel=next", Next::Target("")),
            (b"<urn:x>; rel=next", Next::Target("urn:x")),
            (b"<u>", Next::None),
            (b"<u>;", Next::None),
            (b"<u>; rel", Next::None),
            (b"<u>; rel=", Next::None),
            (b"<u>; rel=\"next", Next::Target("u")),
            (b", ,", Next::None),
            (b"u; rel=next", Next::Unreadable),
            (b"<u; rel=next", Next::Unreadable),
            (b"\xff\xfe", Next::Unreadable),
            (long.as_bytes(), Next::Unreadable),
        ] {
            assert_eq!(next(&headers(&[value])), expected, "{}", String::from_utf8_lossy(value));
        }
        assert_eq!(next(&HeaderMap::new()), Next::None);
        assert_eq!(next(&headers(&[b"<a>; rel=first", b"<b>; rel=next"])), Next::Target("b"));
    }

    proptest! {
        #[test]
        fn case_172_any_header_is_read(value in "[ -~\\t]{0,80}", pieces in proptest::collection::vec("[<>,;=\" \\tarelnxt]{0,6}", 0..12)) {
            for text in [value, pieces.concat()] {
                let _ = next(&headers(&[text.as_bytes()]));
            }
        }
    }
}
