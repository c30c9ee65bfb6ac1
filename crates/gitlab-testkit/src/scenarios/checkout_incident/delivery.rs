//! Environments, deployments and releases of the checkout.

use super::expected;
use super::history::{GUILTY_MERGE, LIVE};
use super::people::{AIKO, JONAS};
use crate::scenario::Project;
use gitlab_core::types::DeploymentStatus;

pub(super) fn all(project: Project) -> Project {
    let expected = expected();
    project
        .environment("staging", |environment| environment.id(310).url("https://staging.shop.example.com"))
        .environment("production", |environment| environment.id(311).url("https://shop.example.com"))
        .deployment("production", "merge of cap-percentages", |deployment| {
            deployment.id(7_611).user(AIKO).created_at("2025-12-30T10:00:00+01:00")
        })
        .deployment("production", "merge of shipping-zones", |deployment| {
            deployment.id(7_702).user(AIKO).created_at("2026-01-09T13:30:00+01:00")
        })
        .deployment("staging", LIVE, |deployment| {
            deployment.id(7_724).user(JONAS).created_at("2026-01-13T14:31:00+01:00")
        })
        .deployment("production", LIVE, |deployment| {
            deployment.id(7_725).user(JONAS).created_at("2026-01-13T15:02:00+01:00")
        })
        .deployment("staging", GUILTY_MERGE, |deployment| {
            deployment.id(7_733).user(AIKO).job("deploy:staging")
        })
        .deployment("production", GUILTY_MERGE, |deployment| {
            deployment
                .id(expected.failed_deployment)
                .user(AIKO)
                .job("deploy:production")
                .status(DeploymentStatus::Failed)
        })
        .release("v2.13.0", |release| {
            release
                .name("2.13.0")
                .author(AIKO)
                .description("Percentages stop at one hundred.")
                .released_at("2025-12-30T10:20:00+01:00")
        })
        .release("v2.14.0", |release| {
            release
                .name("2.14.0")
                .author(JONAS)
                .description("Shipping by zone, more memory.")
                .released_at("2026-01-13T15:30:00+01:00")
        })
}
