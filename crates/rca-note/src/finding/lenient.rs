//! Reads what a model writes where it was asked for something else.
//!
//! A word may come as a number, a list as its only entry, an entry as its text, and anything as `null`. Everything is read by way
//! of [`Value`], so that one rule holds for all fields: what can be taken for what was meant is taken, and nothing is dropped that
//! has a text.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serializer};
use serde_json::Value;

/// The text of any value: a list has one line for each entry, an object is shown as JSON.
pub(super) fn text_of(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(entries) => {
            let mut text = String::new();
            for entry in entries {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&text_of(entry));
            }
            text
        }
        other => other.to_string(),
    }
}

/// The number that a value is or writes; `None` for every other value.
pub(super) fn number_of(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// The instant that a value writes: RFC 3339, or seconds or milliseconds since 1970.
pub(super) fn instant_of(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => {
            let count = number.as_i64()?;
            // Seconds of this size would lie thousands of years ahead.
            if count.unsigned_abs() >= 100_000_000_000 {
                Timestamp::from_millisecond(count).ok()
            } else {
                Timestamp::from_second(count).ok()
            }
        }
        _ => None,
    }
}

/// Any value as a text.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Value::deserialize(deserializer).map(text_of)
}

/// Any value as a text; `null` and a blank text count as absent.
pub(super) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    text(deserializer).map(|text| (!text.trim().is_empty()).then_some(text))
}

/// `null` counts as absent.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// An entry of a list that somebody may have written as a mere text.
pub(super) trait Entry: DeserializeOwned {
    /// Whether an object has the fields of the entry, and is not just another text.
    const HAS_FIELDS: bool = true;

    fn from_text(text: String) -> Self;
}

impl Entry for String {
    const HAS_FIELDS: bool = false;

    fn from_text(text: String) -> Self {
        text
    }
}

/// An object has its fields, everything else is its text.
fn entry<T: Entry>(value: Value) -> Result<T, serde_json::Error> {
    if T::HAS_FIELDS && value.is_object() { T::deserialize(value) } else { Ok(T::from_text(text_of(value))) }
}

/// An entry that may be absent; `null` counts as absent.
pub(super) fn optional<'de, D: Deserializer<'de>, T: Entry>(deserializer: D) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    if value.is_null() { Ok(None) } else { entry(value).map(Some).map_err(D::Error::custom) }
}

/// A list, its only entry, or `null`; entries that are `null` are no entries.
pub(super) fn list<'de, D: Deserializer<'de>, T: Entry>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let entries = match Value::deserialize(deserializer)? {
        Value::Null => Vec::new(),
        Value::Array(entries) => entries,
        entry => vec![entry],
    };
    let mut read = Vec::with_capacity(entries.len());
    for (index, value) in entries.into_iter().enumerate() {
        if !value.is_null() {
            let entry = entry(value)
                .map_err(|error| D::Error::custom(format_args!("entry {}: {error}", index + 1)))?;
            read.push(entry);
        }
    }
    Ok(read)
}

/// A number or the text of one; everything else counts as absent.
pub(super) fn optional_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Value::deserialize(deserializer).map(|value| number_of(&value))
}

/// A number or the text of one; everything else counts as 0.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    optional_number(deserializer).map(Option::unwrap_or_default)
}

/// A line number, counted from 1; everything else counts as absent.
pub(super) fn optional_line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let line = match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    Ok(line.filter(|line| *line > 0))
}

/// An instant; everything else counts as absent.
pub(super) fn optional_instant<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    Value::deserialize(deserializer).map(|value| instant_of(&value))
}

#[expect(clippy::ref_option, reason = "the form that serde calls")]
pub(super) fn write_instant<S: Serializer>(
    instant: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match instant {
        Some(instant) => serializer.collect_str(instant),
        None => serializer.serialize_none(),
    }
}

/// Puts a time that could not be read in front of the text, so that a reader still has it.
pub(super) fn with_unread_time(at: &Value, text: String) -> String {
    let unread = text_of(at.clone());
    if unread.trim().is_empty() || instant_of(at).is_some() {
        return text;
    }
    let mut whole = unread.trim().to_owned();
    let _written = write!(whole, ": {text}");
    whole
}
