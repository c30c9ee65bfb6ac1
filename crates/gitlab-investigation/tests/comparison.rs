//! What a failed log is compared with, what that costs, and what is said where nothing can be compared.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod support;

use gitlab_core::JobId;
use gitlab_core::types::CiStatus;
use gitlab_investigation::{Evidence, Gap, Investigation, JobEvidence, Limits, RuleAnalyst};
use gitlab_testkit::scenario::{Job, Project};
use gitlab_testkit::{Fault, GitLab, RequestRecord, Role, Scenario, Token};
use std::time::Duration;
use support::{TOKEN, client, reference};

const NOISE: &str = "$ make\nERROR: no licence server, going on\n";
const FAILURE: &str = "ERROR: no symbol a\nERROR: Job failed: exit code 1\n";

fn passed(job: Job, id: u64) -> Job {
    job.id(id).trace(format!("{NOISE}Job succeeded\n"))
}

fn failed(job: Job, id: u64) -> Job {
    job.id(id).failed("script_failure").trace(format!("{NOISE}{FAILURE}"))
}

/// A shop with these pipelines on its two commits.
fn shop(pipelines: impl FnOnce(Project) -> Project) -> Scenario {
    let user = Scenario::new().user("olu").token(Token::personal(TOKEN, "olu").scopes(["read_api"]));
    user.project("shop/cart", |project| {
        let project = project
            .member("olu", Role::Reporter)
            .commit("start", |commit| commit.author("olu").at("-9d").file("a.c", "int a;\n"))
            .commit("next", |commit| commit.author("olu").at("-2d").file("a.c", "int b;\n"));
        pipelines(project)
    })
}

/// The job `unit` passed in pipeline 70 as job 90, and failed in pipeline 71 as job 91.
fn usual() -> Scenario {
    shop(|project| {
        project
            .pipeline("start", |pipeline| pipeline.id(70).job("unit", |job| passed(job, 90)))
            .pipeline("next", |pipeline| pipeline.id(71).job("unit", |job| failed(job, 91)))
    })
}

async fn read_with(gitlab: &GitLab, limits: Limits) -> Evidence {
    let start = format!("{}/shop/cart/-/pipelines/71", gitlab.instance());
    Investigation::of(reference(&start, gitlab)).limits(limits).run(&client(gitlab)).await
}

async fn read(gitlab: &GitLab) -> Evidence {
    read_with(gitlab, Limits::default()).await
}

fn of(scenario: Scenario) -> GitLab {
    GitLab::new(scenario).unwrap()
}

fn job(evidence: &Evidence, id: u64) -> &JobEvidence {
    let mut jobs = evidence.pipelines.iter().flat_map(|pipeline| &pipeline.jobs);
    jobs.find(|job| job.id.get() == id).unwrap()
}

fn compared_with(evidence: &Evidence, id: u64) -> Option<u64> {
    job(evidence, id).compared_with.map(JobId::get)
}

fn messages(evidence: &Evidence, id: u64) -> Vec<&str> {
    job(evidence, id)
        .log
        .iter()
        .flat_map(|log| &log.failures)
        .map(|failure| failure.message.as_str())
        .collect()
}

/// The one gap of these evidence, which says what to do.
fn gap(evidence: &Evidence) -> &Gap {
    assert_eq!(evidence.gaps.len(), 1, "{:?}", evidence.gaps);
    assert!(evidence.gaps[0].advice.as_ref().is_some_and(|advice| !advice.is_empty()));
    &evidence.gaps[0]
}

fn traces(gitlab: &GitLab) -> Vec<RequestRecord> {
    gitlab.requests().into_iter().filter(|request| request.path.ends_with("/trace")).collect()
}

#[tokio::test]
async fn both_logs_are_under_way_at_once_and_the_finding_says_what_is_new() {
    let gitlab = GitLab::builder(usual()).latency(Duration::from_millis(30)).build().unwrap();
    let evidence = read(&gitlab).await;
    assert_eq!(compared_with(&evidence, 91), Some(90));
    assert_eq!(messages(&evidence, 91), ["no symbol a"]);
    assert!(evidence.gaps.is_empty(), "{:?}", evidence.gaps);
    let both = traces(&gitlab);
    assert_eq!((both.len(), gitlab_testkit::max_in_flight(&both)), (2, 2), "{both:?}");
    let finding = RuleAnalyst::new().conclude(&evidence);
    let told = &finding.evidence[0].text;
    assert!(told.ends_with("not printed by its last successful run (job 90)"), "{told}");
    assert!(evidence.to_markdown(50_000).contains("job 90, its last successful run"));
}

#[tokio::test]
async fn one_request_at_a_time_is_enough() {
    let gitlab = of(usual());
    let limits = Limits { concurrent: 1, deadline: Duration::from_secs(20), ..Limits::default() };
    let evidence = read_with(&gitlab, limits).await;
    assert_eq!(compared_with(&evidence, 91), Some(90));
    assert!(evidence.gaps.is_empty(), "{:?}", evidence.gaps);
    assert_eq!(gitlab_testkit::max_in_flight(&gitlab.requests()), 1);
}

/// `unit` passed as job 90, and then failed in these pipelines: in each as a job by 20 higher, and before that, if it was
/// tried twice, as one by 10 higher.
fn failing_since(pipelines: &'static [(u64, bool)]) -> Scenario {
    shop(|project| {
        let project = project
            .pipeline("start", |pipeline| pipeline.id(70).on("main").job("unit", |job| passed(job, 90)));
        pipelines.iter().fold(project, |project, &(id, retried)| {
            project.pipeline("next", |pipeline| {
                let pipeline = pipeline.id(id).on("main");
                let pipeline = if retried {
                    pipeline.job("unit", |job| failed(job, id + 10).retried(true))
                } else {
                    pipeline
                };
                pipeline.job("unit", |job| failed(job, id + 20))
            })
        })
    })
}

/// All that failed in the shop.
async fn read_all(gitlab: &GitLab, limits: Limits) -> Evidence {
    let start = format!("{}/shop/cart", gitlab.instance());
    Investigation::of(reference(&start, gitlab)).limits(limits).run(&client(gitlab)).await
}

fn traces_of(gitlab: &GitLab, job: u64) -> usize {
    traces(gitlab).iter().filter(|request| request.path.ends_with(&format!("/jobs/{job}/trace"))).count()
}

#[tokio::test]
async fn all_failed_runs_that_are_compared_with_one_log_share_one_reading() {
    let gitlab = of(failing_since(&[(81, false), (82, true), (83, false)]));
    let evidence = read_all(&gitlab, Limits { passing_logs: 1, ..Limits::default() }).await;
    for id in [101, 92, 102, 103] {
        assert_eq!(compared_with(&evidence, id), Some(90), "{id}: {:?}", evidence.gaps);
        assert_eq!(messages(&evidence, id), ["no symbol a"], "{id}");
    }
    assert!(evidence.gaps.is_empty(), "it is one log: {:?}", evidence.gaps);
    assert_eq!((traces_of(&gitlab, 90), traces(&gitlab).len()), (1, 5));
    assert_eq!(evidence.cost.requests, gitlab.requests().len());
    let passed = format!("{NOISE}Job succeeded\n").len() as u64;
    let failed = format!("{NOISE}{FAILURE}").len() as u64;
    assert_eq!(evidence.cost.log_bytes, passed + 4 * failed);
}

#[tokio::test]
async fn one_reading_is_shared_by_one_request_at_a_time() {
    let gitlab = of(failing_since(&[(81, true), (82, false)]));
    let limits = Limits { concurrent: 1, deadline: Duration::from_secs(20), ..Limits::default() };
    let evidence = read_all(&gitlab, limits).await;
    assert!(evidence.gaps.is_empty(), "{:?}", evidence.gaps);
    assert_eq!([91, 101, 102].map(|id| compared_with(&evidence, id)), [Some(90); 3]);
    assert_eq!((traces_of(&gitlab, 90), gitlab_testkit::max_in_flight(&gitlab.requests())), (1, 1));
}

#[tokio::test]
async fn what_is_missing_of_a_shared_log_is_asked_for_once_and_said_of_each() {
    let why = |evidence: &Evidence| {
        let gaps = evidence.gaps.iter().map(|gap| (gap.what.clone(), gap.why.clone()));
        let (what, why): (Vec<_>, Vec<_>) = gaps.unzip();
        let of = |id: u64| format!("comparison of job {id} (unit) with a successful run");
        assert_eq!(what, [101, 102].map(of));
        assert!(messages(evidence, 101).contains(&"no symbol a") && messages(evidence, 102).len() > 1);
        why[1].clone()
    };
    let gitlab = of(failing_since(&[(81, false), (82, false)]));
    gitlab.inject(Fault::status(403).on("GET", "/projects/*/jobs/90/trace").always());
    assert!(why(&read_all(&gitlab, Limits::default()).await).contains("403"));
    assert_eq!(traces_of(&gitlab, 90), 1);

    let gitlab = of(failing_since(&[(81, false), (82, false)]));
    gitlab.inject(Fault::slow(Duration::from_secs(30)).on("GET", "/projects/*/jobs/90/trace").always());
    let limits = Limits { passing_log_wait: Duration::from_millis(200), ..Limits::default() };
    let evidence = tokio::time::timeout(Duration::from_secs(10), read_all(&gitlab, limits)).await.unwrap();
    assert!(why(&evidence).contains("in time"));
    assert_eq!(traces_of(&gitlab, 90), 1, "who waited with the first does not ask again");
}

#[tokio::test]
async fn a_shared_log_outlives_the_failed_one_that_it_was_asked_for() {
    let gitlab = of(failing_since(&[(81, false), (82, false)]));
    gitlab.inject(Fault::slow(Duration::from_millis(300)).on("GET", "/projects/*/jobs/90/trace").always());
    gitlab.inject(Fault::status(403).on("GET", "/projects/*/jobs/101/trace").always());
    let evidence = read_all(&gitlab, Limits::default()).await;
    assert_eq!(gap(&evidence).what, "log of job 101 (unit)");
    assert_eq!(compared_with(&evidence, 102), Some(90));
}

#[tokio::test]
async fn the_last_success_of_the_same_branch_counts_before_a_newer_one() {
    let gitlab = of(shop(|project| {
        project
            .pipeline("start", |pipeline| pipeline.id(68).on("main").job("unit", |job| passed(job, 88)))
            .pipeline("start", |pipeline| pipeline.id(69).on("other").job("unit", |job| passed(job, 89)))
            .pipeline("next", |pipeline| pipeline.id(71).on("main").job("unit", |job| failed(job, 91)))
            .pipeline("next", |pipeline| pipeline.id(72).on("main").job("unit", |job| passed(job, 92)))
    }));
    let evidence = read(&gitlab).await;
    assert_eq!(compared_with(&evidence, 91), Some(88), "what came later tells nothing of what was before");
}

#[tokio::test]
async fn a_downstream_pipeline_is_compared_with_what_the_same_trigger_started_before() {
    let child = |project: Project, name: &'static str, id: u64, job: fn(Job) -> Job| {
        project.pipeline("start", move |pipeline| pipeline.name(name).id(id).on("main").job("verify", job))
    };
    let scenario = shop(|project| {
        let project = child(project, "other-before", 60, |job| passed(job, 80));
        let project = child(project, "contract-before", 61, |job| passed(job, 81));
        let project = child(project, "other-later", 62, |job| passed(job, 82));
        let project = child(project, "contract-now", 63, |job| failed(job, 83));
        project
            .pipeline("start", |pipeline| {
                pipeline
                    .id(70)
                    .bridge("other", |bridge| bridge.pipeline("other-before"))
                    .bridge("contract", |bridge| bridge.pipeline("contract-before"))
            })
            .pipeline("next", |pipeline| {
                pipeline
                    .id(71)
                    .status(CiStatus::Failed)
                    .bridge("contract", |bridge| bridge.pipeline("contract-now"))
            })
    });
    let evidence = read(&of(scenario)).await;
    assert_eq!(compared_with(&evidence, 83), Some(81), "{:?}", evidence.gaps);
}

#[tokio::test]
async fn that_nothing_passed_before_is_a_gap() {
    let gitlab = of(shop(|project| {
        project.pipeline("next", |pipeline| {
            pipeline.id(71).job("unit", |job| failed(job, 91)).job("lint", |job| failed(job, 93))
        })
    }));
    let evidence = read(&gitlab).await;
    let gap = gap(&evidence);
    assert_eq!(gap.what, "comparison of the failed jobs of pipeline 71 with successful ones");
    assert!(gap.why.contains("no pipeline of the project that passed before"), "{}", gap.why);
    assert!(messages(&evidence, 91).contains(&"no symbol a"));

    // Nothing was left unread, so the finding is as sure as one without gaps; where a log was, it is less so.
    assert!(gap.absent);
    let confidence = |gaps: Vec<Gap>| {
        let mut evidence = evidence.clone();
        evidence.gaps = gaps;
        RuleAnalyst::new().conclude(&evidence).confidence.unwrap()
    };
    let absent = confidence(vec![gap.clone()]);
    assert_eq!(absent, confidence(Vec::new()));
    assert!(absent.value() > confidence(vec![gap.clone(), Gap::new("log of job 92", "403")]).value());
    assert_eq!(RuleAnalyst::new().conclude(&evidence).gaps.len(), 1, "it is told all the same");
}

#[tokio::test]
async fn that_the_job_did_not_pass_before_is_a_gap() {
    let gitlab = of(shop(|project| {
        project
            .pipeline("start", |pipeline| pipeline.id(70).job("other", |job| passed(job, 90)))
            .pipeline("next", |pipeline| pipeline.id(71).job("unit", |job| failed(job, 91)))
    }));
    let evidence = read(&gitlab).await;
    let gap = gap(&evidence);
    assert_eq!(gap.what, "comparison of job 91 (unit) with a successful run");
    assert!(
        gap.why.contains("the last successful pipeline, 70, has no successful job of this name"),
        "{}",
        gap.why
    );
}

#[tokio::test]
async fn a_successful_log_that_was_erased_is_empty_or_may_not_be_read_is_a_gap() {
    let erased = of(shop(|project| {
        project
            .pipeline("start", |pipeline| pipeline.id(70).job("unit", |job| passed(job, 90).erased_at("-1d")))
            .pipeline("next", |pipeline| pipeline.id(71).job("unit", |job| failed(job, 91)))
    }));
    let expired = of(shop(|project| {
        project
            .pipeline("start", |pipeline| pipeline.id(70).job("unit", |job| job.id(90).trace("")))
            .pipeline("next", |pipeline| pipeline.id(71).job("unit", |job| failed(job, 91)))
    }));
    let forbidden = of(usual());
    forbidden.inject(Fault::status(403).on("GET", "/projects/*/jobs/90/trace").always());
    let broken = of(usual());
    broken.inject(Fault::cut(10).on("GET", "/projects/*/jobs/90/trace").always());
    for (gitlab, why) in
        [(erased, "was erased"), (expired, "no longer stored"), (forbidden, "403"), (broken, "log of job 90")]
    {
        let evidence = read(&gitlab).await;
        let gap = gap(&evidence);
        assert_eq!(gap.what, "comparison of job 91 (unit) with a successful run", "{why}");
        assert!(gap.why.contains(why), "{why}: {}", gap.why);
        assert_eq!(compared_with(&evidence, 91), None, "{why}");
        assert!(
            messages(&evidence, 91).contains(&"no symbol a"),
            "{why}: the failed log is read all the same"
        );
    }
}

#[tokio::test]
async fn pipelines_or_jobs_that_may_not_be_read_are_a_gap() {
    for path in ["/projects/*/pipelines", "/projects/*/pipelines/70/jobs"] {
        let gitlab = of(usual());
        gitlab.inject(Fault::status(403).on("GET", path).always());
        let evidence = read(&gitlab).await;
        assert!(gap(&evidence).what.starts_with("comparison of the failed jobs"), "{path}");
        assert!(messages(&evidence, 91).contains(&"no symbol a"));
    }
}

#[tokio::test]
async fn a_successful_log_that_is_slow_never_costs_the_failed_one() {
    for path in ["/projects/*/pipelines", "/projects/*/pipelines/70/jobs", "/projects/*/jobs/90/trace"] {
        let gitlab = of(usual());
        gitlab.inject(Fault::slow(Duration::from_secs(30)).on("GET", path).always());
        let limits = Limits { passing_log_wait: Duration::from_millis(100), ..Limits::default() };
        let evidence =
            tokio::time::timeout(Duration::from_secs(10), read_with(&gitlab, limits)).await.unwrap();
        assert!(gap(&evidence).why.contains("in time"), "{path}: {:?}", evidence.gaps);
        assert!(messages(&evidence, 91).contains(&"no symbol a"), "{path}");
    }
}

#[tokio::test]
async fn a_long_failed_log_is_held_no_further_than_allowed_and_asked_for_again() {
    let line = "compiled one more of very many files of this project\n";
    let long = format!("{NOISE}{}{FAILURE}", line.repeat(6 * 1024 * 1024 / line.len()));
    let length = long.len();
    let gitlab = of(shop(|project| {
        project
            .pipeline("start", |pipeline| pipeline.id(70).job("unit", |job| passed(job, 90)))
            .pipeline("next", |pipeline| {
                pipeline.id(71).job("unit", |job| job.id(91).failed("script_failure").trace(long))
            })
    }));
    gitlab.inject(Fault::slow(Duration::from_millis(700)).on("GET", "/projects/*/jobs/90/trace"));
    let evidence = read(&gitlab).await;
    assert_eq!(compared_with(&evidence, 91), Some(90), "{:?}", evidence.gaps);
    assert_eq!(job(&evidence, 91).log.as_ref().unwrap().bytes, length as u64);
    assert_eq!(messages(&evidence, 91), ["no symbol a"]);
    assert_eq!(traces(&gitlab).len(), 3, "the failed one twice");
    assert_eq!(evidence.cost.requests, gitlab.requests().len(), "and counted");
}

#[tokio::test]
async fn a_failed_log_that_breaks_off_while_it_waits_keeps_what_had_come() {
    let gitlab = of(usual());
    gitlab.inject(Fault::slow(Duration::from_millis(300)).on("GET", "/projects/*/jobs/90/trace"));
    gitlab.inject(Fault::cut(70).on("GET", "/projects/*/jobs/91/trace").always());
    let evidence = read(&gitlab).await;
    assert_eq!(job(&evidence, 91).log.as_ref().map(|log| log.bytes), Some(70));
    assert!(gap(&evidence).why.contains("broke off after 70 bytes"), "{:?}", evidence.gaps);
}

#[tokio::test]
async fn what_the_limits_keep_from_being_compared_is_a_gap() {
    let two = || {
        of(shop(|project| {
            project
                .pipeline("start", |pipeline| {
                    pipeline.id(70).job("unit", |job| passed(job, 90)).job("lint", |job| passed(job, 92))
                })
                .pipeline("next", |pipeline| {
                    pipeline.id(71).job("unit", |job| failed(job, 91)).job("lint", |job| failed(job, 93))
                })
        }))
    };
    let gitlab = two();
    let evidence = read_with(&gitlab, Limits { passing_logs: 1, ..Limits::default() }).await;
    assert_eq!((compared_with(&evidence, 91), compared_with(&evidence, 93)), (Some(90), None));
    assert_eq!(gap(&evidence).what, "comparison of job 93 (lint) with a successful run");

    let gitlab = two();
    let evidence = read_with(&gitlab, Limits { passing_logs: 0, ..Limits::default() }).await;
    assert_eq!(gap(&evidence).what, "comparison of the failed jobs of pipeline 71 with successful ones");
    let asked = |part: &str| gitlab.requests().iter().filter(|request| request.path.contains(part)).count();
    assert_eq!((asked("/pipelines/70"), asked("/jobs/90")), (0, 0), "nothing is asked for in vain");
}

#[tokio::test]
async fn what_is_optional_takes_no_more_than_a_quarter_of_the_requests() {
    for requests in [8, 12, 16] {
        let gitlab = of(usual());
        let evidence = read_with(&gitlab, Limits { requests, ..Limits::default() }).await;
        let asked = gitlab.requests();
        assert!(asked.len() <= requests && evidence.cost.requests == asked.len());
        let optional = asked.iter().filter(|request| {
            let query = request.query.as_deref().unwrap_or_default();
            query.contains("status=success") && request.path.ends_with("/pipelines")
                || ["/pipelines/70/", "/jobs/90/", "CODEOWNERS", "blame"]
                    .iter()
                    .any(|part| request.path.contains(part))
        });
        assert!(optional.count() <= requests / 4, "{requests}: {asked:?}");
        assert!(!evidence.gaps.is_empty());
    }
}
