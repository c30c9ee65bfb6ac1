//! Documents with typed answers.

use gitlab_core::ProjectRef;
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// A GraphQL document with its variables and the type of its answer, for
/// [`Client::graphql_send`](crate::Client::graphql_send).
///
/// Those of this crate are in [the module](super); one of your own:
///
/// ```
/// use gitlab_api_client::graphql::{GraphQlOperation, GraphQlRefusal};
/// use serde::Deserialize;
/// use std::borrow::Cow;
///
/// /// How many people starred a project.
/// struct Stars {
///     path: String,
/// }
///
/// #[derive(Deserialize)]
/// struct Data {
///     project: Option<Project>,
/// }
///
/// #[derive(Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct Project {
///     star_count: u64,
/// }
///
/// impl GraphQlOperation for Stars {
///     type Data = Data;
///     type Output = u64;
///
///     fn document(&self) -> &'static str {
///         "query($path: ID!) { project(fullPath: $path) { starCount } }"
///     }
///
///     fn variables(&self) -> serde_json::Value {
///         serde_json::json!({ "path": self.path })
///     }
///
///     fn operation(&self) -> Cow<'static, str> {
///         "count the stars".into()
///     }
///
///     fn output(&self, data: Data) -> Result<u64, GraphQlRefusal> {
///         Ok(data.project.ok_or(GraphQlRefusal::NotFound)?.star_count)
///     }
/// }
/// ```
pub trait GraphQlOperation: Send + Sync {
    /// `data`, as GraphQL answers it.
    type Data: DeserializeOwned;
    /// What the caller gets.
    type Output;

    /// The document.
    fn document(&self) -> &'static str;

    /// The values of its variables, an object.
    fn variables(&self) -> serde_json::Value;

    /// What this does, in the words of an error message.
    fn operation(&self) -> Cow<'static, str>;

    /// The project that it is about.
    fn project(&self) -> Option<ProjectRef> {
        None
    }

    /// What the caller gets of the answer.
    ///
    /// # Errors
    ///
    /// [`GraphQlRefusal`] when what was asked for is `null`, or when a mutation reports errors in its payload.
    fn output(&self, data: Self::Data) -> Result<Self::Output, GraphQlRefusal>;
}

/// A refusal within the data of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphQlRefusal {
    /// What was asked for is `null`: it does not exist, or the token may not see it.
    NotFound,
    /// A mutation did nothing, for these reasons.
    Errors(Vec<String>),
}

impl GraphQlRefusal {
    /// A refusal when a mutation's payload holds errors.
    pub(super) fn unless_done(errors: Option<Vec<String>>) -> Result<(), Self> {
        match errors {
            Some(errors) if !errors.is_empty() => Err(Self::Errors(errors)),
            _ => Ok(()),
        }
    }
}
