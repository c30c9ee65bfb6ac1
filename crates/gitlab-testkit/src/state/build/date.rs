use super::Result;
use crate::repository::Moment;
use crate::scenario::ScenarioError;
use gitlab_core::Timestamp;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::{Span, SpanRelativeTo};

/// Reads the dates of a scenario.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dates {
    /// What distances are counted from.
    pub(super) now: Timestamp,
}

impl Dates {
    /// An instant, or a distance from now such as `-2d 3h`.
    pub(super) fn read(&self, text: &str, place: &str) -> Result<Timestamp> {
        let trimmed = text.trim();
        if trimmed.starts_with(['-', '+'])
            && let Ok(span) = trimmed.trim_start_matches('+').parse::<Span>()
            && let Ok(distance) = span.to_duration(SpanRelativeTo::days_are_24_hours())
            && let Ok(at) = jiff::Timestamp::from(self.now).checked_add(distance)
        {
            return Ok(at.into());
        }
        trimmed.parse().map_err(|_| {
            ScenarioError::new(
                place,
                format!("{text:?} is no date: write 2026-01-31T12:00:00Z, or a distance such as -2d 3h"),
            )
        })
    }

    /// The date that was said, or another.
    pub(super) fn or(
        &self,
        text: Option<&str>,
        place: &str,
        otherwise: impl FnOnce() -> Timestamp,
    ) -> Result<Timestamp> {
        text.map_or_else(|| Ok(otherwise()), |text| self.read(text, place))
    }

    /// The date that was said, if one was.
    pub(super) fn maybe(&self, text: Option<&str>, place: &str) -> Result<Option<Timestamp>> {
        text.map(|text| self.read(text, place)).transpose()
    }

    /// The date of a commit, with the offset that was written.
    pub(super) fn moment(&self, text: &str, place: &str) -> Result<Moment> {
        let offset = Pieces::parse(text.trim()).ok().and_then(|pieces| match pieces.offset() {
            Some(PiecesOffset::Numeric(offset)) => Some(offset.offset().seconds()),
            _ => None,
        });
        Ok(Moment { at: self.read(text, place)?, offset_seconds: offset.unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_instants_or_distances() {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let dates = Dates { now };
        for (text, expected) in [
            ("2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00Z"),
            ("-90m", "2026-03-01T10:30:00Z"),
            ("-2d 3h", "2026-02-27T09:00:00Z"),
            ("+1h", "2026-03-01T13:00:00Z"),
        ] {
            assert_eq!(dates.read(text, "x").unwrap(), expected.parse().unwrap(), "{text}");
        }
        assert!(dates.read("yesterday", "x").unwrap_err().to_string().contains("\"yesterday\" is no date"));
        assert_eq!(dates.moment("2026-01-31T12:00:00+02:00", "x").unwrap().offset_seconds, 7200);
        assert_eq!(dates.moment("-1h", "x").unwrap().offset_seconds, 0);
    }
}
