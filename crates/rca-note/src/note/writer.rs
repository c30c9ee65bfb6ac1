//! From foreign text to markup, under the options of one note.

use jiff::Timestamp;
use secret_redaction::Redactor;

use crate::inert::{Inert, LinkPolicy, Markup, Written, diagram};

/// Characters of a name, of a code span, of a caption.
const NAME: usize = 80;

/// Bytes of one character at most.
const UTF8: usize = 4;

#[derive(Debug, Clone, Copy)]
pub(super) struct Writer<'r> {
    pub(super) redactor: &'r Redactor,
    pub(super) links: &'r LinkPolicy,
    pub(super) limit: usize,
}

impl Writer<'_> {
    /// Characters that a text within an entry may take.
    fn entry(&self) -> usize {
        (self.limit / 10).clamp(NAME, 4_000)
    }

    fn inert(&self, text: &str) -> Inert {
        Inert::prose_head(text, self.limit * UTF8, self.redactor)
    }

    pub(super) fn line(&self, text: &str) -> Written {
        self.inert(text).line(self.entry())
    }

    pub(super) fn name(&self, text: &str) -> Written {
        self.inert(text).line(NAME)
    }

    pub(super) fn code(&self, text: &str) -> Written {
        self.inert(text).code(NAME)
    }

    pub(super) fn summary(&self, text: &str) -> Written {
        self.inert(text).summary(NAME)
    }

    pub(super) fn blocks(&self, text: &str) -> Vec<Written> {
        self.inert(text).blocks(self.limit / 4)
    }

    pub(super) fn fences(&self, text: &str, first_line: Option<u64>, lines: &[usize]) -> Vec<Written> {
        Inert::log_head(text, self.limit * UTF8, self.redactor).fences(first_line, lines)
    }

    /// The whole text stands elsewhere on the page, so that nothing counts as left out.
    pub(super) fn diagram(&self, events: &[(Timestamp, &str)]) -> Written {
        let events: Vec<_> = events.iter().map(|(at, text)| (*at, self.inert(text))).collect();
        Written { left_out: 0, ..diagram::timeline(&events) }
    }

    pub(super) fn link(&self, label: &str, target: &str) -> Written {
        let Written { markup, left_out } = self.line(label);
        let label = if markup.is_empty() { Markup::own("untitled") } else { markup };
        if target.trim().is_empty() {
            return Written { markup: label, left_out };
        }
        let link = self.links.link(&label, target, self.redactor);
        Written { markup: link.markup, left_out: left_out + link.left_out }
    }
}
