//! What a server's headers say about its limits.

use gitlab_core::Timestamp;
use http::{HeaderMap, HeaderName, header::DATE, header::RETRY_AFTER};
use std::time::Duration;

const RATE_LIMIT_REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RATE_LIMIT_RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
/// GitLab's longest window is a day; more than that is a broken header.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The wait that `Retry-After` asks for, or else the one until `RateLimit-Reset`.
///
/// A moment is judged by the `Date` of the same answer, so that a wrong clock on either side does not matter.
/// What is no number and no date counts as not said.
pub(crate) fn wait(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let now = date(headers).unwrap_or(now);
    let retry_after = text(headers, &RETRY_AFTER)
        .filter_map(|value| match value.parse::<u64>() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) => http_date(value).map(|moment| moment.since(now)),
        })
        .max();
    retry_after.or_else(|| resets_in(headers, now)).map(|wait| wait.min(LONGEST))
}

/// How many requests a server still allows before its limit is reset, and when that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quota {
    pub(crate) left: u32,
    pub(crate) resets_in: Duration,
}

/// What `RateLimit-Remaining` and `RateLimit-Reset` say, judged as [`wait`] does. A reset in the past, or none,
/// says nothing.
pub(crate) fn quota(headers: &HeaderMap, now: Timestamp) -> Option<Quota> {
    let left = text(headers, &RATE_LIMIT_REMAINING).filter_map(|value| value.parse().ok()).min()?;
    let now = date(headers).unwrap_or(now);
    let resets_in = resets_in(headers, now).filter(|wait| !wait.is_zero())?.min(LONGEST);
    Some(Quota { left, resets_in })
}

fn resets_in(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    text(headers, &RATE_LIMIT_RESET)
        .filter_map(|value| Timestamp::from_unix_seconds(value.parse().ok()?))
        .map(|moment| moment.since(now))
        .max()
}

/// When the server says that it answered.
pub(crate) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    text(headers, &DATE).find_map(http_date)
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok()).map(str::trim)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new()
        .relaxed_weekday(true)
        .parse_timestamp(text)
        .ok()
        .map(Timestamp::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: &str = "2026-03-07T12:00:00Z";

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    fn wait_of(pairs: &[(&'static str, &str)]) -> Option<u64> {
        wait(&headers(pairs), NOW.parse().unwrap()).map(|wait| wait.as_secs())
    }

    #[test]
    fn what_is_left_counts_until_the_reset() {
        let reset = ("ratelimit-reset", "1772884830"); // 12:00:30
        let quota_of = |pairs: &[(&'static str, &str)]| {
            quota(&headers(pairs), NOW.parse().unwrap()).map(|quota| (quota.left, quota.resets_in.as_secs()))
        };
        assert_eq!(quota_of(&[("ratelimit-remaining", "7"), reset]), Some((7, 30)));
        assert_eq!(
            quota_of(&[("ratelimit-remaining", "7"), ("ratelimit-remaining", "0"), reset]),
            Some((0, 30))
        );
        let ahead = [("ratelimit-remaining", "0"), reset, ("date", "Sat, 07 Mar 2026 12:00:20 GMT")];
        assert_eq!(quota_of(&ahead), Some((0, 10)));
        assert_eq!(quota_of(&[("ratelimit-remaining", "0")]), None);
        assert_eq!(quota_of(&[("ratelimit-remaining", "-1"), reset]), None);
        assert_eq!(quota_of(&[("ratelimit-remaining", "0"), ("ratelimit-reset", "1")]), None);
    }

    #[test]
    fn case_19_retry_after_in_every_shape() {
        for (value, expected) in [
            ("7", Some(7)),
            ("0", Some(0)),
            (" 7 ", Some(7)),
            ("-1", None),
            ("soon", None),
            ("", None),
            ("1.5", None),
            ("1000000000", Some(86_400)),
            ("99999999999999999999999", None),
            ("Sat, 07 Mar 2026 12:00:30 GMT", Some(30)),
            ("Sat, 07 Mar 2026 11:00:30 GMT", Some(0)),
            ("Sat, 07 Mar 2126 12:00:30 GMT", Some(86_400)),
            ("Sat, 99 Foo 2026 12:00:30 GMT", None),
        ] {
            assert_eq!(wait_of(&[("retry-after", value)]), expected, "{value:?}");
        }
        assert_eq!(wait_of(&[("retry-after", "3"), ("retry-after", "5")]), Some(5));
        assert_eq!(wait_of(&[("retry-after", "text"), ("retry-after", "5")]), Some(5));
    }

    #[test]
    fn case_20_a_reset_is_judged_by_the_date_of_the_answer() {
        let reset = ("ratelimit-reset", "1772884830"); // 12:00:30
        assert_eq!(wait_of(&[reset]), Some(30));
        for date in ["Sat, 07 Mar 2026 12:00:10 GMT", "Sat, 07 Mar 2026 11:59:50 GMT"] {
            let wait = wait_of(&[reset, ("date", date)]).unwrap();
            assert!(wait == 20 || wait == 40, "{wait}");
        }
        // The server's clock is an hour ahead of ours: 30 s are 30 s.
        let ahead = [("ratelimit-reset", "1772888430"), ("date", "Sat, 07 Mar 2026 13:00:00 GMT")];
        assert_eq!(wait_of(&ahead), Some(30));
        assert_eq!(wait_of(&[reset, ("retry-after", "9")]), Some(9));
        assert_eq!(wait_of(&[("ratelimit-reset", "0")]), Some(0));
        assert_eq!(wait_of(&[("ratelimit-reset", "99999999999999999999")]), None);
    }

    proptest! {
        #[test]
        fn any_header_gives_an_answer(value in "[ -~]{0,40}") {
            prop_assert!(wait_of(&[("retry-after", &value), ("ratelimit-reset", &value), ("date", &value)]).unwrap_or(0) <= 86_400);
        }
    }
}
