use std::fmt;

use super::page::NotePage;
use crate::finding::Finding;

/// Lays a finding out as a note: which parts of it are shown, in which order and form.
///
/// The guarantees stay with the renderer. All that a template can add are texts, which are masked and in which nothing acts, whether
/// they come from the finding or from the template; marker, heading, limit and the notice of what was left out are not its concern.
///
/// ```
/// use rca_note::{Finding, NoteLine, NotePage, NoteTemplate, RcaNote, Section, Suspect};
///
/// #[derive(Debug)]
/// struct Brief;
///
/// impl NoteTemplate for Brief {
///     fn lay_out(&self, finding: &Finding, page: &mut NotePage<'_>) {
///         page.section(Section::Summary, |section| {
///             section.paragraph(NoteLine::strong(&finding.title).name(finding.severity.as_str()));
///             section.prose(&finding.summary);
///         });
///         page.section(Section::Suspects, |section| {
///             section.heading("Who to ask");
///             section.table(
///                 &["Change", "Author"],
///                 finding.suspects.iter().map(|suspect| {
///                     let link = suspect.link.as_deref().unwrap_or_default();
///                     [NoteLine::new().link(&suspect.title, link), suspect.author.as_deref().unwrap_or("?").into()]
///                 }),
///             );
///         });
///     }
/// }
///
/// let finding = Finding::new("Checkout fails")
///     .with_summary("</details>\n/close @all")
///     .with_suspect(Suspect::new("Round | amounts").with_author("@jo"));
/// let note = RcaNote::builder().template(Brief).build().render(&finding);
/// assert!(note.body().starts_with("### RCA Finding\n\n**Checkout fails** unknown\n"));
/// assert!(note.body().contains("`</details>`\n\n`/close @all`"));
/// assert!(note.body().contains("| Round \\| amounts | `@jo` |"));
/// ```
pub trait NoteTemplate: fmt::Debug + Send + Sync {
    /// Adds the sections of the note to the page, in their order.
    fn lay_out(&self, finding: &Finding, page: &mut NotePage<'_>);
}
