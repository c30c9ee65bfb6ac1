//! How bad an alert is, in GitLab's words.

use serde::Serialize;
use std::fmt;

/// How bad an alert is, by the names that GitLab's alerts and incidents have. Ordered: `Unknown` is the least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Severity {
    /// Not told, or by a word that the table does not have.
    #[default]
    Unknown,
    /// Worth knowing.
    Info,
    /// Can wait.
    Low,
    /// Wants to be looked at.
    Medium,
    /// Something does not work.
    High,
    /// Something important does not work.
    Critical,
}

impl Severity {
    /// Reads a severity by GitLab's own table of other names, in any case, and the common `sev1` to `sev5`.
    ///
    /// ```
    /// use alert_mapping::Severity;
    ///
    /// assert_eq!(Severity::from_text("Fatal"), Severity::Critical);
    /// assert_eq!(Severity::from_text("P2"), Severity::High);
    /// assert_eq!(Severity::from_text("purple"), Severity::Unknown);
    /// ```
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        match text.trim().to_ascii_lowercase().as_str() {
            "critical" | "s1" | "p1" | "emergency" | "fatal" | "sev1" | "sev-1" => Self::Critical,
            "high" | "s2" | "p2" | "major" | "page" | "sev2" | "sev-2" => Self::High,
            "medium" | "s3" | "p3" | "error" | "alert" | "sev3" | "sev-3" => Self::Medium,
            "low" | "s4" | "p4" | "warn" | "warning" | "sev4" | "sev-4" => Self::Low,
            "info" | "s5" | "p5" | "debug" | "information" | "notice" | "sev5" | "sev-5" => Self::Info,
            _ => Self::Unknown,
        }
    }

    /// The name, in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gitlabs_table_in_any_case() {
        for (expected, names) in [
            (Severity::Critical, "critical s1 p1 emergency fatal CRITICAL"),
            (Severity::High, "high s2 p2 major page Page"),
            (Severity::Medium, "medium s3 p3 error alert"),
            (Severity::Low, "low s4 p4 warn warning"),
            (Severity::Info, "info s5 p5 debug information notice"),
            (Severity::Unknown, "unknown ok none 1"),
        ] {
            for name in names.split(' ') {
                assert_eq!(Severity::from_text(name), expected, "{name}");
            }
        }
        assert!(Severity::Critical > Severity::High && Severity::Info > Severity::Unknown);
    }
}
