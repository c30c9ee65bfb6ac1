//! Who last changed the lines that a failing log names, and what follows from it.

mod support;

use gitlab_core::MergeRequestIid;
use gitlab_investigation::{Evidence, Investigation, Limits, RuleAnalyst};
use gitlab_testkit::scenario::Project;
use gitlab_testkit::{Fault, GitLab, RequestRecord, Role, Scenario, Token};
use support::{TOKEN, client, of, reference};

const BLAME: &str = "/projects/*/repository/files/*/blame";

/// The log of a test that fails in `shop/tax.py`, line 2, as it is called by another file and a library.
const LOG: &str = "$ pytest\n\
    Traceback (most recent call last):\n  \
    File \"/builds/shop/cart/tests/test_tax.py\", line 2, in test_tax\n    assert tax(1)\n  \
    File \"/builds/shop/cart/shop/tax.py\", line 2, in tax\n    return total / rate\n  \
    File \"/usr/lib/python3.12/fractions.py\", line 617, in forward\n    return a / b\n\
    ZeroDivisionError: division by zero\n\
    ERROR: Job failed: exit code 1\n";

fn tax(second: &str) -> String {
    format!("def tax(total, rate=0):\n    {second}\n")
}

/// A shop where the second line of `shop/tax.py` was written by `cents`, long before its own pipeline failed at `notes`.
fn scenario(change: impl FnOnce(Project) -> Project) -> Scenario {
    let users = Scenario::new().user("maria").user("olu");
    users.token(Token::personal(TOKEN, "olu").scopes(["read_api"])).project("shop/cart", |project| {
        let project = project
            .member("olu", Role::Reporter)
            .member("maria", Role::Developer)
            .commit("start", |commit| {
                commit
                    .author("olu")
                    .at("-90d")
                    .message("Begin")
                    .file("shop/tax.py", tax("return total"))
                    .file("tests/test_tax.py", "def test_tax():\n    assert tax(1)\n")
            })
            .pipeline("start", |pipeline| {
                pipeline.id(60).created_at("-89d").job("unit", |job| job.id(80).trace("1 passed\n"))
            });
        change(project)
    })
}

fn notes(project: Project) -> Project {
    project
        .commit("notes", |commit| {
            commit.author("olu").at("-1h").message("Tell more of taxes").file("NOTES.md", "taxes\n")
        })
        .pipeline("notes", |pipeline| {
            pipeline.id(70).job("unit", |job| job.id(90).failed("script_failure").trace(LOG))
        })
}

/// The commit that divides was pushed to the main branch, and failed only later.
fn pushed() -> GitLab {
    of(scenario(|project| {
        let project = project.commit("cents", |commit| {
            commit
                .author("maria")
                .at("-3d")
                .message("Divide by the rate\n\nMore")
                .file("shop/tax.py", tax("return total / rate"))
        });
        notes(project)
    }))
}

async fn read_with(gitlab: &GitLab, limits: Limits) -> Evidence {
    let start = format!("{}/shop/cart/-/jobs/90", gitlab.instance());
    Investigation::of(reference(&start, gitlab)).limits(limits).run(&client(gitlab)).await
}

async fn read(gitlab: &GitLab) -> Evidence {
    read_with(gitlab, Limits::default()).await
}

fn asked(gitlab: &GitLab) -> Vec<RequestRecord> {
    gitlab.requests().into_iter().filter(|request| request.path.ends_with("/blame")).collect()
}

fn told(evidence: &Evidence) -> Vec<(String, u32, &str)> {
    evidence.blame.iter().map(|line| (line.path.clone(), line.line, line.title.as_str())).collect()
}

#[tokio::test]
async fn the_lines_of_the_own_frames_are_read_at_the_commit_that_failed() {
    let gitlab = pushed();
    let evidence = read(&gitlab).await;
    assert_eq!(
        told(&evidence),
        [("shop/tax.py".to_owned(), 2, "Divide by the rate"), ("tests/test_tax.py".to_owned(), 2, "Begin")],
        "the innermost frame first, {:?}",
        evidence.gaps
    );
    let (first, failed) = (&evidence.blame[0], gitlab.sha("shop/cart", "notes").unwrap());
    let written = gitlab.sha("shop/cart", "cents").unwrap();
    assert_eq!((&first.sha, &first.commit), (&failed, &written));
    assert_eq!(first.jobs.iter().map(|job| job.get()).collect::<Vec<_>>(), [90]);
    assert!(first.url.as_ref().unwrap().as_str().ends_with(&format!("/shop/cart/-/commit/{written}")));
    let query = asked(&gitlab)[0].query.clone().unwrap();
    assert!(
        query.contains("range%5Bstart%5D=2&range%5Bend%5D=2") && query.contains(failed.as_str()),
        "{query}"
    );
    assert!(evidence.gaps.is_empty(), "{:?}", evidence.gaps);
    let json = evidence.to_json().unwrap();
    assert!(json.contains("\"blame\"") && json.contains("Divide by the rate"));
    let page = evidence.to_markdown(50_000);
    assert!(page.contains("\n## Who last changed the lines that failures name (2)\n"), "{page}");
}

#[tokio::test]
async fn the_commit_that_wrote_the_line_is_a_suspect_for_that_reason() {
    let gitlab = pushed();
    let finding = RuleAnalyst::new().conclude(&read(&gitlab).await);
    let suspect = &finding.suspects[0];
    assert_eq!(suspect.commit.as_deref(), Some(gitlab.sha("shop/cart", "cents").unwrap().as_str()));
    assert_eq!(suspect.reasons[0].kind, "blamed");
    assert_eq!(suspect.reasons[0].detail, "last changed line 2 of shop/tax.py, which failed");
    let told = finding.evidence.iter().find(|item| item.text.contains("last changed by")).unwrap();
    assert!(told.text.starts_with("shop/tax.py:2 was last changed by commit "), "{}", told.text);
    assert!(told.text.contains("\"Divide by the rate\" by"), "{}", told.text);
}

#[tokio::test]
async fn a_commit_of_a_merge_request_that_was_merged_speaks_for_it() {
    let gitlab = of(scenario(|project| {
        let project = project
            .commit("cents", |commit| {
                commit
                    .on("rates")
                    .author("maria")
                    .at("-4d")
                    .message("Divide")
                    .file("shop/tax.py", tax("return total / rate"))
            })
            .commit("more", |commit| commit.on("rates").author("maria").at("-4d").file("MORE.md", "more\n"))
            .commit("merge of rates", |commit| commit.merging("rates").author("olu").at("-3d"))
            .merge_request("Tax by rates", |merge_request| {
                merge_request.from("rates").author("maria").merged("merge of rates").merged_by("olu", "-3d")
            });
        notes(project)
    }));
    let evidence = read(&gitlab).await;
    assert_eq!(evidence.blame[0].merge_request.map(MergeRequestIid::get), Some(1), "{:?}", evidence.gaps);
    let finding = RuleAnalyst::new().conclude(&evidence);
    let suspect = &finding.suspects[0];
    assert_eq!(suspect.merge_request.as_deref(), Some("shop/cart!1"));
    assert!(suspect.reasons.iter().any(|reason| reason.kind == "blamed"), "{:?}", suspect.reasons);
}

#[tokio::test]
async fn what_only_changed_how_the_code_looks_is_not_blamed() {
    let gitlab = pushed();
    let sha = gitlab.sha("shop/cart", "cents").unwrap();
    let file = format!(
        r##"{{"file_name":"x","file_path":".git-blame-ignore-revs","size":60,"encoding":"text","content":"{sha}\n","ref":"main"}}"##
    );
    let answer = Fault::status(200).header("content-type", "application/json").body(file);
    gitlab.inject(answer.on("GET", "/projects/*/repository/files/.git-blame-ignore-revs").always());
    let evidence = read(&gitlab).await;
    assert!(evidence.blame[0].ignored);
    let finding = RuleAnalyst::new().conclude(&evidence);
    assert!(
        finding.suspects.iter().flat_map(|suspect| &suspect.reasons).all(|reason| reason.kind != "blamed")
    );
    assert!(
        !finding.evidence.iter().any(|item| item.text.starts_with("shop/tax.py:2 was")),
        "{:?}",
        finding.evidence
    );
}

#[tokio::test]
async fn what_was_written_long_ago_is_told_and_is_no_suspect() {
    let gitlab = of(scenario(notes));
    let evidence = read(&gitlab).await;
    assert_eq!(evidence.blame[0].title, "Begin");
    let finding = RuleAnalyst::new().conclude(&evidence);
    let start = gitlab.sha("shop/cart", "start").unwrap();
    assert!(finding.suspects.iter().all(|suspect| suspect.commit.as_deref() != Some(start.as_str())));
    assert!(finding.evidence.iter().any(|item| item.text.contains("last changed by commit")));
}

#[tokio::test]
async fn no_more_lines_are_read_than_allowed_and_what_fails_is_a_gap() {
    let gitlab = pushed();
    let evidence = read_with(&gitlab, Limits { blamed_lines: 1, ..Limits::default() }).await;
    assert_eq!((evidence.blame.len(), asked(&gitlab).len()), (1, 1));
    assert_eq!(evidence.blame[0].path, "shop/tax.py");

    let gitlab = pushed();
    assert!(read_with(&gitlab, Limits { blamed_lines: 0, ..Limits::default() }).await.blame.is_empty());
    assert_eq!(asked(&gitlab).len(), 0);

    let gitlab = pushed();
    gitlab.inject(Fault::status(403).on("GET", BLAME).always());
    let evidence = read(&gitlab).await;
    assert!(evidence.blame.is_empty());
    assert!(evidence.gaps.iter().any(|gap| gap.what.starts_with("blame of line 2 of shop/tax.py")));
    assert!(evidence.decisive_failures().next().unwrap().1.log.is_some());
}

#[tokio::test]
async fn a_line_of_a_file_that_the_repository_does_not_have_is_no_gap() {
    let gitlab = of(scenario(|project| {
        project.commit("next", |commit| commit.author("olu").at("-1h").file("NOTES.md", "taxes\n")).pipeline(
            "next",
            |pipeline| {
                let trace = "generated/tax.c:3:1: error: no\nERROR: Job failed: exit code 1\n";
                pipeline.id(70).job("unit", |job| job.id(90).failed("script_failure").trace(trace))
            },
        )
    }));
    let evidence = read(&gitlab).await;
    assert_eq!(asked(&gitlab).len(), 1);
    assert!(evidence.blame.is_empty() && evidence.gaps.is_empty(), "{:?}", evidence.gaps);
}
