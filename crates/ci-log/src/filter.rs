//! The caller's own change to each line, before anything of it is kept.

use std::borrow::Cow;
use std::fmt;

/// Changes a visible line; none when the line stays as it is.
type Change = Box<dyn FnMut(&str) -> Option<String> + Send>;

/// What every visible line passes once, in the order in which the log shows them.
#[derive(Default)]
pub(crate) struct Filter(Option<Change>);

impl Filter {
    pub(crate) fn new(change: impl FnMut(&str) -> Option<String> + Send + 'static) -> Self {
        Self(Some(Box::new(change)))
    }

    pub(crate) fn apply<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let changed = self.0.as_mut().and_then(|change| change(text));
        changed.map_or(Cow::Borrowed(text), Cow::Owned)
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { "Filter(set)" } else { "Filter(none)" })
    }
}

#[cfg(test)]
mod tests {
    use crate::{JobEnd, JobLog, LogOptions, LogReader};

    fn read(text: &str, filter: impl FnMut(&str) -> Option<String> + Send + 'static) -> JobLog {
        let mut reader = LogReader::new(LogOptions::default()).with_filter(filter);
        reader.push(text.as_bytes());
        reader.finish()
    }

    #[test]
    fn every_visible_line_passes_once_and_clean() {
        let (sender, lines) = std::sync::mpsc::channel();
        let text = "\x1b[32;1m$ make\x1b[0;m\r\n10%\r100%\nsection_start:1:a\r\x1b[0Kone section_end:2:a\r\x1b[0Ktwo\n\nlast";
        let _log = read(text, move |line| {
            sender.send(line.to_owned()).ok();
            None
        });
        assert_eq!(lines.iter().collect::<Vec<_>>(), ["$ make", "100%", "one ", "two", "", "last"]);
    }

    #[test]
    fn rules_excerpts_and_tail_see_the_changed_line_at_its_old_place() {
        let text = "first\nthread 'a::b' panicked at src/a.rs:1:2:\nhunter2 was wrong\nERROR: Job failed: exit code 1\n";
        let log = read(text, |line| line.contains("hunter2").then(|| line.replace("hunter2", "[secret]")));
        assert!(!serde_json::to_string(&log).unwrap().contains("hunter2"));
        assert_eq!((log.lines, log.bytes), (5, text.len() as u64), "counts are those of the raw log");
        assert_eq!(log.failures[0].message, "[secret] was wrong");
        assert!(log.tail.iter().any(|line| line.number == 3 && line.text == "[secret] was wrong"));
        assert!(matches!(log.exit, Some(JobEnd::Failed { code: Some(1), at: 4, .. })));
    }

    #[test]
    fn a_text_beyond_the_limit_passes_before_it_is_cut() {
        let text = format!("{}hunter2", "x ".repeat(998));
        let log = read(&text, |line| Some(line.replace("hunter2", "[secret]")));
        assert!(log.tail[0].text.ends_with("[sec…"), "{}", log.tail[0].text);
    }

    #[test]
    fn a_filter_that_changes_nothing_changes_nothing() {
        let text = "error[E0308]: mismatched types\n --> src/a.rs:1:2\nERROR: Job failed: exit code 1\n";
        assert_eq!(read(text, |_| None), JobLog::read(text.as_bytes()));
    }
}
