//! Where a line stands in a unified diff.

/// A line of a diff by its numbers before and after the change; on an added line there is none before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) old: Option<u64>,
    pub(super) new: u64,
}

/// The line with this number after the change, if the hunks show it.
pub(super) fn find(diff: &str, wanted: u64) -> Option<Shown> {
    // The next line's numbers, and how many lines the hunk still has.
    let (mut old, mut new) = (0, 0);
    let mut left = (0, 0);
    for line in diff.split('\n') {
        if left == (0, 0) {
            if let Some(hunk) = hunk(line) {
                (old, new, left) = hunk;
            }
            continue;
        }
        let kind = line.bytes().next();
        if kind == Some(b'\\') {
            continue;
        }
        let (in_old, in_new) = match kind {
            Some(b'+') => (0, 1),
            Some(b'-') => (1, 0),
            _ => (1, 1),
        };
        if in_new == 1 && new == wanted {
            return Some(Shown { old: (in_old == 1).then_some(old), new });
        }
        old += in_old;
        new += in_new;
        left = (left.0.saturating_sub(in_old), left.1.saturating_sub(in_new));
    }
    None
}

/// The first line and the count of lines of both sides, of `@@ -1,4 +1,5 @@ …`.
fn hunk(line: &str) -> Option<(u64, u64, (u64, u64))> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let new = rest.split_once(' ').map_or(rest, |(new, _)| new);
    let side = |text: &str| {
        let (first, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((first.parse::<u64>().ok()?, count.parse::<u64>().ok()?))
    };
    let ((old, old_count), (new, new_count)) = (side(old)?, side(new)?);
    Some((old, new, (old_count, new_count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIFF: &str = "@@ -1,3 +1,4 @@ fn a\n one\n-two\n+two and\n+a half\n three\n\\ No newline at end of file\n@@ -10 +11,2 @@\n ten\n++++ eleven\n";

    #[test]
    fn lines_are_found_by_their_number_after_the_change() {
        let at = |new| find(DIFF, new).map(|shown| shown.old);
        assert_eq!(at(1), Some(Some(1)));
        assert_eq!(at(2), Some(None));
        assert_eq!(at(3), Some(None));
        assert_eq!(at(4), Some(Some(3)));
        assert_eq!(at(11), Some(Some(10)));
        assert_eq!(at(12), Some(None), "a line that looks like a header is one of the hunk");
        for absent in [0, 5, 10, 13, u64::MAX] {
            assert_eq!(at(absent), None, "{absent}");
        }
        assert_eq!(find("Binary files a and b differ\n", 1), None);
        assert_eq!(find("@@ -x +1 @@\n a", 1), None);
    }
}
