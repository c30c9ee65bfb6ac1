//! A thousand runs with lost answers, races, edits and deletions in between: one note each, and no human text lost.
//!
//! Each follows from its seed, which is printed when it fails. `SEED=17 cargo test -p gitlab-write-back --test seeded` runs one
//! again, `FIRST=1000 RUNS=100000` runs others.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "the helpers of the tests fail them, as the tests themselves do, and name the seed"
)]

mod support;

use gitlab_api_client::endpoints::{AddDiscussionNote, CreateNote, ListDiscussions};
use gitlab_api_client::{Client, Limits, RandomSource};
use gitlab_auth::{AccessToken, StaticToken};
use gitlab_core::types::Note;
use gitlab_core::{Clock, DiscussionId, MergeRequestIid};
use gitlab_testkit::{Fault, GitLab, ManualClock};
use gitlab_write_back::{
    MemoryOutbox, Mode, NoteDraft, NotePlace, NoteStyle, NoteTarget, Outbox, Outcome, WhenDeleted, WriteBack,
};
use rca_note::NoteMarker;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use support::BOT;
use support::world::{MARIA, by_bot, client, delete, draft, edit, merge_request, project, scenario, wait};

const POSTS: [&str; 3] = [
    "projects/*/merge_requests/1/notes",
    "projects/*/merge_requests/1/discussions",
    "projects/*/merge_requests/1/discussions/*/notes",
];
const LOOK: &str = "projects/*/merge_requests/1/discussions";

/// Numbers that follow from a seed (`SplitMix64`).
#[derive(Debug)]
struct Seeded(AtomicU64);

impl Seeded {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

    fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed.wrapping_mul(Self::STEP)))
    }

    fn below(&self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn one_of<T: Copy>(&self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }
}

impl RandomSource for Seeded {
    fn next(&self) -> u64 {
        let mut value = self.0.fetch_add(Self::STEP, Ordering::Relaxed).wrapping_add(Self::STEP);
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }
}

struct Run {
    seed: u64,
    random: Seeded,
    gitlab: GitLab,
    clock: ManualClock,
    target: NoteTarget,
    place: NotePlace,
    mode: Mode,
    style: NoteStyle,
    /// One for all processes, or none.
    shared: Option<Arc<MemoryOutbox>>,
    /// What people wrote, and nobody of them deleted.
    human: Vec<String>,
    /// When the next finding is made.
    next: i64,
    history: Vec<String>,
}

impl Run {
    fn new(seed: u64) -> Self {
        let random = Seeded::new(seed);
        let clock = ManualClock::new().auto_advance();
        let latency = Duration::from_millis(random.below(200));
        let gitlab = GitLab::builder(scenario()).clock(clock.clone()).latency(latency).build().unwrap();
        let target = merge_request("shop/cart");
        Self {
            seed,
            gitlab,
            clock,
            place: target.place().unwrap(),
            target,
            mode: if random.below(3) == 0 { Mode::Append } else { Mode::Update },
            style: random.one_of(&[NoteStyle::Plain, NoteStyle::Thread, NoteStyle::Line]),
            shared: (random.below(2) == 0).then(Arc::default),
            human: Vec::new(),
            next: 1,
            history: Vec::new(),
            random,
        }
    }

    fn process(&self) -> WriteBack {
        let client = Client::builder(self.gitlab.instance())
            .transport(Arc::new(self.gitlab.clone()))
            .clock(Arc::new(self.clock.clone()))
            .random(Arc::new(Seeded::new(self.random.next())))
            .limits(Limits::default().with_per_page(3))
            .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(BOT).unwrap())))
            .build()
            .unwrap();
        let outbox: Arc<dyn Outbox> = match &self.shared {
            Some(shared) => shared.clone(),
            None => Arc::new(MemoryOutbox::new()),
        };
        WriteBack::on(Arc::new(client))
            .mode(self.mode)
            .style(self.style)
            .when_deleted(WhenDeleted::Post)
            .outbox(outbox)
    }

    fn finding(&mut self) -> NoteDraft {
        self.next += 1;
        draft("alert-1", &format!("finding {}", self.next), Some(self.next)).on_line("a", 2)
    }

    /// Lets some answers get lost, stored or not, and some looks fail.
    fn faults(&mut self) {
        for _ in 0..self.random.below(3) {
            let kind = self.random.below(6);
            let fault = match kind {
                0 => Fault::reset(),
                1 => Fault::status(500),
                2 => Fault::status(502),
                3 => Fault::status(503),
                4 => Fault::html(),
                _ => Fault::status(201)
                    .header("content-type", "application/json")
                    .body("{\"id\": 3")
                    .breaks_off(),
            };
            let after = usize::try_from(self.random.below(3)).unwrap();
            let stored = self.random.below(2) == 0;
            let path = self.random.one_of(&POSTS);
            self.history.push(format!("fault {kind} on POST {path} after {after}, stored: {stored}"));
            let fault = fault.on("POST", path).after(after);
            self.gitlab.inject(if stored { fault.stored() } else { fault });
        }
        for _ in 0..self.random.below(3) {
            let status = self.random.one_of(&[500, 502, 503]);
            let after = usize::try_from(self.random.below(12)).unwrap();
            self.history.push(format!("fault {status} on GET after {after}"));
            self.gitlab.inject(Fault::status(status).on("GET", LOOK).after(after));
        }
    }

    /// Some processes publish a finding each, or all the same one, at nearly the same time.
    async fn race(&mut self, processes: u64) {
        let mut tasks = tokio::task::JoinSet::new();
        let same = (self.random.below(3) == 0).then(|| self.finding());
        for _ in 0..processes {
            let (write_back, target, clock) = (self.process(), self.target.clone(), self.clock.clone());
            let finding = same.clone().unwrap_or_else(|| self.finding());
            let stagger = Duration::from_millis(self.random.below(600));
            tasks.spawn(async move {
                clock.sleep(stagger).await;
                write_back.publish(&target, finding).await
            });
        }
        for outcome in tasks.join_all().await {
            self.history.push(outcome.to_string());
        }
    }

    /// One process alone, whom nothing disturbs.
    async fn quiet(&mut self) -> Outcome {
        self.gitlab.clear_faults();
        // Whatever is still on its way arrives.
        wait(&self.clock, 600).await;
        let finding = self.finding();
        let outcome = self.process().publish(&self.target, finding).await;
        self.history.push(format!("quiet: {outcome}"));
        outcome
    }

    /// A person does something to our notes or beside them.
    async fn person(&mut self) {
        let maria = client(&self.gitlab, MARIA, &self.clock);
        let words = format!("words {} of a person", self.human.len());
        let ours = self.ours();
        let pick = |notes: &[Note]| {
            (!notes.is_empty())
                .then(|| notes[usize::try_from(self.random.below(notes.len() as u64)).unwrap()].clone())
        };
        match (self.random.below(4), pick(&ours)) {
            (0, Some(note)) => {
                edit(&maria, &self.place, &note, &words).await;
                self.history.push(format!("edited {}", note.id));
                self.human.push(words);
            }
            (1, Some(note)) => {
                self.human.retain(|words| !note.body.contains(words));
                delete(&maria, &self.place, note.id).await;
                self.history.push(format!("deleted {}", note.id));
            }
            (2, Some(note)) => {
                let thread = self.thread_of(&maria, &note).await;
                let reply =
                    AddDiscussionNote::new(project("shop/cart"), MergeRequestIid::new(1), thread, &words);
                maria.send(&reply).await.unwrap();
                self.history.push(format!("answered to {}", note.id));
                self.human.push(words);
            }
            _ => {
                let note = CreateNote::new(project("shop/cart"), MergeRequestIid::new(1), &words);
                maria.send(&note).await.unwrap();
                self.human.push(words);
            }
        }
    }

    async fn thread_of(&self, maria: &Client, note: &Note) -> DiscussionId {
        let list = ListDiscussions::new(project("shop/cart"), MergeRequestIid::new(1));
        let discussions = maria.list(&list, 1_000).await.unwrap().items;
        discussions.into_iter().find(|it| it.notes.iter().any(|one| one.id == note.id)).unwrap().id
    }

    fn ours(&self) -> Vec<Note> {
        let notes = by_bot(self.gitlab.merge_request_notes("shop/cart", 1));
        notes.into_iter().filter(|note| NoteMarker::find_in(&note.body).is_some()).collect()
    }

    /// Our notes that stand for themselves, without those that a person has edited: these are kept beside another one.
    async fn notes(&self) -> Vec<Note> {
        let maria = client(&self.gitlab, MARIA, &self.clock);
        let list = ListDiscussions::new(project("shop/cart"), MergeRequestIid::new(1));
        let discussions = maria.list(&list, 1_000).await.unwrap().items;
        let first = discussions.into_iter().filter_map(|it| it.notes.into_iter().next());
        let ours = self.ours();
        first.filter(|note| ours.iter().any(|one| one.id == note.id)).collect()
    }

    async fn check(&self, latest_is_told: bool) {
        let notes = self.notes().await;
        let requests = self.gitlab.requests();
        let writes: Vec<String> = requests
            .iter()
            .filter(|request| request.method != "GET")
            .map(|request| format!("{} {} {:?}", request.method, request.path, request.start))
            .collect();
        let told = format!(
            "seed {}, {:?}, {:?}, shared outbox: {}\n{}\n{}\n{notes:#?}",
            self.seed,
            self.mode,
            self.style,
            self.shared.is_some(),
            self.history.join("\n"),
            writes.join("\n"),
        );
        let as_written = |note: &&Note| {
            NoteMarker::find_in(&note.body).and_then(|marker| marker.is_text_as_written(&note.body))
                == Some(true)
        };
        let untouched = notes.iter().skip(1).filter(as_written).count();
        assert!(
            !notes.is_empty() && untouched == 0,
            "{} notes, of which {untouched} copies: {told}",
            notes.len()
        );
        let mut said = HashSet::new();
        for note in self.ours() {
            assert!(said.insert(note.body.clone()), "{} says again what was said: {told}", note.id);
        }
        let all = self.gitlab.merge_request_notes("shop/cart", 1);
        for words in &self.human {
            assert!(all.iter().any(|note| note.body.contains(words)), "{words} is lost: {told}");
        }
        if latest_is_told {
            let latest = format!("finding {}", self.next);
            assert!(
                self.ours().iter().any(|note| note.body.contains(&latest)),
                "{latest} is not told: {told}"
            );
        }
    }
}

/// Names the seed when its run fails, wherever that is.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the run that failed is that of SEED={}", self.0);
        }
    }
}

async fn run(seed: u64) {
    let _named = Named(seed);
    let mut run = Run::new(seed);
    let has_faults = run.random.below(3) > 0;
    let rounds = 1 + run.random.below(2);
    for _ in 0..rounds {
        if has_faults {
            run.faults();
        }
        let processes = 2 + run.random.below(7);
        run.race(processes).await;
        if !has_faults {
            // Nobody needs to come after them.
            run.check(false).await;
        }
        run.gitlab.clear_faults();
        for _ in 0..run.random.below(3) {
            run.person().await;
        }
    }
    let outcome = run.quiet().await;
    assert!(outcome.note().is_some(), "seed {seed}: {outcome:?}\n{}", run.history.join("\n"));
    run.check(true).await;
    assert!(run.gitlab.executed_commands().is_empty());
    if let Some(shared) = &run.shared {
        assert!(shared.pending().await.unwrap().is_empty(), "seed {seed}: something is left under way");
    }
}

#[test]
fn cases_12_to_14_and_126_to_129_a_thousand_runs_leave_one_note_each_and_lose_no_human_text() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seeds = match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => {
            let first = number("FIRST").unwrap_or(0);
            first..first + number("RUNS").unwrap_or(1_000)
        }
    };
    let next = AtomicU64::new(seeds.start);
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    // A run has a clock of its own, so that runs side by side do not touch each other.
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        return;
                    }
                    runtime().block_on(run(seed));
                }
            });
        }
    });
}
