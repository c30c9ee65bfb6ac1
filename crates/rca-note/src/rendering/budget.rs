//! Fits sections into a number of characters, whole blocks at a time.

use super::{NOTICE, Outline};
use crate::note::{Omission, Section};

/// A piece of a page that can be measured and put behind another one.
pub(crate) trait Piece: Default {
    fn size(&self) -> usize;
    fn append(&mut self, other: &Self);
}

/// What is on the page as a whole or not at all.
#[derive(Debug)]
pub(crate) struct Block<P> {
    pub(crate) piece: P,
    /// Characters of the source that it does not show, because they were cut before.
    pub(crate) left_out: usize,
    /// The same without its excerpt, for a page on which there is no room for it, and the characters of that excerpt.
    pub(crate) short: Option<(P, usize)>,
}

/// A section of the page: what opens it, its blocks, what closes it.
#[derive(Debug)]
pub(crate) struct Part<P> {
    pub(crate) section: Section,
    pub(crate) open: P,
    pub(crate) blocks: Vec<Block<P>>,
    pub(crate) close: P,
}

/// What of a part is on the page.
#[derive(Default)]
struct Taken {
    /// For each block on the page, whether it is short.
    blocks: Vec<bool>,
    size: usize,
}

/// The sections in their order within `room` characters, and what did not fit, that of `outline`'s excerpts included. Each section gets
/// its share first, so that a long one does not displace all others; then the rest goes by priority, and excerpts come last.
pub(crate) fn fit<P: Piece>(parts: &[Part<P>], outline: &Outline, room: usize) -> (P, Vec<Omission>) {
    let is_cut = parts.iter().flat_map(|part| &part.blocks).any(|block| block.left_out > 0);
    let whole = parts.iter().map(Part::size).sum::<usize>();
    let is_whole = whole <= room && !is_cut && outline.excerpts_left_out == 0;
    let room = if is_whole { room } else { room.saturating_sub(NOTICE) };

    let mut order: Vec<(&Part<P>, Taken)> = parts.iter().map(|part| (part, Taken::default())).collect();
    order.sort_by_key(|(part, _)| part.section.priority());
    let mut left = room;
    for is_shared in [true, false] {
        for (part, taken) in &mut order {
            let share = if is_shared { room / 100 * part.section.share() } else { room };
            part.take(taken, &mut left, share);
        }
    }
    for (part, taken) in &mut order {
        part.lengthen(taken, &mut left);
    }
    let mut page = P::default();
    let mut omitted = Vec::new();
    let mut excerpts = Omission {
        section: Section::Excerpts,
        items: outline.excerpts_missing,
        characters: outline.excerpts_left_out,
    };
    for part in parts {
        let taken = order.iter().find(|(other, _)| other.section == part.section).map(|(_, taken)| taken);
        let blocks = taken.map(|taken| taken.blocks.as_slice()).unwrap_or_default();
        part.write(blocks, &mut page);
        omitted.extend(part.omission(blocks, &mut excerpts));
    }
    omitted.extend((excerpts.characters > 0).then_some(excerpts));
    (page, omitted)
}

impl<P: Piece> Part<P> {
    fn size(&self) -> usize {
        let blocks = self.blocks.iter().map(|block| block.piece.size()).sum::<usize>();
        if self.blocks.is_empty() { 0 } else { self.open.size() + self.close.size() + blocks }
    }

    /// Takes blocks in their order until one does not fit.
    fn take(&self, taken: &mut Taken, left: &mut usize, share: usize) {
        while let Some(block) = self.blocks.get(taken.blocks.len()) {
            let frame = if taken.blocks.is_empty() { self.open.size() + self.close.size() } else { 0 };
            let available = (*left).min(share.saturating_sub(taken.size));
            let cost = frame + block.shown(block.short.is_some()).size();
            if cost > available {
                return;
            }
            *left -= cost;
            taken.size += cost;
            taken.blocks.push(block.short.is_some());
        }
    }

    /// Adds excerpts where there is room now.
    fn lengthen(&self, taken: &mut Taken, left: &mut usize) {
        for (block, is_short) in self.blocks.iter().zip(&mut taken.blocks) {
            let more = block.piece.size().saturating_sub(block.shown(*is_short).size());
            if *is_short && more <= *left {
                *left -= more;
                *is_short = false;
            }
        }
    }

    fn write(&self, blocks: &[bool], page: &mut P) {
        if blocks.is_empty() {
            return;
        }
        page.append(&self.open);
        for (block, is_short) in self.blocks.iter().zip(blocks) {
            page.append(block.shown(*is_short));
        }
        page.append(&self.close);
    }

    fn omission(&self, blocks: &[bool], excerpts: &mut Omission) -> Option<Omission> {
        let mut omission = Omission { section: self.section, items: 0, characters: 0 };
        for (index, block) in self.blocks.iter().enumerate() {
            omission.characters += block.left_out;
            let excerpt = block.short.as_ref().map(|(_, excerpt)| *excerpt);
            let is_on_page = blocks.get(index);
            if is_on_page.is_none() {
                omission.items += 1;
                omission.characters += block.shown(true).size();
            }
            if let Some(characters) = excerpt.filter(|_| is_on_page != Some(&false)) {
                excerpts.items += 1;
                excerpts.characters += characters;
            }
        }
        (omission.items > 0 || omission.characters > 0).then_some(omission)
    }
}

impl<P> Block<P> {
    fn shown(&self, is_short: bool) -> &P {
        match &self.short {
            Some((short, _)) if is_short => short,
            _ => &self.piece,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Finding;
    use crate::rendering::Safeguards;

    impl Piece for String {
        fn size(&self) -> usize {
            self.chars().count()
        }

        fn append(&mut self, other: &Self) {
            self.push_str(other);
        }
    }

    fn part(section: Section, blocks: usize, size: usize) -> Part<String> {
        let letter = section.name().chars().next().unwrap_or('-');
        let blocks = (0..blocks)
            .map(|_| Block { piece: letter.to_string().repeat(size), left_out: 0, short: None })
            .collect();
        Part { section, open: "(".to_owned(), blocks, close: ")".to_owned() }
    }

    fn fitted(parts: &[Part<String>], room: usize) -> (String, Vec<(Section, usize, usize)>) {
        let outline = Outline::new(&Finding::new("x"), &Safeguards::new(), usize::MAX);
        let (page, omitted) = fit(parts, &outline, room);
        let figures = |omission: &Omission| (omission.section, omission.items, omission.characters);
        (page, omitted.iter().map(figures).collect())
    }

    #[test]
    fn keeps_the_order_and_the_limit_and_says_what_is_missing() {
        let parts = [part(Section::Summary, 2, 3), part(Section::Links, 100, 4)];
        assert_eq!(fitted(&parts, 410), (format!("(ssssss)({})", "l".repeat(400)), vec![]));
        let short = ("(ssssss)(llll)".to_owned(), vec![(Section::Links, 99, 396)]);
        assert_eq!(fitted(&parts, NOTICE + 15), short);
        assert_eq!(fitted(&parts, 0).0, "");
    }

    #[test]
    fn a_long_section_does_not_displace_the_others() {
        let parts = [part(Section::Summary, 1_000, 10), part(Section::NextSteps, 5, 10)];
        let (page, omitted) = fitted(&parts, NOTICE + 1_000);
        assert!(page.ends_with(&format!("({})", "n".repeat(50))), "{page}");
        assert!(page.len() > 980 && page.len() <= 1_000);
        assert_eq!(omitted.len(), 1);
    }

    #[test]
    fn excerpts_go_first() {
        let mut evidence = part(Section::Evidence, 2, 500);
        for block in &mut evidence.blocks {
            block.short = Some(("e".to_owned(), 50));
        }
        let parts = [evidence, part(Section::Links, 1, 10)];
        assert_eq!(
            fitted(&parts, NOTICE + 520),
            (format!("({}e)(llllllllll)", "e".repeat(500)), vec![(Section::Excerpts, 1, 50)])
        );
        assert_eq!(fitted(&parts, 1_014).1, []);
    }
}
