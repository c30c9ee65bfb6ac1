//! What a person sees while the program reads.

use crate::shown::Shown;
use gitlab_rca::core::JobId;
use gitlab_rca::investigation::Progress;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A bar for all reads and a line for each log, on standard error; nothing when that is no terminal.
#[derive(Clone, Debug)]
pub(crate) struct Bars {
    all: MultiProgress,
    reads: ProgressBar,
    logs: Arc<Mutex<HashMap<JobId, ProgressBar>>>,
}

impl Bars {
    pub(crate) fn new() -> Self {
        let all = MultiProgress::new();
        let reads = all.add(ProgressBar::new(0));
        reads.set_style(style("{spinner} {bar:32} {pos}/{len} {wide_msg}"));
        reads.enable_steady_tick(Duration::from_millis(80));
        Self { all, reads, logs: Arc::default() }
    }

    /// Draws each event of an investigation.
    pub(crate) fn listener(&self) -> impl Fn(Progress) + Send + Sync + 'static {
        let bars = self.clone();
        move |event| bars.draw(event)
    }

    fn draw(&self, event: Progress) {
        match event {
            Progress::Started { what, reads } => {
                self.reads.set_length(reads as u64);
                self.reads.set_message(Shown(&what).to_string());
            }
            Progress::Done { reads, .. } => self.reads.set_position(reads as u64),
            Progress::Log { job, bytes } => self.log(job).set_position(bytes),
            Progress::Gap { what, why } => {
                // A bar that cannot be drawn is no reason to stop.
                let _ = self.all.println(format!("missing: {}: {}", Shown(&what), Shown(&why)));
            }
            _ => {}
        }
    }

    fn log(&self, job: JobId) -> ProgressBar {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        let bar = logs.entry(job).or_insert_with(|| {
            let bar = self.all.add(ProgressBar::no_length());
            bar.set_style(style("  log of job {msg}: {bytes}"));
            bar.set_message(job.to_string());
            bar
        });
        bar.clone()
    }

    /// Takes everything off the screen again.
    pub(crate) fn finish(&self) {
        self.reads.finish_and_clear();
        for bar in self.logs.lock().unwrap_or_else(PoisonError::into_inner).values() {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    // A wrong template shows the plain bar.
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
