//! The finding's words.

use super::lead::Lead;
use super::suspects::Verdict;
use crate::evidence::{BlameEvidence, Evidence, JobEvidence, PipelineEvidence};
use gitlab_core::Timestamp;
use gitlab_core::types::DeploymentStatus;
use rca_note::{
    EvidenceItem, EvidenceKind, Excerpt, Finding, FindingLink, NextStep, NextStepKind, RootCause,
    ServiceImpact, ServiceRole, Suspect, TimelineEvent,
};
use std::collections::BTreeSet;
use url::Url;

/// How many lines of the log a finding quotes.
const QUOTED_LINES: usize = 10;
/// How many lines of a file a finding quotes before and after the one that failed.
const QUOTED_AROUND: u32 = 3;
/// How many further failed jobs a finding names one by one.
const OTHER_JOBS: usize = 5;
/// How many commits a finding names that last changed the lines which failed.
const BLAMED_COMMITS: usize = 2;

pub(super) fn failure(evidence: &Evidence, lead: &Lead<'_>, verdict: &Verdict) -> Finding {
    let mut finding = Finding::new(title(lead)).with_summary(summary(evidence, lead, verdict));
    finding.root_cause = Some(cause(evidence, lead, verdict));
    finding.evidence = items(evidence, lead);
    finding.services = services(evidence, lead);
    finding.next_steps = steps(lead, verdict);
    finding
}

/// A pipeline that failed before any of its jobs could.
pub(super) fn unrunnable(pipeline: &PipelineEvidence) -> Finding {
    let why = match &pipeline.yaml_errors {
        Some(errors) => format!("its CI configuration is not valid: {}", first_line(errors)),
        None => "none of its jobs was started, and GitLab does not say why".to_owned(),
    };
    let id = pipeline.id;
    let mut finding = Finding::new(format!("Pipeline {id} of {} could not run", pipeline.project))
        .with_summary(format!("Pipeline {id} of {} failed before any job: {why}.", pipeline.project));
    finding.root_cause =
        Some(RootCause::new(why).with_service(&pipeline.project).with_category("configuration"));
    let mut item = EvidenceItem::new(EvidenceKind::Pipeline, format!("Pipeline {id}"));
    item.link = pipeline.url.as_ref().map(ToString::to_string);
    finding.evidence = vec![item];
    finding.services = vec![ServiceImpact::new(&pipeline.project, ServiceRole::Origin)];
    finding.next_steps =
        vec![NextStep::new(NextStepKind::Fix, "Mend .gitlab-ci.yml; GitLab's pipeline editor checks it.")];
    finding
}

pub(super) fn nothing_failed(evidence: &Evidence, verdict: &Verdict) -> Finding {
    let read = [
        format!(
            "the jobs of {} of {} pipelines",
            evidence.pipelines.iter().filter(|pipeline| pipeline.job_count.is_some()).count(),
            evidence.pipelines.len()
        ),
        format!("{} commits", evidence.commits.len()),
        format!("{} recent merge requests", evidence.recent_changes.len()),
        format!("{} deployments", evidence.deployments.len()),
    ]
    .join(", ");
    let mut summary = format!("No job failed in what was read of {} ({read}).", evidence.start);
    match verdict.culprit() {
        Some(suspect) => {
            summary.push_str(&format!(" By its words and files, {} fits the incident best.", named(suspect)));
        }
        None => summary.push_str(&format!(" Nothing found: {}.", why_none(verdict))),
    }
    let unread = super::unread(evidence);
    if unread > 0 {
        summary.push_str(&format!(" {unread} parts could not be read; see the gaps."));
    }
    let title = match &evidence.incident {
        Some(incident) => format!("No failure in GitLab explains: {}", incident.title),
        None => "No failure found in GitLab".to_owned(),
    };
    let mut finding = Finding::new(title).with_summary(summary);
    finding.services = vec![ServiceImpact::new(service(evidence), ServiceRole::Affected)];
    finding.evidence = deployments(evidence);
    finding.next_steps = vec![match verdict.culprit() {
        Some(suspect) => {
            NextStep::new(NextStepKind::Investigate, format!("Look at {} first.", named(suspect)))
        }
        None => NextStep::new(
            NextStepKind::Investigate,
            "Widen the look-back, or start from the pipeline, job or deployment that the incident is about.",
        ),
    }];
    finding
}

fn why_none(verdict: &Verdict) -> &str {
    verdict.why_none.as_deref().unwrap_or("no change stands out")
}

fn title(lead: &Lead<'_>) -> String {
    let job = &lead.job.name;
    match (lead.test(), lead.failure) {
        (Some(test), _) => format!("{test} fails in {job}"),
        (None, Some(failure)) => format!("{job} fails: {}", first_line(&failure.message)),
        (None, None) => {
            let reason = lead.job.failure_reason.as_deref().unwrap_or("its log does not say why");
            format!("{job} fails: {}", reason.replace('_', " "))
        }
    }
}

fn first_line(text: &str) -> String {
    const MOST: usize = 120;
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

fn place(lead: &Lead<'_>) -> Option<String> {
    let file = lead.file()?;
    Some(match lead.line() {
        Some(line) => format!("{file}:{line}"),
        None => file.to_owned(),
    })
}

fn summary(evidence: &Evidence, lead: &Lead<'_>, verdict: &Verdict) -> String {
    let mut text = format!(
        "Job {} ({}) of pipeline {} in {} failed",
        lead.job.name, lead.job.id, lead.pipeline.id, lead.pipeline.project
    );
    if let Some(place) = place(lead) {
        text.push_str(&format!(" at {place}"));
    }
    match lead.failure {
        Some(failure) => text.push_str(&format!(": {}.", first_line(&failure.message).trim_end_matches('.'))),
        None => text.push('.'),
    }
    match verdict.culprit() {
        Some(suspect) => text.push_str(&format!(" Most likely cause: {}.", named(suspect))),
        None => text.push_str(&format!(" No change is named as the cause: {}.", why_none(verdict))),
    }
    if lead.is_intermittent() {
        text.push_str(" The failure may come and go: a plain retry may pass.");
    }
    if lead.made_good {
        text.push_str(" A newer run has passed since.");
    }
    if !lead.others.is_empty() {
        text.push_str(&format!(" {} further jobs failed with it.", lead.others.len()));
    }
    if let Some(failed) = failed_deployment(evidence, lead) {
        text.push_str(&format!(" The deployment to {failed} failed."));
    }
    text
}

/// The environment to which what failed was to be deployed, when that failed too.
fn failed_deployment<'e>(evidence: &'e Evidence, lead: &Lead<'_>) -> Option<&'e str> {
    let failed =
        evidence.deployments.iter().filter(|deployment| deployment.status == DeploymentStatus::Failed);
    let mut of_lead = failed.filter(|deployment| {
        deployment.pipeline == Some(lead.pipeline.id)
            || (deployment.sha.is_some() && deployment.sha == lead.pipeline.sha)
    });
    of_lead.next().map(|deployment| deployment.environment.as_str())
}

/// The commit alone, where the rest was said before.
fn short_name(suspect: &Suspect) -> String {
    match &suspect.commit {
        Some(commit) => format!("commit {}", commit.get(..8).unwrap_or(commit)),
        None => format!("\"{}\"", first_line(&suspect.title)),
    }
}

fn named(suspect: &Suspect) -> String {
    let mut text = String::new();
    if let Some(commit) = &suspect.commit {
        text.push_str(&format!("commit {} ", commit.get(..8).unwrap_or(commit)));
    }
    text.push_str(&format!("\"{}\"", first_line(&suspect.title)));
    if let Some(author) = &suspect.author {
        text.push_str(&format!(" by {author}"));
    }
    if let Some(merge_request) = &suspect.merge_request {
        text.push_str(&format!(" in {merge_request}"));
    }
    text
}

fn service(evidence: &Evidence) -> String {
    let told = evidence.incident.as_ref().and_then(|incident| incident.service.clone());
    told.unwrap_or_else(|| evidence.project.path.clone())
}

fn cause(evidence: &Evidence, lead: &Lead<'_>, verdict: &Verdict) -> RootCause {
    let description = match (verdict.culprit(), lead.failure) {
        (Some(suspect), Some(failure)) => {
            let reason = suspect.reasons.first().map_or("fits best", |reason| reason.detail.as_str());
            let message = first_line(&failure.message);
            format!("{}, since {} ({reason})", message.trim_end_matches('.'), short_name(suspect))
        }
        (Some(suspect), None) => format!("{} is the likeliest cause.", named(suspect)),
        (None, Some(failure)) => first_line(&failure.message),
        (None, None) => "The job failed without saying why.".to_owned(),
    };
    let mut cause = RootCause::new(description).with_service(service(evidence));
    if let Some(log) = &lead.job.log {
        cause = cause.with_category(log.class.kind.as_str());
    }
    if let Some(failure) = lead.failure {
        cause = cause.with_error_type(failure.kind.as_str());
    }
    cause
}

fn items(evidence: &Evidence, lead: &Lead<'_>) -> Vec<EvidenceItem> {
    let mut items = vec![log_item(lead)];
    if let Some(test) = lead.reported {
        let mut item = EvidenceItem::new(
            EvidenceKind::Test,
            format!("Test report of {}: {} failed", test.suite, test.name),
        );
        if let Some(output) = &test.output {
            item = item.with_excerpt(Excerpt::new(lines_of(output)));
        }
        items.push(item);
    }
    for file in evidence.files.iter().filter(|file| {
        lead.file().is_some_and(|named| named.ends_with(&file.path) || file.path.ends_with(named))
    }) {
        let near = |number: u32| file.line.is_none_or(|line| number.abs_diff(line) <= QUOTED_AROUND);
        let lines: Vec<_> = file.lines.iter().filter(|line| near(line.number)).take(QUOTED_LINES).collect();
        let text: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
        let first = lines.first().map_or(1, |line| u64::from(line.number));
        let place = file.line.map_or_else(|| file.path.clone(), |line| format!("{}:{line}", file.path));
        let mut item = EvidenceItem::new(EvidenceKind::File, format!("{place} as the job ran it"))
            .with_excerpt(Excerpt::new(text.join("\n")).starting_at(first));
        item.link = file.url.as_ref().map(ToString::to_string);
        items.push(item);
    }
    items.extend(last_changed(evidence, lead));
    for (pipeline, job) in lead.others.iter().take(OTHER_JOBS) {
        items.push(other_job(pipeline, job));
    }
    items.extend(deployments(evidence));
    items
}

fn log_item(lead: &Lead<'_>) -> EvidenceItem {
    let at = lead.failure.map_or_else(String::new, |failure| format!(", line {}", failure.at));
    // What both runs printed is no failure to the reader of logs.
    let new = match (lead.failure, lead.job.compared_with) {
        (Some(_), Some(passed)) => format!(", not printed by its last successful run (job {passed})"),
        _ => String::new(),
    };
    let mut item = EvidenceItem::new(EvidenceKind::Log, format!("Log of {}{at}{new}", lead.job.name));
    item.link = job_link(lead.job, lead.failure.map(|failure| failure.at));
    let shown = lead.job.log.as_ref().and_then(|log| {
        let holds = |excerpt: &&ci_log::Excerpt| {
            lead.failure.is_some_and(|failure| (excerpt.start..=excerpt.end).contains(&failure.at))
        };
        log.excerpts.iter().find(holds).or(log.excerpts.first())
    });
    if let Some(excerpt) = shown {
        // The failing line should stand near the top of what is quoted.
        let from = lead.failure.map_or(excerpt.start, |failure| failure.at.saturating_sub(3));
        let lines: Vec<_> =
            excerpt.lines.iter().skip_while(|line| line.number < from).take(QUOTED_LINES).collect();
        if let Some(first) = lines.first() {
            let number = first.number as u64;
            let text: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
            item = item.with_excerpt(Excerpt::new(text.join("\n")).starting_at(number));
        }
    }
    item
}

/// Who last changed the lines that the log names, commit by commit. Those that only changed how the code looks tell
/// nothing.
fn last_changed(evidence: &Evidence, lead: &Lead<'_>) -> Vec<EvidenceItem> {
    let told = evidence.blame.iter().filter(|blamed| !blamed.ignored && blamed.jobs.contains(&lead.job.id));
    let mut by_commit: Vec<(&BlameEvidence, Vec<String>)> = Vec::new();
    for blamed in told {
        let place = format!("{}:{}", blamed.path, blamed.line);
        match by_commit.iter_mut().find(|(first, _)| first.commit == blamed.commit) {
            Some((_, places)) => places.push(place),
            None => by_commit.push((blamed, vec![place])),
        }
    }
    by_commit
        .into_iter()
        .take(BLAMED_COMMITS)
        .map(|(blamed, places)| {
            let mut text = format!(
                "{} {} last changed by commit {} \"{}\"",
                places.join(", "),
                if places.len() == 1 { "was" } else { "were" },
                blamed.commit.short(),
                first_line(&blamed.title)
            );
            if let Some(author) = &blamed.author {
                text.push_str(&format!(" by {author}"));
            }
            if let Some(at) = blamed.committed_at {
                text.push_str(&format!(", {at}"));
            }
            let mut item = EvidenceItem::new(EvidenceKind::Commit, text);
            item.link = blamed.url.as_ref().map(ToString::to_string);
            item
        })
        .collect()
}

fn lines_of(text: &str) -> String {
    text.lines().take(QUOTED_LINES).collect::<Vec<_>>().join("\n")
}

fn other_job(pipeline: &PipelineEvidence, job: &JobEvidence) -> EvidenceItem {
    let failure = job.log.as_ref().and_then(|log| log.failures.first());
    let why = match failure {
        Some(failure) => first_line(&failure.message),
        None => job.failure_reason.clone().unwrap_or_else(|| "no reason in its log".to_owned()),
    };
    let below = if pipeline.upstream.is_some() { " (downstream)" } else { "" };
    let mut item = EvidenceItem::new(
        EvidenceKind::Job,
        format!("{} in {}{below} failed too: {why}", job.name, pipeline.project),
    );
    item.link = job_link(job, failure.map(|failure| failure.at));
    item
}

/// GitLab's page of a job marks its log lines as `#L7`.
fn job_link(job: &JobEvidence, line: Option<usize>) -> Option<String> {
    let mut url: Url = job.url.clone()?;
    if let Some(line) = line {
        url.set_fragment(Some(&format!("L{line}")));
    }
    Some(url.into())
}

fn deployments(evidence: &Evidence) -> Vec<EvidenceItem> {
    let told = evidence
        .deployments
        .iter()
        .filter(|deployment| deployment.live_at_incident || deployment.status == DeploymentStatus::Failed);
    told.take(3)
        .map(|deployment| {
            let what =
                if deployment.live_at_incident { "was live when the incident began" } else { "failed" };
            let sha = deployment.sha.as_ref().map_or("an unknown commit", |sha| sha.short());
            EvidenceItem::new(
                EvidenceKind::Deployment,
                format!("Deployment {} of {sha} to {} {what}", deployment.id, deployment.environment),
            )
        })
        .collect()
}

fn services(evidence: &Evidence, lead: &Lead<'_>) -> Vec<ServiceImpact> {
    let origin = lead.pipeline.project.clone();
    let affected: BTreeSet<_> = lead
        .others
        .iter()
        .map(|(pipeline, _)| pipeline.project.clone())
        .filter(|project| *project != origin)
        .collect();
    let mut services = vec![
        ServiceImpact::new(origin.clone(), ServiceRole::Origin)
            .with_detail(format!("{} fails there", lead.job.name)),
    ];
    services.extend(affected.into_iter().map(|project| ServiceImpact::new(project, ServiceRole::Affected)));
    if let Some(told) = evidence.incident.as_ref().and_then(|incident| incident.service.as_ref())
        && !services
            .iter()
            .any(|service| service.name == *told || service.name.ends_with(&format!("/{told}")))
    {
        services.push(ServiceImpact::new(told, ServiceRole::Affected));
    }
    services
}

fn steps(lead: &Lead<'_>, verdict: &Verdict) -> Vec<NextStep> {
    let mut steps = Vec::new();
    if lead.is_intermittent() {
        steps.push(NextStep::new(
            NextStepKind::Mitigate,
            format!(
                "Retry job {} ({}): its failure is likely not caused by the code.",
                lead.job.name, lead.job.id
            ),
        ));
    }
    if let Some(suspect) = verdict.culprit() {
        let at = place(lead).map_or_else(String::new, |place| format!(" at {place}"));
        let what = short_name(suspect);
        steps.push(NextStep::new(
            NextStepKind::Fix,
            format!("Mend {what}{at}, and run {} again.", lead.job.name),
        ));
        steps.push(NextStep::new(
            NextStepKind::Mitigate,
            format!("If it cannot be mended soon, revert {what}."),
        ));
    } else if !lead.is_intermittent() {
        let at = place(lead).unwrap_or_else(|| format!("the log of {}", lead.job.name));
        steps.push(NextStep::new(NextStepKind::Investigate, format!("Look at {at}: {}.", why_none(verdict))));
    }
    if lead.job.log.is_none() {
        steps.push(NextStep::new(
            NextStepKind::Investigate,
            format!("Read the log of {} in GitLab.", lead.job.name),
        ));
    }
    steps
}

pub(super) fn timeline(evidence: &Evidence, lead: Option<&Lead<'_>>) -> Vec<TimelineEvent> {
    let mut events: Vec<(Timestamp, String)> = Vec::new();
    if let Some(merge_request) = &evidence.merge_request {
        if let Some(at) = merge_request.created_at {
            events.push((at, format!("merge request !{} opened", merge_request.iid)));
        }
        if let Some(at) = merge_request.merged_at {
            events.push((at, format!("merge request !{} merged", merge_request.iid)));
        }
    }
    if let Some(lead) = lead {
        if let Some(at) = lead.pipeline.created_at {
            events.push((at, format!("pipeline {} started", lead.pipeline.id)));
        }
        for (_, job) in std::iter::once(&(lead.pipeline, lead.job)).chain(&lead.others).take(1 + OTHER_JOBS) {
            if let Some(at) = job.finished_at {
                events.push((at, format!("job {} failed", job.name)));
            }
        }
    }
    // Of the deployments, those that tell what was live and what went wrong.
    let told = evidence
        .deployments
        .iter()
        .filter(|deployment| deployment.live_at_incident || deployment.status == DeploymentStatus::Failed);
    for deployment in told.take(5) {
        if let Some(at) = deployment.finished_at {
            events.push((at, format!("deployment to {}: {}", deployment.environment, deployment.status)));
        }
    }
    if let Some(incident) = &evidence.incident
        && let Some(at) = incident.started_at
    {
        events.push((at, format!("incident: {}", first_line(&incident.title))));
    }
    events.sort();
    events.dedup();
    events.into_iter().map(|(at, text)| TimelineEvent::new(at.into(), text)).collect()
}

pub(super) fn links(evidence: &Evidence, lead: Option<&Lead<'_>>) -> Vec<FindingLink> {
    let mut links = Vec::new();
    let mut add = |title: String, url: &Option<Url>| {
        if let Some(url) = url {
            links.push(FindingLink::new(title, url.to_string()));
        }
    };
    if let Some(merge_request) = &evidence.merge_request {
        add(format!("Merge request !{}", merge_request.iid), &merge_request.url);
    }
    if let Some(lead) = lead {
        add(format!("Pipeline {}", lead.pipeline.id), &lead.pipeline.url);
        add(format!("Job {}", lead.job.name), &lead.job.url);
    }
    links
}
