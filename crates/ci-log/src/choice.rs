//! Which blocks a person should read first.

use crate::block::{Block, Outcome, worth};
use crate::excerpt::Excerpt;
use crate::options::LogOptions;

/// Blocks that are worth less than this share of the best one only distract.
const SHARE: f32 = 0.4;
/// The same for what another tool says.
const OTHER: f32 = 0.5;
/// So many lines are shown of all blocks together, but for the first.
const MAX_LINES: usize = 400;
/// So many of the lines of each, however many they are.
const FAIR: usize = 120;
/// New lines that weigh less tell nothing.
const SIGN: f32 = 1.0;
/// A block that is worth this much explains the failure.
const CLEAR: f32 = 6.0;

/// The excerpts, best first, and how many blocks were left out.
pub(crate) fn choose(blocks: Vec<Block>, options: &LogOptions) -> (Vec<Excerpt>, usize) {
    let known = blocks.iter().any(|block| block.outcome == Outcome::Failed);
    let mut blocks: Vec<(f32, Block)> =
        blocks.into_iter().map(|block| (worth(&block, known), block)).collect();
    blocks.sort_by(|(one, left), (other, right)| other.total_cmp(one).then(left.start().cmp(&right.start())));
    summary_second(&mut blocks);
    each_tool_early(&mut blocks);
    let (best, tool) = blocks.first().map_or((0.0, 0), |(worth, block)| (*worth, block.sign.tool));
    let telling = |worth: f32, block: &Block| {
        let same = block.sign.tool == tool || best < CLEAR;
        worth >= best * if same { SHARE } else { OTHER }
    };
    // Every one of many reports is shown with its start rather than the first of them in full.
    let many = blocks.iter().filter(|(worth, block)| telling(*worth, block)).count();
    let most = (MAX_LINES / many.max(1)).max(FAIR);
    let mut excerpts: Vec<Excerpt> = Vec::new();
    let mut omitted = 0;
    for (worth, block) in blocks {
        let (start, end) = (block.start(), block.end());
        let distinct = excerpts.iter().all(|one| end < one.start || one.end < start);
        if !distinct {
            continue;
        }
        if !telling(worth, &block) {
            omitted += usize::from(worth >= CLEAR);
            continue;
        }
        let shown: usize = excerpts.iter().map(|one| one.lines.len()).sum();
        if excerpts.len() >= options.max_excerpts || shown >= MAX_LINES {
            omitted += 1;
            continue;
        }
        let mut lines = block.lines;
        lines.truncate((MAX_LINES - shown).min(most).max(1));
        let end = lines.iter().map(|seen| seen.end).max().unwrap_or(end);
        let lines = lines.into_iter().map(|seen| seen.line).collect();
        excerpts.push(Excerpt { start, end, score: worth, lines });
    }
    (excerpts, omitted)
}

/// The runs of new lines that tell of a failure, best first.
pub(crate) fn choose_new(mut runs: Vec<Block>, options: &LogOptions) -> Vec<Excerpt> {
    runs.retain(|run| run.sign.weight >= SIGN);
    runs.sort_by(|one, other| {
        other.sign.weight.total_cmp(&one.sign.weight).then(one.start().cmp(&other.start()))
    });
    let mut excerpts: Vec<Excerpt> = Vec::new();
    for run in runs {
        let (start, end) = (run.start(), run.end());
        let distinct = excerpts.iter().all(|one| end < one.start || one.end < start);
        if distinct && excerpts.len() < options.max_excerpts {
            let lines = run.lines.into_iter().map(|seen| seen.line).collect();
            excerpts.push(Excerpt { start, end, score: run.sign.weight, lines });
        }
    }
    excerpts
}

/// A tool that has had its share of lines lets the first report of each other tool go before its own next one.
fn each_tool_early(blocks: &mut [(f32, Block)]) {
    let Some((best, block)) = blocks.first() else { return };
    let (least, tool) = (*best * OTHER, block.sign.tool);
    let mut lines = 0;
    let own = blocks.iter().take_while(|(_, block)| {
        lines += block.lines.len();
        block.sign.tool == tool && lines - block.lines.len() < FAIR
    });
    let first = own.count();
    let mut place = first;
    let mut seen = vec![tool];
    for index in first..blocks.len() {
        let new = blocks.get(index).is_some_and(|(worth, block)| {
            *worth >= least && !block.sign.vague && !seen.contains(&block.sign.tool)
        });
        if new && let Some(part) = blocks.get_mut(place..=index) {
            part.rotate_right(1);
            let next = part.get(1).map_or(0.0, |(worth, _)| *worth);
            if let Some((worth, block)) = part.first_mut() {
                *worth = worth.max(next);
                seen.push(block.sign.tool);
            }
            place += 1;
        }
    }
}

/// Of reports that are worth the same the first is the fullest, and the last one mostly sums them up.
fn summary_second(blocks: &mut [(f32, Block)]) {
    let Some((best, first)) = blocks.first() else { return };
    let (best, tool) = (*best, first.sign.tool);
    let equal = blocks
        .iter()
        .take_while(|(worth, block)| block.sign.tool == tool && *worth >= best * SHARE && !block.sign.vague)
        .count();
    let last = blocks.iter().take(equal).enumerate().max_by_key(|(_, (_, block))| block.start());
    if let Some(index) = last.map(|(index, _)| index).filter(|index| *index > 1)
        && let Some(part) = blocks.get_mut(1..=index)
    {
        part.rotate_right(1);
        let next = part.get(1).map_or(0.0, |(worth, _)| *worth);
        if let Some((worth, _)) = part.first_mut() {
            *worth = worth.max(next);
        }
    }
}
