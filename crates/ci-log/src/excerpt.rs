use serde::Serialize;

/// One line of the log as a person sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LogLine {
    /// Raw line of the log, counted from 1. A raw line with section marks in it may show as several lines.
    pub number: usize,
    /// Its text, cut at a limit.
    pub text: String,
}

/// Lines of the log that belong together and help to explain the failure.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Excerpt {
    /// First raw line.
    pub start: usize,
    /// Last raw line.
    pub end: usize,
    /// How much it tells; only useful to compare excerpts of one log.
    pub score: f32,
    /// Its visible lines; the first of them where there are more than the limit of [`LogOptions`](crate::LogOptions).
    pub lines: Vec<LogLine>,
}
