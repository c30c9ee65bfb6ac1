use std::borrow::Cow;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;

use super::fields::Matcher;
use crate::failure::FailureKind;

/// What a line means that a [`Rule`] matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// It reports a cause. Following lines may add to it.
    Failure,
    /// It says that something before it has failed; it counts only where no cause is found.
    Consequence,
    /// It looks like an error; it counts only where no cause is found.
    Signal,
    /// Its fields belong to the tool's next failure.
    Lead,
    /// Its fields belong to the tool's last failure, as far as they are new.
    Detail,
    /// It is a line of the stack trace of the tool's last failure.
    Frame,
    /// It counts tests.
    Counts,
    /// It may help a person, but reports no failure: it only draws excerpts to itself.
    Hint,
    /// It is no failure, whatever words it holds.
    Noise,
    /// It shows the command that runs from here on.
    Command,
    /// It says that the command before it has ended: with success when its group `code` is 0.
    Exit,
}

/// How one kind of line is recognised, and what it means: a piece of data.
///
/// The pattern is a regular expression over the cleaned line, in the syntax of the crate `regex` without Unicode classes. Named
/// groups fill the fields of the failure:
///
/// | group | field |
/// |---|---|
/// | `message` | [`Failure::message`](crate::Failure::message) |
/// | `more` | is appended to the message; a consequence with it goes on with the tool's consequence above it, where that is in reach |
/// | `file`, `line`, `column` | the place in the source |
/// | `test` | [`Failure::test`](crate::Failure::test) |
/// | `class` | is put before that name, with a full stop |
/// | `suite` | is put before the names of the tool's following tests, such as their class |
/// | `scope` | tells the tool's following tests from those of the same name elsewhere, and is shown nowhere: the file that heads a report |
/// | `subtest` | is appended to the test's name |
/// | `counts` | a list such as `3 passed, 1 failed` or `Tests run: 4, Failures: 1` |
/// | `code` | the exit code of a command |
/// | `outcomes` | the same without the number of all tests, which `run` or another line gives |
/// | `run`, `passed`, `failed`, `errored`, `skipped` | numbers of tests; without `run` the next three together, where `passed` is there. A group that matches the empty text stands for one test: such lines are counted where no line of the tool gives the numbers |
///
/// A rule sees at most 2 KiB of a line, of a longer one the first 1.5 KiB and the last 0.5 KiB. It is tried only on lines that hold one of its keywords, in any case of letters. Without keywords it is tried on every line,
/// or, for details and frames, on every line near a failure of the same tool. On each line the first rule that applies
/// wins; a lead lets others apply too.
///
/// ```
/// use ci_log::{FailureKind, JobLog, LogOptions, LogReader};
/// use ci_log::rules::{Role, Rule, RuleSet};
///
/// let rule = Rule::new("pkgcheck", Role::Failure, r"^pkgcheck: (?<file>\S+) is broken: (?<message>.+)$")
///     .with_kind(FailureKind::Lint)
///     .with_keywords(["pkgcheck:"]);
/// let rules = RuleSet::standard().with_rules([rule])?;
/// let mut reader = LogReader::new(LogOptions::default().with_rules(rules));
/// reader.push(b"pkgcheck: a/b.toml is broken: no name\n");
/// let log = reader.finish();
/// assert_eq!(log.failures[0].message, "no name");
/// assert_eq!(log.failures[0].file.as_deref(), Some("a/b.toml"));
/// # Ok::<(), ci_log::rules::RuleError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rule {
    pub(crate) tool: Cow<'static, str>,
    pub(crate) role: Role,
    pub(crate) kind: FailureKind,
    pub(crate) pattern: Cow<'static, str>,
    pub(crate) keywords: Vec<Cow<'static, str>>,
    pub(crate) reach: usize,
    pub(crate) replaces: bool,
    pub(crate) early: bool,
    pub(crate) closes: bool,
    pub(crate) within_report: bool,
    pub(crate) ends_build: bool,
    pub(crate) heading: bool,
    pub(crate) separate: bool,
    pub(crate) passes: bool,
    pub(crate) wraps: bool,
    pub(crate) weight: f32,
    matcher: OnceLock<Option<Matcher>>,
}

impl Rule {
    /// A rule of a tool: lines that match `pattern` have this role.
    ///
    /// Lines of several tools that report the same thing carry the same tool name. An empty name stands for no tool. The
    /// pattern is checked by [`RuleSet::with_rules`](super::RuleSet::with_rules).
    #[must_use]
    pub fn new(
        tool: impl Into<Cow<'static, str>>,
        role: Role,
        pattern: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            tool: tool.into(),
            role,
            kind: FailureKind::Unknown,
            pattern: pattern.into(),
            keywords: Vec::new(),
            reach: 30,
            replaces: false,
            early: false,
            closes: false,
            within_report: false,
            ends_build: false,
            heading: false,
            separate: false,
            passes: false,
            wraps: false,
            weight: match role {
                Role::Failure => 10.0,
                Role::Detail => 4.0,
                Role::Consequence => 1.5,
                Role::Signal => 2.5,
                Role::Hint | Role::Frame | Role::Counts => 1.0,
                Role::Lead | Role::Noise | Role::Command | Role::Exit => 0.0,
            },
            matcher: OnceLock::new(),
        }
    }

    /// Sets the kind of failure that it reports ([`FailureKind::Unknown`] without it).
    #[must_use]
    pub fn with_kind(mut self, kind: FailureKind) -> Self {
        self.kind = kind;
        self
    }

    /// Tries it only on lines that hold one of these texts, in any case of ASCII letters.
    ///
    /// Keywords of at least three bytes are looked for together with those of all rules, longer ones faster; a rule with a shorter one has a search
    /// of its own on each line.
    #[must_use]
    pub fn with_keywords<K: Into<Cow<'static, str>>>(
        mut self,
        keywords: impl IntoIterator<Item = K>,
    ) -> Self {
        self.keywords = keywords.into_iter().map(Into::into).filter(|keyword| !keyword.is_empty()).collect();
        self
    }

    /// Tries it on lines, too, that name a line of a file with one of these ends, such as `.rs`.
    #[must_use]
    pub(super) fn with_places(mut self, ends: impl IntoIterator<Item = &'static str>) -> Self {
        let numbered = |end| (0..10).map(move |digit| Cow::Owned(format!("{end}:{digit}")));
        self.keywords.extend(ends.into_iter().flat_map(numbered));
        self
    }

    /// Adds to a failure only up to this many lines after the last line that told of it (30 without it).
    #[must_use]
    pub fn with_reach(mut self, lines: usize) -> Self {
        self.reach = lines;
        self
    }

    /// Makes a detail or a frame replace fields that are already filled: the last one wins.
    ///
    /// Numbers of tests then replace the last ones that the tool has given, up to a line that [ends the build](Self::ending_build): a
    /// suite counts the tests of the suites in it again, a second run those of the first. Where they end the build themselves, they
    /// replace all since the last one that ended.
    #[must_use]
    pub fn replacing(mut self) -> Self {
        self.replaces = true;
        self
    }

    /// Lets a detail stand before its failure: it is kept for the tool's next one when none is open.
    #[must_use]
    pub fn early(mut self) -> Self {
        self.early = true;
        self
    }

    /// Ends the tool's last failure: later lines add nothing to it.
    #[must_use]
    pub fn closing(mut self) -> Self {
        self.closes = true;
        self
    }

    /// Applies only near a failure or a lead of the same tool, such as the heading of its report.
    ///
    /// So can a line be recognised that is a test's name in the one report and anything elsewhere.
    #[must_use]
    pub fn within_report(mut self) -> Self {
        self.within_report = true;
        self.reach = 200;
        self
    }

    /// Ends a build that reports every run of tests: where nothing has told of one before, no test ran, and the counts say so.
    #[must_use]
    pub fn ending_build(mut self) -> Self {
        self.ends_build = true;
        self
    }

    /// Shows the line before it in an excerpt, too: it is the message.
    #[must_use]
    pub fn with_heading(mut self) -> Self {
        self.heading = true;
        self
    }

    /// Reports another failure with each line, even where the names of two tests are the same.
    ///
    /// So for a tool that writes such a line once for each test and leaves out in which file or package it is. Without it, what is
    /// said of a test's name again adds to the failure that has that name.
    #[must_use]
    pub fn separate(mut self) -> Self {
        self.separate = true;
        self
    }

    /// Says that a test has passed after all, such as when it was run again: the failures of its name, or without a name the tool's
    /// last one, are none, even if a later line, such as one of a list at the end, tells of them again.
    #[must_use]
    pub fn passing(mut self) -> Self {
        self.passes = true;
        self
    }

    /// Reports a consequence alone where it stands right behind numbers of tests: it is what runs the suite that gave them.
    #[must_use]
    pub(super) fn wrapping(mut self) -> Self {
        self.wraps = true;
        self
    }

    /// Sets how much the line counts when excerpts are ranked (10 for a failure, 2.5 for a signal without it).
    #[must_use]
    pub fn with_weight(mut self, weight: f32) -> Self {
        self.weight = weight;
        self
    }

    /// The tool whose lines it reads; empty for none.
    #[must_use]
    pub fn tool(&self) -> &str {
        &self.tool
    }

    /// What its lines mean.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The regular expression by which it knows a line.
    #[must_use]
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// Whether it applies only near a failure of its tool.
    pub(crate) fn follows(&self) -> bool {
        self.within_report || (matches!(self.role, Role::Detail | Role::Frame) && !self.early)
    }

    /// Whether a line holds one of its keywords.
    pub(crate) fn has_keyword(&self, line: &[u8]) -> bool {
        let holds = |keyword: &str| {
            line.windows(keyword.len()).any(|window| window.eq_ignore_ascii_case(keyword.as_bytes()))
        };
        self.keywords.is_empty() || self.keywords.iter().any(|keyword| holds(keyword))
    }

    /// The compiled pattern. Compiling is put off to the first line that asks for it: a log calls for few of the rules.
    pub(crate) fn matcher(&self) -> Option<&Matcher> {
        self.matcher.get_or_init(|| self.compile().ok().map(Matcher::new)).as_ref()
    }

    pub(crate) fn compile(&self) -> Result<Regex, regex::Error> {
        RegexBuilder::new(&self.pattern).unicode(false).size_limit(1 << 20).build()
    }
}
