//! A job's log as the plain text that a person sees, with the sections of GitLab's page.
//!
//! [`to_text`] cleans a log that is there as a whole, [`LogCleaner`] one that comes in pieces of any size: the lines are the same.
//!
//! ```
//! let raw = b"section_start:1700000000:build\r\x1b[0K\x1b[32;1m$ make\x1b[0;m\r\n 10%\r100%\r\n\
//!     section_end:1700000009:build\r\x1b[0K\x1b[31;1mERROR: Job failed\x1b[0;m\n";
//! assert_eq!(ci_log::clean::to_text(raw), "$ make\n100%\nERROR: Job failed\n");
//! ```
//!
//! A log that a job is still writing, or one that is larger than memory, is shown piece by piece:
//!
//! ```no_run
//! use std::io::{self, Read as _, Write as _};
//!
//! use ci_log::clean::{LogCleaner, Part};
//!
//! fn main() -> io::Result<()> {
//!     let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
//!     let (mut piece, mut text) = (vec![0; 64 << 10], Vec::new());
//!     let mut cleaner = LogCleaner::new();
//!     loop {
//!         let length = input.read(&mut piece)?;
//!         let mut append = |part: Part<'_>| {
//!             if let Part::Text(run) = part {
//!                 text.extend_from_slice(run.bytes());
//!             }
//!         };
//!         if length == 0 {
//!             cleaner.finish(append);
//!             return output.write_all(&text);
//!         }
//!         cleaner.push(&piece[..length], &mut append);
//!         output.write_all(&text)?;
//!         text.clear();
//!     }
//! }
//! ```
//!
//! # What is left out
//!
//! - Escape sequences: colours, links, titles, moves of the cursor. `ESC[2K` takes the line away that was written so far, and so does
//!   `ESC[K` behind a carriage return.
//! - What is overwritten: behind a carriage return the next text replaces the line. One directly before the line feed is a
//!   part of the line's end. A log that has carriage returns in place of all line feeds is read by these.
//! - Section marks, which come as [`Part::Mark`]. A mark begins a new visible line, as on GitLab's page; a raw line of marks
//!   alone is none.
//! - The headers of a runner with timestamps. A line that the runner has cut is put together again, also where lines of other
//!   streams stand between its parts; lines come in the order of their start.
//! - All other control characters but the tabulator.
//! - What goes beyond the limit of a raw line, which [`LogSize::cut_bytes`] counts.
//!
//! Numbers of lines are those of raw lines: what lies between two line feeds, counted from 1.

mod buffer;
mod cleaner;
mod escape;
mod lines;
mod mark;
mod run;
mod scan;
mod streams;
mod timestamp;
mod visible;

pub use cleaner::{LogCleaner, LogSize};
pub use mark::{MarkKind, SectionMark};
pub use run::{Part, TextLine, TextRun};

/// The visible lines of a whole log, each with a line feed at its end; what is no UTF-8 becomes U+FFFD.
///
/// ```
/// assert_eq!(ci_log::clean::to_text(b"\x1b[1mdone\x1b[0m in 3 s"), "done in 3 s\n");
/// ```
#[must_use]
pub fn to_text(log: &[u8]) -> String {
    let mut text = String::with_capacity(log.len());
    let mut cleaner = LogCleaner::new();
    let mut append = |part: Part<'_>| {
        if let Part::Text(run) = part {
            text.push_str(&run.text());
        }
    };
    cleaner.push(log, &mut append);
    cleaner.finish(&mut append);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(raw: &[u8]) -> Vec<String> {
        let mut all = Vec::new();
        let mut note = |part: Part<'_>| match part {
            Part::Text(run) => all.extend(run.lines().map(|line| line.text().into_owned())),
            Part::Mark(mark) => {
                all.push(format!("<{:?} {} {} [{}]>", mark.kind, mark.time, mark.name, mark.options));
            }
        };
        let mut cleaner = LogCleaner::new();
        cleaner.push(raw, &mut note);
        cleaner.push(b"\n", &mut note);
        cleaner.finish(&mut note);
        all
    }

    #[test]
    fn case_121_colours_links_erasures_and_progress_leave_plain_text() {
        assert_eq!(pieces(b"\x1b[31;1mERROR: no\x1b[0;m"), ["ERROR: no"]);
        assert_eq!(
            pieces(b"see \x1b]8;;https://example.com/a\x07the docs\x1b]8;;\x1b\\ now"),
            ["see the docs now"]
        );
        assert_eq!(pieces(b"half\x1b[2Kwhole"), ["whole"]);
        assert_eq!(pieces(b"10%\r50%\r100% done"), ["100% done"]);
        assert_eq!(pieces(b"travis_fold:start:x\r\x1b[0K$ make"), ["$ make"]);
        assert_eq!(pieces(b"a\0b\x07c\x08d\x7fe\tf"), ["abcde\tf"]);
    }

    #[test]
    fn a_carriage_return_without_anything_after_it_hides_nothing() {
        assert_eq!(pieces(b"text\r"), ["text"]);
        assert_eq!(pieces(b"text\r\r"), ["text"]);
        assert_eq!(pieces(b"text\r\x1b[0m"), ["text"]);
        assert_eq!(pieces(b"text\r\x1b[0K"), [""]);
    }

    #[test]
    fn marks_part_visible_lines_and_leave_none_themselves() {
        assert_eq!(
            pieces(b"section_end:5:step_script\r\x1b[0Ksection_start:6:after_script\r\x1b[0K\x1b[0K\x1b[36;1mRunning\x1b[0;m"),
            ["<End 5 step_script []>", "<Start 6 after_script []>", "Running"]
        );
        assert_eq!(
            pieces(b"no line feedsection_end:5:step_script\r\x1b[0KERROR: Job failed: exit code 1"),
            ["no line feed", "<End 5 step_script []>", "ERROR: Job failed: exit code 1"]
        );
        assert_eq!(
            pieces(b"\x1b[0;msection_start:1:a.b-c_d[collapsed=true, x=y]\r"),
            ["<Start 1 a.b-c_d [collapsed=true, x=y]>"]
        );
    }

    #[test]
    fn text_that_only_looks_like_a_mark_stays() {
        assert_eq!(pieces(b"section_start:now:x"), ["section_start:now:x"]);
        assert_eq!(pieces(b"section_start:1:x and more"), ["section_start:1:x and more"]);
        assert_eq!(pieces(b"\x1b[0msection_start:1:x[open\r"), ["section_start:1:x[open"]);
    }

    #[test]
    fn broken_encodings_and_sequences_lose_no_text() {
        assert_eq!(pieces(b"caf\xe9"), ["caf\u{fffd}"]);
        assert_eq!(pieces(b"a\x1b"), ["a"]);
        assert_eq!(pieces(b"a\x1b[31"), ["a"]);
        assert_eq!(pieces(b"a\x1b]8;;never ended"), ["a8;;never ended"]);
        assert_eq!(pieces("a\u{1b}[3\u{e9}b".as_bytes()), ["aéb"]);
        assert_eq!(pieces(b""), [""]);
    }
}
