//! The crate `gitlab`, as its documentation uses it.

use super::{Work, timed};
use crate::measure::Run;
use gitlab::api::projects::jobs::JobTrace;
use gitlab::api::projects::merge_requests::MergeRequests;
use gitlab::api::projects::repository::commits::Commits;
use gitlab::api::{AsyncQuery, Pagination, paged, raw};
use gitlab::{AsyncGitlab, GitlabBuilder};
use gitlab_core::types::{Commit, MergeRequest};
use std::hint::black_box;

pub(super) async fn run(work: Work, port: u16) -> Run {
    let client: AsyncGitlab = GitlabBuilder::new_unauthenticated(format!("127.0.0.1:{port}"))
        .insecure()
        .build_async()
        .await
        .unwrap();
    match work {
        Work::Commits(count) => {
            let endpoint = Commits::builder().project(count).build().unwrap();
            timed(async {
                let all: Vec<Commit> = paged(endpoint, Pagination::All).query_async(&client).await.unwrap();
                black_box(&all).len() as u64
            })
            .await
        }
        Work::MergeRequests(count) => {
            let endpoint = MergeRequests::builder().project(count).build().unwrap();
            timed(async {
                let all: Vec<MergeRequest> =
                    paged(endpoint, Pagination::All).query_async(&client).await.unwrap();
                black_box(&all).len() as u64
            })
            .await
        }
        Work::Trace(megabytes) => {
            let endpoint = JobTrace::builder().project(1).job(megabytes).build().unwrap();
            timed(async { black_box(raw(endpoint).query_async(&client).await.unwrap()).len() as u64 }).await
        }
        Work::Singles(_) | Work::FanOut => panic!("it is not compared at {work:?}"),
    }
}
