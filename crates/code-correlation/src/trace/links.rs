//! Where the source of a frame is shown.

/// Makes URLs of files at one commit or branch of a project, as GitLab shows them.
///
/// ```
/// use code_correlation::trace::SourceLinks;
///
/// let links = SourceLinks::new("https://gitlab.example.com/", "shop/api", "4b7a1d3");
/// assert_eq!(
///     links.url("src/a b.rs", Some(42)),
///     "https://gitlab.example.com/shop/api/-/blob/4b7a1d3/src/a%20b.rs#L42"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLinks {
    /// All up to the path, with a slash at the end.
    front: String,
}

impl SourceLinks {
    /// `base` is the address of GitLab, also below a path; `project` the full path of the project; `reference` a sha, a
    /// branch or a tag. A sha keeps showing the lines that failed.
    #[must_use]
    pub fn new(base: &str, project: &str, reference: &str) -> Self {
        let base = base.trim_end_matches('/');
        let front = format!("{base}/{}/-/blob/{}/", encoded(project.trim_matches('/')), encoded(reference));
        Self { front }
    }

    /// The URL of a file of the repository, at a line counted from 1 where one is given.
    #[must_use]
    pub fn url(&self, path: &str, line: Option<u64>) -> String {
        let line = line.map(|line| format!("#L{line}")).unwrap_or_default();
        format!("{}{}{line}", self.front, encoded(path.trim_start_matches('/')))
    }
}

/// Encodes every segment of a path; a segment of dots alone would be resolved by browsers.
fn encoded(path: &str) -> String {
    let mut all = String::with_capacity(path.len());
    for (at, segment) in path.split('/').enumerate() {
        if at > 0 {
            all.push('/');
        }
        let dots = matches!(segment, "." | "..");
        for byte in segment.bytes() {
            let plain =
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') || byte == b'.' && !dots;
            if plain {
                all.push(char::from(byte));
            } else {
                const DIGITS: [char; 16] =
                    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
                let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
                all.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_encoded_and_slashes_stay() {
        let links = SourceLinks::new("https://example.com/gitlab", "/group/sub/project/", "feature/#1");
        assert_eq!(
            links.url("/a?/100%/ü.rs", None),
            "https://example.com/gitlab/group/sub/project/-/blob/feature/%231/a%3F/100%25/%C3%BC.rs"
        );
        assert_eq!(
            links.url("../x", Some(1)),
            "https://example.com/gitlab/group/sub/project/-/blob/feature/%231/%2E%2E/x#L1"
        );
    }
}
