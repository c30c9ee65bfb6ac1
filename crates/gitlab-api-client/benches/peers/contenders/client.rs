//! This client.

use super::{LEVELS, TIMES, Work, timed};
use crate::measure::Run;
use futures_util::future::{join, join_all};
use gitlab_api_client::endpoints::{GetJobTrace, GetMergeRequest, ListCommits, ListMergeRequests};
use gitlab_api_client::{Client, Limits, PagedEndpoint, ReqwestTransport};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{Instance, JobId, MergeRequestIid, ProjectId};
use std::hint::black_box;
use std::sync::Arc;

#[derive(Clone, Copy)]
pub(super) enum Way {
    /// Lists, with so many pages in flight.
    List(usize),
    Stream,
}

pub(super) async fn run(way: Way, work: Work, port: u16) -> Run {
    let limits = match way {
        Way::List(parallel) => Limits::default().with_parallel_pages(parallel),
        Way::Stream => Limits::default(),
    };
    let token = AccessToken::new("glpat-0123456789").unwrap();
    let client = Client::builder(Instance::parse(&format!("http://127.0.0.1:{port}")).unwrap())
        .transport(Arc::new(ReqwestTransport::builder().no_proxy().build().unwrap()))
        .authenticator(Arc::new(StaticToken::bearer(token)))
        .limits(limits)
        .build()
        .unwrap();
    match (work, way) {
        (Work::Commits(count), Way::List(_)) => {
            timed(listed(&client, &ListCommits::new(ProjectId::new(count)))).await
        }
        (Work::Commits(count), Way::Stream) => {
            timed(streamed(&client, &ListCommits::new(ProjectId::new(count)))).await
        }
        (Work::MergeRequests(count), Way::List(_)) => {
            timed(listed(&client, &ListMergeRequests::new(ProjectId::new(count)))).await
        }
        (Work::MergeRequests(count), Way::Stream) => {
            timed(streamed(&client, &ListMergeRequests::new(ProjectId::new(count)))).await
        }
        (Work::Trace(megabytes), _) => timed(trace(&client, megabytes)).await,
        (Work::Singles(count), _) => {
            timed(async {
                for _ in 0..TIMES {
                    side_by_side(&client, count).await;
                }
                TIMES * count
            })
            .await
        }
        (Work::FanOut, _) => {
            timed(async {
                let [first, rest @ ..] = LEVELS;
                let most = rest.iter().copied().max().unwrap_or(0) as usize;
                join(side_by_side(&client, first), client.warm(most)).await;
                for level in rest {
                    side_by_side(&client, level).await;
                }
                LEVELS.iter().sum()
            })
            .await
        }
    }
}

async fn listed<E: PagedEndpoint>(client: &Client, endpoint: &E) -> u64 {
    let listing = client.list(endpoint, usize::MAX).await.unwrap();
    assert!(listing.complete);
    black_box(&listing.items).len() as u64
}

async fn streamed<E: PagedEndpoint>(client: &Client, endpoint: &E) -> u64 {
    let mut items = client.items(endpoint);
    let mut count = 0;
    while let Some(item) = items.next_item().await.unwrap() {
        black_box(&item);
        count += 1;
    }
    count
}

async fn trace(client: &Client, megabytes: u64) -> u64 {
    let mut log = client.open(&GetJobTrace::new(ProjectId::new(1), JobId::new(megabytes))).await.unwrap();
    let mut length = 0;
    while let Some(chunk) = log.chunk().await.unwrap() {
        length += black_box(&chunk).len() as u64;
    }
    length
}

async fn side_by_side(client: &Client, count: u64) {
    let gets = (1..=count).map(|iid| {
        let endpoint = GetMergeRequest::new(ProjectId::new(1), MergeRequestIid::new(iid));
        async move { black_box(client.send(&endpoint).await.unwrap()) }
    });
    black_box(join_all(gets).await);
}
