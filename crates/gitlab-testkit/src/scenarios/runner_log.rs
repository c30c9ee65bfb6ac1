//! Logs as GitLab's runner writes them.

use std::fmt::Write as _;

const GREEN: &str = "\x1b[32;1m";
const RED: &str = "\x1b[31;1m";
const CYAN: &str = "\x1b[36;1m";
const PLAIN: &str = "\x1b[0;m";
const ERASE: &str = "\x1b[0K";

/// A log that grows as the job of a runner goes on: every part takes a little time.
#[derive(Debug)]
pub(super) struct RunnerLog {
    text: String,
    /// Seconds since 1970.
    at: u64,
}

impl RunnerLog {
    pub(super) fn starting_at(at: u64) -> Self {
        Self { text: String::new(), at }
    }

    /// The log of a job in a container, up to the point where its script begins.
    pub(super) fn of_job(at: u64, project: &str, image: &str, commit: &str) -> Self {
        let mut log = Self::starting_at(at);
        log.line(format_args!("{ERASE}Running with gitlab-runner 18.6.0 (5a021a1c)"));
        log.line(format_args!("{ERASE}  on shop-runner-03 x4T9bQzV1, system ID: s_1f0c4c3a2b11"));
        log.stage("prepare_executor", "Preparing the \"docker\" executor", |log| {
            log.line(format_args!("Using Docker executor with image {image} ..."));
            log.line(format_args!("Pulling docker image {image} ..."));
            log.progress(12, |step| format!("Pulling layer {step}/12 [{}]", bar(step, 12)));
            log.line(format_args!("Using docker image sha256:9f2c7be41d for {image} ..."));
        });
        log.stage("prepare_script", "Preparing environment", |log| {
            log.line("Running on runner-x4t9bqzv1-project-4211-concurrent-0 via shop-runner-03...");
        });
        log.stage("get_sources", "Getting source from Git repository", |log| {
            log.line(format_args!("{GREEN}Fetching changes with git depth set to 20...{PLAIN}"));
            log.line(format_args!("Initialized empty Git repository in /builds/{project}/.git/"));
            log.progress(40, |step| format!("remote: Counting objects: {:3}% ({step}/40)", step * 100 / 40));
            let short = commit.get(..8).unwrap_or(commit);
            log.line(format_args!("{GREEN}Checking out {short} as detached HEAD (ref is main)...{PLAIN}"));
            log.line("Skipping Git submodules setup");
        });
        log
    }

    pub(super) fn line(&mut self, text: impl std::fmt::Display) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.text, "{text}");
    }

    /// Lines that differ by their number only, from 1 on.
    pub(super) fn numbered(&mut self, count: usize, line: impl Fn(usize) -> String) {
        for number in 1..=count {
            self.line(line(number));
        }
        self.at += count as u64 / 40;
    }

    /// A line that writes over itself, as progress bars do.
    pub(super) fn progress(&mut self, steps: usize, state: impl Fn(usize) -> String) {
        for step in 1..=steps {
            let _ = write!(self.text, "{}\r", state(step));
        }
        self.line(state(steps));
        self.at += 2;
    }

    /// A command of the script, as the runner echoes it.
    pub(super) fn command(&mut self, command: &str) {
        self.line(format_args!("{GREEN}$ {command}{PLAIN}"));
        self.at += 1;
    }

    /// A section of the runner's own: it ends on the line on which the next one begins.
    pub(super) fn stage(&mut self, name: &str, title: &str, body: impl FnOnce(&mut Self)) {
        let _ = writeln!(
            self.text,
            "section_start:{}:{name}\r{ERASE}{ERASE}{CYAN}{title}{PLAIN}{PLAIN}",
            self.at
        );
        self.at += 1;
        body(self);
        self.at += 1;
        let _ = write!(self.text, "section_end:{}:{name}\r{ERASE}", self.at);
    }

    /// A collapsed section that the script itself opens.
    pub(super) fn fold(&mut self, name: &str, title: &str, body: impl FnOnce(&mut Self)) {
        let start = self.at;
        self.line(format_args!("{ERASE}section_start:{start}:{name}[collapsed=true]\r{ERASE}{title}"));
        self.at += 1;
        body(self);
        self.at += 1;
        let end = self.at;
        self.line(format_args!("{ERASE}section_end:{end}:{name}\r{ERASE}"));
    }

    /// The end of a job whose script gave this exit code.
    pub(super) fn failed(mut self, exit_code: i32) -> String {
        self.stage(
            "cleanup_file_variables",
            "Cleaning up project directory and file based variables",
            |_| {},
        );
        self.line(format_args!("{RED}ERROR: Job failed: exit code {exit_code}"));
        self.line(PLAIN);
        self.text
    }

    /// The end of a job that did what it should.
    pub(super) fn succeeded(mut self) -> String {
        self.stage(
            "cleanup_file_variables",
            "Cleaning up project directory and file based variables",
            |_| {},
        );
        self.line(format_args!("{GREEN}Job succeeded{PLAIN}"));
        self.text
    }

    /// What was written up to now.
    #[cfg(test)]
    fn into_text(self) -> String {
        self.text
    }
}

/// `====>     `
pub(super) fn bar(step: usize, steps: usize) -> String {
    const WIDTH: usize = 24;
    let done = (step * WIDTH).checked_div(steps).unwrap_or(WIDTH).min(WIDTH);
    format!("{}>{}", "=".repeat(done), " ".repeat(WIDTH - done))
}

/// The same log as a runner writes it that puts the time and the stream before each line.
///
/// What stands before a lone carriage return is a line of its own, and the rest of the line continues it.
pub(super) fn with_timestamps(log: &str, at: u64) -> String {
    let mut stamped = String::with_capacity(log.len() * 2);
    let mut micros = i64::try_from(at).unwrap_or_default().saturating_mul(1_000_000);
    for line in log.lines() {
        let stream = if line.contains("section_") { "00O" } else { "01O" };
        let mut mark = ' ';
        let mut rest = Some(line);
        while let Some(text) = rest {
            let (piece, more) = match text.split_once('\r') {
                Some((piece, more)) => (format!("{piece}\r"), Some(more)),
                None => (text.to_owned(), None),
            };
            micros += 1_237;
            let time = jiff::Timestamp::from_microsecond(micros).unwrap_or_default();
            // Writing into a String cannot fail.
            let _ = writeln!(stamped, "{time:.6} {stream}{mark}{piece}");
            mark = '+';
            rest = more;
        }
    }
    stamped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_follow_one_another_on_one_line() {
        let mut log = RunnerLog::starting_at(1_768_464_000);
        log.stage("a", "First", |log| log.line("one"));
        log.stage("b", "Second", |log| log.progress(3, |step| format!("{step}/3")));
        assert_eq!(
            log.into_text(),
            "section_start:1768464000:a\r\x1b[0K\x1b[0K\x1b[36;1mFirst\x1b[0;m\x1b[0;m\none\n\
             section_end:1768464002:a\r\x1b[0Ksection_start:1768464002:b\r\x1b[0K\x1b[0K\x1b[36;1mSecond\x1b[0;m\x1b[0;m\n\
             1/3\r2/3\r3/3\r3/3\nsection_end:1768464006:b\r\x1b[0K"
        );
    }

    #[test]
    fn a_stamp_has_32_bytes_and_says_what_continues() {
        let stamped = with_timestamps("one\n\n1/2\r2/2\n", 1_768_464_000);
        let lines: Vec<_> = stamped.split_inclusive('\n').collect();
        assert_eq!(lines[0], "2026-01-15T08:00:00.001237Z 01O one\n");
        assert_eq!(lines[1], "2026-01-15T08:00:00.002474Z 01O \n");
        assert_eq!(lines[2], "2026-01-15T08:00:00.003711Z 01O 1/2\r\n");
        assert_eq!(lines[3], "2026-01-15T08:00:00.004948Z 01O+2/2\n");
        assert_eq!(lines.len(), 4);
    }
}
