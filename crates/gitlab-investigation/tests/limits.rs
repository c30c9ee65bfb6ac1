//! What limits, faults and missing rights leave behind: gaps, and never an absence.

mod support;

use gitlab_api_client::Client;
use gitlab_core::{GitLabReference, Instance};
use gitlab_investigation::{Evidence, EvidenceSource, Investigation, Limits, Progress};
use gitlab_testkit::{DiffLimits, GitLab, TokioClock, max_in_flight};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use support::{client, gitlab, reference, scenario};

async fn limited(gitlab: &GitLab, limits: Limits) -> Evidence {
    Investigation::of(reference("shop/cart!1", gitlab)).limits(limits).run(&client(gitlab)).await
}

fn has_gap(evidence: &Evidence, what: &str) -> bool {
    evidence.gaps.iter().any(|gap| gap.what.contains(what))
}

#[tokio::test]
async fn no_more_requests_are_under_way_than_allowed() {
    let gitlab = GitLab::builder(scenario()).latency(Duration::from_millis(2)).build().unwrap();
    limited(&gitlab, Limits { concurrent: 3, ..Limits::default() }).await;
    assert_eq!(max_in_flight(&gitlab.requests()), 3);
}

#[tokio::test]
async fn the_request_budget_holds_and_what_it_cut_is_said() {
    let gitlab = gitlab();
    let evidence = limited(&gitlab, Limits { requests: 5, ..Limits::default() }).await;
    assert!(gitlab.requests().len() <= 5, "{}", gitlab.requests().len());
    assert_eq!(evidence.cost.requests, 5);
    assert!(evidence.gaps.iter().any(|gap| gap.why.contains("budget")), "{:?}", evidence.gaps);
}

#[tokio::test]
async fn the_deadline_holds_and_what_was_read_is_kept() {
    let gitlab = GitLab::builder(scenario()).latency(Duration::from_millis(200)).build().unwrap();
    let began = Instant::now();
    let evidence =
        limited(&gitlab, Limits { deadline: Duration::from_millis(300), ..Limits::default() }).await;
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    assert!(evidence.merge_request.is_some(), "the first answers came in time");
    assert!(evidence.gaps.iter().any(|gap| gap.why.contains("deadline")), "{:?}", evidence.gaps);
}

#[tokio::test]
async fn a_log_beyond_the_limit_is_cut_and_said_to_be() {
    let gitlab = gitlab();
    let evidence = limited(&gitlab, Limits { log_bytes: 60, ..Limits::default() }).await;
    let (_, job) = evidence.decisive_failures().next().unwrap();
    assert_eq!(job.log.as_ref().unwrap().bytes, 60);
    assert!(has_gap(&evidence, "log of job 9001"), "{:?}", evidence.gaps);
}

#[tokio::test]
async fn counts_of_logs_files_and_steps_downstream_hold() {
    let gitlab = gitlab();
    let evidence =
        limited(&gitlab, Limits { logs: 1, files: 0, downstream_depth: 0, ..Limits::default() }).await;
    let logs =
        evidence.pipelines.iter().flat_map(|pipeline| &pipeline.jobs).filter(|job| job.log.is_some()).count();
    assert_eq!(logs, 1);
    assert!(evidence.files.is_empty());
    for what in ["log of job", "files that failures name", "downstream pipeline 7100"] {
        assert!(has_gap(&evidence, what), "{what}: {:?}", evidence.gaps);
    }
}

#[tokio::test]
async fn a_token_without_rights_leaves_gaps_with_advice_and_no_panic() {
    let gitlab = gitlab();
    let stranger = Client::builder(gitlab.instance())
        .transport(Arc::new(gitlab.clone()))
        .clock(Arc::new(TokioClock::new()))
        .build()
        .unwrap();
    let evidence = Investigation::of(reference("shop/cart!1", &gitlab)).run(&stranger).await;
    assert!(evidence.merge_request.is_none());
    assert!(!evidence.gaps.is_empty());
    assert!(evidence.gaps.iter().all(|gap| gap.advice.as_ref().is_some_and(|advice| !advice.is_empty())));
}

#[tokio::test]
async fn what_a_source_cannot_answer_is_a_gap() {
    /// Knows nothing but which GitLab it would be of.
    #[derive(Debug)]
    struct Nothing(Instance);

    impl EvidenceSource for Nothing {
        fn instance(&self) -> &Instance {
            &self.0
        }

        fn clock(&self) -> Arc<dyn gitlab_core::Clock> {
            Arc::new(TokioClock::new())
        }
    }

    let source = Nothing(Instance::gitlab_com());
    let reference = GitLabReference::parse("shop/cart!1", &[]).unwrap();
    let evidence = Investigation::of(reference).run(&source).await;
    for what in [
        "project shop/cart",
        "merge request !1",
        "commits of",
        "changed files of",
        "pipelines of",
        "deployments",
    ] {
        assert!(has_gap(&evidence, what), "{what}: {:?}", evidence.gaps);
    }
}

#[tokio::test]
async fn progress_tells_of_every_read() {
    let gitlab = gitlab();
    let events = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&events);
    Investigation::of(reference("shop/cart!1", &gitlab))
        .on_progress(move |event| heard.lock().unwrap().push(event))
        .run(&client(&gitlab))
        .await;
    let events = events.lock().unwrap();
    let started = events.iter().filter(|event| matches!(event, Progress::Started { .. })).count();
    let done = events.iter().filter(|event| matches!(event, Progress::Done { .. })).count();
    assert!(started >= 15 && started == done, "{started} started, {done} done");
}

/// That GitLab shows the lines of small files alone.
fn leaves_out() -> DiffLimits {
    DiffLimits::default().patch_bytes(20)
}

fn raw_diffs(gitlab: &GitLab) -> usize {
    gitlab.requests().iter().filter(|request| request.path.ends_with("/raw_diffs")).count()
}

#[tokio::test]
async fn what_gitlab_leaves_out_of_a_merge_request_is_read_from_its_raw_diff() {
    let whole = limited(&gitlab(), Limits::default()).await;
    let gitlab = GitLab::builder(scenario()).diff_limits(leaves_out()).build().unwrap();
    let evidence = limited(&gitlab, Limits::default()).await;
    assert_eq!(evidence.changes.as_ref().unwrap().files, whole.changes.unwrap().files);
    assert!(!has_gap(&evidence, "merge request !1"), "{:?}", evidence.gaps);
    assert_eq!(raw_diffs(&gitlab), 1);
    assert_eq!(evidence.cost.requests, gitlab.requests().len(), "it is counted");
}

#[tokio::test]
async fn what_cannot_be_filled_stays_a_gap() {
    let gitlab = GitLab::builder(scenario()).diff_limits(leaves_out()).build().unwrap();
    let evidence = limited(&gitlab, Limits { diff_bytes: 40, ..Limits::default() }).await;
    let of = |what: &str| evidence.gaps.iter().find(|gap| gap.what == what).map(|gap| gap.why.as_str());
    assert!(
        of("raw diff of merge request !1").unwrap().contains("more than 40 bytes"),
        "{:?}",
        evidence.gaps
    );
    assert!(of("changed files of merge request !1").unwrap().contains("held back"), "{:?}", evidence.gaps);
    // Where everything is shown nothing more is asked.
    let gitlab = self::gitlab();
    limited(&gitlab, Limits::default()).await;
    assert_eq!(raw_diffs(&gitlab), 0);
}
