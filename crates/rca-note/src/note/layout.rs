//! Fits sections into a number of characters.

use super::Section;
use crate::inert::Markup;

/// A part of the page that is there as a whole or not at all.
#[derive(Debug)]
pub(super) struct Block {
    /// From the fullest form to the shortest; the first one that fits is taken.
    pub(super) forms: Vec<Form>,
    /// Characters that no form shows, because they were cut before.
    pub(super) cut: usize,
    /// It is an item or a row: without a blank line, what follows might continue it.
    pub(super) is_open: bool,
}

impl Block {
    /// Whether even its fullest form leaves something out.
    fn is_cut(&self) -> bool {
        self.cut > 0 || self.forms.first().is_some_and(|form| form.left_out > 0)
    }
}

#[derive(Debug)]
pub(super) struct Form {
    pub(super) markup: Markup,
    /// Characters of the source that this form leaves out.
    pub(super) left_out: usize,
}

/// A section of the page: what opens it, its blocks, what closes it.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) section: Section,
    pub(super) open: Markup,
    pub(super) blocks: Vec<Block>,
    pub(super) close: Markup,
    /// Entries that were not even written, because those before them fill the page.
    pub(super) unseen: Unseen,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Unseen {
    pub(super) items: usize,
    pub(super) characters: usize,
}

/// What of a part is on the page.
struct Chosen {
    /// For each block on the page, which of its forms.
    forms: Vec<usize>,
    chars: usize,
}

/// What was left out of a section to keep the limit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Omission {
    /// The section.
    pub section: Section,
    /// Entries of it that are not on the page at all.
    pub items: usize,
    /// Characters that are not on the page, in those entries and in shortened ones.
    pub characters: usize,
}

/// The page within `room` characters; `notice` are the characters to keep free for naming what was left out.
pub(super) fn fit(parts: &[Part], room: usize, notice: usize) -> (Markup, Vec<Omission>) {
    let full: usize = parts.iter().map(Part::full_chars).sum();
    let is_cut = parts.iter().any(|part| part.unseen.items > 0 || part.blocks.iter().any(Block::is_cut));
    let room = if full <= room && !is_cut { room } else { room.saturating_sub(notice) };

    let mut chosen: Vec<Chosen> = parts.iter().map(|_| Chosen { forms: Vec::new(), chars: 0 }).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let mut left = room;
    // First everybody gets a share, so that one long section does not displace all others; then the rest goes by priority.
    for shared in [true, false] {
        order.sort_by_key(|&index| {
            let rank = if shared { Section::turn } else { Section::priority };
            parts.get(index).map(|part| rank(part.section))
        });
        for &index in &order {
            if let (Some(part), Some(chosen)) = (parts.get(index), chosen.get_mut(index)) {
                let share = if shared { room * part.section.share() / 100 } else { room };
                part.take(chosen, &mut left, share);
            }
        }
    }
    for &index in &order {
        if let (Some(part), Some(chosen)) = (parts.get(index), chosen.get_mut(index)) {
            part.lengthen(chosen, &mut left);
        }
    }
    let mut page = Markup::default();
    let mut omissions: Vec<Omission> = Vec::new();
    for (part, chosen) in parts.iter().zip(&chosen) {
        page = part.write(chosen, page);
        let Some(omission) = part.omission(chosen) else { continue };
        match omissions.iter_mut().find(|known| known.section == omission.section) {
            Some(known) => {
                known.items += omission.items;
                known.characters += omission.characters;
            }
            None => omissions.push(omission),
        }
    }
    (page, omissions)
}

impl Part {
    /// With the blank line behind an open block.
    fn frame(&self) -> usize {
        self.open.chars() + self.close.chars() + 1
    }

    fn full_chars(&self) -> usize {
        let blocks: usize =
            self.blocks.iter().filter_map(|block| block.forms.first()).map(|form| form.markup.chars()).sum();
        if self.blocks.is_empty() { 0 } else { self.frame() + blocks }
    }

    /// Takes blocks in their order until one does not fit into what is left, or the section has its share.
    fn take(&self, chosen: &mut Chosen, left: &mut usize, share: usize) {
        while let Some(block) = self.blocks.get(chosen.forms.len()) {
            let frame = if chosen.forms.is_empty() { self.frame() } else { 0 };
            let available = (*left).min(share.saturating_sub(chosen.chars));
            let fits = |form: &Form| frame + form.markup.chars() <= available;
            let Some(form) = block.forms.iter().position(fits) else { return };
            let cost = frame + block.forms.get(form).map_or(0, |form| form.markup.chars());
            *left -= cost;
            chosen.chars += cost;
            chosen.forms.push(form);
        }
    }

    /// Exchanges short forms for fuller ones where there is room now.
    fn lengthen(&self, chosen: &mut Chosen, left: &mut usize) {
        for (block, taken) in self.blocks.iter().zip(&mut chosen.forms) {
            let size = |form: usize| block.forms.get(form).map_or(0, |form| form.markup.chars());
            let has = size(*taken);
            if let Some(better) = (0..*taken).find(|&form| size(form) <= has + *left) {
                *left = (*left + has).saturating_sub(size(better));
                *taken = better;
            }
        }
    }

    fn write(&self, chosen: &Chosen, page: Markup) -> Markup {
        if chosen.forms.is_empty() {
            return page;
        }
        let mut page = page.and_markup(&self.open);
        for (block, &form) in self.blocks.iter().zip(&chosen.forms) {
            if let Some(form) = block.forms.get(form) {
                page = page.and_markup(&form.markup);
            }
        }
        if chosen
            .forms
            .len()
            .checked_sub(1)
            .and_then(|last| self.blocks.get(last))
            .is_some_and(|last| last.is_open)
        {
            page = page.and("\n");
        }
        page.and_markup(&self.close)
    }

    fn omission(&self, chosen: &Chosen) -> Option<Omission> {
        let Unseen { items, characters } = self.unseen;
        let mut omission = Omission { section: self.section, items, characters };
        for (index, block) in self.blocks.iter().enumerate() {
            omission.characters += block.cut;
            match chosen.forms.get(index) {
                Some(&form) => omission.characters += block.forms.get(form).map_or(0, |form| form.left_out),
                None => {
                    omission.items += 1;
                    omission.characters +=
                        block.forms.first().map_or(0, |form| form.left_out + form.markup.chars());
                }
            }
        }
        (omission.items > 0 || omission.characters > 0).then_some(omission)
    }
}
