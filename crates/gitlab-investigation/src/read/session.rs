//! The rim of an investigation: every question to the source passes here, within the limits.

use super::blame::{Line, Named};
use super::file::Wanted;
use super::once::Once;
use super::passing::PassedLog;
use super::pipeline::{PassedJobs, PassedTriggers, Successes};
use crate::evidence::{FileEvidence, Gap};
use crate::progress::{Listener, Progress};
use crate::{EvidenceSource, Limits, TimeRange};
use futures_util::future::{Either, select};
use gitlab_core::types::{Commit, Job};
use gitlab_core::{
    ApiError, ApiErrorKind, Clock, CommitSha, GitLabReference, JobId, Listing, MergeRequestIid, PipelineId,
    ProjectRef, Timestamp, WebUrl,
};
use secret_redaction::Redactor;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// What all parts of one investigation share.
///
/// Every question goes through [`Session::ask`], [`Session::list`] or [`Session::stream`]: they wait for a free place, count the
/// request, race it against the deadline and tell the listener. A part that fails leaves a gap. What an investigation
/// can do without is asked for by [`Session::ask_optional`] and the like, which leave most of the requests to the rest.
#[derive(Debug)]
pub(crate) struct Session<'s> {
    pub(crate) source: &'s dyn EvidenceSource,
    pub(crate) limits: &'s Limits,
    pub(crate) redactor: &'s Redactor,
    clock: Arc<dyn Clock>,
    ends_at: Duration,
    places: Semaphore,
    listener: &'s Listener,
    started: AtomicUsize,
    ended: AtomicUsize,
    requests: AtomicUsize,
    optional: AtomicUsize,
    log_bytes: AtomicU64,
    gaps: Mutex<Vec<Gap>>,
    taken: Mutex<Taken>,
    files: Mutex<Files>,
    /// The project that it starts from, and the time that it looks at.
    pub(crate) scope: OnceLock<(ProjectRef, TimeRange)>,
    pub(super) successes: Once<String, Successes>,
    pub(super) passed_jobs: Once<PipelineId, PassedJobs>,
    pub(super) passed_triggers: Once<PipelineId, PassedTriggers>,
    pub(super) passing_logs: Once<JobId, PassedLog>,
    pub(super) merge_requests_of: Once<CommitSha, Option<MergeRequestIid>>,
    lines: Mutex<Lines>,
    commits: Mutex<HashMap<CommitSha, MergeRequestIid>>,
}

/// The lines that failures name, and who last changed them.
#[derive(Debug, Default)]
struct Lines {
    /// For each line the least rank that a job gives it, and these jobs.
    named: BTreeMap<Line, (usize, BTreeSet<JobId>)>,
    claimed: HashSet<Line>,
    found: HashMap<Line, (Commit, Option<MergeRequestIid>)>,
    unresolved: Vec<Named>,
}

/// Whether an investigation can do without the answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Essential,
    Optional,
}

/// How much of a job's log has come.
#[derive(Debug)]
pub(super) struct LogBytes {
    job: JobId,
    pub(super) read: u64,
    told: u64,
}

impl LogBytes {
    pub(super) fn of(job: JobId) -> Self {
        Self { job, read: 0, told: 0 }
    }
}

/// The files that failures name: found, and not found where the logs say.
#[derive(Debug, Default)]
struct Files {
    found: Vec<FileEvidence>,
    unresolved: Vec<Wanted>,
}

/// What has been claimed already, so that nothing is read twice and counts hold over parallel branches.
#[derive(Debug, Default)]
struct Taken {
    pipelines: HashSet<PipelineId>,
    logs: HashSet<JobId>,
    lesser_logs: usize,
    passing_logs: HashSet<JobId>,
    files: HashSet<(String, String, CommitSha)>,
}

impl<'s> Session<'s> {
    pub(crate) fn new(
        source: &'s dyn EvidenceSource,
        limits: &'s Limits,
        redactor: &'s Redactor,
        listener: &'s Listener,
    ) -> Self {
        let clock = source.clock();
        Self {
            source,
            limits,
            redactor,
            ends_at: clock.monotonic().saturating_add(limits.deadline),
            clock,
            places: Semaphore::new(limits.concurrent.clamp(1, Semaphore::MAX_PERMITS)),
            listener,
            started: AtomicUsize::new(0),
            ended: AtomicUsize::new(0),
            requests: AtomicUsize::new(0),
            optional: AtomicUsize::new(0),
            log_bytes: AtomicU64::new(0),
            gaps: Mutex::default(),
            taken: Mutex::default(),
            files: Mutex::default(),
            scope: OnceLock::new(),
            successes: Once::default(),
            passed_jobs: Once::default(),
            passed_triggers: Once::default(),
            passing_logs: Once::default(),
            merge_requests_of: Once::default(),
            lines: Mutex::default(),
            commits: Mutex::default(),
        }
    }

    /// Asks for one thing.
    pub(crate) async fn ask<T>(
        &self,
        what: &str,
        question: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        self.run(what, Need::Essential, question).await
    }

    /// Asks for one thing that an investigation can do without.
    pub(crate) async fn ask_optional<T>(
        &self,
        what: &str,
        question: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        self.run(what, Need::Optional, question).await
    }

    /// Asks for a list, which counts one request for each hundred of its entries.
    pub(crate) async fn list<T>(
        &self,
        what: &str,
        question: impl Future<Output = Result<Listing<T>, ApiError>>,
    ) -> Result<Listing<T>, ApiError> {
        self.pages(self.run(what, Need::Essential, question).await, Need::Essential)
    }

    /// Asks for a list that an investigation can do without.
    pub(crate) async fn list_optional<T>(
        &self,
        what: &str,
        question: impl Future<Output = Result<Listing<T>, ApiError>>,
    ) -> Result<Listing<T>, ApiError> {
        self.pages(self.run(what, Need::Optional, question).await, Need::Optional)
    }

    /// Counts the pages of a list behind the first one, which is counted already.
    fn pages<T>(&self, answer: Result<Listing<T>, ApiError>, need: Need) -> Result<Listing<T>, ApiError> {
        let entries = answer.as_ref().map_or(0, |listing| listing.items.len());
        let more = entries.div_ceil(100).saturating_sub(1);
        self.requests.fetch_add(more, Ordering::Relaxed);
        if need == Need::Optional {
            self.optional.fetch_add(more, Ordering::Relaxed);
        }
        answer
    }

    /// Reads a stream chunk by chunk into `take`. Says whether it was read to its end.
    pub(crate) async fn stream(
        &self,
        what: &str,
        need: Need,
        reading: impl Future<Output = Result<bool, ApiError>>,
    ) -> Result<bool, ApiError> {
        self.run(what, need, reading).await
    }

    /// Counts bytes of a log that have come. Says when the time is over, which a reading that never waits would not
    /// see.
    pub(super) fn log_bytes(&self, what: &str, count: &mut LogBytes, more: usize) -> Result<(), ApiError> {
        /// How often the clock is looked at, and the listener told.
        const STEP: u64 = 1024 * 1024;
        self.log_bytes.fetch_add(more as u64, Ordering::Relaxed);
        count.read = count.read.saturating_add(more as u64);
        if count.read - count.told >= STEP {
            count.told = count.read;
            let (job, bytes) = (count.job, count.read);
            self.listener.tell(|| Progress::Log { job, bytes });
            if self.clock.monotonic() >= self.ends_at {
                return Err(self.too_late(what));
            }
        }
        Ok(())
    }

    /// Counts a request that a reading sends beside its first one; an error when none is left.
    pub(super) fn count_request(&self, what: &str) -> Result<(), ApiError> {
        if self.requests.fetch_add(1, Ordering::Relaxed) >= self.limits.requests {
            self.requests.fetch_sub(1, Ordering::Relaxed);
            return Err(Self::no_more_requests(what, self.limits.requests, "requests were allowed"));
        }
        Ok(())
    }

    fn no_more_requests(what: &str, allowed: usize, words: &str) -> ApiError {
        ApiError::builder(ApiErrorKind::BudgetExhausted, format!("read {what}"))
            .message(format!("{allowed} {words}"))
            .build()
    }

    /// When the time is over for something that begins now and may take so long.
    pub(super) fn patience(&self, at_most: Duration) -> Duration {
        self.clock.monotonic().saturating_add(at_most).min(self.ends_at)
    }

    /// Waits until then.
    pub(super) async fn at(&self, end: Duration) {
        self.clock.sleep(end.saturating_sub(self.clock.monotonic())).await;
    }

    /// What the future gives, or `None` when the time is over before.
    pub(super) async fn before<T>(&self, end: Duration, future: impl Future<Output = T>) -> Option<T> {
        match select(pin!(future), pin!(self.at(end))).await {
            Either::Left((value, _)) => Some(value),
            Either::Right(((), _)) => None,
        }
    }

    async fn run<T>(
        &self,
        what: &str,
        need: Need,
        question: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        let left = self.ends_at.saturating_sub(self.clock.monotonic());
        if left.is_zero() {
            return Err(self.too_late(what));
        }
        let place = match select(pin!(self.places.acquire()), pin!(self.clock.sleep(left))).await {
            // The semaphore is never closed; an error would only mean that there is no place.
            Either::Left((place, _)) => place,
            Either::Right(((), _)) => return Err(self.too_late(what)),
        };
        // A quarter of the requests is for what is not needed, so that it never takes those of what is.
        let allowed = self.limits.requests.div_ceil(4);
        if need == Need::Optional && self.optional.fetch_add(1, Ordering::Relaxed) >= allowed {
            self.optional.fetch_sub(1, Ordering::Relaxed);
            let words =
                format!("of {} requests were allowed for what is not essential", self.limits.requests);
            return Err(Self::no_more_requests(what, allowed, &words));
        }
        self.count_request(what)?;
        let reads = self.started.fetch_add(1, Ordering::Relaxed) + 1;
        self.listener.tell(|| Progress::Started { what: self.mask(what), reads });
        let left = self.ends_at.saturating_sub(self.clock.monotonic());
        let answer = match select(pin!(question), pin!(self.clock.sleep(left))).await {
            Either::Left((answer, _)) => answer,
            Either::Right(((), _)) => Err(self.too_late(what)),
        };
        drop(place);
        let reads = self.ended.fetch_add(1, Ordering::Relaxed) + 1;
        self.listener.tell(|| match &answer {
            Ok(_) => Progress::Done { what: self.mask(what), reads },
            Err(error) => {
                Progress::Failed { what: self.mask(what), why: self.mask(&error.to_string()), reads }
            }
        });
        answer
    }

    fn too_late(&self, what: &str) -> ApiError {
        ApiError::builder(ApiErrorKind::DeadlineExceeded, format!("read {what}"))
            .message(format!(
                "{} s were allowed for the whole investigation",
                self.limits.deadline.as_secs_f32()
            ))
            .build()
    }

    /// Turns a failed part into a gap, so that the rest goes on.
    pub(crate) fn or_gap<T>(&self, what: &str, answer: Result<T, ApiError>) -> Option<T> {
        match answer {
            Ok(value) => Some(value),
            Err(error) => {
                self.gap(Gap::from_error(what, &error));
                None
            }
        }
    }

    /// The entries of a list, with a gap when there are none to be had or more than were read.
    pub(crate) fn or_gaps<T>(&self, what: &str, answer: Result<Listing<T>, ApiError>) -> Vec<T> {
        let Some(listing) = self.or_gap(what, answer) else { return Vec::new() };
        if !listing.complete {
            self.gap(Gap::cut_list(what, listing.items.len(), listing.total));
        }
        listing.items
    }

    pub(crate) fn gap(&self, mut gap: Gap) {
        gap.what = self.mask(&gap.what);
        gap.why = self.mask(&gap.why);
        tracing::debug!(what = %gap.what, why = %gap.why, "part of the evidence is missing");
        self.listener.tell(|| Progress::Gap { what: gap.what.clone(), why: gap.why.clone() });
        let mut gaps = lock(&self.gaps);
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
    }

    /// Whether this pipeline is claimed now, and not before. Its id is unique on the instance.
    pub(crate) fn claim_pipeline(&self, id: PipelineId) -> bool {
        lock(&self.taken).pipelines.insert(id)
    }

    /// Whether this job's log may be read: once each, and only so many. Failures that do not count may take half
    /// of the places, whoever comes first.
    pub(crate) fn claim_log(&self, job: &Job, decisive: bool) -> bool {
        let mut taken = lock(&self.taken);
        if taken.logs.contains(&job.id) {
            return false;
        }
        let full = taken.logs.len() >= self.limits.logs;
        if full || (!decisive && taken.lesser_logs >= self.limits.logs / 2) {
            drop(taken);
            let what = format!("log of job {} ({})", job.id, job.name);
            self.gap(Gap::limit(&what, self.limits.logs, "logs"));
            return false;
        }
        taken.lesser_logs += usize::from(!decisive);
        taken.logs.insert(job.id)
    }

    /// Whether the log of this successful run may be read: only so many, and each for all that are compared with it.
    pub(crate) fn claim_passing_log(&self, id: JobId) -> bool {
        let mut taken = lock(&self.taken);
        let known = taken.passing_logs.contains(&id);
        known || taken.passing_logs.len() < self.limits.passing_logs && taken.passing_logs.insert(id)
    }

    /// Whether this file may be read: once each, and only so many.
    pub(super) fn claim_file(&self, wanted: &Wanted) -> bool {
        let mut taken = lock(&self.taken);
        let key = wanted.key();
        if taken.files.contains(&key) {
            return false;
        }
        if taken.files.len() >= self.limits.files {
            drop(taken);
            self.gap(Gap::limit("files that failures name", self.limits.files, "files"));
            return false;
        }
        taken.files.insert(key)
    }

    /// Remembers of which merge request these commits are.
    pub(super) fn know_commits(&self, iid: MergeRequestIid, commits: &[Commit]) {
        lock(&self.commits).extend(commits.iter().map(|commit| (commit.id.clone(), iid)));
    }

    /// The merge request of a commit, where that is known.
    pub(super) fn merge_request_of(&self, sha: &CommitSha) -> Option<MergeRequestIid> {
        lock(&self.commits).get(sha).copied()
    }

    pub(super) fn keep_file(&self, file: FileEvidence) {
        lock(&self.files).found.push(file);
    }

    pub(super) fn keep_unresolved(&self, wanted: Wanted) {
        lock(&self.files).unresolved.push(wanted);
    }

    pub(super) fn take_unresolved(&self) -> Vec<Wanted> {
        std::mem::take(&mut lock(&self.files).unresolved)
    }

    /// The files that were found, in an order that does not depend on which answer came first.
    pub(super) fn take_files(&self) -> Vec<FileEvidence> {
        let mut files = std::mem::take(&mut lock(&self.files).found);
        files.sort_by(|a, b| {
            (&a.project, &a.path, a.line, &a.sha).cmp(&(&b.project, &b.path, b.line, &b.sha))
        });
        files
    }

    /// Whether it is to be read who last changed this line: once each, and only of so many. That no more are read is no
    /// gap, as the first frames tell the most.
    pub(super) fn claim_line(&self, named: &Named) -> bool {
        let mut lines = lock(&self.lines);
        let (rank, jobs) = lines.named.entry(named.line.clone()).or_insert((named.rank, BTreeSet::new()));
        *rank = named.rank.min(*rank);
        jobs.insert(named.job);
        lines.claimed.len() < self.limits.blamed_lines && lines.claimed.insert(named.line.clone())
    }

    pub(super) fn keep_blame(&self, line: Line, commit: Commit, brought_by: Option<MergeRequestIid>) {
        lock(&self.lines).found.insert(line, (commit, brought_by));
    }

    pub(super) fn keep_unresolved_line(&self, named: Named) {
        let mut lines = lock(&self.lines);
        // Nothing was found, so another may take its place.
        lines.claimed.remove(&named.line);
        lines.unresolved.push(named);
    }

    pub(super) fn take_unresolved_lines(&self) -> Vec<Named> {
        std::mem::take(&mut lock(&self.lines).unresolved)
    }

    /// The lines with their commits and the jobs whose logs name them, those first that are named first.
    pub(super) fn take_blame(&self) -> Vec<(Line, Commit, Option<MergeRequestIid>, Vec<JobId>)> {
        let Lines { named, mut found, .. } = std::mem::take(&mut *lock(&self.lines));
        let mut named: Vec<_> = named.into_iter().collect();
        named.sort_by_key(|(_, (rank, _))| *rank);
        let told = named.into_iter().filter_map(|(line, (_, jobs))| {
            let (commit, brought_by) = found.remove(&line)?;
            Some((line, commit, brought_by, jobs.into_iter().collect()))
        });
        told.collect()
    }

    /// The path of the project that a page of this GitLab belongs to.
    pub(super) fn project_at(&self, page: &WebUrl) -> Option<String> {
        let instance = std::slice::from_ref(self.source.instance());
        Some(GitLabReference::parse(page.as_str(), instance).ok()?.project().to_string())
    }

    /// How many entries of a list may be asked for, with what is left of the requests.
    pub(crate) fn at_most(&self, wanted: usize) -> usize {
        let left = self.limits.requests.saturating_sub(self.requests.load(Ordering::Relaxed));
        wanted.min(left.saturating_mul(100)).max(1)
    }

    /// The text with every secret masked.
    pub(crate) fn mask(&self, text: &str) -> String {
        self.redactor.redact(text).text.into_owned()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What was counted and what is missing, at the end.
    pub(crate) fn finish(self) -> (Vec<Gap>, usize, u64) {
        let mut gaps = self.gaps.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Not in the order in which the answers came, which differs from run to run.
        gaps.sort_by(|a, b| (&a.what, &a.why).cmp(&(&b.what, &b.why)));
        (gaps, self.requests.into_inner(), self.log_bytes.into_inner())
    }
}

/// A panic of another thread leaves these sets as they were; they are still good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
