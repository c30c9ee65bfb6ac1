use super::*;
use crate::change::{ChangeSet, GitLabDiff};

fn owners(file: &str, path: &str) -> Vec<String> {
    let file = CodeOwners::parse(file);
    let shown = file.owners_of(path).into_iter().map(|ownership| {
        let owners: Vec<_> = ownership.owners.iter().map(ToString::to_string).collect();
        format!("{}:{}", ownership.section.unwrap_or("-"), owners.join(","))
    });
    shown.collect()
}

fn matches(pattern: &str, path: &str) -> bool {
    !CodeOwners::parse(&format!("{pattern} @a")).owners_of(path).is_empty()
}

#[test]
fn patterns_match_as_in_gitlab() {
    for (pattern, yes, no) in [
        ("*", &["a", "x/y/.z"][..], &[][..]),
        ("README.md", &["README.md", "docs/README.md"], &["README.md/x", "aREADME.md"]),
        ("/README.md", &["README.md"], &["docs/README.md"]),
        ("docs/", &["docs/a", "docs/b/c", "x/docs/a"], &["docs"]),
        ("/docs/", &["docs/a", "docs/b/c"], &["x/docs/a"]),
        ("/docs/*", &["docs/a", "docs/.a"], &["docs/b/c"]),
        ("/docs/**/*", &["docs/a", "docs/b/c"], &["doc/a"]),
        ("/docs/**/index.md", &["docs/index.md", "docs/a/b/index.md"], &["docs/a/index.mdx"]),
        ("/docs/**", &["docs/a"], &["docs/a/b"]),
        ("*.rs", &["a.rs", "x/y/.rs"], &["a.rs/x"]),
        ("lib/*.{rb,py}", &["lib/a.rb", "x/lib/a.py"], &["lib/a.rs"]),
        ("/a/{b,c/d}/e", &["a/b/e", "a/c/d/e"], &["a/c/e"]),
        ("[a-c]?[!x]", &["abc", "x/bxy"], &["dbc", "abx", "ab"]),
        ("path\\ with\\ blanks/", &["path with blanks/a"], &["path"]),
        ("\\#file", &["#file", "x/#file"], &["file"]),
        ("/x\\*", &["x*"], &["xy"]),
        ("a[", &["a["], &["a"]),
        ("/**/**/x", &["x", "a/b/x"], &["ax"]),
    ] {
        for path in yes {
            assert!(matches(pattern, path), "{pattern} and {path}");
        }
        for path in no {
            assert!(!matches(pattern, path), "{pattern} and not {path}");
        }
    }
}

#[test]
fn the_last_match_of_each_section_wins() {
    let file = "* @all\n*.rs @rust @all\n\n[Docs] @writers\ndocs/\n/docs/api/ @api\n\n^[Database][3] @@maintainer\n*.sql\n\n[DOCS]\n*.rs dev@example.com # remark @nobody\n";
    assert_eq!(owners(file, "a.txt"), ["-:@all"]);
    assert_eq!(owners(file, "docs/x.rs"), ["-:@rust,@all", "Docs:dev@example.com"]);
    assert_eq!(owners(file, "docs/api/x"), ["-:@all", "Docs:@api"]);
    assert_eq!(owners(file, "x.sql"), ["-:@all", "Database:@@maintainer"]);
    let file = CodeOwners::parse(file);
    assert!(file.problems().is_empty(), "{:?}", file.problems());
    let database = file.owners_of("x.sql")[1];
    assert_eq!((database.optional, database.approvals, database.line), (true, 0, 9));
}

#[test]
fn heads_tell_approvals_and_defaults() {
    let of = |head: &str| {
        let text = format!("{head}\nx\n");
        let file = CodeOwners::parse(&text);
        let ownership = file.owners_of("x")[0];
        (
            ownership.section.map(str::to_owned),
            ownership.optional,
            ownership.approvals,
            ownership.owners.len(),
        )
    };
    assert_eq!(of("[A b][2] @x @y/z"), (Some("A b".to_owned()), false, 2, 2));
    assert_eq!(of("^[A]  a@b.example"), (Some("A".to_owned()), true, 0, 1));
    assert_eq!(of("[A][0]"), (Some("A".to_owned()), false, 1, 0));
    let broken = CodeOwners::parse("[A @x\n[] @y\n[B]x @z\nz @@nobody plain\n");
    let lines: Vec<_> = broken.problems().iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [1, 2, 3, 4, 4, 4]);
}

#[test]
fn what_is_excluded_stays_excluded_from_its_section() {
    let file = "* @all\n!*.lock\n*.lock @late\n[Build] @build\n*.lock\n";
    assert_eq!(owners(file, "Cargo.lock"), ["Build:@build"]);
    assert_eq!(owners(file, "a"), ["-:@all"]);
}

#[test]
fn a_change_has_the_owners_of_all_its_paths() {
    let file = CodeOwners::parse("*.rs @rust\n/nobody/ \n[Web][2] @web\n/web/\n");
    let diff = "@@ -1 +1 @@\n-a\n+b\n";
    let change = ChangeSet::from_gitlab([
        GitLabDiff::new("web/a.rs", "web/b.rs", diff).with_renamed_file(true),
        GitLabDiff::new("c.rs", "c.rs", diff),
        GitLabDiff::new("nobody/x", "nobody/x", diff),
    ]);
    let owned = file.owners_of_change(&change);
    assert_eq!(owned.len(), 2);
    assert_eq!(
        (owned[0].pattern.as_str(), owned[0].paths.as_slice()),
        ("*.rs", &["web/b.rs".to_owned(), "web/a.rs".to_owned(), "c.rs".to_owned()][..])
    );
    assert_eq!((owned[1].section.as_deref(), owned[1].approvals, owned[1].paths.len()), (Some("Web"), 2, 2));
}

#[test]
fn no_pattern_is_slow() {
    let pattern = format!("{}b", "*a".repeat(400));
    assert!(!matches(&pattern, &"a".repeat(4_000)));
    assert!(!matches(&format!("/{}x", "**/".repeat(400)), &"a/".repeat(2_000)));
    assert!(!matches(&"{a,b}".repeat(100), "c"));
}
