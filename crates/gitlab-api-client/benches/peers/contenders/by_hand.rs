//! What one writes without a client: reqwest and `serde_json`, and no more care than the work needs.

use super::{LEVELS, TIMES, Work, timed};
use crate::measure::Run;
use futures_util::future::join_all;
use futures_util::{StreamExt, stream};
use gitlab_core::types::{Commit, MergeRequest};
use reqwest::Client;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde::de::DeserializeOwned;
use std::hint::black_box;

pub(super) async fn run(in_flight: usize, work: Work, port: u16) -> Run {
    let headers =
        HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer glpat-0123456789"))]);
    let client = Client::builder().no_proxy().default_headers(headers).build().unwrap();
    let base = format!("http://127.0.0.1:{port}/api/v4/projects");
    match work {
        Work::Commits(count) => {
            timed(list::<Commit>(&client, &format!("{base}/{count}/repository/commits"), in_flight)).await
        }
        Work::MergeRequests(count) => {
            timed(list::<MergeRequest>(&client, &format!("{base}/{count}/merge_requests"), in_flight)).await
        }
        Work::Trace(megabytes) => {
            timed(async {
                let mut answer = client.get(format!("{base}/1/jobs/{megabytes}/trace")).send().await.unwrap();
                let mut length = 0;
                while let Some(chunk) = answer.chunk().await.unwrap() {
                    length += black_box(&chunk).len() as u64;
                }
                length
            })
            .await
        }
        Work::Singles(count) => {
            timed(async {
                for _ in 0..TIMES {
                    side_by_side(&client, &base, count).await;
                }
                TIMES * count
            })
            .await
        }
        Work::FanOut => {
            timed(async {
                for level in LEVELS {
                    side_by_side(&client, &base, level).await;
                }
                LEVELS.iter().sum()
            })
            .await
        }
    }
}

/// A page, and how many there are where the server says so.
async fn page<T: DeserializeOwned>(client: &Client, list: &str, number: u64) -> (Vec<T>, Option<u64>, bool) {
    let answer = client.get(format!("{list}?per_page=100&page={number}")).send().await.unwrap();
    let answer = answer.error_for_status().unwrap();
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()?.parse().ok());
    let (pages, next): (_, Option<u64>) = (header("x-total-pages"), header("x-next-page"));
    let body = answer.bytes().await.unwrap();
    (serde_json::from_slice(&body).unwrap(), pages, next.is_some())
}

async fn list<T: DeserializeOwned>(client: &Client, list: &str, in_flight: usize) -> u64 {
    let (mut entries, pages, mut goes_on) = page::<T>(client, list, 1).await;
    if let Some(pages) = pages.filter(|_| in_flight > 1) {
        let mut rest =
            stream::iter(2..=pages).map(|number| page::<T>(client, list, number)).buffered(in_flight);
        while let Some((more, _, _)) = rest.next().await {
            entries.extend(more);
        }
    } else {
        for number in 2.. {
            if !goes_on {
                break;
            }
            let (more, _, next) = page::<T>(client, list, number).await;
            entries.extend(more);
            goes_on = next;
        }
    }
    black_box(&entries).len() as u64
}

async fn side_by_side(client: &Client, base: &str, count: u64) {
    let gets = (1..=count).map(|iid| async move {
        let answer = client.get(format!("{base}/1/merge_requests/{iid}")).send().await.unwrap();
        let body = answer.error_for_status().unwrap().bytes().await.unwrap();
        black_box(serde_json::from_slice::<MergeRequest>(&body).unwrap())
    });
    black_box(join_all(gets).await);
}
