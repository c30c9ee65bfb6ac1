//! Query parameters.

use crate::path::RESERVED;
use percent_encoding::utf8_percent_encode;
use std::fmt::{Display, Write};

/// The parameters of a query, in the order in which they were added.
///
/// ```
/// use gitlab_api_client::Query;
///
/// let mut query = Query::new();
/// query.set("ref", "feature/a&b").push("scope[]", "failed").push("scope[]", "success").set("ref", "main");
/// assert_eq!(query.to_string(), "ref=main&scope%5B%5D=failed&scope%5B%5D=success");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pairs: Vec<(&'static str, String)>,
}

impl Query {
    /// No parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a parameter, also where one of this name is there: GitLab's arrays (`scope[]`) repeat it.
    pub fn push(&mut self, name: &'static str, value: impl Display) -> &mut Self {
        self.pairs.push((name, value.to_string()));
        self
    }

    /// Sets a parameter; an earlier value of this name is replaced.
    pub fn set(&mut self, name: &'static str, value: impl Display) -> &mut Self {
        let value = value.to_string();
        match self.pairs.iter_mut().find(|(known, _)| *known == name) {
            Some(pair) => pair.1 = value,
            None => self.pairs.push((name, value)),
        }
        self
    }

    /// Adds all parameters of another query.
    pub fn extend(&mut self, other: &Self) -> &mut Self {
        self.pairs.extend_from_slice(&other.pairs);
        self
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs().find_map(|(known, value)| (known == name).then_some(value.as_str()))
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &String)> {
        self.pairs.iter().map(|(name, value)| (*name, value))
    }

    /// Whether there are no parameters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

impl Display for Query {
    /// As it stands in a URL, percent-encoded.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (name, value)) in self.pairs.iter().enumerate() {
            if index > 0 {
                f.write_char('&')?;
            }
            let (name, value) = (utf8_percent_encode(name, RESERVED), utf8_percent_encode(value, RESERVED));
            write!(f, "{name}={value}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_value_is_read_back(value in any::<String>()) {
            let mut query = Query::new();
            query.push("search", &value).push("page", 2);
            let encoded = query.to_string();
            let read: Vec<_> = url::form_urlencoded::parse(encoded.as_bytes()).collect();
            prop_assert_eq!(&read[0].1, &value);
            prop_assert_eq!(read.len(), 2);
        }
    }
}
