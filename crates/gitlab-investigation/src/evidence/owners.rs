//! Who owns the code.

use code_correlation::owners::{CodeOwners, OwnedPaths};
use serde::Serialize;

/// Who owns what was changed, by the CODEOWNERS file of the repository.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CodeOwnersEvidence {
    /// The file's path in the repository.
    pub path: String,
    /// The branch, tag or commit that it was read from.
    pub ref_name: String,
    /// The changed paths with their owners, by the rules that decide, in the order of the file.
    pub owned: Vec<OwnedPaths>,
    /// The whole file, which also tells the owners of other paths. It is not in the JSON.
    #[serde(skip)]
    pub rules: CodeOwners,
}
