//! What is known of a failure.

use super::ignored::IgnoredRevisions;
use super::names;
use crate::owners::CodeOwners;

/// The signals of one failure. Each may be missing; more of them make a better ranking.
///
/// ```
/// use code_correlation::suspect::Failure;
///
/// let failure = Failure::new()
///     .with_tests(["shop.cart.CartTest::adds_up"])
///     .with_location("src/cart.py", Some(42))
///     .with_text("AssertionError: expected 3 but was 4")
///     .with_time(1_763_630_000);
/// # let _ = failure;
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Failure<'a> {
    pub(super) tests: Vec<&'a str>,
    pub(super) locations: Vec<(&'a str, Option<u64>)>,
    pub(super) texts: Vec<&'a str>,
    pub(super) traces: Vec<&'a str>,
    pub(super) areas: Vec<&'a str>,
    pub(super) time: Option<i64>,
    pub(super) blamed: Vec<(&'a str, u64, &'a str)>,
    pub(super) ignored: Option<&'a IgnoredRevisions>,
    pub(super) owners: Option<&'a CodeOwners>,
}

impl<'a> Failure<'a> {
    /// A failure of which nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names of failed tests as their tools write them, such as `org.shop.CartTest::adds_up`,
    /// `tests/test_cart.py::test_adds_up` or `cart::tests::adds_up`.
    pub fn with_tests(mut self, tests: impl IntoIterator<Item = &'a str>) -> Self {
        self.tests.extend(tests);
        self
    }

    /// A place that the failure names, with its line counted from 1; the most telling place first.
    pub fn with_location(mut self, path: &'a str, line: Option<u64>) -> Self {
        self.locations.push((path, line));
        self
    }

    /// Text of the failure: the error message, an excerpt of the log.
    pub fn with_text(mut self, text: &'a str) -> Self {
        self.texts.push(text);
        self
    }

    /// A stack trace, innermost frame first.
    pub fn with_trace(mut self, trace: &'a str) -> Self {
        self.traces.push(trace);
        self
    }

    /// A directory or file that belongs to the failing service.
    pub fn with_area(mut self, path: &'a str) -> Self {
        self.areas.push(path);
        self
    }

    /// The commit that last changed a line at which it failed, as `git blame` or GitLab's blame tells it; the most
    /// telling line first. A line of a test is passed over: it stands in the trace of its failure, whoever caused it.
    pub fn with_blame(mut self, path: &'a str, line: u64, sha: &'a str) -> Self {
        if !names::is_test(path) {
            self.blamed.push((path, line, sha));
        }
        self
    }

    /// The commits of `.git-blame-ignore-revs`, which change the look of code and not what it does.
    pub fn with_ignored_revisions(self, ignored: &'a IgnoredRevisions) -> Self {
        Self { ignored: Some(ignored), ..self }
    }

    /// Who owns which files: changes to files of the failing place's owners are nearer to it than others.
    pub fn with_code_owners(self, owners: &'a CodeOwners) -> Self {
        Self { owners: Some(owners), ..self }
    }

    /// When it was first seen, in seconds since 1970-01-01 UTC.
    pub fn with_time(self, time: i64) -> Self {
        Self { time: Some(time), ..self }
    }
}
