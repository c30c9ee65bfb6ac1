//! What GitLab's REST API answers.
//!
//! Each type is open: fields that this version does not know are passed over, words that it does not know are
//! kept in an enum's `Other`, and everything that GitLab does not guarantee over its versions (13.12 to 19.x)
//! or that a role may hide is an `Option` or empty. `null` counts as missing. The types can be written as
//! JSON again, in the shape that GitLab uses.

mod access_level;
mod access_token;
mod alert;
mod approval;
mod commit;
mod commit_details;
mod deployment;
mod diff;
mod diff_position;
mod discussion;
mod event;
mod file;
mod group;
mod hook;
mod hook_url;
mod issuable;
mod issue;
mod job;
mod label;
mod member;
mod merge_request;
mod merge_request_version;
mod merge_status;
mod metadata;
mod milestone;
mod note;
mod pipeline;
mod project;
mod release;
mod repository;
mod resource_event;
mod search_hit;
mod test_report;
mod tracked_issue;
mod user;
mod variable;

pub use access_level::*;
pub use access_token::*;
pub use alert::*;
pub use approval::*;
pub use commit::*;
pub use commit_details::*;
pub use deployment::*;
pub use diff::*;
pub use diff_position::*;
pub use discussion::*;
pub use event::*;
pub use file::*;
pub use group::*;
pub use hook::*;
pub use hook_url::*;
pub use issuable::*;
pub use issue::*;
pub use job::*;
pub use label::*;
pub use member::*;
pub use merge_request::*;
pub use merge_request_version::*;
pub use merge_status::*;
pub use metadata::*;
pub use milestone::*;
pub use note::*;
pub use pipeline::*;
pub use project::*;
pub use release::*;
pub use repository::*;
pub use resource_event::*;
pub use search_hit::*;
pub use test_report::*;
pub use tracked_issue::*;
pub use user::*;
pub use variable::*;

use crate::lenient::{self, Scalar};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// `null` reads as the type's default, as a missing field does.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// GitLab counts changed files up to a limit, and writes what is above as `"1000+"`.
pub(crate) fn count_as_text(text: &str) -> Option<crate::Total> {
    match text.strip_suffix('+') {
        Some(number) => number.parse().ok().map(crate::Total::AtLeast),
        None => text.parse().ok().map(crate::Total::Exact),
    }
}

/// GitLab writes some numbers as text, depending on the version (`"coverage": "93.4"`).
pub(crate) fn number_or_text<'de, D>(deserializer: D) -> Result<Option<f64>, D::Error>
where
    D: Deserializer<'de>,
{
    lenient::scalar(deserializer, |scalar| match scalar {
        #[expect(clippy::cast_precision_loss, reason = "no measure is as large")]
        Scalar::Integer(number) => Some(number as f64),
        Scalar::Number(number) => Some(number),
        Scalar::Text(text) => text.trim().trim_end_matches('%').parse().ok(),
    })
}

/// Labels are texts, or objects with a name where details were asked for.
pub(crate) fn labels<'de, D>(deserializer: D) -> Result<Vec<String>, D::Error>
where
    D: Deserializer<'de>,
{
    struct Label(String);

    impl<'de> Deserialize<'de> for Label {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Reader;

            impl<'de> Visitor<'de> for Reader {
                type Value = Label;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("the name of a label, or a label with a name")
                }

                fn visit_str<E: Error>(self, name: &str) -> Result<Label, E> {
                    Ok(Label(name.to_owned()))
                }

                fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Label, A::Error> {
                    #[derive(Deserialize)]
                    struct Details {
                        name: String,
                    }
                    let details = Details::deserialize(MapAccessDeserializer::new(map))?;
                    Ok(Label(details.name))
                }
            }

            deserializer.deserialize_any(Reader)
        }
    }

    let labels = Option::<Vec<Label>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(labels.into_iter().map(|label| label.0).collect())
}

/// What is no text is no reason to lose the answer that holds it, and an empty text is no URL.
pub(crate) fn url_or_none<'de, D>(deserializer: D) -> Result<Option<crate::WebUrl>, D::Error>
where
    D: Deserializer<'de>,
{
    lenient::scalar(deserializer, |scalar| match scalar {
        Scalar::Text(text) if !text.is_empty() => Some(text.into()),
        _ => None,
    })
}
