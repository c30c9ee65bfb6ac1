//! Which files change along with the failed tests.

use std::collections::{BTreeSet, HashMap};

use super::candidate::Candidate;
use super::effect::FileRole;
use super::places::{KnownPaths, Places};
use super::ranking::{Reason, ReasonKind};
use super::weights::Weights;

/// What the candidates themselves tell of the code that a test is about: who changes that code changes the test, too.
/// Studies call it evolutionary coupling (Zimmermann and others, 2005). It needs neither names nor coverage.
#[derive(Debug, Default)]
pub(super) struct Coupling<'a> {
    /// How much of the changes that touched the tests went to each file of code.
    shares: HashMap<&'a str, f64>,
    /// How many these changes are, each by the share of one of its files.
    total: f64,
    /// That share of each of these changes, by its place among the candidates.
    own: HashMap<usize, f64>,
}

/// Changes of more files couple everything with everything.
const MOST_FILES: usize = 30;
/// So much of a change is taken to have gone elsewhere, so that a single one says little.
const ELSEWHERE: f64 = 1.0;

impl<'a> Coupling<'a> {
    pub(super) fn of(candidates: &[Candidate<'a>], places: &Places<'a>) -> Self {
        let tests: BTreeSet<&str> = places
            .by_path
            .iter()
            .filter(|(_, place)| place.kind == ReasonKind::ChangedTestFile)
            .map(|(path, _)| *path)
            .collect();
        let mut coupling = Self::default();
        if tests.is_empty() {
            return coupling;
        }
        for (at, candidate) in candidates.iter().enumerate() {
            if !candidate.all_paths().any(|path| tests.contains(path)) {
                continue;
            }
            let files: BTreeSet<_> = candidate.all_paths().collect();
            let code: Vec<_> =
                files.iter().copied().filter(|path| FileRole::of(path) == FileRole::Code).collect();
            if code.is_empty() || files.len() > MOST_FILES {
                continue;
            }
            let share = 1.0 / code.len() as f64;
            coupling.total += share;
            coupling.own.insert(at, share);
            for path in code {
                *coupling.shares.entry(path).or_default() += share;
            }
        }
        coupling
    }

    /// The file of a candidate that changes most along with the tests, as the other candidates tell.
    pub(super) fn reason(
        &self,
        at: usize,
        candidate: &Candidate<'a>,
        known: &KnownPaths<'a>,
        weights: &Weights,
    ) -> Option<Reason> {
        if self.shares.is_empty() {
            return None;
        }
        let own = self.own.get(&at).copied().unwrap_or(0.0);
        let others = self.total - own + ELSEWHERE;
        let strength = |path: &&'a str| {
            let share = self.shares.get(path)? - own;
            (share > 0.0).then(|| share / others * known.rarity(path))
        };
        let (strength, path) = candidate
            .all_paths()
            .filter_map(|path| Some((strength(&path)?, path)))
            .max_by(|one, two| one.0.total_cmp(&two.0).then_with(|| two.1.cmp(one.1)))?;
        let detail = format!("changed {path}, which changes along with the failed test");
        Reason::new(ReasonKind::ChangedWithTest, weights.changed_with_test * strength, detail)
    }
}
