//! The finding on standard output.

use crate::failure::Failure;
use crate::shown::Shown;
use gitlab_rca::investigation::{JobEvidence, PipelineEvidence};
use gitlab_rca::prelude::*;
use serde::Serialize;
use std::io::{self, Write};

/// Evidence and finding as one document.
pub(crate) fn json(out: &mut impl Write, evidence: &Evidence, finding: &Finding) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Document<'d> {
        evidence: &'d Evidence,
        finding: &'d Finding,
    }
    serde_json::to_writer_pretty(&mut *out, &Document { evidence, finding }).map_err(Failure::work)?;
    writeln!(out)?;
    Ok(())
}

/// The finding for a person.
pub(crate) fn text(out: &mut impl Write, evidence: &Evidence, finding: &Finding) -> io::Result<()> {
    writeln!(out, "{}", Shown(&finding.title))?;
    writeln!(out, "\n{}", Shown(&finding.summary))?;
    if let Some(confidence) = &finding.confidence {
        writeln!(out, "\nConfidence: {} %", confidence.percent())?;
        for reason in confidence.reasons() {
            writeln!(out, "  - {}", Shown(reason))?;
        }
    }
    if let Some(merge_request) = &evidence.merge_request {
        writeln!(out, "\nMerge request: !{} {}", merge_request.iid, Shown(&merge_request.title))?;
        if let Some(url) = &merge_request.url {
            writeln!(out, "  {url}")?;
        }
    }
    failures(out, evidence)?;
    suspects(out, finding)?;
    if !finding.timeline.is_empty() {
        writeln!(out, "\nTimeline")?;
        for event in finding.events_by_time() {
            let at = event.at.map(|at| at.to_string()).unwrap_or_default();
            writeln!(out, "  {at:20}  {}", Shown(&event.text))?;
        }
    }
    if !finding.next_steps.is_empty() {
        writeln!(out, "\nNext steps")?;
        for step in &finding.next_steps {
            writeln!(out, "  - {}", Shown(&step.text))?;
        }
    }
    gaps(out, finding)?;
    let cost = &evidence.cost;
    writeln!(out, "\n{} requests, {} bytes of logs, {:.2} s", cost.requests, cost.log_bytes, cost.seconds)
}

/// The note as it is written to GitLab.
pub(crate) fn note(out: &mut impl Write, note: &RcaNote) -> io::Result<()> {
    writeln!(out, "\n----- the note -----\n{}----- end of the note -----", note.body())?;
    for omission in note.omitted() {
        writeln!(out, "left out of the note: {}", omission.section.name())?;
    }
    Ok(())
}

fn failures(out: &mut impl Write, evidence: &Evidence) -> io::Result<()> {
    let mut failures = evidence.decisive_failures().peekable();
    if failures.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "\nFailed jobs")?;
    failures.try_for_each(|(pipeline, job)| failure(out, pipeline, job))
}

fn failure(out: &mut impl Write, pipeline: &PipelineEvidence, job: &JobEvidence) -> io::Result<()> {
    writeln!(
        out,
        "  job {} ({}) of pipeline {} in {}",
        Shown(&job.name),
        job.id,
        pipeline.id,
        Shown(&pipeline.project)
    )?;
    let Some(failure) = job.log.as_ref().and_then(|log| log.failures.first()) else { return Ok(()) };
    if let Some(test) = &failure.test {
        writeln!(out, "    test    {}", Shown(test))?;
    }
    match (&failure.file, failure.line) {
        (Some(file), Some(line)) => writeln!(out, "    at      {}:{line}", Shown(file))?,
        (Some(file), None) => writeln!(out, "    at      {}", Shown(file))?,
        (None, _) => {}
    }
    writeln!(out, "    message {}", Shown(&failure.message))
}

fn suspects(out: &mut impl Write, finding: &Finding) -> io::Result<()> {
    if finding.suspects.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nSuspects")?;
    for suspect in &finding.suspects {
        write!(out, "  {:5.1}", suspect.score.unwrap_or_default())?;
        if let Some(commit) = &suspect.commit {
            write!(out, "  commit {}", commit.get(..12).unwrap_or(commit))?;
        }
        if let Some(merge_request) = &suspect.merge_request {
            write!(out, "  {}", Shown(merge_request))?;
        }
        writeln!(out, "  {}", Shown(&suspect.title))?;
        for reason in &suspect.reasons {
            writeln!(out, "         {:+5.1}  {}", reason.weight, Shown(&reason.detail))?;
        }
    }
    Ok(())
}

fn gaps(out: &mut impl Write, finding: &Finding) -> io::Result<()> {
    if finding.gaps.is_empty() {
        return writeln!(out, "\nNothing was missing.");
    }
    writeln!(out, "\nNot read")?;
    for gap in &finding.gaps {
        writeln!(out, "  - {}: {}", Shown(&gap.what), Shown(&gap.why))?;
        if !gap.advice.is_empty() {
            writeln!(out, "    {}", Shown(&gap.advice))?;
        }
    }
    Ok(())
}
