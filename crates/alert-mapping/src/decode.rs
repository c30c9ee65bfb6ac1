//! From bytes to JSON, with as little refusal as is honest.

use crate::AlertError;
use serde_json::Value;
use std::borrow::Cow;

/// How often JSON text inside JSON is looked into: an SNS message may hold an event that holds a message.
const MAX_EMBEDDED: usize = 3;

/// Reads JSON as monitoring tools and their templates really write it: see [`crate::AlertMapping::read`].
pub(crate) fn decode(bytes: &[u8]) -> Result<Value, AlertError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    let mut value = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(error) => serde_json::from_str(&repair(&text)).map_err(|_| refusal(&error))?,
    };
    // A whole payload that was encoded twice.
    if let Value::String(text) = &value
        && let Some(inner) = embedded(text)
    {
        value = inner;
    }
    match &value {
        Value::Object(_) => {}
        Value::Array(items) if items.iter().any(Value::is_object) => {}
        _ => return Err(AlertError::NoObject),
    }
    look_into(&mut value, MAX_EMBEDDED);
    Ok(value)
}

fn refusal(error: &serde_json::Error) -> AlertError {
    if error.to_string().starts_with("recursion limit") {
        return AlertError::TooDeep;
    }
    AlertError::NotJson { line: error.line(), column: error.column() }
}

/// JSON text that holds an object, or a list of them.
fn embedded(text: &str) -> Option<Value> {
    let trimmed = text.trim();
    let may_be = (trimmed.starts_with('{') && trimmed.ends_with('}'))
        || (trimmed.starts_with('[') && trimmed.ends_with(']'));
    if !may_be {
        return None;
    }
    let value = serde_json::from_str(trimmed).ok()?;
    match &value {
        Value::Object(_) => Some(value),
        Value::Array(items) if items.iter().any(Value::is_object) => Some(value),
        _ => None,
    }
}

fn look_into(value: &mut Value, embedded_left: usize) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|value| look_into(value, embedded_left)),
        Value::Array(items) => items.iter_mut().for_each(|value| look_into(value, embedded_left)),
        Value::String(text) if embedded_left > 0 => {
            if let Some(mut inner) = embedded(text) {
                look_into(&mut inner, embedded_left - 1);
                *value = inner;
            }
        }
        _ => {}
    }
}

/// Replaces what makes a parser refuse a payload that people can read: half of a surrogate pair becomes `\ufffd`,
/// a raw control character in a text its escape, and a number that no machine holds a text.
fn repair(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut in_text = false;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        if !in_text {
            if c == '-' || c.is_ascii_digit() {
                length = rest
                    .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')))
                    .unwrap_or(rest.len());
                let number = rest.get(..length).unwrap_or_default();
                let quote = if number.parse::<f64>().is_ok_and(f64::is_infinite) { "\"" } else { "" };
                out.extend([quote, number, quote]);
            } else {
                in_text = c == '"';
                out.push(c);
            }
        } else if c == '\\' {
            length = escape(rest, &mut out);
        } else if c.is_control() && c.is_ascii() {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            in_text = c != '"';
            out.push(c);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Cow::Owned(out)
}

/// Copies the escape that `text` begins with and gives its length.
fn escape(text: &str, out: &mut String) -> usize {
    let Some(unit) = code_unit(text) else {
        let length = 1 + text.chars().nth(1).map_or(0, char::len_utf8);
        out.push_str(text.get(..length).unwrap_or_default());
        return length;
    };
    let is_pair = (0xD800..0xDC00).contains(&unit)
        && text.get(6..).and_then(code_unit).is_some_and(|low| (0xDC00..0xE000).contains(&low));
    if is_pair {
        out.push_str(text.get(..12).unwrap_or_default());
        12
    } else if (0xD800..0xE000).contains(&unit) {
        out.push_str("\\ufffd");
        6
    } else {
        out.push_str(text.get(..6).unwrap_or_default());
        6
    }
}

/// The number of a `\uXXXX` that stands at the start.
fn code_unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Value {
        decode(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn case_92_what_can_be_read_is_read() {
        assert_eq!(read("\u{feff}{\"a\":1}"), json!({"a": 1}));
        assert_eq!(decode(b"{\"a\":\"\xff\"}").unwrap(), json!({"a": "\u{fffd}"}));
        assert_eq!(
            read(r#"{"a":"x\ud800y","b":"\ud83d\ude00\udc00"}"#),
            json!({"a": "x\u{fffd}y", "b": "😀\u{fffd}"})
        );
        assert_eq!(read("{\"a\":\"two\nlines\t\\\"x\\\"\"}"), json!({"a": "two\nlines\t\"x\""}));
        assert_eq!(read(r#"{"a":1e400,"b":[-1e999,2]}"#), json!({"a": "1e400", "b": ["-1e999", 2]}));
        assert_eq!(read(r#"{"a":1,"a":2}"#), json!({"a": 2}));
        assert_eq!(read(r#"{"a":"\u0000"}"#), json!({"a": "\u{0}"}));
        assert_eq!(read(r#"{"a":18446744073709551616}"#)["a"].as_f64(), Some(18_446_744_073_709_551_616.0));
    }

    #[test]
    fn case_92_what_cannot_is_refused_with_the_place() {
        let error = |text: &str| decode(text.as_bytes()).unwrap_err();
        assert!(matches!(error("{\"a\":1\n,}"), AlertError::NotJson { line: 2, .. }));
        for text in ["", "x", "{\"a\":1} trailing", "{\"a\":\"\\", "{\"a\":\"\\u12", "title=x&y=z"] {
            assert!(matches!(error(text), AlertError::NotJson { .. }), "{text}");
        }
        for text in ["null", "1", "\"text\"", "[]", "[1]"] {
            assert!(matches!(error(text), AlertError::NoObject), "{text}");
        }
        assert!(matches!(error(&"[".repeat(100_000)), AlertError::TooDeep));
        assert!(matches!(error(&"{\"a\":".repeat(200)), AlertError::TooDeep));
    }

    #[test]
    fn json_text_is_looked_into_but_not_without_end() {
        assert_eq!(read(r#"{"Message":"{\"a\":\"{\\\"b\\\":1}\"}"}"#), json!({"Message": {"a": {"b": 1}}}));
        assert_eq!(read(r#"{"a":"{not json}","b":"[1]"}"#), json!({"a": "{not json}", "b": "[1]"}));
        assert_eq!(read(r#""{\"a\":1}""#), json!({"a": 1}));
        let mut text = r#"{"a":1}"#.to_owned();
        for _ in 0..6 {
            text = json!({ "a": text }).to_string();
        }
        let value = read(&text);
        assert!(value.pointer("/a/a/a/a").is_some_and(Value::is_string), "{value}");
    }
}
