//! Bodies of answers that are errors, in every shape: the error can be shown, and says no more than it may.
#![no_main]

use bytes::Bytes;
use gitlab_api_client::endpoints::{CreateNote, GetProject};
use gitlab_core::{MergeRequestIid, ProjectId};
use gitlab_rca_fuzz::{Answer, Server, assert_can_be_shown, client};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use libfuzzer_sys::fuzz_target;

const STATUSES: [u16; 16] = [200, 204, 301, 400, 401, 403, 404, 408, 409, 412, 422, 429, 500, 502, 503, 504];
const TYPES: [&str; 4] = ["application/json", "text/html; charset=utf-8", "text/plain", ""];

// The first byte chooses the status and the type, the others are the body.
fuzz_target!(|data: &[u8]| {
    let Some((choice, body)) = data.split_first() else { return };
    let status = StatusCode::from_u16(STATUSES[usize::from(choice % 16)]).unwrap();
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(TYPES[usize::from(choice / 16 % 4)]));
    let answer = Answer { status, headers, body: Bytes::copy_from_slice(body) };
    let server = Server::new(answer, usize::MAX);
    let (builder, _) = client(&server);
    let client = builder.build().unwrap();
    if let Err(error) = futures_executor::block_on(client.send(&GetProject::new(ProjectId::new(7)))) {
        assert_can_be_shown(&error);
        assert!(server.count() <= 4);
    }
    let before = server.count();
    let note = CreateNote::new(ProjectId::new(7), MergeRequestIid::new(42), "text");
    if let Err(error) = futures_executor::block_on(client.send(&note)) {
        assert_can_be_shown(&error);
        // Only what certainly did nothing is sent again.
        let again = matches!(status.as_u16(), 409 | 429);
        assert!(again || server.count() == before + 1, "{status}: {error}");
    }
    server.assert_only_the_api_was_asked();
});
