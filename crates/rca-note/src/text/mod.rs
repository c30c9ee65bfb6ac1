//! The finding as text for terminals, mails and pagers.

mod page;
mod wrap;

use crate::finding::Finding;
use crate::rendering::{Outline, Rendered, Safeguards};

/// A finding as plain text: wrapped and aligned, without control characters.
///
/// Lines that begin at the left edge are ours; every foreign text stands behind a label or is indented, so that it cannot pass for a
/// heading. Lines of excerpts are not wrapped, and neither are long words such as addresses, so that they can be copied.
///
/// ```
/// use rca_note::{Finding, PlainText, RootCause, Safeguards, Severity};
///
/// let finding = Finding::new("Checkout fails\u{1b}[2J")
///     .with_severity(Severity::High)
///     .with_root_cause(RootCause::new("Amounts are rounded before they are compared."));
/// let text = PlainText::new(&Safeguards::new()).width(60).render(&finding);
/// assert_eq!(
///     text.as_str(),
///     "\
/// RCA finding: Checkout fails
/// ===========================
///
/// Status      investigating
/// Severity    high
/// Cause       Amounts are rounded before they are compared.
/// "
/// );
/// ```
#[derive(Debug, Clone)]
pub struct PlainText {
    safeguards: Safeguards,
    limit: usize,
    width: usize,
}

impl Default for PlainText {
    fn default() -> Self {
        Self { safeguards: Safeguards::new(), limit: usize::MAX, width: Self::DEFAULT_WIDTH }
    }
}

impl PlainText {
    /// Columns of a line unless another width is set.
    pub const DEFAULT_WIDTH: usize = 80;

    /// The least width: labels and a few words have room in it.
    pub const MINIMUM_WIDTH: usize = 40;

    /// The least limit: the heading and the notice of what was left out have room in it.
    pub const MINIMUM_LIMIT: usize = 2_000;

    /// Texts that hold to these safeguards, as long as their findings, 80 columns wide.
    #[must_use]
    pub fn new(safeguards: &Safeguards) -> Self {
        Self { safeguards: safeguards.clone(), ..Self::default() }
    }

    /// Sets the columns of a line; less than [`MINIMUM_WIDTH`](Self::MINIMUM_WIDTH) becomes that.
    #[must_use]
    pub fn width(mut self, columns: usize) -> Self {
        self.width = columns.max(Self::MINIMUM_WIDTH);
        self
    }

    /// Sets the most characters (Unicode scalar values) of the whole text; less than [`MINIMUM_LIMIT`](Self::MINIMUM_LIMIT) becomes
    /// that. Without it the text says everything.
    #[must_use]
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit = characters.max(Self::MINIMUM_LIMIT);
        self
    }

    /// Writes the text; the time is linear in the size of the finding.
    #[must_use]
    pub fn render(&self, finding: &Finding) -> Rendered {
        page::write(&Outline::new(finding, &self.safeguards, self.limit), self.limit, self.width)
    }
}
