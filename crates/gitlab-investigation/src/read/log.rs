//! Reads the logs of jobs.

use super::Session;
use super::once::beside;
use super::passing::{self, Passed};
use super::session::{LogBytes, Need};
use crate::evidence::Gap;
use bytes::Bytes;
use ci_log::{JobLog, LogOptions, LogReader};
use futures_util::future::{Either, select};
use gitlab_core::types::Job;
use gitlab_core::{ApiError, Body, JobId, ProjectRef};
use std::pin::pin;
use tokio::sync::oneshot;

/// So much of a log is held while that of the successful run is read. Runners stop a log at 4 MiB unless told otherwise.
const HELD: usize = 4 * 1024 * 1024;

/// What a job's log says, read as a stream and never held whole, and whether it was compared with that of a successful
/// run: what both printed is no cause.
///
/// Both logs are asked for at the same time. The reader must know the successful one before it sees the first byte of
/// the failed one, so what arrives of that is held meanwhile.
pub(super) async fn of_job(
    session: &Session<'_>,
    project: &ProjectRef,
    job: &Job,
    passed: Option<Passed>,
) -> (Option<JobLog>, bool) {
    let what = format!("log of job {} ({})", job.id, job.name);
    if job.erased_at.is_some() {
        session.gap(Gap::new(what, "it was erased"));
        return (None, false);
    }
    let mut slot = None;
    let answer = {
        let (told, heard) = oneshot::channel();
        let passing = async {
            let log = match passed {
                Some(passed) => passing::lines(session, job, passed).await,
                None => None,
            };
            let _ = told.send(log);
        };
        let begin = async {
            let passing = heard.await.ok().flatten();
            let compared = passing.is_some();
            let reader = reader(session);
            (passing.into_iter().fold(reader, LogReader::compared_with), compared)
        };
        let trace = Trace { session, project, job: job.id, what: &what };
        let reading = trace.read(begin, &mut slot, |(reader, _), bytes| reader.push(bytes));
        let reading = session.stream(&what, Need::Essential, reading);
        // The successful one comes first in the queue for a place, so that it has one when the other waits for it.
        beside(passing, reading).await
    };
    let (log, compared) = match slot {
        Some((reader, compared)) => (reader.finish(), compared),
        None => (LogReader::new(LogOptions::default()).finish(), false),
    };
    let log = judged(session, what, log, answer);
    let compared = compared && log.is_some();
    (log, compared)
}

/// The log with gaps for what is missing of it; `None` when there is nothing.
fn judged(
    session: &Session<'_>,
    what: String,
    mut log: JobLog,
    answer: Result<bool, ApiError>,
) -> Option<JobLog> {
    let empty = log.bytes == 0;
    match answer {
        Ok(true) if empty => {
            session.gap(Gap::new(what, "it is empty: the job wrote nothing, or its log is not stored yet"));
            return None;
        }
        Ok(true) => {}
        Ok(false) => session.gap(
            Gap::new(&what, format!("only its first {} bytes were read", log.bytes))
                .with_advice("raise the limit on bytes of a log if the rest is wanted"),
        ),
        Err(error) => {
            let mut gap = Gap::from_error(&what, &error);
            if !empty {
                gap.why = format!("it broke off after {} bytes: {}", log.bytes, gap.why);
            }
            session.gap(gap);
        }
    }
    if empty {
        return None;
    }
    if let Some(cut) = &log.truncation {
        session.gap(
            Gap::new(
                &what,
                format!("the runner stopped writing it at line {}: the error itself may be missing", cut.at),
            )
            .with_advice("raise output_limit in the runner's configuration, or make the job write less"),
        );
    }
    mask_over_lines(session, &mut log);
    Some(log)
}

/// The log of a job at its source.
pub(super) struct Trace<'t> {
    pub(super) session: &'t Session<'t>,
    pub(super) project: &'t ProjectRef,
    pub(super) job: JobId,
    pub(super) what: &'t str,
}

impl Trace<'_> {
    /// Reads the log into what `begin` gives, which is left in `slot`. Until that is there, what arrives is held; of a
    /// longer log it is dropped, and the log is asked for again.
    ///
    /// It does not wait unread: over HTTP/2 all answers of a connection share one window, and one that nobody reads
    /// stops the others, the log that it waits for among them.
    pub(super) async fn read<R>(
        &self,
        begin: impl Future<Output = R>,
        slot: &mut Option<R>,
        take: impl Fn(&mut R, &[u8]),
    ) -> Result<bool, ApiError> {
        let most = self.session.limits.log_bytes;
        let mut count = LogBytes::of(self.job);
        let mut begin = pin!(begin);
        let mut body = self.open().await?;
        let mut held = Held::default();
        let reader = loop {
            if held.ended.is_some() || held.bytes as u64 >= most {
                break begin.await;
            }
            if held.bytes > HELD && self.session.count_request(self.what).is_ok() {
                body = Body::empty();
                let reader = begin.await;
                match self.open().await {
                    Ok(again) => (body, held, count) = (again, Held::default(), LogBytes::of(self.job)),
                    // Its beginning is better than nothing.
                    Err(error) => held.ended = Some(Err(error)),
                }
                break reader;
            }
            if held.bytes > HELD {
                // No request is left to ask again, so it waits unread after all.
                break begin.await;
            }
            match select(begin.as_mut(), pin!(self.chunk(&mut body, &mut count))).await {
                Either::Left((reader, _)) => break reader,
                Either::Right((chunk, _)) => held.add(chunk),
            }
        };
        let reader = slot.insert(reader);
        let mut read = 0_u64;
        let mut push = |chunk: &Bytes| {
            let room = usize::try_from(most - read).unwrap_or(usize::MAX);
            let kept = chunk.get(..room).unwrap_or(chunk);
            take(reader, kept);
            read += kept.len() as u64;
            kept.len() == chunk.len()
        };
        for chunk in &held.chunks {
            if !push(chunk) {
                return Ok(false);
            }
        }
        if let Some(ended) = held.ended {
            return ended.map(|()| true);
        }
        loop {
            match self.chunk(&mut body, &mut count).await? {
                Some(chunk) if push(&chunk) => {}
                Some(_) => return Ok(false),
                None => return Ok(true),
            }
        }
    }

    async fn open(&self) -> Result<Body, ApiError> {
        self.session.source.job_trace(self.project, self.job).await
    }

    async fn chunk(&self, body: &mut Body, count: &mut LogBytes) -> Result<Option<Bytes>, ApiError> {
        let chunk = body.chunk().await;
        let chunk = chunk.map_err(|error| ApiError::from_transport(format!("read {}", self.what), error))?;
        if let Some(chunk) = &chunk {
            self.session.log_bytes(self.what, count, chunk.len())?;
        }
        Ok(chunk)
    }
}

/// What has come of a log that nobody reads yet.
#[derive(Default)]
struct Held {
    chunks: Vec<Bytes>,
    bytes: usize,
    /// How it ended, once it has.
    ended: Option<Result<(), ApiError>>,
}

impl Held {
    fn add(&mut self, chunk: Result<Option<Bytes>, ApiError>) {
        match chunk {
            Ok(Some(chunk)) => {
                self.bytes = self.bytes.saturating_add(chunk.len());
                self.chunks.push(chunk);
            }
            Ok(None) => self.ended = Some(Ok(())),
            Err(error) => self.ended = Some(Err(error)),
        }
    }
}

/// A reader that masks every line before anything of it is kept: the first line of a private key may lie far before the
/// lines that are.
fn reader(session: &Session<'_>) -> LogReader {
    let mut redactor = session.redactor.lines();
    LogReader::new(LogOptions::default()).with_filter(move |line| {
        let masked = redactor.mask(line);
        (masked != line).then(|| masked.into_owned())
    })
}

/// Masks what the filter does not see: a name and its value on two lines, and the names of sections, which are no lines.
fn mask_over_lines(session: &Session<'_>, log: &mut JobLog) {
    let excerpts = log.excerpts.iter_mut().map(|excerpt| &mut excerpt.lines);
    for lines in excerpts.chain([&mut log.tail]) {
        let masked = session.redactor.redact_lines(lines.iter().map(|line| line.text.as_str()));
        for (line, text) in lines.iter_mut().zip(masked) {
            line.text = text;
        }
    }
    for section in &mut log.sections {
        section.name = session.mask(&section.name);
    }
    for section in log.failures.iter_mut().filter_map(|failure| failure.section.as_mut()) {
        *section = session.mask(section);
    }
}
