//! Our note is found on whichever page it is, also while others remove notes before it.
#![allow(clippy::unwrap_used, reason = "the helpers of the tests fail them, as the tests themselves do")]

mod support;

use gitlab_api_client::endpoints::CreateNote;
use gitlab_api_client::{Client, Limits};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::{Clock, MergeRequestIid, NoteId};
use gitlab_write_back::{NoteHost, Outcome, WriteBack};
use std::sync::Arc;
use std::time::Duration;
use support::BOT;
use support::world::{MARIA, by_bot, client, delete, draft, merge_request, project, world};

#[tokio::test]
async fn case_126_a_note_that_moves_to_another_page_while_they_are_read_is_found() {
    // The moment at which a note before ours is removed, from before the first page is read to after the last one.
    for milliseconds in (0..120).step_by(10) {
        let (gitlab, clock) = world();
        let maria = client(&gitlab, MARIA, &clock);
        for text in ["first", "second"] {
            let note = CreateNote::new(project("shop/cart"), MergeRequestIid::new(1), text);
            maria.send(&note).await.unwrap();
        }
        let target = merge_request("shop/cart");
        let host: Arc<dyn NoteHost> = Arc::new(
            Client::builder(gitlab.instance())
                .transport(Arc::new(gitlab.clone()))
                .clock(Arc::new(clock.clone()))
                .limits(Limits::default().with_per_page(2).with_parallel_pages(1))
                .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(BOT).unwrap())))
                .build()
                .unwrap(),
        );
        let ours = WriteBack::on(host.clone()).publish(&target, draft("alert-1", "one", None)).await.note();

        let place = target.place().unwrap();
        let first: NoteId = gitlab.merge_request_notes("shop/cart", 1)[0].id;
        let removal = async {
            clock.sleep(Duration::from_millis(milliseconds)).await;
            delete(&maria, &place, first).await;
        };
        // Another process, which remembers nothing.
        let again = WriteBack::on(host);
        let (outcome, ()) = tokio::join!(again.publish(&target, draft("alert-1", "two", None)), removal);
        assert!(matches!(outcome, Outcome::Updated { .. }), "after {milliseconds} ms: {outcome:?}");
        assert_eq!(outcome.note(), ours);
        let posts = gitlab.requests().iter().filter(|request| request.method == "POST").count();
        assert_eq!(posts, 2 + 1, "after {milliseconds} ms it was posted again");
        assert_eq!(by_bot(gitlab.merge_request_notes("shop/cart", 1)).len(), 1);
    }
}
