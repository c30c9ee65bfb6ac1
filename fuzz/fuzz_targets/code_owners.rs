//! CODEOWNERS: the first line of the input is a path, the rest the file. Each section speaks at most once, by a rule of the
//! file.
#![no_main]

use code_correlation::owners::CodeOwners;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (path, text) = text.split_once('\n').unwrap_or(("a", text));
    let file = CodeOwners::parse(text);
    let lines = text.lines().count();
    let owned = file.owners_of(path);
    for (at, ownership) in owned.iter().enumerate() {
        assert!((1..=lines).contains(&ownership.line));
        assert!(owned.iter().skip(at + 1).all(|other| other.section != ownership.section));
        assert!(!ownership.optional || ownership.approvals == 0);
    }
    assert!(file.problems().iter().all(|problem| (1..=lines).contains(&problem.line)));
    assert!(file.owners_of_paths([path, path]).iter().all(|rule| rule.paths == [path]));
});
