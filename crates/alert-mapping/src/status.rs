//! Whether what an alert tells of still goes on.

use serde::Serialize;
use std::fmt;

/// Whether what an alert tells of still goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AlertStatus {
    /// It goes on. Also where nothing tells: whoever sends an alert means that something is wrong.
    #[default]
    Firing,
    /// It is over.
    Resolved,
    /// The source's own word, such as `acknowledged` or `insufficient_data`, in lower case.
    Other(String),
}

impl AlertStatus {
    /// Reads the words that monitoring tools use, in any case; any other word is kept as [`Other`](Self::Other).
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let text = text.trim().to_lowercase();
        match text.as_str() {
            "firing" | "alerting" | "alert" | "alarm" | "trigger" | "triggered" | "open" | "opened"
            | "create" | "created" | "unresolved" | "active" | "activated" | "problem" | "new" | "down"
            | "critical" | "error" | "warn" | "warning" | "failing" | "failed" | "" => Self::Firing,
            "resolve" | "resolved" | "ok" | "close" | "closed" | "recovered" | "recovery" | "normal"
            | "up" | "inactive" | "deactivated" | "cleared" | "ended" | "success" => Self::Resolved,
            _ => Self::Other(text.chars().take(64).collect()),
        }
    }

    /// The word: `firing`, `resolved`, or the source's own.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Firing => "firing",
            Self::Resolved => "resolved",
            Self::Other(word) => word,
        }
    }
}

impl fmt::Display for AlertStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_95_the_words_of_many_tools_and_any_other_is_kept() {
        for word in ["FIRING", "alerting", "ALARM", "Open", "triggered"] {
            assert_eq!(AlertStatus::from_text(word), AlertStatus::Firing, "{word}");
        }
        for word in ["resolved", "OK", "closed", "Recovered", "normal"] {
            assert_eq!(AlertStatus::from_text(word), AlertStatus::Resolved, "{word}");
        }
        assert_eq!(AlertStatus::from_text("Acknowledged").as_str(), "acknowledged");
    }
}
