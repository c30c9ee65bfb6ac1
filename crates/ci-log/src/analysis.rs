//! What happens to each visible line, once.

use crate::block::{Blocks, Outcome, Sign};
use crate::choice::{choose, choose_new};
use crate::class::{FailureClass, Script};
use crate::clean::SectionMark;
use crate::failure::{Failure, FailureKind};
use crate::findings::{Findings, Place};
use crate::job_end::{JobEnd, Truncation};
use crate::job_log::{JobLog, Omitted};
use crate::novelty::Novelty;
use crate::options::LogOptions;
use crate::passing::PassingLines;
use crate::prefix::{Prefixes, strip_caret_escapes};
use crate::reader::Sink;
use crate::recent::{Position, RecentLines, SeenLine};
use crate::rules::{Candidates, Role};
use crate::section::Sections;
use crate::text::shortened;

/// Lines that are looked back for the start of a block.
const LOOK_BACK: usize = 100;
/// Rules see this much of a line. What explains a failure stands at its start or end, and no input may make the rules slow.
const RULE_BYTES: usize = 2048;

#[derive(Debug)]
pub(crate) struct Analysis {
    options: LogOptions,
    sections: Sections,
    findings: Findings,
    blocks: Blocks,
    prefixes: Prefixes,
    recent: RecentLines,
    /// The section of the script has ended, and with it the last of its commands.
    script_ended: bool,
    end: Option<JobEnd>,
    truncation: Option<Truncation>,
    novelty: Option<Novelty>,
    candidates: Candidates,
    ordinal: usize,
}

impl Analysis {
    pub(crate) fn new(options: LogOptions) -> Self {
        let kept = options.tail_lines.max(LOOK_BACK);
        Self {
            sections: Sections::default(),
            findings: Findings::new(options.rules.reaches()),
            blocks: Blocks::default(),
            prefixes: Prefixes::default(),
            recent: RecentLines::new(kept),
            script_ended: false,
            end: None,
            truncation: None,
            novelty: None,
            candidates: Candidates::default(),
            ordinal: 0,
            options,
        }
    }

    pub(crate) fn compare_with(&mut self, known: PassingLines) {
        self.novelty = Some(Novelty::new(known));
    }

    fn judge(&mut self, at: Position, text: &str, known: bool) -> (Sign, Option<i32>) {
        let number = at.number;
        if let Some(end) = JobEnd::parse(text, number) {
            // A script can print the runner's words. Nothing tells its failure from a real one, but the runner reports
            // a success only after its own sections are closed.
            if !(end.is_success() && self.sections.inside(is_stage)) {
                if !self.script_ended && !end.is_success() {
                    self.blocks.end_command(Outcome::Failed, &self.recent, &self.options);
                }
                self.end = Some(end);
                return (Sign { role: Some(Role::Noise), ..Sign::default() }, None);
            }
        }
        if text.starts_with("Job's") && self.truncation.is_none() {
            self.truncation = Truncation::parse(text, number);
        }
        let text = strip_caret_escapes(text.get(at.prefix..).unwrap_or_default());
        let text = shortened(&text, RULE_BYTES);
        let text = text.as_ref();
        if text.is_empty() {
            return (Sign::default(), None);
        }
        let rules = &self.options.rules;
        self.findings.turn_to(self.prefixes.run(), self.ordinal);
        let open = self.findings.open_tools(self.ordinal);
        rules.candidates(text, open, &mut self.candidates);
        if self.candidates.is_empty() {
            return (Sign::default(), None);
        }
        let place = Place {
            number,
            ordinal: self.ordinal,
            section: self.sections.current(),
            harmless: self.sections.inside(is_harmless),
            known,
        };
        let mut lead = Sign::default();
        let mut next = 0;
        while let Some(index) = self.candidates.next(next) {
            next = index + 1;
            let Some(rule) = rules.rule(index) else { continue };
            let tool = rules.tool_of(index);
            if !self.findings.may_apply(rule, tool, place) {
                continue;
            }
            let Some(fields) = rule.matcher().and_then(|matcher| matcher.fields(text)) else { continue };
            let code = fields.code;
            if let Some(weight) = self.findings.apply(rule, tool, fields, text, place, &self.options) {
                let sign = Sign {
                    role: Some(rule.role),
                    tool,
                    vague: rule.tool.is_empty(),
                    weight,
                    heading: rule.heading,
                };
                // A lead only prepares: another tool may know the line better.
                if rule.role != Role::Lead {
                    return (sign, code);
                }
                lead = sign;
            }
        }
        (lead, None)
    }

    pub(crate) fn finish(self, lines: usize, bytes: u64, cut_bytes: u64) -> JobLog {
        let (mut failures, omitted_failures, tests) = self.findings.finish();
        let script = match self.sections.start_of(is_script) {
            Some(start) => Script::At(start),
            None if self.sections.start_of(is_stage).is_some() => Script::Never,
            None => Script::Unknown,
        };
        if script != Script::Never {
            // The runner has tried its preparation again, with success: else there were no script.
            failures.retain(|failure| !script.is_after(failure.at) || !failure.kind.is_infrastructure());
        }
        let succeeded = self.end.as_ref().is_some_and(JobEnd::is_success);
        let mut blocks = self.blocks;
        if self.end.is_none() && !self.script_ended {
            blocks.end_command(Outcome::Unknown, &self.recent, &self.options);
        }
        let (blocks, mut left_out) = blocks.finish(&self.options);
        let (mut excerpts, omitted_excerpts) = choose(blocks, &self.options);
        let mut passing_lines = 0;
        if let Some(novelty) = self.novelty {
            passing_lines = novelty.omitted_lines();
            let (runs, omitted) = novelty.finish(&self.options);
            let new = choose_new(runs, &self.options);
            if !new.is_empty() {
                excerpts = new;
            }
            left_out += omitted;
        }
        let mut omitted = Omitted {
            failures: omitted_failures,
            excerpts: omitted_excerpts + left_out,
            sections: self.sections.omitted,
            line_bytes: cut_bytes,
            passing_lines,
        };
        if succeeded {
            // Whatever looked like an error did not fail the job.
            failures.clear();
            excerpts.clear();
            omitted.failures = 0;
            omitted.excerpts = 0;
        } else if let Some(failure) =
            self.end.as_ref().and_then(|end| end_as_failure(end, failures.is_empty()))
        {
            failures.insert(0, failure);
        }
        JobLog {
            lines,
            bytes,
            class: FailureClass::of(self.end.as_ref(), &failures, script),
            sections: self.sections.into_all(),
            failures,
            excerpts,
            tests,
            exit: self.end,
            truncation: self.truncation,
            tail: self.recent.last(self.options.tail_lines),
            omitted,
        }
    }
}

impl Sink for Analysis {
    /// Takes a visible line that stands on the raw lines from `number` to `last`.
    fn line(&mut self, number: usize, last: usize, text: &str, original: &str) {
        self.ordinal += 1;
        let known = self.novelty.as_ref().is_some_and(|novelty| novelty.is_known(original));
        let at = Position { number, end: last, prefix: self.prefixes.width(text) };
        let (sign, code) = self.judge(at, text, known);
        self.blocks.line(at, text, sign, &self.recent, &self.options);
        let command = self.blocks.command();
        self.recent.push(at, text, sign, command, self.options.max_text_bytes);
        if let Some(novelty) = &mut self.novelty {
            let mut seen = SeenLine::default();
            seen.set(at, text, sign, command, self.options.max_text_bytes);
            novelty.line(seen, known, &self.options);
        }
        if sign.role == Some(Role::Exit) {
            let outcome = if code == Some(0) { Outcome::Succeeded } else { Outcome::Failed };
            self.blocks.end_command(outcome, &self.recent, &self.options);
        }
    }

    fn mark(&mut self, mark: &SectionMark<'_>, line: usize) {
        let script = self.sections.inside(is_script);
        self.sections.mark(mark, line, self.options.max_sections);
        if script && !self.sections.inside(is_script) {
            // The script runs no further than to the command that fails.
            self.blocks.end_command(Outcome::Failed, &self.recent, &self.options);
            self.blocks.leave_command();
            self.script_ended = true;
        }
    }
}

/// The runner's end line is a cause of its own when the runner failed, and the last resort otherwise.
fn end_as_failure(end: &JobEnd, nothing_else: bool) -> Option<Failure> {
    let (kind, message, at) = match end {
        JobEnd::Succeeded => return None,
        JobEnd::SystemFailure { message, at } => (FailureKind::Runner, message.clone(), *at),
        JobEnd::TimedOut { message, at } => (FailureKind::Timeout, message.clone(), *at),
        JobEnd::Failed { .. } | JobEnd::Canceled { .. } if !nothing_else => return None,
        JobEnd::Failed { message, at, .. } if message.starts_with("failed to pull image") => {
            (FailureKind::Registry, message.clone(), *at)
        }
        JobEnd::Failed { message, at, .. } => (FailureKind::Script, message.clone(), *at),
        JobEnd::Canceled { message, at } => (FailureKind::Canceled, message.clone(), *at),
    };
    Some(Failure {
        kind,
        tool: Some("gitlab-runner".to_owned()),
        message,
        file: None,
        line: None,
        column: None,
        test: None,
        at,
        section: None,
        stack: Vec::new(),
    })
}

/// The stages in which the user's script runs; the runner called it `build_script` once.
fn is_script(section: &str) -> bool {
    matches!(section, "step_script" | "build_script") || section.starts_with("script_step_")
}

/// The stages of the runner itself.
fn is_stage(section: &str) -> bool {
    is_script(section)
        || is_harmless(section)
        || matches!(
            section,
            "resolve_secrets"
                | "prepare_executor"
                | "prepare_script"
                | "get_sources"
                | "clear_worktree"
                | "download_artifacts"
                | "cleanup_file_variables"
        )
}

/// Stages whose errors do not fail the job.
fn is_harmless(section: &str) -> bool {
    matches!(section, "after_script" | "restore_cache")
        || section.starts_with("archive_cache")
        || section.starts_with("upload_artifacts_on")
}
