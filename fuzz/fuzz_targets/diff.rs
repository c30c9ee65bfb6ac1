//! Diffs: what is read adds up, the same read twice, and a broken section hides none that follows it.
#![no_main]

use code_correlation::change::{ChangeSet, ChangeSetBuilder, GitLabDiff};
use code_correlation::diff::{FileDiff, FileDiffs, LineKind, Patch};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let sections: Vec<_> = FileDiffs::new(data).collect();
    for file in sections.iter().flatten() {
        for hunk in &file.hunks {
            let count = |kind| hunk.lines().filter(|line| line.kind == kind).count() as u64;
            assert_eq!((count(LineKind::Added), count(LineKind::Removed)), (hunk.additions, hunk.deletions));
        }
    }
    if let Ok(patch) = Patch::parse(data) {
        assert_eq!(patch.files.len(), sections.len());
    }
    let set = ChangeSet::from_patch(data);
    let mut streamed = ChangeSetBuilder::new();
    streamed.push_reader(data).unwrap();
    assert_eq!(streamed.finish(), set);
    let additions: u64 = set.files.iter().map(|file| file.additions).sum();
    assert!(set.omitted_files > 0 || additions == set.stats.additions);
    for file in &set.files {
        for line in file.added_lines.iter().take(4) {
            let _touch = set.touches(file.path(), line.start);
        }
    }
    let _single = FileDiff::parse(data);
    if let Ok(text) = std::str::from_utf8(data) {
        let _gitlab = ChangeSet::from_gitlab([GitLabDiff::new("a", "b", text)]);
    }
});
