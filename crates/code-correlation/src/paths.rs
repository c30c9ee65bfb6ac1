//! Compares the paths of a repository with paths as logs print them.

use std::borrow::Cow;

/// How well a path fits; a better fit is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// The known path ends with the wanted one, which is shorter.
    Shortened,
    /// The wanted path ends with the known one, of that many bytes.
    Extended(usize),
    /// They are the same.
    Same,
}

/// Slashes for backslashes, no `./`, no doubled slashes, no drive, no `file://`.
pub(crate) fn normalized(path: &str) -> Cow<'_, str> {
    let path = path.trim();
    let path = path.strip_prefix("file://").unwrap_or(path);
    let path = match path.as_bytes() {
        [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic() => path.get(2..).unwrap_or(path),
        _ => path,
    };
    let plain = !path.contains(['\\']) && !path.contains("//") && !path.contains("./");
    if plain {
        return Cow::Borrowed(path);
    }
    let mut parts: Vec<&str> = Vec::new();
    let rooted = path.starts_with(['/', '\\']);
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            // Where a path leaves its start, what follows is all that can be compared.
            ".." => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    Cow::Owned(if rooted { format!("/{joined}") } else { joined })
}

/// Whether a path of the repository may be meant by a normalized path of a log, at borders of names only.
pub(crate) fn fit(known: &str, wanted: &str) -> Option<Fit> {
    let bare = wanted.trim_start_matches('/');
    if known.is_empty() || bare.is_empty() {
        None
    } else if known == bare {
        Some(Fit::Same)
    } else if ends_with_path(bare, known) {
        Some(Fit::Extended(known.len()))
    } else if !wanted.starts_with('/') && ends_with_path(known, bare) {
        Some(Fit::Shortened)
    } else {
        None
    }
}

fn ends_with_path(long: &str, short: &str) -> bool {
    long.strip_suffix(short).is_some_and(|front| front.ends_with('/'))
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normalized() {
        for (given, wanted) in [
            ("./src/a.rs", "src/a.rs"),
            ("src\\a.rs", "src/a.rs"),
            ("C:\\code\\src\\a.rs", "/code/src/a.rs"),
            ("/builds//g/p/./src/a.rs", "/builds/g/p/src/a.rs"),
            ("../../src/a.rs", "src/a.rs"),
            ("lib/../src/a.rs", "src/a.rs"),
            ("file:///srv/a.rs", "/srv/a.rs"),
        ] {
            assert_eq!(normalized(given), wanted, "{given}");
        }
    }

    #[test]
    fn fits_end_at_names() {
        assert_eq!(fit("src/a.rs", "src/a.rs"), Some(Fit::Same));
        assert_eq!(fit("src/a.rs", "/builds/g/p/src/a.rs"), Some(Fit::Extended(8)));
        assert_eq!(fit("src/a.rs", "a.rs"), Some(Fit::Shortened));
        assert_eq!(fit("src/aa.rs", "a.rs"), None);
        assert_eq!(fit("a.rs", "/builds/g/p/src/aa.rs"), None);
        assert_eq!(fit("deep/src/a.rs", "/src/a.rs"), None, "an absolute path is not a shortened one");
        assert_eq!(fit("a", ""), None);
    }
}
