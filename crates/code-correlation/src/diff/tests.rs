use super::*;

fn one(text: &str) -> FileDiff<'_> {
    let patch = Patch::parse(text).unwrap();
    assert_eq!(patch.files.len(), 1, "{patch:?}");
    patch.files.into_iter().next().unwrap()
}

fn kind(text: &str) -> (DiffErrorKind, usize) {
    let error = Patch::parse(text).unwrap_err();
    (error.kind(), error.line())
}

fn counts(file: &FileDiff<'_>) -> (u64, u64) {
    (file.additions(), file.deletions())
}

#[test]
fn lines_are_counted_by_the_header_and_not_by_their_look() {
    let text = "diff --git a/q.sql b/q.sql\nindex 1..2 100644\n--- a/q.sql\n+++ b/q.sql\n@@ -1,3 +1,3 @@\n a\n--- old note\n\
                --- a/b\n+++ new note\n+++ b/b\n";
    let file = one(text);
    assert_eq!(counts(&file), (2, 2));
    let lines: Vec<_> = file.hunks[0].lines().map(|line| (line.text, line.old_line, line.new_line)).collect();
    assert_eq!(lines[1], (&b"-- old note"[..], Some(2), None));
    assert_eq!(lines[4], (&b"++ b/b"[..], None, Some(3)));
}

#[test]
fn renames_and_copies_with_blanks_in_names() {
    let file = one("diff --git a/a b c b/d e\nsimilarity index 100%\nrename from a b c\nrename to d e\n");
    assert_eq!(file.status, ChangeStatus::Renamed);
    assert_eq!((file.old_path.as_deref(), file.new_path.as_deref()), (Some("a b c"), Some("d e")));
    assert_eq!(file.similarity, Some(100));
    let file =
        one("diff --git a/x b/y\nsimilarity index 80%\ncopy from x\ncopy to y\nindex 1..2 100644\n--- a/x\n\
                    +++ b/y\n@@ -1 +1 @@\n-a\n+b\n");
    assert_eq!(
        (file.status, file.new_mode.unwrap().to_string()),
        (ChangeStatus::Copied, "100644".to_owned())
    );
}

#[test]
fn modes_and_types() {
    let file = one("diff --git a/run b/run\nold mode 100644\nnew mode 100755\n");
    assert_eq!(file.status, ChangeStatus::ModeChanged);
    let file =
        one("diff --git a/run b/run\nold mode 100644\nnew mode 100755\nindex 1..2\n--- a/run\n+++ b/run\n\
                    @@ -1 +1 @@\n-a\n+b\n");
    assert_eq!(file.status, ChangeStatus::Modified);
    let link = "diff --git a/l b/l\ndeleted file mode 100644\nindex 1..0\n--- a/l\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
                diff --git a/l b/l\nnew file mode 120000\nindex 0..2\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+y\n\
                \\ No newline at end of file\n";
    let patch = Patch::parse(link).unwrap();
    assert_eq!(
        patch.files.iter().map(|file| file.status).collect::<Vec<_>>(),
        [ChangeStatus::Deleted, ChangeStatus::Added]
    );
    assert!(patch.files[1].new_mode.unwrap().is_symlink());
    assert_eq!(kind("diff --git a/x b/x\nold mode 1o0644\n"), (DiffErrorKind::Mode, 2));
}

#[test]
fn added_and_deleted_files_have_one_path() {
    let file = one("diff --git a/e b/e\nnew file mode 100644\nindex 0000000..e69de29\n");
    assert_eq!((file.status, file.old_path.as_deref(), file.path()), (ChangeStatus::Added, None, Some("e")));
    let file = one("--- a/x\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n");
    assert_eq!(
        (file.status, file.new_path.as_deref(), file.path()),
        (ChangeStatus::Deleted, None, Some("x"))
    );
    let file = one("--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
    assert_eq!((file.status, file.path()), (ChangeStatus::Added, Some("x")));
}

#[test]
fn binary_files_in_both_forms() {
    let file =
        one("diff --git a/i.png b/i.png\nindex 1..2 100644\nBinary files a/i.png and b/i.png differ\n");
    assert!(file.binary);
    let text = "diff --git a/i b/i\nindex 1..2 100644\nGIT binary patch\nliteral 3\nKcmZ\n\ndelta 4\n@@ -1 +1 @@\n\n\
                diff --git a/j b/j\nold mode 100644\nnew mode 100755\n";
    let patch = Patch::parse(text).unwrap();
    assert_eq!(patch.files.len(), 2);
    assert!(patch.files[0].binary && patch.files[0].hunks.is_empty());
}

#[test]
fn quoted_and_octal_paths() {
    let file = one(
        "diff --git \"a/f\\303\\270 \\\"q\\\".rs\" \"b/f\\303\\270 \\\"q\\\".rs\"\nindex 1..2 100644\n\
                    --- \"a/f\\303\\270 \\\"q\\\".rs\"\n+++ \"b/f\\303\\270 \\\"q\\\".rs\"\n@@ -1 +1 @@\n-a\n+b\n",
    );
    assert_eq!(file.path(), Some("fø \"q\".rs"));
    assert_eq!(kind("diff --git \"a/x b/x\nindex 1..2\n").0, DiffErrorKind::QuotedPath);
    let file = one(
        "diff --git a/plain \"b/t\\tab\"\nsimilarity index 100%\nrename from plain\nrename to \"t\\tab\"\n",
    );
    assert_eq!(file.new_path.as_deref(), Some("t\tab"));
}

#[test]
fn the_last_line_may_lack_its_newline_on_either_side() {
    let file = one("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n");
    let newline: Vec<_> = file.hunks[0].lines().map(|line| line.newline).collect();
    assert_eq!(newline, [false, true]);
    let text = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file";
    let newline: Vec<_> = one(text).hunks[0].lines().map(|line| line.newline).collect();
    assert_eq!(newline, [true, false]);
}

#[test]
fn carriage_returns_belong_to_the_text_and_not_to_headers() {
    let file = one(
        "diff --git a/x b/x\r\nindex 1..2 100644\r\n--- a/x\r\n+++ b/x\r\n@@ -1,2 +1,2 @@ f()\r\n-a\r\n+b\r\n c\r\n",
    );
    assert_eq!(file.path(), Some("x"));
    assert_eq!(file.hunks[0].context, b"f()");
    assert_eq!(file.hunks[0].lines().next().unwrap().text, b"a\r");
}

#[test]
fn submodules_are_files_of_their_mode() {
    let file = one(
        "diff --git a/lib b/lib\nindex 1..2 160000\n--- a/lib\n+++ b/lib\n@@ -1 +1 @@\n-Subproject commit 1\n\
                    +Subproject commit 2\n",
    );
    assert!(file.old_mode.unwrap().is_submodule());
    assert_eq!((file.status, counts(&file)), (ChangeStatus::Modified, (1, 1)));
}

#[test]
fn combined_diffs_are_read_and_said() {
    let text = "diff --cc src/x.rs\nindex 1,2..3\nmode 100644,100644..100755\n--- a/src/x.rs\n+++ b/src/x.rs\n\
                @@@ -1,3 -1,3 +1,4 @@@ fn f()\n  a\n- b\n -c\n++d\n +e\n  f\n";
    let file = one(text);
    assert!(file.combined);
    assert_eq!((file.path(), counts(&file)), (Some("src/x.rs"), (2, 2)));
    assert_eq!(file.hunks[0].parents, 2);
    let lines: Vec<_> = file.hunks[0].lines().map(|line| (line.text, line.new_line)).collect();
    assert_eq!(lines[3], (&b"d"[..], Some(2)));
    let cut = "diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,1 -1,1 +1,3 @@@\n  a\n";
    assert_eq!(kind(cut).0, DiffErrorKind::HunkCut { old_missing: 0, new_missing: 2 });
}

#[test]
fn a_broken_head_of_a_merge_is_met_once() {
    let read: Vec<_> = FileDiffs::new(b"diff --cc \"x\nindex 0,\ndiff --cc y\n").take(5).collect();
    assert_eq!(read.len(), 2);
    let error = read[0].as_ref().unwrap_err();
    assert_eq!((error.kind(), error.line()), (DiffErrorKind::QuotedPath, 1));
    assert_eq!(read[1].as_ref().unwrap().path(), Some("y"));
}

#[test]
fn hunks_without_headers() {
    let file = one("@@ -3,2 +3,3 @@ impl X {\n a\n+b\n c\n@@ -9 +10 @@\n-x\n+y\n");
    assert_eq!((file.path(), counts(&file), file.hunks.len()), (None, (2, 1), 2));
    assert_eq!(kind("some text\n@@ -1 +1 @@\n-a\n+b\n"), (DiffErrorKind::HunkWithoutFile, 2));
}

#[test]
fn gitlabs_single_files() {
    let plain = FileDiff::parse("@@ -1 +1 @@\n-a\n+b\n").unwrap();
    assert_eq!(counts(&plain), (1, 1));
    let named = FileDiff::parse("--- /dev/null\n+++ b/dir/x\n@@ -0,0 +1 @@\n+b\n").unwrap();
    assert_eq!((named.status, named.path()), (ChangeStatus::Added, Some("dir/x")));
    assert!(FileDiff::parse("Binary files a/x and b/x differ\n").unwrap().binary);
    assert!(FileDiff::parse("--- a/x\n+++ b/x\nBinary files a/x and b/x differ\n").unwrap().binary);
    assert_eq!(FileDiff::parse("").unwrap().hunks.len(), 0);
    let kind = |text: &str| FileDiff::parse(text).unwrap_err().kind();
    assert_eq!(kind("@@ -1 +1 @@\n-a\n+b\n+c\n"), DiffErrorKind::HunkOverrun);
    assert_eq!(
        kind("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- a/y\n+++ b/y\n"),
        DiffErrorKind::SeveralFiles
    );
    assert_eq!(kind("no diff at all"), DiffErrorKind::HunkHeader);
}

#[test]
fn broken_hunks_are_named_with_their_line() {
    let at = |hunk: &str| kind(&format!("--- a/x\n+++ b/x\n{hunk}"));
    assert_eq!(at("@@ -1,2 +1,2 @@\n a\n"), (DiffErrorKind::HunkCut { old_missing: 1, new_missing: 1 }, 5));
    assert_eq!(
        at("@@ -1,2 +1,2 @@\n a\n?\n"),
        (DiffErrorKind::HunkCut { old_missing: 1, new_missing: 1 }, 5)
    );
    assert_eq!(at("@@ -1,1 +1,2 @@\n-a\n-b\n+c\n+d\n"), (DiffErrorKind::HunkOverrun, 5));
    assert_eq!(at("@@ -1 +1\n-a\n+b\n"), (DiffErrorKind::HunkHeader, 3));
    assert_eq!(at("@@ -99999999999999999999 +1 @@\n-a\n+b\n"), (DiffErrorKind::NumberTooLarge, 3));
    assert_eq!(at("@@ -18446744073709551615,7 +1 @@\n-a\n+b\n"), (DiffErrorKind::NumberTooLarge, 3));
}

#[test]
fn reading_goes_on_behind_a_broken_section() {
    let text = "diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -1,9 +1 @@\n-a\n+b\ndiff --git a/y b/y\n\
                old mode 100644\nnew mode 100755\n";
    let read: Vec<_> = FileDiffs::new(text.as_bytes()).collect();
    assert_eq!(read[0].as_ref().unwrap_err().path(), Some("x"));
    assert_eq!(read[1].as_ref().unwrap().path(), Some("y"));
    assert_eq!(read.len(), 2);
}

#[test]
fn text_around_sections_is_passed_over_and_counted() {
    let text = "From 1 Mon\nSubject: x\n\n---\n x | 2 +-\n\ndiff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n\
                @@ -1 +1 @@\n-a\n+b\n-- \n2.47.0\n\n";
    let patch = Patch::parse(text).unwrap();
    assert_eq!((patch.files.len(), patch.skipped_lines()), (1, 9));
    assert_eq!(Patch::parse("").unwrap(), Patch::default());
}

#[test]
fn an_empty_context_line_may_have_lost_its_blank() {
    assert_eq!(counts(&one("--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n")), (1, 1));
}

#[test]
fn distances_to_ranges() {
    let range = LineRange::new(10, 3);
    assert_eq!([8, 9, 10, 12, 13].map(|line| range.distance(line)), [2, 1, 0, 0, 1]);
    let gap = LineRange::new(10, 0);
    assert_eq!([9, 10, 11, 12].map(|line| gap.distance(line)), [2, 1, 1, 2]);
}
