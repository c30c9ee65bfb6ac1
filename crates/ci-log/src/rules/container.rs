//! Docker, `BuildKit`, Kaniko; Helm, kubectl, Terraform and Ansible.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    vec![
        Rule::new(
            "docker",
            Role::Consequence,
            r"^(?:ERROR: )?(?<message>failed to (?:solve|build): .*did not complete successfully.*|The command '.*' returned a non-zero code: \d+)$",
        )
        .with_kind(FailureKind::Container)
        .with_keywords(["did not complete successfully", "returned a non-zero code"]),
        Rule::new("docker", Role::Lead, r"^(?<file>(?:\S*/)?(?:[Dd]ockerfile|Containerfile)[\w.-]*):(?<line>\d+)$")
            .with_keywords(["dockerfile", "containerfile"]),
        Rule::new("docker", Role::Failure, r"^(?:ERROR: )?failed to (?:solve|build): (?<message>.+)$")
            .with_kind(FailureKind::Container)
            .with_keywords(["failed to solve: ", "failed to build: "]),
        Rule::new("docker", Role::Failure, r"^(?:docker: )?Error response from daemon: (?<message>.+)$")
            .with_kind(FailureKind::Container)
            .with_keywords(["error response from daemon"]),
        Rule::new(
            "docker",
            Role::Failure,
            r"^(?<message>(?:COPY|ADD) failed: .+|unable to prepare context: .+|Error parsing reference: .+|dockerfile parse error.*)$",
        )
        .with_kind(FailureKind::Container)
        .with_keywords([
            "copy failed: ",
            "add failed: ",
            "unable to prepare context",
            "error parsing reference",
            "dockerfile parse error",
        ]),
        // What the command printed tells more than that it failed.
        Rule::new(
            "kaniko",
            Role::Consequence,
            r"^error building image: (?<message>.*failed to execute command: waiting for process to exit.*)$",
        )
        .with_kind(FailureKind::Container)
        .with_keywords(["waiting for process to exit"]),
        Rule::new("kaniko", Role::Failure, r"^error (?:building image|resolving \w+|checking push permissions.*?): (?<message>.+)$")
            .with_kind(FailureKind::Container)
            .with_keywords(["error building image", "error resolving ", "error checking push"]),
        Rule::new("docker", Role::Failure, r#"^(?<message>service "[^"]+" depends on undefined service .+|.*: invalid compose project|dependency failed to start: .+|validating \S+\.ya?ml: .+)$"#)
            .with_kind(FailureKind::Configuration)
            .with_keywords(["depends on undefined service", "invalid compose project", "dependency failed to start", "validating "]),
        // buildah and podman: again the command in the step has told why.
        Rule::new("buildah", Role::Consequence, r#"^(?i:error): (?<message>building at STEP "RUN .*: (?:while running runtime: )?exit status \d+)$"#)
            .with_kind(FailureKind::Container)
            .with_keywords(["error: building at step \"run "]),
        Rule::new("buildah", Role::Failure, r#"^(?i:error):? (?<message>(?:building at STEP "|creating build container: |initializing source |pushing image ).+)$"#)
            .with_kind(FailureKind::Container)
            .with_keywords(["building at step \"", "creating build container: ", "initializing source ", "pushing image "]),
        Rule::new("helm", Role::Failure, r"^Error: (?<message>(?:UPGRADE FAILED|INSTALLATION FAILED|ROLLBACK FAILED|release |chart |cannot re-use a name|failed to download|execution error at|template: ).*)$")
            .with_kind(FailureKind::Deployment)
            .with_keywords([
                "upgrade failed",
                "installation failed",
                "rollback failed",
                "error: cannot re-use a name",
                "error: release ",
                "error: chart ",
                "error: failed to download",
                "error: execution error at",
                "error: template: ",
            ]),
        Rule::new("helm", Role::Failure, r"^\[ERROR\] (?<file>\S*(?:templates/|values|Chart)\S*): (?<message>\S.*)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["[error] "]),
        Rule::new("helm", Role::Consequence, r"^Error: (?<message>\d+ chart\(s\) linted, .+)$").with_keywords(["chart(s) linted"]),
        Rule::new("kubectl", Role::Failure, r"^(?<message>(?:The connection to the server \S+ was refused|Unable to connect to the server: ).*)$")
            .with_kind(FailureKind::Network)
            .with_keywords(["the connection to the server ", "unable to connect to the server"]),
        Rule::new("kustomize", Role::Failure, r"^(?:Error|error): (?<message>(?:accumulating resources|no kustomization file|trouble configuring builtin|invalid Kustomization).*)$")
            .with_kind(FailureKind::Deployment)
            .with_keywords(["error: accumulating ", "error: no kustomization", "error: trouble configuring", "error: invalid kustomization"]),
        Rule::new(
            "kubectl",
            Role::Failure,
            r"^(?:Error from server(?: \(\w+\))?: (?<message>.+)|error: (?:(?:deployment|daemonset|statefulset|timed out waiting|unable to recognize|error validating|error parsing|no objects passed|the server doesn't|You must be logged in).*)|The \w+ \S+ is invalid: .*)$",
        )
        .with_kind(FailureKind::Deployment)
        .with_keywords([
            "error from server",
            "error: deployment",
            "error: daemonset",
            "error: statefulset",
            "error: timed out waiting",
            "error: unable to recognize",
            "error: error validating",
            "error: error parsing",
            "error: no objects",
            "error: the server doesn't",
            "error: you must be logged in",
            "is invalid: ",
        ]),
        Rule::new("terraform", Role::Failure, "^\u{2502} Error: (?<message>.+)$")
            .with_kind(FailureKind::Deployment)
            .with_keywords(["\u{2502} error: "]),
        Rule::new("terraform", Role::Lead, r"^Error: (?<message>.+)$").with_keywords(["error: "]),
        Rule::new("terraform", Role::Failure, r"^  on (?<file>\S+\.tf) line (?<line>\d+)")
            .with_kind(FailureKind::Deployment)
            .with_keywords([".tf line "]),
        Rule::new("terraform", Role::Detail, r"^.{0,4} +on (?<file>\S+\.tf) line (?<line>\d+)")
            .with_kind(FailureKind::Deployment)
            .with_keywords([" line "])
            .with_reach(6),
        Rule::new("ansible", Role::Failure, r#"^(?:fatal|failed): \[[^\]]+\](?:: | \(item=.*\) => |: FAILED! => )\{.*"msg": "(?<message>[^"]+)""#)
            .with_kind(FailureKind::Deployment)
            .with_keywords(["fatal: [", "failed: ["]),
        Rule::new("ansible", Role::Failure, r"^\[ERROR\]: (?<message>.+)$").with_kind(FailureKind::Deployment).with_keywords(["[error]: "]),
        Rule::new("ansible", Role::Detail, r"^Origin: (?<file>[^\s:]+):(?<line>\d+)(?::(?<column>\d+))?$").with_keywords(["origin: "]).with_reach(3),
        Rule::new("ansible", Role::Detail, r"^The error appears to be in '(?<file>[^']+)': line (?<line>\d+), column (?<column>\d+)")
            .with_keywords(["the error appears to be in "])
            .with_reach(4),
        Rule::new("ansible", Role::Failure, r"^ERROR! (?<message>.+)$").with_kind(FailureKind::Deployment).with_keywords(["error! "]),
        Rule::new("ansible", Role::Failure, r"^fatal: \[[^\]]+\]: (?<message>(?:FAILED|UNREACHABLE)! => .+)$")
            .with_kind(FailureKind::Deployment)
            .with_keywords(["fatal: ["]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn what_happens_inside_an_image_build_is_the_cause() {
        let log = read(
            "\
#9 [build 4/5] RUN cargo build --release
#9 3.142    Compiling cart v0.1.0 (/src)
#9 4.001 error[E0425]: cannot find value `tax` in this scope
#9 4.001  --> src/main.rs:3:9
#9 ERROR: process \"/bin/sh -c cargo build --release\" did not complete successfully: exit code: 101
ERROR: failed to solve: process \"/bin/sh -c cargo build --release\" did not complete successfully: exit code: 101",
        );
        assert_eq!(summaries(&log), ["compile - src/main.rs:3:9 cannot find value `tax` in this scope"]);
    }

    #[test]
    fn images_that_cannot_be_built() {
        let log = read("ERROR: failed to solve: failed to compute cache key: \"/dist\": not found");
        assert_eq!(summaries(&log), ["container - -:-:- failed to compute cache key: \"/dist\": not found"]);
        let log = read("error building image: parsing dockerfile: unknown instruction: RUNN");
        assert_eq!(log.failures[0].tool.as_deref(), Some("kaniko"));
    }

    #[test]
    fn deployments() {
        for (text, tool) in [
            ("Error: UPGRADE FAILED: timed out waiting for the condition", "helm"),
            ("error: deployment \"shop\" exceeded its progress deadline", "kubectl"),
            ("Error from server (Forbidden): pods is forbidden", "kubectl"),
            ("fatal: [web1]: FAILED! => {\"msg\": \"no\"}", "ansible"),
        ] {
            let log = read(text);
            assert_eq!(log.failures[0].tool.as_deref(), Some(tool), "{text}");
            assert_eq!(log.failures[0].kind.as_str(), "deployment");
        }
        let log = read(
            "\u{2577}\n\u{2502} Error: Unsupported argument\n\u{2502} \n\u{2502}   on main.tf line 12, in resource \"x\" \"y\":\n\u{2575}",
        );
        assert_eq!(summaries(&log), ["deployment - main.tf:12:- Unsupported argument"]);
    }

    #[test]
    fn a_deployment_that_works() {
        assert_harmless(
            "deployment.apps/error-pages configured\nRelease \"shop\" has been upgraded. Happy Helming!",
        );
    }
}
