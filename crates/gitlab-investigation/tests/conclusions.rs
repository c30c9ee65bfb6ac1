//! What the rule analyst concludes.

mod support;

use gitlab_investigation::{Analyst, Incident, Investigation, RuleAnalyst};
use gitlab_testkit::{GitLab, Role, Scenario, Token};
use rca_note::{FindingStatus, NextStepKind, Severity};
use support::{TOKEN, client, gitlab, investigate, reference};

#[tokio::test]
async fn the_finding_names_test_place_job_commit_and_merge_request() {
    let gitlab = gitlab();
    let evidence = investigate("shop/cart!1", &gitlab).await;
    let finding = RuleAnalyst::new().analyse(&evidence).await.unwrap();

    assert_eq!(finding.title, "cart::tenth_off fails in unit");
    assert!(finding.summary.contains("src/discount.rs:2"), "{}", finding.summary);
    assert_eq!(finding.status, FindingStatus::Identified);
    let suspect = &finding.suspects[0];
    let guilty = gitlab.sha("shop/cart", "guilty").unwrap();
    assert_eq!(suspect.commit.as_deref(), Some(guilty.as_str()));
    assert_eq!(suspect.merge_request.as_deref(), Some("shop/cart!1"));
    let sum: f64 = suspect.reasons.iter().map(|reason| reason.weight).sum();
    assert!((sum - suspect.score.unwrap()).abs() < 1e-9, "the reasons add up to the score");
    assert!(suspect.reasons.iter().any(|reason| reason.kind == "changed-failing-line"));
    assert_eq!(finding.services[0].name, "shop/cart");
    assert!(finding.services.iter().any(|service| service.name == "shop/contract"));
    assert!(finding.next_steps.iter().any(|step| step.kind == NextStepKind::Fix));
    assert!(finding.confidence.unwrap().value() > 0.6);
}

#[tokio::test]
async fn the_same_evidence_gives_the_same_finding() {
    let gitlab = gitlab();
    let first = RuleAnalyst::new().conclude(&investigate("shop/cart!1", &gitlab).await);
    let second = RuleAnalyst::new().conclude(&investigate("shop/cart!1", &gitlab).await);
    assert_eq!(first, second);
}

#[tokio::test]
async fn nothing_found_says_where_it_looked_and_what_was_missing() {
    let scenario = Scenario::new()
        .user("olu")
        .token(Token::personal(TOKEN, "olu").scopes(["read_api"]))
        .project("shop/quiet", |project| {
            project
                .member("olu", Role::Reporter)
                .commit("start", |commit| commit.author("olu").file("a", "a\n"))
        });
    let gitlab = GitLab::new(scenario).unwrap();
    let evidence = Investigation::of(reference(&format!("{}/shop/quiet", gitlab.instance()), &gitlab))
        .incident(Incident::new("Error rate above 5 %").with_severity(Severity::Critical))
        .run(&client(&gitlab))
        .await;
    let finding = RuleAnalyst::new().conclude(&evidence);
    assert_eq!(finding.title, "No failure in GitLab explains: Error rate above 5 %");
    assert!(finding.summary.contains("0 of 0 pipelines"), "{}", finding.summary);
    assert_eq!(finding.status, FindingStatus::Investigating);
    assert_eq!(finding.severity, Severity::Critical);
    assert!(!finding.next_steps.is_empty());
    assert!(finding.confidence.unwrap().value() < 0.3);
}

#[tokio::test]
async fn a_failure_that_a_newer_run_made_good_is_said_to_be_over() {
    let scenario = support::scenario().project("shop/healed", |project| {
        project
            .member("olu", Role::Reporter)
            .commit("start", |commit| commit.author("olu").at("-9d").file("a", "a\n"))
            .commit("broken", |commit| commit.author("maria").at("-2d").file("a", "b\n"))
            .commit("mended", |commit| commit.author("maria").at("-1d").file("a", "c\n"))
            .pipeline("broken", |pipeline| {
                pipeline.id(7501).on("main").job("unit", |job| {
                    job.id(9501)
                        .failed("script_failure")
                        .trace("a:1:1: error: b is no good\nERROR: Job failed: exit code 1\n")
                })
            })
            .pipeline("mended", |pipeline| pipeline.id(7502).on("main").job("unit", |job| job.id(9502)))
    });
    let gitlab = GitLab::new(scenario).unwrap();
    let evidence = investigate(&format!("{}/shop/healed", gitlab.instance()), &gitlab).await;
    let finding = RuleAnalyst::new().conclude(&evidence);
    assert!(finding.summary.contains("A newer run has passed since."), "{}", finding.summary);
}
