//! Answers that get lost end with one note or with a failure that says so, and never with two notes.

mod support;

use async_trait::async_trait;
use gitlab_api_client::Client;
use gitlab_core::{ApiError, ApiErrorKind, Clock, Delivery, Instance, Listing, UserId};
use gitlab_testkit::{GitLab, ManualClock};
use gitlab_write_back::{ListedNote, NewNote, NoteHandle, NoteHost, NotePlace, Outcome, WriteBack};
use rca_note::NoteMarker;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use support::{BOT, finding, host_by, notes_of_bot, slow_gitlab, target};

/// What becomes of the text of a post whose answer is lost.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// It never arrives.
    Gone,
    /// The note is there so many seconds after the answer was lost.
    StoredAfter(u64),
}

/// Loses the answers to the first posts, one for each fate.
#[derive(Debug)]
struct Lossy {
    inner: Arc<Client>,
    clock: Arc<ManualClock>,
    tells_time: bool,
    fates: Vec<Fate>,
    posts: AtomicUsize,
    /// So many looks after the first post fail.
    blind_looks: AtomicUsize,
}

#[async_trait]
impl NoteHost for Lossy {
    fn instance(&self) -> &Instance {
        NoteHost::instance(&*self.inner)
    }

    async fn current_user(&self) -> Result<UserId, ApiError> {
        self.inner.current_user().await
    }

    async fn notes(&self, place: &NotePlace) -> Result<Listing<ListedNote>, ApiError> {
        let less = |looks: usize| looks.checked_sub(1);
        if self.posts.load(Ordering::SeqCst) > 0
            && self.blind_looks.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok()
        {
            return Err(ApiError::builder(ApiErrorKind::Server, "list notes").build());
        }
        self.inner.notes(place).await
    }

    async fn create_note(&self, place: &NotePlace, note: &NewNote<'_>) -> Result<NoteHandle, ApiError> {
        let number = self.posts.fetch_add(1, Ordering::SeqCst);
        match self.fates.get(number) {
            None => return self.inner.create_note(place, note).await,
            Some(Fate::Gone) => {}
            Some(Fate::StoredAfter(0)) => {
                self.inner.create_note(place, note).await?;
            }
            Some(Fate::StoredAfter(seconds)) => {
                let (inner, clock, seconds) = (self.inner.clone(), self.clock.clone(), *seconds);
                let (place, body) = (place.clone(), note.body.to_owned());
                tokio::spawn(async move {
                    clock.sleep(Duration::from_secs(seconds)).await;
                    inner.create_note(&place, &NewNote::new(&body)).await
                });
            }
        }
        Err(ApiError::builder(ApiErrorKind::Connection, "create note").delivery(Delivery::Unknown).build())
    }

    async fn update_note(&self, place: &NotePlace, note: &NoteHandle, body: &str) -> Result<(), ApiError> {
        self.inner.update_note(place, note, body).await
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        self.tells_time.then(|| self.clock.clone() as Arc<dyn Clock>)
    }
}

struct Run {
    gitlab: GitLab,
    host: Arc<Lossy>,
    outcome: Outcome,
}

impl Run {
    async fn of(fates: &[Fate], tells_time: bool, blind_looks: usize) -> Self {
        let clock = ManualClock::new().auto_advance();
        let gitlab = slow_gitlab(&clock);
        let host = Arc::new(Lossy {
            inner: host_by(&gitlab, BOT, clock.clone()),
            clock: Arc::new(clock.clone()),
            tells_time,
            fates: fates.to_vec(),
            posts: AtomicUsize::new(0),
            blind_looks: AtomicUsize::new(blind_looks),
        });
        let outcome = WriteBack::on(host.clone()).publish_finding(&target(), "alert-1", &finding("x")).await;
        // Whatever is still on its way arrives.
        clock.sleep(Duration::from_secs(600)).await;
        Self { gitlab, host, outcome }
    }

    fn posts(&self) -> usize {
        self.host.posts.load(Ordering::SeqCst)
    }

    async fn again(&self) -> Outcome {
        WriteBack::on(self.host.clone()).publish_finding(&target(), "alert-1", &finding("x")).await
    }
}

#[tokio::test]
async fn cases_12_and_13_a_lost_answer_ends_with_exactly_one_note() {
    for (fate, posts) in [(Fate::StoredAfter(0), 1), (Fate::Gone, 2)] {
        let run = Run::of(&[fate], true, 0).await;
        assert!(matches!(run.outcome, Outcome::Posted { .. }), "{fate:?}: {:?}", run.outcome);
        assert_eq!((notes_of_bot(&run.gitlab).len(), run.posts()), (1, posts), "{fate:?}");
    }
}

#[tokio::test]
async fn case_12_a_note_that_the_server_stores_late_is_waited_for() {
    for seconds in [1, 2, 5, 20, 50, 60] {
        let run = Run::of(&[Fate::StoredAfter(seconds)], true, 0).await;
        assert!(matches!(run.outcome, Outcome::Posted { .. }), "{seconds} s: {:?}", run.outcome);
        assert_eq!((notes_of_bot(&run.gitlab).len(), run.posts()), (1, 1), "{seconds} s");
    }
}

#[tokio::test]
async fn case_12_without_a_clock_nothing_is_posted_again_and_the_next_run_finds_the_note() {
    for seconds in [1, 50] {
        let run = Run::of(&[Fate::StoredAfter(seconds)], false, 0).await;
        let Outcome::Failed { error } = &run.outcome else { panic!("{:?}", run.outcome) };
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert!(error.to_string().contains("may be there"), "{error}");
        assert!(error.advice().unwrap().contains("next run"), "{:?}", error.advice());
        assert_eq!((notes_of_bot(&run.gitlab).len(), run.posts()), (1, 1));
        let again = run.again().await;
        assert!(matches!(again, Outcome::Unchanged { .. }), "{again:?}");
        assert_eq!(notes_of_bot(&run.gitlab).len(), 1);
    }
    let run = Run::of(&[Fate::StoredAfter(0)], false, 0).await;
    assert!(
        matches!(run.outcome, Outcome::Posted { .. }),
        "what is there at once is found: {:?}",
        run.outcome
    );
}

#[tokio::test]
async fn case_14_two_lost_answers_in_a_row_are_the_last() {
    for (second, notes) in [(Fate::Gone, 0), (Fate::StoredAfter(3), 1)] {
        let run = Run::of(&[Fate::Gone, second], true, 0).await;
        match (&run.outcome, notes) {
            (Outcome::Failed { .. }, 0) | (Outcome::Posted { .. }, 1) => {}
            (outcome, _) => panic!("{second:?}: {outcome:?}"),
        }
        assert_eq!((notes_of_bot(&run.gitlab).len(), run.posts()), (notes, 2), "{second:?}");
    }
}

#[tokio::test]
async fn case_14_nothing_is_sent_again_while_it_cannot_be_looked_up() {
    for fate in [Fate::Gone, Fate::StoredAfter(0), Fate::StoredAfter(5)] {
        let run = Run::of(&[fate], true, 10).await;
        assert!(matches!(run.outcome, Outcome::Failed { .. }), "{fate:?}: {:?}", run.outcome);
        assert_eq!(run.posts(), 1, "{fate:?}: one write, and no second one");
    }
    // Three looks that fail are not the end.
    let run = Run::of(&[Fate::StoredAfter(0)], true, 3).await;
    assert!(matches!(run.outcome, Outcome::Posted { .. }), "{:?}", run.outcome);
    assert_eq!((notes_of_bot(&run.gitlab).len(), run.posts()), (1, 1));
}

#[tokio::test]
async fn case_126_a_lost_note_that_comes_late_is_waited_for_also_when_another_process_was_faster() {
    for seconds in [2, 10, 50] {
        let clock = ManualClock::new().auto_advance();
        let gitlab = slow_gitlab(&clock);
        let host = Arc::new(Lossy {
            inner: host_by(&gitlab, BOT, clock.clone()),
            clock: Arc::new(clock.clone()),
            tells_time: true,
            fates: vec![Fate::StoredAfter(seconds)],
            posts: AtomicUsize::new(0),
            blind_looks: AtomicUsize::new(0),
        });
        let other = WriteBack::on(host_by(&gitlab, BOT, clock.clone()));
        let (of_lossy, of_other) = tokio::join!(
            async { WriteBack::on(host).publish_finding(&target(), "alert-1", &finding("x")).await },
            async {
                clock.sleep(Duration::from_millis(700)).await;
                other.publish_finding(&target(), "alert-1", &finding("y")).await
            }
        );
        clock.sleep(Duration::from_secs(600)).await;
        // This host removes no notes; what is emptied has no marker any more.
        let mut notes = notes_of_bot(&gitlab);
        notes.retain(|note| NoteMarker::find_in(&note.body).is_some());
        assert_eq!(notes.len(), 1, "{seconds} s: {of_lossy:?}, {of_other:?}: {notes:#?}");
    }
}
