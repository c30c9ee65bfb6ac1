//! Properties of the diff reader over generated texts.

use code_correlation::change::{ChangeSet, ChangeSetBuilder, GitLabDiff};
use code_correlation::diff::{FileDiff, FileDiffs, Hunk, LineKind, Patch};
use proptest::prelude::*;

/// A line of a hunk: its sign and its text, which may look like any header.
fn line() -> impl Strategy<Value = (char, String)> {
    let text = prop_oneof![
        "[ -~é]{0,12}",
        Just("-- a/x".to_owned()),
        Just("++ b/x".to_owned()),
        Just("@@ -1 +1 @@".to_owned()),
        Just("diff --git a/x b/x".to_owned()),
        Just("\\ No newline at end of file".to_owned()),
        Just("\r".to_owned()),
    ];
    (prop_oneof![Just(' '), Just('+'), Just('-')], text)
}

type HunkLines = Vec<(char, String)>;

fn file() -> impl Strategy<Value = (String, Vec<HunkLines>)> {
    let hunks = prop::collection::vec(prop::collection::vec(line(), 1..12), 1..5);
    ("[a-z]{1,8}(/[a-z][a-z ]{0,6}[a-z]){0,2}\\.rs", hunks)
}

/// Writes a patch as git does, with true headers.
fn write(files: &[(String, Vec<HunkLines>)]) -> String {
    let mut text = String::new();
    for (path, hunks) in files {
        text += &format!("diff --git a/{path} b/{path}\nindex 1..2 100644\n--- a/{path}\n+++ b/{path}\n");
        text += &write_hunks(hunks);
    }
    text
}

fn write_hunks(hunks: &[HunkLines]) -> String {
    let (mut text, mut old, mut new) = (String::new(), 1, 1);
    for hunk in hunks {
        let count = |sign| hunk.iter().filter(|(found, _)| *found == ' ' || *found == sign).count();
        text += &format!("@@ -{old},{} +{new},{} @@ fn f()\n", count('-'), count('+'));
        for (sign, line) in hunk {
            text += &format!("{sign}{line}\n");
        }
        (old, new) = (old + count('-') + 3, new + count('+') + 3);
    }
    text
}

fn signs(hunks: &[HunkLines], sign: char) -> u64 {
    hunks.iter().flatten().filter(|(found, _)| *found == sign).count() as u64
}

/// Where each old line is in the new file, worked out line by line.
fn new_lines(hunks: &[HunkLines]) -> Vec<Option<u64>> {
    let (mut all, mut new) = (Vec::new(), 1);
    for hunk in hunks {
        for (sign, _) in hunk {
            match sign {
                ' ' => all.push(Some(new)),
                '-' => all.push(None),
                _ => {}
            }
            new += u64::from(*sign != '-');
        }
        for _ in 0..3 {
            all.push(Some(new));
            new += 1;
        }
    }
    all
}

proptest! {
    #[test]
    fn a_stream_is_read_as_the_whole_is(files in prop::collection::vec(file(), 0..5), noise in "([ -~]{0,12}\n|diff --x\n|GIT binary patch\nliteral 3\n|diff --git \"a\n|diff --cc \"x\n|@@ -1,9 \\+1 @@\n){0,3}", size in 1_usize..40) {
        let text = format!("{noise}{}{noise}{}", write(&files), write(&files));
        let mut streamed = ChangeSetBuilder::new();
        streamed.push_reader(std::io::BufReader::with_capacity(size, text.as_bytes())).unwrap();
        prop_assert_eq!(streamed.finish(), ChangeSet::from_patch(&text));
    }

    #[test]
    fn line_maps_follow_every_line_both_ways(hunks in prop::collection::vec(prop::collection::vec(line(), 1..12), 1..5)) {
        // An empty side would be written with the line before it.
        prop_assume!(hunks.iter().all(|hunk| hunk.iter().any(|(sign, _)| *sign == ' ')));
        let text = write_hunks(&hunks);
        let map = FileDiff::parse(&text).unwrap().line_map();
        for (at, new) in new_lines(&hunks).into_iter().enumerate() {
            let old = at as u64 + 1;
            prop_assert_eq!(map.to_new(old), new, "{}: {}", old, text);
            if let Some(new) = new {
                prop_assert_eq!(map.to_old(new), Some(old));
                prop_assert_eq!(map.nearest_new(old), new);
            }
        }
    }

    #[test]
    fn nothing_panics_on_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Patch::parse(&bytes);
        let _ = FileDiff::parse(&bytes);
        let _ = ChangeSet::from_patch(&bytes);
    }

    #[test]
    fn nothing_panics_on_pieces_of_diffs(pieces in prop::collection::vec(prop_oneof![
        Just("diff --git a/x b/x\n"), Just("diff --cc x\n"), Just("--- a/x\n"), Just("+++ b/x\n"), Just("--- /dev/null\n"),
        Just("@@ -1,2 +1,2 @@\n"), Just("@@@ -1 -1,2 +0,0 @@@\n"), Just("@@ -99999999999999999999 +0 @@\n"), Just("@@@@@@"),
        Just("diff --cc \"x\n"), Just("diff --git \"a/x b/x\n"), Just(" a\n"), Just("-b\n"), Just("+c\n"), Just("\\ No newline\n"), Just("rename from \"x\\"), Just("rename to y\n"),
        Just("GIT binary patch\n"), Just("literal 1\n"), Just("index 1..2 100644\n"), Just("old mode 9\n"), Just("\r\n"),
        Just("Binary files a and b differ\n"), Just("@@ -0,0 +18446744073709551615,0 @@\n"), Just("é"),
    ], 0..40)) {
        let text = pieces.concat();
        let lines = text.lines().count();
        for section in FileDiffs::new(text.as_bytes()) {
            match section {
                Ok(file) => for hunk in &file.hunks {
                    let of = |kind| hunk.lines().filter(|line| line.kind == kind).count() as u64;
                    prop_assert_eq!((of(LineKind::Added), of(LineKind::Removed)), (hunk.additions, hunk.deletions));
                },
                Err(error) => prop_assert!((1..=lines + 1).contains(&error.line()), "{}", error),
            }
        }
        let change = ChangeSet::from_gitlab([GitLabDiff::new("x", "x", &text)]);
        let _ = change.touches("x", 3);
        let _ = ChangeSet::from_patch(&text);
    }

    #[test]
    fn counts_and_lines_are_those_that_were_written(files in prop::collection::vec(file(), 0..6)) {
        let text = write(&files);
        let patch = Patch::parse(&text).unwrap();
        prop_assert_eq!(patch.files.len(), files.len());
        prop_assert_eq!(patch.skipped_lines(), 0);
        for (read, (path, hunks)) in patch.files.iter().zip(&files) {
            prop_assert_eq!(read.path(), Some(path.as_str()));
            prop_assert_eq!((read.additions(), read.deletions()), (signs(hunks, '+'), signs(hunks, '-')));
            for (read, hunk) in read.hunks.iter().zip(hunks) {
                let lines: Vec<_> = read.lines().map(|line| line.text).collect();
                let written: Vec<_> = hunk.iter().map(|(_, text)| text.as_bytes()).collect();
                prop_assert_eq!(lines, written);
            }
        }
        let total: u64 = files.iter().map(|(_, hunks)| signs(hunks, '+')).sum();
        let stats = ChangeSet::from_patch(&text).stats;
        prop_assert_eq!((stats.additions, stats.complete), (total, true));
    }

    #[test]
    fn the_single_form_tells_the_same_counts((path, hunks) in file()) {
        let bare = write_hunks(&hunks);
        let named = format!("--- a/{path}\n+++ b/{path}\n{bare}");
        let count = |text: &str| {
            let change = ChangeSet::from_gitlab([GitLabDiff::new(&path, &path, text)]);
            (change.stats.additions, change.stats.deletions, change.stats.complete)
        };
        prop_assert_eq!(count(&bare), (signs(&hunks, '+'), signs(&hunks, '-'), true));
        prop_assert_eq!(count(&bare), count(&named));
    }

    #[test]
    fn reading_patches_together_is_reading_them_apart(one in prop::collection::vec(file(), 0..4),
                                                      two in prop::collection::vec(file(), 0..4)) {
        let (one, two) = (write(&one), write(&two));
        let both = ChangeSet::from_patch(&format!("{one}{two}"));
        let mut apart = ChangeSet::from_patch(&one).files;
        apart.extend(ChangeSet::from_patch(&two).files);
        prop_assert_eq!(both.files, apart);
    }

    #[test]
    fn a_changed_line_is_touched((path, hunks) in file()) {
        let text = write_hunks(&hunks);
        let change = ChangeSet::from_gitlab([GitLabDiff::new(&path, &path, &text)]);
        let read = FileDiff::parse(&text).unwrap();
        for line in read.hunks.iter().flat_map(Hunk::lines) {
            if let (LineKind::Added, Some(number)) = (line.kind, line.new_line) {
                let touch = change.touches(&format!("/builds/g/p/{path}"), number).unwrap();
                prop_assert_eq!(touch.kind, code_correlation::change::TouchKind::Line);
            }
        }
    }
}
