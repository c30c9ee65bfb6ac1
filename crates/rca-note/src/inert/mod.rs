//! The only way of foreign text to the page.
//!
//! [`Markup`] is what the page is made of. It grows from words of ours (`&'static str`), from numbers and from [`Inert`], so that no
//! other string can get in. [`Inert`] cleans a text of what a terminal or a text direction would act on, masks its secrets and
//! writes it in forms in which GitLab finds nothing to do: plain words of harmless characters, code spans, and fences.

mod clean;
mod fence;
mod inline;
mod link;
mod markup;
mod word;

use secret_redaction::Redactor;

pub(crate) use self::link::LinkPolicy;
pub(crate) use self::markup::Markup;

/// Foreign text without control characters and secrets, which still has to be written in a form in which nothing acts.
#[derive(Debug, Clone)]
pub(crate) struct Inert {
    text: String,
    /// A secret was found in it.
    is_masked: bool,
}

/// Foreign text as written to the page, and how much of it did not fit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written {
    pub(crate) markup: Markup,
    /// Characters (Unicode scalar values) left out.
    pub(crate) left_out: usize,
}

impl Inert {
    /// Text that somebody wrote: a carriage return is a line break.
    pub(crate) fn prose(text: &str, redactor: &Redactor) -> Self {
        // Cleaning comes first: an invisible character inside a token must not hide it.
        Self::masked(&clean::prose(text), redactor)
    }

    /// Text that a terminal showed: after a carriage return the line is written anew.
    pub(crate) fn log(text: &str, redactor: &Redactor) -> Self {
        Self::masked(&clean::log(text), redactor)
    }

    fn masked(text: &str, redactor: &Redactor) -> Self {
        let redacted = redactor.redact(text);
        Self { is_masked: !redacted.is_clean(), text: redacted.text.into_owned() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The whole text in one line of at most about `limit` characters.
    pub(crate) fn line(&self, limit: usize) -> Written {
        inline::line(&self.text, limit)
    }

    /// The text as paragraphs, list items and fences, one for each of its own, together at most about `limit` characters.
    pub(crate) fn blocks(&self, limit: usize) -> Vec<Written> {
        inline::blocks(&self.text, limit)
    }

    /// The whole text in one code span; nothing when it is blank.
    pub(crate) fn code(&self, limit: usize) -> Written {
        inline::code(&self.text, limit)
    }

    /// The first `lines` lines in a fence, each behind its number or a bar.
    pub(crate) fn fence(&self, first_line: Option<u64>, lines: usize) -> Written {
        fence::write(&self.text, first_line, lines)
    }
}
