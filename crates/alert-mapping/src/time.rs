//! Every form in which monitoring tools write a date.

use gitlab_core::Timestamp;
use serde_json::Value;

/// Reads a date: what [`Timestamp`] reads, seconds to nanoseconds since 1970 as number or text, Go's own form, and
/// slashes for dashes.
///
/// A date before the year 2000 is none: it is how tools write "not yet" (`0001-01-01T00:00:00Z`, 0).
pub(crate) fn time_of(value: &Value) -> Option<Timestamp> {
    let timestamp = match value {
        Value::Number(number) => since_1970(number.as_f64()?)?,
        Value::String(text) => of_text(text.trim())?,
        _ => return None,
    };
    const YEAR_2000: i64 = 946_684_800;
    (timestamp.unix_seconds() >= YEAR_2000).then_some(timestamp)
}

fn of_text(text: &str) -> Option<Timestamp> {
    if text.len() > 64 || text.is_empty() {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        // Not `20240131`: eight digits of seconds end in 1973.
        return since_1970(text.parse().ok()?);
    }
    if let Ok(timestamp) = text.parse() {
        return Some(timestamp);
    }
    // Go's `Time.String`: `2025-02-15 14:58:03.26 +0000 UTC`, maybe with ` m=+0.1` behind it.
    let without_zone = text.split(" m=").next().unwrap_or(text);
    let without_zone = without_zone.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim_end();
    if without_zone.contains(['+', '-'])
        && without_zone != text
        && let Ok(timestamp) = without_zone.parse()
        && has_offset(without_zone)
    {
        return Some(timestamp);
    }
    if text.contains('/') {
        return text.replace('/', "-").parse().ok();
    }
    jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp().into())
}

fn has_offset(text: &str) -> bool {
    text.rsplit_once(' ').is_some_and(|(_, offset)| offset.starts_with(['+', '-']))
}

/// The magnitude tells the unit: it is right for every date between 1974 and 5138.
fn since_1970(number: f64) -> Option<Timestamp> {
    let seconds = match number {
        n if n < 1e11 => n,
        n if n < 1e14 => n / 1e3,
        n if n < 1e17 => n / 1e6,
        n => n / 1e9,
    };
    if !(0.0..2e11).contains(&seconds) {
        return None;
    }
    // Rounded, because most fractions of a second have no exact form.
    Timestamp::from_unix_milliseconds((seconds * 1e3).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn case_96_the_same_instant_in_every_form() {
        let expected = "2018-05-02T08:33:50Z".parse::<Timestamp>().unwrap();
        for value in [
            json!(1_525_250_030),
            json!(1_525_250_030_000_u64),
            json!(1_525_250_030_000_000_u64),
            json!(1_525_250_030_000_000_000_u64),
            json!(1_525_250_030.0),
            json!("1525250030"),
            json!("1525250030000"),
            json!("2018-05-02T08:33:50Z"),
            json!("2018-05-02T10:33:50.000+0200"),
            json!("2018-05-02 08:33:50 UTC"),
            json!("2018-05-02 08:33:50 +0000 UTC"),
            json!("2018-05-02 08:33:50 +0000 UTC m=+0.1"),
            json!("2018/05/02 08:33:50 GMT"),
            json!("Wed, 02 May 2018 08:33:50 +0000"),
        ] {
            assert_eq!(time_of(&value), Some(expected), "{value}");
        }
        let fraction = time_of(&json!(1_709_991_285.873)).unwrap();
        assert_eq!(fraction.to_string(), "2024-03-09T13:34:45.873Z");
    }

    #[test]
    fn case_96_what_means_not_yet_or_is_no_date_is_none() {
        for value in [
            json!(null),
            json!(0),
            json!(-1),
            json!(""),
            json!("0001-01-01T00:00:00Z"),
            json!("null"),
            json!("yesterday"),
            json!("20240131"),
            json!(1e300),
            json!(true),
            json!({}),
            json!("9".repeat(64)),
        ] {
            assert_eq!(time_of(&value), None, "{value}");
        }
    }
}
