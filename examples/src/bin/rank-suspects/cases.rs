//! Cases of another program, a line for each, and the answers to them.

use crate::args::Args;
use crate::report;
use anyhow::Context as _;
use gitlab_rca::code_correlation::suspect::{Candidate, Failure, Ranking, Reason, rank};
use gitlab_rca::core::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{BufRead, Write};

#[derive(Deserialize)]
struct Case<'a> {
    #[serde(default)]
    id: Value,
    #[serde(default, borrow)]
    failure: Told<'a>,
    #[serde(default)]
    at: Option<Timestamp>,
    #[serde(default, borrow)]
    candidates: Vec<Commit<'a>>,
}

#[derive(Default, Deserialize)]
struct Told<'a> {
    #[serde(default, borrow)]
    tests: Vec<Text<'a>>,
    #[serde(default, borrow)]
    trace: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Commit<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(default)]
    time: Option<Timestamp>,
    #[serde(default, borrow)]
    author: Option<Text<'a>>,
    #[serde(default, borrow)]
    message: Option<Text<'a>>,
    #[serde(default, borrow)]
    paths: Vec<Text<'a>>,
    #[serde(default, borrow)]
    hunks: Vec<Text<'a>>,
}

/// Text that borrows from its line where nothing in it is escaped; a plain `Cow` in a list never does.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

fn texts<'a>(all: &'a [Text<'_>]) -> impl Iterator<Item = &'a str> {
    all.iter().map(|text| text.0.as_ref())
}

impl Commit<'_> {
    fn candidate(&self) -> Candidate<'_> {
        let mut candidate =
            Candidate::new(&self.id.0).with_paths(texts(&self.paths)).with_hunks(texts(&self.hunks));
        if let Some(message) = &self.message {
            candidate = candidate.with_message(&message.0);
        }
        if let Some(author) = &self.author {
            candidate = candidate.with_author(&author.0);
        }
        if let Some(time) = self.time {
            candidate = candidate.with_time(time.unix_seconds());
        }
        candidate
    }
}

pub(crate) fn answer(args: &Args, cases: impl BufRead, out: &mut impl Write) -> anyhow::Result<()> {
    for (number, line) in cases.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let case: Case<'_> = serde_json::from_str(&line)
            .with_context(|| format!("line {} is no case that can be read", number + 1))?;
        let mut failure = Failure::new().with_tests(texts(&case.failure.tests));
        if let Some(trace) = &case.failure.trace {
            failure = failure.with_trace(&trace.0);
        }
        if let Some(at) = case.at {
            failure = failure.with_time(at.unix_seconds());
        }
        let candidates: Vec<_> = case.candidates.iter().map(Commit::candidate).collect();
        let ranking = rank(&failure, &candidates);
        if args.show {
            let titles: HashMap<_, _> =
                case.candidates.iter().map(|commit| (commit.id.0.as_ref(), title(commit))).collect();
            report::show(&ranking, &titles, args.limit, out)?;
        } else {
            write(&case.id, &ranking, out)?;
        }
    }
    Ok(())
}

fn title<'a>(commit: &'a Commit<'_>) -> &'a str {
    commit.message.as_ref().and_then(|message| message.0.lines().next()).unwrap_or_default()
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    ranking: Vec<Ranked<'a>>,
    conclusion: &'a gitlab_rca::code_correlation::suspect::Conclusion,
}

#[derive(Serialize)]
struct Ranked<'a> {
    id: &'a str,
    score: f64,
    reasons: &'a [Reason],
}

/// Writes one answer as one line.
pub(crate) fn write(id: &Value, ranking: &Ranking, out: &mut impl Write) -> anyhow::Result<()> {
    let ranked = ranking
        .suspects
        .iter()
        .map(|suspect| Ranked { id: &suspect.id, score: suspect.score, reasons: &suspect.reasons })
        .collect();
    serde_json::to_writer(&mut *out, &Answer { id, ranking: ranked, conclusion: &ranking.conclusion })?;
    out.write_all(b"\n")?;
    Ok(())
}
