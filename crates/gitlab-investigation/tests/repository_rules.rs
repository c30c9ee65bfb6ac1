//! What a repository says about its own code, `CODEOWNERS` and `.git-blame-ignore-revs`, and the shas of merged changes.

mod support;

use code_correlation::owners::CodeOwners;
use code_correlation::suspect::IgnoredRevisions;
use gitlab_core::types::DeploymentStatus;
use gitlab_investigation::{Evidence, Investigation, Progress, RuleAnalyst};
use gitlab_testkit::{Fault, GitLab, Role, Scenario, Token};
use std::sync::{Arc, Mutex};
use support::{LEAKED, TOKEN, client, environment_of, investigate, of, project, reference, test_log};

const OWNERS: &str = "* @olu\n\n[Prices] @maria\n/src/ @maria prices@example.com\n";
const FILES: &str = "/projects/*/repository/files/";

/// A shop whose main branch holds these files, whose merge request !1 broke a test, and where !2 was squashed before.
fn scenario(files: &[(&str, &str)], message: &str) -> Scenario {
    let prices = |cents: u32| format!("pub fn price() -> u32 {{\n    {cents}\n}}\n");
    Scenario::new()
        .user("maria")
        .user("olu")
        .token(Token::personal(TOKEN, "olu").scopes(["read_api"]))
        .project("shop/cart", |project| {
            project
                .member("olu", Role::Reporter)
                .member("maria", Role::Developer)
                .commit("start", |commit| {
                    let commit = commit
                        .author("olu")
                        .at("-9d")
                        .file("src/discount.rs", prices(1))
                        .file("src/tax.rs", prices(1));
                    files.iter().fold(commit, |commit, (path, text)| commit.file(*path, *text))
                })
                .commit("tax", |commit| {
                    commit.on("taxes").author("maria").at("-3d").file("src/tax.rs", prices(2))
                })
                .commit("squashed", |commit| commit.author("maria").at("-2d").file("src/tax.rs", prices(2)))
                .commit("cents", |commit| {
                    commit
                        .on("discounts")
                        .author("maria")
                        .at("-5h")
                        .message(message)
                        .file("src/discount.rs", prices(3))
                })
                .merge_request("Compute discounts in cents", |merge_request| {
                    merge_request.from("discounts").author("maria")
                })
                .merge_request("Take a tenth_off of the cart", |merge_request| {
                    merge_request.from("taxes").author("maria").squashed("squashed").merged_by("olu", "-2d")
                })
                .pipeline("start", |pipeline| {
                    pipeline.id(6001).created_at("-6d").job("unit", |job| job.id(8001).trace("ok\n"))
                })
                .pipeline("cents", |pipeline| {
                    pipeline
                        .id(7001)
                        .merge_request(1)
                        .job("unit", |job| job.id(9001).failed("script_failure").trace(test_log()))
                })
        })
}

fn shop(files: &[(&str, &str)]) -> GitLab {
    of(scenario(files, "Compute discounts in cents"))
}

async fn read(gitlab: &GitLab) -> Evidence {
    investigate("shop/cart!1", gitlab).await
}

/// The reasons that are given for the change with this title: kind and text.
fn reasons(evidence: &Evidence, title: &str) -> Vec<(String, String)> {
    let suspects = RuleAnalyst::new().conclude(evidence).suspects;
    let of_title = suspects.into_iter().filter(|suspect| suspect.title == title);
    of_title.flat_map(|suspect| suspect.reasons).map(|reason| (reason.kind, reason.detail)).collect()
}

/// The text of the reason of this kind. Fails when there are no reasons at all for the change.
fn reason(evidence: &Evidence, title: &str, kind: &str) -> Option<String> {
    let reasons = reasons(evidence, title);
    assert!(!reasons.is_empty(), "{title} is among the suspects");
    reasons.into_iter().find(|(known, _)| known == kind).map(|(_, detail)| detail)
}

#[tokio::test]
async fn the_owners_of_a_change_are_read_from_each_place() {
    for place in CodeOwners::PLACES {
        let evidence = read(&shop(&[(place, OWNERS)])).await;
        let owners = evidence.code_owners.as_ref().unwrap_or_else(|| panic!("{place}: {:?}", evidence.gaps));
        assert_eq!((owners.path.as_str(), owners.ref_name.as_str()), (place, "main"));
        let told: Vec<_> = owners
            .owned
            .iter()
            .map(|owned| {
                let names: Vec<_> = owned.owners.iter().map(ToString::to_string).collect();
                (owned.section.as_deref(), names.join(" "), owned.paths.join(" "))
            })
            .collect();
        let (olu, maria) = ("@olu".to_owned(), "@maria prices@example.com".to_owned());
        let path = || "src/discount.rs".to_owned();
        assert_eq!(told, [(None, olu, path()), (Some("Prices"), maria, path())], "{place}");
        assert!(evidence.gaps.is_empty(), "{place}: {:?}", evidence.gaps);
    }
}

#[tokio::test]
async fn of_several_files_the_one_counts_that_gitlab_follows() {
    let files = CodeOwners::PLACES.map(|place| (place, format!("* @of-{}\n", place.len())));
    let files: Vec<_> = files.iter().map(|(place, text)| (*place, text.as_str())).collect();
    let evidence = read(&shop(&files)).await;
    let owners = evidence.code_owners.unwrap();
    assert_eq!(owners.path, "CODEOWNERS");
    assert_eq!(owners.owned[0].owners[0].to_string(), "@of-10");
}

#[tokio::test]
async fn a_repository_without_such_files_misses_nothing() {
    let gitlab = shop(&[]);
    let events = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&events);
    let evidence = Investigation::of(reference("shop/cart!1", &gitlab))
        .on_progress(move |event| heard.lock().unwrap().push(event))
        .run(&client(&gitlab))
        .await;
    assert!(evidence.code_owners.is_none() && evidence.ignored_revisions.is_none());
    assert!(evidence.gaps.is_empty(), "{:?}", evidence.gaps);
    let events = events.lock().unwrap();
    let failed = events.iter().filter(|event| matches!(event, Progress::Failed { .. })).count();
    assert_eq!(failed, 0, "{events:?}");
    assert!(!evidence.to_markdown(100_000).contains("Code owners"));
}

#[tokio::test]
async fn what_may_not_be_read_is_one_gap_and_no_later_place_stands_for_it() {
    let gitlab = shop(&[("docs/CODEOWNERS", OWNERS), (".git-blame-ignore-revs", "")]);
    gitlab.inject(Fault::status(403).on("GET", &format!("{FILES}CODEOWNERS")).always());
    let evidence = read(&gitlab).await;
    assert!(evidence.code_owners.is_none());
    assert!(evidence.ignored_revisions.as_ref().is_some_and(IgnoredRevisions::is_empty));
    let gaps: Vec<_> = evidence.gaps.iter().map(|gap| gap.what.as_str()).collect();
    assert_eq!(gaps, ["file CODEOWNERS of main"]);

    // GitLab does not look behind the place that counts.
    let gitlab = shop(&[("CODEOWNERS", OWNERS)]);
    gitlab.inject(Fault::status(403).on("GET", &format!("{FILES}.gitlab%2FCODEOWNERS")).always());
    let evidence = read(&gitlab).await;
    assert!(evidence.code_owners.is_some());
    assert!(evidence.gaps.is_empty(), "{:?}", evidence.gaps);
}

#[tokio::test]
async fn the_files_are_read_once_and_counted() {
    let gitlab = shop(&[("CODEOWNERS", OWNERS)]);
    let evidence = read(&gitlab).await;
    let requests = gitlab.requests();
    assert_eq!(evidence.cost.requests, requests.len());
    let asked = |part: &str| requests.iter().filter(|request| request.path.contains(part)).count();
    assert_eq!((asked("CODEOWNERS"), asked("git-blame-ignore-revs")), (3, 1));
}

#[tokio::test]
async fn an_owner_of_the_failing_place_is_a_reason() {
    let with = read(&shop(&[("CODEOWNERS", OWNERS)])).await;
    let detail = reason(&with, "Take a tenth_off of the cart", "same-owner").unwrap();
    assert!(detail.starts_with("changed src/tax.rs of @"), "{detail}");
    let without = read(&shop(&[])).await;
    assert_eq!(reason(&without, "Take a tenth_off of the cart", "same-owner"), None);
}

#[tokio::test]
async fn a_commit_that_only_formats_is_said_to() {
    let gitlab = shop(&[]);
    let sha = gitlab.sha("shop/cart", "cents").unwrap();
    // A file of the scenario could not hold the sha of a commit that comes after it.
    let file = format!(
        r##"{{"file_name":".git-blame-ignore-revs","file_path":".git-blame-ignore-revs","size":60,"encoding":"text","content":"# Format\n{sha}\n","ref":"main"}}"##
    );
    let answer = Fault::status(200).header("content-type", "application/json").body(file);
    gitlab.inject(answer.on("GET", &format!("{FILES}.git-blame-ignore-revs")).always());
    let evidence = read(&gitlab).await;
    assert!(evidence.ignored_revisions.as_ref().is_some_and(|listed| listed.contains(sha.as_str())));
    assert!(evidence.to_json().unwrap().contains(&format!("\"{sha}\"")));
    assert!(reason(&evidence, "Compute discounts in cents", "ignored-revision").is_some());
    let page = evidence.to_markdown(100_000);
    assert!(page.contains(", listed in .git-blame-ignore-revs, 1 files"), "{page}");
}

#[tokio::test]
async fn a_revert_names_a_squashed_change_by_its_own_commit() {
    let gitlab = shop(&[]);
    let (head, squashed) =
        (gitlab.sha("shop/cart", "tax").unwrap(), gitlab.sha("shop/cart", "squashed").unwrap());
    let gitlab = of(scenario(&[], &format!("Take taxes back\n\nThis reverts commit {head}.")));
    let evidence = read(&gitlab).await;
    let change = &evidence.recent_changes[0];
    assert_eq!((change.sha.as_ref(), change.other_shas.as_slice()), (Some(&squashed), &[head][..]));
    assert_eq!(reasons(&evidence, "Take a tenth_off of the cart"), [], "what was taken back did nothing");
    let detail = reason(&evidence, "Take taxes back", "revert");
    assert!(detail.is_some(), "what takes it back may have");
}

#[tokio::test]
async fn the_page_shows_the_owners_within_a_frame() {
    let page = read(&shop(&[("CODEOWNERS", OWNERS)])).await.to_markdown(100_000);
    let part = page.split("\n## Code owners of the changed files (2 rules)").nth(1).unwrap();
    let text = part.split("\n## ").next().unwrap();
    assert!(text.contains("- @olu: src/discount.rs\n"), "{text}");
    assert!(text.contains("- @maria, prices@example.com: src/discount.rs, section Prices\n"), "{text}");
}

#[tokio::test]
async fn case_122_secrets_in_the_owners_file_are_masked() {
    let file = format!("* @olu\n/src/ @maria # {LEAKED}\n/{LEAKED}/ @olu\n");
    let evidence = read(&shop(&[("CODEOWNERS", &file)])).await;
    let owners = evidence.code_owners.as_ref().unwrap();
    assert_eq!(owners.owned[0].pattern, "/src/");
    for seen in [evidence.to_json().unwrap(), format!("{evidence:?}"), evidence.to_markdown(1_000_000)] {
        assert!(!seen.contains(LEAKED));
    }
}

/// Owners and ignored revisions on two branches, of which the topic ignores one more, and what failed and was deployed there
/// without a merge request: by a job, and by a program of its own.
fn without_merge_request() -> GitLab {
    let ignored = format!("{}\n", "ab".repeat(20));
    let ignored_by_topic = format!("{ignored}{}\n", "cd".repeat(20));
    let scenario = Scenario::new()
        .user("olu")
        .token(Token::personal(TOKEN, "olu").scopes(["read_api"]))
        .project("shop/cart", |project| {
            project
                .member("olu", Role::Reporter)
                .commit("start", |commit| {
                    commit
                        .author("olu")
                        .at("-9d")
                        .file("src/discount.rs", "fn a() {}\n")
                        .file("CODEOWNERS", "* @of-main\n")
                        .file(".git-blame-ignore-revs", &*ignored)
                })
                .commit("topic", |commit| {
                    commit
                        .on("topic")
                        .author("olu")
                        .at("-2d")
                        .file("src/discount.rs", "fn b() {}\n")
                        .file("CODEOWNERS", "* @of-topic\n")
                        .file(".git-blame-ignore-revs", &*ignored_by_topic)
                })
                .pipeline("start", |pipeline| {
                    pipeline
                        .id(7000)
                        .created_at("-8d")
                        .job("unit", |job| job.id(9000).trace("ok\n"))
                        .job("deploy", |job| job.id(9010).trace("ok\n"))
                })
                .pipeline("topic", |pipeline| {
                    pipeline
                        .id(7001)
                        .on("topic")
                        .job("unit", |job| job.id(9001).failed("script_failure").trace(test_log()))
                        .job("deploy", |job| job.id(9011).failed("script_failure").trace("error: no\n"))
                })
                .deployment("staging", "topic", |deployment| {
                    deployment.id(1).created_at("-36h").finished_at("-36h")
                })
                .deployment("production", "topic", |deployment| {
                    deployment
                        .id(2)
                        .on("topic")
                        .job("deploy")
                        .status(DeploymentStatus::Failed)
                        .finished_at("-1d")
                })
        });
    of(scenario)
}

#[tokio::test]
async fn without_a_merge_request_the_ref_of_the_incident_tells_and_else_the_default_branch() {
    let gitlab = without_merge_request();
    let (base, sha) = (format!("{}/shop/cart", gitlab.instance()), gitlab.sha("shop/cart", "topic").unwrap());
    let environment = environment_of(&project(), &gitlab).await;
    for (start, ref_name, owner) in [
        (format!("{base}/-/pipelines/7001"), "topic", "@of-topic"),
        (format!("{base}/-/jobs/9001"), "topic", "@of-topic"),
        (format!("{base}/-/tree/topic"), sha.as_str(), "@of-topic"),
        (format!("{base}/-/commit/{sha}"), sha.as_str(), "@of-topic"),
        (format!("{base}/-/compare/main...topic"), "topic", "@of-topic"),
        (format!("{base}/-/environments/{environment}"), "topic", "@of-topic"),
        (format!("{base}/-/deployments/2"), "topic", "@of-topic"),
        (format!("{base}/-/deployments/1"), sha.as_str(), "@of-topic"),
    ] {
        let evidence = investigate(&start, &gitlab).await;
        assert!(evidence.merge_request.is_none(), "{start}");
        let owners = evidence.code_owners.as_ref().unwrap_or_else(|| panic!("{start}: {:?}", evidence.gaps));
        assert_eq!(owners.ref_name, ref_name, "{start}");
        assert_eq!(owners.owned[0].owners[0].to_string(), owner, "{start}");
        let paths = &owners.owned[0].paths;
        assert!(paths.iter().any(|path| path == "CODEOWNERS"), "{start}: {paths:?}");
        assert_eq!(evidence.ignored_revisions.as_ref().map(IgnoredRevisions::len), Some(2), "{start}");
    }
    let evidence = investigate(&base, &gitlab).await;
    assert_eq!(evidence.code_owners.as_ref().unwrap().ref_name, "main");
    assert_eq!(evidence.ignored_revisions.as_ref().map(IgnoredRevisions::len), Some(1));
}

/// The finding about a pipeline that failed when !1 had been merged and, by this change, taken back.
async fn after_a_revert(title: &str, description: &str, message: &str) -> rca_note::Finding {
    let prices = |cents: u32| format!("pub fn price() -> u32 {{\n    {cents}\n}}\n");
    let scenario = Scenario::new()
        .user("maria")
        .user("olu")
        .token(Token::personal(TOKEN, "olu").scopes(["read_api"]))
        .project("shop/cart", |project| {
            project
                .member("olu", Role::Reporter)
                .commit("start", |commit| commit.author("olu").at("-9d").file("src/discount.rs", prices(1)))
                .commit("cents", |commit| {
                    commit.on("cents").author("maria").at("-4d").file("src/discount.rs", prices(2))
                })
                .commit("merge of cents", |commit| commit.merging("cents").author("maria").at("-3d"))
                .merge_request("Compute discounts in cents", |merge_request| {
                    merge_request
                        .from("cents")
                        .author("maria")
                        .merged("merge of cents")
                        .merged_by("olu", "-3d")
                })
                .commit("back", |commit| {
                    commit
                        .on("back")
                        .author("olu")
                        .at("-2d")
                        .message(message)
                        .file("src/discount.rs", prices(1))
                })
                .commit("merge of back", |commit| commit.merging("back").author("olu").at("-2d"))
                .merge_request(title, |merge_request| {
                    merge_request
                        .from("back")
                        .author("olu")
                        .description(description)
                        .merged("merge of back")
                        .merged_by("olu", "-2d")
                })
                .commit("next", |commit| commit.author("olu").at("-1d").file("NOTES.md", "x\n"))
                .pipeline("next", |pipeline| {
                    pipeline
                        .id(7001)
                        .job("unit", |job| job.id(9001).failed("script_failure").trace(test_log()))
                })
        });
    let gitlab = of(scenario);
    let evidence = investigate(&format!("{}/shop/cart/-/pipelines/7001", gitlab.instance()), &gitlab).await;
    RuleAnalyst::new().conclude(&evidence)
}

#[tokio::test]
async fn a_merge_request_that_was_reverted_before_is_no_suspect_and_the_revert_may_be() {
    let reverted = "Revert \"Compute discounts in cents\"";
    for (title, description) in [
        (reverted, "This reverts merge request !1"),
        ("Take cents back", "This reverts merge request shop/cart!1"),
        (reverted, ""),
    ] {
        let finding = after_a_revert(title, description, "Back").await;
        let titles: Vec<_> = finding.suspects.iter().map(|suspect| suspect.title.as_str()).collect();
        assert!(!titles.contains(&"Compute discounts in cents"), "{title}: {titles:?}");
        let revert = finding.suspects.iter().find(|suspect| suspect.title == title);
        let reasons = &revert.unwrap_or_else(|| panic!("{title}: {titles:?}")).reasons;
        assert!(reasons.iter().any(|reason| reason.kind == "revert"), "{reasons:?}");
    }
    let finding = after_a_revert("Other cents", "This reverts merge request !7", "Back").await;
    assert!(finding.suspects.iter().any(|suspect| suspect.title == "Compute discounts in cents"));
}
