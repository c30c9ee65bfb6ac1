//! Who works on the failing place, and who owns it.

use std::collections::{BTreeMap, BTreeSet};

use super::candidate::Candidate;
use super::failure::Failure;
use super::places::Places;
use super::ranking::{Reason, ReasonKind};
use super::weights::Weights;
use crate::owners::{CodeOwners, Owner};
use crate::paths;

/// The people about the failing place.
#[derive(Debug)]
pub(super) struct People<'a> {
    owners: Option<&'a CodeOwners>,
    /// The owners of the failing place.
    owning: BTreeSet<Owner>,
    /// The places themselves.
    places: BTreeSet<&'a str>,
    /// For each author the candidates that touch a failing place, as far as two.
    workers: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> People<'a> {
    pub(super) fn of(failure: &Failure<'a>, candidates: &[Candidate<'a>], places: &Places<'a>) -> Self {
        let known: BTreeSet<&str> = places.by_path.keys().copied().collect();
        let mut owning = BTreeSet::new();
        if let Some(owners) = failure.owners {
            let located = failure.locations.iter().map(|(path, _)| paths::normalized(path).into_owned());
            for path in located.chain(known.iter().map(|path| (*path).to_owned())) {
                let found = owners.owners_of(path.trim_start_matches('/'));
                owning.extend(found.iter().flat_map(|ownership| ownership.owners).cloned());
            }
        }
        let mut workers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for candidate in candidates {
            let Some(author) = candidate.author.filter(|author| !author.is_empty()) else { continue };
            if candidate.all_paths().any(|path| known.contains(path)) {
                let made = workers.entry(author).or_default();
                if made.len() < 2 {
                    made.push(candidate.id);
                }
            }
        }
        // Where all are by one author, that says nothing of any.
        if workers.len() < 2
            && candidates
                .iter()
                .all(|candidate| candidate.author.is_none_or(|author| workers.contains_key(author)))
        {
            workers.clear();
        }
        Self { owners: failure.owners, owning, places: known, workers }
    }

    pub(super) fn reasons(&self, candidate: &Candidate<'_>, weights: &Weights) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let other = candidate
            .author
            .and_then(|author| self.workers.get(author))
            .and_then(|made| made.iter().find(|id| **id != candidate.id));
        if let (Some(author), Some(other)) = (candidate.author, other) {
            let detail = format!("{author} also made {other}, which touches the failing place");
            reasons.extend(Reason::new(ReasonKind::RecentWork, weights.recent_work, detail));
        }
        // A change of the place itself says more, by other reasons.
        let touches = candidate.all_paths().any(|path| self.places.contains(path));
        if let Some(owners) = self.owners.filter(|_| !touches && !self.owning.is_empty()) {
            let shared = candidate.all_paths().find_map(|path| {
                let found = owners.owners_of(path);
                let owner = found
                    .iter()
                    .flat_map(|ownership| ownership.owners)
                    .find(|owner| self.owning.contains(owner))?;
                Some(format!("changed {path} of {owner}, who also owns the failing place"))
            });
            reasons.extend(
                shared.and_then(|detail| Reason::new(ReasonKind::SameOwner, weights.same_owner, detail)),
            );
        }
        reasons
    }
}
