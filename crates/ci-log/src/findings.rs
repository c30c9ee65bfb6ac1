//! From the lines that rules recognise to failures: one a cause.

use crate::failure::{Failure, FailureKind};
use crate::options::LogOptions;
use crate::order::in_order;
use crate::rules::{Fields, Role, Rule};
use crate::test_counts::TestCounts;
use crate::test_name::same_name;
use crate::text::bounded;
use crate::tool_counts::ToolCounts;
use crate::tool_state::{Runs, ToolState};

/// Where a line stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// Raw line of the log.
    pub(crate) number: usize,
    /// How many visible lines came before it.
    pub(crate) ordinal: usize,
    pub(crate) section: Option<&'a str>,
    /// The section cannot fail the job.
    pub(crate) harmless: bool,
    /// The successful run printed the line too.
    pub(crate) known: bool,
}

/// How near to the cause a finding is; the smaller, the nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Cause,
    Consequence,
    Signal,
}

#[derive(Debug)]
struct Entry {
    failure: Failure,
    rank: Rank,
    /// The line itself: the message when no rule gives a better one.
    header: String,
    /// The message stood before the failing place was known: what a test prints may be anything, what stands
    /// behind the place is the failure's own.
    provisional: bool,
    /// The successful run reported it too.
    known: bool,
    /// A rule has reported it of which each line is another failure.
    separate: bool,
    /// Where its tool said that it was: tests of the same name elsewhere are others.
    scope: Option<String>,
    /// It is told again, with the stack trace that is known.
    repeated: bool,
    /// The test has passed after all.
    passed: bool,
}

#[derive(Debug)]
pub(crate) struct Findings {
    entries: Vec<Entry>,
    tools: Vec<ToolState>,
    runs: Runs,
    tool_counts: Vec<ToolCounts>,
    /// Tools with an open failure or with a lead that some rule waits for.
    open: Vec<usize>,
    counts: Option<TestCounts>,
    /// The last line that counted tests, and its ordinal.
    last_counts: (usize, String),
    /// Some line told of tests.
    tested: bool,
    minor: usize,
    /// Causes that have passed since.
    passed: usize,
    omitted: usize,
}

/// Beyond this many, consequences and signals say nothing new.
const MAX_MINOR: usize = 40;
/// An open failure is closed when nothing told of it for this many lines.
const MAX_REACH: usize = 200;
/// A lead so near is seen together with its failure.
const LEAD_NEAR: usize = 2;
/// A lead is given up after this many lines.
const LEAD_REACH: usize = 60;
/// What is known of so many tests of one tool is kept until it is known how they end.
const PARKED: usize = 64;

impl Findings {
    /// `reaches` are, for each tool, how far after a lead of it some rule applies.
    pub(crate) fn new(reaches: &[usize]) -> Self {
        Self {
            entries: Vec::new(),
            tools: reaches.iter().map(|reach| ToolState { reach: *reach, ..ToolState::default() }).collect(),
            runs: Runs::default(),
            tool_counts: reaches.iter().map(|_| ToolCounts::default()).collect(),
            open: Vec::new(),
            counts: None,
            last_counts: (0, String::new()),
            tested: false,
            minor: 0,
            passed: 0,
            omitted: 0,
        }
    }

    /// The lines from here on are those of this one of the runs that print side by side.
    pub(crate) fn turn_to(&mut self, run: usize, ordinal: usize) {
        if self.runs.turn_to(run, ordinal, &mut self.tools) {
            self.open.clear();
            self.open.extend_from_slice(self.runs.touched());
        }
    }

    /// The tools whose last failure may still grow, or whose lead some rule waits for.
    pub(crate) fn open_tools(&mut self, ordinal: usize) -> &[usize] {
        if !self.open.is_empty() {
            let tools = &self.tools;
            self.open.retain(|&tool| {
                tools.get(tool).is_some_and(|state| {
                    let led = |(_, _, at): &(Fields, usize, usize)| ordinal <= at.saturating_add(state.reach);
                    state.open.is_some() && ordinal <= state.last + MAX_REACH
                        || state.lead.as_ref().is_some_and(led)
                })
            });
        }
        &self.open
    }

    /// Whether a rule can mean anything here. It is cheaper to ask this than whether it matches.
    pub(crate) fn may_apply(&self, rule: &Rule, tool: usize, place: Place<'_>) -> bool {
        if rule.within_report {
            return self.is_near(rule, tool, place);
        }
        if rule.early || !matches!(rule.role, Role::Detail | Role::Frame) {
            return true;
        }
        self.tools
            .get(tool)
            .is_some_and(|state| state.open.is_some() && place.ordinal <= state.last + rule.reach)
    }

    /// Applies a rule to a line that it matches; none when the line means nothing here after all.
    pub(crate) fn apply(
        &mut self,
        rule: &Rule,
        tool: usize,
        mut fields: Fields,
        line: &str,
        place: Place<'_>,
        options: &LogOptions,
    ) -> Option<f32> {
        if rule.within_report && !self.is_near(rule, tool, place) {
            return None;
        }
        self.count(rule, tool, &fields, line, place);
        self.runs.touch(tool);
        if let Some(state) = self.tools.get_mut(tool) {
            if let Some(suite) = fields.suite.take() {
                state.suite = Some(bounded(&suite, options.max_text_bytes));
            }
            if let Some(scope) = fields.scope.take() {
                state.scope = Some(bounded(&scope, options.max_text_bytes));
            }
            if let (Some(suite), Some(test)) = (&state.suite, &mut fields.test)
                && !test.contains(suite.as_str())
            {
                test.insert_str(0, &format!("{suite} > "));
            }
        }
        if rule.passes {
            self.pass(rule, tool, fields.test.as_deref());
        }
        let claimed = match rule.role {
            Role::Failure | Role::Consequence | Role::Signal => {
                self.open_failure(rule, tool, fields, line, place, options);
                true
            }
            Role::Lead => {
                self.lead(tool, fields, place);
                true
            }
            Role::Detail => self.detail(rule, tool, fields, place, options),
            Role::Frame => self.frame(rule, tool, &fields, line, place, options),
            Role::Counts => fields.counts.is_some(),
            Role::Hint | Role::Noise | Role::Command | Role::Exit => true,
        };
        if claimed
            && rule.closes
            && let Some(state) = self.tools.get_mut(tool)
        {
            state.open = None;
        }
        claimed.then_some(if place.harmless { rule.weight * 0.3 } else { rule.weight })
    }

    fn count(&mut self, rule: &Rule, tool: usize, fields: &Fields, line: &str, place: Place<'_>) {
        if let Some(state) = self.tool_counts.get_mut(tool) {
            if let Some(one) = fields.tally {
                state.count(one);
            }
            if let Some(counts) = fields.counts {
                if rule.replaces {
                    let again = state.take_back(rule.ends_build);
                    self.counts.get_or_insert_default().subtract(again);
                }
                state.add(counts);
            }
            if rule.ends_build {
                state.end_build();
            }
        }
        if let Some(counts) = fields.counts {
            // Two reporters of one run say the same.
            let again =
                !rule.replaces && place.ordinal == self.last_counts.0 + 1 && self.last_counts.1 == line;
            if !again {
                self.counts.get_or_insert_default().add(counts);
                self.last_counts = (place.ordinal, line.to_owned());
            }
        } else if rule.ends_build && !self.tested && self.counts.is_none() {
            self.counts = Some(TestCounts::zero());
        }
        // A lead is only what may stand above a test.
        self.tested |= rule.kind == FailureKind::Test && rule.role != Role::Lead;
    }

    fn open_failure(
        &mut self,
        rule: &Rule,
        tool: usize,
        mut fields: Fields,
        line: &str,
        place: Place<'_>,
        options: &LogOptions,
    ) {
        let mut at = place.number;
        if let Some(state) = self.tools.get_mut(tool)
            && let Some((lead, number, ordinal)) = &state.lead
            && place.ordinal <= ordinal + LEAD_REACH
            && (lead.test.is_none() || fields.test.is_none() || lead.test == fields.test)
        {
            // A place far above is where to look, unless this line says more.
            let far = place.ordinal > ordinal + LEAD_NEAR;
            if far && lead.file.is_some() && lead.line.is_some() && fields.message.is_none() {
                at = *number;
            }
            fields.fill_from(lead.clone());
            // A file or a test may have several failures; a place and a message belong to one.
            if lead.line.is_some() || lead.message.is_some() {
                state.lead = None;
            }
        }
        if rule.role == Role::Consequence && self.continues(rule, tool, &fields, place, options) {
            return;
        }
        if let Some(earlier) = self.parked(tool, fields.test.as_deref()) {
            fields.fill_from(earlier);
        }
        let known = self.same_test(rule, tool, &fields);
        let index = match known {
            Some(index) => {
                if let Some(entry) = self.entries.get_mut(index) {
                    // The report with the most to say is the one to look at.
                    let bare = entry.failure.file.is_none() && entry.failure.message.is_empty();
                    if entry.failure.file.is_none() && (fields.file.is_some() || (bare && !rule.closes)) {
                        entry.failure.at = at;
                    }
                    let placed = entry.failure.file.is_none() && fields.file.is_some();
                    entry.provisional |= placed && fields.message.is_none();
                    entry.known &= place.known;
                    entry.repeated = !entry.failure.stack.is_empty();
                    entry.separate |= rule.separate;
                    fields.add_to(&mut entry.failure, false, options.max_text_bytes);
                }
                index
            }
            None => {
                let wraps = rule.wraps && place.ordinal == self.last_counts.0 + 1;
                let rank = match rule.role {
                    Role::Failure if wraps => Rank::Consequence,
                    Role::Failure if !place.harmless => Rank::Cause,
                    Role::Signal => Rank::Signal,
                    _ => Rank::Consequence,
                };
                if rank == Rank::Cause && self.is_full(options.max_failures) {
                    self.make_room(rule, options.max_failures);
                }
                let full = if rank == Rank::Cause {
                    self.is_full(options.max_failures)
                } else {
                    self.minor >= MAX_MINOR
                };
                if full {
                    self.omitted += usize::from(rank == Rank::Cause);
                    if let Some(state) = self.tools.get_mut(tool) {
                        state.open = None;
                    }
                    return;
                }
                self.minor += usize::from(rank != Rank::Cause);
                let mut failure = Failure {
                    kind: rule.kind,
                    tool: (!rule.tool.is_empty()).then(|| rule.tool.clone().into_owned()),
                    message: String::new(),
                    file: None,
                    line: None,
                    column: None,
                    test: None,
                    at,
                    section: place.section.map(str::to_owned),
                    stack: Vec::new(),
                };
                fields.add_to(&mut failure, false, options.max_text_bytes);
                let header = bounded(line.trim(), options.max_text_bytes);
                self.entries.push(Entry {
                    failure,
                    rank,
                    header,
                    provisional: false,
                    known: place.known,
                    separate: rule.separate,
                    repeated: false,
                    scope: self.tools.get(tool).and_then(|state| state.scope.clone()),
                    passed: false,
                });
                self.entries.len() - 1
            }
        };
        if let Some(state) = self.tools.get_mut(tool) {
            state.open = Some(index);
            state.last = place.ordinal;
            if !self.open.contains(&tool) {
                self.open.push(tool);
            }
        }
    }

    /// Whether the line goes on with the consequence right above it, to which it then adds.
    fn continues(
        &mut self,
        rule: &Rule,
        tool: usize,
        fields: &Fields,
        place: Place<'_>,
        options: &LogOptions,
    ) -> bool {
        let (Some(state), Some(entry)) = (self.tools.get_mut(tool), self.entries.last_mut()) else {
            return false;
        };
        let goes_on = fields.more.is_some()
            && place.ordinal <= state.last + rule.reach
            && entry.rank == Rank::Consequence
            && entry.failure.kind == rule.kind
            && entry.failure.tool.as_deref() == Some(&rule.tool);
        if goes_on {
            state.last = place.ordinal;
            fields.clone().add_to(&mut entry.failure, false, options.max_text_bytes);
        }
        goes_on
    }

    /// What failed before has passed in the end: the test, or without a name the tool's last failure.
    fn pass(&mut self, rule: &Rule, tool: usize, test: Option<&str>) {
        let open = self.tools.get_mut(tool).and_then(|state| state.open.take());
        for (index, entry) in self.entries.iter_mut().enumerate() {
            let same = |test| entry.failure.test.as_deref().is_some_and(|known| same_name(known, test));
            let is_meant =
                entry.failure.tool.as_deref() == Some(&rule.tool) && test.map_or(open == Some(index), same);
            if is_meant && !entry.passed {
                entry.passed = true;
                self.passed += usize::from(entry.rank == Rank::Cause);
            }
        }
    }

    fn is_near(&self, rule: &Rule, tool: usize, place: Place<'_>) -> bool {
        self.tools.get(tool).is_some_and(|state| {
            let led = |(_, _, ordinal): &(Fields, usize, usize)| {
                place.ordinal <= ordinal.saturating_add(rule.reach)
            };
            state.open.is_some() && place.ordinal <= state.last + rule.reach
                || state.lead.as_ref().is_some_and(led)
        })
    }

    /// Whether there are so many causes. As many that have passed since are kept besides, since they may be told of again.
    fn is_full(&self, max: usize) -> bool {
        self.entries.len() - self.minor - self.passed.min(max) >= max
    }

    /// Forgets a test that has passed since, or gives up the last failure of the tool that fills the list for one of a tool
    /// that has few.
    fn make_room(&mut self, rule: &Rule, max: usize) {
        if self.passed > max
            && let Some(index) =
                self.entries.iter().position(|entry| entry.passed && entry.rank == Rank::Cause)
        {
            self.passed -= 1;
            self.remove(index);
            return;
        }
        let counts_as = |entry: &Entry| entry.rank == Rank::Cause && !entry.passed;
        let own = |entry: &&Entry| entry.failure.tool.as_deref() == Some(&rule.tool) && !entry.passed;
        let own = self.entries.iter().filter(own).count();
        if own >= max / 8 {
            return;
        }
        let mut counts: Vec<(Option<&str>, usize)> = Vec::new();
        for entry in self.entries.iter().filter(|entry| counts_as(entry)) {
            let tool = entry.failure.tool.as_deref();
            match counts.iter_mut().find(|(name, _)| *name == tool) {
                Some((_, count)) => *count += 1,
                None => counts.push((tool, 1)),
            }
        }
        let Some((tool, _)) = counts.into_iter().find(|(_, count)| *count > max / 2) else { return };
        let is_last = |entry: &Entry| counts_as(entry) && entry.failure.tool.as_deref() == tool;
        let Some(index) = self.entries.iter().rposition(is_last) else { return };
        self.omitted += 1;
        self.remove(index);
    }

    fn remove(&mut self, index: usize) {
        self.entries.remove(index);
        let opens = self.tools.iter_mut().map(|state| &mut state.open).chain(self.runs.open_failures());
        for open in opens {
            *open = match *open {
                Some(open) if open == index => None,
                Some(open) if open > index => Some(open - 1),
                other => other,
            };
        }
    }

    /// What was said of this test while others ran beside it or after it.
    fn parked(&mut self, tool: usize, test: Option<&str>) -> Option<Fields> {
        let parked = &mut self.tools.get_mut(tool)?.parked;
        let index = parked.iter().rposition(|fields| fields.test.as_deref() == test)?;
        parked.remove(index)
    }

    fn lead(&mut self, tool: usize, fields: Fields, place: Place<'_>) {
        if let Some(state) = self.tools.get_mut(tool) {
            let mut fields = fields;
            if let Some((earlier, _, ordinal)) = state.lead.take() {
                if fields.test.is_none() && place.ordinal <= ordinal + LEAD_REACH {
                    fields.fill_from(earlier);
                } else if fields.test != earlier.test && earlier.test.is_some() && earlier.line.is_some() {
                    if state.parked.len() >= PARKED {
                        state.parked.pop_front();
                    }
                    state.parked.push_back(earlier);
                }
            }
            state.lead = Some((fields, place.number, place.ordinal));
            if state.reach > 0 && !self.open.contains(&tool) {
                self.open.push(tool);
            }
        }
    }

    fn detail(
        &mut self,
        rule: &Rule,
        tool: usize,
        fields: Fields,
        place: Place<'_>,
        options: &LogOptions,
    ) -> bool {
        let Some(state) = self.tools.get_mut(tool) else { return false };
        let reached = state.open.filter(|_| place.ordinal <= state.last + rule.reach);
        match reached.and_then(|index| self.entries.get_mut(index)) {
            Some(entry) => {
                let located = entry.failure.file.is_some();
                if entry.provisional && fields.message.is_some() {
                    entry.failure.message.clear();
                    entry.provisional = false;
                }
                if rule.kind == FailureKind::Test && !located && fields.file.is_some() {
                    entry.provisional = fields.message.is_none();
                }
                let changed = fields.add_to(&mut entry.failure, rule.replaces, options.max_text_bytes);
                if changed {
                    state.last = place.ordinal;
                }
                if !located && entry.failure.file.is_some() && entry.rank != Rank::Cause && !place.harmless {
                    // A place in the source makes a cause of what might have been a mere consequence.
                    entry.rank = Rank::Cause;
                    entry.failure.kind = rule.kind;
                    self.minor = self.minor.saturating_sub(1);
                }
                changed
            }
            None if rule.early => {
                self.lead(tool, fields, place);
                true
            }
            None => false,
        }
    }

    fn frame(
        &mut self,
        rule: &Rule,
        tool: usize,
        fields: &Fields,
        line: &str,
        place: Place<'_>,
        options: &LogOptions,
    ) -> bool {
        let Some(state) = self.tools.get_mut(tool) else { return false };
        let reached = state.open.filter(|_| place.ordinal <= state.last + rule.reach);
        let Some(entry) = reached.and_then(|index| self.entries.get_mut(index)) else { return false };
        state.last = place.ordinal;
        if entry.failure.stack.len() < options.max_stack_lines && !entry.repeated {
            entry.failure.stack.push(bounded(line.trim(), options.max_text_bytes.min(400)));
        }
        fields.clone().add_to(&mut entry.failure, rule.replaces, options.max_text_bytes);
        true
    }

    /// The failure that already stands for this test.
    fn same_test(&self, rule: &Rule, tool: usize, fields: &Fields) -> Option<usize> {
        let test = fields.test.as_deref()?;
        let scope = self.tools.get(tool).and_then(|state| state.scope.as_deref());
        let find = |fits: &dyn Fn(&Entry) -> bool| {
            self.entries.iter().position(|entry| {
                entry.failure.kind == rule.kind
                    && entry.failure.tool.as_deref().unwrap_or_default() == rule.tool
                    && fits(entry)
            })
        };
        let named = |entry: &Entry, equal: fn(&str, &str) -> bool| {
            !(rule.separate && entry.separate)
                && entry.scope.as_deref().zip(scope).is_none_or(|(known, scope)| known == scope)
                && entry.failure.test.as_deref().is_some_and(|known| equal(known, test))
        };
        // A report may tell where and why and leave the name to the sum, which shortens the reason.
        let nameless = |entry: &Entry| {
            let same = |message: &str| match message.strip_suffix("...") {
                Some(start) => entry.failure.message.starts_with(start),
                None => entry.failure.message == message,
            };
            entry.failure.test.is_none() && fields.message.as_deref().is_some_and(same)
        };
        find(&|entry| named(entry, |known, test| known == test))
            .or_else(|| find(&|entry| named(entry, same_name)))
            .or_else(|| find(&nameless))
    }

    /// Failures in the order in which they explain, how many were left out, and the numbers of tests.
    pub(crate) fn finish(self) -> (Vec<Failure>, usize, Option<TestCounts>) {
        let mut entries = self.entries;
        entries.retain(|entry| !entry.passed);
        if entries.iter().any(|entry| !entry.known) {
            entries.retain(|entry| !entry.known);
        }
        blame_infrastructure(&mut entries);
        let best = entries.iter().map(|entry| entry.rank).min();
        entries.retain(|entry| Some(entry.rank) == best);
        for entry in &mut entries {
            if entry.failure.message.is_empty() {
                entry.failure.message = std::mem::take(&mut entry.header);
            }
        }
        let failures = in_order(entries.into_iter().map(|entry| entry.failure).collect());
        let mut counts = self.counts;
        for missing in self.tool_counts.iter().filter_map(ToolCounts::not_summed) {
            counts.get_or_insert_default().add(missing);
        }
        (failures, self.omitted, counts)
    }
}

/// What could not be fetched because a machine could not be reached is a failure of the network.
fn blame_infrastructure(entries: &mut [Entry]) {
    const NEAR: usize = 15;
    let causes: Vec<(usize, FailureKind)> = entries
        .iter()
        .filter(|entry| entry.failure.kind.is_infrastructure())
        .map(|entry| (entry.failure.at, entry.failure.kind))
        .collect();
    for Entry { failure, .. } in entries {
        if matches!(failure.kind, FailureKind::Dependency | FailureKind::Git | FailureKind::Container)
            && let Some((_, kind)) = causes.iter().find(|(at, _)| at.abs_diff(failure.at) <= NEAR)
        {
            failure.kind = *kind;
        }
    }
}
