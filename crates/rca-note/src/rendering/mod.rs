//! What the renderings beside the note have in common: the safeguards, the cleaned finding, and how it is fitted into a limit.

mod budget;
mod clean;
mod outline;
mod safeguards;

use std::fmt;

use crate::note::Omission;

pub(crate) use self::budget::{Block, Part, Piece, fit};
pub(crate) use self::clean::Clean;
pub(crate) use self::outline::{Change, Link, Moment, Observation, Outline};
pub use self::safeguards::Safeguards;

/// A finding as plain text, as a page or as a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub(crate) text: String,
    pub(crate) omitted: Vec<Omission>,
}

impl Rendered {
    /// The whole rendering.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The whole rendering, without copying it.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }

    /// What was left out to keep the limit; empty when the rendering says everything. The rendering names it, too.
    #[must_use]
    pub fn omitted(&self) -> &[Omission] {
        &self.omitted
    }
}

impl fmt::Display for Rendered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// The most characters that [`notice`] takes, with what a form puts around it.
pub(crate) const NOTICE: usize = 360;

/// Names what was left out, in words of ours and numbers alone.
pub(crate) fn notice(limit: usize, omitted: &[Omission]) -> String {
    let mut notice = if limit == usize::MAX {
        "Left out because it was too long: ".to_owned()
    } else {
        format!("Left out to stay within {} characters: ", grouped(limit))
    };
    let (mut unnamed, mut more) = (0, 0);
    for (index, omission) in omitted.iter().enumerate() {
        let name = omission.section.name();
        let characters = counted(omission.characters, "character", "characters");
        let entry = if omission.items == 0 {
            format!("{name} ({characters})")
        } else {
            format!("{name} ({}, {characters})", counted(omission.items, "entry", "entries"))
        };
        if unnamed > 0 || notice.len() + entry.len() + 120 > NOTICE {
            unnamed += 1;
            more += omission.characters;
            continue;
        }
        notice.push_str(if index > 0 { ", " } else { "" });
        notice.push_str(&entry);
    }
    if unnamed > 0 {
        let sections = counted(unnamed, "more section", "more sections");
        notice.push_str(&format!(" and {sections} ({})", counted(more, "character", "characters")));
    }
    notice.push('.');
    notice
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// When, in words that stay short: `2026-03-01 12:00:00 UTC`.
pub(crate) fn when(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `1,234,567`.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::Section;

    #[test]
    fn the_notice_fits_into_its_room() {
        let sections = [
            Section::Overview,
            Section::Summary,
            Section::RootCause,
            Section::Evidence,
            Section::Suspects,
            Section::Services,
            Section::Timeline,
            Section::NextSteps,
            Section::Gaps,
            Section::Excerpts,
            Section::Links,
        ];
        let all: Vec<Omission> = sections
            .into_iter()
            .map(|section| Omission { section, items: 999_999_999, characters: 999_999_999_999 })
            .collect();
        let whole = notice(usize::MAX - 1, &all);
        assert!(whole.len() + 60 <= NOTICE, "{whole}");
        assert!(whole.ends_with("more sections (7,999,999,999,992 characters)."), "{whole}");
        let one = [Omission { section: Section::Links, items: 1, characters: 1_234 }];
        assert_eq!(
            notice(3_000, &one),
            "Left out to stay within 3,000 characters: links (1 entry, 1,234 characters)."
        );
    }
}
