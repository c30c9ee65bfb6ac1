//! Every form in which GitLab writes a date.

use crate::lenient::{self, Scalar};
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use thiserror::Error;

/// An instant, read from any form that GitLab sends and written as RFC 3339 in UTC.
///
/// GitLab's REST answers say `2026-03-07T13:51:12.206Z` or carry the author's own offset
/// (`2012-09-20T11:50:22+03:00`); webhooks also say `2016-08-12 15:23:28 UTC` and `2021-04-28 21:50:00 +0200`;
/// OAuth answers count seconds since 1970; expiry dates are bare dates (`2027-01-31`, meaning midnight UTC).
///
/// ```
/// use gitlab_core::Timestamp;
///
/// let webhook: Timestamp = "2016-08-12 15:23:28 UTC".parse()?;
/// assert_eq!(webhook, "2016-08-12T17:23:28+02:00".parse()?);
/// assert_eq!(webhook.to_string(), "2016-08-12T15:23:28Z");
/// # Ok::<(), gitlab_core::TimestampError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// The instant that many seconds after 1970-01-01T00:00:00Z, or `None` outside the years that can be told.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        jiff::Timestamp::from_second(seconds).ok().map(Self)
    }

    /// The instant that many milliseconds after 1970-01-01T00:00:00Z, or `None` outside the years that can be told.
    #[must_use]
    pub fn from_unix_milliseconds(milliseconds: i64) -> Option<Self> {
        jiff::Timestamp::from_millisecond(milliseconds).ok().map(Self)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, negative before it.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// How long `self` is after `earlier`; zero when it is before it.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::try_from(self.0.duration_since(earlier.0)).unwrap_or(Duration::ZERO)
    }

    /// The instant that long after this one, at most the last that can be told.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.checked_add(duration).unwrap_or(jiff::Timestamp::MAX))
    }

    /// The instant that long before this one, at least the first that can be told.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.checked_sub(duration).unwrap_or(jiff::Timestamp::MIN))
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp)
    }
}

impl From<Timestamp> for jiff::Timestamp {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // RFC 3339 first: it is what nearly every answer holds.
        if let Some(timestamp) = usual(text.as_bytes()) {
            return Ok(Self(timestamp));
        }
        let text = text.trim();
        if let Ok(timestamp) = text.parse() {
            return Ok(Self(timestamp));
        }
        let parsed = zoned_by_name(text).or_else(|| offset_after_space(text)).or_else(|| midnight(text));
        parsed.map(Self).ok_or_else(|| TimestampError { text: text.chars().take(40).collect() })
    }
}

/// `2016-08-12T15:23:28Z`, `2016-08-12T15:23:28.206Z`, `2016-08-12T17:23:28.206+02:00`: the forms of nearly all dates
/// in answers, read with as little as that takes. What is odd in any way is left to the library.
fn usual(text: &[u8]) -> Option<jiff::Timestamp> {
    let (civil, rest) = text.split_first_chunk::<19>()?;
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2] = civil
    else {
        return None;
    };
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    let (month, day) = (two(m1, m2)?, two(d1, d2)?);
    let (hour, minute, second) = (two(h1, h2)?, two(n1, n2)?, two(s1, s2)?);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => return None,
    };
    if !(1..=length).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (milliseconds, zone) = match rest {
        [b'.', f1, f2, f3, zone @ ..] => (two(b'0', *f1)? * 100 + two(*f2, *f3)?, zone),
        zone => (0, zone),
    };
    let offset = match *zone {
        [b'Z'] => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = (hours * 60 + minutes) * 60;
            if sign == b'+' { seconds } else { -seconds }
        }
        _ => return None,
    };
    let seconds = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - offset;
    jiff::Timestamp::from_millisecond(seconds * 1000 + milliseconds).ok()
}

/// The number that two digits make.
fn two(tens: u8, ones: u8) -> Option<i64> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
}

/// How many days a date is after 1970-01-01, in the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Counted from March on, so that the leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468
}

/// `2016-08-12 15:23:28 UTC`
fn zoned_by_name(text: &str) -> Option<jiff::Timestamp> {
    let civil = text.strip_suffix(" UTC").or_else(|| text.strip_suffix(" GMT"))?;
    let civil: DateTime = civil.parse().ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// `2021-04-28 21:50:00 +0200`
fn offset_after_space(text: &str) -> Option<jiff::Timestamp> {
    let (civil, offset) = text.rsplit_once(' ')?;
    if !offset.starts_with(['+', '-']) {
        return None;
    }
    let civil: DateTime = civil.parse().ok()?;
    format!("{civil}{offset}").parse().ok()
}

/// `2027-01-31`, or a date and time without a zone: GitLab means UTC.
fn midnight(text: &str) -> Option<jiff::Timestamp> {
    if let Ok(date) = text.parse::<Date>()
        && text.len() == 10
    {
        return date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    }
    let civil: DateTime = text.parse().ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date and time, or seconds since 1970")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_i64<E: serde::de::Error>(self, seconds: i64) -> Result<Timestamp, E> {
                Timestamp::from_unix_seconds(seconds)
                    .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Signed(seconds), &self))
            }

            fn visit_u64<E: serde::de::Error>(self, seconds: u64) -> Result<Timestamp, E> {
                i64::try_from(seconds)
                    .ok()
                    .and_then(Timestamp::from_unix_seconds)
                    .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Unsigned(seconds), &self))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

/// Reads an optional date of a wire type: a form that no GitLab is known to send gives `None`, because a
/// date is never worth losing the answer that holds it.
pub(crate) fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    lenient::scalar(deserializer, |scalar| match scalar {
        Scalar::Text(text) => text.parse().ok(),
        Scalar::Integer(seconds) => Timestamp::from_unix_seconds(seconds),
        Scalar::Number(_) => None,
    })
}

/// The text is no date in any form that GitLab sends.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{text:?} is no date and time that GitLab writes")]
pub struct TimestampError {
    text: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_96_the_same_instant_in_every_form() {
        let expected = Timestamp::from_unix_seconds(1_471_015_408).unwrap();
        for text in [
            "2016-08-12T15:23:28Z",
            "2016-08-12T15:23:28.000Z",
            "2016-08-12T15:23:28+00:00",
            "2016-08-12T17:23:28+02:00",
            "2016-08-12T17:23:28+0200",
            "2016-08-12 15:23:28 UTC",
            "2016-08-12 17:23:28 +0200",
            "2016-08-12 17:23:28 +02:00",
            "2016-08-12 15:23:28",
            " 2016-08-12T15:23:28Z ",
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        assert_eq!(serde_json::from_str::<Timestamp>("1471015408").unwrap(), expected);
        assert_eq!("2016-08-12".parse::<Timestamp>().unwrap().to_string(), "2016-08-12T00:00:00Z");
    }

    #[test]
    fn what_is_no_date_is_an_error_and_in_an_optional_field_none() {
        #[derive(Deserialize)]
        struct Wire {
            #[serde(default, deserialize_with = "lenient")]
            at: Option<Timestamp>,
        }
        for text in
            ["", "yesterday", "2016-13-45T00:00:00Z", "99999-01-01T00:00:00Z", "0000-00-00 00:00:00 UTC"]
        {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
        for json in [r#"{"at":null}"#, "{}", r#"{"at":"never"}"#, r#"{"at":{}}"#, r#"{"at":1e400}"#] {
            if let Ok(wire) = serde_json::from_str::<Wire>(json) {
                assert_eq!(wire.at, None, "{json}");
            }
        }
    }

    #[test]
    fn every_day_of_the_calendar_is_counted() {
        let mut date = Date::constant(0, 1, 1);
        for expected in days(0, 1, 1).. {
            let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
            assert_eq!(days(year, month, day), expected, "{date}");
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        assert_eq!(days(1970, 1, 1), 0);
    }

    proptest! {
        #[test]
        fn the_usual_form_is_read_as_the_library_reads_it(
            (year, month, day) in (0_u16..=9999, 0_u8..=13, 0_u8..=32),
            (hour, minute, second) in (0_u8..=24, 0_u8..=60, 0_u8..=61),
            fraction in prop_oneof![Just(String::new()), "\\.[0-9]{1,9}", "\\.[0-9]{3}"],
            zone in prop_oneof![Just("Z".to_owned()), "[+-][0-2][0-9]:[0-6][0-9]", "[+-][0-9]{2,4}", Just(String::new())],
        ) {
            let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}");
            if let Some(usual) = usual(text.as_bytes()) {
                prop_assert_eq!(Ok(usual), text.parse::<jiff::Timestamp>().map_err(|error| error.to_string()), "{}", text);
            }
            let plain = (1..=12).contains(&month) && (1..=28).contains(&day) && hour < 24 && minute < 60 && second < 60;
            if plain && matches!(fraction.len(), 0 | 4) && zone == "Z" {
                prop_assert!(usual(text.as_bytes()).is_some(), "{}", text);
            }
        }

        #[test]
        fn any_text_gives_an_answer(text in "\\PC{0,60}") {
            let _ = text.parse::<Timestamp>();
        }

        #[test]
        fn what_is_written_is_read_back(seconds in -62_000_000_000_i64..250_000_000_000) {
            let timestamp = Timestamp::from_unix_seconds(seconds).unwrap();
            prop_assert_eq!(timestamp.to_string().parse::<Timestamp>().unwrap(), timestamp);
        }
    }
}
