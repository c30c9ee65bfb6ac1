//! The little Markdown that people and models write without thinking, as all forms of a finding read it: paragraphs, headings, items,
//! fences, code spans.

mod paragraphs;
mod spans;

pub(crate) use self::paragraphs::{Paragraph, paragraphs};
pub(crate) use self::spans::{Span, SpanReader, spans};
