//! The payment service, which has nothing to do with the incident.

use super::people::{self, JONAS, TOMAS};
use crate::scenario::Project;

pub(super) fn project(project: Project) -> Project {
    people::members(project)
        .id(4_212)
        .description("Charges customers.")
        .commit("start", |commit| {
            commit
                .author(JONAS)
                .at("2025-07-01T09:00:00+02:00")
                .message("Charge cards")
                .file("main.go", "package main\n\nfunc main() {\n\tserve(\":8080\")\n}\n")
                .file("go.mod", "module gitlab.example.com/shop/backend/payments\n\ngo 1.25\n")
        })
        .commit("queue", |commit| {
            commit
                .on("queue-charges")
                .author(TOMAS)
                .at("2026-01-14T10:40:00+01:00")
                .message("Queue charges while the bank is away")
                .file("queue.go", "package main\n\nvar waiting = make(chan charge, 512)\n")
        })
        .commit("merge of queue", |commit| {
            commit
                .merging("queue-charges")
                .author(JONAS)
                .at("2026-01-14T15:00:00+01:00")
                .message("Merge branch 'queue-charges' into 'main'\n\nQueue charges while the bank is away")
        })
        .merge_request("Queue charges while the bank is away", |merge_request| {
            merge_request
                .iid(31)
                .from("queue-charges")
                .author(TOMAS)
                .reviewer(JONAS)
                .merged("merge of queue")
                .merged_by(JONAS, "2026-01-14T15:00:00+01:00")
        })
        .pipeline("merge of queue", |pipeline| {
            pipeline.id(90_201).job("test", |job| job.id(571_080).seconds(48.0))
        })
        .deployment("production", "merge of queue", |deployment| {
            deployment.id(7_731).created_at("2026-01-14T15:20:00+01:00")
        })
}
