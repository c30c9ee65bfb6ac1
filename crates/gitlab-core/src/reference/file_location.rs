//! A ref and a path that a URL writes as one text.

use super::ReferenceError;
use crate::CommitSha;
use std::fmt;

/// A ref followed by a path, as one text: in a URL nothing tells where a branch name with slashes ends.
///
/// The refs that a project has decide where the ref ends, so [`resolve`](Self::resolve) takes them;
/// [`candidates`](Self::candidates) are what to ask for where they are not known. A whole commit hash or
/// `HEAD` in front is certain, and so is a ref that the URL wrote as one segment (`feature%2Flogin`).
///
/// ```
/// use gitlab_core::RefAndPath;
///
/// let location = RefAndPath::joined("feature/login/src/main.rs")?;
/// assert_eq!(location.candidates().next(), Some(("feature", "login/src/main.rs")));
/// assert_eq!(location.resolve(["main", "feature/login"]), Some(("feature/login", "src/main.rs")));
/// # Ok::<(), gitlab_core::ReferenceError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RefAndPath {
    text: String,
    /// The bytes of the ref, where more than the text itself tells them.
    ref_length: Option<usize>,
    ref_kind: Option<RefKind>,
}

/// Whether a ref is a branch or a tag, where a URL says so (`?ref_type=heads`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefKind {
    /// A branch.
    Branch,
    /// A tag.
    Tag,
}

impl RefAndPath {
    /// A ref and a path below it; the path is empty for the top folder.
    ///
    /// # Errors
    ///
    /// [`ReferenceError::Name`] when one of them can be neither a ref nor a path of a repository.
    pub fn new(ref_name: &str, path: &str) -> Result<Self, ReferenceError> {
        let path = path.trim_matches('/');
        let joined = if path.is_empty() { ref_name.to_owned() } else { format!("{ref_name}/{path}") };
        let location = Self::joined(&joined)?;
        if ref_name.is_empty() || location.text.len() != joined.len() {
            return Err(ReferenceError::Name);
        }
        let told_by_the_text = location.known() == Some((ref_name, path));
        Ok(Self { ref_length: (!told_by_the_text).then_some(ref_name.len()), ..location })
    }

    /// A ref and a path of which it is not known where one ends and the other begins.
    ///
    /// # Errors
    ///
    /// [`ReferenceError::Name`] when the text is empty, a part of it is empty, `.` or `..`, or it holds a
    /// control character.
    pub fn joined(text: &str) -> Result<Self, ReferenceError> {
        let text = text.trim_end_matches('/');
        if !is_name(text) {
            return Err(ReferenceError::Name);
        }
        Ok(Self { text: text.to_owned(), ref_length: None, ref_kind: None })
    }

    /// The same location, with the ref known to be a branch or a tag.
    #[must_use]
    pub fn with_ref_kind(mut self, kind: RefKind) -> Self {
        self.ref_kind = Some(kind);
        self
    }

    /// Ref and path, as they stand in a URL but decoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the ref is a branch or a tag, where the URL said so.
    #[must_use]
    pub fn ref_kind(&self) -> Option<RefKind> {
        self.ref_kind
    }

    /// Ref and path, where it is certain which is which.
    #[must_use]
    pub fn known(&self) -> Option<(&str, &str)> {
        if let Some(length) = self.ref_length {
            return self.split_at(length);
        }
        let Some((first, path)) = self.text.split_once('/') else {
            return Some((&self.text, ""));
        };
        let certain =
            first == "HEAD" || first.parse::<CommitSha>().is_ok_and(|sha: CommitSha| sha.is_whole());
        certain.then_some((first, path))
    }

    /// Every way to part the text into ref and path, the shortest ref first; one only where it is certain.
    pub fn candidates(&self) -> impl Iterator<Item = (&str, &str)> {
        let known = self.known();
        let ends = self.text.match_indices('/').map(|(at, _)| at).chain([self.text.len()]);
        let splits = ends.filter_map(|end| self.split_at(end));
        known.into_iter().chain(splits.filter(move |_| known.is_none()))
    }

    /// Ref and path, given the refs that the project has; the longest that fits, as GitLab itself does it.
    ///
    /// `None` when none of them fits, unless it is certain already.
    #[must_use]
    pub fn resolve<R: AsRef<str>>(&self, refs: impl IntoIterator<Item = R>) -> Option<(&str, &str)> {
        if let Some(known) = self.known() {
            return Some(known);
        }
        let fits = |name: &str| {
            let rest = self.text.strip_prefix(name)?;
            (!name.is_empty() && (rest.is_empty() || rest.starts_with('/'))).then_some(name.len())
        };
        let longest = refs.into_iter().filter_map(|name| fits(name.as_ref())).max()?;
        self.split_at(longest)
    }

    fn split_at(&self, end: usize) -> Option<(&str, &str)> {
        let (ref_name, path) = self.text.split_at_checked(end)?;
        Some((ref_name, path.strip_prefix('/').unwrap_or(path)))
    }
}

impl fmt::Display for RefAndPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether this can be a ref, or a path, or both joined: what `.` and `..` would do to a URL is never tried.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 4096
        && !text.chars().any(char::is_control)
        && text.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// The lines that a `#L10-20` points at, counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct LineRange {
    /// The first line.
    pub start: u32,
    /// The last line.
    pub end: u32,
}

impl LineRange {
    /// The lines between two, whichever is named first; `None` when one of them is 0.
    #[must_use]
    pub fn new(one: u32, other: u32) -> Option<Self> {
        (one > 0 && other > 0).then(|| Self { start: one.min(other), end: one.max(other) })
    }

    /// Reads a URL's fragment: `L10`, `L10-20`, `L10-L20`.
    pub(super) fn from_fragment(fragment: &str) -> Option<Self> {
        let lines = fragment.strip_prefix('L')?;
        let (start, end) = lines.split_once('-').unwrap_or((lines, lines));
        Self::new(start.parse().ok()?, end.trim_start_matches('L').parse().ok()?)
    }
}

impl fmt::Display for LineRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "L{}", self.start)?;
        if self.end == self.start { Ok(()) } else { write!(f, "-{}", self.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_split_is_a_candidate_the_shortest_ref_first() {
        let location = RefAndPath::joined("release/2.x/fix/a.rs").unwrap();
        let splits: Vec<_> = location.candidates().collect();
        assert_eq!(splits[0], ("release", "2.x/fix/a.rs"));
        assert_eq!(splits[1], ("release/2.x", "fix/a.rs"));
        assert_eq!(splits[3], ("release/2.x/fix/a.rs", ""));
        assert_eq!(splits.len(), 4);
        assert_eq!(location.known(), None);
    }

    #[test]
    fn the_longest_known_ref_wins_and_only_as_whole_parts() {
        let location = RefAndPath::joined("release/2.x/fix/a.rs").unwrap();
        assert_eq!(location.resolve(["release", "release/2.x"]), Some(("release/2.x", "fix/a.rs")));
        assert_eq!(location.resolve(["rel", "release/2", ""]), None);
    }

    #[test]
    fn a_whole_hash_in_front_is_certain() {
        let sha = "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11";
        let location = RefAndPath::joined(&format!("{sha}/src/a.rs")).unwrap();
        assert_eq!(location.resolve(["main"]), Some((sha, "src/a.rs")));
        assert_eq!(location.candidates().count(), 1);
        assert_eq!(RefAndPath::new(sha, "src/a.rs").unwrap(), location);
        assert_eq!(RefAndPath::joined("9df54aa2/src/a.rs").unwrap().known(), None);
    }

    #[test]
    fn what_is_told_apart_stays_apart() {
        let location = RefAndPath::new("feature/x", "/src/a.rs").unwrap();
        assert_eq!(location.known(), Some(("feature/x", "src/a.rs")));
        assert_eq!(location.resolve(["feature"]), Some(("feature/x", "src/a.rs")));
        assert_eq!(RefAndPath::new("main", "").unwrap().known(), Some(("main", "")));
    }

    #[test]
    fn case_159_no_part_climbs() {
        for (ref_name, path) in [
            ("..", "a"),
            ("main", "../a"),
            ("main", "a/./b"),
            ("", "a"),
            ("a//b", "c"),
            ("a\n", "b"),
            ("/", ""),
        ] {
            assert_eq!(RefAndPath::new(ref_name, path), Err(ReferenceError::Name), "{ref_name:?} {path:?}");
        }
    }

    #[test]
    fn lines_are_read_in_every_writing() {
        let lines = |fragment| LineRange::from_fragment(fragment).map(|lines| (lines.start, lines.end));
        assert_eq!(lines("L10"), Some((10, 10)));
        assert_eq!(lines("L10-20"), Some((10, 20)));
        assert_eq!(lines("L20-L10"), Some((10, 20)));
        for fragment in ["", "L", "L0", "note_12", "L-1", "L99999999999", "L1-"] {
            assert_eq!(lines(fragment), None, "{fragment}");
        }
    }
}
