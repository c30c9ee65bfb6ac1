//! The only way of foreign text to the page.
//!
//! [`Markup`] is what the page is made of. It grows from words of ours (`&'static str`), from numbers and from [`Inert`], so that no
//! other string can get in. [`Inert`] cleans a text of what a terminal or a text direction would act on, masks its secrets and
//! writes it in forms in which GitLab finds nothing to do: plain words of harmless characters, code spans, and fences.

mod clean;
pub(crate) mod diagram;
mod fence;
mod image;
mod inline;
mod link;
mod markup;
mod summary;
mod window;
mod word;

use secret_redaction::Redactor;

pub(crate) use self::link::{Address, LinkPolicy};
pub(crate) use self::markup::Markup;

/// Foreign text without control characters and secrets, which still has to be written in a form in which nothing acts.
#[derive(Debug, Clone)]
pub(crate) struct Inert {
    text: String,
    /// A secret was found in it.
    is_masked: bool,
    /// Characters of the source behind it.
    beyond: usize,
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
        Self::prose_head(text, usize::MAX, redactor)
    }

    /// Text that somebody wrote, of which at most `bytes` bytes can be shown.
    pub(crate) fn prose_head(text: &str, bytes: usize, redactor: &Redactor) -> Self {
        // Cleaning comes first: an invisible character inside a token must not hide it.
        Self::masked(window::masked(text, bytes, clean::prose, redactor))
    }

    /// Text that a terminal showed: after a carriage return the line is written anew.
    pub(crate) fn log(text: &str, redactor: &Redactor) -> Self {
        Self::log_head(text, usize::MAX, redactor)
    }

    /// Text that a terminal showed, of which at most `bytes` bytes can be shown.
    pub(crate) fn log_head(text: &str, bytes: usize, redactor: &Redactor) -> Self {
        Self::masked(window::masked(text, bytes, clean::log, redactor))
    }

    fn masked(window: window::Window) -> Self {
        Self { text: window.text, is_masked: window.is_masked, beyond: window.beyond }
    }

    /// The text for a form other than Markdown, which has to escape it in its own way.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The whole text in one line of at most about `limit` characters.
    pub(crate) fn line(&self, limit: usize) -> Written {
        self.counted(inline::line(&self.text, limit))
    }

    /// The text as paragraphs, list items and fences, one for each of its own, together at most about `limit` characters.
    pub(crate) fn blocks(&self, limit: usize) -> Vec<Written> {
        let mut blocks = inline::blocks(&self.text, limit);
        if self.beyond > 0 {
            blocks.push(Written { markup: Markup::default(), left_out: self.beyond });
        }
        blocks
    }

    /// The whole text in one code span; nothing when it is blank.
    pub(crate) fn code(&self, limit: usize) -> Written {
        self.counted(inline::code(&self.text, limit))
    }

    /// The first lines in a fence, each behind its number or a bar, for several numbers of lines.
    pub(crate) fn fences(&self, first_line: Option<u64>, lines: &[usize]) -> Vec<Written> {
        fence::forms(&self.text, first_line, lines).into_iter().map(|form| self.counted(form)).collect()
    }

    /// The whole text for the `<summary>` of a block that can be opened.
    pub(crate) fn summary(&self, limit: usize) -> Written {
        self.counted(summary::write(&self.text, limit))
    }

    fn counted(&self, written: Written) -> Written {
        Written { left_out: written.left_out + self.beyond, ..written }
    }
}
