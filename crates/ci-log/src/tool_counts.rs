//! The numbers of tests that one tool gives.

use crate::test_counts::TestCounts;

/// What a tool has said of how many tests there were.
#[derive(Debug, Default)]
pub(crate) struct ToolCounts {
    /// Tests counted line by line.
    tally: Option<TestCounts>,
    /// Tests as the tool itself sums them up.
    sum: Option<TestCounts>,
    /// The last of what was added to that.
    last: TestCounts,
    /// All that was added since its last build ended.
    build: TestCounts,
}

impl ToolCounts {
    /// A line tells of one test.
    pub(crate) fn count(&mut self, one: TestCounts) {
        self.tally.get_or_insert_default().add(one);
    }

    /// A line sums up tests.
    pub(crate) fn add(&mut self, counts: TestCounts) {
        self.sum.get_or_insert_default().add(counts);
        self.last = counts;
        self.build.add(counts);
    }

    /// Takes back what the next numbers hold again: all of the build, or what was given last.
    pub(crate) fn take_back(&mut self, all_of_build: bool) -> TestCounts {
        let again = if all_of_build { self.build } else { self.last };
        self.build.subtract(again);
        if let Some(sum) = &mut self.sum {
            sum.subtract(again);
        }
        again
    }

    pub(crate) fn end_build(&mut self) {
        self.last = TestCounts::default();
        self.build = TestCounts::default();
    }

    /// What was counted line by line and is summed up nowhere.
    pub(crate) fn not_summed(&self) -> Option<TestCounts> {
        let sum = self.sum.unwrap_or_default();
        // Where only what failed has a line, nobody knows how many tests there were, or what of this is a group of tests.
        let tally = self.tally.filter(|tally| tally.run.or(sum.run).is_some())?;
        Some(tally.missing_in(sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(count: u64) -> TestCounts {
        TestCounts { run: Some(count), ..TestCounts::default() }
    }

    #[test]
    fn the_sum_of_a_build_takes_back_no_more_than_was_added_in_it() {
        let mut counts = ToolCounts::default();
        counts.add(run(5));
        counts.end_build();
        counts.add(run(2));
        assert_eq!(counts.take_back(false), run(2));
        counts.add(run(3));
        assert_eq!(counts.take_back(true), run(3));
        counts.add(run(4));
        assert_eq!(counts.sum, Some(run(9)));
    }

    #[test]
    fn what_is_summed_up_is_not_counted_again() {
        let mut counts = ToolCounts::default();
        counts.count(run(1));
        counts.count(run(1));
        assert_eq!(counts.not_summed(), Some(run(2)));
        counts.add(run(7));
        assert_eq!(counts.not_summed(), Some(TestCounts::default()));
    }
}
