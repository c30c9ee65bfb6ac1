//! The files of the candidates that a failure points at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::candidate::Candidate;
use super::effect::FileRole;
use super::failure::Failure;
use super::names::{self, Mention};
use super::ranking::ReasonKind;
use crate::paths;
use crate::trace::{self, Frame};

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

    /// The files that a test in that directory is named after, in the same package or else anywhere.
    fn tested(&self, directory: &str, name: &str) -> Vec<&'a str> {
        let mut found = self.with_stem(&format!("{directory}{name}"));
        if found.is_empty() {
            found = self.with_stem(name);
        }
        found.retain(|path| FileRole::of(path) != FileRole::Document);
        found
    }

    /// The known paths that fit to the file of a frame. What looks like foreign code and is in the repository all the same is
    /// own code: a project may well be the library that others know. Then its path comes from its package, and not from
    /// where a package manager put it.
    fn fitting_frame(&self, file: &str, in_app: bool) -> Vec<&'a str> {
        if in_app || (file.contains('/') && !file.starts_with(['/', '<']) && !file.contains([':', '\\'])) {
            self.fitting(file)
        } else {
            Vec::new()
        }
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
    /// The functions of frames in each file, with how much they say.
    pub(super) functions: BTreeMap<&'a str, BTreeMap<String, f64>>,
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
            let name = paths::file_name(&wanted);
            let front = wanted.get(..wanted.len() - name.len()).unwrap_or_default();
            let tested = [names::tested(name), names::tested_in_part(name)];
            let found = tested.into_iter().flatten().map(|tested| known.tested(front, tested));
            let found = found.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
            self.add(found, ReasonKind::ChangedTestedFile, 1.0, None);
        }
    }

    fn add_text(&mut self, text: &str, known: &KnownPaths<'a>) {
        let text = first_lines(text, MOST_LINES);
        let mut framed = BTreeSet::new();
        for trace in trace::find(text) {
            let mut depth = 0;
            for frame in trace.innermost_first() {
                framed.insert(frame.at);
                let Some(file) = frame.file.as_deref() else { continue };
                let fitting = known.fitting_frame(file, frame.in_app);
                if fitting.is_empty() {
                    continue;
                }
                self.tell(frame);
                if let Some(function) = &frame.function {
                    self.add_function(&fitting, function, decay(depth));
                }
                self.add(fitting, kind_of(file), decay(depth), frame.line);
                depth += 1;
            }
        }
        let mut depth = 0;
        for (_, line) in text.lines().enumerate().filter(|(at, _)| !framed.contains(&(at + 1))) {
            let mentions = names::mentions(line);
            let mut telling = !mentions.iter().any(Mention::is_sure);
            for mention in &mentions {
                let fitting = known.fitting(&mention.path);
                if !fitting.is_empty() {
                    telling = true;
                    self.add(fitting, kind_of(&mention.path), decay(depth), mention.line);
                    depth += 1;
                }
            }
            if telling {
                self.telling_lines.push(line.to_owned());
            }
        }
    }

    /// The words of a frame of own code.
    fn tell(&mut self, frame: &Frame) {
        let parts = [&frame.module, &frame.function, &frame.file];
        self.telling_lines.extend(parts.into_iter().flatten().cloned());
    }

    /// The function of a frame in these files, which is a test's own in files of tests.
    fn add_function(&mut self, files: &[&'a str], function: &str, strength: f64) {
        // `add/2`, `(*Cart).Add`, `add(_:)`, `{{closure}}`: what a header of a hunk may show is the bare name.
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let bare = function.split(['/', '<']).next().unwrap_or(function).trim_end_matches(')');
        let bare = bare.split_once('(').filter(|(name, _)| !name.is_empty()).map_or(bare, |(name, _)| name);
        let Some(name) = bare.rsplit(|c| !is_part(c)).find(|name| name.len() >= 3) else { return };
        for path in files.iter().filter(|path| !names::is_test(path)) {
            let known = self.functions.entry(path).or_default().entry(name.to_owned()).or_default();
            *known = known.max(strength / files.len() as f64);
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

/// A test is in the trace of its failure, whoever caused it.
fn kind_of(file: &str) -> ReasonKind {
    if names::is_test(file) { ReasonKind::ChangedTestFile } else { ReasonKind::ChangedNamedFile }
}

fn first_lines(text: &str, most: usize) -> &str {
    match text.match_indices('\n').nth(most) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}
