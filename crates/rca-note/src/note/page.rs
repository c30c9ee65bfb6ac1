use super::Section;
use super::layout::{Block, Form, Part, Unseen};
use super::line::NoteLine;
use super::writer::Writer;
use crate::finding::{Excerpt, TimelineEvent};
use crate::inert::{Markup, Written};

/// Lines of an excerpt in its fullest form per 1,000 characters of the note, and in the shorter forms.
const EXCERPT_LINES: [usize; 6] = [15, 10, 7, 5, 3, 2];

/// Events in a diagram.
const EVENTS: usize = 20;

/// Further lines of an item that are shown.
const DETAILS: usize = 6;

/// The note as a [`NoteTemplate`](super::NoteTemplate) lays it out.
///
/// It takes texts and no markup: there is no way to put a string on the page as it is. Marker, heading, limit and masks are not the
/// template's concern.
#[derive(Debug)]
pub struct NotePage<'r> {
    writer: Writer<'r>,
    parts: Vec<Part>,
}

impl<'r> NotePage<'r> {
    pub(super) fn new(writer: Writer<'r>) -> Self {
        Self { writer, parts: Vec::new() }
    }

    pub(super) fn into_parts(self) -> Vec<Part> {
        self.parts
    }

    /// Most characters of the whole note.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.writer.limit
    }

    /// Adds a section, whose place in the note is that of the call.
    ///
    /// Where room is short, `section` says what comes before what; what did not fit is named by it in
    /// [`RcaNote::omitted`](super::RcaNote::omitted). One section may be added in several pieces. A section without content leaves
    /// nothing.
    pub fn section(&mut self, section: Section, write: impl FnOnce(&mut NoteSection<'_>)) {
        let mut content = NoteSection::new(self.writer, section);
        write(&mut content);
        self.parts.extend(content.finish());
    }
}

/// A section of a [`NotePage`], to which blocks are added from the most to the least important: those at the end go first.
#[derive(Debug)]
pub struct NoteSection<'r> {
    writer: Writer<'r>,
    done: Vec<Part>,
    part: Part,
    /// What the last block was.
    last: Kind,
    /// Number of the last numbered item.
    number: usize,
    /// Characters of the shortest forms so far.
    written: usize,
    /// It stands within a block that has to be opened.
    is_inner: bool,
}

/// What a block needs to know of the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A blank line stands behind it.
    Apart,
    /// The next item may follow.
    Item,
    Numbered,
    /// The next row may follow.
    Row,
}

impl<'r> NoteSection<'r> {
    fn new(writer: Writer<'r>, section: Section) -> Self {
        Self {
            writer,
            done: Vec::new(),
            part: part(section, Markup::default(), Markup::default()),
            last: Kind::Apart,
            number: 0,
            written: 0,
            is_inner: false,
        }
    }

    /// A heading, which is there when something below it is.
    pub fn heading(&mut self, text: &str) {
        self.next_part();
        let heading = self.writer.name(text);
        if !heading.markup.is_empty() {
            self.part.open = Markup::own("#### ").and_markup(&heading.markup).and("\n\n");
        }
    }

    /// A paragraph of one line.
    pub fn paragraph<'t>(&mut self, line: impl Into<NoteLine<'t>>) {
        let line = line.into();
        self.block(Kind::Apart, line.source_chars(), |writer, _| single(line.write(writer), "\n\n"));
    }

    /// A longer text with paragraphs, items and fences of its own. It takes a quarter of the note at most.
    pub fn prose(&mut self, text: &str) {
        if self.is_full() {
            self.skip(text.chars().count());
            return;
        }
        for written in self.writer.blocks(text) {
            let block = if written.markup.is_empty() {
                let empty = Form { markup: Markup::default(), left_out: 0 };
                Block { forms: vec![empty], cut: written.left_out, is_open: false }
            } else {
                single(written, "\n")
            };
            self.push(Kind::Apart, block);
        }
    }

    /// An item of a list.
    pub fn item<'t>(&mut self, line: impl Into<NoteLine<'t>>) {
        self.item_with(line, []);
    }

    /// An item of a list with lines below it, which are left out where room is short. At most six of them are shown.
    pub fn item_with<'t>(
        &mut self,
        line: impl Into<NoteLine<'t>>,
        details: impl IntoIterator<Item = NoteLine<'t>>,
    ) {
        self.entry(Kind::Item, &line.into(), &details.into_iter().collect::<Vec<_>>());
    }

    /// An item of a numbered list.
    pub fn numbered<'t>(&mut self, line: impl Into<NoteLine<'t>>) {
        self.numbered_with(line, []);
    }

    /// An item of a numbered list with lines below it, as with [`item_with`](Self::item_with).
    pub fn numbered_with<'t>(
        &mut self,
        line: impl Into<NoteLine<'t>>,
        details: impl IntoIterator<Item = NoteLine<'t>>,
    ) {
        self.entry(Kind::Numbered, &line.into(), &details.into_iter().collect::<Vec<_>>());
    }

    fn entry(&mut self, kind: Kind, line: &NoteLine<'_>, details: &[NoteLine<'_>]) {
        let chars = line.source_chars() + details.iter().map(NoteLine::source_chars).sum::<usize>();
        self.block(kind, chars, |writer, number| {
            let mark = match kind {
                Kind::Numbered => Markup::default().and_count(number).and(". "),
                Kind::Apart | Kind::Item | Kind::Row => Markup::own("- "),
            };
            let indent = mark.chars();
            let head = line.write(writer);
            if head.markup.is_empty() && details.is_empty() {
                return single(head, "");
            }
            let start = mark.and_markup(&head.markup).and("\n");
            let mut full = start.clone();
            let (mut cut, mut all) = (0, 0);
            for (place, detail) in details.iter().enumerate() {
                all += detail.source_chars();
                if place < DETAILS {
                    let detail = detail.write(writer);
                    cut += detail.left_out;
                    full = full.and_spaces(indent).and("- ").and_markup(&detail.markup).and("\n");
                } else {
                    cut += detail.source_chars();
                }
            }
            let mut forms = vec![Form { markup: full, left_out: cut }];
            if !details.is_empty() {
                forms.push(Form { markup: start, left_out: all });
            }
            Block { forms, cut: head.left_out, is_open: true }
        });
    }

    /// A table. A row with fewer cells than there are headings ends with empty ones; the cells beyond go into its last one.
    pub fn table<'t, R>(&mut self, headings: &[&str], rows: impl IntoIterator<Item = R>)
    where
        R: IntoIterator<Item = NoteLine<'t>>,
    {
        let columns = headings.len();
        if columns == 0 {
            return;
        }
        self.end_of_table();
        let mut first = true;
        for row in rows {
            let mut cells: Vec<NoteLine<'t>> = row.into_iter().collect();
            let beyond = cells.split_off(columns.min(cells.len()));
            let chars = cells.iter().chain(&beyond).map(NoteLine::source_chars).sum();
            let is_first = std::mem::replace(&mut first, false);
            self.block(Kind::Row, chars, |writer, _| {
                let mut row = Written { markup: Markup::own("|"), left_out: 0 };
                for column in 0..columns {
                    let mut cell = cells.get(column).map(|cell| cell.write(writer)).unwrap_or_default();
                    for more in beyond.iter().filter(|_| column + 1 == columns) {
                        let more = more.write(writer);
                        cell.markup = cell.markup.and(" ").and_markup(&more.markup);
                        cell.left_out += more.left_out;
                    }
                    row.left_out += cell.left_out;
                    row.markup = row.markup.and(" ").and_markup(&cell.markup.into_cell()).and(" |");
                }
                let top = if is_first { top(writer, headings) } else { Markup::default() };
                single(Written { markup: top.and_markup(&row.markup), left_out: row.left_out }, "\n")
            });
        }
    }

    /// Lines of a log or a file in a fence, with a caption above them and with as many lines as there is room for.
    pub fn excerpt<'t>(&mut self, caption: impl Into<NoteLine<'t>>, excerpt: &Excerpt) {
        let caption = caption.into();
        if excerpt.text.trim().is_empty() {
            return;
        }
        self.block(Kind::Apart, excerpt.text.chars().count(), |writer, _| {
            let lines = EXCERPT_LINES.map(|lines| (writer.limit * lines / 1_000).max(3));
            let caption = caption.write(writer);
            let above =
                if caption.markup.is_empty() { Markup::default() } else { caption.markup.and(":\n\n") };
            let fences = writer.fences(&excerpt.text, excerpt.first_line, &lines);
            let form = |fence: Written| Form {
                markup: if fence.markup.is_empty() {
                    fence.markup
                } else {
                    above.clone().and_markup(&fence.markup).and("\n")
                },
                left_out: fence.left_out,
            };
            let mut forms: Vec<Form> = fences.into_iter().map(form).collect();
            forms.dedup_by_key(|form| form.left_out);
            // Of a log that shows nothing there is no caption either, and so nothing of it is left out.
            let is_blank = forms.iter().all(|form| form.markup.is_empty());
            Block { forms, cut: if is_blank { 0 } else { caption.left_out }, is_open: false }
        });
    }

    /// A Mermaid diagram of the events that have a time, at most twenty of them. Of their texts it shows letters, digits and full
    /// stops only.
    pub fn timeline_diagram(&mut self, events: &[&TimelineEvent]) {
        let dated = events.iter().filter_map(|event| Some((event.at?, event.text.as_str())));
        let dated: Vec<_> = dated.take(EVENTS).collect();
        self.block(Kind::Apart, 0, |writer, _| single(writer.diagram(&dated), "\n"));
    }

    /// Blocks that a reader has to open, behind a line that says what they are. Within them, further ones are not closed.
    pub fn details(&mut self, summary: &str, write: impl FnOnce(&mut NoteSection<'_>)) {
        if self.is_inner {
            self.paragraph(NoteLine::strong(summary));
            write(self);
            return;
        }
        self.next_part();
        let mut content = NoteSection::new(self.writer, self.part.section);
        content.written = self.written;
        content.is_inner = true;
        write(&mut content);
        self.written = content.written;
        let summary = self.writer.summary(summary).markup;
        let summary = if summary.is_empty() { Markup::own("Details") } else { summary };
        let frame = Markup::own("<details>\n<summary>").and_markup(&summary).and("</summary>\n\n");
        // Inner parts are one: none may stand outside of the frame, and there is one frame.
        let mut inner = part(self.part.section, frame, Markup::own("</details>\n\n"));
        let mut is_open = false;
        for piece in content.finish() {
            inner.unseen.items += piece.unseen.items;
            inner.unseen.characters += piece.unseen.characters;
            let before = if is_open { Markup::own("\n") } else { Markup::default() }.and_markup(&piece.open);
            for (index, mut block) in piece.blocks.into_iter().enumerate() {
                if index == 0 && !before.is_empty() {
                    for form in &mut block.forms {
                        form.markup = before.clone().and_markup(&form.markup);
                    }
                }
                is_open = block.is_open;
                inner.blocks.push(block);
            }
        }
        if !inner.blocks.is_empty() || inner.unseen.items > 0 {
            self.done.push(inner);
        }
    }

    /// Adds a block unless so much stands before it that it can have no room.
    fn block(&mut self, kind: Kind, chars: usize, write: impl FnOnce(&Writer<'r>, usize) -> Block) {
        if self.is_full() {
            self.skip(chars);
            return;
        }
        if kind != self.last {
            self.number = 0;
        }
        let block = write(&self.writer, self.number + 1);
        if block.forms.iter().all(|form| form.markup.is_empty() && form.left_out == 0) && block.cut == 0 {
            return;
        }
        self.number += 1;
        self.push(kind, block);
    }

    fn push(&mut self, kind: Kind, mut block: Block) {
        if self.last != Kind::Apart && self.last != kind {
            for form in &mut block.forms {
                form.markup = Markup::own("\n").and_markup(&form.markup);
            }
        }
        self.last = kind;
        block.is_open = kind != Kind::Apart;
        self.written += block.forms.last().map_or(0, |form| form.markup.chars());
        self.part.blocks.push(block);
    }

    fn is_full(&self) -> bool {
        self.written > self.writer.limit
    }

    fn skip(&mut self, chars: usize) {
        self.part.unseen.items += 1;
        self.part.unseen.characters += chars;
    }

    /// Two tables, one behind the other, would be one.
    fn end_of_table(&mut self) {
        if self.last == Kind::Row {
            self.next_part();
        }
    }

    fn next_part(&mut self) {
        let next = part(self.part.section, Markup::default(), Markup::default());
        self.done.push(std::mem::replace(&mut self.part, next));
        self.last = Kind::Apart;
        self.number = 0;
    }

    fn finish(mut self) -> impl Iterator<Item = Part> {
        self.next_part();
        self.done.into_iter().filter(|part| !part.blocks.is_empty() || part.unseen.items > 0)
    }
}

fn part(section: Section, open: Markup, close: Markup) -> Part {
    Part { section, open, blocks: Vec::new(), close, unseen: Unseen::default() }
}

/// A block of one form.
fn single(Written { markup, left_out }: Written, after: &'static str) -> Block {
    let markup = if markup.is_empty() { markup } else { markup.and(after) };
    Block { forms: vec![Form { markup, left_out: 0 }], cut: left_out, is_open: false }
}

/// The first two lines of a table.
fn top(writer: &Writer<'_>, headings: &[&str]) -> Markup {
    let mut top = Markup::own("|");
    for heading in headings {
        top = top.and(" ").and_markup(&writer.name(heading).markup.into_cell()).and(" |");
    }
    top = top.and("\n|");
    for _ in headings {
        top = top.and("---|");
    }
    top.and("\n")
}
