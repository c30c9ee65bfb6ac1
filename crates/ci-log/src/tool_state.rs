//! What is going on with each tool, for each of the tests that print side by side.

use std::collections::VecDeque;
use std::mem;

use crate::rules::Fields;

/// What is going on with one tool.
#[derive(Debug, Default)]
pub(crate) struct ToolState {
    pub(crate) open: Option<usize>,
    /// Ordinal of the last line that told of the open failure.
    pub(crate) last: usize,
    /// With its raw line and its ordinal.
    pub(crate) lead: Option<(Fields, usize, usize)>,
    /// What was said of earlier tests before it was known how they end.
    pub(crate) parked: VecDeque<Fields>,
    /// How far after a lead some rule applies.
    pub(crate) reach: usize,
    /// What holds the tests that are reported now.
    pub(crate) suite: Option<String>,
    /// Where they are, as far as their names do not tell.
    pub(crate) scope: Option<String>,
}

/// Which run's output is read now, and the tools as the other runs, which print side by side with it, have left them.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    current: usize,
    /// Tools of which the current run has told.
    touched: Vec<usize>,
    waiting: VecDeque<WaitingRun>,
}

#[derive(Debug)]
struct WaitingRun {
    run: usize,
    /// Ordinal of the first line of another run.
    since: usize,
    tools: Vec<(usize, ToolState)>,
}

/// So many wait at most.
const WAITING: usize = 64;

impl Runs {
    pub(crate) fn touch(&mut self, tool: usize) {
        if !self.touched.contains(&tool) {
            self.touched.push(tool);
        }
    }

    /// From this line on another run prints: its tools come back as it has left them, as if no line had come between. False where
    /// it is the same run.
    pub(crate) fn turn_to(&mut self, run: usize, ordinal: usize, tools: &mut [ToolState]) -> bool {
        if run == self.current {
            return false;
        }
        let left = self.touched.drain(..).filter_map(|tool| {
            let state = tools.get_mut(tool)?;
            let fresh = ToolState { reach: state.reach, ..ToolState::default() };
            Some((tool, mem::replace(state, fresh)))
        });
        let left = WaitingRun { run: self.current, since: ordinal, tools: left.collect() };
        self.current = run;
        let back = self.waiting.iter().position(|waiting| waiting.run == run);
        let back = back.and_then(|index| self.waiting.remove(index));
        if self.waiting.len() >= WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back(left);
        let Some(back) = back else { return true };
        let between = ordinal.saturating_sub(back.since);
        for (tool, mut state) in back.tools {
            state.last += between;
            if let Some((.., at)) = &mut state.lead {
                *at += between;
            }
            self.touched.push(tool);
            if let Some(place) = tools.get_mut(tool) {
                *place = state;
            }
        }
        true
    }

    /// The open failures of those that wait.
    pub(crate) fn open_failures(&mut self) -> impl Iterator<Item = &mut Option<usize>> {
        self.waiting.iter_mut().flat_map(|waiting| &mut waiting.tools).map(|(_, state)| &mut state.open)
    }

    pub(crate) fn touched(&self) -> &[usize] {
        &self.touched
    }
}

#[cfg(test)]
mod tests {
    use crate::{LogOptions, LogReader};

    /// What two tests print, read as it comes and line by line in turns.
    fn failures(between: &str) -> Vec<String> {
        let one = "Test command: /builds/shop/cart_test
[ RUN      ] Cart.AddsTax
/builds/shop/cart_test.cc:42: Failure
Expected equality of these values:
  total()
[  FAILED  ] Cart.AddsTax (1 ms)";
        let other = "Test command: /builds/shop/user_test
[ RUN      ] User.HasName
/builds/shop/user_test.cc:7: Failure
Value of: named()
  Actual: false
[  FAILED  ] User.HasName (1 ms)";
        let mut reader = LogReader::new(LogOptions::default());
        for (one, other) in one.lines().zip(other.lines()) {
            reader.push(format!("1: {one}\n{between}2: {other}\n").as_bytes());
        }
        let named = |failure: crate::Failure| {
            format!("{} {} {}", failure.test.unwrap(), failure.file.unwrap(), failure.message)
        };
        reader.finish().failures.into_iter().map(named).collect()
    }

    #[test]
    fn tests_side_by_side_have_each_its_own_failure() {
        for between in
            ["", "\n", "    Start  3: stock\n", &"3/9 Test  #3: stock ...   Passed    0.01 sec\n".repeat(50)]
        {
            assert_eq!(
                failures(between),
                [
                    "Cart.AddsTax /builds/shop/cart_test.cc Expected equality of these values:",
                    "User.HasName /builds/shop/user_test.cc Value of: named()"
                ]
            );
        }
    }
}
