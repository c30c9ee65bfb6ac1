//! The comment that a marker is.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

use super::{NoteMarker, shortened};

const START: &str = "<!-- gitlab-rca:v2 ";
/// The first format, without finding, time, text and seal.
const FIRST_START: &str = "<!-- gitlab-rca:v1 ";
const END: &str = " -->";

pub(super) fn write(marker: &NoteMarker) -> String {
    let mut comment = START.to_owned();
    comment.push_str("incident=");
    comment.push_str(&encoded(&marker.incident));
    for (name, value) in
        [(" instance=", &marker.instance), (" project=", &marker.project), (" finding=", &marker.finding)]
    {
        if let Some(value) = value {
            comment.push_str(name);
            comment.push_str(&encoded(value));
        }
    }
    if let Some(made_at) = marker.made_at {
        comment.push_str(" made=");
        comment.push_str(&made_at.to_string());
    }
    if let Some(text) = marker.text {
        comment.push_str(" text=");
        comment.push_str(&encoded(text));
    }
    if let Some(seal) = marker.seal {
        comment.push_str(" seal=");
        comment.push_str(&encoded(seal));
    }
    comment.push_str(END);
    comment
}

/// Takes exactly what [`write`] writes: there is one way only to write a marker.
pub(super) fn read(line: &str) -> Option<NoteMarker> {
    if let Some(fields) = line.strip_prefix(FIRST_START) {
        return read_first(line, fields);
    }
    let mut fields = Fields::of(line.strip_prefix(START)?)?;
    let marker = NoteMarker {
        incident: fields.text("incident=")?,
        instance: fields.text("instance="),
        project: fields.text("project="),
        finding: fields.text("finding="),
        made_at: fields.take("made=").and_then(|made_at| made_at.parse::<Timestamp>().ok()),
        text: fields.bytes("text=").and_then(|bytes| bytes.try_into().ok()),
        seal: fields.bytes("seal=").and_then(|bytes| bytes.try_into().ok()),
    };
    (write(&marker) == line).then_some(marker)
}

fn read_first(line: &str, fields: &str) -> Option<NoteMarker> {
    let mut fields = Fields::of(fields)?;
    let (incident, instance, project) =
        (fields.text("incident=")?, fields.text("instance="), fields.text("project="));
    let mut written = format!("{FIRST_START}incident={}", encoded(&incident));
    for (name, value) in [(" instance=", &instance), (" project=", &project)] {
        if let Some(value) = value {
            written.push_str(name);
            written.push_str(&encoded(value));
        }
    }
    written.push_str(END);
    // The longest key of the first format was longer.
    let marker = NoteMarker {
        instance: instance.map(shortened),
        project: project.map(shortened),
        ..NoteMarker::new(incident)
    };
    (written == line).then_some(marker)
}

/// `name=value` parts, each at most once and in a fixed order.
struct Fields<'l>(std::iter::Peekable<std::str::Split<'l, char>>);

impl<'l> Fields<'l> {
    fn of(rest: &'l str) -> Option<Self> {
        Some(Self(rest.strip_suffix(END)?.split(' ').peekable()))
    }

    fn take(&mut self, name: &str) -> Option<&'l str> {
        self.0.next_if(|field| field.starts_with(name))?.strip_prefix(name)
    }

    fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        URL_SAFE_NO_PAD.decode(self.take(name)?.replace('.', "-")).ok()
    }

    fn text(&mut self, name: &str) -> Option<String> {
        String::from_utf8(self.bytes(name)?).ok()
    }
}

/// URL-safe Base64 with `.` for `-`, because two hyphens must not meet in a comment.
fn encoded(value: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(value).replace('-', ".")
}
