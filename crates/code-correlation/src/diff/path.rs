//! Paths as diff headers write them: quoted, prefixed, with time stamps behind.

use std::borrow::Cow;

/// A path as raw bytes, borrowed unless it was quoted.
pub(crate) type RawPath<'a> = Cow<'a, [u8]>;

pub(crate) const DEV_NULL: &[u8] = b"/dev/null";

/// Text of a path; bytes that are not UTF-8 become U+FFFD, as in GitLab's own answers.
pub(crate) fn to_text(path: RawPath<'_>) -> Cow<'_, str> {
    match path {
        Cow::Borrowed(bytes) => lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        }),
    }
}

/// The text of bytes that are nearly always UTF-8: sooner done than by looking for what is not.
pub(crate) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Reads a C-quoted path that starts with `"`; gives it and what follows the closing quote.
pub(crate) fn unquote(quoted: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut rest = quoted.strip_prefix(b"\"")?;
    let mut path = Vec::new();
    loop {
        let (&byte, after) = rest.split_first()?;
        rest = after;
        match byte {
            b'"' => return Some((path, rest)),
            b'\\' => {
                let (&escape, after) = rest.split_first()?;
                rest = after;
                path.push(match escape {
                    b'a' => 0x07,
                    b'b' => 0x08,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'v' => 0x0b,
                    b'f' => 0x0c,
                    b'r' => b'\r',
                    b'"' | b'\\' => escape,
                    b'0'..=b'3' => {
                        let &[second @ b'0'..=b'7', third @ b'0'..=b'7', ref after @ ..] = rest else {
                            return None;
                        };
                        rest = after;
                        (escape - b'0') * 64 + (second - b'0') * 8 + (third - b'0')
                    }
                    _ => return None,
                });
            }
            _ => path.push(byte),
        }
    }
}

/// A whole header value: quoted or as it stands.
pub(crate) fn whole(value: &[u8]) -> Option<RawPath<'_>> {
    if value.first() == Some(&b'"') {
        unquote(value).map(|(path, _)| Cow::Owned(path))
    } else {
        Some(Cow::Borrowed(value))
    }
}

/// The path of a `--- ` or `+++ ` line: ends at a tab, or before a time stamp.
pub(crate) fn of_file_line(value: &[u8]) -> Option<RawPath<'_>> {
    if value.first() == Some(&b'"') {
        return whole(value);
    }
    let path = match memchr::memchr(b'\t', value) {
        Some(tab) => value.get(..tab)?,
        None => without_time_stamp(value),
    };
    Some(Cow::Borrowed(path))
}

/// Cuts ` 2009-10-11 15:12:20…` off, which some programs write after a blank in place of a tab.
fn without_time_stamp(value: &[u8]) -> &[u8] {
    const SHAPE: &[u8] = b" 0000-00-00 00:00:00";
    let fits = |window: &[u8]| {
        window.iter().zip(SHAPE).all(
            |(byte, shape)| {
                if *shape == b'0' { byte.is_ascii_digit() } else { byte == shape }
            },
        )
    };
    match value.windows(SHAPE.len()).rposition(fits) {
        Some(at) if at > 0 => value.get(..at).unwrap_or(value).trim_ascii_end(),
        _ => value,
    }
}

/// Cuts the first directory off, as `git apply` does (`a/src/x` is `src/x`); a path without one stays.
pub(crate) fn without_first_directory(path: RawPath<'_>) -> RawPath<'_> {
    let Some(slash) = memchr::memchr(b'/', &path) else {
        return path;
    };
    match path {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(slash + 1..).unwrap_or(bytes)),
        Cow::Owned(mut bytes) => {
            bytes.drain(..=slash);
            Cow::Owned(bytes)
        }
    }
}

/// The old and the new path, as far as they are told.
pub(crate) type PathPair<'a> = (Option<RawPath<'a>>, Option<RawPath<'a>>);

/// How the paths of headers become paths of the repository. `rename` and `copy` lines carry no prefix at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum PathPrefix {
    /// Cuts the first directory where it is a prefix: `a/` before `b/`, or two directories that differ while
    /// everything behind them is the same. Diffs made with `--no-prefix` keep their paths.
    #[default]
    Detect,
    /// Always cuts the first directory, as `git apply` and `patch -p1` do.
    FirstDirectory,
    /// Keeps the paths as they are written.
    Keep,
}

impl PathPrefix {
    /// Cuts the prefixes of both paths.
    pub(crate) fn cut(self, (old, new): PathPair<'_>) -> PathPair<'_> {
        let cuts = match self {
            Self::Keep => false,
            Self::FirstDirectory => true,
            Self::Detect => match (&old, &new) {
                (Some(old), Some(new)) => {
                    (old.starts_with(b"a/") && new.starts_with(b"b/"))
                        || (old != new && behind(old) == behind(new))
                }
                (Some(path), None) | (None, Some(path)) => path.starts_with(b"a/") || path.starts_with(b"b/"),
                (None, None) => false,
            },
        };
        if cuts { (old.map(without_first_directory), new.map(without_first_directory)) } else { (old, new) }
    }
}

/// What follows the first directory.
fn behind(path: &[u8]) -> Option<&[u8]> {
    memchr::memchr(b'/', path).and_then(|slash| path.get(slash + 1..))
}

/// Reads the two paths of `diff --git A B`; `None` for a malformed quoted one. Names with blanks are not quoted
/// there, so the cut is found by looking for two equal names. Two different names with blanks stay unknown: the
/// lines that follow must tell them.
pub(crate) fn of_git_line(value: &[u8], prefix: PathPrefix) -> Option<PathPair<'_>> {
    if value.first() == Some(&b'"') {
        let (first, rest) = unquote(value)?;
        let second = whole(rest.strip_prefix(b" ")?)?;
        return Some(prefix.cut((Some(Cow::Owned(first)), Some(second))));
    }
    if value.last() == Some(&b'"') {
        let at = memchr::memmem::find(value, b" \"")?;
        let second = whole(value.get(at + 1..)?)?;
        return Some(prefix.cut((Some(Cow::Borrowed(value.get(..at)?)), Some(second))));
    }
    // Prefixes have the same length nearly always: look at the middle first.
    let middle = value.len() / 2;
    let blanks = std::iter::once(middle).chain(memchr::memchr_iter(b' ', value).filter(|at| *at != middle));
    for at in blanks.take(MOST_BLANKS) {
        let (Some(first), Some([b' ', second @ ..])) = (value.get(..at), value.get(at..)) else { continue };
        if first == second || (behind(first).is_some() && behind(first) == behind(second)) {
            return Some(prefix.cut((Some(Cow::Borrowed(first)), Some(Cow::Borrowed(second)))));
        }
    }
    let mut blanks = memchr::memchr_iter(b' ', value);
    match (blanks.next(), blanks.next()) {
        (Some(at), None) => {
            let (first, second) = (value.get(..at)?, value.get(at + 1..)?);
            Some(prefix.cut((Some(Cow::Borrowed(first)), Some(Cow::Borrowed(second)))))
        }
        _ => Some((None, None)),
    }
}

/// Keeps the search for two equal names linear, whatever a header holds.
const MOST_BLANKS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn same(value: &[u8]) -> Option<String> {
        let (old, new) = of_git_line(value, PathPrefix::Detect)?;
        (old == new).then_some(new).flatten().map(|path| to_text(path).into_owned())
    }

    #[test]
    fn octal_and_letter_escapes() {
        let (path, rest) = unquote(br#""a/f\303\270\t\"\\" tail"#).unwrap();
        assert_eq!(path, "a/fø\t\"\\".as_bytes());
        assert_eq!(rest, b" tail");
        for broken in [&br#""open"#[..], br#""\q""#, br#""\40""#, br#""\400""#, b"\"\\", b"plain"] {
            assert!(unquote(broken).is_none(), "{}", String::from_utf8_lossy(broken));
        }
    }

    #[test]
    fn equal_names_are_found_between_blanks() {
        assert_eq!(same(b"a/x b/x").as_deref(), Some("x"));
        assert_eq!(same(b"a/my file b/my file").as_deref(), Some("my file"));
        assert_eq!(same(b"a/x b/x b/x b/x").as_deref(), Some("x b/x"));
        assert_eq!(same(b"left/x b/x").as_deref(), Some("x"));
        assert_eq!(same(br#""a/\303\270" "b/\303\270""#).as_deref(), Some("ø"));
        assert_eq!(same(b"a/x b/y"), None);
    }

    #[test]
    fn prefixes_are_told_from_directories() {
        assert_eq!(same(b"src/x src/x").as_deref(), Some("src/x"));
        let cut = |old: &'static [u8], new: &'static [u8], prefix: PathPrefix| {
            let (old, new) = prefix.cut((Some(Cow::Borrowed(old)), Some(Cow::Borrowed(new))));
            format!("{} {}", to_text(old.unwrap()), to_text(new.unwrap()))
        };
        assert_eq!(cut(b"a/x", b"b/y", PathPrefix::Detect), "x y");
        assert_eq!(cut(b"v1/src/x", b"v2/src/x", PathPrefix::Detect), "src/x src/x");
        assert_eq!(cut(b"src/x", b"src/x", PathPrefix::Detect), "src/x src/x");
        assert_eq!(cut(b"src/x", b"lib/y", PathPrefix::Detect), "src/x lib/y");
        assert_eq!(cut(b"src/x", b"src/x", PathPrefix::FirstDirectory), "x x");
        assert_eq!(cut(b"a/x", b"b/x", PathPrefix::Keep), "a/x b/x");
        assert_eq!(cut(b"old", b"new", PathPrefix::Detect), "old new");
    }

    #[test]
    fn time_stamps_are_cut() {
        assert_eq!(of_file_line(b"b/my file\t2020-01-01").as_deref(), Some(&b"b/my file"[..]));
        assert_eq!(of_file_line(b"lao 2013-01-05 16:56:19.0 -0600").as_deref(), Some(&b"lao"[..]));
        assert_eq!(of_file_line(b"b/2013-01-05 report").as_deref(), Some(&b"b/2013-01-05 report"[..]));
    }
}
