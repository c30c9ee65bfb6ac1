use secret_redaction::Redactor;
use url::Url;

use super::{Clean, Link};
use crate::inert::{Inert, LinkPolicy};

/// What all renderings of a finding hold to: which secrets they know, and where their links may lead.
///
/// Made once for a program and given to each form of the finding. The default masks what
/// [`Redactor::default`] finds and allows no links.
///
/// ```
/// use rca_note::{Finding, FindingLink, HtmlPage, PlainText, RcaNote, Safeguards, SlackMessage};
/// use url::Url;
///
/// let safeguards = Safeguards::new().links_to(&Url::parse("https://gitlab.example.com")?);
/// let finding = Finding::new("Checkout fails")
///     .with_link(FindingLink::new("Pipeline", "https://gitlab.example.com/shop/checkout/-/pipelines/7"));
///
/// let note = RcaNote::builder().safeguards(&safeguards).build().render(&finding);
/// let mail = PlainText::new(&safeguards).width(72).render(&finding);
/// let page = HtmlPage::new(&safeguards).render(&finding);
/// let message = SlackMessage::new(&safeguards).render(&finding);
/// assert!(note.body().contains("[Pipeline](https://gitlab.example.com/shop/checkout/-/pipelines/7)"));
/// assert!(mail.as_str().contains("https://gitlab.example.com/shop/checkout/-/pipelines/7"));
/// assert!(page.as_str().contains("href=\"https://gitlab.example.com/shop/checkout/-/pipelines/7\""));
/// assert!(message.as_str().contains("<https://gitlab.example.com/shop/checkout/-/pipelines/7|Pipeline>"));
/// # Ok::<(), url::ParseError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Safeguards {
    pub(crate) redactor: Redactor,
    pub(crate) links: LinkPolicy,
}

impl Safeguards {
    /// The default: the built-in rules for secrets, and no links.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Allows links to pages below this address, given as a base URL or that of a GitLab's API; may be called again.
    ///
    /// A link keeps its path and a short anchor; its query is dropped. What leads elsewhere is shown as text.
    #[must_use]
    pub fn links_to(mut self, base: &Url) -> Self {
        self.links.allow(base);
        self
    }

    /// Masks secrets with this redactor, for instance one that knows the program's own token.
    #[must_use]
    pub fn redactor(mut self, redactor: Redactor) -> Self {
        self.redactor = redactor;
        self
    }

    /// Text of people without control characters and secrets, at most `limit` characters of it.
    pub(super) fn prose(&self, text: &str, limit: usize) -> Clean {
        Clean::cut(Inert::prose(text, &self.redactor).as_str(), limit)
    }

    /// The same in one line.
    pub(super) fn line(&self, text: &str, limit: usize) -> Clean {
        let inert = Inert::prose(text, &self.redactor);
        if inert.as_str().contains(['\n', '\t']) || inert.as_str().contains("  ") {
            let words: Vec<&str> = inert.as_str().split_whitespace().collect();
            return Clean::cut(&words.join(" "), limit);
        }
        Clean::cut(inert.as_str().trim(), limit)
    }

    /// What a terminal showed, whole lines of it, together at most `limit` characters, and how many blank lines stood above them.
    pub(super) fn log(&self, text: &str, limit: usize) -> (Clean, usize) {
        Clean::cut_lines(Inert::log(text, &self.redactor).as_str(), limit)
    }

    pub(super) fn link(&self, target: Option<&str>) -> Option<Link> {
        let target = target.filter(|target| !target.trim().is_empty())?;
        match self.links.address(target, &self.redactor) {
            Some(address) => Some(Link::Allowed(address)),
            None => Some(Link::Shown(self.line(target, 200))),
        }
    }
}
