//! What a stack trace tells.

use super::language::is_outermost_first;
use serde::{Deserialize, Serialize};

/// One stack trace with all its causes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StackTrace {
    /// The form in which it is written.
    pub language: Language,
    /// The errors in the order of the text; at least one.
    pub errors: Vec<TracedError>,
    /// Its first line in the text, the heading included; counted from 1.
    pub start: usize,
    /// Its last line in the text.
    pub end: usize,
}

impl StackTrace {
    /// The frames of all errors in the order of the text.
    pub fn frames(&self) -> impl Iterator<Item = &Frame> {
        self.errors.iter().flat_map(|error| &error.frames)
    }

    /// The frames of own code, the place of the failure first.
    ///
    /// The cause comes before what it caused, and the innermost frame before those that called it, whatever the order
    /// in which the language writes them.
    #[must_use]
    pub fn own_frames(&self) -> Vec<&Frame> {
        self.innermost_first().filter(|frame| frame.in_app).collect()
    }

    /// All frames in that order.
    pub fn innermost_first(&self) -> impl Iterator<Item = &Frame> {
        // Only Python and C# tell the cause first and what followed from it last.
        let cause_first = matches!(self.language, Language::Python | Language::CSharp);
        let errors = self.errors.len();
        (0..errors)
            .filter_map(move |at| self.errors.get(if cause_first { at } else { errors - 1 - at }))
            .flat_map(move |error| {
                let call_last = is_outermost_first(self.language, &error.frames);
                let frames = error.frames.len();
                (0..frames)
                    .filter_map(move |at| error.frames.get(if call_last { frames - 1 - at } else { at }))
            })
    }
}

/// An error of a trace and the frames that it came through.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TracedError {
    /// How it belongs to the one before it.
    pub relation: Relation,
    /// The line that tells what went wrong, such as `java.lang.IllegalStateException: no money`; at most 500 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The frames in the order of the text.
    pub frames: Vec<Frame>,
}

/// How an error belongs to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Relation {
    /// It is the first.
    #[default]
    First,
    /// It caused the one before it (`Caused by:`).
    CauseOf,
    /// It was raised while the one before it was handled, or because of it (Python's order, PHP's `Next`).
    FollowsFrom,
    /// It was suppressed in favour of the one before it.
    Suppressed,
    /// It is one of several that the one before it gathers (Python's exception groups).
    Member,
    /// It is the stack of another thread or goroutine, or that of the caller before an asynchronous step.
    OtherStack,
}

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Frame {
    /// The class, module, package, library or gem, where told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// The function, where told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// The file as the trace tells it; of a JVM frame with the directories that its package implies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The column, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
    /// Whether it seems to be own code: neither the language's library nor a dependency.
    pub in_app: bool,
    /// The line of the text on which the frame stands, counted from 1.
    pub at: usize,
}

/// The form of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Language {
    /// Java, Kotlin, Scala, Groovy, Clojure.
    Jvm,
    /// Python.
    Python,
    /// JavaScript and TypeScript, in Node and in browsers.
    JavaScript,
    /// Go.
    Go,
    /// Rust.
    Rust,
    /// Ruby.
    Ruby,
    /// PHP.
    Php,
    /// C# and other languages of .NET.
    CSharp,
    /// C and C++, as gdb, addr2line and the sanitizers write it.
    C,
    /// Elixir and Erlang.
    Elixir,
    /// Swift.
    Swift,
    /// Dart.
    Dart,
}
