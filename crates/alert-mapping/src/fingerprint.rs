//! What makes two deliveries the same alert.

use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// What makes two deliveries the same alert.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fingerprint {
    /// The source's own: an alert's fingerprint or alias, a group's key, an incident's or issue's id.
    Given(String),
    /// None is in the payload, so it is a hash: for Prometheus' alerts of the labels, else of the payload without its
    /// times, its status and its hosts, which change while the alert stays the same. Stable over versions of this
    /// crate; no proof against forgery, as little as a given one.
    Derived(String),
}

impl Fingerprint {
    /// The text of either.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Given(text) | Self::Derived(text) => text,
        }
    }

    /// What labels alone make; nothing of no labels.
    pub(crate) fn of_labels(labels: &BTreeMap<String, String>) -> Self {
        if labels.is_empty() {
            return Self::Derived(String::new());
        }
        let mut hash = Hash::new();
        for (name, value) in labels {
            hash.bytes(Value::from(name.as_str()).to_string().as_bytes());
            hash.bytes(Value::from(value.as_str()).to_string().as_bytes());
        }
        Self::Derived(hash.hexadecimal())
    }

    pub(crate) fn derive(payload: &Value) -> Self {
        let mut hash = Hash::new();
        hash.value(payload, true);
        Self::Derived(hash.hexadecimal())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The hash of a text, for where the text itself cannot stand.
pub(crate) fn hash_of(text: &str) -> String {
    let mut hash = Hash::new();
    hash.bytes(text.as_bytes());
    hash.hexadecimal()
}

/// FNV-1a with 128 bits: the same on every machine and in every version.
struct Hash(u128);

impl Hash {
    fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }

    fn hexadecimal(&self) -> String {
        format!("{:032x}", self.0)
    }

    /// Objects are hashed in the order of their keys, which is how they are held.
    fn value(&mut self, value: &Value, is_object_of_alert: bool) {
        match value {
            Value::Object(fields) => {
                self.bytes(b"{");
                for (key, value) in fields {
                    if is_object_of_alert && changes(key) {
                        continue;
                    }
                    self.bytes(key.as_bytes());
                    self.bytes(b":");
                    self.value(value, is_object_of_alert);
                    self.bytes(b",");
                }
                self.bytes(b"}");
            }
            Value::Array(items) => {
                self.bytes(b"[");
                for item in items {
                    self.value(item, is_object_of_alert);
                    self.bytes(b",");
                }
                self.bytes(b"]");
            }
            other => self.bytes(other.to_string().as_bytes()),
        }
    }
}

/// Whether a field changes while the alert stays the same.
fn changes(key: &str) -> bool {
    const NAMES: &[&str] = &[
        "date",
        "duration",
        "elapsed",
        "end",
        "endat",
        "ended",
        "endedat",
        "ends",
        "endsat",
        "endtime",
        "hosts",
        "lastupdated",
        "start",
        "startat",
        "started",
        "startedat",
        "starts",
        "startsat",
        "starttime",
        "state",
        "status",
        "time",
        "timestamp",
        "updatedat",
        "uptime",
    ];
    let name: String =
        key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    NAMES.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_derived_fingerprint_outlives_times_and_status() {
        let firing = json!({"title": "x", "start_time": "2026-01-01", "status": "firing", "hosts": ["a"]});
        let resolved = json!({"hosts": [], "status": "resolved", "title": "x", "endsAt": 5});
        assert_eq!(Fingerprint::derive(&firing), Fingerprint::derive(&resolved));
        assert_ne!(Fingerprint::derive(&firing), Fingerprint::derive(&json!({"title": "y"})));
        assert_ne!(Fingerprint::derive(&json!({"a": "b,c"})), Fingerprint::derive(&json!({"a": ["b", "c"]})));
    }

    #[test]
    fn the_hash_never_changes() {
        assert_eq!(hash_of(""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(hash_of("foobar"), "343e1662793c64bf6f0d3597ba446f18");
    }
}
