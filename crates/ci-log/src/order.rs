//! In which order failures explain.

use crate::failure::{Failure, FailureKind};

/// Failures without repetitions, those first of which a person can make the most.
pub(crate) fn in_order(mut failures: Vec<Failure>) -> Vec<Failure> {
    drop_parents(&mut failures);
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

fn same_cause(one: &Failure, other: &Failure) -> bool {
    one.kind == other.kind
        && one.test == other.test
        && one.message == other.message
        && one.file == other.file
        && one.line == other.line
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
