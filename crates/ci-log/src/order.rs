//! In which order failures explain.

use std::collections::VecDeque;

use crate::failure::{Failure, FailureKind};

/// Failures without repetitions, those first of which a person can make the most.
pub(crate) fn in_order(mut failures: Vec<Failure>) -> Vec<Failure> {
    drop_parents(&mut failures);
    drop_frames(&mut failures);
    failures.sort_by_key(|failure| (specificity(failure), failure.at));
    let mut unique: Vec<Failure> = Vec::with_capacity(failures.len());
    for failure in failures {
        if !unique.iter().any(|known| same_cause(known, &failure)) {
            unique.push(failure);
        }
    }
    unique
}

/// A test with subtests fails because one of them does.
fn drop_parents(failures: &mut Vec<Failure>) {
    let names: Vec<String> = failures.iter().filter_map(|failure| failure.test.clone()).collect();
    failures.retain(|failure| {
        let Some(test) = failure.test.as_deref().filter(|_| failure.file.is_none()) else { return true };
        !names.iter().any(|name| name.strip_prefix(test).is_some_and(|rest| rest.starts_with('/')))
    });
}

/// A sum may name the method that failed instead of the test, such as `setUp`: it stands in the stack traces of the tests.
fn drop_frames(failures: &mut Vec<Failure>) {
    let is_frame = |failure: &Failure| {
        let (Some(test), Some(line), None) = (&failure.test, failure.line, &failure.file) else {
            return false;
        };
        let call = format!(".{}(", test.rsplit('.').next().unwrap_or(test));
        let place = format!(":{line})");
        let shows = |frame: &String| frame.contains(&call) && frame.ends_with(&place);
        let same_tool = |other: &&Failure| other.tool == failure.tool && other.file.is_some();
        failures.iter().filter(same_tool).any(|other| other.stack.iter().any(shows))
    };
    let mut frames: VecDeque<bool> = failures.iter().map(is_frame).collect();
    failures.retain(|_| frames.pop_front() != Some(true));
}

fn same_cause(one: &Failure, other: &Failure) -> bool {
    // A report may leave the column out.
    let same_column = one.column.zip(other.column).is_none_or(|(one, other)| one == other);
    one.kind == other.kind
        && one.test == other.test
        && one.message == other.message
        && one.file == other.file
        && one.line == other.line
        && same_column
}

/// The smaller, the more a person can do with it.
fn specificity(failure: &Failure) -> u8 {
    let located = failure.file.is_some() && failure.line.is_some();
    match failure.kind {
        FailureKind::Runner => 0,
        FailureKind::Test if failure.test.is_some() && located => 1,
        FailureKind::Compile | FailureKind::Test | FailureKind::Lint | FailureKind::Crash if located => 1,
        FailureKind::Test | FailureKind::Compile | FailureKind::Lint => 2,
        FailureKind::Script => 5,
        FailureKind::Unknown => 4,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use crate::JobLog;

    #[test]
    fn the_same_words_at_another_column_are_another_failure() {
        let places = |log: &str| -> Vec<(Option<u32>, Option<u32>)> {
            let failures = JobLog::read(log.as_bytes()).failures;
            failures.iter().map(|failure| (failure.line, failure.column)).collect()
        };
        let error = |place| format!("src/cart.cc:{place}: error: 'tax' was not declared in this scope\n");
        assert_eq!(places(&(error("4:7") + &error("4:19"))), [(Some(4), Some(7)), (Some(4), Some(19))]);
        assert_eq!(places(&(error("4:7") + &error("4:7"))), [(Some(4), Some(7))]);
        assert_eq!(places(&(error("4:7") + &error("4"))), [(Some(4), Some(7))]);
    }
}
