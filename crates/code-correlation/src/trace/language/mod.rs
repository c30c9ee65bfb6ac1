//! The forms of traces, one file a language. Each looks at one line at a time.

mod c;
mod csharp;
mod dart;
mod elixir;
pub(super) mod erlang;
mod go;
mod javascript;
mod jvm;
mod php;
mod python;
mod ruby;
mod rust;
mod swift;
mod symbols;

use super::frame::{Frame, Language, Relation, StackTrace};

/// The head of Python's traces.
pub(super) const PYTHON_HEAD: &str = "Traceback (most recent call last):";

/// What one line is to the trace of a language.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// A frame.
    Frame(Frame),
    /// The function of a frame whose place is on the next line.
    Function(Frame),
    /// A line that is the function of a frame if, and only if, the next line is a place.
    MaybeFunction(Frame),
    /// The place of the frame whose function came before.
    Place(Frame),
    /// Several of these on one line, with the words before them where there are some.
    Row(Option<String>, Vec<Part>),
    /// The start of another error, with its title where it is on this line.
    Error(Relation, Option<String>),
    /// The title of the error whose frames came before.
    Title(String),
    /// It belongs to the trace and tells nothing.
    Filler,
    /// It ends a trace.
    Other,
}

impl Part {
    /// Whether it is of a trace that it may begin: a frame, or the place of a function that came before.
    pub(super) fn is_frame(&self, awaited: bool) -> bool {
        match self {
            Self::Frame(_) | Self::Row(..) => awaited || !self.is_place(),
            Self::Place(_) => awaited,
            _ => false,
        }
    }

    /// Whether it begins with the place of a function that came before.
    pub(super) fn is_place(&self) -> bool {
        match self {
            Self::Place(_) => true,
            Self::Row(_, parts) => parts.first().is_some_and(Self::is_place),
            _ => false,
        }
    }
}

/// The languages, those first that are surest of their lines.
pub(super) const ALL: [Language; 12] = [
    Language::Python,
    Language::Jvm,
    Language::CSharp,
    Language::Dart,
    Language::Php,
    Language::JavaScript,
    Language::Ruby,
    Language::Elixir,
    Language::Swift,
    Language::C,
    Language::Go,
    Language::Rust,
];

/// What the line is when no trace, or a trace of that language, came before it.
pub(super) fn read(language: Language, line: &str, inside: bool) -> Part {
    match language {
        Language::Jvm => jvm::read(line, inside),
        Language::Python => python::read(line, inside),
        Language::JavaScript => javascript::read(line, inside),
        Language::Go => go::read(line, inside),
        Language::Rust => rust::read(line, inside),
        Language::Ruby => ruby::read(line, inside),
        Language::Php => php::read(line, inside),
        Language::CSharp => csharp::read(line, inside),
        Language::C => c::read(line, inside),
        Language::Elixir => elixir::read(line, inside),
        Language::Swift => swift::read(line, inside),
        Language::Dart => dart::read(line, inside),
    }
}

/// Whether a line before the first frame introduces it and is no title itself.
pub(super) fn introduces(language: Language, line: &str) -> bool {
    let line = line.trim();
    match language {
        Language::Go => go::introduces(line),
        Language::Rust => line.eq_ignore_ascii_case("stack backtrace:") || line.starts_with("note:"),
        Language::C => c::introduces(line),
        Language::Php => php::introduces(line),
        // Functions that the virtual machine has built in are told without a place: `:erlang.trace(nil, true)`.
        Language::Elixir => line == "stacktrace:" || line.starts_with(':') && line.ends_with(')'),
        Language::Swift => line.starts_with("Thread ") || line == "Crash:",
        Language::Python => python::is_head(line),
        _ => false,
    }
}

/// Whether the line is the head, or the first frame, of a trace that has nothing to do with the one before it.
pub(super) fn begins_another(trace: &StackTrace, line: &str) -> bool {
    match trace.language {
        Language::Rust => line.contains("' panicked at ") || line.contains(") panicked at "),
        Language::Python => {
            line.trim() == PYTHON_HEAD && trace.errors.last().is_some_and(|error| error.title.is_some())
        }
        Language::Php => php::is_head_of_list(line.trim()),
        _ => false,
    }
}

/// Whether the frames of an error begin with the outermost one.
pub(super) fn is_outermost_first(language: Language, frames: &[Frame]) -> bool {
    match language {
        Language::Python => true,
        Language::Php => {
            frames.first().is_some_and(|frame| frame.function.as_deref() == Some(php::OUTERMOST))
        }
        _ => false,
    }
}

/// Cuts `:12:7` or `:12` off the end of `path:12:7`.
fn place(text: &str) -> (&str, Option<u64>, Option<u64>) {
    let number =
        |text: &str| if text.is_empty() || text.len() > 10 { None } else { text.parse::<u64>().ok() };
    let Some((front, last)) = text.rsplit_once(':') else { return (text, None, None) };
    let Some(last) = number(last) else { return (text, None, None) };
    match front.rsplit_once(':').and_then(|(path, line)| Some((path, number(line)?))) {
        Some((path, line)) if !path.is_empty() => (path, Some(line), Some(last)),
        _ => (front, Some(last), None),
    }
}

/// Text that is there.
fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The last part of a qualified name and what stands before it.
fn split_name<'a>(name: &'a str, separator: &str) -> (Option<String>, &'a str) {
    match name.rsplit_once(separator) {
        Some((module, function)) if !module.is_empty() && !function.is_empty() => (some(module), function),
        _ => (None, name),
    }
}

fn starts_with_any(text: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| text.starts_with(start))
}

fn contains_any(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}

/// What stands before the offset of `add + 12`.
fn without_offset(name: &str) -> &str {
    let is_offset = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    name.rsplit_once(" + ").filter(|(_, offset)| is_offset(offset)).map_or(name, |(name, _)| name)
}

/// Whether it is a number such as `0x7f`.
fn is_address(text: &str) -> bool {
    text.strip_prefix("0x")
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What follows a number of digits and the blanks behind it: `7` and `rest` of `7  rest`.
fn after_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
}
