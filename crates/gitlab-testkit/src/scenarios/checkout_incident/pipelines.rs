//! The pipelines of the checkout.

use super::history::{GUILTY_HEAD, GUILTY_MERGE, LIVE};
use super::people::{AIKO, JONAS, PRIYA};
use super::{expected, logs, storefront};
use crate::scenario::{Project, TestSuite};
use gitlab_core::types::CiStatus;

pub(super) fn all(project: Project) -> Project {
    let project = project.pipeline(LIVE, |pipeline| {
        pipeline
            .id(90_140)
            .user(JONAS)
            .created_at("2026-01-13T14:10:05+01:00")
            .job("image", |job| job.id(570_001).stage("build").seconds(212.0))
            .job("test", |job| job.id(570_002).seconds(341.0))
            .job("integration", |job| job.id(570_003).seconds(180.0))
            .job("deploy:staging", |job| job.id(570_005).stage("deploy"))
            .job("deploy:production", |job| job.id(570_006).stage("deploy").trace(logs::roll_out_before()))
            .bridge("storefront", |bridge| {
                bridge
                    .id(570_011)
                    .stage("verify")
                    .project(super::STOREFRONT)
                    .pipeline(storefront::PIPELINE_BEFORE)
            })
    });
    let project = of_merge_request(project);
    let project = project.pipeline("merge of test-large-vouchers", |pipeline| {
        pipeline
            .id(90_205)
            .created_at("2026-01-14T17:36:05+01:00")
            .job("image", |job| job.id(571_101).stage("build").seconds(205.0))
            .job("test", |job| job.id(571_102).seconds(338.0).trace(logs::tests_before()))
            .job("integration", |job| job.id(571_103).seconds(171.0))
    });
    on_main(project)
}

/// The pipeline of the merge request passed: it did not know the test that was merged meanwhile.
fn of_merge_request(project: Project) -> Project {
    project.pipeline(GUILTY_HEAD, |pipeline| {
        pipeline
            .id(90_188)
            .merge_request(expected().merge_request)
            .user(PRIYA)
            .created_at("2026-01-14T09:31:20+01:00")
            .job("image", |job| job.id(570_801).stage("build").seconds(207.0))
            .job("test", |job| job.id(570_802).seconds(336.0))
            .job("audit", |job| {
                job.id(570_804)
                    .failed("script_failure")
                    .allow_failure(true)
                    .seconds(14.0)
                    .trace(logs::audit())
            })
            .job("integration", |job| job.id(570_803).seconds(175.0))
    })
}

/// The pipeline of the merge: the test fails, and the deployments do not wait for it.
fn on_main(project: Project) -> Project {
    let expected = expected();
    project.pipeline(GUILTY_MERGE, |pipeline| {
        pipeline
            .id(expected.pipeline)
            .user(AIKO)
            .created_at("2026-01-15T07:12:05Z")
            .job("image", |job| job.id(571_201).stage("build").seconds(209.0))
            .job(expected.job, |job| {
                job.id(expected.job_id)
                    .failed("script_failure")
                    .runner("shop-runner-03")
                    .tag("docker")
                    .started_at("2026-01-15T07:15:40Z")
                    .seconds(352.0)
                    .trace(logs::tests())
                    .artifact("trace", "job.log", 260_000)
                    .artifact("junit", "junit.xml.gz", 9_120)
            })
            .job("integration", |job| {
                job.id(571_204)
                    .failed("script_failure")
                    .retried(true)
                    .started_at("2026-01-15T07:15:41Z")
                    .seconds(66.0)
                    .trace(logs::integration(false))
            })
            .job("integration", |job| {
                job.id(571_206)
                    .started_at("2026-01-15T07:17:02Z")
                    .seconds(178.0)
                    .trace(logs::integration(true))
            })
            .job("audit", |job| {
                job.id(571_205)
                    .failed("script_failure")
                    .allow_failure(true)
                    .started_at("2026-01-15T07:15:40Z")
                    .seconds(15.0)
                    .trace(logs::audit())
            })
            .job("deploy:staging", |job| {
                job.id(571_208).stage("deploy").started_at("2026-01-15T07:15:44Z").seconds(95.0)
            })
            .job("deploy:production", |job| {
                job.id(expected.deployment_job_id)
                    .stage("deploy")
                    .failed("script_failure")
                    .runner("shop-runner-03")
                    .started_at("2026-01-15T07:17:21Z")
                    .seconds(1_231.0)
                    .trace(logs::roll_out())
            })
            .job("smoke", |job| job.id(571_210).stage("verify").status(CiStatus::Skipped))
            .bridge("storefront", |bridge| {
                bridge.id(571_211).stage("verify").project(super::STOREFRONT).pipeline(storefront::PIPELINE)
            })
            .tests(expected.job, reported)
    })
}

/// What the tests reported, without the hundreds that the log has.
fn reported(suite: TestSuite) -> TestSuite {
    let expected = expected();
    let passed = |suite: TestSuite, name: &str| {
        suite.case(name, |case| case.classname("checkout::vouchers").seconds(0.004))
    };
    let suite = passed(suite, "a_voucher_is_taken_off");
    let suite = passed(suite, "percentages_and_vouchers_add_up");
    suite.case(expected.test, |case| {
        case.status("failed").classname("checkout::vouchers").seconds(0.006).output(logs::panic_message())
    })
}
