//! What a request asks for: its query and its body as one, as Grape sees them.

use bytes::Bytes;
use gitlab_core::Timestamp;
use serde_json::Value;

/// Parameters in the order in which they came; the body's stand after the query's and win.
#[derive(Debug, Default)]
pub(crate) struct Params {
    pairs: Vec<(String, String)>,
}

impl Params {
    /// Reads the query and the body; `None` when the body is no valid JSON.
    pub(crate) fn read(query: Option<&str>, content_type: &str, body: &Bytes) -> Option<Self> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        if let Some(query) = query {
            pairs.extend(url::form_urlencoded::parse(query.as_bytes()).into_owned());
        }
        if content_type.starts_with("application/json") {
            if !body.is_empty() {
                let Value::Object(fields) = serde_json::from_slice(body).ok()? else { return None };
                for (name, value) in fields {
                    flatten(&mut pairs, name, value);
                }
            }
        } else {
            pairs.extend(url::form_urlencoded::parse(body).into_owned());
        }
        Some(Self { pairs })
    }

    /// The last value of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a list, written as `name[]=a&name[]=b`, `name=a,b` or as a JSON array.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        let mut values = Vec::new();
        for (key, value) in &self.pairs {
            if key.strip_suffix("[]").is_some_and(|key| key == name) {
                values.push(value.as_str());
            } else if key == name {
                values.extend(value.split(',').map(str::trim).filter(|part| !part.is_empty()));
            }
        }
        values
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some("true" | "1" | "t" | "yes" | "on"))
    }

    /// A flag that is on unless it is switched off.
    pub(crate) fn flag_or_on(&self, name: &str) -> bool {
        self.get(name).is_none() || self.flag(name)
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, Invalid> {
        self.get(name).map(str::parse).transpose().map_err(|_| Invalid::new(name))
    }

    pub(crate) fn time(&self, name: &str) -> Result<Option<Timestamp>, Invalid> {
        self.get(name).map(str::parse).transpose().map_err(|_| Invalid::new(name))
    }

    /// One of these words, the first of which is meant when nothing is said.
    pub(crate) fn word<'w>(&self, name: &str, words: &[&'w str]) -> Result<&'w str, Invalid> {
        match self.get(name) {
            None => Ok(words.first().copied().unwrap_or_default()),
            Some(value) => {
                words.iter().find(|word| **word == value).copied().ok_or_else(|| Invalid::value(name))
            }
        }
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

fn flatten(pairs: &mut Vec<(String, String)>, name: String, value: Value) {
    match value {
        Value::Null => {}
        Value::String(text) => pairs.push((name, text)),
        Value::Array(items) => {
            for item in items {
                flatten(pairs, format!("{name}[]"), item);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                flatten(pairs, format!("{name}[{key}]"), value);
            }
        }
        Value::Bool(_) | Value::Number(_) => pairs.push((name, value.to_string())),
    }
}

/// A parameter that Grape refuses, in its words.
#[derive(Debug)]
pub(crate) struct Invalid {
    pub(crate) message: String,
}

impl Invalid {
    pub(crate) fn new(name: &str) -> Self {
        Self { message: format!("{name} is invalid") }
    }

    pub(crate) fn value(name: &str) -> Self {
        Self { message: format!("{name} does not have a valid value") }
    }

    pub(crate) fn missing(name: &str) -> Self {
        Self { message: format!("{name} is missing") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str, json: &'static str) -> Params {
        Params::read(Some(query), "application/json", &Bytes::from_static(json.as_bytes())).unwrap()
    }

    #[test]
    fn query_and_body_are_one() {
        let params = read("scope[]=failed&scope[]=success&labels=a,b&body=query", r#"{"body":"json","n":7}"#);
        assert_eq!(params.list("scope"), ["failed", "success"]);
        assert_eq!(params.list("labels"), ["a", "b"]);
        assert_eq!(params.get("body"), Some("json"));
        assert_eq!(params.number("n").unwrap(), Some(7));
        assert!(params.number("body").is_err());
    }

    #[test]
    fn a_form_is_read_too() {
        let body = Bytes::from_static(b"body=a+b%0Ac");
        let params = Params::read(None, "application/x-www-form-urlencoded", &body).unwrap();
        assert_eq!(params.get("body"), Some("a b\nc"));
    }

    #[test]
    fn broken_json_is_refused() {
        assert!(Params::read(None, "application/json", &Bytes::from_static(b"{")).is_none());
        assert!(Params::read(None, "application/json", &Bytes::from_static(b"[1]")).is_none());
    }
}
