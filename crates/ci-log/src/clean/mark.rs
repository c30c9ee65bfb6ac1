//! Section marks: `section_start:<unix time>:<name>[<options>]\r ESC [0K`.

use memchr::memmem;

pub(super) const PREFIX: &[u8] = b"section_";

/// Whether a section starts or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a section has no third side")]
pub enum MarkKind {
    /// `section_start`.
    Start,
    /// `section_end`.
    End,
}

/// A section mark as it stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SectionMark<'a> {
    /// Whether the section starts or ends.
    pub kind: MarkKind,
    /// Seconds since 1970.
    pub time: u64,
    /// The name as it stands in the log.
    pub name: &'a str,
    /// What stands between the brackets, such as `collapsed=true`, or nothing.
    pub options: &'a str,
    /// The raw line on which it stands.
    pub line: usize,
}

/// A mark and where it stands.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) mark: SectionMark<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The first mark that starts in the first `run` bytes.
pub(super) fn find(bytes: &[u8], run: usize) -> Option<Found<'_>> {
    let searched = bytes.get(..run)?;
    memmem::find_iter(searched, PREFIX).find_map(|start| {
        let (mark, length) = parse(bytes.get(start..)?)?;
        Some(Found { mark, start, end: start + length })
    })
}

/// The mark at the very start of `bytes`, and its length with its line end.
fn parse(bytes: &[u8]) -> Option<(SectionMark<'_>, usize)> {
    let rest = bytes.strip_prefix(PREFIX)?;
    let (kind, rest) = match rest.strip_prefix(b"start:") {
        Some(rest) => (MarkKind::Start, rest),
        None => (MarkKind::End, rest.strip_prefix(b"end:")?),
    };
    let (time, rest) = split(rest, u8::is_ascii_digit)?;
    let rest = rest.strip_prefix(b":")?;
    let (name, rest) =
        split(rest, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))?;
    let (options, rest) = match rest.strip_prefix(b"[") {
        Some(inner) => {
            let allowed =
                |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'=' | b',' | b' ');
            let (options, rest) = split(inner, allowed)?;
            (options, rest.strip_prefix(b"]")?)
        }
        None => ("", rest),
    };
    // The line end may be a bare carriage return, or already be taken off with that of the raw line.
    let rest = match rest.strip_prefix(b"\r") {
        Some(rest) => rest.strip_prefix(b"\x1b[0K").unwrap_or(rest),
        None if rest.is_empty() => rest,
        None => return None,
    };
    let mark = SectionMark { kind, time: time.parse().ok()?, name, options, line: 0 };
    Some((mark, bytes.len() - rest.len()))
}

/// Splits off the non-empty start whose bytes are all `allowed`, which must be ASCII.
fn split(bytes: &[u8], allowed: impl Fn(&u8) -> bool) -> Option<(&str, &[u8])> {
    let length = bytes.iter().take_while(|byte| allowed(byte)).count();
    let (start, rest) = bytes.split_at_checked(length).filter(|_| length > 0)?;
    Some((str::from_utf8(start).ok()?, rest))
}
