//! Runs of lines that the last successful run of the job did not print.

use crate::block::{Block, Outcome};
use crate::options::LogOptions;
use crate::passing::PassingLines;
use crate::recent::SeenLine;
use crate::rules::Role;

/// Finds the new lines that tell of a failure.
#[derive(Debug)]
pub(crate) struct Novelty {
    known: PassingLines,
    growing: Option<Run>,
    kept: Vec<Block>,
    pub(crate) omitted: usize,
}

#[derive(Debug)]
struct Run {
    /// Its first lines; what comes beyond the limit is only counted by its last line.
    block: Block,
    /// Lines that belong to it if more of it follows.
    waiting: Vec<SeenLine>,
    /// The last raw line of those.
    until: usize,
}

/// So many lines behind the last one that a rule knows belong to a run.
const TAIL: usize = 3;

impl Novelty {
    pub(crate) fn new(known: PassingLines) -> Self {
        Self { known, growing: None, kept: Vec::new(), omitted: 0 }
    }

    pub(crate) fn is_known(&self, line: &str) -> bool {
        self.known.contains(line)
    }

    pub(crate) fn omitted_lines(&self) -> u64 {
        self.known.omitted()
    }

    pub(crate) fn line(&mut self, seen: SeenLine, known: bool, options: &LogOptions) {
        if seen.is_blank() {
            if let Some(run) = &mut self.growing {
                run.wait(seen, options);
            }
            return;
        }
        if known {
            self.close(options);
            return;
        }
        let sign = seen.sign;
        let telling = matches!(
            sign.role,
            Some(
                Role::Failure
                    | Role::Consequence
                    | Role::Signal
                    | Role::Hint
                    | Role::Detail
                    | Role::Frame
                    | Role::Lead
            )
        );
        match &mut self.growing {
            Some(run) => {
                run.wait(seen, options);
                if telling {
                    run.absorb();
                    run.block.known += 1;
                    if sign.weight > run.block.sign.weight {
                        run.block.sign = sign;
                    }
                }
            }
            None if telling => {
                let block = Block {
                    until: 0,
                    command: seen.command,
                    lines: vec![seen],
                    sign,
                    known: 1,
                    outcome: Outcome::Failed,
                    last: false,
                };
                self.growing = Some(Run { block, waiting: Vec::new(), until: 0 });
            }
            None => {}
        }
    }

    fn close(&mut self, options: &LogOptions) {
        let Some(mut run) = self.growing.take() else { return };
        let indented = run.waiting.iter().take_while(|seen| !seen.is_blank() && seen.indent() > 0).count();
        let ends =
            |seen: &&SeenLine| seen.is_blank() || matches!(seen.sign.role, Some(Role::Noise | Role::Exit));
        let rest = run.waiting.iter().take_while(|seen| !ends(seen)).count();
        run.waiting.truncate(if rest <= TAIL { rest } else { indented });
        run.until = run.waiting.iter().map(|seen| seen.end).max().unwrap_or_default();
        run.absorb();
        self.kept.push(run.block);
        if self.kept.len() > options.max_excerpts * 2 {
            self.omitted += 1;
            let least = self.kept.iter().map(|block| block.sign.weight).fold(f32::INFINITY, f32::min);
            if let Some(index) = self.kept.iter().rposition(|block| block.sign.weight <= least) {
                self.kept.remove(index);
            }
        }
    }

    /// The runs, in the order of the log.
    pub(crate) fn finish(mut self, options: &LogOptions) -> (Vec<Block>, usize) {
        self.close(options);
        (self.kept, self.omitted)
    }
}

impl Run {
    fn wait(&mut self, seen: SeenLine, options: &LogOptions) {
        self.until = self.until.max(seen.end);
        if self.block.lines.len() + self.waiting.len() < options.max_excerpt_lines {
            self.waiting.push(seen);
        }
    }

    fn absorb(&mut self) {
        self.block.until = self.block.until.max(self.until);
        self.block.lines.append(&mut self.waiting);
    }
}
