//! What things look like in an answer, for the version that the GitLab has.

mod commit;
mod delivery;
mod issue;
mod merge_request;
mod note;
mod pipeline;
mod project;
mod user;

use crate::repository::Moment;
use crate::state::State;
use crate::version::Version;
use gitlab_core::Timestamp;
use jiff::tz::Offset;
use serde_json::Value;

/// Writes the parts of a state as JSON.
pub(crate) struct Render<'r> {
    pub(crate) state: &'r State,
    pub(crate) version: Version,
    /// The web address without a slash at its end.
    pub(crate) web: &'r str,
    /// Who will read it.
    pub(crate) viewer: Option<u64>,
}

/// Adds a field to an object.
pub(crate) trait Put {
    /// Sets the field `name`; does nothing to what is no object.
    fn put(&mut self, name: &str, value: impl Into<Value>);
}

impl Put for Value {
    fn put(&mut self, name: &str, value: impl Into<Value>) {
        if let Self::Object(fields) = self {
            fields.insert(name.to_owned(), value.into());
        }
    }
}

/// `2026-03-07T13:51:12.206Z`
pub(crate) fn at(timestamp: Timestamp) -> String {
    jiff::Timestamp::from(timestamp).strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

pub(crate) fn maybe_at(timestamp: Option<Timestamp>) -> Option<String> {
    timestamp.map(at)
}

/// `2012-09-20T11:50:22.000+03:00`
fn moment(moment: Moment) -> String {
    let offset = Offset::from_seconds(moment.offset_seconds).unwrap_or(Offset::UTC);
    let zoned = jiff::Timestamp::from(moment.at).to_zoned(offset.to_time_zone());
    zoned.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_gitlab_does() {
        let instant: Timestamp = "2026-03-07T13:51:12Z".parse().unwrap();
        assert_eq!(at(instant), "2026-03-07T13:51:12.000Z");
        let local = Moment { at: instant, offset_seconds: 3 * 3600 };
        assert_eq!(moment(local), "2026-03-07T16:51:12.000+03:00");
    }
}
