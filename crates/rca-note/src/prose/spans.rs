/// Words in one line, or what stood between backticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span<'t> {
    pub(crate) text: &'t str,
    pub(crate) is_code: bool,
}

/// Runs of more backticks than this are words.
pub(crate) const LONGEST_RUN: usize = 33;

/// Reads the code spans of a text, from its beginning to its end, in linear time.
pub(crate) struct SpanReader {
    /// Lengths of runs that nothing closes, so that no later one needs to look again.
    unclosed: [bool; LONGEST_RUN + 1],
}

impl SpanReader {
    pub(crate) fn new() -> Self {
        Self { unclosed: [false; LONGEST_RUN + 1] }
    }

    /// The content of the code span with which a text begins, and what follows it; `None` when it begins with none, or with one that
    /// is blank.
    pub(crate) fn read<'t>(&mut self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let run = run_of_ticks(text);
        let is_unclosed = self.unclosed.get_mut(run).filter(|_| run > 0)?;
        if *is_unclosed {
            return None;
        }
        let mut at = run;
        while let Some(next) = text.get(at..).and_then(|rest| rest.find('`')).map(|found| at + found) {
            let length = run_of_ticks(text.get(next..)?);
            if length == run {
                let content = text.get(run..next)?.trim();
                return (!content.is_empty()).then_some((content, text.get(next + length..)?));
            }
            at = next + length;
        }
        *is_unclosed = true;
        None
    }
}

fn run_of_ticks(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// The words and the code spans of a line, in their order; nothing of it is lost but the backticks of the spans.
pub(crate) fn spans(text: &str) -> Vec<Span<'_>> {
    let mut spans = Vec::new();
    let mut reader = SpanReader::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(open) = rest.get(from..).and_then(|tail| tail.find('`')).map(|at| from + at) {
        let (words, code) = rest.split_at_checked(open).unwrap_or((rest, ""));
        match reader.read(code) {
            Some((content, after)) => {
                push(&mut spans, words, false);
                push(&mut spans, content, true);
                rest = after;
                from = 0;
            }
            None => from = open + run_of_ticks(code).max(1),
        }
    }
    push(&mut spans, rest, false);
    spans
}

fn push<'t>(spans: &mut Vec<Span<'t>>, text: &'t str, is_code: bool) {
    if !text.is_empty() {
        spans.push(Span { text, is_code });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_spans() {
        let shown = |text| -> Vec<(String, bool)> {
            spans(text).into_iter().map(|span| (span.text.to_owned(), span.is_code)).collect()
        };
        let word = |text: &str| (text.to_owned(), false);
        let code = |text: &str| (text.to_owned(), true);
        assert_eq!(shown("a `b` c"), [word("a "), code("b"), word(" c")]);
        assert_eq!(shown("`` a`b `` `"), [code("a`b"), word(" `")]);
        assert_eq!(shown("` ` ``x"), [word("` ` ``x")]);
        assert_eq!(shown("``a` `b`"), [word("``a` "), code("b")]);
        let long = "`".repeat(LONGEST_RUN + 1);
        assert_eq!(shown(&format!("{long}a{long}")), [word(&format!("{long}a{long}"))]);
    }
}
