//! The note as a whole.

mod layout;
mod line;
mod page;
mod read;
mod section;
mod standard;
mod template;
mod writer;

use std::sync::Arc;

use secret_redaction::Redactor;
use url::Url;

pub use self::layout::Omission;
pub use self::line::NoteLine;
pub use self::page::{NotePage, NoteSection};
pub use self::read::ReadNote;
pub use self::section::Section;
pub use self::standard::StandardLayout;
pub use self::template::NoteTemplate;

use self::writer::Writer;
use crate::finding::Finding;
use crate::inert::Markup;
use crate::marker::{MarkerKey, NoteMarker};
use crate::rendering::Safeguards;

/// The first line of every finding.
const HEADING: &str = "### RCA Finding\n\n";

/// Characters that are kept free for naming what was left out.
const NOTICE: usize = 240;

/// A finding as a GitLab note.
///
/// ```
/// use rca_note::{Finding, RcaNote};
/// use url::Url;
///
/// let finding = Finding::new("Checkout fails").with_summary("Ask @all to type\n/close now, see #42.");
/// let note = RcaNote::builder()
///     .links_to(&Url::parse("https://gitlab.example.com")?)
///     .limit(4_000)
///     .build()
///     .render(&finding);
///
/// assert!(note.body().starts_with("### RCA Finding\n"));
/// assert!(note.body().contains("Ask `@all` to type\n\n`/close` now, see `#42`."));
/// assert!(note.omitted().is_empty());
/// # Ok::<(), url::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RcaNote {
    body: String,
    omitted: Vec<Omission>,
}

impl RcaNote {
    /// Characters of a note unless another limit is set.
    pub const DEFAULT_LIMIT: usize = 4_000;

    /// The least limit: marker, heading and the notice of what was left out have room in it.
    pub const MINIMUM_LIMIT: usize = 1_000;

    /// GitLab refuses longer notes.
    pub const MAXIMUM_LIMIT: usize = 1_000_000;

    /// Renders with the default options: no marker, no links, 4,000 characters.
    #[must_use]
    pub fn render(finding: &Finding) -> Self {
        NoteRenderer::default().render(finding)
    }

    /// Starts with the default options.
    #[must_use]
    pub fn builder() -> RcaNoteBuilder {
        RcaNoteBuilder::default()
    }

    /// The text to post.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The text to post, without copying it.
    #[must_use]
    pub fn into_body(self) -> String {
        self.body
    }

    /// What was left out to keep the limit; empty when the note says everything.
    #[must_use]
    pub fn omitted(&self) -> &[Omission] {
        &self.omitted
    }
}

/// Options for notes.
#[derive(Debug, Clone, Default)]
pub struct RcaNoteBuilder {
    renderer: NoteRenderer,
}

impl RcaNoteBuilder {
    /// Puts the marker of an incident into the first line. The renderer adds which finding the note says, when that was made, and
    /// a digest of the note's text.
    #[must_use]
    pub fn incident(mut self, marker: NoteMarker) -> Self {
        self.renderer.marker = Some(marker);
        self
    }

    /// Seals the marker with this key, so that nobody else can make one or change what it says.
    #[must_use]
    pub fn marker_key(mut self, key: MarkerKey) -> Self {
        self.renderer.key = Some(key);
        self
    }

    /// Allows links to pages of this GitLab, given by its base URL or that of its API.
    ///
    /// Without it there are no links: addresses are shown as code. A link keeps its path and a short anchor; its query is
    /// dropped.
    #[must_use]
    pub fn links_to(mut self, base: &Url) -> Self {
        self.renderer.safeguards = self.renderer.safeguards.links_to(base);
        self
    }

    /// Sets the most characters (Unicode scalar values) for the whole note, marker included.
    ///
    /// The default is [`RcaNote::DEFAULT_LIMIT`]; a limit below [`RcaNote::MINIMUM_LIMIT`] or above
    /// [`RcaNote::MAXIMUM_LIMIT`] becomes that one.
    #[must_use]
    pub fn limit(mut self, characters: usize) -> Self {
        self.renderer.limit = characters.clamp(RcaNote::MINIMUM_LIMIT, RcaNote::MAXIMUM_LIMIT);
        self
    }

    /// Masks secrets with this redactor, for instance one that knows the program's own token.
    #[must_use]
    pub fn redactor(mut self, redactor: Redactor) -> Self {
        self.renderer.safeguards = self.renderer.safeguards.redactor(redactor);
        self
    }

    /// Holds to these safeguards, so that a note links to the same addresses and masks the same secrets as the other forms of its
    /// finding. They take the place of what [`links_to`](Self::links_to) and [`redactor`](Self::redactor) said before.
    #[must_use]
    pub fn safeguards(mut self, safeguards: &Safeguards) -> Self {
        self.renderer.safeguards = safeguards.clone();
        self
    }

    /// Lays the note out in another way than [`StandardLayout`] does.
    #[must_use]
    pub fn template(mut self, template: impl NoteTemplate + 'static) -> Self {
        self.renderer.template = Arc::new(template);
        self
    }

    /// The renderer with these options.
    #[must_use]
    pub fn build(self) -> NoteRenderer {
        self.renderer
    }
}

/// Renders findings with the same options.
#[derive(Debug, Clone)]
pub struct NoteRenderer {
    marker: Option<NoteMarker>,
    key: Option<MarkerKey>,
    safeguards: Safeguards,
    limit: usize,
    template: Arc<dyn NoteTemplate>,
}

impl Default for NoteRenderer {
    fn default() -> Self {
        Self {
            marker: None,
            key: None,
            safeguards: Safeguards::new(),
            limit: RcaNote::DEFAULT_LIMIT,
            template: Arc::new(StandardLayout::new()),
        }
    }
}

impl NoteRenderer {
    /// The limit in force, in characters.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Writes the finding. Everything in it is treated as foreign text; the time is linear in its size.
    #[must_use]
    pub fn render(&self, finding: &Finding) -> RcaNote {
        let marker = self.marker.clone().map(|marker| self.sealed(marker.about(finding).with_text("")));
        let mut body = HEADING.to_owned();
        let frame = marker.as_ref().map_or(0, |marker| marker.to_comment().len() + 2) + HEADING.len();
        let room = self.limit.saturating_sub(frame);
        let writer =
            Writer { redactor: &self.safeguards.redactor, links: &self.safeguards.links, limit: self.limit };
        let mut page = NotePage::new(writer);
        self.template.lay_out(finding, &mut page);
        let (page, omitted) = layout::fit(&page.into_parts(), room, NOTICE);
        body.push_str(page.as_str());
        if !omitted.is_empty() {
            body.push_str(self.notice(&omitted).as_str());
        }
        body.truncate(body.trim_end().len());
        body.push('\n');
        if let Some(marker) = marker {
            // As long as the one above: the digest of the text and the tag have a fixed length.
            let marker = self.sealed(marker.with_text(&body));
            body.insert_str(0, &format!("{}\n\n", marker.to_comment()));
        }
        RcaNote { body, omitted }
    }

    fn sealed(&self, marker: NoteMarker) -> NoteMarker {
        match &self.key {
            Some(key) => marker.sealed_with(key),
            None => marker,
        }
    }

    /// Names what was left out within [`NOTICE`] characters.
    fn notice(&self, omitted: &[Omission]) -> Markup {
        let mut notice = Markup::own("_Left out to stay within ").and_count(self.limit).and(" characters: ");
        let mut characters = 0;
        let mut unnamed = 0;
        for (index, omission) in omitted.iter().enumerate() {
            let mut entry = Markup::own(if index > 0 { ", " } else { "" }).and(omission.section.name());
            entry = entry.and(" (");
            if omission.items > 0 {
                entry = entry.and_count(omission.items).and(if omission.items == 1 {
                    " entry, "
                } else {
                    " entries, "
                });
            }
            entry = entry.and_count(omission.characters).and(if omission.characters == 1 {
                " character)"
            } else {
                " characters)"
            });
            if unnamed == 0 && notice.chars() + entry.chars() + 60 <= NOTICE {
                notice = notice.and_markup(&entry);
            } else {
                unnamed += 1;
                characters += omission.characters;
            }
        }
        if unnamed > 0 {
            notice = notice
                .and(", ")
                .and_count(unnamed)
                .and(if unnamed == 1 { " more section (" } else { " more sections (" })
                .and_count(characters)
                .and(" characters)");
        }
        notice.and("._\n")
    }
}
