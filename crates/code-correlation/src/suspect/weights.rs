//! How much each kind of reason counts.

/// The weights of the kinds of reasons, each the most that one reason of its kind adds.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Weights {
    /// The change wrote the very line that failed.
    pub failing_line: f64,
    /// The change wrote lines near the one that failed.
    pub near_failing_line: f64,
    /// The change touches the file of a given location.
    pub failing_file: f64,
    /// The change touches a file that the trace or the text names.
    pub named_file: f64,
    /// The change touches the function of a frame, as far as the header of a hunk tells.
    pub named_function: f64,
    /// The change touches the file of the failed test.
    pub test_file: f64,
    /// The change touches the file that the failed test is named after.
    pub tested_file: f64,
    /// The change touches a file that changes along with the failed test, as other candidates tell.
    pub changed_with_test: f64,
    /// The change touches the failing service's part of the repository.
    pub area: f64,
    /// The change and the failure share words.
    pub shared_words: f64,
    /// The change touches code, the more files the more.
    pub code: f64,
    /// The change touches tests or documents only (negative).
    pub no_code: f64,
    /// The change reworks what worked, as its title says.
    pub rework: f64,
    /// The change is of comments, formatting or the like only, as its title says (negative).
    pub appearance: f64,
    /// Each doubling of the files that a change touches beyond thirty (negative).
    pub sweeping: f64,
    /// The change last wrote a line that failed, by blame.
    pub blamed: f64,
    /// The change only changed how code looks (negative).
    pub ignored_revision: f64,
    /// The change touches other files of those who own the failing place.
    pub same_owner: f64,
    /// The author also made another candidate that touches the failing place.
    pub recent_work: f64,
    /// The change is the newest one before the failure.
    pub newness: f64,
    /// The change belongs to what is investigated.
    pub investigated: f64,
    /// The change was not live (negative).
    pub not_live: f64,
    /// The change came after the failure (negative).
    pub after_failure: f64,
    /// The change was reverted before the failure (negative).
    pub reverted: f64,
    /// The change reverts another one.
    pub revert: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            failing_line: 6.0,
            near_failing_line: 4.0,
            failing_file: 3.0,
            named_file: 2.0,
            named_function: 1.0,
            test_file: 0.25,
            tested_file: 3.0,
            changed_with_test: 2.0,
            area: 1.0,
            shared_words: 5.0,
            code: 1.75,
            no_code: -3.0,
            rework: 0.3,
            appearance: -1.5,
            sweeping: -1.0,
            blamed: 5.0,
            ignored_revision: -4.0,
            same_owner: 0.5,
            recent_work: 0.25,
            newness: 2.0,
            investigated: 1.0,
            not_live: -4.0,
            after_failure: -8.0,
            reverted: -2.0,
            revert: 0.25,
        }
    }
}
