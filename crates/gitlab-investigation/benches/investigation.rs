//! How long an investigation takes against a GitLab that answers each request after 50 ms.
//!
//! Three ways in one run: the longest chain of requests that need each other, which nothing can beat; the
//! investigation as it is; and the same requests one after another. The last lines give the ratios, medians of
//! interleaved rounds, because these say more than times on a busy machine.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a program, not a library"
)]

use criterion::{Criterion, criterion_group};
use futures_util::join;
use gitlab_api_client::Client;
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::types::Pipeline;
use gitlab_core::{GitLabReference, MergeRequestIid, ProjectRef};
use gitlab_investigation::{EvidenceSource, Investigation, Limits, PipelineQuery, Window};
use gitlab_testkit::scenarios::{checkout_incident, expected, token};
use gitlab_testkit::{GitLab, TokioClock};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

const LATENCY: Duration = Duration::from_millis(50);
const ROUNDS: usize = 9;

struct Bench {
    runtime: Runtime,
    client: Client,
    project: ProjectRef,
    iid: MergeRequestIid,
}

impl Bench {
    fn new() -> Self {
        let gitlab = GitLab::builder(checkout_incident()).latency(LATENCY).build().unwrap();
        let client = Client::builder(gitlab.instance())
            .transport(Arc::new(gitlab))
            .clock(Arc::new(TokioClock::new()))
            .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(token::READ_API).unwrap())))
            .build()
            .unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let expected = expected();
        let project = expected.project.parse().unwrap();
        Self { runtime, client, project, iid: MergeRequestIid::new(expected.merge_request) }
    }

    /// The merge request names its merge commit, whose pipeline has a bridge, which started a pipeline in another
    /// project, whose failed job has a log, which names a line of a file.
    ///
    /// What the log is compared with needs as many: the successful pipelines of the first project, their bridges, the
    /// jobs below these and the log of one, which comes beside the failed one. Who last changed the line comes beside
    /// the file.
    async fn longest_chain(&self) {
        let source: &dyn EvidenceSource = &self.client;
        let merge_request = source.merge_request(&self.project, self.iid).await.unwrap();
        let mut query = PipelineQuery::default();
        query.sha = merge_request.merge_commit_sha;
        let pipelines = source.pipelines(&self.project, &query, 50).await.unwrap();
        let bridges = source.pipeline_bridges(&self.project, pipelines.items[0].id, 100).await.unwrap();
        let downstream: Pipeline =
            bridges.items.into_iter().find_map(|bridge| bridge.downstream_pipeline).unwrap();
        let place = ProjectRef::from(downstream.project_id.unwrap());
        let jobs = source.pipeline_jobs(&place, downstream.id, 100).await.unwrap();
        let failed = jobs.items.iter().find(|job| job.failure_reason.is_some()).unwrap();
        let mut trace = source.job_trace(&place, failed.id).await.unwrap();
        while trace.chunk().await.unwrap().is_some() {}
        let revision = failed.commit.as_ref().unwrap().id.as_str();
        // Whether the file is there or not, the investigation has to ask.
        let path = "contract/checkout.contract.test.ts";
        drop(join!(source.file(&place, path, revision), source.blame(&place, path, revision, 15..=15)));
    }

    async fn investigate(&self, concurrent: usize) {
        let reference = GitLabReference::parse(&format!("{}!{}", self.project, self.iid), &[]).unwrap();
        let evidence = Investigation::of(reference)
            .window(Window::default().incident_started(expected().incident_start.parse().unwrap()))
            .limits(Limits { concurrent, ..Limits::default() })
            .run(&self.client)
            .await;
        assert!(evidence.decisive_failures().count() > 0);
    }

    fn timed(&self, work: impl AsyncFn()) -> f64 {
        let began = Instant::now();
        self.runtime.block_on(work());
        began.elapsed().as_secs_f64()
    }
}

fn benches(criterion: &mut Criterion) {
    let bench = Bench::new();
    let usual = Limits::default().concurrent;
    let mut group = criterion.benchmark_group("investigation at 50 ms");
    group.sample_size(10);
    group.bench_function("longest chain", |b| b.to_async(&bench.runtime).iter(|| bench.longest_chain()));
    group.bench_function("side by side", |b| b.to_async(&bench.runtime).iter(|| bench.investigate(usual)));
    group.bench_function("one after another", |b| b.to_async(&bench.runtime).iter(|| bench.investigate(1)));
    group.finish();
}

fn ratios() {
    let bench = Bench::new();
    let usual = Limits::default().concurrent;
    bench.timed(async || bench.investigate(usual).await);
    let (mut side_by_side, mut one_by_one) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let chain = bench.timed(async || bench.longest_chain().await);
        side_by_side.push(bench.timed(async || bench.investigate(usual).await) / chain);
        one_by_one.push(bench.timed(async || bench.investigate(1).await) / chain);
    }
    println!(
        "times the longest chain: side by side {:.2}, one after another {:.2}",
        median(side_by_side),
        median(one_by_one)
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

criterion_group!(investigation, benches);

fn main() {
    investigation();
    Criterion::default().configure_from_args().final_summary();
    // A run that only tests that the bench works is not built to be measured.
    if !std::env::args().any(|argument| argument == "--test") {
        ratios();
    }
}
