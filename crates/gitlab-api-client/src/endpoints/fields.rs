//! The fields of a JSON body that is put together by setters.

use crate::RequestBody;
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;

/// What a write sends: the fields that were set, and no others.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Sets a field; an earlier value is replaced. What cannot be written as JSON is left out: the values of
    /// our setters all can.
    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Serialize) -> &mut Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.insert(name.into(), value);
        }
        self
    }

    /// The same fields with one more.
    pub(crate) fn with(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.set(name, value);
        self
    }

    /// The text of a field, if it was set to one.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// The names of the fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Sets all fields of others.
    pub(crate) fn extend(&mut self, other: &Self) -> &mut Self {
        self.0.extend(other.0.clone());
        self
    }

    pub(crate) fn to_body(&self) -> RequestBody {
        RequestBody::json_of(&self.0)
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The names alone: a text or an address may hold what must not be in a log.
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_what_is_set_and_not_to_what() {
        let fields =
            Fields::new().with("target_url", "https://me:CANARY@ci.example.com/").with("name", "CANARY");
        assert_eq!(format!("{fields:?}"), r#"{"name", "target_url"}"#);
    }
}
