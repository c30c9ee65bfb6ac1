//! Which entries of a list came already.

use crate::ItemKey;
use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

/// What was seen, small enough for the longest list: numbers as they are, and of texts 64 bits of a hash whose key
/// is another in each list, so that two texts are taken for one in fewer than one of a hundred million lists of the
/// greatest length.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    numbers: HashSet<u64>,
    texts: HashSet<u64, BuildHasherDefault<Hashed>>,
    hasher: RandomState,
}

impl Seen {
    /// Notes the key; `false` when it was noted before.
    pub(crate) fn insert(&mut self, key: &ItemKey) -> bool {
        match key {
            ItemKey::Number(number) => self.numbers.insert(*number),
            ItemKey::Sha(sha) => self.insert_text(sha.as_str()),
            ItemKey::Text(text) => self.insert_text(text),
        }
    }

    /// Notes a text; `false` when it was noted before.
    pub(crate) fn insert_text(&mut self, text: &str) -> bool {
        self.texts.insert(self.hasher.hash_one(text))
    }
}

/// What is a hash already is not hashed again.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
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
