mod key;
mod text;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

pub use self::key::MarkerKey;

use crate::finding::Finding;

/// The hidden first line that binds a note to its incident, so that a later run finds the note and updates it.
///
/// It is one HTML comment whatever the incident is called, and it is read from the first line of a note only; the same text
/// anywhere else, for instance quoted in a finding, is never a marker. Besides the incident it names what a later run needs to
/// know: the finding that was written, when that was made, and a digest of the note's text, by which a person's edit is noticed.
///
/// Without a key it proves nothing: anybody who can write a note can copy it, so check the author of the note, too. With a
/// [`MarkerKey`] nobody else can change a word of it.
///
/// ```
/// use rca_note::NoteMarker;
///
/// let marker = NoteMarker::new("alert --> 7\n").with_instance("https://gitlab.example.com").with_project("shop/checkout");
/// let body = format!("{}\n\n### RCA Finding\n", marker.to_comment());
/// assert_eq!(NoteMarker::find_in(&body), Some(marker));
/// assert_eq!(NoteMarker::find_in(&format!("> {body}")), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NoteMarker {
    incident: String,
    instance: Option<String>,
    project: Option<String>,
    finding: Option<String>,
    made_at: Option<Timestamp>,
    text: Option<[u8; 16]>,
    seal: Option<[u8; 32]>,
}

/// A longer key is replaced by its digest: the marker takes room from the note.
const LONGEST: usize = 96;

impl NoteMarker {
    /// A marker for an incident, named by any key that stays the same over its life.
    ///
    /// A key of more than 96 bytes is replaced by its SHA-256 digest, here and in the other parts.
    #[must_use]
    pub fn new(incident: impl Into<String>) -> Self {
        Self {
            incident: shortened(incident.into()),
            instance: None,
            project: None,
            finding: None,
            made_at: None,
            text: None,
            seal: None,
        }
    }

    /// Binds it to a GitLab instance, by its base URL.
    #[must_use]
    pub fn with_instance(mut self, instance: impl Into<String>) -> Self {
        self.instance = Some(shortened(instance.into()));
        self
    }

    /// Binds it to a project, by path or number.
    #[must_use]
    pub fn with_project(mut self, project: impl Into<String>) -> Self {
        self.project = Some(shortened(project.into()));
        self
    }

    /// Names the finding that the note says. A renderer does so by itself, with [`Finding::key`].
    #[must_use]
    pub fn with_finding(mut self, finding: impl Into<String>) -> Self {
        self.finding = Some(shortened(finding.into()));
        self
    }

    /// Says when the finding was made. A renderer does so by itself, with [`Finding::made_at`].
    #[must_use]
    pub fn with_made_at(mut self, made_at: Timestamp) -> Self {
        self.made_at = Some(made_at);
        self
    }

    /// Names the finding and its time, unless the marker names others already.
    pub(crate) fn about(mut self, finding: &Finding) -> Self {
        if self.finding.is_none() {
            self.finding = Some(shortened(finding.key()));
        }
        self.made_at = self.made_at.or(finding.made_at);
        self
    }

    /// Keeps a digest of the text of the note, which is all that follows the marker. A renderer does so by itself.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        self.text = Some(digest(text));
        self
    }

    /// Adds an integrity tag over all that it says: call it last. A renderer that has a key does so by itself.
    #[must_use]
    pub fn sealed_with(mut self, key: &MarkerKey) -> Self {
        self.seal = Some(key.seal(&self.unsealed()));
        self
    }

    /// The incident's key.
    #[must_use]
    pub fn incident(&self) -> &str {
        &self.incident
    }

    /// The instance, if the marker names it.
    #[must_use]
    pub fn instance(&self) -> Option<&str> {
        self.instance.as_deref()
    }

    /// The project, if the marker names it.
    #[must_use]
    pub fn project(&self) -> Option<&str> {
        self.project.as_deref()
    }

    /// The finding, if the marker names it.
    #[must_use]
    pub fn finding(&self) -> Option<&str> {
        self.finding.as_deref()
    }

    /// When the finding was made, if the marker says so.
    #[must_use]
    pub fn made_at(&self) -> Option<Timestamp> {
        self.made_at
    }

    /// Whether it has an integrity tag, of whatever key.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.seal.is_some()
    }

    /// Whether its integrity tag is there and was made with this key over all that it says. Takes constant time.
    #[must_use]
    pub fn is_sealed_with(&self, key: &MarkerKey) -> bool {
        self.seal.is_some_and(|tag| key.verifies(&self.unsealed(), &tag))
    }

    /// Whether both name the same incident of the same instance and project: the note of one is the note of the other,
    /// whichever finding it says.
    ///
    /// A part that only one of them names is not compared.
    #[must_use]
    pub fn is_for_same_incident(&self, other: &Self) -> bool {
        let agree = |one: &Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        self.incident == other.incident
            && agree(&self.instance, &other.instance)
            && agree(&self.project, &other.project)
    }

    /// Whether both were written with the same text, as far as they say.
    #[must_use]
    pub fn has_same_text_as(&self, other: &Self) -> bool {
        self.text.is_some() && self.text == other.text
    }

    /// Whether the text of a note is still the one that was written with the marker; `None` when the marker does not say.
    ///
    /// Takes the whole body. Carriage returns and white space at the ends do not count: GitLab changes those itself.
    #[must_use]
    pub fn is_text_as_written(&self, body: &str) -> Option<bool> {
        let text = body.split_once('\n').map_or("", |(_, text)| text);
        self.text.map(|written| written == digest(text))
    }

    /// The marker as one HTML comment without line breaks.
    #[must_use]
    pub fn to_comment(&self) -> String {
        text::write(self)
    }

    /// The marker in the first line of a note's body, if that line is one.
    ///
    /// Markers of the first format, which name incident, instance and project only, are read, too.
    #[must_use]
    pub fn find_in(body: &str) -> Option<Self> {
        let line = body.split('\n').next()?;
        text::read(line.strip_suffix('\r').unwrap_or(line))
    }

    fn unsealed(&self) -> String {
        text::write(&Self { seal: None, ..self.clone() })
    }
}

fn shortened(key: String) -> String {
    if key.len() <= LONGEST {
        return key;
    }
    let mut digest = "sha256:".to_owned();
    for byte in Sha256::digest(key.as_bytes()) {
        digest.push_str(&format!("{byte:02x}"));
    }
    digest
}

/// The first half of the SHA-256 digest of a text as GitLab keeps it.
fn digest(text: &str) -> [u8; 16] {
    let mut digest = Sha256::new();
    for part in text.trim().split('\r') {
        digest.update(part);
    }
    let mut half = [0; 16];
    for (to, from) in half.iter_mut().zip(digest.finalize()) {
        *to = from;
    }
    half
}
