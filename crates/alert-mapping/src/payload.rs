//! Looking at a payload without minding what is there.

use crate::time::time_of;
use gitlab_core::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

/// More labels than this are not kept.
const MAX_LABELS: usize = 256;

/// A place in a payload, which may hold anything or nothing.
///
/// Places below are named with slashes (`data/issue/title`, `alerts/0/status`). Whatever is missing or of another
/// type than asked for is simply not there, so that a [`Source`](crate::Source) is a list of where to look.
#[derive(Clone, Copy, Debug)]
pub struct Payload<'p>(Option<&'p Value>);

impl<'p> Payload<'p> {
    /// The place that holds this value.
    #[must_use]
    pub fn new(value: &'p Value) -> Self {
        Self(Some(value))
    }

    /// The place below this one; `""` is this one.
    #[must_use]
    pub fn at(self, path: &str) -> Self {
        let below = |value: Option<&'p Value>, key: &str| match value? {
            Value::Object(fields) => fields.get(key),
            Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            _ => None,
        };
        Self(path.split('/').filter(|key| !key.is_empty()).fold(self.0, below))
    }

    /// What is here, unless it is nothing or `null`.
    #[must_use]
    pub fn value(self) -> Option<&'p Value> {
        self.0.filter(|value| !value.is_null())
    }

    /// Whether something other than `null` is at `path`.
    #[must_use]
    pub fn has(self, path: &str) -> bool {
        self.at(path).value().is_some()
    }

    /// Whether an object is at `path`.
    #[must_use]
    pub fn has_object(self, path: &str) -> bool {
        self.at(path).0.is_some_and(Value::is_object)
    }

    /// The text at `path`, trimmed and not empty; numbers and truth values as text.
    #[must_use]
    pub fn text(self, path: &str) -> Option<String> {
        text_of(self.at(path).0?)
    }

    /// The text at the first of `paths` that has one.
    #[must_use]
    pub fn first_text(self, paths: &[&str]) -> Option<String> {
        paths.iter().find_map(|path| self.text(path))
    }

    /// The date at the first of `paths` that has one, in any form; a date before the year 2000 is none.
    #[must_use]
    pub fn first_time(self, paths: &[&str]) -> Option<Timestamp> {
        paths.iter().find_map(|path| time_of(self.at(path).0?))
    }

    /// The items of the list at `path`; of anything else none.
    pub fn items(self, path: &str) -> impl Iterator<Item = Payload<'p>> {
        self.at(path).0.and_then(Value::as_array).into_iter().flatten().map(Payload::new)
    }

    /// The names and texts at `path`: of an object, of a list of `{"key": …, "value": …}` or `[key, value]`, of a
    /// list of `key:value` or of one such text with commas. At most 256.
    #[must_use]
    pub fn texts(self, path: &str) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        if let Some(value) = self.at(path).0 {
            for (_, key, value) in pairs(value).into_iter().take(MAX_LABELS) {
                texts.entry(key).or_insert(value);
            }
        }
        texts
    }
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Names and texts of an object or of a list of tags; with each, its place below `value`, as a JSON path.
pub(crate) fn pairs(value: &Value) -> Vec<(String, String, String)> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter_map(|(key, value)| Some((member(key), key.clone(), text_of(value)?)))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| {
                let (below, key, value) = pair(item)?;
                Some((format!("[{index}]{below}"), key, value))
            })
            .collect(),
        Value::String(text) => {
            let tags = text.split(',').filter_map(tag);
            tags.map(|(key, value)| (String::new(), key, value)).collect()
        }
        _ => Vec::new(),
    }
}

/// One tag of a list: `"key:value"`, `["key", "value"]`, `{"key": …, "value": …}` or `{"name": …, "value": …}`.
fn pair(item: &Value) -> Option<(String, String, String)> {
    match item {
        Value::String(text) => tag(text).map(|(key, value)| (String::new(), key, value)),
        Value::Array(both) => match both.as_slice() {
            [key, value] => Some(("[1]".to_owned(), text_of(key)?, text_of(value)?)),
            _ => None,
        },
        Value::Object(fields) => {
            let key = fields.get("key").or_else(|| fields.get("name"))?;
            // OpenTelemetry wraps the value once more.
            let value = fields.get("value")?;
            let value = value.get("stringValue").unwrap_or(value);
            Some((".value".to_owned(), text_of(key)?, text_of(value)?))
        }
        _ => None,
    }
}

fn tag(text: &str) -> Option<(String, String)> {
    let (key, value) = text.split_once(':')?;
    let (key, value) = (key.trim(), value.trim());
    // What goes on with slashes is a URL and no tag.
    let is_tag = !key.is_empty() && !value.is_empty() && !value.starts_with("//") && key.len() <= 200;
    is_tag.then(|| (key.to_owned(), value.to_owned()))
}

/// The most characters of a field's name that a JSON path shows: a path is built for every value.
const MAX_NAME: usize = 200;

/// How a JSON path goes down to a field: `.name`, or `['name']` where the name has other signs or is too long to
/// be shown whole.
pub(crate) fn member(key: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_short = !key.is_empty() && key.len() <= MAX_NAME;
    if is_short && key.chars().all(is_plain) && !key.starts_with(|c: char| c.is_ascii_digit()) {
        return format!(".{key}");
    }
    let shown: String = key.chars().take(MAX_NAME).flat_map(char::escape_debug).collect();
    let rest = if key.chars().nth(MAX_NAME).is_some() { "…" } else { "" };
    format!("['{shown}{rest}']")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_missing_or_of_another_type_is_not_there() {
        let value = json!({"a": {"b": [" x ", 1, null, ""]}, "c": true});
        let payload = Payload::new(&value);
        assert_eq!(payload.text("a/b/0").as_deref(), Some("x"));
        assert_eq!(payload.text("a/b/1").as_deref(), Some("1"));
        assert_eq!(
            payload.first_text(&["a/b/2", "a/b/3", "a/b/9", "a/b/x", "c/d", "a", "c"]).as_deref(),
            Some("true")
        );
        assert!(payload.has("a") && !payload.has("a/b/2") && !payload.has("z/y"));
        assert_eq!(payload.items("a/b").count(), 4);
        assert_eq!(payload.items("c").count(), 0);
    }

    #[test]
    fn tags_come_in_many_forms() {
        for tags in [
            json!({"env": "prod", "n": 1, "x": {}}),
            json!(["env:prod", "n:1", "monitor"]),
            json!([["env", "prod"], ["n", 1]]),
            json!([{"key": "env", "value": "prod"}, {"name": "n", "value": {"stringValue": "1"}}]),
            json!("env:prod, n:1,monitor,https://a.example"),
        ] {
            let texts = Payload::new(&tags).texts("");
            assert_eq!(texts.len(), 2, "{tags}");
            assert_eq!((texts["env"].as_str(), texts["n"].as_str()), ("prod", "1"));
        }
    }

    #[test]
    fn a_path_shows_odd_names_in_brackets() {
        assert_eq!(member("labels"), ".labels");
        assert_eq!(member("gitlab.project_id"), "['gitlab.project_id']");
        assert_eq!(member("a'b\n"), r"['a\'b\n']");
        assert!(
            member(&"a".repeat(1_000_000)).ends_with("aa…']") && member(&"a".repeat(1_000_000)).len() < 300
        );
    }
}
