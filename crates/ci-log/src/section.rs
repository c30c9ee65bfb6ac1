use std::collections::BTreeMap;

use serde::Serialize;

use crate::clean::{MarkKind, SectionMark};

/// A part of the log that the runner or the script has named.
///
/// The runner's own sections are the stages of a job: `prepare_executor`, `get_sources`, `step_script`, `after_script` and so on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Section {
    /// The name as it stands in the log.
    pub name: String,
    /// Raw line of the start mark.
    pub start: usize,
    /// Raw line of the end mark; none when the section was never closed.
    pub end: Option<usize>,
    /// When it started, in seconds since 1970.
    pub started_at: u64,
    /// How long it took, in seconds; none when it was never closed.
    pub duration: Option<u64>,
    /// Options of the start mark, such as `collapsed` = `true`.
    pub options: BTreeMap<String, String>,
    /// How many sections were open around it.
    pub depth: usize,
}

/// Follows the marks of a log.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    all: Vec<Section>,
    /// Open ones, the outermost first.
    open: Vec<usize>,
    pub(crate) omitted: usize,
}

impl Sections {
    /// The raw line on which the first section with such a name starts.
    pub(crate) fn start_of(&self, matches: impl Fn(&str) -> bool) -> Option<usize> {
        self.all.iter().find(|section| matches(&section.name)).map(|section| section.start)
    }

    pub(crate) fn mark(&mut self, mark: &SectionMark<'_>, line: usize, max: usize) {
        match mark.kind {
            MarkKind::Start if self.all.len() >= max => self.omitted += 1,
            MarkKind::Start => {
                self.all.push(Section {
                    name: mark.name.to_owned(),
                    start: line,
                    end: None,
                    started_at: mark.time,
                    duration: None,
                    options: options(mark.options),
                    depth: self.open.len(),
                });
                self.open.push(self.all.len() - 1);
            }
            MarkKind::End => {
                let Some(place) = self.open.iter().rposition(|&index| {
                    // Streams that the runner mixes can bring an end after a start that stands below it.
                    self.all.get(index).is_some_and(|open| open.start <= line && same(&open.name, mark.name))
                }) else {
                    return;
                };
                let closed = self.open.get(place).copied();
                // Whatever was opened inside and not closed ends with it, without an end mark of its own.
                self.open.truncate(place);
                if let Some(section) = closed.and_then(|index| self.all.get_mut(index)) {
                    section.end = Some(line);
                    section.duration = Some(mark.time.saturating_sub(section.started_at));
                }
            }
        }
    }

    /// The innermost open section.
    pub(crate) fn current(&self) -> Option<&str> {
        self.open.last().and_then(|&index| self.all.get(index)).map(|section| section.name.as_str())
    }

    /// Whether one of the open sections satisfies `wanted`.
    pub(crate) fn inside(&self, wanted: impl Fn(&str) -> bool) -> bool {
        self.open.iter().filter_map(|&index| self.all.get(index)).any(|section| wanted(&section.name))
    }

    pub(crate) fn into_all(self) -> Vec<Section> {
        self.all
    }
}

/// GitLab compares names in lower case with everything but letters and digits as a hyphen.
fn same(left: &str, right: &str) -> bool {
    let normal = |byte: u8| if byte.is_ascii_alphanumeric() { byte.to_ascii_lowercase() } else { b'-' };
    left.bytes().map(normal).eq(right.bytes().map(normal))
}

fn options(text: &str) -> BTreeMap<String, String> {
    text.split(',')
        .filter_map(|option| option.trim().split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::JobLog;

    fn read(text: &str) -> Vec<(String, usize, Option<usize>, usize)> {
        JobLog::read(text.as_bytes())
            .sections
            .into_iter()
            .map(|section| (section.name, section.start, section.end, section.depth))
            .collect()
    }

    #[test]
    fn nested_repeated_and_unclosed_sections() {
        let text = "section_start:1:outer\r\x1b[0K\nsection_start:2:inner\r\x1b[0Ka\nsection_end:3:inner\r\x1b[0K\n\
            section_start:4:inner\r\x1b[0K\nsection_end:9:outer\r\x1b[0Ksection_start:9:late\r\x1b[0K\n";
        assert_eq!(
            read(text),
            [
                ("outer".to_owned(), 1, Some(5), 0),
                ("inner".to_owned(), 2, Some(3), 1),
                ("inner".to_owned(), 4, None, 1),
                ("late".to_owned(), 5, None, 0),
            ]
        );
    }

    #[test]
    fn names_compare_as_on_the_page_and_options_are_kept() {
        let text = "section_start:10:My_Step[collapsed=true, hide_duration=true]\r\x1b[0K\nsection_end:14:my-step\r\x1b[0K\nsection_end:15:other\r\x1b[0K";
        let sections = JobLog::read(text.as_bytes()).sections;
        let [section] = sections.as_slice() else { panic!("one section expected: {sections:?}") };
        assert_eq!((section.name.as_str(), section.end, section.duration), ("My_Step", Some(2), Some(4)));
        assert_eq!(section.options["collapsed"], "true");
        assert_eq!(section.options["hide_duration"], "true");
    }
}
