//! The finding as one page that needs nothing else.

mod chart;
mod markup;
mod page;

use crate::finding::Finding;
use crate::rendering::{Outline, Rendered, Safeguards};

/// A finding as one self-contained HTML page: no script, nothing loaded from anywhere.
///
/// The page begins with what matters: title, status, severity and the cause in one sentence. Scores and the timeline are drawn as
/// SVG, excerpts fold away. It follows the reader's choice of light or dark, fits a phone and prints. A Content Security Policy in
/// the page forbids everything that it does not need, so that even a browser finds nothing to run or to fetch.
///
/// ```
/// use rca_note::{Finding, HtmlPage, RootCause, Safeguards};
///
/// let finding = Finding::new("<script>alert(1)</script>").with_root_cause(RootCause::new("A change."));
/// let page = HtmlPage::new(&Safeguards::new()).render(&finding);
/// assert!(page.as_str().starts_with("<!DOCTYPE html>\n"));
/// assert!(page.as_str().contains("<h1 dir=\"auto\">&lt;script&gt;alert(1)&lt;/script&gt;</h1>"));
/// ```
#[derive(Debug, Clone)]
pub struct HtmlPage {
    safeguards: Safeguards,
    limit: usize,
}

impl Default for HtmlPage {
    fn default() -> Self {
        Self { safeguards: Safeguards::new(), limit: usize::MAX }
    }
}

impl HtmlPage {
    /// The least limit: style, heading and the notice of what was left out have room in it.
    pub const MINIMUM_LIMIT: usize = 40_000;

    /// Pages that hold to these safeguards, as long as their findings.
    #[must_use]
    pub fn new(safeguards: &Safeguards) -> Self {
        Self { safeguards: safeguards.clone(), ..Self::default() }
    }

    /// Sets the most characters (Unicode scalar values) of the whole page; less than [`MINIMUM_LIMIT`](Self::MINIMUM_LIMIT) becomes
    /// that. Without it the page shows everything.
    #[must_use]
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit = characters.max(Self::MINIMUM_LIMIT);
        self
    }

    /// Writes the page. Everything in the finding is treated as foreign text; the time is linear in its size.
    #[must_use]
    pub fn render(&self, finding: &Finding) -> Rendered {
        page::write(&Outline::new(finding, &self.safeguards, self.limit), self.limit)
    }
}
