use serde::Serialize;

/// Numbers of tests, added up over all test runs of the log. A number that no run gives is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TestCounts {
    /// Tests that ran: as the tool counts them, without the skipped ones where it gives a total of all; else passed, failed
    /// and errored ones together.
    pub run: Option<u64>,
    /// Tests whose expectation did not hold.
    pub failed: Option<u64>,
    /// Tests that broke in another way, where the tool tells them apart.
    pub errored: Option<u64>,
    /// Tests that were skipped, ignored or disabled.
    pub skipped: Option<u64>,
}

impl TestCounts {
    /// Reads a list such as `1 failed, 3 passed` or `Tests run: 4, Failures: 1`; none when it has no number that counts.
    pub(crate) fn parse(list: &str) -> Option<Self> {
        let mut sums = [None::<u64>; 6];
        // `10 tests run: 9 passed` is two entries, `Failures: 1` is one.
        let entries = list.split([',', ';', '(', ')', '|']).flat_map(|part| {
            let numbered = part.trim_start().starts_with(|first: char| first.is_ascii_digit());
            part.splitn(if numbered { 2 } else { 1 }, ':').flat_map(|part| part.split(" and "))
        });
        for entry in entries {
            let Some((number, meaning)) = entry_of(entry.trim()) else { continue };
            if let Some(sum) = sums.get_mut(meaning as usize) {
                *sum = Some(sum.unwrap_or(0).saturating_add(number));
            }
        }
        if sums.iter().all(Option::is_none) {
            return None;
        }
        let [failed, errored, skipped, passed, whole, total] = sums;
        // A tool that lists its outcomes leaves out what is zero.
        let (failed, skipped) = (failed.unwrap_or(0), skipped.unwrap_or(0));
        let sum = passed.unwrap_or(0).saturating_add(failed).saturating_add(errored.unwrap_or(0));
        // Where a tool speaks of a total, it holds the skipped ones too.
        let ran = whole.map(|whole| whole.saturating_sub(skipped));
        Some(Self {
            run: Some(total.or(ran).unwrap_or(sum)),
            failed: Some(failed),
            errored,
            skipped: Some(skipped),
        })
    }

    /// Numbers of tests that ran, passed, failed, errored and were skipped; none when all are missing.
    pub(crate) fn of([run, passed, failed, errored, skipped]: [Option<u64>; 5]) -> Option<Self> {
        let outcomes = [passed, failed, errored];
        if run.is_none() && skipped.is_none() && outcomes.iter().all(Option::is_none) {
            return None;
        }
        let sum = |_| outcomes.iter().flatten().fold(0, |sum: u64, number| sum.saturating_add(*number));
        Some(Self { run: run.or(passed.map(sum)), failed, errored, skipped })
    }

    /// No tests at all.
    pub(crate) fn zero() -> Self {
        Self { run: Some(0), failed: Some(0), errored: None, skipped: Some(0) }
    }

    pub(crate) fn with_total(mut self, run: Option<u64>) -> Self {
        self.run = run;
        self
    }

    /// The numbers that `other` does not give.
    pub(crate) fn missing_in(self, other: Self) -> Self {
        let only = |own: Option<u64>, other: Option<u64>| own.filter(|_| other.is_none());
        Self {
            run: only(self.run, other.run),
            failed: only(self.failed, other.failed),
            errored: only(self.errored, other.errored),
            skipped: only(self.skipped, other.skipped),
        }
    }

    pub(crate) fn subtract(&mut self, other: Self) {
        let subtract = |total: &mut Option<u64>, less: Option<u64>| {
            *total = total.map(|total| total.saturating_sub(less.unwrap_or(0)));
        };
        subtract(&mut self.run, other.run);
        subtract(&mut self.failed, other.failed);
        subtract(&mut self.errored, other.errored);
        subtract(&mut self.skipped, other.skipped);
    }

    pub(crate) fn add(&mut self, other: Self) {
        let add = |total: &mut Option<u64>, more: Option<u64>| {
            if let Some(more) = more {
                *total = Some(total.unwrap_or(0).saturating_add(more));
            }
        };
        add(&mut self.run, other.run);
        add(&mut self.failed, other.failed);
        add(&mut self.errored, other.errored);
        add(&mut self.skipped, other.skipped);
    }
}

/// What a number in a list counts: its place among the sums.
#[derive(Clone, Copy)]
enum Meaning {
    Failed,
    Errored,
    Skipped,
    Passed,
    Whole,
    Run,
}

impl Meaning {
    fn of(word: &str) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        Some(match word.trim_end_matches('s') {
            "failed" | "failure" | "failing" | "fail" | "timed" => Self::Failed,
            "error" | "errored" | "undefined" | "ambiguou" | "invalid" => Self::Errored,
            "skipped" | "ignored" | "pending" | "disabled" | "todo" | "incomplete" | "skip" | "omission"
            | "fixme" | "broken" => Self::Skipped,
            "passed" | "xfailed" | "xpassed" | "passing" | "pa" | "passe" | "ok" | "succe" | "successe"
            | "succeeded" | "successful" | "flaky" => Self::Passed,
            "total" => Self::Whole,
            "run" | "test" | "example" | "spec" | "ran" | "completed" | "started" | "doctest"
            | "property" | "propertie" | "feature" | "scenario" => Self::Run,
            _ => return None,
        })
    }
}

/// `3 passed`, `3 tests passed`, `Failures: 3`, `errors=3` or `Failed 3`: the number and what it counts.
fn entry_of(entry: &str) -> Option<(u64, Meaning)> {
    // Expected failures are as good as passed tests, unexpected successes are not.
    if entry.starts_with("expected ") {
        return None;
    }
    let mut words = entry
        .split([' ', '\t', ':', '='])
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty());
    let mut before = None;
    let number = loop {
        let word = words.next()?;
        match word.parse() {
            Ok(number) => break number,
            Err(_) => before = Some(word),
        }
    };
    if entry.ends_with(" as expected") {
        return Some((number, Meaning::Passed));
    }
    if entry.starts_with("unexpected ") {
        return Some((number, Meaning::Failed));
    }
    let (next, after_next) = (words.next(), words.next());
    let meaning = match next.and_then(Meaning::of) {
        Some(Meaning::Run) => after_next.and_then(Meaning::of).or(Some(Meaning::Run)),
        other => other.or_else(|| before.and_then(Meaning::of)),
    };
    Some((number, meaning?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(list: &str) -> [Option<u64>; 4] {
        let counts = TestCounts::parse(list).unwrap_or_default();
        [counts.run, counts.failed, counts.errored, counts.skipped]
    }

    #[test]
    fn lists_of_many_tools() {
        assert_eq!(
            counts("3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out"),
            [Some(4), Some(1), None, Some(2)]
        );
        assert_eq!(counts("1 failed, 3 passed, 1 skipped, 2 errors"), [Some(6), Some(1), Some(2), Some(1)]);
        assert_eq!(
            counts("Tests run: 5, Failures: 1, Errors: 2, Skipped: 1"),
            [Some(5), Some(1), Some(2), Some(1)]
        );
        assert_eq!(counts("1 failed, 1 skipped, 3 passed, 5 total"), [Some(4), Some(1), None, Some(1)]);
        assert_eq!(counts("5 examples, 1 failure, 1 pending"), [Some(5), Some(1), None, Some(1)]);
        assert_eq!(counts("Tests: 5, Assertions: 10, Failures: 1."), [Some(5), Some(1), None, Some(0)]);
        assert_eq!(counts("10 tests run: 9 passed, 1 failed, 2 skipped"), [Some(10), Some(1), None, Some(2)]);
        assert_eq!(counts("2 tests failed"), [Some(2), Some(2), None, Some(0)]);
        assert_eq!(counts("7 tests completed"), [Some(7), Some(0), None, Some(0)]);
        assert_eq!(counts("3 tests, with 1 failure"), [Some(3), Some(1), None, Some(0)]);
        assert_eq!(
            counts("Total 5, Failed 1, Errors 1, Passed 2, Skipped 1"),
            [Some(4), Some(1), Some(1), Some(1)]
        );
        assert_eq!(
            counts("failures=1, expected failures=2, unexpected successes=3").map(Option::unwrap_or_default),
            [4, 4, 0, 0]
        );
        assert_eq!(counts("2 passed, 1 failed, 1 timed out"), [Some(4), Some(2), None, Some(0)]);
        assert_eq!(counts("1 failed, 1 undefined, 1 passed"), [Some(3), Some(1), Some(1), Some(0)]);
        assert_eq!(
            counts("9 | 6 passed | 2 failed | 1 failed as expected"),
            [Some(9), Some(2), None, Some(0)]
        );
        assert_eq!(
            counts("4 tests, with 1 test skipped and 3 failures (1 unexpected)"),
            [Some(4), Some(3), None, Some(1)]
        );
        assert_eq!(counts("11 errors"), [Some(11), Some(0), Some(11), Some(0)]);
        assert_eq!(counts("18446744073709551615 passed, 9 passed, 3 failed").first(), Some(&Some(u64::MAX)));
        assert_eq!(counts("nothing here"), [None; 4]);
    }
}
