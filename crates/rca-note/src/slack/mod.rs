//! The finding as a message for Slack.

mod mrkdwn;
mod page;

use crate::finding::Finding;
use crate::rendering::{Outline, Rendered, Safeguards};

/// A finding as Slack's mrkdwn, in which foreign text neither calls anybody nor becomes a link.
///
/// It is the text of one section block, or with a higher limit the `text` of a message. Words in which Slack would find something
/// to do (names of people and channels, addresses, emoji, marks of formatting) stand in code spans. Post it without `link_names` and
/// with `parse` left at its default: with `parse: "full"` Slack looks for names by itself.
///
/// ```
/// use rca_note::{Finding, Safeguards, SlackMessage};
///
/// let finding = Finding::new("Checkout fails").with_summary("Ask <!channel> & @alice, see evil.example.");
/// let message = SlackMessage::new(&Safeguards::new()).render(&finding);
/// assert!(message.as_str().contains("Ask `&lt;!channel&gt;` &amp; `@alice`, see `evil.example`."));
///
/// let block = serde_json::json!({
///     "type": "section",
///     "text": { "type": "mrkdwn", "text": message.as_str(), "verbatim": true },
/// });
/// # assert_eq!(block["text"]["verbatim"], true);
/// ```
#[derive(Debug, Clone)]
pub struct SlackMessage {
    safeguards: Safeguards,
    limit: usize,
}

impl Default for SlackMessage {
    fn default() -> Self {
        Self { safeguards: Safeguards::new(), limit: Self::SECTION_LIMIT }
    }
}

impl SlackMessage {
    /// Slack refuses a section block with a longer text. It is the default, and the least limit.
    pub const SECTION_LIMIT: usize = 3_000;

    /// Slack cuts a longer message.
    pub const MESSAGE_LIMIT: usize = 40_000;

    /// Messages that hold to these safeguards and fit into a section block.
    #[must_use]
    pub fn new(safeguards: &Safeguards) -> Self {
        Self { safeguards: safeguards.clone(), ..Self::default() }
    }

    /// Sets the most characters, from [`SECTION_LIMIT`](Self::SECTION_LIMIT) to [`MESSAGE_LIMIT`](Self::MESSAGE_LIMIT); others become
    /// the nearest of them. Counted are UTF-16 code units of the escaped text, which are never fewer than its characters.
    #[must_use]
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit = characters.clamp(Self::SECTION_LIMIT, Self::MESSAGE_LIMIT);
        self
    }

    /// Writes the message; the time is linear in the size of the finding.
    #[must_use]
    pub fn render(&self, finding: &Finding) -> Rendered {
        page::write(&Outline::new(finding, &self.safeguards, self.limit), self.limit)
    }
}
