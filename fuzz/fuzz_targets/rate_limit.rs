//! `Retry-After` and `RateLimit-*` headers: a wait is never longer than the call may take, nor without an end.
#![no_main]

use gitlab_api_client::endpoints::GetProject;
use gitlab_core::ProjectId;
use gitlab_rca_fuzz::{Answer, Server, assert_can_be_shown, client, headers};
use http::StatusCode;
use libfuzzer_sys::fuzz_target;
use std::time::Duration;

const TOTAL: Duration = Duration::from_secs(120);

// The first byte chooses the status, the lines after it are headers.
fuzz_target!(|data: &[u8]| {
    let Some((choice, lines)) = data.split_first() else { return };
    let status = [200, 429, 503, 500][usize::from(choice % 4)];
    let status = StatusCode::from_u16(status).unwrap();
    let answer = Answer { status, headers: headers(lines), body: "Retry later\n".into() };
    let server = Server::new(answer, 20);
    let (builder, clock) = client(&server);
    let client = builder.build().unwrap().with_deadline(TOTAL);
    let asked = futures_executor::block_on(client.send(&GetProject::new(ProjectId::new(7))));
    // No answer here is a project, so that it always ends in an error.
    assert_can_be_shown(&asked.unwrap_err());
    assert!(server.count() <= 4 && clock.slept() <= TOTAL, "{} in {:?}", server.count(), clock.slept());
    server.assert_only_the_api_was_asked();
});
