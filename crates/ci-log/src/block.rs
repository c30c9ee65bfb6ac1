//! Cuts blocks out of the stream of lines: what one tool reports in one place, from its first line to its last.

use crate::options::LogOptions;
use crate::recent::{Position, RecentLines, SeenLine, indent};
use crate::rules::Role;

/// What the rules say about a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sign {
    /// None for a line that no rule knows.
    pub(crate) role: Option<Role>,
    pub(crate) tool: usize,
    /// The tool has no name: the line only looks like an error.
    pub(crate) vague: bool,
    pub(crate) weight: f32,
    /// The line before it belongs to it.
    pub(crate) heading: bool,
}

/// How the command ended that printed a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Outcome {
    #[default]
    Unknown,
    Failed,
    Succeeded,
}

/// Lines that belong together.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) lines: Vec<SeenLine>,
    /// Its last raw line where not all of its lines are kept; 0 where they are.
    pub(crate) until: usize,
    pub(crate) sign: Sign,
    /// How many of its lines the rules know.
    pub(crate) known: usize,
    pub(crate) command: u32,
    pub(crate) outcome: Outcome,
    /// Nothing but echoes stood between it and the end of its command.
    pub(crate) last: bool,
}

impl Block {
    pub(crate) fn start(&self) -> usize {
        self.lines.iter().map(|line| line.line.number).min().unwrap_or_default()
    }

    pub(crate) fn end(&self) -> usize {
        self.lines.iter().map(|line| line.end).max().unwrap_or_default().max(self.until)
    }
}

#[derive(Debug)]
struct Growing {
    block: Block,
    indent: usize,
    /// Lines that belong to it if more of it follows.
    waiting: Vec<SeenLine>,
    /// A blank line is among those.
    parted: bool,
}

/// The blocks of a log, as many as are kept.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    growing: Option<Growing>,
    kept: Vec<Block>,
    pub(crate) omitted: usize,
    command: u32,
    /// What is known of the current command.
    outcome: Outcome,
    /// The last raw line of the last block.
    taken: usize,
}

/// So many lines are looked back for the start of a block.
const BACK: usize = 40;
/// A line that is indented belongs to a heading so far above it.
const HEADING: usize = 12;
/// So many lines without any sign a tool's report may hold in one place.
const REACH: usize = 30;
/// The same for what only looks like an error.
const VAGUE_REACH: usize = 12;
/// What it is worth to stand at the end of the failed command's output.
const LAST_BONUS: f32 = 1.5;
/// So many lines of the paragraph behind an error belong to it.
const PARAGRAPH: usize = 6;
/// What looks like an error belongs to the report behind it when it is no longer than this.
const LEADING: usize = 7;
/// A report with more lines is a list, to which nothing of another tool belongs.
const LIST: usize = 30;
/// The same behind a report of several lines that a tool's rules know.
const ENDING: usize = 5;
/// A few lines.
const SHORT: usize = 5;
/// So many of the last lines of a command are taken where nothing tells more.
const LAST_WORDS: usize = 25;

impl Blocks {
    pub(crate) fn command(&self) -> u32 {
        self.command
    }

    /// Takes a line. `recent` holds those before it.
    pub(crate) fn line(
        &mut self,
        at: Position,
        text: &str,
        sign: Sign,
        recent: &RecentLines,
        options: &LogOptions,
    ) {
        match sign.role {
            None if self.growing.is_none() => {}
            None => self.plain(at, text, sign, options),
            Some(Role::Command) => {
                self.close(options);
                self.command += 1;
                self.outcome = Outcome::Unknown;
            }
            Some(Role::Counts | Role::Noise) if self.is_inside(at, text) => {
                self.plain(at, text, sign, options);
            }
            Some(Role::Counts) => {
                let seen = self.seen(at, text, sign, options);
                if let Some(growing) = &mut self.growing
                    && growing.block.sign.tool == sign.tool
                    && growing.waiting.is_empty()
                {
                    // The numbers right below a list of what failed.
                    growing.block.lines.push(seen);
                }
                self.close(options);
            }
            Some(Role::Exit | Role::Noise) => self.close(options),
            Some(Role::Lead) => self.plain(at, text, sign, options),
            Some(Role::Frame | Role::Detail) => self.part(at, text, sign, recent, options),
            Some(Role::Failure | Role::Consequence | Role::Signal | Role::Hint) => {
                self.head(at, text, sign, recent, options);
            }
        }
    }

    /// A test that failed may have run tests of its own, whose numbers stand further to the right.
    fn is_inside(&self, at: Position, text: &str) -> bool {
        self.growing
            .as_ref()
            .is_some_and(|growing| indent(text, at.prefix).is_some_and(|width| width > growing.indent))
    }

    fn seen(&self, at: Position, text: &str, sign: Sign, options: &LogOptions) -> SeenLine {
        let mut seen = SeenLine::default();
        seen.set(at, text, sign, self.command, options.max_text_bytes);
        seen
    }

    fn plain(&mut self, at: Position, text: &str, sign: Sign, options: &LogOptions) {
        let seen = self.seen(at, text, sign, options);
        let Some(growing) = &mut self.growing else { return };
        let blank = seen.is_blank();
        growing.parted |= blank;
        let deeper = !blank && seen.indent() > growing.indent;
        growing.waiting.push(seen);
        if deeper {
            growing.absorb();
        }
        let reach = if growing.block.sign.vague { VAGUE_REACH } else { REACH };
        if growing.waiting.len() > reach || growing.block.lines.len() >= options.max_excerpt_lines {
            self.close(options);
        }
    }

    fn part(&mut self, at: Position, text: &str, sign: Sign, recent: &RecentLines, options: &LogOptions) {
        let seen = self.seen(at, text, sign, options);
        if let Some(growing) = &mut self.growing
            && (growing.block.sign.tool == sign.tool || !growing.parted)
        {
            growing.indent = growing.indent.min(seen.indent());
            growing.waiting.push(seen);
            growing.absorb();
            growing.block.known += 1;
            growing.block.sign.weight += sign.weight.min(0.0);
            if growing.block.lines.len() >= options.max_excerpt_lines {
                self.close(options);
            }
            return;
        }
        self.head(at, text, sign, recent, options);
    }

    fn head(&mut self, at: Position, text: &str, sign: Sign, recent: &RecentLines, options: &LogOptions) {
        let seen = self.seen(at, text, sign, options);
        if let Some(growing) = &mut self.growing {
            let near = !growing.parted || seen.indent() > growing.indent;
            let own = growing.block.sign;
            let same = own.tool == sign.tool
                && (own.role == sign.role || (!own.vague && own.role == Some(Role::Signal)));
            let echo = sign.role == Some(Role::Consequence);
            let weaker = sign.weight <= own.weight;
            // An error in so many words, and right behind it what a tool makes of it.
            let leads_to = near && own.vague && !echo && growing.block.lines.len() <= LEADING;
            // A long list of one tool, and right behind it that of another.
            let apart = own.tool != sign.tool
                && !own.vague
                && !sign.vague
                && own.role == Some(Role::Failure)
                && sign.role == Some(Role::Failure)
                && growing.block.lines.len() > LIST;
            if same || (near && weaker && !echo && !apart) || leads_to {
                if !weaker {
                    growing.block.sign = sign;
                }
                if own.tool == sign.tool && sign.role == Some(Role::Hint) {
                    growing.indent = growing.indent.min(seen.indent());
                }
                growing.waiting.push(seen);
                growing.absorb();
                growing.block.known += 1;
                if growing.block.lines.len() >= options.max_excerpt_lines {
                    self.close(options);
                }
                return;
            }
            // What a failed test has printed, maybe.
            if weaker && !own.vague && own.role == Some(Role::Failure) && growing.waiting.len() < REACH {
                growing.waiting.push(seen);
                return;
            }
            self.close(options);
        }
        let mut lines = self.before(&seen, recent);
        let indent = lines.first().unwrap_or(&seen).indent();
        lines.push(seen);
        let block = Block {
            until: 0,
            lines,
            sign,
            known: 1,
            command: self.command,
            outcome: self.outcome,
            last: false,
        };
        self.growing = Some(Growing { block, indent, waiting: Vec::new(), parted: false });
    }

    /// The lines before a block's first telling one that belong to it.
    fn before(&self, head: &SeenLine, recent: &RecentLines) -> Vec<SeenLine> {
        let mut count = 0;
        let mut indent = head.indent();
        let free = |seen: &&SeenLine| {
            seen.line.number > self.taken
                && seen.command == self.command
                && !matches!(seen.sign.role, Some(Role::Noise | Role::Counts | Role::Exit | Role::Command))
        };
        let lines: Vec<&SeenLine> = recent.backwards().take(BACK).take_while(free).collect();
        let mut above = true;
        for (index, seen) in lines.iter().enumerate() {
            above &= index < HEADING && !seen.is_blank();
            if seen.sign.role == Some(Role::Lead) && seen.sign.tool == head.sign.tool {
                count = index + 1;
            } else if above && seen.indent() < indent {
                indent = seen.indent();
                count = index + 1;
                above = indent > 0;
            }
        }
        if head.sign.heading && lines.first().is_some_and(|seen| !seen.is_blank()) {
            count = count.max(1);
        }
        lines.into_iter().take(count).rev().cloned().collect()
    }

    fn close(&mut self, options: &LogOptions) {
        let Some(mut growing) = self.growing.take() else { return };
        let rest = growing.waiting.iter().take_while(|seen| !seen.is_blank()).count();
        let vague = growing.block.sign.vague;
        let most = match growing.block.lines.len() {
            _ if vague => PARAGRAPH,
            // A report of one line is mostly whole.
            0 | 1 => 0,
            _ => ENDING,
        };
        if rest <= most && (vague || !growing.waiting.iter().take(rest).any(is_head)) {
            let after = growing.waiting.split_off(rest);
            growing.absorb();
            if !vague {
                growing.waiting = after;
            }
        }
        let Growing { block, waiting, .. } = growing;
        let command = block.command;
        self.keep(block, options);
        // Each paragraph with a sign of its own is a report of its own.
        let mut rest = waiting.into_iter().peekable();
        while rest.peek().is_some() {
            let paragraph = rest.by_ref().take_while(|seen| !seen.is_blank());
            let mut lines = paragraph.skip_while(|seen| !is_head(seen)).peekable();
            let Some(sign) = lines.peek().map(|seen| seen.sign) else { continue };
            let lines: Vec<SeenLine> = lines.collect();
            let known = lines.iter().filter(|seen| is_head(seen)).count();
            self.keep(
                Block { until: 0, known, lines, sign, command, outcome: self.outcome, last: false },
                options,
            );
        }
    }

    fn keep(&mut self, mut block: Block, options: &LogOptions) {
        block.lines.truncate(options.max_excerpt_lines);
        self.taken = self.taken.max(block.end());
        self.kept.push(block);
        if self.kept.len() > options.max_excerpts * 2 {
            self.omitted += 1;
            let worth = |block: &Block| worth(block, false);
            let lowest = self.kept.iter().map(worth).fold(f32::INFINITY, f32::min);
            if let Some(index) = self.kept.iter().position(|block| worth(block) <= lowest) {
                self.kept.remove(index);
            }
        }
    }

    /// The current command has ended.
    pub(crate) fn end_command(&mut self, outcome: Outcome, recent: &RecentLines, options: &LogOptions) {
        self.close(options);
        if outcome == Outcome::Unknown && self.outcome != Outcome::Unknown {
            return;
        }
        if outcome == Outcome::Failed {
            self.last_words(recent, options);
        }
        for block in self.kept.iter_mut().filter(|block| block.command == self.command) {
            block.outcome = outcome;
        }
        self.outcome = outcome;
    }

    /// What follows belongs to no command that is known.
    pub(crate) fn leave_command(&mut self) {
        self.command += 1;
        self.outcome = Outcome::Unknown;
    }

    /// What a command printed last, before the echoes of its failure.
    fn last_words(&mut self, recent: &RecentLines, options: &LogOptions) {
        let command = self.command;
        let own = recent.backwards().take_while(|seen| seen.command == command);
        let mut echo = None;
        let own = own.skip_while(|seen| {
            if seen.sign.role == Some(Role::Consequence) {
                echo = Some(seen.sign.tool);
            }
            seen.is_blank()
                || matches!(seen.sign.role, Some(Role::Consequence | Role::Exit | Role::Noise | Role::Counts))
                || (seen.sign.role.is_some() && echo == Some(seen.sign.tool))
        });
        let mut words: Vec<SeenLine> = Vec::new();
        for seen in own.take(LAST_WORDS) {
            let over = match seen.sign.role {
                Some(Role::Command) => {
                    // All that it printed, with the command itself.
                    words.push(seen.clone());
                    true
                }
                Some(Role::Exit | Role::Noise) => true,
                // A paragraph of a line or two is mostly the end of something.
                _ => seen.is_blank() && words.len() >= SHORT,
            };
            if over {
                break;
            }
            words.push(seen.clone());
        }
        while words.last().is_some_and(SeenLine::is_blank) {
            words.pop();
        }
        words.reverse();
        if words.iter().all(|seen| seen.sign.role == Some(Role::Command)) {
            return;
        }
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let (start, end) = (first.line.number, last.end);
        let mut sign = Sign { role: None, tool: usize::MAX, vague: true, weight: 2.0, heading: false };
        let mut known = 0;
        let mut covered = false;
        self.kept.retain_mut(|block| {
            if block.command != command || block.end() < start || end < block.start() {
                return true;
            }
            block.last = true;
            // What only looks like an error is shown with what stands around it.
            if block.sign.vague && block.start() >= start && block.end() <= end {
                if block.sign.weight > sign.weight {
                    sign = block.sign;
                }
                known += block.known;
                return false;
            }
            covered = true;
            true
        });
        if !covered {
            self.keep(
                Block { until: 0, lines: words, sign, known, command, outcome: self.outcome, last: true },
                options,
            );
        }
    }

    pub(crate) fn finish(mut self, options: &LogOptions) -> (Vec<Block>, usize) {
        self.close(options);
        (self.kept, self.omitted)
    }
}

/// How much a block tells. `known` says that some command is known to have failed.
pub(crate) fn worth(block: &Block, known: bool) -> f32 {
    let factor = match block.outcome {
        Outcome::Failed => 1.0,
        Outcome::Unknown if known && block.sign.vague => 0.45,
        Outcome::Unknown if known => 0.6,
        Outcome::Unknown => 0.9,
        Outcome::Succeeded => 0.15,
    };
    let more = f32::from(u16::try_from(block.known.min(20)).unwrap_or(20)) * 0.02;
    let last = if block.last && block.sign.vague { LAST_BONUS } else { 0.0 };
    let weight = block.sign.weight.max(0.1);
    // The echo of a failure tells nothing by being long or last.
    let echo = block.sign.role == Some(Role::Consequence) && weight < 2.0;
    (weight + if echo { 0.0 } else { more + last }) * factor
}

fn is_head(seen: &SeenLine) -> bool {
    matches!(seen.sign.role, Some(Role::Failure | Role::Consequence | Role::Signal | Role::Hint))
}

impl Growing {
    fn absorb(&mut self) {
        self.block.lines.append(&mut self.waiting);
        self.parted = false;
    }
}
