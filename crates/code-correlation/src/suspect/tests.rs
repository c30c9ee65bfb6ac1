use super::*;
use crate::change::{ChangeSet, GitLabDiff};
use crate::owners::CodeOwners;

fn first(ranking: &Ranking, kind: ReasonKind) -> &Suspect {
    let suspect = &ranking.suspects[0];
    assert!(suspect.reasons.iter().any(|reason| reason.kind == kind), "{ranking:#?}");
    suspect
}

fn is_suspect(ranking: &Ranking, id: &str) -> bool {
    ranking.conclusion == Conclusion::Suspect { id: id.to_owned() }
}

fn no_suspect(ranking: &Ranking) -> &str {
    match &ranking.conclusion {
        Conclusion::NoSuspect { reason } => reason,
        other => panic!("{other:?}"),
    }
}

fn change(path: &str, line: u64) -> ChangeSet {
    let text = format!("@@ -{line} +{line} @@ fn total()\n-a\n+b\n");
    ChangeSet::from_gitlab([GitLabDiff::new(path, path, &text)])
}

#[test]
fn the_failing_line_beats_its_neighbours_and_these_the_file() {
    let (exact, near, file) =
        (change("src/cart.rs", 42), change("src/cart.rs", 45), change("src/cart.rs", 400));
    let candidates = [
        Candidate::new("file").with_changes(&file),
        Candidate::new("near").with_changes(&near),
        Candidate::new("exact").with_changes(&exact),
    ];
    let failure = Failure::new().with_location("/builds/shop/api/src/cart.rs", Some(42));
    let ranking = rank(&failure, &candidates);
    let order: Vec<_> = ranking.suspects.iter().map(|suspect| suspect.id.as_str()).collect();
    assert_eq!(order, ["exact", "near", "file"]);
    assert_eq!(first(&ranking, ReasonKind::ChangedFailingLine).place, 1);
    assert_eq!(ranking.suspects[1].reasons[0].kind, ReasonKind::ChangedNearFailingLine);
    assert_eq!(
        ranking.suspects[1].reasons[0].detail,
        "changed src/cart.rs 3 lines from line 42, which failed"
    );
    assert!(is_suspect(&ranking, "exact"));
}

#[test]
fn files_of_traces_and_tests_point_at_changes() {
    let candidates = [
        Candidate::new("docs").with_paths(["README.md"]),
        Candidate::new("test").with_paths(["src/test/java/org/shop/CartTest.java"]),
        Candidate::new("code").with_paths(["src/main/java/org/shop/Cart.java"]),
        Candidate::new("deep").with_paths(["src/main/java/org/shop/Money.java"]),
    ];
    let trace = "java.lang.IllegalStateException: no money\n\tat org.shop.Money.of(Money.java:7)\n\
                 \tat org.shop.CartTest.adds(CartTest.java:9)\n\tat org.junit.Runner.run(Runner.java:1)\n";
    let ranking = rank(&Failure::new().with_trace(trace), &candidates);
    assert_eq!(first(&ranking, ReasonKind::ChangedNamedFile).id, "deep");
    let ranking = rank(&Failure::new().with_tests(["org.shop.CartTest::adds"]), &candidates);
    assert_eq!(first(&ranking, ReasonKind::ChangedTestedFile).id, "code");
    let own = ranking.suspects.iter().find(|suspect| suspect.id == "test").unwrap();
    assert!(own.reasons.iter().any(|reason| reason.kind == ReasonKind::ChangedTestFile));
    let python =
        [Candidate::new("a").with_paths(["lib/x.py"]), Candidate::new("b").with_paths(["shop/cart.py"])];
    let ranking = rank(&Failure::new().with_tests(["tests/test_cart.py::TestCart::test_adds"]), &python);
    assert_eq!(first(&ranking, ReasonKind::ChangedTestedFile).id, "b");
}

#[test]
fn the_function_of_a_frame_is_looked_for_in_headers_of_hunks() {
    let patch = |function: &str| {
        let text = format!("@@ -300 +300 @@ fn {function}(&self)\n-a\n+b\n");
        ChangeSet::from_gitlab([GitLabDiff::new("src/cart.rs", "src/cart.rs", &text)])
    };
    let (other, named) = (patch("subtotal"), patch("total"));
    let candidates =
        [Candidate::new("other").with_changes(&other), Candidate::new("named").with_changes(&named)];
    let trace = "stack backtrace:\n   0: shop::cart::Cart::total\n             at ./src/cart.rs:42:7\n";
    let ranking = rank(&Failure::new().with_trace(trace), &candidates);
    let suspect = first(&ranking, ReasonKind::ChangedNamedFunction);
    assert_eq!(suspect.id, "named");
    let reason =
        suspect.reasons.iter().find(|reason| reason.kind == ReasonKind::ChangedNamedFunction).unwrap();
    assert_eq!(reason.detail, "changed total of src/cart.rs, which the stack trace names");
    assert!(
        ranking.suspects[1].reasons.iter().all(|reason| reason.kind != ReasonKind::ChangedNamedFunction),
        "a part of a name is another name"
    );
    // Headers alone, which do not tell their file.
    let listed = [
        Candidate::new("other").with_paths(["src/cart.rs"]).with_hunks(["@@ -1 +1 @@ fn subtotal()"]),
        Candidate::new("named").with_paths(["src/cart.rs"]).with_hunks(["@@ -1 +1 @@ fn total()"]),
    ];
    assert_eq!(
        first(&rank(&Failure::new().with_trace(trace), &listed), ReasonKind::ChangedNamedFunction).id,
        "named"
    );
}

#[test]
fn the_innermost_frame_of_each_trace_says_most() {
    let of = |id, path: &'static str| Candidate::new(id).with_paths([path]);
    let candidates = [of("caller", "src/shop.py"), of("place", "src/cart.py"), of("library", "src/json.py")];
    // Python tells the innermost frame last, and what is installed is not what the repository holds.
    let trace = "Traceback (most recent call last):\n  File \"/app/src/shop.py\", line 3, in run\n    add()\n  \
                 File \"/app/src/cart.py\", line 42, in add\n    load()\n  \
                 File \"/venv/lib/python3.12/site-packages/src/json.py\", line 7, in load\nKeyError: 'n'\n";
    let ranking = rank(&Failure::new().with_trace(trace), &candidates);
    let order: Vec<_> = ranking.suspects.iter().map(|suspect| suspect.id.as_str()).collect();
    assert_eq!(order, ["place", "caller", "library"]);
    assert!(!ranking.suspects[2].reasons.iter().any(|reason| reason.kind == ReasonKind::ChangedNamedFile));
    // A project may be what others know as a library.
    let trace = "\tat org.junit.Rule.apply(Rule.java:7)\n\tat org.shop.CartTest.adds(CartTest.java:9)\n";
    let own = [of("other", "src/org/junit/Other.java"), of("rule", "src/org/junit/Rule.java")];
    assert_eq!(
        first(&rank(&Failure::new().with_trace(trace), &own), ReasonKind::ChangedNamedFile).id,
        "rule"
    );
}

#[test]
fn a_sweeping_change_is_less_suspect() {
    let many: Vec<String> =
        (0..240).map(|at| format!("src/m{at}.rs")).chain(["src/cart.rs".into()]).collect();
    let candidates = [
        Candidate::new("sweep").with_paths(many.iter().map(String::as_str)),
        Candidate::new("small").with_paths(["src/cart.rs", "src/a.rs"]),
    ];
    let ranking = rank(&Failure::new().with_location("src/cart.rs", None), &candidates);
    assert!(is_suspect(&ranking, "small"));
    let reason =
        &ranking.suspects[1].reasons.iter().find(|reason| reason.kind == ReasonKind::Sweeping).unwrap();
    assert_eq!(reason.detail, "changed 241 files, as imports, moves and new formatting do");
    assert!((-3.1..=-3.0).contains(&reason.weight), "{reason:?}");
}

#[test]
fn what_changes_along_with_the_failed_test_is_near_to_it() {
    let with_test = ["src/money.rs", "tests/cart.rs"];
    let all = ["src/money.rs", "src/logo.rs", "src/theme.rs", "tests/cart.rs", "tests/logo.rs"];
    let candidates = [
        Candidate::new("other").with_paths(["src/logo.rs"]),
        Candidate::new("near").with_paths(["src/money.rs"]),
        Candidate::new("before").with_paths(with_test),
        Candidate::new("first").with_paths(with_test),
        Candidate::new("more").with_paths(all.iter().copied().filter(|path| *path != "src/money.rs")),
        Candidate::new("late").with_paths(["src/logo.rs"]),
    ];
    let failure = Failure::new().with_tests(["tests/cart.rs"]);
    let ranking = rank(&failure, &candidates);
    let near = |id: &str| {
        let suspect = ranking.suspects.iter().find(|suspect| suspect.id == id).unwrap();
        suspect.reasons.iter().find(|reason| reason.kind == ReasonKind::ChangedWithTest)
    };
    let reason = near("near").unwrap();
    assert_eq!(reason.detail, "changed src/money.rs, which changes along with the failed test");
    assert!(reason.weight > near("other").unwrap().weight * 2.0, "{ranking:#?}");
    assert!(reason.weight > near("first").unwrap().weight, "what a change says of itself is no evidence");
    // Without a test nothing changes along with it.
    let ranking = rank(&Failure::new().with_location("src/cart.rs", None), &candidates);
    let reasons = ranking.suspects.iter().flat_map(|suspect| &suspect.reasons);
    assert!(reasons.into_iter().all(|reason| reason.kind != ReasonKind::ChangedWithTest));
}

#[test]
fn a_title_tells_how_likely_a_change_breaks() {
    let of = |id, title| Candidate::new(id).with_message(title).with_paths(["src/cart.rs"]);
    let candidates = [
        of("typo", "Fix typo"),
        of("plain", "Round totals"),
        of("rework", "Refactor totals"),
        Candidate::new("docs").with_message("docs: refactor the guide").with_paths(["docs/guide.md"]),
    ];
    let ranking = rank(&Failure::new().with_location("src/cart.rs", None), &candidates);
    let order: Vec<_> = ranking.suspects.iter().map(|suspect| suspect.id.as_str()).collect();
    assert_eq!(order, ["rework", "plain", "typo", "docs"]);
    assert_eq!(first(&ranking, ReasonKind::Rework).id, "rework");
    let has = |at: usize, kind| ranking.suspects[at].reasons.iter().any(|reason| reason.kind == kind);
    assert!(has(2, ReasonKind::Appearance));
    assert!(has(3, ReasonKind::NoCode) && !has(3, ReasonKind::Appearance), "its files tell it already");
}

#[test]
fn every_signal_gives_a_reason_of_its_own() {
    use ReasonKind as Kind;
    let sha = "4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f";
    let revert = format!("Revert \"Round totals\"\n\nThis reverts commit {sha}.");
    let (exact, near) = (change("src/cart.rs", 42), change("src/cart.rs", 45));
    let many: Vec<String> = (0..60).map(|at| format!("src/m{at}.rs")).collect();
    let owners = CodeOwners::parse("/src/ @shop\n");
    let ignored = IgnoredRevisions::parse("9c1f0e29c1f0e29c1f0e29c1f0e29c1f0e29c1f0\n");
    let failure = Failure::new()
        .with_tests(["shop::CartTest::adds_up"])
        .with_location("src/cart.rs", Some(42))
        .with_trace("\tat shop.Money.round(Money.java:7)\n")
        .with_text("the voucher is not valid")
        .with_area("services/cart")
        .with_blame("src/cart.rs", 42, "0123456789")
        .with_code_owners(&owners)
        .with_ignored_revisions(&ignored)
        .with_time(1_000);
    let candidates = [
        (Kind::AfterFailure, Candidate::new("late").with_time(2_000)),
        (Kind::Newness, Candidate::new("new").with_time(900)),
        (Kind::ChangedFailingLine, Candidate::new("exact").with_changes(&exact).with_author("Ada")),
        (Kind::ChangedNearFailingLine, Candidate::new("near").with_changes(&near)),
        (Kind::ChangedFailingFile, Candidate::new("file").with_paths(["src/cart.rs"])),
        (Kind::ChangedNamedFile, Candidate::new("named").with_paths(["shop/Money.java"])),
        (
            Kind::ChangedNamedFunction,
            Candidate::new("function")
                .with_paths(["shop/Money.java"])
                .with_hunks(["@@ -1 +1 @@ int round()"]),
        ),
        (Kind::ChangedTestedFile, Candidate::new("tested").with_paths(["src/Cart.java"])),
        (Kind::ChangedTestFile, Candidate::new("test").with_paths(["test/shop/CartTest.java"])),
        (
            Kind::ChangedTestFile,
            Candidate::new("both").with_paths(["test/shop/CartTest.java", "src/Basket.java"]),
        ),
        (Kind::ChangedWithTest, Candidate::new("along").with_paths(["src/Basket.java"])),
        (Kind::ChangedArea, Candidate::new("area").with_paths(["services/cart/Dockerfile"])),
        (Kind::SharedWords, Candidate::new("words").with_message("Check that a voucher is valid")),
        (Kind::Blamed, Candidate::new("merged").with_aliases(["0123456789012345678901234567890123456789"])),
        (Kind::IgnoredRevision, Candidate::new("9c1f0e29c1f0e29c1f0e29c1f0e29c1f0e29c1f0")),
        (Kind::SameOwner, Candidate::new("owner").with_paths(["src/other.rs"])),
        (Kind::RecentWork, Candidate::new("author").with_author("Ada")),
        (Kind::ChangedCode, Candidate::new("code").with_paths(["lib/x.rs"])),
        (Kind::Rework, Candidate::new("rework").with_message("Simplify it").with_paths(["lib/x.rs"])),
        (Kind::Appearance, Candidate::new("typo").with_message("Fix typo").with_paths(["lib/x.rs"])),
        (Kind::NoCode, Candidate::new("prose").with_paths(["README.md"])),
        (Kind::Sweeping, Candidate::new("sweep").with_paths(many.iter().map(String::as_str))),
        (Kind::Investigated, Candidate::new("mine").with_investigated(true)),
        (Kind::NotLive, Candidate::new("idle").with_live(false)),
        (Kind::Revert, Candidate::new("revert").with_message(&revert).with_author("Bo")),
        (Kind::Reverted, Candidate::new("squashed").with_aliases([sha])),
    ];
    let ranking =
        rank(&failure, &candidates.iter().map(|(_, candidate)| candidate.clone()).collect::<Vec<_>>());
    for (kind, candidate) in &candidates {
        let suspect = ranking.suspects.iter().find(|suspect| suspect.id == candidate.id).unwrap();
        assert!(suspect.reasons.iter().any(|reason| reason.kind == *kind), "{kind}: {suspect:#?}");
    }
}

#[test]
fn further_files_add_little() {
    let one = [Candidate::new("one").with_paths(["src/a.rs"]), Candidate::new("x").with_paths(["x.rs"])];
    let two = [Candidate::new("two").with_paths(["src/a.rs", "src/b.rs"]), one[1].clone()];
    let failure = Failure::new().with_location("src/a.rs", None).with_location("src/b.rs", None);
    let files = |candidates: &[Candidate<'_>]| {
        let reasons = rank(&failure, candidates).suspects.swap_remove(0).reasons;
        let of_files = reasons.into_iter().filter(|reason| reason.kind == ReasonKind::ChangedFailingFile);
        of_files.map(|reason| reason.weight).collect::<Vec<_>>()
    };
    let (one, two) = (files(&one), files(&two));
    assert_eq!((one.len(), two.len()), (1, 2));
    assert!(one[0] == two[0] && two[1] < one[0] / 5.0, "{one:?} {two:?}");
}

#[test]
fn shared_words_point_at_changes() {
    let candidates = [
        Candidate::new("a").with_message("Update dependencies"),
        Candidate::new("b")
            .with_message("Raise the pool size")
            .with_hunks(["@@ -1 +1 @@ fn acquire_connection()"]),
        Candidate::new("c").with_message("Fix a typo"),
    ];
    let failure = Failure::new().with_text("timeout in acquire_connection: pool is empty");
    let ranking = rank(&failure, &candidates);
    let suspect = first(&ranking, ReasonKind::SharedWords);
    let reason = suspect.reasons.iter().find(|reason| reason.kind == ReasonKind::SharedWords).unwrap();
    assert!(
        reason.detail.contains("pool") && reason.detail.contains("acquire_connection"),
        "{}",
        reason.detail
    );
    assert!(is_suspect(&ranking, "b"));
}

#[test]
fn time_and_state_speak_for_and_against() {
    let of = |id| Candidate::new(id).with_paths(["src/cart.rs"]);
    let failure = Failure::new().with_location("src/cart.rs", None).with_time(1_000);
    let candidates =
        [of("late").with_time(1_060), of("idle").with_time(990).with_live(false), of("live").with_time(980)];
    let ranking = rank(&failure, &candidates);
    assert!(is_suspect(&ranking, "live"));
    let late = ranking.suspects.last().unwrap();
    assert_eq!((late.id.as_str(), late.reasons[0].kind), ("late", ReasonKind::AfterFailure));
    assert_eq!(late.reasons[0].detail, "came 60 seconds after the failure");
    assert!(
        ranking.suspects.iter().any(|suspect| suspect.reasons.iter().any(|r| r.kind == ReasonKind::NotLive))
    );
    let candidates = [of("new"), of("mine").with_investigated(true)];
    assert!(is_suspect(&rank(&failure, &candidates), "mine"));
    assert!(
        no_suspect(&rank(&failure, &[of("late").with_time(2_000)]))
            .starts_with("what fits the failure came after")
    );
    let area =
        [Candidate::new("a").with_paths(["web/x"]), Candidate::new("b").with_paths(["services/cart/x"])];
    assert!(is_suspect(&rank(&Failure::new().with_area("services/cart/"), &area), "b"));
}

#[test]
fn a_reverted_change_is_no_longer_to_blame() {
    let sha = "0123456789abcdef0123456789abcdef01234567";
    let revert = format!("Revert \"Round totals\"\n\nThis reverts commit {sha}.");
    let candidates = [
        Candidate::new("fedcba9876543210fedcba9876543210fedcba98")
            .with_message(&revert)
            .with_paths(["src/cart.rs"]),
        Candidate::new(sha).with_message("Round totals").with_paths(["src/cart.rs"]),
    ];
    let ranking = rank(&Failure::new().with_location("src/cart.rs", None), &candidates);
    first(&ranking, ReasonKind::Revert);
    let reverted = ranking.suspects.iter().find(|suspect| suspect.id == sha).unwrap();
    assert!(reverted.reasons.iter().any(|reason| reason.kind == ReasonKind::Reverted));
}

#[test]
fn a_revert_of_a_merge_reverts_all_that_it_brought() {
    let merge = "4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f";
    let revert = format!("Revert \"Round totals\"\n\nThis reverts commit {merge}.");
    let candidates = [
        Candidate::new("revert").with_message(&revert),
        Candidate::new("second").with_aliases([merge]).with_paths(["src/cart.rs"]),
        Candidate::new("first").with_aliases([merge]).with_paths(["src/cart.rs"]),
    ];
    let ranking = rank(&Failure::new().with_location("src/cart.rs", None), &candidates);
    let is_reverted = |id: &str| {
        let suspect = ranking.suspects.iter().find(|suspect| suspect.id == id).unwrap();
        suspect.reasons.iter().any(|reason| reason.kind == ReasonKind::Reverted)
    };
    assert_eq!(["revert", "second", "first"].map(is_reverted), [false, true, true]);
}

#[test]
fn of_equal_scores_what_has_evidence_comes_first() {
    let (fix, revert) = ("fix aac", "This reverts commit 1111111.");
    let none = ChangeSet::from_patch("");
    let tests = ChangeSet::from_patch(
        "--- a/src/AbcTest.java\n+++ b/src/AbcTest.java\n@@ -3,2 +3,2 @@ fn abc()\n a\n-b\n+c\n",
    );
    let candidates = [
        Candidate::new("0111111")
            .with_message(fix)
            .with_paths(["api/A.py", "api/Baa.rs"])
            .with_hunks([fix])
            .with_changes(&none)
            .with_investigated(true),
        Candidate::new("1111111")
            .with_message(revert)
            .with_paths(["api/Aba.py"])
            .with_hunks([revert])
            .with_changes(&tests)
            .with_investigated(false),
    ];
    let failure = Failure::new()
        .with_tests(["org.Aa.BbTest::abc[1]"])
        .with_trace("")
        .with_location("src/A.java", Some(3));
    let ranking = rank(&failure, &candidates);
    assert_eq!(ranking.suspects.iter().map(|suspect| suspect.place).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(ranking.suspects.first().map(|first| first.id.as_str()), Some("1111111"));
    assert!(is_suspect(&ranking, "1111111"), "{ranking:#?}");
}

#[test]
fn what_can_break_comes_before_what_cannot() {
    let candidates = [
        Candidate::new("merge").with_message("Merge branch 'main'"),
        Candidate::new("docs").with_paths(["README.md", "docs/use.rst"]),
        Candidate::new("tests").with_paths(["tests/money.rs"]),
        Candidate::new("small").with_paths(["src/money.rs"]),
        Candidate::new("large").with_paths(["src/a.rs", "src/b.rs", "src/c.rs", "tests/a.rs"]),
        Candidate::new("unknown"),
    ];
    let ranking = rank(&Failure::new().with_location("src/cart.rs", None), &candidates);
    let order: Vec<_> = ranking.suspects.iter().map(|suspect| suspect.id.as_str()).collect();
    assert_eq!(order, ["large", "small", "unknown", "merge", "docs", "tests"]);
    let detail = |id: &str, kind| {
        let suspect = ranking.suspects.iter().find(|suspect| suspect.id == id).unwrap();
        suspect.reasons.iter().find(|reason| reason.kind == kind).map(|reason| reason.detail.as_str())
    };
    assert_eq!(detail("large", ReasonKind::ChangedCode), Some("changed 3 files of code"));
    assert_eq!(detail("docs", ReasonKind::NoCode), Some("changed documents only"));
    assert_eq!(detail("tests", ReasonKind::NoCode), Some("changed tests only"));
    assert_eq!(detail("merge", ReasonKind::NoCode), Some("is a merge without changes of its own"));
    assert!(no_suspect(&ranking).starts_with("no candidate touches"), "size alone is no evidence");
}

#[test]
fn blame_names_the_change_by_any_of_its_shas() {
    let (merge, format) =
        ("4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f", "9c1f0e29c1f0e29c1f0e29c1f0e29c1f0e29c1f0");
    let candidates = [
        Candidate::new(format).with_paths(["src/cart.rs"]),
        Candidate::new("shop!7").with_aliases([merge]).with_paths(["src/cart.rs"]),
    ];
    let failure = Failure::new().with_location("src/cart.rs", Some(42));
    let blamed = failure.clone().with_blame("src/cart.rs", 42, "4b7a1d3c");
    let ranking = rank(&blamed, &candidates);
    let suspect = first(&ranking, ReasonKind::Blamed);
    assert_eq!(suspect.id, "shop!7");
    assert_eq!(suspect.reasons[0].detail, "last changed line 42 of src/cart.rs, which failed");
    // What only changes the look is not to blame, even by blame.
    let ignored = IgnoredRevisions::parse(&format!("# Format\n{format}\n"));
    let failure = failure.with_blame("src/cart.rs", 42, format).with_ignored_revisions(&ignored);
    let ranking = rank(&failure, &candidates);
    assert!(is_suspect(&ranking, "shop!7"));
    assert!(ranking.suspects[1].reasons.iter().any(|reason| reason.kind == ReasonKind::IgnoredRevision));
    assert!(ranking.suspects[1].reasons.iter().all(|reason| reason.kind != ReasonKind::Blamed));
}

#[test]
fn owners_and_recent_work_are_weak_reasons() {
    let owners = CodeOwners::parse("/src/cart/ @cart\n/src/web/ @web\n/lib/money.rs @cart\n");
    let candidates = [
        Candidate::new("web").with_paths(["src/web/x.rs"]).with_author("Bo"),
        Candidate::new("money").with_paths(["lib/money.rs"]).with_author("Ada"),
        Candidate::new("cart").with_paths(["src/cart/x.rs"]).with_author("Ada"),
    ];
    let failure = Failure::new().with_location("src/cart/x.rs", None).with_code_owners(&owners);
    let ranking = rank(&failure, &candidates);
    let order: Vec<_> = ranking.suspects.iter().map(|suspect| suspect.id.as_str()).collect();
    assert_eq!(order, ["cart", "money", "web"]);
    let details: Vec<_> = ranking.suspects[1].reasons.iter().map(|reason| reason.detail.as_str()).collect();
    assert!(
        details.contains(&"changed lib/money.rs of @cart, who also owns the failing place"),
        "{details:?}"
    );
    assert!(details.contains(&"Ada also made cart, which touches the failing place"), "{details:?}");
    assert!(is_suspect(&ranking, "cart") && !ranking.suspects[1].has_evidence());
}

#[test]
fn nothing_found_says_why() {
    let some = [Candidate::new("a").with_message("Add a logo").with_paths(["logo.svg"])];
    assert_eq!(
        no_suspect(&rank(&Failure::new().with_location("x.rs", None), &[])),
        "there are no candidates"
    );
    assert!(
        no_suspect(&rank(&Failure::new().with_time(1), &some)).starts_with("nothing is known of the failure")
    );
    let bare = [Candidate::new("a"), Candidate::new("b")];
    let failure = Failure::new().with_text("connection refused");
    assert!(
        no_suspect(&rank(&failure, &bare)).starts_with("nothing is known of what the candidates changed")
    );
    assert!(no_suspect(&rank(&failure, &some)).starts_with("no candidate touches"));
}

#[test]
fn weak_evidence_against_newer_changes_is_said() {
    let weights = Weights { newness: 9.0, ..Weights::default() };
    let candidates = [
        Candidate::new("new").with_paths(["lib/money.rs"]),
        Candidate::new("old").with_paths(["web/cart.rs"]),
    ];
    let failure = Failure::new().with_area("web");
    let more: Vec<_> =
        std::iter::repeat_n(candidates[0].clone(), 20).chain([candidates[1].clone()]).collect();
    let reason = rank_with(&failure, &more, &weights).conclusion;
    assert!(
        matches!(&reason, Conclusion::NoSuspect { reason } if reason.contains("old before all")),
        "{reason:?}"
    );
}

#[test]
fn ties_are_explained_and_keep_the_order() {
    let weights = Weights { newness: 0.0, ..Weights::default() };
    let of = |id| Candidate::new(id).with_paths(["src/cart.rs"]);
    let failure = Failure::new().with_location("src/cart.rs", None);
    let ranking = rank_with(&failure, &[of("b"), of("a")], &weights);
    let Conclusion::Tie { ids, reason } = &ranking.conclusion else { panic!("{ranking:?}") };
    assert_eq!(ids, &["b", "a"]);
    assert!(reason.contains("changed-failing-file"), "{reason}");
    assert!(ranking.suspects.iter().all(|suspect| suspect.place == 1));
}

#[test]
fn scores_are_exact_sums_and_survive_json() {
    let set = change("src/cart.rs", 42);
    let candidates: Vec<_> = ["c1", "c2", "c3"]
        .into_iter()
        .map(|id| {
            Candidate::new(id)
                .with_message("Round the totals")
                .with_author("Ada")
                .with_time(5)
                .with_changes(&set)
        })
        .collect();
    let failure =
        Failure::new().with_text("wrong totals in src/cart.rs:40").with_tests(["cart::tests::totals"]);
    let ranking = rank(&failure, &candidates);
    for suspect in &ranking.suspects {
        let backwards: f64 = suspect.reasons.iter().rev().map(|reason| reason.weight).sum();
        assert_eq!(suspect.score, backwards);
        assert_eq!((suspect.author.as_deref(), suspect.time), (Some("Ada"), Some(5)));
    }
    let json = serde_json::to_string(&ranking).unwrap();
    assert_eq!(serde_json::from_str::<Ranking>(&json).unwrap(), ranking);
    assert_eq!(rank(&failure, &candidates), ranking);
}
