//! Which entries of a list came already.

use crate::ItemKey;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

/// What was seen, small enough for the longest list: numbers as they are, and of texts 128 bits of a hash whose
/// keys nobody outside knows, so that no two texts are taken for one.
#[derive(Debug, Default)]
pub(super) struct Seen {
    numbers: HashSet<u64>,
    texts: HashSet<u128>,
    hashers: (RandomState, RandomState),
}

impl Seen {
    /// Notes the key; `false` when it was noted before.
    pub(super) fn insert(&mut self, key: &ItemKey) -> bool {
        match key {
            ItemKey::Number(number) => self.numbers.insert(*number),
            ItemKey::Text(text) => self.insert_text(text),
        }
    }

    /// Notes a text; `false` when it was noted before.
    pub(super) fn insert_text(&mut self, text: &str) -> bool {
        let (first, second) = &self.hashers;
        let hash = u128::from(first.hash_one(text)) << 64 | u128::from(second.hash_one(text));
        self.texts.insert(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_new_once() {
        let mut seen = Seen::default();
        for key in [ItemKey::from(1), ItemKey::from("1"), ItemKey::from(""), ItemKey::from("a/b")] {
            assert!(seen.insert(&key), "{key:?}");
            assert!(!seen.insert(&key), "{key:?}");
        }
    }
}
