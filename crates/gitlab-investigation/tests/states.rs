//! States of pipelines, jobs and deployments in which it is easy to conclude the wrong thing.

mod support;

use gitlab_core::types::{CiStatus, DeploymentStatus};
use gitlab_investigation::{Evidence, Investigation, Liveness, RuleAnalyst, Window};
use gitlab_testkit::scenario::Project;
use gitlab_testkit::{GitLab, Role};
use support::{LEAKED, client, investigate, of, reference};

/// The shop with one more project, `shop/extra`, in which olu may read.
fn with(more: impl FnOnce(Project) -> Project) -> GitLab {
    let scenario = support::scenario().project("shop/extra", |project| {
        let project = project.member("olu", Role::Reporter).member("maria", Role::Developer);
        more(project.commit("start", |commit| commit.author("olu").at("-20d").file("src/a.rs", "one\n")))
    });
    of(scenario)
}

fn change(project: Project) -> Project {
    project
        .commit("change", |commit| commit.on("topic").author("maria").at("-2d").file("src/a.rs", "two\n"))
        .merge_request("Change a", |merge_request| merge_request.from("topic").author("maria"))
}

fn title_and_summary(evidence: &Evidence) -> (String, String) {
    let finding = RuleAnalyst::new().conclude(evidence);
    (finding.title, finding.summary)
}

#[tokio::test]
async fn a_pipeline_that_passed_may_have_started_one_that_failed() {
    let gitlab = with(|project| {
        change(project).pipeline("change", |pipeline| {
            pipeline
                .merge_request(1)
                .status(CiStatus::Success)
                .job("build", |job| job)
                .bridge("contract", |bridge| {
                    bridge.project("shop/contract").pipeline("contract-run").status(CiStatus::Success)
                })
        })
    });
    let evidence = investigate("shop/extra!1", &gitlab).await;
    let decisive: Vec<_> = evidence.decisive_failures().map(|(_, job)| job.id.get()).collect();
    assert_eq!(decisive, [9100]);
}

#[tokio::test]
async fn a_job_that_passed_when_it_was_retried_is_said_to_come_and_go() {
    let gitlab = with(|project| {
        change(project).pipeline("change", |pipeline| {
            pipeline
                .merge_request(1)
                .status(CiStatus::Success)
                .job("unit", |job| {
                    job.id(11).failed("script_failure").retried(true).trace("Connection reset by peer\n")
                })
                .job("unit", |job| job.id(12))
        })
    });
    let (title, summary) = title_and_summary(&investigate("shop/extra!1", &gitlab).await);
    assert!(title.starts_with("unit fails"), "{title}");
    assert!(summary.contains("come and go"), "{summary}");
}

fn two_failed_pipelines() -> GitLab {
    let failed = |message: &str| format!("src/a.rs:1:1: error: {message}\nERROR: Job failed: exit code 1\n");
    with(|project| {
        change(project)
            .pipeline("change", |pipeline| {
                pipeline
                    .id(7201)
                    .merge_request(1)
                    .job("older", |job| job.id(21).failed("script_failure").trace(failed("the older one")))
            })
            .pipeline("change", |pipeline| {
                pipeline
                    .id(7202)
                    .merge_request(1)
                    .job("newer", |job| job.id(22).failed("script_failure").trace(failed("the newer one")))
            })
    })
}

#[tokio::test]
async fn the_finding_is_about_the_pipeline_or_job_that_was_asked_about() {
    let gitlab = two_failed_pipelines();
    let base = gitlab.instance().to_string();
    for (start, job) in [
        (format!("{base}/shop/extra/-/jobs/21"), "older"),
        (format!("{base}/shop/extra/-/pipelines/7201"), "older"),
        (format!("{base}/shop/extra/-/jobs/22"), "newer"),
        ("shop/extra!1".to_owned(), "newer"),
    ] {
        let (title, _) = title_and_summary(&investigate(&start, &gitlab).await);
        assert!(title.starts_with(job), "{start}: {title}");
    }
}

#[tokio::test]
async fn a_pipeline_that_could_not_run_is_a_finding() {
    let gitlab = with(|project| {
        change(project).pipeline("change", |pipeline| {
            pipeline
                .id(7301)
                .merge_request(1)
                .status(CiStatus::Failed)
                .yaml_errors("jobs:unit config is empty")
        })
    });
    let (title, summary) = title_and_summary(&investigate("shop/extra!1", &gitlab).await);
    assert_eq!(title, "Pipeline 7301 of shop/extra could not run");
    assert!(summary.contains("jobs:unit config is empty"), "{summary}");
}

#[tokio::test]
async fn a_pipeline_that_is_not_there_is_a_gap_and_no_failure() {
    let gitlab = with(change);
    let evidence =
        investigate(&format!("{}/shop/extra/-/pipelines/424242", gitlab.instance()), &gitlab).await;
    assert!(evidence.pipelines.is_empty(), "{:?}", evidence.pipelines);
    assert!(evidence.gaps.iter().any(|gap| gap.what == "pipeline 424242"), "{:?}", evidence.gaps);
}

#[tokio::test]
async fn a_trigger_job_that_started_nothing_is_a_failed_job() {
    let gitlab = with(|project| {
        change(project).pipeline("change", |pipeline| {
            pipeline
                .merge_request(1)
                .job("build", |job| job)
                .bridge("deploy", |bridge| bridge.id(31).status(CiStatus::Failed))
        })
    });
    let evidence = investigate("shop/extra!1", &gitlab).await;
    let decisive: Vec<_> = evidence.decisive_failures().map(|(_, job)| job.name.as_str()).collect();
    assert_eq!(decisive, ["deploy"]);
}

fn deployed(project: Project) -> Project {
    project
        .environment("production", |environment| environment.id(311))
        .commit("first", |commit| commit.author("olu").at("-9d").file("src/a.rs", "two\n"))
        .commit("second", |commit| commit.on("topic").author("maria").at("-3d").file("src/a.rs", "three\n"))
        .commit("merge", |commit| {
            commit.author("maria").at("-2d").merging("topic").file("src/a.rs", "three\n")
        })
        .merge_request("Third", |merge_request| {
            merge_request.from("topic").author("maria").merged("merge").merged_by("maria", "-2d")
        })
        .pipeline("first", |pipeline| pipeline.name("p1").created_at("-9d").job("deploy", |job| job.id(41)))
        .pipeline("merge", |pipeline| pipeline.name("p2").created_at("-2d").job("deploy", |job| job.id(42)))
}

#[tokio::test]
async fn what_a_rollback_took_away_is_not_live() {
    let gitlab = with(|project| {
        deployed(project)
            .deployment("production", "merge", |deployment| {
                deployment.id(1).on("main").job("deploy").created_at("-2d").finished_at("-2d")
            })
            .deployment("production", "first", |deployment| {
                deployment.id(2).on("main").job("deploy").created_at("-1h").finished_at("-1h")
            })
    });
    let evidence = Investigation::of(reference(&format!("{}/shop/extra", gitlab.instance()), &gitlab))
        .window(Window::default().environment("production"))
        .run(&client(&gitlab))
        .await;
    let change = evidence.recent_changes.iter().find(|change| change.iid.get() == 1).unwrap();
    assert_ne!(change.live, Liveness::Live, "{:?}", evidence.deployments);
}

#[tokio::test]
async fn a_deployment_under_way_when_the_incident_began_is_seen() {
    let gitlab = with(|project| {
        deployed(project).deployment("production", "merge", |deployment| {
            deployment
                .id(1)
                .on("main")
                .job("deploy")
                .created_at("-70m")
                .updated_at("-50m")
                .finished_at("-50m")
        })
    });
    let now = gitlab_core::Clock::now(&gitlab_testkit::TokioClock::new());
    let evidence = Investigation::of(reference(&format!("{}/shop/extra", gitlab.instance()), &gitlab))
        .window(
            Window::default()
                .environment("production")
                .incident_started(now.minus(std::time::Duration::from_secs(3600))),
        )
        .run(&client(&gitlab))
        .await;
    assert_eq!(evidence.deployments.len(), 1);
    assert!(!evidence.deployments[0].live_at_incident, "it was done ten minutes later");
}

#[tokio::test]
async fn an_environment_leads_to_its_newest_deployment_though_it_failed() {
    let gitlab = with(|project| {
        deployed(project)
            .deployment("production", "first", |deployment| {
                deployment.id(1).on("main").job("deploy").finished_at("-9d")
            })
            .deployment("production", "merge", |deployment| {
                deployment.id(2).on("main").job("deploy").status(DeploymentStatus::Failed).finished_at("-2d")
            })
    });
    let evidence =
        investigate(&format!("{}/shop/extra/-/environments/311", gitlab.instance()), &gitlab).await;
    assert_eq!(evidence.environment.as_deref(), Some("production"), "{:?}", evidence.gaps);
    let merge_request = evidence.merge_request.as_ref().map(|merge_request| merge_request.iid.get());
    assert_eq!(merge_request, Some(1), "{:?} {:?}", evidence.gaps, evidence.deployments);
}

#[tokio::test]
async fn a_child_pipeline_as_start_stands_there_once() {
    let gitlab = with(|project| {
        change(project)
            .pipeline("change", |pipeline| {
                pipeline.id(7402).name("child").on("topic").job("unit", |job| {
                    job.id(51)
                        .failed("script_failure")
                        .trace("src/a.rs:1:1: error: no\nERROR: Job failed: exit code 1\n")
                })
            })
            .pipeline("change", |pipeline| {
                pipeline.id(7401).merge_request(1).bridge("children", |bridge| bridge.pipeline("child"))
            })
    });
    let evidence = investigate(&format!("{}/shop/extra/-/pipelines/7402", gitlab.instance()), &gitlab).await;
    let children = evidence.pipelines.iter().filter(|pipeline| pipeline.id.get() == 7402).count();
    assert_eq!(children, 1);
    let (title, _) = title_and_summary(&evidence);
    assert!(title.starts_with("unit fails"), "{title}");
}

#[tokio::test]
async fn case_63_no_text_that_a_person_can_write_shows_a_secret() {
    let gitlab = with(|project| {
        let output = format!("{}{LEAKED}", "x".repeat(3_990));
        project
            .commit("change", |commit| {
                commit
                    .on(format!("topic-{LEAKED}"))
                    .author("maria")
                    .message(format!("Use {LEAKED}"))
                    .file(format!("src/{LEAKED}.rs"), "fn a() {}\n")
            })
            .merge_request(format!("Use {LEAKED}"), |merge_request| {
                merge_request
                    .from(format!("topic-{LEAKED}"))
                    .author("maria")
                    .label(LEAKED)
                    .description(format!("token: {LEAKED}"))
            })
            .pipeline("change", |pipeline| {
                pipeline
                    .merge_request(1)
                    .job(format!("unit {LEAKED}"), |job| {
                        job.stage(format!("stage {LEAKED}"))
                            .failed("script_failure")
                            .trace(format!("error: {LEAKED}\n"))
                    })
                    .tests("unit", |suite| suite.failed(format!("login[{LEAKED}]"), output))
            })
    });
    let evidence = investigate("shop/extra!1", &gitlab).await;
    let finding = RuleAnalyst::new().conclude(&evidence);
    let half = LEAKED.get(..18).unwrap();
    for seen in [evidence.to_json().unwrap(), evidence.to_markdown(1_000_000), format!("{finding:?}")] {
        assert!(
            !seen.contains(half),
            "{}",
            seen.split(half).next().unwrap().chars().rev().take(80).collect::<String>()
        );
    }
}
