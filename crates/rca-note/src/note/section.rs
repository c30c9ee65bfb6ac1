/// A section of the note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Section {
    /// Title, status, severity and confidence.
    Overview,
    /// The summary.
    Summary,
    /// The root cause.
    RootCause,
    /// What was observed.
    Evidence,
    /// The changes that may have caused it.
    Suspects,
    /// The services that took part.
    Services,
    /// What happened when.
    Timeline,
    /// What to do now.
    NextSteps,
    /// What could not be read.
    Gaps,
    /// The lines of logs and files.
    Excerpts,
    /// Where to read on.
    Links,
}

impl Section {
    /// The section's name in words, such as `next steps`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Summary => "summary",
            Self::RootCause => "root cause",
            Self::Evidence => "evidence",
            Self::Suspects => "suspects",
            Self::Services => "services",
            Self::Timeline => "timeline",
            Self::NextSteps => "next steps",
            Self::Gaps => "gaps",
            Self::Excerpts => "excerpts",
            Self::Links => "links",
        }
    }

    /// What is placed first when room is short: the finding and its links before the logs.
    pub(crate) fn priority(self) -> u8 {
        match self {
            Self::Overview => 0,
            Self::Summary => 1,
            Self::RootCause => 2,
            Self::Suspects => 3,
            Self::NextSteps => 4,
            Self::Evidence => 5,
            Self::Links => 6,
            Self::Gaps => 7,
            Self::Services => 8,
            Self::Timeline => 9,
            Self::Excerpts => 10,
        }
    }

    /// Who takes a first share before whom. The excerpts have their turn once the finding and its links had theirs: a
    /// few lines of the log say more than the end of a timeline.
    pub(super) fn turn(self) -> u8 {
        match self {
            Self::Excerpts => 2 * Self::Links.priority() + 1,
            other => 2 * other.priority(),
        }
    }

    /// Per cent of the room that the section may take before the others had their turn.
    pub(crate) fn share(self) -> usize {
        match self {
            Self::Overview => 30,
            Self::Summary | Self::RootCause | Self::Suspects => 20,
            Self::NextSteps | Self::Evidence => 15,
            Self::Links | Self::Gaps | Self::Services | Self::Timeline => 8,
            // Beyond it they take what the others leave.
            Self::Excerpts => 18,
        }
    }
}
