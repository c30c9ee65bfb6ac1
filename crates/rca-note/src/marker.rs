use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// The hidden first line that binds a note to its incident, so that a later run finds the note and updates it.
///
/// It is one HTML comment whatever the incident is called, and it is read from the first line of a note only; the same text
/// anywhere else, for instance quoted in a finding, is never a marker. It proves nothing: anybody who can write a note can copy
/// it, so check the author of the note, too.
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
}

const START: &str = "<!-- gitlab-rca:v1 ";
const END: &str = " -->";

/// A longer key is replaced by its digest: the marker takes room from the note.
const LONGEST: usize = 120;

impl NoteMarker {
    /// A marker for an incident, named by any key that stays the same over its life.
    ///
    /// A key of more than 120 bytes is replaced by its SHA-256 digest, here and in the other parts.
    #[must_use]
    pub fn new(incident: impl Into<String>) -> Self {
        Self { incident: shortened(incident.into()), instance: None, project: None }
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

    /// The marker as one HTML comment without line breaks.
    #[must_use]
    pub fn to_comment(&self) -> String {
        let mut comment = START.to_owned();
        comment.push_str("incident=");
        comment.push_str(&encoded(&self.incident));
        for (name, value) in [(" instance=", &self.instance), (" project=", &self.project)] {
            if let Some(value) = value {
                comment.push_str(name);
                comment.push_str(&encoded(value));
            }
        }
        comment.push_str(END);
        comment
    }

    /// The marker in the first line of a note's body, if that line is one.
    #[must_use]
    pub fn find_in(body: &str) -> Option<Self> {
        let line = body.split('\n').next()?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let mut fields = line.strip_prefix(START)?.strip_suffix(END)?.split(' ').peekable();
        let mut field = |name: &str| {
            let value = fields.next_if(|field| field.starts_with(name))?;
            decoded(value.strip_prefix(name)?)
        };
        let marker =
            Self { incident: field("incident=")?, instance: field("instance="), project: field("project=") };
        (marker.to_comment() == line).then_some(marker)
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

/// URL-safe Base64 with `.` for `-`, because two hyphens must not meet in a comment.
fn encoded(value: &str) -> String {
    URL_SAFE_NO_PAD.encode(value).replace('-', ".")
}

fn decoded(value: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(value.replace('.', "-")).ok()?).ok()
}
