//! Network, registries, memory, disks and the runner: what a retry may heal.

use super::{Role, Rule};
use crate::failure::FailureKind;

/// Words of a connection that failed, as programs and libraries of all kinds write them.
const NETWORK: [&str; 33] = [
    "could not resolve host",
    "couldn't resolve host",
    "temporary failure in name resolution",
    "temporary failure resolving",
    "name or service not known",
    "connection refused",
    "connection reset",
    "connection timed out",
    "connection closed by",
    "connection aborted",
    "failed to connect to",
    "econnrefused",
    "econnreset",
    "etimedout",
    "eai_again",
    "enotfound",
    "i/o timeout",
    "tls handshake timeout",
    "no route to host",
    "network is unreachable",
    "rpc failed;",
    "early eof",
    "unexpected disconnect",
    "server misbehaving",
    "bad gateway",
    "service unavailable",
    "gateway time-out",
    "gateway timeout",
    "http error 5",
    "unexpected http status: 5",
    "remote end hung up unexpectedly",
    // Cargo's words.
    "network failure seems to have happened",
    "spurious network error",
];

pub(super) fn rules() -> Vec<Rule> {
    // The codes of Unix end other names, too: `ModuleNotFoundError`.
    let network = NETWORK.map(|words| format!(r"\b{}", words.replace('.', r"\."))).join("|");
    vec![
        // A warning says that the tool goes on, mostly by trying again.
        Rule::new("network", Role::Hint, r"(?i)^\s*(?:\S+ )?(warn|warning|npm warn)\b").with_keywords(NETWORK),
        Rule::new("network", Role::Hint, r"(?i)\b(retry(ing)?|tries remaining|try again|attempt \d)\b").with_keywords(NETWORK),
        Rule::new(
            "network",
            Role::Failure,
            format!(r"(?i)^(?<message>\s*\[?(error|fatal|curl|wget|e|err|npm err(or)?|failed|failure|unable|could not|ssh|git|remote|ansible|caused by)\b.*({network}).*)$"),
        )
        .with_kind(FailureKind::Network)
        .with_keywords(NETWORK),
        Rule::new("network", Role::Failure, r"^(?<message>curl: \((?:6|7|16|18|28|35|52|55|56|92)\) .*)$")
            .with_kind(FailureKind::Network)
            .with_keywords(["curl: ("]),
        Rule::new("network", Role::Failure, r"^(?<message>curl: \(22\) .* error: 5\d\d.*)$")
            .with_kind(FailureKind::Network)
            .with_keywords(["curl: ("]),
        // Scripts often try something else then.
        Rule::new("curl", Role::Consequence, r"^curl: (?<message>\(\d+\) .*)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["curl: ("])
            .with_weight(3.0),
        Rule::new("network", Role::Consequence, format!(r"(?i)^(?<message>.*({network}).*)$"))
            .with_weight(4.0)
            .with_kind(FailureKind::Network)
            .with_keywords(NETWORK),
        // What apt says of a mirror that answers wrongly.
        Rule::new(
            "apt",
            Role::Failure,
            r"^E: (?<message>(?:Failed to fetch|The repository '.*' (?:is not signed|does not have a Release file|is no longer signed)|Some index files failed to download|Hash Sum mismatch).*)$",
        )
        .with_kind(FailureKind::Network)
        .with_keywords(["e: failed to fetch", "e: the repository '", "e: some index files", "hash sum mismatch"]),
        Rule::new(
            "registry",
            Role::Failure,
            r"(?i)^(?<message>.*(toomanyrequests|pull rate limit|manifest unknown|manifest for \S+ not found|pull access denied|requested access to the resource is denied|failed to pull image|imagepullbackoff|errimagepull|error pulling image).*)$",
        )
        .with_kind(FailureKind::Registry)
        .with_keywords([
            "toomanyrequests",
            "pull rate limit",
            "manifest unknown",
            "manifest for ",
            "pull access denied",
            "requested access to the resource",
            "failed to pull image",
            "imagepullbackoff",
            "errimagepull",
            "error pulling image",
        ]),
        Rule::new("disk", Role::Failure, r"(?i)^(?<message>.*(no space left on device|\benospc\b|disk quota exceeded).*)$")
            .with_kind(FailureKind::Disk)
            .with_keywords(["no space left on device", "enospc", "disk quota exceeded"]),
        Rule::new(
            "memory",
            Role::Failure,
            r"^(?<message>.*(OOMKilled|[Oo]ut of memory|Cannot allocate memory|heap out of memory|OutOfMemoryError|SIGKILL: kill|std::bad_alloc).*)$",
        )
        .with_kind(FailureKind::Memory)
        .with_keywords([
            "oomkilled",
            "out of memory",
            "cannot allocate memory",
            "outofmemoryerror",
            "sigkill: kill",
            "std::bad_alloc",
        ]),
        Rule::new("memory", Role::Failure, r"^(?<message>(?:\S+: line \d+:\s+\d+ )?Killed\b.*)$")
            .with_kind(FailureKind::Memory)
            .with_keywords(["killed"]),
        Rule::new("memory", Role::Failure, r"^(?<message>\S+: fatal error: Killed signal terminated program .+)$")
            .with_kind(FailureKind::Memory)
            .with_keywords(["killed signal terminated program"]),
        Rule::new("timeout", Role::Failure, r"^(?<message>\S*timeout: sending signal \w+ to command .+)$")
            .with_kind(FailureKind::Timeout)
            .with_keywords(["timeout: sending signal"]),
        Rule::new("go", Role::Failure, r"^panic: (?<message>test timed out after .+)$")
            .with_kind(FailureKind::Timeout)
            .with_keywords(["panic: test timed out"]),
        Rule::new("gitlab-runner", Role::Failure, r"^ERROR: (?<message>(?:Preparation failed|Error cleaning up|Failed to remove network|Could not create cache).*)$")
            .with_kind(FailureKind::Runner)
            .with_keywords(["error: preparation failed", "error: error cleaning up", "error: failed to remove network", "error: could not create cache"]),
        Rule::new("gitlab-runner", Role::Failure, r"^ERROR: (?<message>(?:Uploading artifacts .* to coordinator\.\.\. (?:413|400|403|too large|forbidden).*|Downloading artifacts from coordinator\.\.\. (?:not found|forbidden).*))$")
            .with_kind(FailureKind::Configuration)
            .with_keywords([" to coordinator... ", " from coordinator... "]),
        Rule::new("docker", Role::Failure, r"^(?<message>.*Cannot connect to the Docker daemon.*)$")
            .with_kind(FailureKind::Runner)
            .with_keywords(["cannot connect to the docker daemon"]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};
    use crate::{ClassKind, JobLog};

    fn class(text: &str) -> (ClassKind, Option<bool>) {
        let log = read(text);
        (log.class.kind, log.class.intermittent)
    }

    #[test]
    fn what_a_retry_may_heal() {
        for (text, kind) in [
            (
                "fatal: unable to access 'https://git.acme.example/': Could not resolve host: git.acme.example",
                ClassKind::Network,
            ),
            ("curl: (56) OpenSSL SSL_read: error:0A000126", ClassKind::Network),
            ("error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502", ClassKind::Network),
            (
                "Err:1 http://deb.debian.example stable InRelease\n  Temporary failure resolving 'deb.debian.example'",
                ClassKind::Network,
            ),
            (
                "error: failed to get `authc` as a dependency\n\nCaused by:\n  [6] Could not resolve host: git.acme.example",
                ClassKind::Network,
            ),
            ("toomanyrequests: You have reached your pull rate limit.", ClassKind::Network),
            ("LLVM ERROR: IO failure on output stream: No space left on device", ClassKind::Resources),
            (
                "/scripts-1-2/step_script: line 140:    31 Killed                  node build.js",
                ClassKind::Resources,
            ),
            (
                "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
                ClassKind::Resources,
            ),
            (
                "ERROR: Cannot connect to the Docker daemon at tcp://docker:2375. Is the docker daemon running?",
                ClassKind::Runner,
            ),
        ] {
            assert_eq!(class(text), (kind, Some(true)), "{text}");
        }
    }

    #[test]
    fn retries_that_went_well_are_no_cause() {
        assert_harmless("warning: spurious network error (2 tries remaining): [7] Connection refused");
    }

    #[test]
    fn an_image_that_the_runner_cannot_pull() {
        let log = JobLog::read(
            b"ERROR: Job failed: failed to pull image \"acme/x:1\" with specified policies [always]\n",
        );
        assert_eq!((log.class.kind, log.class.intermittent), (ClassKind::Network, Some(true)));
    }

    #[test]
    fn the_runners_own_failure_is_the_cause() {
        let log = JobLog::read(b"error: boom\nERROR: Job failed (system failure): pod \"x\" is gone\n");
        assert_eq!(summaries(&log)[0], "runner - -:-:- pod \"x\" is gone");
        assert_eq!((log.class.kind, log.class.intermittent), (ClassKind::Runner, Some(true)));
    }
}
