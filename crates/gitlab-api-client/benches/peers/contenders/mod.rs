//! Who is compared, and at what.

mod by_hand;
mod client;
mod kitware;
mod socket;

use crate::measure::{Run, Started};

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Contender {
    /// This client: `list`, eight pages in flight, or `open`, or `send`.
    Client,
    /// This client: `list`, one page after another.
    ClientInTurn,
    /// This client: `items`, nothing kept.
    ClientStream,
    /// reqwest and `serde_json`, eight in flight.
    ByHand,
    /// reqwest and `serde_json`, one after another.
    ByHandInTurn,
    /// The crate `gitlab`.
    Kitware,
    /// The bare socket, eight in flight, nothing decoded.
    Socket,
}

const CONTENDERS: [(Contender, &str, &str); 7] = [
    (Contender::Client, "client", "gitlab-api-client"),
    (Contender::ClientInTurn, "client-in-turn", "gitlab-api-client, in turn"),
    (Contender::ClientStream, "client-stream", "gitlab-api-client, as a stream"),
    (Contender::ByHand, "by-hand", "reqwest + serde_json"),
    (Contender::ByHandInTurn, "by-hand-in-turn", "reqwest + serde_json, in turn"),
    (Contender::Kitware, "kitware", "gitlab"),
    (Contender::Socket, "socket", "bare socket, nothing decoded"),
];

impl Contender {
    pub(crate) fn parse(name: &str) -> Self {
        CONTENDERS.iter().find(|(_, known, _)| *known == name).unwrap().0
    }

    pub(crate) fn name(self) -> &'static str {
        CONTENDERS.iter().find(|(known, _, _)| *known == self).unwrap().1
    }

    pub(crate) fn words(self) -> &'static str {
        CONTENDERS.iter().find(|(known, _, _)| *known == self).unwrap().2
    }
}

/// What is done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    /// That many commits, a list without totals.
    Commits(u64),
    /// That many merge requests, a list with totals.
    MergeRequests(u64),
    /// A job's log of that many megabytes, read as it comes.
    Trace(u64),
    /// That many merge requests, each by itself, all at once, and the same again.
    Singles(u64),
    /// One request, five that need it, and ten that need these.
    FanOut,
}

/// How often all single requests are sent.
pub(crate) const TIMES: u64 = 5;
/// How many requests each level of the fan-out has.
pub(crate) const LEVELS: [u64; 3] = [1, 5, 10];

impl Work {
    pub(crate) fn parse(name: &str, count: u64) -> Self {
        match name {
            "commits" => Self::Commits(count),
            "merge-requests" => Self::MergeRequests(count),
            "trace" => Self::Trace(count),
            "singles" => Self::Singles(count),
            "fan-out" => Self::FanOut,
            other => panic!("there is no work {other}"),
        }
    }

    pub(crate) fn arguments(self) -> (&'static str, u64) {
        match self {
            Self::Commits(count) => ("commits", count),
            Self::MergeRequests(count) => ("merge-requests", count),
            Self::Trace(count) => ("trace", count),
            Self::Singles(count) => ("singles", count),
            Self::FanOut => ("fan-out", 0),
        }
    }

    pub(crate) fn words(self) -> String {
        match self {
            Self::Commits(count) | Self::MergeRequests(count) => format!("{count} entries"),
            Self::Trace(count) => format!("{count} MB"),
            Self::Singles(count) => format!("{TIMES} times {count} requests"),
            Self::FanOut => "16 requests".to_owned(),
        }
    }

    /// What is counted in the end, so that nobody does less than the others.
    pub(crate) fn entries(self) -> u64 {
        match self {
            Self::Commits(count) | Self::MergeRequests(count) => count,
            Self::Trace(count) => count * 1_000_000,
            Self::Singles(count) => TIMES * count,
            Self::FanOut => LEVELS.iter().sum(),
        }
    }
}

/// Does it once. What is set up before the first request is not counted.
pub(crate) fn run(contender: Contender, work: Work, port: u16) -> Run {
    // One thread for everybody: what is compared is work, and the server needs the other core.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        match contender {
            Contender::Client => client::run(client::Way::List(8), work, port).await,
            Contender::ClientInTurn => client::run(client::Way::List(1), work, port).await,
            Contender::ClientStream => client::run(client::Way::Stream, work, port).await,
            Contender::ByHand => by_hand::run(8, work, port).await,
            Contender::ByHandInTurn => by_hand::run(1, work, port).await,
            Contender::Kitware => kitware::run(work, port).await,
            Contender::Socket => socket::run(8, work, port).await,
        }
    })
}

/// Times a piece of work that says how many entries it had.
async fn timed(work: impl Future<Output = u64>) -> Run {
    let started = Started::now();
    let entries = work.await;
    started.stop(entries)
}
