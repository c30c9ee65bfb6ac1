use serde::Serialize;

use crate::failure::{Failure, FailureKind};
use crate::job_end::JobEnd;

/// What kind of failure the whole job is, and whether a plain retry may well pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FailureClass {
    /// The kind.
    pub kind: ClassKind,
    /// Whether a plain retry may well pass; none where the log does not tell.
    pub intermittent: Option<bool>,
    /// Why, in one sentence without a final stop.
    pub reason: String,
}

/// Kind of a job's outcome: who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClassKind {
    /// The job succeeded, or the log is empty or unfinished and shows no failure.
    None,
    /// A test failed.
    Test,
    /// The code does not build or does not satisfy a linter.
    Build,
    /// The script, its image or its variables are wrong.
    Configuration,
    /// A dependency could not be had.
    Dependency,
    /// The network, a registry, or another service failed.
    Network,
    /// Memory or disk ran out.
    Resources,
    /// The job or a step took too long.
    Timeout,
    /// The runner failed.
    Runner,
    /// A deployment failed.
    Deployment,
    /// Somebody or something canceled the job.
    Canceled,
    /// The job failed, and the log does not tell of what kind it is.
    Unknown,
}

impl ClassKind {
    /// The name in lower case, as it is serialized.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Test => "test",
            Self::Build => "build",
            Self::Configuration => "configuration",
            Self::Dependency => "dependency",
            Self::Network => "network",
            Self::Resources => "resources",
            Self::Timeout => "timeout",
            Self::Runner => "runner",
            Self::Deployment => "deployment",
            Self::Canceled => "canceled",
            Self::Unknown => "unknown",
        }
    }
}

impl std::fmt::Display for ClassKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where the script starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// The log has no sections that tell.
    Unknown,
    /// It was never reached.
    Never,
    /// On this raw line.
    At(usize),
}

impl Script {
    pub(crate) fn is_after(self, line: usize) -> bool {
        match self {
            Self::Unknown => false,
            Self::Never => true,
            Self::At(start) => line < start,
        }
    }
}

impl FailureClass {
    fn new(kind: ClassKind, intermittent: Option<bool>, reason: impl Into<String>) -> Self {
        Self { kind, intermittent, reason: reason.into() }
    }

    /// Judges by how the job ended, then by its failures.
    pub(crate) fn of(end: Option<&JobEnd>, failures: &[Failure], script: Script) -> Self {
        match end {
            Some(JobEnd::Succeeded) => {
                return Self::new(ClassKind::None, Some(false), "the job succeeded");
            }
            Some(JobEnd::SystemFailure { message, .. }) => {
                return Self::new(
                    ClassKind::Runner,
                    Some(true),
                    format!("the runner itself failed: {message}"),
                );
            }
            Some(JobEnd::Canceled { .. }) => {
                return Self::new(ClassKind::Canceled, None, "the job was canceled from outside");
            }
            Some(JobEnd::TimedOut { message, .. }) => {
                return Self::new(
                    ClassKind::Timeout,
                    Some(true),
                    format!("the job ran out of time: {message}"),
                );
            }
            Some(JobEnd::Failed { .. }) | None => {}
        }
        let code = match end {
            Some(JobEnd::Failed { code, .. }) => *code,
            _ => None,
        };
        let infrastructure = failures.iter().find(|failure| failure.kind.is_infrastructure());
        let Some(first) = failures.first() else {
            return match code {
                Some(code) => by_exit_code(code),
                None if end.is_some() => {
                    Self::new(ClassKind::Unknown, None, "the log does not tell why the job failed")
                }
                None => Self::new(ClassKind::None, None, "the log shows no failure"),
            };
        };
        if let Some(cause) = infrastructure {
            let (kind, words) = match cause.kind {
                FailureKind::Memory => (ClassKind::Resources, "memory ran out"),
                FailureKind::Disk => (ClassKind::Resources, "a disk was full"),
                FailureKind::Timeout => (ClassKind::Timeout, "a step took too long"),
                FailureKind::Runner => (ClassKind::Runner, "the runner failed"),
                FailureKind::Registry => (ClassKind::Network, "a registry failed or refused"),
                _ => (ClassKind::Network, "another machine could not be reached or failed"),
            };
            // What filled the disk before the job began is still there for the next one on that runner.
            let stays = cause.kind == FailureKind::Disk && script.is_after(cause.at);
            let intermittent = (!stays).then_some(true);
            return Self::new(kind, intermittent, format!("{words} (line {})", cause.at));
        }
        let line = first.at;
        match first.kind {
            FailureKind::Test => Self::new(
                ClassKind::Test,
                None,
                format!("a test failed (line {line}); one log does not tell whether it always does"),
            ),
            FailureKind::Compile | FailureKind::Lint => Self::new(
                ClassKind::Build,
                Some(false),
                format!("the code does not pass a compiler or linter (line {line})"),
            ),
            FailureKind::Dependency => {
                Self::new(ClassKind::Dependency, None, format!("a dependency could not be had (line {line})"))
            }
            FailureKind::Configuration | FailureKind::Git | FailureKind::Container => Self::new(
                ClassKind::Configuration,
                Some(false),
                format!("something that the script needs is missing or wrong (line {line})"),
            ),
            FailureKind::Deployment => {
                Self::new(ClassKind::Deployment, None, format!("a deployment failed (line {line})"))
            }
            FailureKind::Canceled => {
                Self::new(ClassKind::Canceled, None, "the job was canceled from outside")
            }
            FailureKind::Script => code.map_or_else(
                || Self::new(ClassKind::Unknown, None, "the script failed without saying why"),
                by_exit_code,
            ),
            _ => Self::new(ClassKind::Unknown, None, format!("an error of no known tool (line {line})")),
        }
    }
}

fn by_exit_code(code: i32) -> FailureClass {
    match code {
        137 => FailureClass::new(
            ClassKind::Resources,
            Some(true),
            "exit code 137: the process was killed, mostly for want of memory",
        ),
        143 => {
            FailureClass::new(ClassKind::Canceled, Some(true), "exit code 143: the process was told to end")
        }
        126 | 127 => FailureClass::new(
            ClassKind::Configuration,
            Some(false),
            format!("exit code {code}: a command could not be found or run"),
        ),
        _ => FailureClass::new(ClassKind::Unknown, None, format!("exit code {code}, and nothing tells why")),
    }
}
