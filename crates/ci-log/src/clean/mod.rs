//! From the bytes of one raw line to the text that a person sees.

mod escape;
mod mark;
mod timestamp;

use memchr::memmem;

pub(crate) use mark::{MarkKind, SectionMark};
pub(crate) use timestamp::StreamHeader;

/// What a raw line consists of, in the order in which it stands there.
#[derive(Debug)]
pub(crate) enum Piece<'a> {
    /// A line as GitLab's page shows it. `offset` is where in the raw line its end stands.
    Text {
        /// Text without control characters.
        text: &'a str,
        /// Byte offset in the raw line.
        offset: usize,
    },
    /// A section mark that starts at `offset`.
    Mark {
        /// The mark.
        mark: SectionMark<'a>,
        /// Byte offset in the raw line.
        offset: usize,
    },
}

/// Removes what is not text, with a buffer that is used again for every line.
#[derive(Debug, Default)]
pub(crate) struct Cleaner {
    visible: Vec<u8>,
}

impl Cleaner {
    /// Calls `each` for every visible line and every section mark of a raw line (without its line feed).
    ///
    /// GitLab's page starts a new visible line at each mark, so a raw line may hold several. A raw line
    /// of marks alone has no visible line; any other has at least one, which may be empty.
    pub(crate) fn clean(&mut self, raw: &[u8], mut each: impl FnMut(Piece<'_>)) {
        let raw = strip_carriage_returns(raw);
        if is_plain(raw) && !raw.starts_with(mark::PREFIX) {
            emit(raw, raw.len(), &mut each);
            return;
        }
        let mut marks = memmem::find(raw, mark::PREFIX).is_some();
        let mut seen_mark = false;
        let mut overwrite = false;
        let mut at = 0;
        self.visible.clear();
        while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
            let run = rest.iter().position(|&byte| is_control(byte)).unwrap_or(rest.len());
            if run > 0 {
                if overwrite {
                    // A lone carriage return clears the line as soon as something is written over it. When
                    // nothing follows, the text stays: nobody gains from hiding it.
                    self.visible.clear();
                    overwrite = false;
                }
                let found = if marks { mark::find(rest, run) } else { None };
                let Some(found) = found else {
                    // `find` has looked up to the next control byte only, so marks stay possible after it.
                    marks = marks && run < rest.len();
                    self.visible.extend_from_slice(rest.get(..run).unwrap_or_default());
                    at += run;
                    continue;
                };
                self.visible.extend_from_slice(rest.get(..found.start).unwrap_or_default());
                if !self.visible.is_empty() {
                    emit(&self.visible, at + found.start, &mut each);
                    self.visible.clear();
                }
                each(Piece::Mark { mark: found.mark, offset: at + found.start });
                seen_mark = true;
                at += found.end;
                continue;
            }
            match rest.first() {
                Some(b'\r') => {
                    overwrite = true;
                    at += 1;
                }
                Some(&escape::ESC) => {
                    let sequence = escape::measure(rest);
                    if sequence.erases_line || (sequence.erases_rest && overwrite) {
                        self.visible.clear();
                        overwrite = false;
                    }
                    at += sequence.length;
                }
                _ => at += 1,
            }
        }
        if !self.visible.is_empty() || !seen_mark {
            emit(&self.visible, raw.len(), &mut each);
        }
    }
}

fn emit(bytes: &[u8], offset: usize, each: &mut impl FnMut(Piece<'_>)) {
    match str::from_utf8(bytes) {
        Ok(text) => each(Piece::Text { text, offset }),
        Err(_) => each(Piece::Text { text: &String::from_utf8_lossy(bytes), offset }),
    }
}

/// Carriage returns directly before the line feed are a part of the line end.
fn strip_carriage_returns(raw: &[u8]) -> &[u8] {
    let mut line = raw;
    while let Some((b'\r', rest)) = line.split_last() {
        line = rest;
    }
    line
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f
}

fn is_plain(raw: &[u8]) -> bool {
    // No early exit: the compiler turns this into vector instructions.
    !raw.iter().fold(false, |seen, &byte| seen | is_control(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(raw: &[u8]) -> Vec<String> {
        let mut all = Vec::new();
        Cleaner::default().clean(raw, |piece| {
            all.push(match piece {
                Piece::Text { text, .. } => text.to_owned(),
                Piece::Mark { mark, offset } => {
                    format!("<{:?} {} {} [{}] @{offset}>", mark.kind, mark.time, mark.name, mark.options)
                }
            });
        });
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
            ["<End 5 step_script [] @0>", "<Start 6 after_script [] @30>", "Running"]
        );
        assert_eq!(
            pieces(b"no line feedsection_end:5:step_script\r\x1b[0KERROR: Job failed: exit code 1"),
            ["no line feed", "<End 5 step_script [] @12>", "ERROR: Job failed: exit code 1"]
        );
        assert_eq!(
            pieces(b"\x1b[0;msection_start:1:a.b-c_d[collapsed=true, x=y]\r"),
            ["<Start 1 a.b-c_d [collapsed=true, x=y] @5>"]
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
