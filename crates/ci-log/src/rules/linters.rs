//! Linters and checkers that have no file of their own: most write a place and a sentence.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = web();
    rules.extend(php());
    rules.extend(ruby());
    rules.extend(texts());
    rules.extend(sites());
    rules.extend(others());
    rules
}

fn lint(tool: &'static str, role: Role, pattern: &'static str) -> Rule {
    Rule::new(tool, role, pattern).with_kind(FailureKind::Lint)
}

fn web() -> Vec<Rule> {
    vec![
        lint("stylelint", Role::Lead, r"^(?<file>\S+\.(?:css|scss|sass|less|vue))$")
            .with_keywords([".css", ".scss", ".sass", ".less", ".vue"]),
        lint(
            "stylelint",
            Role::Failure,
            "^\\s+(?<line>\\d+):(?<column>\\d+)\\s+(?:\u{2716}|\u{d7})\\s+(?<message>\\S.*)$",
        )
        .with_keywords([" \u{2716} ", " \u{d7} "]),
        // The forms compact and unix.
        lint(
            "eslint",
            Role::Failure,
            r"^(?<file>\S.*): line (?<line>\d+), col (?<column>\d+), Error - (?<message>.+)$",
        )
        .with_keywords([", error - "]),
        lint(
            "eslint",
            Role::Failure,
            r"^(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+): (?<message>.+ \[Error/\S+\])$",
        )
        .with_keywords([" [error/"]),
        lint(
            "tslint",
            Role::Failure,
            r"^(?:ERROR: )?(?<file>[^\s\[]+\.tsx?)\[(?<line>\d+), (?<column>\d+)\]: (?<message>.+)$",
        )
        .with_keywords([".ts[", ".tsx["]),
        lint(
            "standard",
            Role::Failure,
            r"^  (?<file>[^\s:]+\.(?:[cm]?[jt]sx?|rb)):(?<line>\d+):(?<column>\d+): (?<message>.+)$",
        )
        .with_places([".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".rb"]),
    ]
}

fn php() -> Vec<Rule> {
    vec![
        lint(
            "psalm",
            Role::Failure,
            r"^(?<file>[^\s:]+\.php):(?<line>\d+):(?<column>\d+):error - (?<message>.+)$",
        )
        .with_keywords([":error - "]),
        lint(
            "psalm",
            Role::Failure,
            r"^ERROR: \w+ - (?<file>[^\s:]+\.php):(?<line>\d+):(?<column>\d+) - (?<message>.+)$",
        )
        .with_keywords(["error: "]),
        lint("phpstan", Role::Failure, r"^(?<file>[^\s:]+\.php):(?<line>\d+):(?<message>[A-Z].+)$")
            .with_places([".php"]),
        lint("phpstan", Role::Lead, r"^\s+Line\s+(?<file>\S+\.php)(?: \(.*\))?$").with_keywords([" line "]),
        lint("phpstan", Role::Failure, r"^\s{1,3}(?<line>\d+)\s{2,}(?<message>[A-Z\\$].*)$")
            .with_keywords(["0  ", "1  ", "2  ", "3  ", "4  ", "5  ", "6  ", "7  ", "8  ", "9  "])
            .within_report()
            .with_reach(60),
    ]
}

fn ruby() -> Vec<Rule> {
    vec![
        lint(
            "erb_lint",
            Role::Failure,
            r"^(?<file>[^\s:]+\.erb):(?<line>\d+):(?<column>\d+): (?<message>.+)$",
        )
        .with_places([".erb"]),
        lint(
            "haml-lint",
            Role::Failure,
            r"^(?<file>[^\s:]+\.(?:haml|slim)):(?<line>\d+)(?::(?<column>\d+))? \[[WE]\] (?<message>.+)$",
        )
        .with_places([".haml", ".slim"]),
        lint(
            "reek",
            Role::Failure,
            r"^  (?<file>[^\s:]+\.rb):(?<line>\d+)(?:, \d+)*: (?<message>[A-Z]\w+: .+)$",
        )
        .with_places([".rb"]),
        lint("reek", Role::Lead, r"^(?<file>\S+\.rb) -- \d+ warnings?:$").with_keywords([".rb -- "]),
        lint("reek", Role::Failure, r"^  \[(?<line>\d+)(?:, \d+)*\]:(?<message>.+)$")
            .with_keywords(["]:"])
            .within_report(),
        lint(
            "puppet-lint",
            Role::Failure,
            r"^(?<file>\S+\.pp) - ERROR: (?<message>.+?) on line (?<line>\d+)(?: col (?<column>\d+))?$",
        )
        .with_keywords([".pp - error: "]),
    ]
}

/// Markup, configuration and prose.
fn texts() -> Vec<Rule> {
    vec![
        lint("yamllint", Role::Failure, r"^(?<file>[^\s:]+\.ya?ml):(?<line>\d+):(?<column>\d+): \[error\] (?<message>.+)$")
            .with_keywords([": [error] "]),
        lint("yamllint", Role::Lead, r"^(?<file>\S+\.ya?ml)$").with_keywords([".yml", ".yaml"]),
        lint("yamllint", Role::Failure, r"^\s+(?<line>\d+):(?<column>\d+)\s+error\s+(?<message>.+ \([\w-]+\))$")
            .with_keywords([" error "])
            .within_report()
            .with_reach(60),
        lint(
            "ansible-lint",
            Role::Failure,
            r"^(?<file>[^\s:]+\.ya?ml):(?<line>\d+)(?::(?<column>\d+))?: (?<message>(?:\[E?\d+\]|[\w-]+\[[\w-]+\]:) .+)$",
        )
        .with_places([".yml", ".yaml"]),
        lint("markdownlint", Role::Failure, r"^(?<file>\S+\.(?:md|markdown)): ?(?<line>\d+)(?::(?<column>\d+)?)? (?:error )?(?<message>MD\d{3}/\S+ .+)$")
            .with_keywords([" md0"]),
        lint("sphinx", Role::Failure, r"^(?<file>[^\s:]+\.(?:rst|md|txt|py)):(?:docstring of [\w.]+:)?(?<line>\d+): (?:(?:ERROR|SEVERE|CRITICAL):|\[broken\]) (?<message>.+)$")
            .with_keywords([": error: ", ": severe: ", ": critical: ", ": [broken] "]),
        lint("sphinx", Role::Failure, r"^\(\s*(?<file>\S+): line\s+(?<line>\d+)\) broken\s+(?<message>\S.*)$").with_keywords([") broken "]),
        lint("codespell", Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+): (?<message>\S+ ==> \S.*)$").with_keywords([" ==> "]),
        lint("lychee", Role::Lead, r"^\[(?<file>\S+\.\w+)\]:$").with_keywords([".md]:", ".html]:", ".rst]:", ".txt]:", ".adoc]:"]),
        lint("lychee", Role::Failure, "^\\s+(?:\u{2717} )?\\[(?:[45]\\d\\d|ERROR|TIMEOUT)\\] (?<message>\\S.*)$")
            .with_keywords([" [4", " [5", " [error] ", " [timeout] "])
            .within_report(),
        lint("htmlproofer", Role::Lead, r"^- (?<file>\S+\.html)$").with_keywords([".html"]),
        lint("htmlproofer", Role::Failure, r"^ +\* +(?<message>\S.*)$").with_keywords(["  * "]).within_report().with_reach(20),
        lint("htmlproofer", Role::Consequence, r"^.*(?<message>HTML-Proofer found [1-9]\d* failures?!)$").with_keywords(["html-proofer found "]),
        lint("commitlint", Role::Failure, "^\u{2716}   (?<message>\\S.* \\[[a-z-]+\\])$").with_keywords(["\u{2716}   "]),
        lint("doxygen", Role::Failure, r"^(?<file>/[^:]+):(?<line>\d+): Error: (?<message>.+)$").with_keywords([": error: "]),
        lint("misspell", Role::Failure, r#"^(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+): (?<message>"\S+" is a misspelling of ".+")$"#)
            .with_keywords(["is a misspelling of"]),
        lint("dotenv-linter", Role::Failure, r"^(?<file>(?:[^\s:]*/)?\.env[^\s:]*):(?<line>\d+) (?<message>.+)$").with_keywords([".env"]),
    ]
}

/// What makes a site of texts, and stops at a link to nowhere.
fn sites() -> Vec<Rule> {
    let build = |tool: &'static str, role, pattern: &'static str| {
        lint(tool, role, pattern).with_kind(FailureKind::Compile)
    };
    vec![
        lint("hugo", Role::Failure, r#"^(?:Building sites \S+ )?ERROR (?:[\d/]+ [\d:]+ )?(?<message>(?:\[[\w-]+\] )?REF_NOT_FOUND: (?:Ref ".*?": "(?<file>[^"]+):(?<line>\d+):(?<column>\d+)": )?.+)$"#)
            .with_keywords(["ref_not_found: "]),
        lint("hugo", Role::Consequence, r"^Error: (?<message>[Ee]rror building site: logged \d+ error\(s\))$")
            .with_keywords(["error building site: logged "]),
        build("hugo", Role::Failure, r#"^Error: (?<message>[Ee]rror building site: (?:.*?"(?<file>[^"]+\.\w+):(?<line>\d+):(?<column>\d+)")?.+)$"#)
            .with_keywords(["error building site: "]),
        build("jekyll", Role::Failure, r"^ +Liquid Exception: (?<message>(?:.*?\(line (?<line>\d+)\))?.*) in (?<file>\S+)$")
            .with_keywords(["liquid exception: "]),
        // What it cannot read it leaves out, and goes on unless it is told to be strict.
        build("jekyll", Role::Consequence, r"^ +Error: (?<message>(?:YAML Exception reading|could not read file) (?<file>[^\s:]+): .+)$")
            .with_keywords(["error: yaml exception reading ", "error: could not read file "]),
        build("jekyll", Role::Consequence, r"^(?:jekyll|github-pages) \d[\d.]* \| Error: +(?<more>\S.*)$").with_keywords([" | error: "]).with_reach(10),
        // The same list may be a warning.
        lint("docusaurus", Role::Lead, r"^(?:\[ERROR\] +|\s*\[cause\]: |Error: +)(?:Error: )?Docusaurus found broken (?:links|anchors)!$")
            .with_keywords(["docusaurus found broken "]),
        lint("docusaurus", Role::Failure, r"^\s*- (?<message>(?:Broken (?:link|anchor) on|On) source page path = .+?):?$")
            .with_keywords([" source page path = "])
            .within_report(),
        lint("docusaurus", Role::Detail, r"^\s+-> (?<more>linking to .+)$").with_keywords(["-> linking to "]).with_reach(1),
        lint("vitepress", Role::Failure, r"^\(!\) (?<message>Found dead link .+) in file (?<file>\S+?)(?::(?<line>\d+))?$")
            .with_keywords(["found dead link "]),
    ]
}

fn others() -> Vec<Rule> {
    vec![
        lint("hadolint", Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+) (?<message>(?:DL|SC)\d{4} .+)$").with_keywords([" dl3", " dl4", " dl1", " sc1", " sc2", " sc3"]),
        lint("shellcheck", Role::Lead, r"^In (?<file>\S+) line (?<line>\d+):$").with_keywords([" line "]),
        lint("shellcheck", Role::Failure, r"^\s*\^-*\^? (?<message>SC\d{4}(?: \((?:error|warning|info|style)\))?: .+)$")
            .with_keywords(["^-- sc", "- sc", "^ sc"]),
        // The form `gcc`.
        lint("shellcheck", Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+): (?:error|warning|note): (?<message>.+ \[SC\d{4}\])$")
            .with_keywords(["[sc1", "[sc2", "[sc3"]),
        lint("shfmt", Role::Failure, r"^--- (?<file>\S+\.(?:sh|bash|bats))\.orig$").with_keywords([".sh.orig", ".bash.orig", ".bats.orig"]),
        lint("trivy", Role::Signal, r"^(?<message>Total: [1-9]\d* \(.*(?:HIGH|CRITICAL): \d+.*\))$").with_keywords(["total: "]).with_weight(5.0),
        lint("checkov", Role::Lead, r#"^Check: (?<message>CKV\w*: ".+")$"#).with_keywords(["check: ckv"]),
        lint("checkov", Role::Failure, r"^\tFAILED for resource: \S+$").with_keywords(["failed for resource: "]).within_report().with_reach(1),
        lint("checkov", Role::Detail, r"^\tFile: /?(?<file>\S+?):(?<line>\d+)-\d+$").with_keywords(["file: "]).with_reach(2),
        lint("sonar", Role::Failure, r"^.*(?<message>QUALITY GATE STATUS: FAILED.*)$").with_keywords(["quality gate status: failed"]),
        lint("gitleaks", Role::Failure, r"^.*\b(?<message>leaks found: [1-9]\d*)$").with_keywords(["leaks found: "]),
        lint("protolint", Role::Failure, r"^\[(?<file>\S+\.proto):(?<line>\d+):(?<column>\d+)\] (?<message>.+)$").with_places([".proto"]),
        lint("buf", Role::Failure, r"^(?<file>[^\s:\[]+\.proto):(?<line>\d+):(?<column>\d+):(?<message>\S.*)$").with_places([".proto"]),
        lint("isort", Role::Failure, r"^ERROR: (?<file>\S+\.pyi?) (?<message>Imports are incorrectly sorted.*)$")
            .with_keywords(["imports are incorrectly sorted"]),
        lint("black", Role::Failure, r"^error: cannot format (?<file>\S+\.pyi?): (?<message>Cannot parse.*?: (?<line>\d+):(?<column>\d+): .+)$")
            .with_keywords(["error: cannot format "]),
        lint("scalastyle", Role::Failure, r"^error file=(?<file>\S+) message=(?<message>.+?)(?: line=(?<line>\d+))?(?: column=(?<column>\d+))?$")
            .with_keywords(["error file="]),
        lint("scalastyle", Role::Failure, r"^\[error\] (?<file>/\S+\.scala): (?<message>.+)$").with_keywords([".scala: "]),
        lint("codechecker", Role::Failure, r"^\[(?:CRITICAL|HIGH|MEDIUM|LOW|STYLE)\] (?<file>.+?):(?<line>\d+):(?<column>\d+): (?<message>.+)$")
            .with_keywords(["[critical] ", "[high] ", "[medium] ", "[low] ", "[style] "]),
    ]
}
