//! The answer: suspects with their reasons.

use std::fmt;

use serde::{Deserialize, Serialize};

/// All candidates, the likeliest first, and what follows from that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ranking {
    /// Every candidate once, by falling score; equal scores in the order of the candidates.
    pub suspects: Vec<Suspect>,
    /// Whether the first one is a suspect at all.
    pub conclusion: Conclusion,
}

/// What a ranking comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Conclusion {
    /// One candidate fits better than all others.
    Suspect {
        /// Its id.
        id: String,
    },
    /// Several candidates fit equally well.
    Tie {
        /// Their ids, in the order of the candidates.
        ids: Vec<String>,
        /// Why nothing tells them apart.
        reason: String,
    },
    /// Nothing speaks for any candidate.
    NoSuspect {
        /// Why.
        reason: String,
    },
}

/// One candidate with its score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Suspect {
    /// The id that the candidate was given.
    pub id: String,
    /// Who made it, where the candidate told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was committed or merged, in seconds since 1970-01-01 UTC, where the candidate told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<i64>,
    /// Its place, counted from 1; candidates with the same score share the best of their places.
    pub place: usize,
    /// The sum of the weights of its reasons, exactly and in any order of adding.
    pub score: f64,
    /// What speaks for it and against it, the weightiest first.
    pub reasons: Vec<Reason>,
}

impl Suspect {
    /// Whether something in the change itself fits the failure, more than its time and place.
    #[must_use]
    pub fn has_evidence(&self) -> bool {
        self.reasons.iter().any(Reason::is_evidence)
    }
}

/// One reason for or against a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reason {
    /// The kind.
    pub kind: ReasonKind,
    /// What it adds to the score; negative where it speaks against the candidate. A multiple of 1/1024, so that
    /// sums are exact.
    pub weight: f64,
    /// What was seen, for a person.
    pub detail: String,
}

impl Reason {
    /// A reason with its weight rounded; `None` when nothing is left of it.
    pub(super) fn new(kind: ReasonKind, weight: f64, detail: String) -> Option<Self> {
        const STEPS: f64 = 1024.0;
        let weight = if weight.is_finite() { (weight.clamp(-1e6, 1e6) * STEPS).round() / STEPS } else { 0.0 };
        (weight != 0.0).then_some(Self { kind, weight, detail })
    }

    fn is_evidence(&self) -> bool {
        match self.kind {
            // Some word is shared by nearly any two texts, and some file changed along with nearly any other.
            ReasonKind::SharedWords | ReasonKind::ChangedWithTest => self.weight >= 0.5,
            kind => kind.is_evidence(),
        }
    }
}

/// The kinds of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ReasonKind {
    /// The change wrote the very line that failed.
    ChangedFailingLine,
    /// The change wrote lines near the one that failed.
    ChangedNearFailingLine,
    /// The change touches the file of a given location.
    ChangedFailingFile,
    /// The change touches a file that the log or stack trace names.
    ChangedNamedFile,
    /// The change touches the function that a frame of the stack trace names, as the header of its hunk tells.
    ChangedNamedFunction,
    /// The change touches the file that the failed test is named after.
    ChangedTestedFile,
    /// The change touches the failed test's own file.
    ChangedTestFile,
    /// The change touches a file that changes along with the failed test, as the other candidates tell.
    ChangedWithTest,
    /// The change last wrote a line that failed, by blame.
    Blamed,
    /// The change touches the failing service's part of the repository.
    ChangedArea,
    /// The change touches other files of those who own the failing place.
    SameOwner,
    /// The author also made another candidate that touches the failing place.
    RecentWork,
    /// The change is one of `.git-blame-ignore-revs`, which only change how code looks.
    IgnoredRevision,
    /// The change and the failure share words.
    SharedWords,
    /// The change touches code: the more it touches, the more it can break.
    ChangedCode,
    /// The change touches tests or documents only.
    NoCode,
    /// The change reworks what worked, as its title says: `Refactor …`, `perf: …`.
    Rework,
    /// The change is of comments, formatting or a version only, as its title says: `docs: …`, `Fix typo`.
    Appearance,
    /// The change touches very many files, as imports, moves and new formatting do.
    Sweeping,
    /// The change came shortly before the failure.
    Newness,
    /// The change is part of the merge request or deployment under investigation.
    Investigated,
    /// The change reverts an older one, so that old behaviour is back.
    Revert,
    /// The change was reverted before the failure.
    Reverted,
    /// The change was not live where the failure showed.
    NotLive,
    /// The change came after the failure.
    AfterFailure,
}

impl ReasonKind {
    /// Whether the change itself fits the failure, more than its time and place.
    #[must_use]
    pub fn is_evidence(self) -> bool {
        !matches!(
            self,
            Self::ChangedCode
                | Self::SameOwner
                | Self::RecentWork
                | Self::IgnoredRevision
                | Self::NoCode
                | Self::Rework
                | Self::Appearance
                | Self::Sweeping
                | Self::Newness
                | Self::Investigated
                | Self::Revert
                | Self::Reverted
                | Self::NotLive
                | Self::AfterFailure
        )
    }

    /// The word that the serialised form uses, for example `changed-failing-line`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ChangedFailingLine => "changed-failing-line",
            Self::ChangedNearFailingLine => "changed-near-failing-line",
            Self::ChangedFailingFile => "changed-failing-file",
            Self::ChangedNamedFile => "changed-named-file",
            Self::ChangedNamedFunction => "changed-named-function",
            Self::ChangedTestedFile => "changed-tested-file",
            Self::ChangedTestFile => "changed-test-file",
            Self::ChangedWithTest => "changed-with-test",
            Self::ChangedArea => "changed-area",
            Self::SharedWords => "shared-words",
            Self::Blamed => "blamed",
            Self::SameOwner => "same-owner",
            Self::RecentWork => "recent-work",
            Self::IgnoredRevision => "ignored-revision",
            Self::ChangedCode => "changed-code",
            Self::NoCode => "no-code",
            Self::Rework => "rework",
            Self::Appearance => "appearance",
            Self::Sweeping => "sweeping",
            Self::Newness => "newness",
            Self::Investigated => "investigated",
            Self::Revert => "revert",
            Self::Reverted => "reverted",
            Self::NotLive => "not-live",
            Self::AfterFailure => "after-failure",
        }
    }
}

impl fmt::Display for ReasonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
