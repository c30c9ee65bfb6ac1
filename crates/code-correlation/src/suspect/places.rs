//! The files of the candidates that a failure points at.

use std::collections::{BTreeMap, HashMap};

use super::candidate::Candidate;
use super::effect::FileRole;
use super::failure::Failure;
use super::names::{self, Mention};
use super::ranking::ReasonKind;
use crate::paths;

/// Known paths by the name of their file, so that a name in a log finds them at once.
#[derive(Debug)]
pub(super) struct KnownPaths<'a> {
    /// In how many candidates each path was changed, and the last of these.
    changes: HashMap<&'a str, (usize, usize)>,
    by_name: HashMap<&'a str, Vec<&'a str>>,
    by_stem: HashMap<&'a str, Vec<&'a str>>,
    candidates: usize,
}

impl<'a> KnownPaths<'a> {
    pub(super) fn new(candidates: &[Candidate<'a>]) -> Self {
        let mut known = Self {
            changes: HashMap::new(),
            by_name: HashMap::new(),
            by_stem: HashMap::new(),
            candidates: candidates.len(),
        };
        for (at, candidate) in candidates.iter().enumerate() {
            for path in candidate.all_paths() {
                let (changes, last) = known.changes.entry(path).or_insert((0, at));
                if *changes == 0 {
                    let name = paths::file_name(path);
                    known.by_name.entry(name).or_default().push(path);
                    known.by_stem.entry(stem(name)).or_default().push(path);
                }
                if *changes == 0 || *last != at {
                    *changes += 1;
                    *last = at;
                }
            }
        }
        known
    }

    /// How much it says that a change touched this path: 1 for the only one, less the more often it changes.
    pub(super) fn rarity(&self, path: &str) -> f64 {
        let changes = self.changes.get(path).map_or(1, |(changes, _)| *changes).max(1) as f64;
        let total = self.candidates.max(1) as f64;
        (total / changes).ln_1p() / total.ln_1p()
    }

    /// The known paths that fit best to a path as a log prints it.
    fn fitting(&self, printed: &str) -> Vec<&'a str> {
        let printed = paths::normalized(printed);
        let same_name = self.by_name.get(paths::file_name(&printed)).map(Vec::as_slice).unwrap_or_default();
        let fits: Vec<_> =
            same_name.iter().filter_map(|path| paths::fit(path, &printed).map(|fit| (fit, *path))).collect();
        let best = fits.iter().map(|(fit, _)| *fit).max();
        fits.into_iter().filter(|(fit, _)| Some(*fit) == best).map(|(_, path)| path).collect()
    }

    /// The known paths that end with that path but for their extension.
    fn with_stem(&self, wanted: &str) -> Vec<&'a str> {
        let same_stem = self.by_stem.get(paths::file_name(wanted)).map(Vec::as_slice).unwrap_or_default();
        let fits = |path: &&&str| {
            let front = path.len() - paths::file_name(path).len() + stem(paths::file_name(path)).len();
            path.get(..front).is_some_and(|path| paths::fit(path, wanted).is_some())
        };
        same_stem.iter().filter(fits).copied().collect()
    }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A changed file that the failure points at, and how strongly.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub(super) kind: ReasonKind,
    /// Between 0 and 1: less for deeper frames.
    pub(super) strength: f64,
    /// Lines that failed.
    pub(super) lines: Vec<u64>,
}

/// Everything that a failure says about places, and its words about everything else.
#[derive(Debug, Default)]
pub(super) struct Places<'a> {
    pub(super) by_path: BTreeMap<&'a str, Place>,
    /// Lines of text that do not only name files which no candidate knows (those are frames of foreign code).
    pub(super) telling_lines: Vec<String>,
}

impl<'a> Places<'a> {
    pub(super) fn of(failure: &Failure<'_>, known: &KnownPaths<'a>) -> Self {
        let mut places = Self::default();
        for test in &failure.tests {
            places.add_test(test, known);
        }
        for (at, (path, line)) in failure.locations.iter().enumerate() {
            places.add(known.fitting(path), ReasonKind::ChangedFailingFile, decay(at), *line);
        }
        for trace in failure.traces.iter().chain(&failure.texts) {
            places.add_text(trace, known);
        }
        places
    }

    fn add_test(&mut self, test: &str, known: &KnownPaths<'a>) {
        let named: Vec<_> = names::mentions(test).into_iter().map(|mention| mention.path).collect();
        let own = named.iter().map(|path| known.fitting(path)).find(|fitting| !fitting.is_empty());
        let stems = names::test_stems(test);
        let own =
            own.or_else(|| stems.iter().map(|stem| known.with_stem(stem)).find(|found| !found.is_empty()));
        self.add(own.unwrap_or_default(), ReasonKind::ChangedTestFile, 1.0, None);
        let stems = stems.into_iter().chain(named.iter().map(|path| stem(path).to_owned()));
        for wanted in stems {
            let Some(tested) = names::tested(paths::file_name(&wanted)) else { continue };
            let front = wanted.len() - paths::file_name(&wanted).len();
            let near = format!("{}{tested}", wanted.get(..front).unwrap_or_default());
            let mut found = known.with_stem(&near);
            if found.is_empty() {
                found = known.with_stem(tested);
            }
            found.retain(|path| FileRole::of(path) != FileRole::Document);
            self.add(found, ReasonKind::ChangedTestedFile, 1.0, None);
        }
    }

    fn add_text(&mut self, text: &str, known: &KnownPaths<'a>) {
        let mut depth = 0;
        for line in text.lines().take(MOST_LINES) {
            let mentions = names::mentions(line);
            let mut telling = !mentions.iter().any(Mention::is_sure);
            for mention in &mentions {
                let fitting = known.fitting(&mention.path);
                if !fitting.is_empty() {
                    telling = true;
                    // A test is in the trace of its failure, whoever caused it.
                    let kind = if names::is_test(&mention.path) {
                        ReasonKind::ChangedTestFile
                    } else {
                        ReasonKind::ChangedNamedFile
                    };
                    self.add(fitting, kind, decay(depth), mention.line);
                    depth += 1;
                }
            }
            if telling && !is_foreign_frame(line) {
                self.telling_lines.push(line.to_owned());
            }
        }
    }

    fn add(&mut self, found: Vec<&'a str>, kind: ReasonKind, strength: f64, line: Option<u64>) {
        // A name that fits many files points at each of them with a share only.
        let share = strength / found.len().max(1) as f64;
        for path in found {
            let place =
                self.by_path.entry(path).or_insert(Place { kind, strength: share, lines: Vec::new() });
            if share > place.strength {
                place.strength = share;
            }
            if let Some(line) = line
                && !place.lines.contains(&line)
            {
                place.lines.push(line);
            }
        }
    }
}

/// Bounds the work on a text that never ends.
const MOST_LINES: usize = 5_000;

/// How much a frame says by its depth among the frames of own code.
fn decay(depth: usize) -> f64 {
    1.0 / (1.0 + 0.3 * depth as f64)
}

/// A frame without a file (`at sun.reflect.Native.invoke0(Native Method)`) names foreign code.
fn is_foreign_frame(line: &str) -> bool {
    line.contains("(Native Method)") || line.contains("(Unknown Source)")
}
