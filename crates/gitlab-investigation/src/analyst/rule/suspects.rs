//! Which change fits the failure.

use super::lead::Lead;
use crate::evidence::{BlameEvidence, Evidence, Liveness};
use code_correlation::change::NEAR_LINES;
use code_correlation::suspect::{self, Candidate, Conclusion, Failure, Ranking, ReasonKind};
use gitlab_core::{CommitSha, MergeRequestIid, Timestamp};
use rca_note::{Suspect, SuspectReason};
use std::collections::{HashMap, HashSet};

/// How many suspects a finding names.
const NAMED: usize = 3;
/// How much of the failing place's log is compared with the changes.
const COMPARED_LINES: usize = 40;

/// The suspects, and how clear the case is.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Those for which more speaks than their time and place, the likeliest first.
    pub(super) suspects: Vec<Suspect>,
    /// How far the first is above the second, from 0 to 1; `None` without a single first.
    pub(super) margin: Option<f64>,
    /// Whether the first changed the failing line or one near it.
    pub(super) changed_failing_line: bool,
    /// Why nobody stands out.
    pub(super) why_none: Option<String>,
}

impl Verdict {
    /// The one that stands out.
    pub(super) fn culprit(&self) -> Option<&Suspect> {
        self.suspects.first().filter(|_| self.margin.is_some())
    }
}

pub(super) fn rank(evidence: &Evidence, lead: Option<&Lead<'_>>) -> Verdict {
    let references = References::of(evidence);
    let (candidates, described) = candidates(evidence, lead, &references);
    if candidates.is_empty() {
        return Verdict {
            why_none: Some("no commit or merge request could be read".to_owned()),
            ..Verdict::default()
        };
    }
    let texts = texts(evidence, lead);
    let failure = failure(evidence, lead, &texts);
    let mut ranking = suspect::rank(&failure, &candidates);
    // What was taken back before it failed did not make it fail; it only leads to what took it back.
    let reverted: HashSet<String> =
        ranking.suspects.iter().filter(|it| is_reverted(it)).map(|it| it.id.clone()).collect();
    if !reverted.is_empty() {
        let others: Vec<_> =
            candidates.into_iter().filter(|candidate| !reverted.contains(candidate.id())).collect();
        ranking = suspect::rank(&failure, &others);
    }
    verdict(&ranking, &described)
}

fn is_reverted(suspect: &suspect::Suspect) -> bool {
    suspect.reasons.iter().any(|reason| reason.kind == ReasonKind::Reverted)
}

/// The failure's own lines, joined where the comparison wants one text.
struct Texts {
    excerpt: String,
    stack: String,
}

fn texts(evidence: &Evidence, lead: Option<&Lead<'_>>) -> Texts {
    let log = lead.and_then(|lead| lead.job.log.as_ref());
    let excerpt = log.and_then(|log| log.excerpts.first()).map(|excerpt| {
        let lines = excerpt.lines.iter().take(COMPARED_LINES).map(|line| line.text.as_str());
        lines.collect::<Vec<_>>().join("\n")
    });
    let incident = evidence.incident.as_ref().filter(|_| lead.is_none()).map(|incident| {
        [Some(incident.title.as_str()), incident.description.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n")
    });
    let stack = lead.and_then(|lead| lead.failure).map(|failure| failure.stack.join("\n"));
    Texts { excerpt: excerpt.or(incident).unwrap_or_default(), stack: stack.unwrap_or_default() }
}

fn failure<'t>(evidence: &'t Evidence, lead: Option<&'t Lead<'_>>, texts: &'t Texts) -> Failure<'t> {
    let mut failure = Failure::new();
    if let Some(owners) = &evidence.code_owners {
        failure = failure.with_code_owners(&owners.rules);
    }
    if let Some(ignored) = &evidence.ignored_revisions {
        failure = failure.with_ignored_revisions(ignored);
    }
    for blamed in blame(evidence, lead) {
        failure = failure.with_blame(&blamed.path, blamed.line.into(), written_by(evidence, blamed).as_str());
    }
    if let Some(lead) = lead {
        failure = failure.with_tests(lead.test());
        if let Some(file) = lead.file() {
            failure = failure.with_location(file, lead.line().map(u64::from));
        }
        if let Some(named) = lead.failure {
            failure = failure.with_text(&named.message);
        }
        if let Some(at) = lead.job.finished_at {
            failure = failure.with_time(at.unix_seconds());
        }
    } else {
        failure = failure.with_time(evidence.window.to.unix_seconds());
    }
    if !texts.excerpt.is_empty() {
        failure = failure.with_text(&texts.excerpt);
    }
    if !texts.stack.is_empty() {
        failure = failure.with_trace(&texts.stack);
    }
    failure
}

/// Who last changed the lines that the failing log names, the most telling first.
fn blame<'e>(
    evidence: &'e Evidence,
    lead: Option<&Lead<'_>>,
) -> impl Iterator<Item = &'e BlameEvidence> + use<'e> {
    let job = lead.map(|lead| lead.job.id);
    let project = &evidence.project.path;
    evidence
        .blame
        .iter()
        .filter(move |blamed| blamed.project == *project && job.is_some_and(|job| blamed.jobs.contains(&job)))
}

/// How messages name the merge requests, `group/project!42`.
#[derive(Debug)]
struct References(HashMap<MergeRequestIid, String>);

impl References {
    fn of(evidence: &Evidence) -> Self {
        let own = evidence.merge_request.iter().map(|own| own.iid);
        let all = own.chain(evidence.recent_changes.iter().map(|change| change.iid));
        Self(all.map(|iid| (iid, format!("{}!{iid}", evidence.project.path))).collect())
    }

    fn name<'e>(&'e self, candidate: Candidate<'e>, iid: MergeRequestIid) -> Candidate<'e> {
        match self.0.get(&iid) {
            Some(reference) => candidate.with_merge_request(reference),
            None => candidate,
        }
    }
}

/// The commit that wrote the line. Where changes are squashed, or followed along the target branch alone, the blame
/// names what the merge request became, and of its commits the one counts that comes the nearest to the line.
fn written_by<'e>(evidence: &'e Evidence, blamed: &'e BlameEvidence) -> &'e CommitSha {
    let Some(own) = &evidence.merge_request else { return &blamed.commit };
    if !own.merge_commit_sha.iter().chain(&own.squash_commit_sha).any(|sha| *sha == blamed.commit) {
        return &blamed.commit;
    }
    let commits = evidence.commits.iter().filter(|it| it.merge_request == Some(own.iid) && it.parents < 2);
    let touching = commits.filter_map(|commit| {
        let file = commit.changes.as_ref()?.file(&blamed.path)?;
        Some((file.touches(blamed.line.into(), NEAR_LINES), &commit.sha))
    });
    touching.min_by_key(|(touch, _)| *touch).map_or(&blamed.commit, |(_, sha)| sha)
}

type Described = HashMap<String, Suspect>;

/// The commits under investigation and what else was merged, newest first. What was live says something of an
/// incident that showed where the service runs, and nothing of a job that failed before.
fn candidates<'e>(
    evidence: &'e Evidence,
    lead: Option<&Lead<'_>>,
    references: &'e References,
) -> (Vec<Candidate<'e>>, Described) {
    let deployed = lead.is_none();
    let mut found: Vec<(Option<Timestamp>, Candidate<'_>)> = Vec::new();
    let mut described = Described::new();
    let merge_request = evidence.merge_request.as_ref();
    let short_form =
        merge_request.map(|merge_request| format!("{}!{}", evidence.project.path, merge_request.iid));

    for commit in evidence.commits.iter().filter(|commit| commit.parents < 2) {
        let mut candidate = Candidate::new(commit.sha.as_str())
            .with_message(commit.message.as_deref().unwrap_or(&commit.title))
            .with_investigated(merge_request.is_some());
        if let Some(changes) = &commit.changes {
            candidate = candidate.with_changes(changes);
        }
        if let Some(of) = merge_request.filter(|of| commit.merge_request == Some(of.iid)) {
            let became = of.merge_commit_sha.iter().chain(&of.squash_commit_sha);
            candidate = candidate.with_aliases(became.map(CommitSha::as_str));
            candidate = references.name(candidate, of.iid);
        }
        if let Some(at) = commit.committed_at {
            candidate = candidate.with_time(at.unix_seconds());
        }
        found.push((commit.committed_at, candidate));
        let mut suspect = Suspect::new(&commit.title).with_commit(commit.sha.as_str());
        suspect.author.clone_from(&commit.author);
        suspect.merge_request.clone_from(&short_form);
        suspect.link = commit.url.as_ref().map(ToString::to_string);
        described.insert(commit.sha.to_string(), suspect);
    }
    for change in &evidence.recent_changes {
        // Its commits may be among those above already, when the start was the project.
        let id = match &change.sha {
            Some(sha) if described.contains_key(sha.as_str()) => continue,
            Some(sha) => sha.as_str(),
            None => continue,
        };
        let mut candidate = Candidate::new(id)
            .with_message(&change.title)
            .with_description(change.description.as_deref().unwrap_or_default())
            .with_aliases(change.other_shas.iter().map(CommitSha::as_str));
        candidate = references.name(candidate, change.iid);
        // A merge without squashing brings commits that only the blame names.
        let brought = blame(evidence, lead).filter(|blamed| blamed.merge_request == Some(change.iid));
        candidate = candidate.with_aliases(brought.map(|blamed| blamed.commit.as_str()));
        if let Some(changes) = &change.changes {
            candidate = candidate.with_changes(changes);
        }
        if let Some(at) = change.merged_at {
            candidate = candidate.with_time(at.unix_seconds());
        }
        match change.live {
            Liveness::Live if deployed => candidate = candidate.with_live(true),
            Liveness::NotLive if deployed => candidate = candidate.with_live(false),
            _ => {}
        }
        found.push((change.merged_at, candidate));
        let mut suspect = Suspect::new(&change.title)
            .with_commit(id)
            .with_merge_request(format!("{}!{}", evidence.project.path, change.iid));
        suspect.author.clone_from(&change.author);
        suspect.link = change.url.as_ref().map(ToString::to_string);
        described.insert(id.to_owned(), suspect);
    }
    // What was pushed past all merge requests is only known by the lines that it wrote.
    for blamed in blame(evidence, lead).filter(|blamed| !blamed.ignored) {
        let in_window = blamed.committed_at.is_some_and(|at| evidence.window.contains(at));
        let id = blamed.commit.as_str();
        let known = found.iter().any(|(_, candidate)| candidate.is_named_by(id));
        if known || !in_window || blamed.merge_request.is_some() {
            continue;
        }
        let mut candidate = Candidate::new(id).with_message(&blamed.title).with_paths([blamed.path.as_str()]);
        if let Some(at) = blamed.committed_at {
            candidate = candidate.with_time(at.unix_seconds());
        }
        found.push((blamed.committed_at, candidate));
        let mut suspect = Suspect::new(&blamed.title).with_commit(id);
        suspect.author.clone_from(&blamed.author);
        suspect.link = blamed.url.as_ref().map(ToString::to_string);
        described.insert(id.to_owned(), suspect);
    }
    found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    (found.into_iter().map(|(_, candidate)| candidate).collect(), described)
}

fn verdict(ranking: &Ranking, described: &Described) -> Verdict {
    let told: Vec<&suspect::Suspect> =
        ranking.suspects.iter().filter(|suspect| suspect.has_evidence() && suspect.score > 0.0).collect();
    let suspects = told.iter().take(NAMED).filter_map(|suspect| {
        let mut named = described.get(&suspect.id)?.clone().with_score(suspect.score);
        for reason in &suspect.reasons {
            named =
                named.with_reason(SuspectReason::new(reason.kind.as_str(), reason.weight, &reason.detail));
        }
        Some(named)
    });
    let suspects: Vec<Suspect> = suspects.collect();
    match &ranking.conclusion {
        Conclusion::Suspect { .. } if !suspects.is_empty() => {
            let first = told.first().map_or(0.0, |suspect| suspect.score);
            let second = ranking.suspects.get(1).map_or(0.0, |suspect| suspect.score.max(0.0));
            let margin = if first > 0.0 { ((first - second) / first).clamp(0.0, 1.0) } else { 0.0 };
            let near =
                |kind| matches!(kind, ReasonKind::ChangedFailingLine | ReasonKind::ChangedNearFailingLine);
            let changed_failing_line =
                told.first().is_some_and(|suspect| suspect.reasons.iter().any(|reason| near(reason.kind)));
            Verdict { suspects, margin: Some(margin), changed_failing_line, why_none: None }
        }
        Conclusion::Tie { reason, .. } | Conclusion::NoSuspect { reason } => {
            Verdict { suspects, why_none: Some(reason.clone()), ..Verdict::default() }
        }
        _ => Verdict {
            suspects,
            why_none: Some("no change fits the failure".to_owned()),
            ..Verdict::default()
        },
    }
}
