//! Webhooks, and alerts as monitoring tools send them.

use super::{PROJECT, moment, project};
use crate::sample::Sample;
use gitlab_api_client::endpoints::*;
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::types::*;
use gitlab_core::{GroupId, HookEventId, HookId};
use std::sync::Arc;

const HOOK: HookId = HookId::new(1);

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        Sample::of(ListHookEvents::new(project(), HOOK).status(HookEventStatus::Successful)),
        Sample::of(ListHookEvents::new(GroupId::new(3), HOOK).status_code(502)),
        Sample::of(ResendHookEvent::new(project(), HOOK, HookEventId::new(9))),
        Sample::of(ResendHookEvent::new(GroupId::new(3), HOOK, HookEventId::new(9))),
        Sample::of(SendAlert::new(PROJECT.parse().unwrap(), key(), alert()).unwrap()),
        Sample::of(
            SendAlert::new(PROJECT.parse().unwrap(), key(), alert())
                .unwrap()
                .integration("prometheus", "c1a2b3"),
        ),
    ];
    for within in [project().into(), GroupId::new(3).into(), Within::Instance] {
        samples.extend(of(&within));
    }
    samples
}

fn of(within: &Within) -> Vec<Sample> {
    vec![
        Sample::of(ListHooks::new(within.clone())),
        Sample::of(GetHook::new(within.clone(), HOOK)),
        Sample::of(CreateHook::new(within.clone(), settings())),
        Sample::of(UpdateHook::new(within.clone(), HOOK, settings())),
        Sample::of(DeleteHook::new(within.clone(), HOOK)),
        Sample::of(TestHook::new(within.clone(), HOOK, HookTrigger::Push)),
        Sample::of(SetHookKey::url_variable(within.clone(), HOOK, "path", "secret".into())),
        Sample::of(SetHookKey::custom_header(within.clone(), HOOK, "X-Key", "secret".into())),
        Sample::of(DeleteHookKey::url_variable(within.clone(), HOOK, "path")),
        Sample::of(DeleteHookKey::custom_header(within.clone(), HOOK, "X-Key")),
    ]
}

/// What hooks of all kinds take.
fn settings() -> HookSettings {
    HookSettings::new("https://rca.example.com/{path}")
        .name("name")
        .description("text")
        .push_events(true)
        .tag_push_events(true)
        .merge_requests_events(true)
        .enable_ssl_verification(true)
        .token("secret".into())
        .push_events_branch_filter("main")
        .branch_filter_strategy(BranchFilterStrategy::Wildcard)
        .custom_header("X-Key", "secret".into())
        .url_variable("path", "secret".into())
}

fn alert() -> AlertPayload {
    AlertPayload::new("title")
        .description("text")
        .start_time(moment())
        .end_time(moment())
        .service("checkout")
        .monitoring_tool("tool")
        .hosts(["host"])
        .severity(AlertSeverity::Critical)
        .gitlab_environment_name("production")
        .custom("extra", 1.into())
}

fn key() -> Arc<StaticToken> {
    Arc::new(StaticToken::bearer(AccessToken::new("key").unwrap()))
}
