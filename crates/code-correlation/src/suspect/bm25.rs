//! BM25: how well the words of a change fit the words of a failure.

use std::collections::HashMap;

use super::words::each_word;

/// The words looked for, each once.
#[derive(Debug, Default)]
pub(super) struct Query {
    ids: HashMap<String, usize>,
    words: Vec<String>,
    factors: Vec<f64>,
}

impl Query {
    /// Adds the words of a text; a word that comes several times keeps its greatest factor.
    pub(super) fn add(&mut self, text: &str, factor: f64) {
        each_word(text, |word| {
            if OF_EVERY_FAULT.contains(&word) {
                return;
            }
            if let Some(id) = self.ids.get(word) {
                if let Some(known) = self.factors.get_mut(*id) {
                    *known = known.max(factor);
                }
            } else if self.words.len() < MOST_WORDS {
                self.ids.insert(word.to_owned(), self.words.len());
                self.words.push(word.to_owned());
                self.factors.push(factor);
            }
        });
    }
}

/// Words that tests of faults and repairs of faults share, whichever fault it is: `testIssue42`, `Fix bug 17`.
const OF_EVERY_FAULT: [&str; 7] = ["bug", "bugs", "fix", "fixed", "fixes", "issue", "issues"];

/// Bounds the work on a failure text that never ends.
const MOST_WORDS: usize = 2_000;

/// One change as counts of the words of the query.
#[derive(Debug, Default)]
pub(super) struct Document {
    counts: HashMap<usize, f64>,
    length: f64,
}

impl Document {
    /// Adds the words of a part of the change.
    pub(super) fn add(&mut self, query: &Query, text: &str) {
        each_word(text, |word| {
            self.length += 1.0;
            if let Some(id) = query.ids.get(word) {
                *self.counts.entry(*id).or_default() += 1.0;
            }
        });
    }
}

/// How well a change fits, and the words that make it fit, the strongest first.
#[derive(Debug, Default)]
pub(super) struct Similarity<'q> {
    pub(super) score: f64,
    pub(super) words: Vec<&'q str>,
}

/// Compares all changes with the query.
pub(super) fn compare<'q>(query: &'q Query, documents: &[Document]) -> Vec<Similarity<'q>> {
    const K1: f64 = 1.2;
    // A change is long since it does much, which makes its words less telling by half only.
    const B: f64 = 0.4;
    let total = documents.len() as f64;
    let mean_length = documents.iter().map(|document| document.length).sum::<f64>() / total.max(1.0);
    let mut holders = vec![0.0_f64; query.words.len()];
    for id in documents.iter().flat_map(|document| document.counts.keys()) {
        if let Some(count) = holders.get_mut(*id) {
            *count += 1.0;
        }
    }
    documents
        .iter()
        .map(|document| {
            let mut parts: Vec<(usize, f64)> = document
                .counts
                .iter()
                .filter_map(|(id, count)| {
                    let (held, factor) = (holders.get(*id)?, query.factors.get(*id)?);
                    let rarity = ((total - held + 0.5) / (held + 0.5)).ln_1p();
                    let damping = K1 * (1.0 - B + B * document.length / mean_length.max(1.0));
                    Some((*id, factor * rarity * count * (K1 + 1.0) / (count + damping)))
                })
                .collect();
            // Hash order must not reach the result, not even through the order of a sum.
            parts.sort_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
            let score = parts.iter().map(|(_, part)| part).sum();
            let words =
                parts.iter().take(5).filter_map(|(id, _)| query.words.get(*id)).map(String::as_str).collect();
            Similarity { score, words }
        })
        .collect()
}
