//! A day without a time.

use crate::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A day of the calendar, as GitLab gives it for expiry, due and start dates: `2027-01-31`.
///
/// GitLab counts days in UTC. Where an old version gives a moment in place of a day (`2012-10-22T14:13:35Z`), its
/// day is taken as it stands there.
///
/// ```
/// use gitlab_core::{Date, Timestamp};
///
/// let expires: Date = "2027-01-31".parse()?;
/// assert_eq!(expires, Date::new(2027, 1, 31)?);
/// assert_eq!(expires.midnight().to_string(), "2027-01-31T00:00:00Z");
/// let now: Timestamp = "2027-01-17T23:59:59Z".parse()?;
/// assert_eq!(expires.days_after(now.date()), 14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The day of this year, month (1 to 12) and day of the month.
    ///
    /// # Errors
    ///
    /// [`DateError`] when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, DateError> {
        let date = jiff::civil::Date::new(year, month, day);
        date.map(Self).map_err(|_| DateError { text: format!("{year}-{month}-{day}") })
    }

    /// The moment at which it begins in UTC; what expires on this day expires then.
    #[must_use]
    pub fn midnight(self) -> Timestamp {
        let zoned = self.0.to_zoned(TimeZone::UTC);
        Timestamp::from(zoned.map_or(jiff::Timestamp::MAX, |zoned| zoned.timestamp()))
    }

    /// How many days it is after `earlier`; negative when it is before it.
    #[must_use]
    pub fn days_after(self, earlier: Self) -> i64 {
        let day = |date: Self| date.midnight().unix_seconds().div_euclid(24 * 60 * 60);
        day(self) - day(earlier)
    }
}

impl Timestamp {
    /// The day in UTC that it lies on.
    #[must_use]
    pub fn date(self) -> Date {
        Date(jiff::Timestamp::from(self).to_zoned(TimeZone::UTC).date())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let day = match text.get(..10) {
            // A moment: only the day of it, in the zone in which it was written.
            Some(day) if text.get(10..).is_some_and(|rest| rest.starts_with(['T', ' '])) => day,
            _ => text,
        };
        let date = if day.len() == 10 { day.parse().ok() } else { None };
        date.map(Self).ok_or_else(|| DateError { text: text.chars().take(40).collect() })
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Reads an optional day of a wire type: a form that no GitLab is known to send gives `None`, because a day is
/// never worth losing the answer that holds it.
pub(crate) fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    crate::lenient::scalar(deserializer, |scalar| match scalar {
        crate::lenient::Scalar::Text(text) => text.parse().ok(),
        _ => None,
    })
}

/// A text is no day.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{text:?} is no date: write it as 2027-01-31")]
pub struct DateError {
    text: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_is_read_from_every_form_that_gitlab_sends() {
        let expected = Date::new(2012, 10, 22).unwrap();
        for text in ["2012-10-22", " 2012-10-22\n", "2012-10-22T14:13:35Z", "2012-10-22 23:59:59 -0800"] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        for text in
            ["", "2012-13-01", "2012-02-30", "2012-10", "22.10.2012", "2012-10-22x", "20121022", "ä2012-10-2"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert!(Date::new(2023, 2, 29).is_err());
    }

    #[test]
    fn what_is_no_day_is_none_in_an_answer() {
        #[derive(Deserialize)]
        struct Wire {
            #[serde(default, deserialize_with = "lenient")]
            due: Option<Date>,
        }
        for json in ["{}", r#"{"due":null}"#, r#"{"due":"soon"}"#, r#"{"due":7}"#, r#"{"due":{}}"#] {
            assert_eq!(serde_json::from_str::<Wire>(json).unwrap().due, None, "{json}");
        }
        assert!(serde_json::from_str::<Wire>(r#"{"due":"2027-01-31"}"#).unwrap().due.is_some());
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let days = |a: &str, b: &str| a.parse::<Date>().unwrap().days_after(b.parse().unwrap());
        assert_eq!(days("2024-03-01", "2024-02-28"), 2);
        assert_eq!(days("2026-01-01", "2026-01-31"), -30);
        assert_eq!(days("1969-12-31", "1970-01-01"), -1);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(seconds in -62_000_000_000_i64..250_000_000_000) {
            let date = Timestamp::from_unix_seconds(seconds).unwrap().date();
            prop_assert_eq!(date.to_string().parse::<Date>().unwrap(), date);
            prop_assert!(date.midnight().unix_seconds() <= seconds);
        }

        #[test]
        fn any_text_gives_an_answer(text in "\\PC{0,30}") {
            let _ = text.parse::<Date>();
        }
    }
}
