use std::borrow::Cow;

use super::writer::Writer;
use crate::inert::{Markup, Written};

/// One line of a note: a paragraph, an item, a cell or a caption, made of pieces with a space between them.
///
/// Every text in it is foreign, be it a literal of a template: it is masked, and nothing in it acts. Whatever it holds, it never
/// becomes more than one line.
///
/// ```
/// use rca_note::NoteLine;
///
/// let line = NoteLine::strong("Cause:").text("see the job").link("rspec", "https://gitlab.example.com/shop/-/jobs/81");
/// ```
#[derive(Debug, Clone, Default)]
pub struct NoteLine<'t> {
    pieces: Vec<Piece<'t>>,
}

#[derive(Debug, Clone)]
enum Piece<'t> {
    Text(Cow<'t, str>),
    Name(Cow<'t, str>),
    Strong(Cow<'t, str>),
    Code(Cow<'t, str>),
    Link {
        label: Cow<'t, str>,
        target: Cow<'t, str>,
    },
    Count(usize),
    Decimal {
        number: f64,
        is_signed: bool,
    },
    Percent(u8),
    /// Counted, but not shown.
    Unshown(usize),
}

impl<'t> NoteLine<'t> {
    /// A line without anything yet. One that stays so is left out.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A line that begins with words in bold.
    #[must_use]
    pub fn strong(text: impl Into<Cow<'t, str>>) -> Self {
        Self::new().and_strong(text)
    }

    /// Adds words. Where the text begins with a comma, a semicolon or a colon, no space stands before it.
    #[must_use]
    pub fn text(self, text: impl Into<Cow<'t, str>>) -> Self {
        self.and(Piece::Text(text.into()))
    }

    /// Adds a name, which is cut at 80 characters.
    #[must_use]
    pub fn name(self, name: impl Into<Cow<'t, str>>) -> Self {
        self.and(Piece::Name(name.into()))
    }

    /// Adds words in bold.
    #[must_use]
    pub fn and_strong(self, text: impl Into<Cow<'t, str>>) -> Self {
        self.and(Piece::Strong(text.into()))
    }

    /// Adds a code span, which is cut at 80 characters.
    #[must_use]
    pub fn code(self, code: impl Into<Cow<'t, str>>) -> Self {
        self.and(Piece::Code(code.into()))
    }

    /// Adds a link, or its label and its address as code where it may not lead there. With a blank address it is the label alone.
    #[must_use]
    pub fn link(self, label: impl Into<Cow<'t, str>>, target: impl Into<Cow<'t, str>>) -> Self {
        self.and(Piece::Link { label: label.into(), target: target.into() })
    }

    /// Adds a whole number.
    #[must_use]
    pub fn count(self, count: usize) -> Self {
        self.and(Piece::Count(count))
    }

    /// Adds a number with two decimals; one that is not finite adds nothing.
    #[must_use]
    pub fn number(self, number: f64) -> Self {
        self.and(Piece::Decimal { number, is_signed: false })
    }

    /// Adds a number with its sign and two decimals; one that is not finite adds nothing.
    #[must_use]
    pub fn signed(self, number: f64) -> Self {
        self.and(Piece::Decimal { number, is_signed: true })
    }

    /// Adds whole per cent.
    #[must_use]
    pub fn percent(self, percent: u8) -> Self {
        self.and(Piece::Percent(percent))
    }

    /// Adds a text if there is one that is not blank, behind words that introduce it.
    #[must_use]
    pub(super) fn labelled(self, label: &'t str, text: Option<&'t str>) -> Self {
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => self.text(label).text(text),
            None => self,
        }
    }

    /// Counts a text as left out.
    #[must_use]
    pub(super) fn unshown(self, text: &str) -> Self {
        self.and(Piece::Unshown(text.chars().count()))
    }

    /// Whether nothing was added yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    fn and(mut self, piece: Piece<'t>) -> Self {
        self.pieces.push(piece);
        self
    }

    /// Characters of the texts in it.
    pub(super) fn source_chars(&self) -> usize {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Name(text) | Piece::Strong(text) | Piece::Code(text) => {
                    text.chars().count()
                }
                Piece::Link { label, target } => label.chars().count() + target.chars().count(),
                Piece::Count(_) | Piece::Decimal { .. } | Piece::Percent(_) => 4,
                Piece::Unshown(chars) => *chars,
            })
            .sum()
    }

    pub(super) fn write(&self, writer: &Writer<'_>) -> Written {
        let mut line = Written::default();
        for piece in &self.pieces {
            let (mark, written) = piece.write(writer);
            line.left_out += written.left_out;
            if let Some(mark) = mark.filter(|_| !line.markup.is_empty()) {
                line.markup = line.markup.and(mark);
            }
            if written.markup.is_empty() {
                continue;
            }
            if !line.markup.is_empty() {
                line.markup = line.markup.and(" ");
            }
            line.markup = line.markup.and_markup(&written.markup);
        }
        line
    }
}

impl Piece<'_> {
    /// The piece, and a mark that belongs to the piece before it.
    fn write(&self, writer: &Writer<'_>) -> (Option<&'static str>, Written) {
        let own = |markup: Markup| Written { markup, left_out: 0 };
        let written = match self {
            Self::Text(text) => {
                let (mark, rest) = leading_mark(text);
                return (mark, writer.line(rest));
            }
            Self::Name(name) => writer.name(name),
            Self::Strong(text) => {
                let Written { markup, left_out } = writer.line(text);
                let is_empty = markup.is_empty();
                let strong = Markup::own("**").and_markup(&markup).and("**");
                Written { markup: if is_empty { markup } else { strong }, left_out }
            }
            Self::Code(code) => writer.code(code),
            Self::Link { label, target } => writer.link(label, target),
            Self::Count(count) => own(Markup::default().and_count(*count)),
            Self::Decimal { number, is_signed } if number.is_finite() => {
                own(Markup::default().and_decimal(number.clamp(-99_999.0, 99_999.0), *is_signed))
            }
            Self::Decimal { .. } => Written::default(),
            Self::Unshown(chars) => Written { markup: Markup::default(), left_out: *chars },
            Self::Percent(percent) => own(Markup::default().and_number(*percent).and("%")),
        };
        (None, written)
    }
}

/// A comma, a semicolon or a colon that stands alone in front of a text.
fn leading_mark(text: &str) -> (Option<&'static str>, &str) {
    let trimmed = text.trim_start();
    for (sign, mark) in [(',', ","), (';', ";"), (':', ":")] {
        if let Some(rest) = trimmed.strip_prefix(sign)
            && (rest.is_empty() || rest.starts_with(char::is_whitespace))
        {
            return (Some(mark), rest);
        }
    }
    (None, text)
}

impl<'t> From<&'t str> for NoteLine<'t> {
    fn from(text: &'t str) -> Self {
        Self::new().text(text)
    }
}

impl<'t> From<&'t String> for NoteLine<'t> {
    fn from(text: &'t String) -> Self {
        Self::new().text(text)
    }
}

impl From<String> for NoteLine<'_> {
    fn from(text: String) -> Self {
        Self::new().text(text)
    }
}
