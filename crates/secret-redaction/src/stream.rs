use std::io::{self, Read, Write};
use std::mem;

use crate::Redactor;
use crate::scan::{BEHIND, HOLD, Hit, MARK, NAMED, Progress, word_end};
use crate::span::RedactedSpan;

/// How much is taken in at once, so that a piece of any size takes no more memory.
const PIECE: usize = 32 * 1024;

/// So much that is done with is kept before the rest moves to the front.
const SLACK: usize = 64 * 1024;

/// A search is worth its while after so many bytes, or after a line break.
const WORTH: usize = 4 * 1024;

/// Masks the secrets of bytes that come piece by piece and are never held whole.
///
/// However the bytes are cut into pieces, what comes out is what [`Redactor::redact`] makes of them all at once; they need not
/// be UTF-8. At most a few hundred KiB are held: what has been decided is written at once, and only behind a keyword, such as
/// the begin of a private key, the next bytes are waited for.
///
/// ```
/// let mut stream = secret_redaction::Redactor::default().stream();
/// let mut shown = Vec::new();
/// for piece in ["$ curl -H 'PRIVATE-TOK", "EN: glpat-3xYz5Qm8L", "kR2vN7wTb4J' https://gitlab.example.com\n"] {
///     stream.push(piece.as_bytes(), &mut shown);
/// }
/// stream.finish(&mut shown);
/// assert_eq!(
///     String::from_utf8_lossy(&shown),
///     "$ curl -H 'PRIVATE-TOKEN: [REDACTED:gitlab-access-token]' https://gitlab.example.com\n"
/// );
/// ```
#[derive(Clone)]
pub struct StreamRedactor {
    redactor: Redactor,
    /// What may still be looked at.
    text: Vec<u8>,
    /// How many bytes came before `text`.
    gone: usize,
    /// Up to here it was searched.
    searched: usize,
    /// How long `text` was when it was searched last.
    seen: usize,
    /// Up to here it was written, masked or not.
    written: usize,
    /// What was found and is not written.
    hits: Vec<Hit>,
    /// A secret whose mask is written and whose end is not known; `start` is that of `text`.
    begun: Option<Begun>,
    progress: Progress,
}

#[derive(Debug, Clone)]
struct Begun {
    /// In the whole text.
    start: usize,
    hit: Hit,
}

impl std::fmt::Debug for StreamRedactor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("StreamRedactor")
            .field("redactor", &self.redactor)
            .field("held", &self.text.len())
            .finish_non_exhaustive()
    }
}

impl Redactor {
    /// Masks bytes piece by piece; see [`StreamRedactor`].
    #[must_use]
    pub fn stream(&self) -> StreamRedactor {
        StreamRedactor {
            redactor: self.clone(),
            text: Vec::new(),
            gone: 0,
            searched: 0,
            seen: 0,
            written: 0,
            hits: Vec::new(),
            begun: None,
            progress: Progress::default(),
        }
    }

    /// Copies `from` to `to` with its secrets masked, and tells how many there were.
    ///
    /// The memory that it takes does not depend on how much there is to read.
    ///
    /// ```
    /// let mut masked = Vec::new();
    /// let secrets = secret_redaction::Redactor::default().copy("DB_PASSWORD=hunter2\n".as_bytes(), &mut masked)?;
    /// assert_eq!((secrets, masked.as_slice()), (1, b"DB_PASSWORD=[REDACTED:password]\n".as_slice()));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first error of reading or writing. What was read until then and is decided is written.
    pub fn copy(&self, mut from: impl Read, mut to: impl Write) -> io::Result<u64> {
        let mut stream = self.stream();
        let mut piece = vec![0; PIECE];
        let mut masked = Vec::new();
        let mut count = 0;
        loop {
            let length = match from.read(&mut piece) {
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let spans = match piece.get(..length) {
                Some([]) | None => stream.finish(&mut masked),
                Some(piece) => stream.push(piece, &mut masked),
            };
            count += u64::try_from(spans.len()).unwrap_or(u64::MAX);
            to.write_all(&masked)?;
            masked.clear();
            if length == 0 {
                to.flush()?;
                return Ok(count);
            }
        }
    }
}

impl StreamRedactor {
    /// Takes the next bytes, adds to `masked` what is decided now, and tells which secrets have ended: their places are those
    /// in all bytes since the start.
    pub fn push(&mut self, bytes: &[u8], masked: &mut Vec<u8>) -> Vec<RedactedSpan> {
        let mut spans = Vec::new();
        for piece in bytes.chunks(PIECE) {
            self.text.extend_from_slice(piece);
            let worth = self.text.len() - self.seen >= WORTH || memchr::memchr(b'\n', piece).is_some();
            if worth {
                self.go_on(false, masked, &mut spans);
            }
        }
        spans
    }

    /// Says that nothing follows: the rest is added to `masked`, and another text may be begun.
    pub fn finish(&mut self, masked: &mut Vec<u8>) -> Vec<RedactedSpan> {
        let mut spans = Vec::new();
        self.go_on(true, masked, &mut spans);
        *self = self.redactor.stream();
        spans
    }

    fn go_on(&mut self, ended: bool, masked: &mut Vec<u8>, spans: &mut Vec<RedactedSpan>) {
        let Some(scanner) = self.redactor.scanner.clone() else {
            masked.append(&mut self.text);
            return;
        };
        let before = self.seen;
        self.seen = self.text.len();
        self.progress.moved(0);
        // What was open goes on in what is new.
        let open = self.hits.iter_mut().chain(self.begun.as_mut().map(|begun| &mut begun.hit));
        for hit in open.filter(|hit| hit.open && hit.end == before) {
            hit.end = word_end(&self.text, hit.end);
            hit.open = hit.end == self.text.len() && !ended;
        }
        let old = self.hits.len();
        let from = self.searched;
        self.searched = scanner.search(&self.text, from, ended, &mut self.progress, &mut self.hits);
        let mut known = 0..0;
        let new = self.hits.get_mut(old..).unwrap_or_default();
        new.sort_unstable_by_key(|hit| hit.end);
        for hit in new.iter_mut().filter(|hit| hit.open) {
            if !known.contains(&hit.end) {
                known = hit.end..word_end(&self.text, hit.end);
            }
            hit.end = known.end;
            hit.open = hit.end == self.text.len() && !ended;
        }
        // No secret that is found from now on starts before it.
        let safe = if ended { self.text.len() } else { self.searched.saturating_sub(HOLD) };
        self.write(&scanner, safe, ended, masked, spans);
        self.forget();
    }

    /// Writes what is decided: all up to `safe`, but for secrets that may become longer.
    fn write(
        &mut self,
        scanner: &crate::scan::Scanner,
        safe: usize,
        ended: bool,
        masked: &mut Vec<u8>,
        spans: &mut Vec<RedactedSpan>,
    ) {
        let mut hits = mem::take(&mut self.hits);
        let begun = self.begun.take();
        let begun_start = begun.as_ref().map(|begun| begun.start);
        hits.extend(begun.as_ref().map(|begun| begun.hit.clone()));
        let kept = hits.clone();
        let mut at = self.written;
        for (index, mut hit) in scanner.merged(hits).into_iter().enumerate() {
            if hit.start >= safe && !ended {
                break;
            }
            // The one whose mask is there already comes first, and keeps its name.
            let first = begun.as_ref().filter(|_| index == 0);
            if let Some(begun) = first {
                hit.rule = begun.hit.rule;
            }
            let start = first.and(begun_start).unwrap_or(self.gone + hit.start);
            let decided = ended || hit.end <= safe && !hit.open;
            // Longer than anything that could change its name.
            let long = self.gone + safe >= start + NAMED;
            if !decided && !long {
                break;
            }
            if first.is_none() {
                masked.extend_from_slice(self.text.get(at..hit.start).unwrap_or_default());
                masked.extend_from_slice(MARK.as_bytes());
                masked.extend_from_slice(scanner.span(&hit).rule.as_bytes());
                masked.push(b']');
            }
            at = hit.end;
            if decided {
                let mut span = scanner.span(&hit);
                (span.start, span.end) = (start, self.gone + hit.end);
                spans.push(span);
            } else {
                self.begun = Some(Begun { start, hit });
                break;
            }
        }
        let waiting = kept.iter().filter(|hit| hit.start >= at).map(|hit| hit.start).min();
        self.hits = kept.into_iter().filter(|hit| hit.start >= at).collect();
        let end = if self.begun.is_some() { at } else { safe.min(waiting.unwrap_or(safe)).max(at) };
        masked.extend_from_slice(self.text.get(at..end).unwrap_or_default());
        self.written = end;
    }

    /// Drops what nothing looks at any more.
    fn forget(&mut self) {
        let behind = self.searched.saturating_sub(BEHIND);
        let mut lost = self.written.min(behind);
        if let Some(begun) = &mut self.begun {
            // Only its end counts from now on.
            begun.hit.start = begun.hit.start.max(lost.min(begun.hit.end));
            lost = lost.min(begun.hit.end);
        }
        if lost < SLACK {
            return;
        }
        self.text.drain(..lost);
        self.gone += lost;
        self.searched -= lost;
        self.written -= lost;
        self.seen -= lost;
        self.progress.moved(lost);
        for hit in self.hits.iter_mut().chain(self.begun.as_mut().map(|begun| &mut begun.hit)) {
            hit.start = hit.start.saturating_sub(lost);
            hit.end -= lost;
        }
    }
}
