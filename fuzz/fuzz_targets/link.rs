//! `Link` headers: whatever they say, only the API is asked, and a list ends.
#![no_main]

use futures_util::StreamExt;
use gitlab_api_client::endpoints::ListPipelineJobs;
use gitlab_core::{PipelineId, ProjectId};
use gitlab_rca_fuzz::{Answer, Server, assert_can_be_shown, client};
use http::{HeaderMap, HeaderValue};
use libfuzzer_sys::fuzz_target;

const PAGES: usize = 8;

// Each line is a `Link` header of the first pages.
fuzz_target!(|data: &[u8]| {
    let mut headers = HeaderMap::new();
    for line in data.split(|byte| *byte == b'\n') {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(http::header::LINK, value);
        }
    }
    let server = Server::new(Answer { headers, body: "[]".into(), ..Answer::default() }, PAGES);
    let (builder, _) = client(&server);
    let client = builder.build().unwrap();
    let endpoint = ListPipelineJobs::new(ProjectId::new(7), PipelineId::new(9));
    let pages: Vec<_> = futures_executor::block_on(client.pages(&endpoint).collect());
    assert!(!pages.is_empty() && server.count() <= PAGES + 1);
    for error in pages.iter().filter_map(|page| page.as_ref().err()) {
        assert_can_be_shown(error);
    }
    server.assert_only_the_api_was_asked();
});
