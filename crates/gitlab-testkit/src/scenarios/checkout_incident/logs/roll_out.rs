//! The deployment to production.

use super::super::super::runner_log::{RunnerLog, with_timestamps};
use super::super::{expected, hostile};

/// 2026-01-15T07:17:21Z
const START: u64 = 1_768_461_441;

/// Helm waits until it gives up, and the pods say why they do not come up.
pub(in super::super) fn roll_out() -> String {
    let expected = expected();
    let image = "registry.example.com/ci/helm:3.19";
    let mut log = RunnerLog::of_job(START, expected.project, image, expected.merge_commit);
    log.stage("step_script", "Executing \"step_script\" stage of the job script", |log| {
        log.command("./deploy/roll-out.sh production");
        log.fold("manifest", "Rendered manifest", manifest);
        log.line("upgrade.go:164: 2026-01-15 07:17:29.114 +0000 UTC m=+0.41 [debug] preparing upgrade for checkout");
        log.line("client.go:684: 2026-01-15 07:17:31.902 +0000 UTC m=+3.20 [debug] Patch Deployment \"checkout\" in namespace shop-production");
        log.numbered(1_900, |round| {
            format!(
                "ready.go:303: 2026-01-15 07:{:02}:{:02}.{:03} +0000 UTC [debug] Deployment is not ready: \
                 shop-production/checkout. {} out of 4 expected pods are ready",
                18 + round / 110,
                round * 6 / 11 % 60,
                round * 37 % 1_000,
                if round < 40 { 1 } else { 0 }
            )
        });
        log.line("\x1b[31mError: UPGRADE FAILED: resource Deployment/shop-production/checkout not ready. status: InProgress, message: Available: 0/4");
        log.line("context deadline exceeded\x1b[0m");
        log.line("helm.go:92: 2026-01-15 07:37:41.020 +0000 UTC m=+612.3 [debug] context deadline exceeded");
        log.command("kubectl logs -n shop-production deploy/checkout --previous --tail=40");
        pod(log);
        log.command("helm rollback checkout 114 -n shop-production");
        log.line("Rollback was a success! Happy Helming!");
    });
    with_timestamps(&log.failed(1), START)
}

/// The last deployment that went well.
pub(in super::super) fn roll_out_before() -> String {
    let image = "registry.example.com/ci/helm:3.19";
    let at = START - 151_600;
    let mut log = RunnerLog::of_job(at, expected().project, image, "a2c94e17");
    log.stage("step_script", "Executing \"step_script\" stage of the job script", |log| {
        log.command("./deploy/roll-out.sh production");
        log.line("upgrade.go:164: 2026-01-13 13:10:49.802 +0000 UTC m=+0.39 [debug] preparing upgrade for checkout");
        log.line("client.go:684: 2026-01-13 13:10:52.417 +0000 UTC m=+3.01 [debug] Patch Deployment \"checkout\" in namespace shop-production");
        log.line("Release \"checkout\" has been upgraded. Happy Helming!");
    });
    with_timestamps(&log.succeeded(), at)
}

fn manifest(log: &mut RunnerLog) {
    log.line("---");
    log.line("# Source: checkout/templates/config.yaml");
    log.line("apiVersion: v1");
    log.line("kind: ConfigMap");
    log.line("data:");
    log.numbered(960, |zone| format!("  rate-of-zone-{zone:03}: \"{}\"", 390 + zone * 7 % 500));
    log.line("---");
    log.line("# Source: checkout/templates/deployment.yaml");
    log.line("apiVersion: apps/v1");
    log.line("kind: Deployment");
    log.line("spec:");
    log.line("  replicas: 4");
    log.line(format_args!("  # image: registry.example.com/shop/checkout:{}", expected().merge_commit));
    log.line("  env:");
    log.line("    - name: REGISTRY_TOKEN");
    log.line(format_args!("      value: {}", expected().leaked_token));
}

/// What the pod said before it died.
fn pod(log: &mut RunnerLog) {
    let expected = expected();
    log.numbered(60, |cart| {
        format!("{{\"level\":\"info\",\"message\":\"priced\",\"cart\":{},\"errors\":0}}", 880_000 + cart * 13)
    });
    for line in hostile::LOG_LINES {
        log.line(line);
    }
    log.line(format_args!("thread 'main' (1) panicked at {}:{}:5:", expected.file, expected.line));
    log.line(expected.message);
    log.line("note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace");
}
