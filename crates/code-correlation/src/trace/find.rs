//! Finds the traces of a text.

use super::frame::{Frame, Language, Relation, StackTrace, TracedError};
use super::language::{self, Part};

/// Longer lines are data, and no frames.
const LONGEST_LINE: usize = 4096;
/// The longest title.
const LONGEST_TITLE: usize = 500;
/// How many lines before the first frame may hold the title.
const LINES_BEFORE: usize = 8;

/// The stack traces of a text in their order, whatever stands between them; time linear in the text.
///
/// ```
/// use code_correlation::trace::{Language, find};
///
/// let log = "\
/// 12:00:01 starting
/// Traceback (most recent call last):
///   File \"/app/shop/cart.py\", line 42, in add
///     return total(items)
///   File \"/usr/lib/python3.12/decimal.py\", line 7, in total
///     raise ValueError(items)
/// ValueError: no items
/// 12:00:02 stopped
/// ";
/// let traces = find(log);
/// assert_eq!(traces.len(), 1);
/// assert_eq!((traces[0].language, traces[0].start, traces[0].end), (Language::Python, 2, 7));
/// assert_eq!(traces[0].errors[0].title.as_deref(), Some("ValueError: no items"));
/// let own = traces[0].own_frames();
/// assert_eq!((own[0].file.as_deref(), own[0].line), (Some("/app/shop/cart.py"), Some(42)));
/// ```
#[must_use]
pub fn find(text: &str) -> Vec<StackTrace> {
    let mut finder = Finder::default();
    for (at, line) in text.lines().enumerate() {
        finder.line(at + 1, if line.len() <= LONGEST_LINE { line } else { "" });
    }
    finder.close();
    finder.found
}

#[derive(Default)]
struct Finder<'a> {
    found: Vec<StackTrace>,
    open: Option<Open>,
    /// The last lines that belong to no trace, the newest last.
    before: Vec<(usize, &'a str)>,
    /// The function of a frame whose place is awaited.
    function: Option<Waiting>,
    /// Within a trace, the line that is a function only if a place follows.
    unsure: Option<(usize, &'a str)>,
}

/// A function that waits for its place.
struct Waiting {
    language: Language,
    frame: Frame,
    at: usize,
    /// It is a frame without a place, too.
    sure: bool,
}

/// A trace that may go on.
struct Open {
    trace: StackTrace,
    /// The last error still lacks its frames.
    heading: bool,
}

impl<'a> Finder<'a> {
    fn line(&mut self, at: usize, line: &'a str) {
        let line = unprefixed(line);
        if let Some((before, words)) = self.unsure.take()
            && let Some(open) = &self.open
            && !language::read(open.trace.language, line, true).is_place()
        {
            self.function = None;
            self.close();
            self.before.push((before, words));
        }
        if self.open.as_ref().is_some_and(|open| language::begins_another(&open.trace, line)) {
            self.close();
        }
        if let Some(language) = self.open.as_ref().map(|open| open.trace.language) {
            match language::read(language, line, true) {
                Part::Other => {}
                part => {
                    self.take(language, part, at, line);
                    return;
                }
            }
        }
        // The place that a function waits for, before a language that knows such places alone.
        let awaited = self.function.as_ref().map(|waiting| waiting.language);
        for language in awaited.into_iter().chain(language::ALL) {
            let part = language::read(language, line, awaited == Some(language));
            match part {
                Part::Frame(_) | Part::Place(_) | Part::Row(..) => {
                    if self.open.as_ref().is_none_or(|open| open.trace.language != language) {
                        if !part.is_frame(awaited == Some(language)) {
                            continue;
                        }
                        if !part.is_place() {
                            self.function.take_if(|waiting| !waiting.sure);
                        }
                        let head = if let Part::Row(head, _) = &part { head.as_deref() } else { None };
                        self.start(language, at, head);
                    }
                    self.take(language, part, at, line);
                    return;
                }
                Part::Function(frame) | Part::MaybeFunction(frame) => {
                    self.pass(at, line);
                    self.function = Some(Waiting { language, frame, at, sure: false });
                    return;
                }
                _ => {}
            }
        }
        self.pass(at, line);
    }

    /// A line that belongs to no trace. Messages of several lines may stand between an error and its frames.
    fn pass(&mut self, at: usize, line: &'a str) {
        let waits =
            self.open.as_ref().is_some_and(|open| open.heading && at <= open.trace.end + LINES_BEFORE);
        if !waits {
            self.close();
        }
        self.function = None;
        self.before.push((at, line));
        // Kept short by halves, so that no line is moved often.
        if self.before.len() >= 2 * LINES_BEFORE {
            self.before.drain(..LINES_BEFORE);
        }
    }

    /// Begins a trace with the frame of this line, before which the line may tell the title itself.
    fn start(&mut self, language: Language, at: usize, head: Option<&str>) {
        // The function that waits for its place belongs to what begins, if what ends has not gone on behind it.
        let ended = self.open.as_ref().map_or(0, |open| open.trace.end);
        let awaiting = self.function.take_if(|waiting| waiting.language == language && waiting.at > ended);
        self.close();
        self.function = awaiting;
        let called = self.function.as_ref().map(|waiting| waiting.at);
        let mut start = called.map_or(at, |called| at.min(called));
        let mut title = head.map(shortened);
        if title.is_some() {
            self.before.clear();
        }
        for (number, line) in self.before.iter().rev().take(LINES_BEFORE) {
            if Some(*number) == called {
                continue;
            }
            if *number + 1 < start && title.is_none() && start - *number > LINES_BEFORE {
                break;
            }
            if language::introduces(language, line) {
                start = *number;
            } else if !line.trim().is_empty() {
                // A title is the nearest line; Python tells it behind the frames.
                if language != Language::Python {
                    title = Some(shortened(line.trim()));
                    start = *number;
                }
                break;
            }
        }
        self.before.clear();
        let error = TracedError { relation: Relation::First, title, frames: Vec::new() };
        self.open = Some(Open {
            trace: StackTrace { language, errors: vec![error], start, end: at },
            heading: false,
        });
    }

    fn take(&mut self, language: Language, part: Part, at: usize, line: &'a str) {
        let Some(open) = &mut self.open else { return };
        let trace = &mut open.trace;
        match part {
            Part::Frame(frame) => {
                // Behind the place of a Rust panic comes its message, then the frames.
                open.heading = language == Language::Rust;
                push_waiting(trace, self.function.take());
                push(trace, Frame { at, ..frame });
            }
            Part::Place(place) => {
                let (function, start) = match self.function.take() {
                    Some(waiting) if waiting.language == language => (waiting.frame, waiting.at),
                    _ => (Frame::default(), at),
                };
                let in_app = place.in_app && !is_foreign_module(language, &function, place.file.as_deref());
                push(
                    trace,
                    Frame {
                        module: function.module,
                        function: function.function,
                        in_app,
                        at: start,
                        ..place
                    },
                );
                open.heading = false;
            }
            Part::Function(frame) => {
                push_waiting(trace, self.function.take());
                self.function = Some(Waiting { language, frame, at, sure: true });
            }
            Part::MaybeFunction(frame) => {
                push_waiting(trace, self.function.take());
                self.function = Some(Waiting { language, frame, at, sure: false });
                self.unsure = Some((at, line));
                return;
            }
            Part::Row(_, parts) => {
                for part in parts {
                    self.take(language, part, at, line);
                }
                return;
            }
            Part::Error(relation, title) => {
                let title = title.map(|title| shortened(&title));
                trace.errors.push(TracedError { relation, title, frames: Vec::new() });
                open.heading = true;
            }
            Part::Title(title) => {
                if let Some(error) = trace.errors.last_mut()
                    && error.title.is_none()
                {
                    error.title = Some(shortened(&title));
                } else {
                    // A second title is no part of this trace.
                    self.close();
                    self.before.push((at, line));
                    return;
                }
            }
            Part::Filler if line.trim().is_empty() => return,
            Part::Filler | Part::Other => {}
        }
        if let Some(open) = &mut self.open {
            open.trace.end = at;
        }
    }

    fn close(&mut self) {
        let Some(Open { mut trace, .. }) = self.open.take() else { return };
        if self.unsure.take().is_some() {
            self.function = None;
        }
        push_waiting(&mut trace, self.function.take());
        // What only looked like another error has neither frames nor words.
        while trace.errors.last().is_some_and(|error| error.frames.is_empty() && error.title.is_none()) {
            trace.errors.pop();
        }
        if trace.frames().next().is_some() {
            self.before.retain(|(at, _)| *at > trace.end);
            self.found.push(trace);
        }
    }
}

/// Build tools put their level before the lines that a program printed: `[error] \tat org.shop.Cart.add(Cart.scala:7)`.
fn unprefixed(line: &str) -> &str {
    ["[error] ", "[ERROR] ", "[info] ", "[INFO] ", "[warn] ", "[WARNING] "]
        .iter()
        .find_map(|level| line.strip_prefix(level))
        .unwrap_or(line)
}

fn push(trace: &mut StackTrace, frame: Frame) {
    // `??` at `??:0` tells nothing.
    if frame.function.is_none() && frame.module.is_none() && frame.file.is_none() {
        return;
    }
    // Lines and columns count from 1; what tells 0 tells none.
    let told = |number: &u64| *number > 0;
    let frame = Frame { line: frame.line.filter(told), column: frame.column.filter(told), ..frame };
    if let Some(error) = trace.errors.last_mut() {
        error.frames.push(frame);
    }
}

/// A function without place is a frame as well, when the next one comes or the trace ends.
fn push_waiting(trace: &mut StackTrace, function: Option<Waiting>) {
    if let Some(Waiting { language, frame, at, sure: true }) = function
        && language == trace.language
    {
        trace.end = trace.end.max(at);
        push(trace, Frame { at, ..frame });
    }
}

fn is_foreign_module(language: Language, function: &Frame, file: Option<&str>) -> bool {
    let module = function.module.as_deref().unwrap_or_default();
    match language {
        Language::Rust => ["core", "std", "alloc", "test", "tokio"].iter().any(|name| {
            module == *name || module.strip_prefix(name).is_some_and(|rest| rest.starts_with("::"))
        }),
        Language::Elixir => file.is_none_or(|file| language::erlang::is_foreign(module, file)),
        Language::Go => matches!(module, "runtime" | "testing" | "reflect"),
        _ => false,
    }
}

fn shortened(title: &str) -> String {
    let end = (0..=LONGEST_TITLE.min(title.len())).rev().find(|at| title.is_char_boundary(*at)).unwrap_or(0);
    title.get(..end).unwrap_or_default().to_owned()
}
