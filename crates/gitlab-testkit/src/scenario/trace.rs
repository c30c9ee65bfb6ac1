use bytes::Bytes;
use serde::Deserialize;
use std::fmt::{self, Write as _};
use std::sync::Arc;

/// How many bytes of generated lines stand in one chunk of an answer, about.
const CHUNK: usize = 64 * 1024;

/// The log of a job, as bytes or as a recipe for them.
///
/// A recipe is followed while the answer is sent, so that a log of 100 MB is never held:
///
/// ```
/// use gitlab_testkit::Trace;
///
/// let trace = Trace::new()
///     .text("$ cargo test\n")
///     .lines(2_000_000, "compiling part {n}, which takes a while\n")
///     .text("ERROR: Job failed: exit code 1\n");
/// assert!(trace.size() > 80_000_000);
/// ```
///
/// In JSON it is a text, or a list of texts and of `{"lines": 1000, "text": "step {n}\n"}`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Form")]
#[non_exhaustive]
pub struct Trace {
    parts: Vec<Part>,
}

#[derive(Clone)]
enum Part {
    Bytes(Bytes),
    Lines { count: u64, before: Arc<str>, after: Option<Arc<str>> },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Form {
    Text(String),
    Parts(Vec<FormPart>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum FormPart {
    Text(String),
    Lines { lines: u64, text: String },
}

impl From<Form> for Trace {
    fn from(form: Form) -> Self {
        match form {
            Form::Text(text) => text.into(),
            Form::Parts(parts) => parts.into_iter().fold(Self::new(), |trace, part| match part {
                FormPart::Text(text) => trace.text(text),
                FormPart::Lines { lines, text } => trace.lines(lines, &text),
            }),
        }
    }
}

impl Trace {
    /// An empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on with this text.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.bytes(text.into())
    }

    /// Goes on with these bytes, which need be no UTF-8.
    #[must_use]
    pub fn bytes(mut self, bytes: impl Into<Bytes>) -> Self {
        self.parts.push(Part::Bytes(bytes.into()));
        self
    }

    /// Goes on with this line `count` times; `{n}` in it stands for the number of the line, from 1 on.
    #[must_use]
    pub fn lines(mut self, count: u64, line: &str) -> Self {
        let (before, after) = match line.split_once("{n}") {
            Some((before, after)) => (before.into(), Some(after.into())),
            None => (line.into(), None),
        };
        self.parts.push(Part::Lines { count, before, after });
        self
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.parts.iter().map(Part::size).sum()
    }

    /// Whether it has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.size() == 0
    }

    /// Its bytes, in chunks that are made one after another.
    pub fn chunks(&self) -> impl Iterator<Item = Bytes> + Send + use<> {
        self.parts.clone().into_iter().flat_map(|part| {
            let mut next = 0;
            std::iter::from_fn(move || part.chunk(&mut next))
        })
    }
}

impl Part {
    fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Lines { count, before, after } => {
                let fixed = before.len() + after.as_ref().map_or(0, |after| after.len());
                let digits = if after.is_some() { digits_up_to(*count) } else { 0 };
                count * fixed as u64 + digits
            }
        }
    }

    /// The chunk that begins at line `next`, which it moves on.
    fn chunk(&self, next: &mut u64) -> Option<Bytes> {
        match self {
            Self::Bytes(bytes) => {
                *next += 1;
                (*next == 1 && !bytes.is_empty()).then(|| bytes.clone())
            }
            Self::Lines { count, before, after } => {
                let mut chunk = String::with_capacity(CHUNK + 256);
                while *next < *count && chunk.len() < CHUNK {
                    *next += 1;
                    chunk.push_str(before);
                    if let Some(after) = after {
                        // Writing into a String cannot fail.
                        let _ = write!(chunk, "{next}");
                        chunk.push_str(after);
                    }
                }
                (!chunk.is_empty()).then(|| chunk.into())
            }
        }
    }
}

/// How many digits the numbers from 1 to `last` have together.
fn digits_up_to(last: u64) -> u64 {
    let (mut total, mut start, mut digits) = (0, 1_u64, 1);
    while start <= last {
        let end = start.saturating_mul(10).saturating_sub(1).min(last);
        total += (end - start + 1) * digits;
        digits += 1;
        start = start.saturating_mul(10);
        if end == u64::MAX {
            break;
        }
    }
    total
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.size())
    }
}

impl<T: Into<String>> From<T> for Trace {
    fn from(text: T) -> Self {
        Self::new().text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(trace: &Trace) -> Vec<u8> {
        trace.chunks().flatten().collect()
    }

    #[test]
    fn the_size_is_that_of_the_bytes() {
        for count in [0, 1, 9, 10, 11, 99, 100, 12_345] {
            let trace = Trace::new().text("start\n").lines(count, "line {n} of many\n").lines(3, "end\n");
            assert_eq!(trace.size(), whole(&trace).len() as u64, "{count}");
        }
    }

    #[test]
    fn a_large_log_comes_in_small_chunks() {
        let trace = Trace::new().lines(1_000_000, "step {n}\n");
        let mut size = 0;
        for chunk in trace.chunks() {
            assert!(chunk.len() < 2 * CHUNK);
            size += chunk.len() as u64;
        }
        assert_eq!(size, trace.size());
    }

    #[test]
    fn json_takes_a_text_or_parts() {
        let trace: Trace = serde_json::from_str(r#"["a\n", {"lines": 2, "text": "b{n}\n"}]"#).unwrap();
        assert_eq!(whole(&trace), b"a\nb1\nb2\n");
        assert_eq!(whole(&serde_json::from_str(r#""plain""#).unwrap()), b"plain");
    }
}
