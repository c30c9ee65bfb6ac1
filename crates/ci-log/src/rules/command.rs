//! Shells, make, ninja and git.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    vec![
        // The runner, and other services, show a command before its output.
        Rule::new("command", Role::Command, r"^(?:\$ \S|##\[group\]Run )").with_keywords(["$ ", "##[group]run "]),
        // What yarn and npm show before a script of a package.
        Rule::new("command", Role::Noise, r"^> \S+(?:@\S+)? \S+(?: \S*/\S*)?$").with_keywords(["> "]),
        Rule::new("command", Role::Exit, r#"^The command ".*" (?:exited with|failed and exited with|failed) (?<code>\d+)"#)
            .with_keywords(["the command \""]),
        // A command of several lines is shown in full before its exit code.
        Rule::new("command", Role::Exit, r#"^The command ""#).with_keywords(["the command \""]),
        Rule::new("command", Role::Noise, r#"^.*" (?:exited with|failed and exited with) \d+"#).with_keywords(["exited with"]),
        Rule::new("command", Role::Exit, r"^(?:##\[error\]|Error: )Process completed with exit code (?<code>\d+)\.$")
            .with_keywords(["process completed with exit code"]),
        // The last word of a step of GitHub Actions and Azure Pipelines.
        Rule::new("command", Role::Exit, r"^##\[error\](?:(?:\S+ ){1,3}failed with|Bash exited with code|Cmd\.exe exited with code|The process '.*' failed with exit code)")
            .with_keywords(["##[error]"]),
        // Times and folds of Travis CI.
        Rule::new("command", Role::Noise, r"^travis_(?:time|fold):").with_keywords(["travis_time:", "travis_fold:"]),
        Rule::new("command", Role::Noise, r"^Done\. Your build exited with \d+\.$").with_keywords(["your build exited with"]),
        Rule::new(
            "shell",
            Role::Failure,
            r"^(?:\S*(?:sh|script)|\S*/script\S*): (?:eval: )?(?:line )?(?:\d+: )?(?<message>\S.*?: (?:command not found|not found|[Nn]o such file or directory|[Pp]ermission denied|cannot execute.*|bad interpreter.*|[Uu]nbound variable|parameter not set|Is a directory))$",
        )
        .with_kind(FailureKind::Configuration)
        .with_keywords([
            "not found",
            "no such file or directory",
            "permission denied",
            ": cannot execute",
            "bad interpreter",
            "unbound variable",
            "parameter not set",
            ": is a directory",
        ]),
        Rule::new("shell", Role::Failure, r"^(?<message>\S+: command not found)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords([": command not found"]),
        Rule::new(
            "shell",
            Role::Failure,
            r"^(?<message>(?:\S+: line \d+:\s+\d+ )?(?:Segmentation fault|Aborted(?:\s*\(core dumped\)|\s{2}|$)|Bus error|Illegal instruction|Floating point exception).*)$",
        )
        .with_kind(FailureKind::Crash)
        .with_keywords([
            "segmentation fault",
            "aborted",
            "bus error",
            "illegal instruction",
            "floating point exception",
        ]),
        // An error record of PowerShell: the message, where it was thrown, and the lines there.
        Rule::new("powershell", Role::Signal, r"^At (?<file>\S.*\.psm?1):(?<line>\d+) char:(?<column>\d+)$")
            .with_kind(FailureKind::Crash)
            .with_places([".ps1", ".psm1"])
            .with_weight(6.0)
            .with_heading(),
        Rule::new("powershell", Role::Detail, r"^\s*\+ FullyQualifiedErrorId : (?<message>.+)$")
            .with_keywords(["fullyqualifiederrorid : "])
            .with_reach(8),
        Rule::new("powershell", Role::Frame, r"^\s*\+ ").with_reach(8),
        Rule::new("make", Role::Failure, r"^\S*make(?:\[\d+\])?: \*\*\* (?<message>No rule to make target.+)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords([": *** "]),
        Rule::new("make", Role::Consequence, r"^\S*make(?:\[\d+\])?: \*\*\* (?<message>.+)$")
            .with_kind(FailureKind::Script)
            .with_keywords([": *** "]),
        Rule::new("make", Role::Consequence, r"^\S+:\d+: recipe for target '.*' failed$")
            .with_kind(FailureKind::Script)
            .with_keywords(["recipe for target"]),
        Rule::new("make", Role::Noise, r"^\S*make(?:\[\d+\])?: (?:Leaving|Entering) directory ")
            .with_keywords(["leaving directory", "entering directory"]),
        Rule::new("ninja", Role::Consequence, r"^(?:FAILED: (?<message>\S.*)|ninja: (?:build stopped|error): .*)$")
            .with_kind(FailureKind::Compile)
            .with_keywords(["failed: ", "ninja: build stopped", "ninja: error"]),
        Rule::new("git", Role::Failure, r"^CONFLICT \([^)]*\): (?<message>(?:Merge conflict in (?<file>.+)|\S.*))$")
            .with_kind(FailureKind::Git)
            .with_keywords(["conflict ("]),
        // BuildKit and others ask so whether a commit is there before they fetch it.
        Rule::new("git", Role::Noise, r"^fatal: Not a valid object name [0-9a-f]{40}\^\{commit\}$")
            .with_keywords(["fatal: not a valid object name"]),
        Rule::new("git", Role::Failure, r"^ ! \[(?:remote )?rejected\] +(?<message>.+)$")
            .with_kind(FailureKind::Git)
            .with_keywords([" ! [rejected]", " ! [remote rejected]"]),
        Rule::new("git", Role::Failure, r"^error: (?<message>(?:pathspec '.*' did not match|Your local changes to the following files|patch failed: |could not apply ).*)$")
            .with_kind(FailureKind::Git)
            .with_keywords(["error: pathspec '", "error: your local changes", "error: patch failed", "error: could not apply"]),
        Rule::new("git", Role::Failure, r"^remote: (?<message>(?:GitLab: |HTTP Basic: Access denied|You are not allowed to |The project you were looking for could not be found).*)$")
            .with_kind(FailureKind::Git)
            .with_keywords(["remote: gitlab: ", "remote: http basic", "remote: you are not allowed", "remote: the project you"]),
        Rule::new("git", Role::Consequence, r"^error: (?<message>failed to push some refs to .+)$")
            .with_kind(FailureKind::Git)
            .with_keywords(["error: failed to push some refs"]),
        Rule::new("git", Role::Failure, r"^fatal: (?<message>.+)$")
            .with_kind(FailureKind::Git)
            .with_keywords(["fatal: "]),
        Rule::new("", Role::Consequence, r"(?i)^(?<message>.*\b(?:exit(?:ed)?(?: with)?(?: code| status)?:? [1-9]\d{0,2}|returned (?:a )?non-zero (?:code|exit status).*))$")
            .with_kind(FailureKind::Script)
            .with_keywords(["exit code", "exit status", "exited with", "non-zero"]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};
    use crate::{ClassKind, JobLog};

    #[test]
    fn commands_that_are_missing() {
        for line in [
            "/bin/bash: line 140: terrafrom: command not found",
            "/scripts-12-3456/step_script: line 200: terrafrom: command not found",
            "bash: terrafrom: command not found",
            "/bin/sh: 1: terrafrom: not found",
            "/bin/sh: eval: line 120: terrafrom: not found",
        ] {
            let log = read(line);
            let found = &log.failures[0].message;
            assert!(found.starts_with("terrafrom: ") && found.ends_with("not found"), "{line}: {found}");
            assert_eq!(log.class.kind, ClassKind::Configuration);
        }
        assert_harmless("checking for gcc... not found\nchecking whether make sets variables... yes");
    }

    #[test]
    fn make_and_git() {
        let log = read("make[1]: *** [Makefile:12: all] Error 1\nmake: *** [Makefile:3: build] Error 2");
        assert_eq!(
            summaries(&log),
            ["script - -:-:- [Makefile:12: all] Error 1", "script - -:-:- [Makefile:3: build] Error 2"]
        );
        let log = read("fatal: reference is not a tree: 0123abc");
        assert_eq!(summaries(&log), ["git - -:-:- reference is not a tree: 0123abc"]);
        let log = read("Auto-merging a.rs\nCONFLICT (content): Merge conflict in src/a.rs");
        assert_eq!(summaries(&log), ["git - src/a.rs:-:- Merge conflict in src/a.rs"]);
    }

    #[test]
    fn the_exit_code_is_the_last_resort() {
        let log = JobLog::read(b"$ ./deploy\ndone\nERROR: Job failed: exit code 3\n");
        assert_eq!(summaries(&log), ["script - -:-:- exit code 3"]);
        assert_eq!(log.class.intermittent, None);
        let log = JobLog::read(b"$ ./deploy\nERROR: Job failed: command terminated with exit code 137\n");
        assert_eq!((log.class.kind, log.class.intermittent), (ClassKind::Resources, Some(true)));
        let log = JobLog::read(b"$ ./deploy\nERROR: Job failed: exit code 143\n");
        assert_eq!(log.class.kind, ClassKind::Canceled);
    }
}
