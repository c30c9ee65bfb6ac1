//! Reads a list, in order, whichever way its pages are asked for.

use super::ahead::{Ahead, Answer, Awaited};
use super::cursor::{Cursor, Place, number};
use super::pace::Pace;
use super::seen::Seen;
use super::turn::{Turn, Turns};
use crate::PagedEndpoint;
use crate::pipeline::Pipeline;
use crate::pipeline::call::Call;
use crate::pipeline::deadline::Deadline;
use gitlab_core::{ApiError, ApiErrorKind, ListProgress};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// A request that nobody looked after for this long may have run out of time through no fault of the server.
const NEGLECTED: Duration = Duration::from_secs(1);

/// One page, as it was read.
#[derive(Debug)]
pub(super) struct ReadPage<T> {
    /// Its entries, without those that came already.
    pub(super) items: Vec<T>,
    /// How many entries the whole list has, where the server says so.
    pub(super) total: Option<u64>,
    /// What comes after it.
    pub(super) after: After,
}

/// What comes after a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    Nothing,
    Another,
    /// Another page, perhaps: the way to it is no good, and asking for it gives the error.
    Unknown,
}

/// Where a list stands, and what was asked for before its turn.
pub(super) struct Reader<'c, E: PagedEndpoint> {
    pipeline: &'c Pipeline,
    deadline: Option<Deadline>,
    endpoint: &'c E,
    /// How many entries are wanted; no page beyond them is asked for before its turn.
    at_most: u64,
    /// Whether somebody uses each page before asking for the next one.
    hands_out: bool,
    turns: Arc<Turns>,
    pace: Pace,
    cursor: Cursor,
    ahead: Ahead<'c, E::Item>,
    seen: Seen,
    state: State,
    progress: ListProgress,
    /// How many pages and entries a page the server said to have, last time.
    last_page: Option<u64>,
    per_page: u64,
    by_keyset: bool,
    away: Away,
}

#[derive(Debug)]
enum State {
    Going,
    /// The way to the next page is no good; the page before it was.
    Failed(ApiError),
    Over,
}

/// How long nobody waited for a page, because the one before was being used.
#[derive(Debug, Default)]
struct Away {
    total: Duration,
    last: Duration,
    since: Option<Duration>,
}

impl<'c, E: PagedEndpoint> Reader<'c, E> {
    /// Reads at most so many entries, as soon as possible, or without a number for a stream, at the pace of whoever
    /// uses it.
    pub(super) fn new(
        pipeline: &'c Pipeline,
        deadline: Option<Deadline>,
        endpoint: &'c E,
        at_most: Option<u64>,
    ) -> Result<Self, ApiError> {
        let hands_out = at_most.is_none();
        let at_most = at_most.unwrap_or(u64::MAX);
        let per_page = u64::from(pipeline.limits.per_page).min(at_most).max(1);
        let first = Call::new(endpoint, &pipeline.instance)?.with_parameters(&[("per_page", &per_page)]);
        Ok(Self {
            pipeline,
            deadline,
            endpoint,
            at_most,
            hands_out,
            turns: Arc::default(),
            pace: Pace::new(),
            cursor: Cursor::new(first, u64::from(pipeline.limits.pages)),
            ahead: Ahead::new(),
            seen: Seen::default(),
            state: State::Going,
            progress: ListProgress::default(),
            last_page: None,
            per_page,
            by_keyset: false,
            away: Away::default(),
        })
    }

    /// The next page, or `None` after the last or after an error.
    pub(super) async fn next(&mut self) -> Result<Option<ReadPage<E::Item>>, ApiError> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Over => return Ok(None),
            State::Failed(error) => return Err(error.after(self.progress)),
            State::Going => self.state = State::Going,
        }
        self.back();
        let read = self.read().await;
        self.away.since = Some(self.pipeline.clock.monotonic());
        // One that waits for a limit keeps its place there, before the requests of whoever uses this page; and while
        // that goes on nobody looks after it.
        if read.is_err() || (self.hands_out && self.is_crowded()) {
            self.ahead.drop_running();
        }
        if read.is_err() {
            self.state = State::Over;
        }
        read.map(Some).map_err(|error| error.after(self.progress))
    }

    fn is_crowded(&self) -> bool {
        self.pipeline.governor.is_crowded(self.endpoint.rate_class())
    }

    fn back(&mut self) {
        if let Some(since) = self.away.since.take() {
            self.away.last = self.pipeline.clock.monotonic().saturating_sub(since);
            self.away.total += self.away.last;
        }
    }

    async fn read(&mut self) -> Result<ReadPage<E::Item>, ApiError> {
        let answer = match self.answer().await {
            Err(error) if self.is_too_deep(&error) => self.go_on_by_keyset(error).await,
            answer => answer,
        }?;
        let mut items = answer.value.0;
        items.retain(|item| self.endpoint.key(item).is_none_or(|key| self.seen.insert(&key)));
        self.progress.pages += 1;
        self.progress.entries += items.len() as u64;
        self.learn(&answer.headers);
        let after = match self.cursor.advance(&answer.headers) {
            Ok(true) => After::Another,
            Ok(false) => {
                self.state = State::Over;
                After::Nothing
            }
            Err(error) => {
                self.state = State::Failed(error);
                After::Unknown
            }
        };
        if after != After::Another || matches!(self.cursor.place(), Place::Link(_)) {
            // What was asked for beyond the end is of no use.
            self.ahead.clear();
        }
        Ok(ReadPage { items, total: number(&answer.headers, "x-total"), after })
    }

    /// The answer for the page at hand. Where the pages have numbers, those after it are asked for as well.
    async fn answer(&mut self) -> Answer<E::Item> {
        let Place::Number(now) = *self.cursor.place() else {
            return ask(self.pipeline, self.deadline, self.cursor.call()).await;
        };
        self.turns.set(now);
        self.pace.wanted(self.pipeline.clock.monotonic(), self.pipeline.limits.parallel_pages);
        let window = if self.is_crowded() { 1 } else { self.window() };
        for number in now..=self.last_worth_asking(now) {
            if number > now && self.ahead.len() >= window {
                break;
            }
            if !self.ahead.has(number) {
                let call = if number == now { self.cursor.call() } else { self.cursor.numbered(number) };
                self.ask_ahead(number, call);
            }
        }
        let answer = match self.ahead.take(now).await {
            Some(page) if !self.was_neglected(&page) => page.answer,
            _ => ask(self.pipeline, self.deadline, self.cursor.call()).await,
        }?;
        self.pace.answered(answer.answered);
        Ok(answer)
    }

    fn ask_ahead(&mut self, number: u64, call: Call) {
        // What is collected is wanted all at once; a stream has one page in memory, and not the whole window.
        let call = if self.hands_out { call.in_turn(Turn::new(&self.turns, number)) } else { call };
        let (pipeline, deadline) = (self.pipeline, self.deadline);
        self.ahead.ask(number, self.away.total, async move { ask(pipeline, deadline, call).await });
    }

    /// Requests only get on while somebody waits for a page. One that ran out of time meanwhile is asked again.
    fn was_neglected(&self, page: &Awaited<E::Item>) -> bool {
        let Err(error) = &page.answer else { return false };
        matches!(error.kind(), ApiErrorKind::DeadlineExceeded | ApiErrorKind::Connection)
            && self.away.total.saturating_sub(page.away) >= NEGLECTED
    }

    /// How many pages may be on their way. Where nobody says how many there are, that grows with those that
    /// were read, so that asking beyond the end costs little beside them.
    fn window(&self) -> usize {
        let most = self.pipeline.limits.parallel_pages;
        let window = if self.hands_out { self.pace.pages() } else { most };
        if self.away.last >= NEGLECTED {
            // Whoever takes that long for a page waits for none, when the next one is on its way.
            return window.min(2);
        }
        if self.last_page.is_some() {
            return window;
        }
        let read = usize::try_from(self.progress.pages).unwrap_or(usize::MAX);
        window.min(read.saturating_mul(2))
    }

    /// The last page that may be asked for before its turn.
    fn last_worth_asking(&self, now: u64) -> u64 {
        if self.progress.pages == 0 {
            // The first page says how the others are asked for.
            return now;
        }
        let wanted = self.at_most.saturating_sub(self.progress.entries).div_ceil(self.per_page).max(1);
        let last = now.saturating_add(wanted.saturating_sub(1).min(self.cursor.pages_left()));
        self.last_page.map_or(last, |known| last.min(known))
    }

    fn learn(&mut self, headers: &HeaderMap) {
        self.last_page = number(headers, "x-total-pages");
        self.per_page = number(headers, "x-per-page").filter(|count| *count > 0).unwrap_or(self.per_page);
        self.progress.of_pages = self.last_page.or(self.progress.of_pages);
    }

    /// GitLab counts pages only up to a depth. As the list could be asked for, the method is not meant.
    fn is_too_deep(&self, error: &ApiError) -> bool {
        error.status() == Some(StatusCode::METHOD_NOT_ALLOWED) && self.cursor.pages() > 1
    }

    /// Begins again by keyset, which goes to any depth, and passes over what was read.
    async fn go_on_by_keyset(&mut self, error: ApiError) -> Answer<E::Item> {
        self.ahead.clear();
        let Some(keyset) = self.endpoint.keyset().filter(|_| !self.by_keyset) else {
            return Err(self.too_deep(&error));
        };
        tracing::debug!(operation = error.operation(), "too deep for page numbers: going on by keyset");
        self.by_keyset = true;
        self.last_page = None;
        self.cursor.restart(self.cursor.first().with_query_of(&keyset));
        match ask(self.pipeline, self.deadline, self.cursor.call()).await {
            // By the same status GitLab says that it has no keyset for this list, or not for whoever asks.
            Err(refused) if refused.status() == Some(StatusCode::METHOD_NOT_ALLOWED) => {
                Err(self.too_deep(&error))
            }
            answer => answer,
        }
    }

    /// The error of a list that GitLab gives no further.
    fn too_deep(&self, error: &ApiError) -> ApiError {
        let mut refusal = self
            .cursor
            .first()
            .error(error.kind())
            .status(StatusCode::METHOD_NOT_ALLOWED)
            .message(error.message().unwrap_or("it is too far from the beginning of the list"))
            .advice(
                "GitLab gives only the first pages of this list, by default 50,000 entries: ask for a \
                 narrower list, by its filters",
            );
        if let Some(id) = error.request_id() {
            refusal = refusal.request_id(id);
        }
        refusal.build()
    }
}

async fn ask<T: DeserializeOwned>(pipeline: &Pipeline, deadline: Option<Deadline>, call: Call) -> Answer<T> {
    pipeline.decoded(&call, deadline).await
}
