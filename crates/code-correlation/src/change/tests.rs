use super::*;
use crate::diff::{ChangeStatus, LineRange};

const EDIT: &str = "@@ -10,7 +10,8 @@ fn load() {\n a\n b\n-c\n+C\n+D\n d\n-e\n f\n g\n";

fn completeness(diff: GitLabDiff<'_>) -> Completeness {
    ChangeSet::from_gitlab([diff]).files.remove(0).completeness
}

#[test]
fn changed_lines_are_listed_on_both_sides() {
    // The header says 7 and 8; the text has 7 old lines (a b c d e f g) and 7 new ones.
    let text = EDIT.replace("+10,8", "+10,7");
    let change = ChangeSet::from_gitlab([GitLabDiff::new("x.rs", "x.rs", &text)]);
    let file = &change.files[0];
    let pairs = |ranges: &[LineRange]| ranges.iter().map(|r| (r.start, r.count)).collect::<Vec<_>>();
    assert_eq!(pairs(&file.added_lines), [(12, 2)]);
    assert_eq!(pairs(&file.removed_lines), [(12, 1), (14, 1)]);
    assert_eq!(pairs(&file.removed_at), [(14, 0)]);
    assert_eq!(file.hunks[0].context, "fn load() {");
    let kind = |line| change.touches("x.rs", line).unwrap().kind;
    assert_eq!(kind(13), TouchKind::Line);
    assert_eq!(kind(14), TouchKind::Near(1));
    assert_eq!(kind(25), TouchKind::File);
    assert!(change.touches("y.rs", 1).is_none());
}

#[test]
fn what_the_server_withholds_is_said_and_not_guessed() {
    let empty = GitLabDiff::new("x", "x", "").with_modes("100644", "100644");
    assert_eq!(completeness(empty.with_withheld(Some(true), Some(false))), Completeness::Collapsed);
    assert_eq!(completeness(empty.with_withheld(Some(true), Some(true))), Completeness::TooLarge);
    assert_eq!(completeness(empty.with_withheld(Some(false), Some(false))), Completeness::Whole);
    assert_eq!(completeness(empty), Completeness::Withheld);
    assert_eq!(completeness(empty.with_new_file(true)), Completeness::Ambiguous);
    let renamed = GitLabDiff::new("x", "y", "").with_renamed_file(true);
    assert_eq!(completeness(renamed), Completeness::Ambiguous);
    assert_eq!(completeness(renamed.with_withheld(Some(false), None)), Completeness::Whole);
    let broken = GitLabDiff::new("x", "x", "@@ -1,9 +1,9 @@\n a\n");
    let set = ChangeSet::from_gitlab([broken]);
    assert!(
        matches!(&set.files[0].completeness, Completeness::Unparsable { reason } if reason.contains("(x)"))
    );
    assert_eq!(set.stats.to_string(), "at least 1 file, +0 -0");
}

#[test]
fn fields_beside_the_text_tell_paths_modes_and_status() {
    let file = |diff: GitLabDiff<'_>| ChangeSet::from_gitlab([diff]).files.remove(0);
    let added =
        file(GitLabDiff::new("x", "x", "@@ -0,0 +1 @@\n+a\n").with_new_file(true).with_modes("0", "100644"));
    assert_eq!((added.status, added.old_path.as_deref(), added.old_mode), (ChangeStatus::Added, None, None));
    let deleted = file(GitLabDiff::new("x", "x", "@@ -1 +0,0 @@\n-a\n").with_deleted_file(true));
    assert_eq!(
        (deleted.status, deleted.new_path.as_deref(), deleted.path()),
        (ChangeStatus::Deleted, None, "x")
    );
    let mode = file(GitLabDiff::new("x", "x", "").with_modes("100644", "100755"));
    assert_eq!(mode.status, ChangeStatus::ModeChanged);
    let kind = file(GitLabDiff::new("x", "x", "@@ -1 +1 @@\n-a\n+b\n").with_modes("100644", "120000"));
    assert_eq!(kind.status, ChangeStatus::TypeChanged);
    let unified = file(GitLabDiff::new("d/x", "d/x", "--- a/d/x\n+++ b/d/x\n@@ -1 +1 @@\n-a\n+b\n"));
    assert_eq!((unified.path(), unified.additions, unified.status), ("d/x", 1, ChangeStatus::Modified));
    let binary =
        file(GitLabDiff::new("i", "i", "Binary files a/i and b/i differ\n").with_generated_file(true));
    assert!(binary.binary && binary.generated && binary.completeness.is_whole());
    // A whole file that loses all its lines stays a modified one.
    let emptied = file(GitLabDiff::new("x", "x", "@@ -1 +0,0 @@\n-a\n").with_modes("100644", "100644"));
    assert_eq!(emptied.status, ChangeStatus::Modified);
}

#[test]
fn a_type_change_is_one_file() {
    let change = ChangeSet::from_patch(
        "diff --git a/l b/l\ndeleted file mode 100644\nindex 1..0\n--- a/l\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
         diff --git a/l b/l\nnew file mode 120000\nindex 0..2\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+y\n",
    );
    assert_eq!(change.stats.to_string(), "1 file, +1 -1");
    assert_eq!((change.files[0].status, change.files[0].path()), (ChangeStatus::TypeChanged, "l"));
}

#[test]
fn broken_parts_and_merges_make_totals_lower_bounds() {
    let text = "diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -1,9 +1 @@\n-a\n+b\ndiff --git \"a/q b/q\n\
                index 1..2\ndiff --cc m\nindex 1,2..3\n--- a/m\n+++ b/m\n@@@ -1 -1 +1 @@@\n- a\n -b\n++c\n";
    let change = ChangeSet::from_patch(text);
    assert!(!change.stats.complete);
    assert_eq!(change.problems.len(), 1);
    assert!(matches!(change.files[0].completeness, Completeness::Unparsable { .. }));
    assert_eq!((change.files[1].path(), &change.files[1].completeness), ("m", &Completeness::Combined));
}

#[test]
fn limits_cut_lists_and_never_totals() {
    let mut text = String::new();
    for file in 0..5 {
        text += &format!("--- a/f{file}\n+++ b/f{file}\n");
        for hunk in 0..4 {
            text += &format!("@@ -{0} +{0} @@ ééé\n-a\n+b\n", hunk * 10 + 1);
        }
    }
    let mut limits = ChangeLimits::default();
    (limits.files, limits.hunks_per_file, limits.hunks, limits.context_bytes) = (3, 3, 4, 3);
    let mut builder = ChangeSetBuilder::new().with_limits(limits);
    builder.push_patch(text.as_bytes());
    let change = builder.finish();
    assert_eq!(change.stats.to_string(), "5 files, +20 -20");
    assert_eq!((change.files.len(), change.omitted_files), (3, 2));
    let listed: Vec<_> = change.files.iter().map(|file| (file.hunks.len(), file.omitted_hunks)).collect();
    assert_eq!(listed, [(3, 1), (1, 3), (0, 4)]);
    assert_eq!(change.files[0].hunks[0].context, "é");
}

#[test]
fn paths_of_logs_find_their_file() {
    let diff = |path| GitLabDiff::new(path, path, "@@ -1 +1 @@\n-a\n+b\n");
    let moved = GitLabDiff::new("old/b.rs", "new/c.rs", "").with_renamed_file(true);
    let change = ChangeSet::from_gitlab([diff("a.rs"), diff("src/a.rs"), diff("web/src/a.rs"), moved]);
    let found = |path: &str| match change.find(path) {
        PathMatch::One(file) => file.path().to_owned(),
        PathMatch::Ambiguous(files) => format!("{} files", files.len()),
        PathMatch::None => "none".to_owned(),
    };
    assert_eq!(found("/builds/group/project/src/a.rs"), "src/a.rs");
    assert_eq!(found("/builds/group/project/web/src/a.rs"), "web/src/a.rs");
    assert_eq!(found("./src/a.rs"), "src/a.rs");
    assert_eq!(found("web\\src\\a.rs"), "web/src/a.rs");
    assert_eq!(found("a.rs"), "a.rs");
    assert_eq!(found("old/b.rs"), "new/c.rs");
    assert_eq!(found("c.rs"), "new/c.rs");
    assert_eq!(found("ba.rs"), "none");
    assert_eq!(found(""), "none");
    let two = ChangeSet::from_gitlab([diff("x/a.rs"), diff("y/a.rs")]);
    assert!(matches!(two.find("a.rs"), PathMatch::Ambiguous(files) if files.len() == 2));
    assert!(two.touches("a.rs", 1).unwrap().ambiguous);
    assert_eq!(change.file("old/b.rs").unwrap().path(), "new/c.rs");
    assert!(change.file("b.rs").is_none());
}

#[test]
fn it_survives_json() {
    let change = ChangeSet::from_gitlab([
        GitLabDiff::new("x", "x", "@@ -1 +1 @@ f\n-a\n+b\n").with_modes("100644", "100755"),
        GitLabDiff::new("y", "y", "@@ -1,3 +1 @@\n"),
        GitLabDiff::new("z", "z", ""),
    ]);
    let json = serde_json::to_value(&change).unwrap();
    assert_eq!(json["files"][0]["new_mode"], "100755");
    assert_eq!(json["files"][2]["completeness"]["state"], "withheld");
    assert_eq!(serde_json::from_value::<ChangeSet>(json).unwrap(), change);
}

#[test]
fn lines_that_went_leave_their_place_where_a_hunk_has_no_context() {
    let change = ChangeSet::from_patch("--- a/x\n+++ b/x\n@@ -10,2 +9,0 @@\n-a\n-b\n@@ -20,0 +19,1 @@\n+c\n");
    let file = &change.files[0];
    assert_eq!(file.removed_lines, [LineRange::new(10, 2)]);
    assert_eq!(file.removed_at, [LineRange::new(9, 0)]);
    assert_eq!(file.added_lines, [LineRange::new(19, 1)]);
    // A header that counts lines from 0 has them begin at 1, as the lines of the hunk do.
    let odd = ChangeSet::from_patch("--- a/x\n+++ b/x\n@@ -0,1 +0,1 @@\n-a\n+b\n");
    assert_eq!(odd.files[0].added_lines, [LineRange::new(1, 1)]);
}
