//! What GitLab's REST API answers.
//!
//! Each type is open: fields that this version does not know are passed over, words that it does not know are
//! kept in an enum's `Other`, and everything that GitLab does not guarantee over its versions (13.12 to 19.x)
//! or that a role may hide is an `Option` or empty. `null` counts as missing. The types can be written as
//! JSON again, in the shape that GitLab uses.

mod alert;
mod commit;
mod commit_details;
mod deployment;
mod diff;
mod file;
mod hook;
mod issuable;
mod issue;
mod job;
mod merge_request;
mod metadata;
mod milestone;
mod note;
mod pipeline;
mod project;
mod release;
mod repository;
mod test_report;
mod user;
mod variable;

pub use alert::*;
pub use commit::*;
pub use commit_details::*;
pub use deployment::*;
pub use diff::*;
pub use file::*;
pub use hook::*;
pub use issuable::*;
pub use issue::*;
pub use job::*;
pub use merge_request::*;
pub use metadata::*;
pub use milestone::*;
pub use note::*;
pub use pipeline::*;
pub use project::*;
pub use release::*;
pub use repository::*;
pub use test_report::*;
pub use user::*;
pub use variable::*;

use serde::{Deserialize, Deserializer};

/// `null` reads as the type's default, as a missing field does.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// GitLab writes some numbers as text, depending on the version (`"coverage": "93.4"`).
pub(crate) fn number_or_text<'de, D>(deserializer: D) -> Result<Option<f64>, D::Error>
where
    D: Deserializer<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Number(f64),
        Text(String),
        Unknown(serde::de::IgnoredAny),
    }
    Ok(match Option::<Form>::deserialize(deserializer)? {
        Some(Form::Number(number)) => Some(number),
        Some(Form::Text(text)) => text.trim().trim_end_matches('%').parse().ok(),
        Some(Form::Unknown(_)) | None => None,
    })
}

/// Labels are texts, or objects with a name where details were asked for.
pub(crate) fn labels<'de, D>(deserializer: D) -> Result<Vec<String>, D::Error>
where
    D: Deserializer<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Name(String),
        Details { name: String },
    }
    let labels = Option::<Vec<Form>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(labels
        .into_iter()
        .map(|label| match label {
            Form::Name(name) | Form::Details { name } => name,
        })
        .collect())
}

/// A URL that cannot be read is no reason to lose the answer that holds it.
pub(crate) fn url_or_none<'de, D>(deserializer: D) -> Result<Option<url::Url>, D::Error>
where
    D: Deserializer<'de>,
{
    Ok(Option::<std::borrow::Cow<'de, str>>::deserialize(deserializer)?.and_then(|text| text.parse().ok()))
}
