//! What went out: deployments, recent changes and releases.

use super::foreign::{field, labelled, list, paths, sha, time};
use super::page::{Kind, Part};
use super::words::Words;
use crate::evidence::{DeploymentEvidence, Liveness, RecentChange, ReleaseEvidence};

pub(super) fn deployments(deployments: &[DeploymentEvidence]) -> Option<Part> {
    let heading = Words::new("Deployments (").count(deployments.len()).and(")");
    Part::list(Kind::Deployments, heading, deployments.iter().map(deployment))
}

fn deployment(deployment: &DeploymentEvidence) -> String {
    let mut parts = vec![format!(
        "- {} {} to {}: {}, {}",
        time(deployment.finished_at.or(deployment.created_at)),
        deployment.id,
        field(&deployment.environment),
        field(deployment.status.as_str()),
        field(sha(deployment.sha.as_ref()))
    )];
    parts.extend(labelled("ref", deployment.ref_name.as_deref()));
    parts.extend(labelled("by", deployment.deployed_by.as_deref()));
    parts.extend(deployment.pipeline.map(|pipeline| format!("pipeline {pipeline}")));
    parts.extend(deployment.job.map(|job| format!("job {job}")));
    if deployment.live_at_incident {
        parts.push("live when the incident began".to_owned());
    }
    if let Some(brought) = deployment.merge_requests.as_ref().filter(|brought| !brought.is_empty()) {
        parts.push(format!("brought {}", list(brought.iter().map(|iid| format!("!{iid}")))));
    }
    parts.join(", ")
}

pub(super) fn recent_changes(changes: &[RecentChange]) -> Option<Part> {
    let heading = Words::new("Merged in the window (").count(changes.len()).and(")");
    Part::list(Kind::RecentChanges, heading, changes.iter().map(recent_change))
}

fn recent_change(change: &RecentChange) -> String {
    let live = match change.live {
        Liveness::Live => "live when the incident began",
        Liveness::NotLive => "not live when the incident began",
        Liveness::Unknown => "not known whether live",
    };
    let mut parts = vec![
        format!("- {} !{} {}", time(change.merged_at), change.iid, field(&change.title)),
        live.to_owned(),
    ];
    parts.push(format!("into {}", field(&change.target_branch)));
    parts.extend(labelled("by", change.author.as_deref()));
    parts.push(field(sha(change.sha.as_ref())));
    if let Some(changes) = change.changes.as_ref().filter(|changes| !changes.files.is_empty()) {
        parts.push(format!("changed {}: {}", changes.stats, paths(changes)));
    }
    parts.join(", ")
}

pub(super) fn releases(releases: &[ReleaseEvidence]) -> Option<Part> {
    let heading = Words::new("Releases (").count(releases.len()).and(")");
    let lines = releases.iter().map(|release| {
        let name = release.name.as_deref().unwrap_or_default();
        format!(
            "- {} {} {}, {}",
            time(release.released_at),
            field(&release.tag),
            field(name),
            field(sha(release.sha.as_ref()))
        )
    });
    Part::list(Kind::Releases, heading, lines)
}
