//! The owners of a change.

use super::file::CodeOwners;
use super::owner::Owner;
use crate::change::{ChangeSet, FileChange};
use serde::{Deserialize, Serialize};

/// Paths of a change that one rule gives to its owners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OwnedPaths {
    /// The section; `None` for the rules before the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Whether nobody has to approve.
    pub optional: bool,
    /// How many owners have to approve; 0 in an optional section.
    pub approvals: u32,
    /// The pattern that decided, as it is written.
    pub pattern: String,
    /// Its line in the file, counted from 1.
    pub line: usize,
    /// The owners.
    pub owners: Vec<Owner>,
    /// The changed paths, in the order of the change.
    pub paths: Vec<String>,
}

impl CodeOwners {
    /// Who owns what a change touches, by the rules that decide, in the order of the file. A moved file has the owners
    /// of both its paths.
    ///
    /// Those of a merge request follow from the file of its target branch.
    #[must_use]
    pub fn owners_of_change(&self, change: &ChangeSet) -> Vec<OwnedPaths> {
        self.owners_of_paths(change.files.iter().flat_map(FileChange::paths))
    }

    /// The same for any paths.
    #[must_use]
    pub fn owners_of_paths<'p>(&self, paths: impl IntoIterator<Item = &'p str>) -> Vec<OwnedPaths> {
        let mut owned: Vec<OwnedPaths> = Vec::new();
        for path in paths {
            for ownership in self.owners_of(path) {
                if ownership.owners.is_empty() {
                    continue;
                }
                match owned.binary_search_by_key(&ownership.line, |known| known.line) {
                    Ok(at) => {
                        if let Some(known) = owned.get_mut(at)
                            && known.paths.last().is_none_or(|last| last != path)
                        {
                            known.paths.push(path.to_owned());
                        }
                    }
                    Err(at) => owned.insert(
                        at,
                        OwnedPaths {
                            section: ownership.section.map(str::to_owned),
                            optional: ownership.optional,
                            approvals: ownership.approvals,
                            pattern: ownership.pattern.to_owned(),
                            line: ownership.line,
                            owners: ownership.owners.to_vec(),
                            paths: vec![path.to_owned()],
                        },
                    ),
                }
            }
        }
        owned
    }
}
