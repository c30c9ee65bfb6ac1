//! How many requests are too many.

use crate::engine::Answer;
use crate::fault::path_fits;
use gitlab_core::Timestamp;
use http::{Method, StatusCode};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A limit on the number of requests of one user in a period. Who is not signed in counts as one user.
///
/// GitLab refuses in two ways. The throttle in front of it answers 429 as plain text, with `Retry-After` and
/// `RateLimit-*` headers; the application's own limiter answers 429 as JSON without any of them.
///
/// ```
/// use gitlab_testkit::{GitLab, RateLimit, Scenario};
/// use std::time::Duration;
///
/// let minute = Duration::from_secs(60);
/// let gitlab = GitLab::builder(Scenario::new())
///     .rate_limit(RateLimit::throttle(2_000, minute))
///     .rate_limit(RateLimit::application(60, minute).on("POST", "/projects/*/merge_requests/*/notes"))
///     .build()?;
/// # Ok::<(), gitlab_testkit::ScenarioError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RateLimit {
    limit: u64,
    period: Duration,
    throttle: bool,
    method: Option<Method>,
    path: Option<Vec<String>>,
}

impl RateLimit {
    /// A limit of the throttle in front of GitLab.
    #[must_use]
    pub fn throttle(limit: u64, period: Duration) -> Self {
        Self { limit, period, throttle: true, method: None, path: None }
    }

    /// A limit of the application itself.
    #[must_use]
    pub fn application(limit: u64, period: Duration) -> Self {
        Self { throttle: false, ..Self::throttle(limit, period) }
    }

    /// Counts only requests of this method and path, written as for [`Fault::on`](crate::Fault::on).
    #[must_use]
    pub fn on(mut self, method: &str, path: &str) -> Self {
        self.method = Method::from_bytes(method.as_bytes()).ok();
        self.path = Some(path.trim_matches('/').split('/').map(str::to_owned).collect());
        self
    }
}

/// The limits and what was counted so far.
#[derive(Debug, Default)]
pub(crate) struct RateLimits {
    limits: Vec<RateLimit>,
    /// By limit and user: when the period began, by the clock's count and by the time of day, and how many.
    counts: Mutex<HashMap<(usize, Option<u64>), Window>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    start: Duration,
    reset: Timestamp,
    count: u64,
}

type Headers = Vec<(&'static str, String)>;

impl RateLimits {
    pub(crate) fn new(limits: Vec<RateLimit>) -> Self {
        Self { limits, counts: Mutex::default() }
    }

    /// Counts a request. `Ok` has the headers that the strictest throttle puts on its answer.
    pub(crate) fn count(
        &self,
        (method, path): (&Method, &[String]),
        user: Option<u64>,
        (elapsed, now): (Duration, Timestamp),
    ) -> Result<Headers, Answer> {
        if self.limits.is_empty() {
            return Ok(Headers::new());
        }
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut strictest: Option<(u64, Headers)> = None;
        for (index, limit) in self.limits.iter().enumerate() {
            let fits = limit.method.as_ref().is_none_or(|wanted| wanted == method)
                && limit.path.as_ref().is_none_or(|pattern| path_fits(pattern, path));
            if !fits {
                continue;
            }
            let fresh = Window { start: elapsed, reset: now.plus(limit.period), count: 0 };
            let window = counts.entry((index, user)).or_insert(fresh);
            if elapsed >= window.start.saturating_add(limit.period) {
                *window = fresh;
            }
            window.count += 1;
            let headers = limit.headers(window, user);
            if window.count > limit.limit {
                return Err(limit.refusal(headers, window, now));
            }
            let left = limit.limit - window.count;
            if limit.throttle && strictest.as_ref().is_none_or(|(least, _)| left < *least) {
                strictest = Some((left, headers));
            }
        }
        Ok(strictest.map(|(_, headers)| headers).unwrap_or_default())
    }
}

impl RateLimit {
    fn headers(&self, window: &Window, user: Option<u64>) -> Headers {
        let kind = if user.is_some() { "authenticated" } else { "unauthenticated" };
        // The limit is told as one for a minute, rounded up.
        let per_minute = (self.limit * 60).div_ceil(self.period.as_secs().max(1));
        let reset = jiff::Timestamp::from(window.reset);
        vec![
            ("ratelimit-limit", per_minute.to_string()),
            ("ratelimit-name", format!("throttle_{kind}_api")),
            ("ratelimit-observed", window.count.to_string()),
            ("ratelimit-remaining", self.limit.saturating_sub(window.count).to_string()),
            ("ratelimit-reset", window.reset.unix_seconds().to_string()),
            ("ratelimit-resettime", reset.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()),
        ]
    }

    fn refusal(&self, headers: Headers, window: &Window, now: Timestamp) -> Answer {
        if !self.throttle {
            let error = "This endpoint has been requested too many times. Try again later.";
            return Answer::message(StatusCode::TOO_MANY_REQUESTS, serde_json::json!({ "error": error }));
        }
        let mut answer = Answer::bytes("text/plain", "Retry later\n");
        answer.status = StatusCode::TOO_MANY_REQUESTS;
        answer.headers = headers;
        let wait = window.reset.since(now).as_secs_f64().ceil().max(1.0);
        answer.header("retry-after", format!("{wait}"))
    }
}
