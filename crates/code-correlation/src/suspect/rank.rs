//! Puts candidates against a failure.

use std::collections::BTreeSet;

use super::bm25::{self, Document, Query, Similarity};
use super::candidate::Candidate;
use super::coupling::Coupling;
use super::effect::Effect;
use super::failure::Failure;
use super::names;
use super::people::People;
use super::places::{KnownPaths, Place, Places};
use super::purpose::Purpose;
use super::ranking::{Conclusion, Ranking, Reason, ReasonKind, Suspect};
use super::reverts::{self, Revert};
use super::weights::Weights;
use crate::change::{NEAR_LINES, TouchKind};
use crate::paths;

/// Ranks the candidates, which come newest first, by how well they fit the failure.
///
/// The same input gives the same ranking, to the bit. Line numbers are compared with the new side of each change;
/// later changes may have moved the lines since, which is why "near" counts too.
///
/// ```
/// use code_correlation::suspect::{Candidate, Conclusion, Failure, rank};
///
/// let failure = Failure::new()
///     .with_tests(["org.shop.CartTest::addsUp"])
///     .with_trace("at org.shop.Cart.total(Cart.java:42)");
/// let candidates = [
///     Candidate::new("c3").with_message("Update the readme").with_paths(["README.md"]),
///     Candidate::new("c2").with_message("Round totals of the cart").with_paths(["src/org/shop/Cart.java"]),
///     Candidate::new("c1").with_message("Add a logo").with_paths(["web/logo.svg"]),
/// ];
/// let ranking = rank(&failure, &candidates);
/// assert_eq!(ranking.conclusion, Conclusion::Suspect { id: "c2".to_owned() });
/// let first = &ranking.suspects[0];
/// assert_eq!(first.score, first.reasons.iter().map(|reason| reason.weight).sum::<f64>());
/// ```
#[must_use]
pub fn rank(failure: &Failure<'_>, candidates: &[Candidate<'_>]) -> Ranking {
    rank_with(failure, candidates, &Weights::default())
}

/// The same with other weights.
#[must_use]
pub fn rank_with(failure: &Failure<'_>, candidates: &[Candidate<'_>], weights: &Weights) -> Ranking {
    let known = KnownPaths::new(candidates);
    let places = Places::of(failure, &known);
    let query = query(failure, &places);
    let documents: Vec<_> = candidates.iter().map(|candidate| document(&query, candidate)).collect();
    let similar = bm25::compare(&query, &documents);
    let best = similar.iter().map(|similarity| similarity.score).fold(0.0, f64::max);
    let reverts = reverts::find(candidates, failure.time);
    let people = People::of(failure, candidates, &places);
    let coupling = Coupling::of(candidates, &places);
    let mut newer = 0;
    let mut suspects: Vec<_> = candidates
        .iter()
        .enumerate()
        .zip(&similar)
        .zip(&reverts)
        .map(|(((at, candidate), similarity), revert)| {
            let mut reasons = Vec::new();
            reasons.extend(place_reasons(candidate, &places, &known, weights));
            reasons.extend(coupling.reason(at, candidate, &known, weights));
            reasons.extend(area_reason(candidate, failure, weights));
            reasons.extend(word_reason(similarity, best, weights));
            reasons.extend(blame_reasons(candidate, failure, weights));
            reasons.extend(people.reasons(candidate, weights));
            reasons.extend(size_reasons(candidate, weights));
            reasons.extend(time_reason(candidate, failure, &mut newer, weights));
            reasons.extend(state_reasons(candidate, *revert, candidates, weights));
            // The sort is stable, so that equal weights keep the order above.
            reasons.sort_by(|one, two| two.weight.abs().total_cmp(&one.weight.abs()));
            let score = reasons.iter().map(|reason| reason.weight).sum();
            Suspect {
                id: candidate.id.to_owned(),
                author: candidate.author.map(str::to_owned),
                time: candidate.time,
                place: 0,
                score,
                reasons,
            }
        })
        .collect();
    // Of equal scores the one that something speaks for comes first: it is the one that the conclusion names.
    suspects.sort_by(|one, two| {
        two.score.total_cmp(&one.score).then_with(|| two.has_evidence().cmp(&one.has_evidence()))
    });
    number_places(&mut suspects);
    let conclusion = conclude(failure, candidates, &suspects);
    Ranking { suspects, conclusion }
}

/// How much the words of a test's class count beside those of its name.
const CLASS: f64 = 0.5;
/// How much the many words of traces and texts count beside those of a test's name.
const TEXT: f64 = 0.2;

fn query(failure: &Failure<'_>, places: &Places<'_>) -> Query {
    let mut query = Query::default();
    for test in &failure.tests {
        let parts: Vec<&str> =
            test.split(['.', '#', '/', ':', '$', '>']).filter(|part| !part.is_empty()).collect();
        for (at, part) in parts.iter().rev().enumerate() {
            // The class is already compared with the names of files; its words would only say it again.
            query.add(part, if at == 1 { CLASS } else { 1.0 });
        }
        for stem in names::test_stems(test) {
            query.add(names::tested(paths::file_name(&stem)).unwrap_or_default(), CLASS);
        }
    }
    for (path, _) in &failure.locations {
        query.add(paths::file_name(path), 1.0);
    }
    let factor = if failure.tests.is_empty() { 1.0 } else { TEXT };
    for line in &places.telling_lines {
        query.add(line, factor);
    }
    query
}

fn document(query: &Query, candidate: &Candidate<'_>) -> Document {
    let mut document = Document::default();
    document.add(query, candidate.message);
    for path in candidate.all_paths().collect::<BTreeSet<_>>() {
        document.add(query, path);
    }
    // The same function is said once, however many hunks it has.
    for context in candidate.contexts().collect::<BTreeSet<_>>() {
        document.add(query, context);
    }
    document
}

/// Files beyond these add nothing.
const MOST_FILES: usize = 5;
/// How much a further file of those that the failure points at counts beside the one before it: they are called by one
/// another and often changed together, so that the first has said nearly everything.
const FURTHER_FILE: f64 = 0.1;

fn place_reasons(
    candidate: &Candidate<'_>,
    places: &Places<'_>,
    known: &KnownPaths<'_>,
    weights: &Weights,
) -> Vec<Reason> {
    let changed: BTreeSet<_> = candidate.all_paths().collect();
    let pointed = changed.iter().filter_map(|path| places.by_path.get(path).map(|place| (*path, place)));
    let mut reasons = Vec::new();
    let mut functions = Vec::new();
    for (path, place) in pointed {
        if let Some(reason) = line_reason(candidate, path, place, weights) {
            reasons.push(reason);
        } else {
            reasons.extend(file_reason(path, place, known.rarity(path), weights));
            functions.extend(function_reason(candidate, path, places, weights));
        }
    }
    let strongest_first = |one: &Reason, two: &Reason| two.weight.total_cmp(&one.weight);
    reasons.sort_by(strongest_first);
    functions.sort_by(strongest_first);
    // Each further one is rounded anew, and falls away when nothing is left of it.
    let mut share = 1.0;
    let further = reasons.into_iter().take(MOST_FILES).filter_map(|reason| {
        let weight = reason.weight * share;
        share *= FURTHER_FILE;
        Reason::new(reason.kind, weight, reason.detail)
    });
    further.chain(functions.into_iter().take(1)).collect()
}

/// A change of the function that a frame names. Where the line is not known to have changed, that is as near as it gets.
fn function_reason(
    candidate: &Candidate<'_>,
    path: &str,
    places: &Places<'_>,
    weights: &Weights,
) -> Option<Reason> {
    let functions = places.functions.get(path)?;
    let (name, strength) = candidate
        .contexts_of(path)
        .flat_map(|context| context.split(|c: char| !(c.is_alphanumeric() || c == '_')))
        .filter_map(|word| functions.get_key_value(word))
        .max_by(|one, two| one.1.total_cmp(two.1).then_with(|| two.0.cmp(one.0)))?;
    let detail = format!("changed {name} of {path}, which the stack trace names");
    Reason::new(ReasonKind::ChangedNamedFunction, weights.named_function * strength, detail)
}

/// A change of a failing line or near it.
fn line_reason(candidate: &Candidate<'_>, path: &str, place: &Place, weights: &Weights) -> Option<Reason> {
    let file = candidate.changes?.file(path)?;
    let (kind, line) = place.lines.iter().map(|line| (file.touches(*line, NEAR_LINES), *line)).min()?;
    // A line of the test stands in the trace of its failure, whoever caused it.
    let own = place.kind == ReasonKind::ChangedTestFile && weights.failing_file > 0.0;
    let share = if own { (weights.test_file / weights.failing_file).min(1.0) } else { 1.0 } * place.strength;
    match kind {
        TouchKind::Line => Reason::new(
            ReasonKind::ChangedFailingLine,
            weights.failing_line * share,
            format!("wrote line {line} of {path}, which failed"),
        ),
        TouchKind::Near(distance) => {
            let closeness = 1.0 - (distance - 1) as f64 / NEAR_LINES as f64;
            Reason::new(
                ReasonKind::ChangedNearFailingLine,
                weights.near_failing_line * share * (0.5 + 0.5 * closeness),
                format!("changed {path} {distance} lines from line {line}, which failed"),
            )
        }
        TouchKind::File => None,
    }
}

fn file_reason(path: &str, place: &Place, rarity: f64, weights: &Weights) -> Option<Reason> {
    let (weight, detail) = match place.kind {
        ReasonKind::ChangedFailingFile => (weights.failing_file, format!("changed {path}, where it failed")),
        ReasonKind::ChangedTestFile => {
            (weights.test_file, format!("changed {path}, the file of the failed test"))
        }
        ReasonKind::ChangedTestedFile => {
            (weights.tested_file, format!("changed {path}, which the failed test tests"))
        }
        _ => (weights.named_file, format!("changed {path}, which the failure names")),
    };
    Reason::new(place.kind, weight * place.strength * rarity, detail)
}

fn area_reason(candidate: &Candidate<'_>, failure: &Failure<'_>, weights: &Weights) -> Option<Reason> {
    let area = failure.areas.iter().map(|area| area.trim_matches('/')).find(|area| {
        !area.is_empty()
            && candidate.all_paths().any(|path| {
                path.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
    })?;
    Reason::new(
        ReasonKind::ChangedArea,
        weights.area,
        format!("changed {area}, which the failing service is made from"),
    )
}

fn word_reason(similarity: &Similarity<'_>, best: f64, weights: &Weights) -> Option<Reason> {
    // In relation to the best one, and less where even the best has little in common.
    const HALF: f64 = 8.0;
    let weight = weights.shared_words * similarity.score / (best + HALF);
    Reason::new(ReasonKind::SharedWords, weight, format!("shares the words {}", similarity.words.join(", ")))
}

fn blame_reasons(candidate: &Candidate<'_>, failure: &Failure<'_>, weights: &Weights) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let ignored = failure.ignored.is_some_and(|ignored| {
        std::iter::once(&candidate.id).chain(&candidate.aliases).any(|sha| ignored.contains(sha))
    });
    if ignored {
        let detail = "is listed in .git-blame-ignore-revs: it only changes how code looks".to_owned();
        reasons.extend(Reason::new(ReasonKind::IgnoredRevision, weights.ignored_revision, detail));
    } else if let Some((at, (path, line, _))) =
        failure.blamed.iter().enumerate().find(|(_, (_, _, sha))| candidate.is_named_by(sha))
    {
        let detail = format!("last changed line {line} of {path}, which failed");
        reasons.extend(Reason::new(ReasonKind::Blamed, weights.blamed / (1.0 + 0.3 * at as f64), detail));
    }
    reasons
}

fn size_reasons(candidate: &Candidate<'_>, weights: &Weights) -> Vec<Reason> {
    let paths: BTreeSet<_> = candidate.all_paths().collect();
    let effect = Effect::of(paths.iter().copied());
    let purpose = if effect.code > 0 { purpose_reason(candidate, weights) } else { None };
    let reasons = [sweeping_reason(paths.len(), weights), code_reason(candidate, effect, weights), purpose];
    reasons.into_iter().flatten().collect()
}

/// Imports, moves, new headers and new formatting touch every place that a failure can point at and seldom break one.
/// Those who look for the changes that brought faults in leave them out for that reason.
fn sweeping_reason(files: usize, weights: &Weights) -> Option<Reason> {
    const MANY: f64 = 30.0;
    let doublings = (files as f64 / MANY).log2();
    if doublings <= 0.0 {
        return None;
    }
    let detail = format!("changed {files} files, as imports, moves and new formatting do");
    Reason::new(ReasonKind::Sweeping, weights.sweeping * doublings, detail)
}

/// What can break: a change of much code more than one of little, and one of documents nothing. That the size of a
/// change is the best sign of a fault in it is what studies of many projects agree on (Kamei and others, 2013).
fn code_reason(candidate: &Candidate<'_>, effect: Effect, weights: &Weights) -> Option<Reason> {
    let files = |count: usize| if count == 1 { "file" } else { "files" };
    if effect.code > 0 {
        let detail = format!("changed {} {} of code", effect.code, files(effect.code));
        return Reason::new(ReasonKind::ChangedCode, weights.code * effect.breadth(), detail);
    }
    let detail = match (effect.tests, effect.documents) {
        // What a merge brings are other candidates.
        (0, 0) if candidate.message.starts_with("Merge ") => "is a merge without changes of its own",
        (0, 0) => return None,
        (0, _) => "changed documents only",
        (_, 0) => "changed tests only",
        _ => "changed tests and documents only",
    };
    Reason::new(ReasonKind::NoCode, weights.no_code, detail.to_owned())
}

/// What the title says of a change of code.
fn purpose_reason(candidate: &Candidate<'_>, weights: &Weights) -> Option<Reason> {
    match Purpose::of(candidate.title())? {
        Purpose::Rework => {
            let detail = "reworks what worked, as its title says".to_owned();
            Reason::new(ReasonKind::Rework, weights.rework, detail)
        }
        Purpose::Appearance => {
            let detail = "changes no behaviour, as its title says".to_owned();
            Reason::new(ReasonKind::Appearance, weights.appearance, detail)
        }
    }
}

/// `newer` counts the candidates before this one that can have caused the failure.
fn time_reason(
    candidate: &Candidate<'_>,
    failure: &Failure<'_>,
    newer: &mut usize,
    weights: &Weights,
) -> Option<Reason> {
    if let (Some(time), Some(failed)) = (candidate.time, failure.time)
        && time > failed
    {
        let detail = format!("came {} seconds after the failure", time.saturating_sub(failed));
        return Reason::new(ReasonKind::AfterFailure, weights.after_failure, detail);
    }
    // Each doubling of the distance takes the same away; from here on it speaks against a change.
    const NEWEST: f64 = 1000.0;
    let weight = weights.newness * (1.0 - (*newer as f64).ln_1p() / NEWEST.ln_1p());
    let detail = match *newer {
        0 => "the newest change before the failure".to_owned(),
        1 => "1 newer change before the failure".to_owned(),
        newer => format!("{newer} newer changes before the failure"),
    };
    *newer += 1;
    Reason::new(ReasonKind::Newness, weight, detail)
}

fn state_reasons(
    candidate: &Candidate<'_>,
    revert: Revert,
    all: &[Candidate<'_>],
    weights: &Weights,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if candidate.investigated {
        let detail = "part of what is investigated".to_owned();
        reasons.extend(Reason::new(ReasonKind::Investigated, weights.investigated, detail));
    }
    if candidate.live == Some(false) {
        let detail = "was not live where it failed".to_owned();
        reasons.extend(Reason::new(ReasonKind::NotLive, weights.not_live, detail));
    }
    if let Some(by) = revert.reverted_by.and_then(|by| all.get(by)) {
        let detail = format!("was reverted by {} before the failure", by.id);
        reasons.extend(Reason::new(ReasonKind::Reverted, weights.reverted, detail));
    }
    if revert.reverts {
        let detail = "reverts an older change, so that older behaviour is back".to_owned();
        reasons.extend(Reason::new(ReasonKind::Revert, weights.revert, detail));
    }
    reasons
}

fn number_places(suspects: &mut [Suspect]) {
    let mut place = 0;
    let mut before = f64::NAN;
    for (at, suspect) in suspects.iter_mut().enumerate() {
        if suspect.score != before {
            place = at + 1;
            before = suspect.score;
        }
        suspect.place = place;
    }
}

fn conclude(failure: &Failure<'_>, candidates: &[Candidate<'_>], suspects: &[Suspect]) -> Conclusion {
    let no = |reason: &str| Conclusion::NoSuspect { reason: reason.to_owned() };
    if candidates.is_empty() {
        return no("there are no candidates");
    }
    let blank = failure.tests.is_empty()
        && failure.locations.is_empty()
        && failure.texts.is_empty()
        && failure.traces.is_empty()
        && failure.areas.is_empty()
        && failure.blamed.is_empty();
    if blank {
        return no("nothing is known of the failure but its time");
    }
    let telling = |candidate: &Candidate<'_>| {
        !candidate.message.is_empty()
            || candidate.all_paths().next().is_some()
            || candidate.contexts().next().is_some()
    };
    if !candidates.iter().any(telling) {
        return no("nothing is known of what the candidates changed");
    }
    let first: Vec<&Suspect> = suspects.iter().take_while(|suspect| suspect.place == 1).collect();
    // What speaks against a candidate may outweigh the evidence for it.
    let fits = |suspect: &&&Suspect| suspect.has_evidence() && suspect.score > 0.0;
    let fitting: Vec<_> = first.iter().filter(fits).collect();
    match fitting.as_slice() {
        [] => match suspects.iter().find(|suspect| suspect.has_evidence()) {
            Some(best) if best.score > 0.0 => Conclusion::NoSuspect {
                reason: format!(
                    "what fits the failure, {} before all, fits too weakly against newer changes",
                    best.id
                ),
            },
            Some(_) => no("what fits the failure came after it, was not live or was reverted"),
            None => no("no candidate touches a place or shares the words that the failure names"),
        },
        [one] => Conclusion::Suspect { id: one.id.clone() },
        several => {
            let kinds: BTreeSet<_> = several
                .iter()
                .flat_map(|suspect| &suspect.reasons)
                .map(|reason| reason.kind.as_str())
                .collect();
            let kinds: Vec<_> = kinds.into_iter().collect();
            Conclusion::Tie {
                ids: several.iter().map(|suspect| suspect.id.clone()).collect(),
                reason: format!("the same weight comes together for each, from {}", kinds.join(", ")),
            }
        }
    }
}
