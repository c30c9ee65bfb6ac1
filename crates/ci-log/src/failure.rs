use serde::{Deserialize, Serialize};

/// One cause of the job's failure, as its tool reports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Failure {
    /// What kind of thing went wrong.
    pub kind: FailureKind,
    /// The tool that reports it, such as `rustc` or `pytest`; none for a text that only looks like an error.
    pub tool: Option<String>,
    /// What it says, without colours, cut at a limit. Never empty.
    pub message: String,
    /// The file as the tool writes it.
    pub file: Option<String>,
    /// Line in that file, counted from 1.
    pub line: Option<u32>,
    /// Column in that line, as the tool counts it.
    pub column: Option<u32>,
    /// The failed test's name, as the tool writes it, in full.
    pub test: Option<String>,
    /// Raw line of the log, counted from 1.
    pub at: usize,
    /// The innermost section of the log around it.
    pub section: Option<String>,
    /// The lines of its stack trace, in the order of the log.
    pub stack: Vec<String>,
}

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureKind {
    /// A test failed.
    Test,
    /// Source text does not compile, link or type-check.
    Compile,
    /// A linter, a formatter or an audit complains.
    Lint,
    /// A program ended with a panic, an uncaught exception or a signal.
    Crash,
    /// A command, a file, a variable or a permission is missing.
    Configuration,
    /// A dependency could not be resolved or installed.
    Dependency,
    /// Another machine could not be reached or answered wrongly.
    Network,
    /// An image or a package registry refused or failed.
    Registry,
    /// Not enough memory.
    Memory,
    /// No space left on a disk.
    Disk,
    /// Something took longer than allowed.
    Timeout,
    /// The runner or its executor failed, not the job's script.
    Runner,
    /// Version control failed.
    Git,
    /// A container image could not be built or a container not be run.
    Container,
    /// A deployment or a change of infrastructure failed.
    Deployment,
    /// Somebody or something stopped the job.
    Canceled,
    /// The script ended with an exit code, and nothing tells why.
    Script,
    /// A text that looks like an error of a tool that is not known.
    Unknown,
}

impl FailureKind {
    /// The name in lower case with underscores, as it is serialized.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Compile => "compile",
            Self::Lint => "lint",
            Self::Crash => "crash",
            Self::Configuration => "configuration",
            Self::Dependency => "dependency",
            Self::Network => "network",
            Self::Registry => "registry",
            Self::Memory => "memory",
            Self::Disk => "disk",
            Self::Timeout => "timeout",
            Self::Runner => "runner",
            Self::Git => "git",
            Self::Container => "container",
            Self::Deployment => "deployment",
            Self::Canceled => "canceled",
            Self::Script => "script",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the cause lies around the job rather than in the code that it works on.
    #[must_use]
    pub const fn is_infrastructure(self) -> bool {
        matches!(
            self,
            Self::Network | Self::Registry | Self::Memory | Self::Disk | Self::Timeout | Self::Runner
        )
    }
}

impl std::fmt::Display for FailureKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_serialized_one() {
        for kind in [FailureKind::Test, FailureKind::Configuration, FailureKind::Unknown] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
