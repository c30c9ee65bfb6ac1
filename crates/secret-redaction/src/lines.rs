use crate::Redactor;
use crate::scan::MARK;
use crate::span::RedactedSpan;

impl Redactor {
    /// Masks the secrets of lines that belong together, and gives the same number of lines back.
    ///
    /// A secret that stands over several of them, such as a private key, is masked in each.
    ///
    /// ```
    /// let redactor = secret_redaction::Redactor::default();
    /// let lines = ["-----BEGIN PRIVATE KEY-----", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "-----END PRIVATE KEY-----", "done"];
    /// let masked = redactor.redact_lines(lines);
    /// assert_eq!(masked.len(), 4);
    /// assert!(!masked[1].contains("MIIE"));
    /// assert_eq!(masked[3], "done");
    /// ```
    #[must_use]
    pub fn redact_lines<'t>(&self, lines: impl IntoIterator<Item = &'t str>) -> Vec<String> {
        let lines: Vec<&str> = lines.into_iter().collect();
        let whole = lines.join("\n");
        let redacted = self.redact(&whole);
        let mut start = 0;
        let mut masked = Vec::with_capacity(lines.len());
        for line in lines {
            masked.push(mask_line(line, start, &redacted.spans));
            start += line.len() + 1;
        }
        masked
    }
}

/// One line, which begins at `start` of the text that the spans are of.
fn mask_line(line: &str, start: usize, spans: &[RedactedSpan]) -> String {
    let end = start + line.len();
    let first = spans.partition_point(|span| span.end <= start);
    let mut masked = String::with_capacity(line.len());
    let mut done = 0;
    for span in spans.iter().skip(first).take_while(|span| span.start < end) {
        let from = span.start.saturating_sub(start);
        masked.push_str(line.get(done..from).unwrap_or_default());
        masked.push_str(MARK);
        masked.push_str(&span.rule);
        masked.push(']');
        done = span.end.saturating_sub(start).min(line.len());
    }
    masked.push_str(line.get(done..).unwrap_or_default());
    masked
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_with_two_secrets_keeps_what_stands_between() {
        let redactor = Redactor::builder().value("first-secret").value("second-secret").build().unwrap();
        let masked = redactor.redact_lines(["a first-secret b second-secret c", "", "clean"]);
        assert!(masked[0].starts_with("a [REDACTED:") && masked[0].ends_with("] c"));
        assert!(masked[0].contains("] b [REDACTED:"));
        assert_eq!(masked[1..], ["", "clean"]);
    }

    proptest! {
        #[test]
        fn lines_are_masked_as_one_text_is(lines in prop::collection::vec("[a-z =:/@-]{0,30}|glpat-[a-zA-Z0-9]{20}", 0..8)) {
            let redactor = Redactor::default();
            let masked = redactor.redact_lines(lines.iter().map(String::as_str));
            prop_assert_eq!(masked.len(), lines.len());
            let whole = lines.join("\n");
            let spans = redactor.redact(&whole).spans;
            // Without a secret over a line break the two ways give the same text.
            if spans.iter().all(|span| !whole.get(span.start..span.end).unwrap_or_default().contains('\n')) {
                prop_assert_eq!(masked.join("\n"), redactor.redact(&whole).text.into_owned());
            }
        }
    }
}
