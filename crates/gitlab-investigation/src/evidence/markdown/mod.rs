//! Evidence as compact Markdown, for a person or a language model.
//!
//! What is said of each thing is in [`alert`], [`change`], [`delivery`], [`job`] and [`pipeline`]; [`page`] puts
//! it together within the budget, [`frame`] keeps foreign text apart from [our words](words::Words).

mod alert;
mod change;
mod delivery;
mod foreign;
mod frame;
mod job;
mod page;
mod pipeline;
mod words;

use super::Evidence;
use frame::Mark;
use page::{Part, SMALLEST};
use words::Words;

impl Evidence {
    /// The evidence as Markdown of at most `budget` bytes, the weightiest parts first.
    ///
    /// Every text that is not ours stands between two marks that are made anew for each page, so that nothing
    /// in it can end its frame; the page begins by saying that such text is data. Names of branches, files and
    /// people are such text too: headings hold nothing but words and numbers of ours. Characters that cannot
    /// be seen, such as those that turn the direction of writing, show as U+FFFD.
    ///
    /// A part that does not fit as a whole is cut, which its heading says; one for which there is no room is
    /// left out and counted in the last line. No part takes more than half of the room while others need it.
    ///
    /// A budget below 1,024 bytes gives a page of 1,024 bytes at most.
    #[must_use]
    pub fn to_markdown(&self, budget: usize) -> String {
        page::write(&self.summary(), &self.parts(), &Mark::random(), budget.max(SMALLEST))
    }

    fn summary(&self) -> Words {
        Words::new("From ")
            .time(self.window.from)
            .and(" to ")
            .time(self.window.to)
            .and("; ")
            .count(self.cost.requests)
            .and(" requests, ")
            .count(self.gaps.len())
            .and(" gaps.")
    }

    /// The weightiest first: what happened, what failed, what changed, then what surrounds it.
    fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        parts.extend(self.incident.as_ref().map(alert::alert));
        parts.push(alert::start(self));
        parts.extend(self.pipelines.iter().filter_map(pipeline::configuration_errors));
        parts.extend(self.decisive_failures().map(|(pipeline, job)| job::failed(pipeline, job)));
        parts.extend(self.pipelines.iter().filter_map(pipeline::failed_tests));
        parts.extend(self.changes.as_ref().and_then(change::changed_files));
        parts.extend(self.code_owners.as_ref().and_then(change::code_owners));
        parts.extend(
            self.commits.iter().map(|commit| change::commit(commit, self.ignored_revisions.as_ref())),
        );
        parts.extend(self.merge_request.as_ref().map(change::merge_request));
        parts.extend(self.files.iter().map(change::file));
        parts.extend(change::blame(&self.blame));
        parts.extend(pipeline::pipelines(&self.pipelines));
        parts.extend(job::others(self));
        parts.extend(delivery::deployments(&self.deployments));
        parts.extend(delivery::recent_changes(&self.recent_changes));
        parts.extend(alert::gaps(&self.gaps));
        parts.extend(delivery::releases(&self.releases));
        parts
    }
}
