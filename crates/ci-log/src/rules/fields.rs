use std::str::FromStr;

use regex::bytes::Regex;

use crate::failure::Failure;
use crate::test_counts::TestCounts;
use crate::text::{bounded, push_bounded};

/// What the named groups of a rule found in a line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pub(crate) message: Option<String>,
    pub(crate) more: Option<String>,
    pub(crate) file: Option<String>,
    pub(crate) line: Option<u32>,
    pub(crate) column: Option<u32>,
    pub(crate) suite: Option<String>,
    pub(crate) scope: Option<String>,
    pub(crate) test: Option<String>,
    pub(crate) subtest: Option<String>,
    pub(crate) counts: Option<TestCounts>,
    /// What the line itself stands for among the tests, where its tool writes a line for each of them.
    pub(crate) tally: Option<TestCounts>,
    /// Exit code of a command.
    pub(crate) code: Option<i32>,
}

/// The names of the groups that fill fields, in the order of the places that [`Matcher`] keeps for them.
const GROUPS: [&str; 18] = [
    "message", "more", "file", "line", "column", "suite", "scope", "class", "test", "subtest", "code",
    "counts", "outcomes", "run", "passed", "failed", "errored", "skipped",
];

/// A compiled pattern with the places of its groups.
#[derive(Clone, Debug)]
pub(crate) struct Matcher {
    regex: Regex,
    /// For each name of a group its number in the pattern.
    groups: [Option<usize>; GROUPS.len()],
    named: bool,
}

impl Matcher {
    pub(crate) fn new(regex: Regex) -> Self {
        let groups = GROUPS.map(|group| regex.capture_names().position(|name| name == Some(group)));
        let named = groups.iter().any(Option::is_some);
        Self { regex, groups, named }
    }

    /// What the groups find in a line that matches.
    pub(crate) fn fields(&self, line: &str) -> Option<Fields> {
        // Most lines do not match, and that is cheaper to find out without groups.
        if !self.regex.is_match(line.as_bytes()) {
            return None;
        }
        if !self.named {
            return Some(Fields::default());
        }
        let captures = self.regex.captures(line.as_bytes())?;
        let found = self.groups.map(|group| {
            let text = String::from_utf8_lossy(captures.get(group?)?.as_bytes());
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        });
        let one =
            |group: Option<usize>| captures.get(group?).filter(regex::bytes::Match::is_empty).map(|_| 1);
        let [.., run, passed, failed, errored, skipped] = self.groups;
        let tally = [run, passed, failed, errored, skipped].map(one);
        let [
            message,
            more,
            file,
            line,
            column,
            suite,
            scope,
            class,
            test,
            subtest,
            code,
            counts,
            outcomes,
            numbers @ ..,
        ] = found;
        let total = numbers.first().cloned().flatten();
        Some(Fields {
            message,
            more,
            file,
            line: number(line),
            column: number(column),
            suite,
            scope,
            test: match (class, test) {
                (Some(class), Some(test)) => Some(format!("{class}.{test}")),
                (_, test) => test,
            },
            subtest,
            code: number(code),
            counts: counts
                .and_then(|list| TestCounts::parse(&list))
                .or_else(|| Some(TestCounts::parse(&outcomes?)?.with_total(number(total))))
                .or_else(|| TestCounts::of(numbers.map(number))),
            tally: TestCounts::of(tally),
        })
    }
}

/// A named group of a pattern that fills no field.
pub(crate) fn unknown_group(regex: &Regex) -> Option<&str> {
    regex.capture_names().flatten().find(|name| !GROUPS.contains(name))
}

fn number<N: FromStr>(digits: Option<String>) -> Option<N> {
    digits?.parse().ok()
}

impl Fields {
    /// Takes what `earlier` knows and this does not.
    pub(crate) fn fill_from(&mut self, earlier: Self) {
        if self.file.is_none() {
            self.file = earlier.file;
            if self.line.is_none() {
                self.line = earlier.line;
                self.column = earlier.column;
            }
        }
        self.message = self.message.take().or(earlier.message);
        self.more = self.more.take().or(earlier.more);
        self.test = self.test.take().or(earlier.test);
    }

    /// Adds them to a failure and says whether that changed anything.
    pub(crate) fn add_to(self, failure: &mut Failure, replace: bool, max: usize) -> bool {
        let mut changed = false;
        if let Some(file) = self.file
            && (failure.file.is_none() || replace)
        {
            failure.file = Some(bounded(&file, max));
            failure.line = self.line;
            failure.column = self.column;
            changed = true;
        } else if let Some(line) = self.line
            && failure.line.is_none()
        {
            failure.line = Some(line);
            failure.column = self.column;
            changed = true;
        }
        if let Some(message) = self.message
            && (failure.message.is_empty() || replace)
        {
            failure.message = bounded(&message, max);
            changed = true;
        }
        if let Some(more) = self.more
            && !failure.message.contains(more.as_str())
            && failure.message.len() < max
        {
            if !failure.message.is_empty() {
                failure.message.push_str("; ");
            }
            let room = max.saturating_sub(failure.message.len());
            push_bounded(&mut failure.message, &more, room);
            changed = true;
        }
        if let Some(test) = self.test {
            let longer = failure.test.as_ref().is_none_or(|known| known.len() < test.len());
            if longer || replace {
                failure.test = Some(bounded(&test, max));
                changed = true;
            }
        }
        if let Some(part) = self.subtest
            && let Some(test) = &mut failure.test
            && test.len() < max
        {
            test.push(' ');
            push_bounded(test, &part, max);
            changed = true;
        }
        changed
    }
}
