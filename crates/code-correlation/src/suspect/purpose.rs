//! What the title of a change says that it is for.

/// The purposes that make a change more or less likely to break something than its files tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It does anew what worked: it is meant to change nothing that is seen, and so nothing was tested that it may break.
    Rework,
    /// Comments, formatting, the number of a version: what runs stays the same.
    Appearance,
}

/// The beginnings of words for work on what works, as people and Conventional Commits call it. A cleanup may be one of
/// imports as well.
const REWORK: [&str; 13] = [
    "refactor",
    "reimplement",
    "rewrit",
    "rewrote",
    "rework",
    "restructur",
    "reorgani",
    "simplif",
    "optimiz",
    "optimise",
    "optimisa",
    "optimisi",
    "performan",
];

/// Words for what does not run. `doc`, `comment` and `format` are of the program itself as often.
const APPEARANCE: [&str; 10] = [
    "javadoc",
    "javadocs",
    "docstring",
    "docstrings",
    "readme",
    "changelog",
    "typo",
    "typos",
    "copyright",
    "checkstyle",
];

/// How titles begin that say it by a type or by a tool's own words.
const APPEARANCE_STARTS: [&str; 9] = [
    "doc:",
    "doc(",
    "docs:",
    "docs(",
    "style:",
    "style(",
    "reformat",
    "bump version",
    "[maven-release-plugin]",
];

impl Purpose {
    /// Reads a title; most say nothing of the kind.
    pub(super) fn of(title: &str) -> Option<Self> {
        let title = title.to_lowercase();
        if APPEARANCE_STARTS.iter().any(|start| title.starts_with(start)) {
            return Some(Self::Appearance);
        }
        let words = || title.split(|c: char| !c.is_alphanumeric());
        if words().any(|word| APPEARANCE.contains(&word)) {
            return Some(Self::Appearance);
        }
        let is_rework =
            words().any(|word| word == "perf" || REWORK.iter().any(|start| word.starts_with(start)));
        is_rework.then_some(Self::Rework)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_purposes() {
        for title in [
            "Refactor the cart",
            "perf: sum in one pass",
            "Simplified totals",
            "Rewrote the parser",
            "Optimise sums",
        ] {
            assert_eq!(Purpose::of(title), Some(Purpose::Rework), "{title}");
        }
        for title in [
            "docs: explain totals",
            "Fix typo",
            "style(cart): wrap lines",
            "[maven-release-plugin] prepare release 1.2",
            "Javadoc of the refactored cart",
        ] {
            assert_eq!(Purpose::of(title), Some(Purpose::Appearance), "{title}");
        }
        for title in [
            "",
            "Round totals down",
            "Optimistic locking",
            "Style the cart",
            "Perform payments",
            "Clean up imports",
            "Read the doc of totals",
            "Reject empty comments",
        ] {
            assert_eq!(Purpose::of(title), None, "{title}");
        }
    }
}
