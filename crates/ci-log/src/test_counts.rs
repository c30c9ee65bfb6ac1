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
        let mut counts = Self::default();
        let mut passed = None;
        let mut total = None;
        let mut whole = None;
        // `10 tests run: 9 passed` is two entries, `Failures: 1` is one.
        let entries = list.split([',', ';', '(', ')', '|']).flat_map(|part| {
            let numbered = part.trim_start().starts_with(|first: char| first.is_ascii_digit());
            part.splitn(if numbered { 2 } else { 1 }, ':')
        });
        for entry in entries {
            let Some((number, word)) = pair(entry.trim()) else { continue };
            let word = word.to_ascii_lowercase();
            let slot = match word.trim_end_matches('s') {
                "failed" | "failure" | "failing" => &mut counts.failed,
                "error" | "errored" => &mut counts.errored,
                "skipped" | "ignored" | "pending" | "disabled" | "todo" | "incomplete" | "skip" => {
                    &mut counts.skipped
                }
                "passed" | "xfailed" | "xpassed" | "passing" | "pas" | "ok" | "succe" | "successe"
                | "succeeded" => &mut passed,
                "total" => &mut whole,
                "run" | "test" | "example" | "ran" | "completed" => &mut total,
                _ => continue,
            };
            *slot = Some(slot.unwrap_or(0) + number);
        }
        if total.is_none() && whole.is_none() && passed.is_none() && counts == Self::default() {
            return None;
        }
        // A tool that gives a whole leaves out what is zero.
        if total.is_some() || whole.is_some() || passed.is_some() {
            counts.failed.get_or_insert(0);
            counts.skipped.get_or_insert(0);
        }
        let sum = passed.unwrap_or(0) + counts.failed.unwrap_or(0) + counts.errored.unwrap_or(0);
        // Where a tool speaks of a total, it holds the skipped ones too.
        let ran = whole.map(|whole: u64| whole.saturating_sub(counts.skipped.unwrap_or(0)));
        counts.run = Some(total.or(ran).unwrap_or(sum));
        Some(counts)
    }

    pub(crate) fn without_total(mut self) -> Self {
        self.run = None;
        self
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

/// `3 passed` or `Failures: 3` or `errors=3`, as number and deciding word.
fn pair(part: &str) -> Option<(u64, &str)> {
    if let Some((words, number)) = part.split_once([':', '=']) {
        let word = words.split_whitespace().next_back()?;
        let number = number.split_whitespace().next()?.trim_end_matches('.');
        return Some((number.parse().ok()?, word));
    }
    let mut words = part.split_whitespace();
    let number = words.next()?.parse().ok()?;
    Some((number, words.next()?.trim_end_matches('.')))
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
        assert_eq!(counts("nothing here"), [None; 4]);
    }
}
