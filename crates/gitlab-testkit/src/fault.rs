//! What goes wrong, as a script.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, StatusCode};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Something that goes wrong with the next request that it fits.
///
/// A fault happens once unless [`times`](Fault::times) says how often, and to every request unless
/// [`on`](Fault::on) says to which. Where several fit, the one that was injected first happens.
///
/// A fault that takes the place of the answer keeps the request from having an effect; [`stored`](Fault::stored)
/// lets the effect take place and then loses the answer, which is what makes a write hard to repeat.
///
/// ```
/// use gitlab_testkit::{Fault, GitLab, Scenario};
///
/// let gitlab = GitLab::new(Scenario::new())?;
/// // The first note is stored, but its author sees a bad gateway.
/// gitlab.inject(Fault::status(502).on("POST", "/projects/*/merge_requests/*/notes").stored());
/// // Then two requests find nobody at home.
/// gitlab.inject(Fault::refused().times(2));
/// # Ok::<(), gitlab_testkit::ScenarioError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    method: Option<Method>,
    path: Option<Vec<String>>,
    skip: usize,
    times: usize,
    pub(crate) stored: bool,
    pub(crate) kind: FaultKind,
}

/// What happens, and at which moment.
#[derive(Clone, Debug)]
pub(crate) enum FaultKind {
    /// Nobody listens.
    Refused,
    /// The connection breaks before an answer.
    Reset,
    /// No answer ever comes.
    Silence,
    /// What comes is no HTTP.
    Garbage,
    /// Another answer.
    Answer { status: StatusCode, headers: Vec<(HeaderName, HeaderValue)>, body: Bytes, breaks_off: bool },
    /// The true answer breaks off after so many bytes of its body.
    Cut(usize),
    /// The true answer's body comes in pieces of so many bytes with a pause before each.
    Drip(usize, Duration),
    /// The true answer comes late.
    Slow(Duration),
    /// The true answer with other headers.
    Headers(Vec<(HeaderName, HeaderValue)>),
}

impl Fault {
    fn new(kind: FaultKind) -> Self {
        Self { method: None, path: None, skip: 0, times: 1, stored: false, kind }
    }

    /// Nobody listens: the request never reaches the GitLab. Over a socket, which has been accepted when the
    /// request is known, it looks like [`Fault::reset`].
    #[must_use]
    pub fn refused() -> Self {
        Self::new(FaultKind::Refused)
    }

    /// The connection breaks before any answer.
    #[must_use]
    pub fn reset() -> Self {
        Self::new(FaultKind::Reset)
    }

    /// The connection stays open and no answer ever comes.
    #[must_use]
    pub fn silence() -> Self {
        Self::new(FaultKind::Silence)
    }

    /// What comes back is no HTTP.
    #[must_use]
    pub fn garbage() -> Self {
        Self::new(FaultKind::Garbage)
    }

    /// An answer of this status, with the body that GitLab or the proxy before it gives. A number that is no
    /// status is taken for 500.
    #[must_use]
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let reason = status.canonical_reason().unwrap_or("Error");
        match status.as_u16() {
            502 | 504 => Self::page(
                status,
                format!(
                    "<html>\r\n<head><title>{0} {reason}</title></head>\r\n<body>\r\n<center><h1>{0} {reason}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
                    status.as_u16()
                ),
            ),
            409 => Self::json(status, "409 Conflict: Resource lock"),
            code => Self::json(status, &format!("{code} {reason}")),
        }
    }

    fn json(status: StatusCode, message: &str) -> Self {
        let body = serde_json::json!({ "message": message }).to_string();
        Self::answer(status, "application/json", body)
    }

    fn page(status: StatusCode, body: String) -> Self {
        Self::answer(status, "text/html", body)
    }

    fn answer(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let headers = vec![(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type))];
        Self::new(FaultKind::Answer { status, headers, body: body.into(), breaks_off: false })
    }

    /// A page of a sign-in portal with status 200, as a proxy gives in place of the answer.
    #[must_use]
    pub fn html() -> Self {
        let page =
            "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form></form></body></html>\n";
        Self::page(StatusCode::OK, page.to_owned())
    }

    /// A redirect. What can be no `Location` header is left out.
    #[must_use]
    pub fn redirect(status: u16, location: &str) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::FOUND);
        Self::answer(status, "text/html", "<html><body>You are being redirected.</body></html>")
            .header("location", location)
    }

    /// The true answer breaks off after so many bytes of its body.
    #[must_use]
    pub fn cut(bytes: usize) -> Self {
        Self::new(FaultKind::Cut(bytes))
    }

    /// The true answer's body comes in pieces of so many bytes, with a pause before each.
    #[must_use]
    pub fn drip(bytes: usize, pause: Duration) -> Self {
        Self::new(FaultKind::Drip(bytes, pause))
    }

    /// The true answer comes that much later.
    #[must_use]
    pub fn slow(delay: Duration) -> Self {
        Self::new(FaultKind::Slow(delay))
    }

    /// The true answer, to which [`Fault::header`] gives other headers.
    #[must_use]
    pub fn headers() -> Self {
        Self::new(FaultKind::Headers(Vec::new()))
    }

    /// Sets a header of the answer, in place of those of this name. On a fault without an answer of its own it
    /// does nothing, as does a text that can be no header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
            && let FaultKind::Answer { headers, .. } | FaultKind::Headers(headers) = &mut self.kind
        {
            headers.retain(|(known, _)| *known != name);
            headers.push((name, value));
        }
        self
    }

    /// Sets the body of an answer that takes the place of the true one.
    #[must_use]
    pub fn body(mut self, text: impl Into<Bytes>) -> Self {
        if let FaultKind::Answer { body, .. } = &mut self.kind {
            *body = text.into();
        }
        self
    }

    /// Breaks the connection where the body of an answer that takes the place of the true one ends, as a proxy
    /// does that is stopped.
    ///
    /// ```
    /// use gitlab_testkit::Fault;
    ///
    /// // Half of an answer to a note that was never stored.
    /// let fault = Fault::status(201).body("{\"id\": 7, \"bo").breaks_off();
    /// ```
    #[must_use]
    pub fn breaks_off(mut self) -> Self {
        if let FaultKind::Answer { breaks_off, .. } = &mut self.kind {
            *breaks_off = true;
        }
        self
    }

    /// Happens only to requests of this method and path. The path begins below `/api/v4`; a `*` stands for any
    /// one segment (an encoded project path is one), `**` at the end for all that follow.
    #[must_use]
    pub fn on(mut self, method: &str, path: &str) -> Self {
        self.method = Method::from_bytes(method.as_bytes()).ok();
        self.path = Some(path.trim_matches('/').split('/').map(str::to_owned).collect());
        self
    }

    /// Leaves the first `count` requests that fit alone.
    #[must_use]
    pub fn after(mut self, count: usize) -> Self {
        self.skip = count;
        self
    }

    /// Happens so many times.
    #[must_use]
    pub fn times(mut self, count: usize) -> Self {
        self.times = count;
        self
    }

    /// Happens to every request that fits, until [`GitLab::clear_faults`](crate::GitLab::clear_faults).
    #[must_use]
    pub fn always(self) -> Self {
        self.times(usize::MAX)
    }

    /// Lets the request have its effect before its answer is lost.
    #[must_use]
    pub fn stored(mut self) -> Self {
        self.stored = true;
        self
    }

    fn fits(&self, method: &Method, path: &[String]) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted == method)
            && self.path.as_ref().is_none_or(|pattern| path_fits(pattern, path))
    }
}

pub(crate) fn path_fits(pattern: &[String], path: &[String]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((first, [])), _) if first == "**" => true,
        (Some((first, pattern)), Some((segment, path))) => {
            (first == "*" || first == segment) && path_fits(pattern, path)
        }
        _ => false,
    }
}

/// The faults that have not happened yet.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    script: Mutex<Vec<Fault>>,
}

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.lock().push(fault);
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// What happens to a request, which uses it up.
    pub(crate) fn next(&self, method: &Method, path: &[String]) -> Option<Fault> {
        let mut script = self.lock();
        let mut found = None;
        for fault in script.iter_mut().filter(|fault| fault.times > 0 && fault.fits(method, path)) {
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            if fault.times != usize::MAX {
                fault.times -= 1;
            }
            found = Some(fault.clone());
            break;
        }
        script.retain(|fault| fault.times > 0);
        found
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, path: &str) -> bool {
        let split = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
        path_fits(&split(pattern), &split(path))
    }

    #[test]
    fn patterns_fit_segment_by_segment() {
        assert!(fits("projects/*/jobs/**", "projects/1/jobs/2/trace"));
        assert!(fits("projects/*/jobs/**", "projects/1/jobs"));
        assert!(!fits("projects/*/jobs", "projects/1/jobs/2"));
        assert!(!fits("projects/*", "projects"));
        assert!(fits("version", "version"));
    }

    #[test]
    fn faults_are_used_up_in_their_order() {
        let faults = Faults::default();
        faults.add(Fault::status(500).times(2).after(1));
        faults.add(Fault::reset().on("POST", "/x"));
        let path = ["x".to_owned()];
        let next = |method: &Method| faults.next(method, &path).map(|fault| fault.kind);
        assert!(matches!(next(&Method::POST), Some(FaultKind::Reset)), "the first leaves one request alone");
        assert!(matches!(next(&Method::GET), Some(FaultKind::Answer { .. })));
        assert!(matches!(next(&Method::GET), Some(FaultKind::Answer { .. })));
        assert!(next(&Method::GET).is_none());
    }
}
