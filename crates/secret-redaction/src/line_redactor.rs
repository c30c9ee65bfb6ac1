use std::borrow::Cow;

use crate::Redactor;
use crate::armour::{self, Likeness};

/// What stands for a line of a key; the name is that of the rule for whole keys.
const MASKED: &str = "[REDACTED:private-key]";

/// A key is over after this many lines in a row that are none of its full lines. Lines of another stream may come
/// between; a first line that only was mentioned must not hide the single words of a whole log.
const FOREIGN: usize = 16;

/// A key is over after this many bytes, as it is for [`Redactor::redact`].
const LONGEST: usize = 32 * 1024;

/// As much of what stands before a key is remembered, to know it again on the key's lines.
const PREFIX: usize = 256;

/// Masks the secrets of a text that comes line by line and is never held whole.
///
/// Each line is masked as [`Redactor::redact`] masks it alone. Of what stands over several lines, it follows private keys:
/// from the line with `-----BEGIN … PRIVATE KEY-----` on, lines that look like a key are masked whole, up to the end line or,
/// when that never comes, until 16 lines in a row or 32 KiB brought no more of the key. The begin and end lines tell nothing
/// and stay, as do other lines between them, so that a mere mention of such a line hides no text.
///
/// Give it every line, also those that are not kept: only so it knows that a later one belongs to a key. It holds a few
/// hundred bytes at most.
///
/// ```
/// let mut redactor = secret_redaction::Redactor::default().lines();
/// let log = "$ cat deploy.key\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nQz0=\n\
///            -----END PRIVATE KEY-----\nlogin with glpat-3xYz5Qm8LkR2vN7wTb4J";
/// let masked: Vec<_> = log.lines().map(|line| redactor.mask(line)).collect();
/// assert_eq!(masked[2..4], ["[REDACTED:private-key]", "[REDACTED:private-key]"]);
/// assert_eq!(masked[5], "login with [REDACTED:gitlab-access-token]");
/// ```
#[derive(Debug, Clone)]
pub struct LineRedactor {
    redactor: Redactor,
    key: Option<Key>,
}

/// A private key that has begun.
#[derive(Debug, Clone)]
struct Key {
    /// What stood before it on its first line; mostly it stands before the others, too.
    prefix: String,
    bytes: usize,
    /// Lines since the last one that was surely a part of it.
    foreign: usize,
}

impl Redactor {
    /// Masks lines one after another, as they come; see [`LineRedactor`].
    #[must_use]
    pub fn lines(&self) -> LineRedactor {
        LineRedactor { redactor: self.clone(), key: None }
    }
}

impl LineRedactor {
    /// Masks the next line, which is given without its line break; borrowed when there is nothing to mask.
    #[must_use = "the line itself is not changed"]
    pub fn mask<'t>(&mut self, line: &'t str) -> Cow<'t, str> {
        let mut armours = armour::armours(line);
        let Some(first) = armours.next() else { return self.mask_plain(line) };
        let last = armours.last().unwrap_or_else(|| first.clone());

        let before = line.get(..first.range.start).unwrap_or_default();
        let ends_here = self.key.take().is_some_and(|key| key.likeness(before) != Likeness::None);
        let mut rest = "";
        if last.begins {
            self.key = Some(Key::new(line.get(..last.range.start).unwrap_or_default()));
            rest = line
                .get(last.range.end..)
                .filter(|rest| armour::follows(rest.as_bytes()) == Likeness::Full)
                .unwrap_or_default();
        }
        let start = if ends_here { before.len() } else { 0 };
        let middle = line.get(start..line.len() - rest.len()).unwrap_or_default();
        let masked = self.redactor.redact(middle).text;
        if middle.len() == line.len() {
            return masked;
        }
        let head = if ends_here { MASKED } else { "" };
        let tail = if rest.is_empty() { "" } else { MASKED };
        Cow::Owned([head, &masked, tail].concat())
    }

    /// Masks a line without the begin or end of a key.
    fn mask_plain<'t>(&mut self, line: &'t str) -> Cow<'t, str> {
        let Some(key) = &mut self.key else { return self.redactor.redact(line).text };
        let likeness = key.likeness(line);
        key.foreign = if likeness == Likeness::Full { 0 } else { key.foreign + 1 };
        key.bytes = key.bytes.saturating_add(line.len() + 1);
        if key.foreign >= FOREIGN || key.bytes >= LONGEST {
            self.key = None;
        }
        match likeness {
            Likeness::None => self.redactor.redact(line).text,
            Likeness::Short | Likeness::Full => Cow::Borrowed(MASKED),
        }
    }
}

impl Key {
    fn new(prefix: &str) -> Self {
        let prefix = if prefix.len() <= PREFIX { prefix } else { "" };
        Self { prefix: prefix.to_owned(), bytes: 0, foreign: 0 }
    }

    fn likeness(&self, line: &str) -> Likeness {
        armour::likeness(line.strip_prefix(&self.prefix).unwrap_or(line).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: &str = "-----BEGIN RSA PRIVATE KEY-----";
    const END: &str = "-----END RSA PRIVATE KEY-----";
    const BODY: &str = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7Xy9ZbT0aQw4e";

    fn mask(lines: &[&str]) -> Vec<String> {
        let mut redactor = Redactor::default().lines();
        lines.iter().map(|line| redactor.mask(line).into_owned()).collect()
    }

    #[test]
    fn case_122_a_key_without_an_end_is_masked_and_what_follows_is_shown() {
        let end = "ERROR: Job failed: exit code 1";
        let masked =
            mask(&[BEGIN, "Proc-Type: 4,ENCRYPTED", "", BODY, BODY, "Qz0", end, "", "4 tests failed"]);
        assert_eq!(
            masked,
            [BEGIN, "Proc-Type: 4,ENCRYPTED", "", MASKED, MASKED, MASKED, end, "", "4 tests failed"]
        );
    }

    #[test]
    fn a_key_may_share_its_lines_with_other_text() {
        let first = format!("KEY=\"{BEGIN}\\n{BODY}");
        let last = format!("Qz0={END}\" glpat-3xYz5Qm8LkR2vN7wTb4J");
        assert_eq!(
            mask(&[&first, BODY, &last, "Qz0="]),
            [
                &format!("KEY=\"{BEGIN}{MASKED}"),
                MASKED,
                &format!("{MASKED}{END}\" [REDACTED:gitlab-access-token]"),
                "Qz0="
            ]
        );
        let whole = format!("key: \"{BEGIN}\\n{BODY}\\n{END}\" ok");
        assert_eq!(mask(&[&whole, BODY]), [&format!("key: \"{MASKED}\" ok"), BODY]);
        let restarted = format!("Qz0= {BEGIN} {BODY}");
        assert_eq!(mask(&[BEGIN, &restarted, BODY]), [BEGIN, &format!("{MASKED}{BEGIN}{MASKED}"), MASKED]);
    }

    #[test]
    fn a_mention_hides_no_text() {
        let mention = format!("error: expected '{BEGIN}' at the start of deploy.key");
        let mut redactor = Redactor::default().lines();
        assert_eq!(redactor.mask(&mention), mention);
        for number in 0..100 {
            let line =
                format!("   Compiling part-{number} v0.1.{number} (/builds/group/project/crates/part)");
            assert_eq!(redactor.mask(&line), line);
        }
        // Single words may be the end of a key, but not for long.
        let mut redactor = Redactor::default().lines();
        let _mention = redactor.mask(&mention);
        let hidden = (0..1000).filter(|_| redactor.mask("failed") != "failed").count();
        assert_eq!(hidden, FOREIGN);
        // Nor does Base64 without an end.
        let mut redactor = Redactor::default().lines();
        let _mention = redactor.mask(&mention);
        let hidden = (0..1000).filter(|_| redactor.mask(BODY) != BODY).count();
        assert_eq!(hidden, LONGEST.div_ceil(BODY.len() + 1));
    }
}
