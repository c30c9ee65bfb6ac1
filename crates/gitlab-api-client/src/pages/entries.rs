//! The entries of one page.

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A page has this many entries at most, and most pages have as many.
const FULL: usize = 100;
/// What is set aside before the first entry, in bytes.
const MOST: usize = 256 * 1024;

/// What a page holds, read into a list that need not grow.
#[derive(Debug)]
pub(super) struct Entries<T>(pub(super) Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Entries<T>, A::Error> {
                let Some(first) = sequence.next_element()? else { return Ok(Entries(Vec::new())) };
                let mut entries = Vec::with_capacity(FULL.min(MOST / size_of::<T>().max(1)).max(1));
                entries.push(first);
                while let Some(entry) = sequence.next_element()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_seq(Reader(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_entries_is_read_and_nothing_else() {
        for length in [0, 1, 99, 100, 101, 1_000] {
            let numbers: Vec<u64> = (0..length).collect();
            let json = serde_json::to_string(&numbers).unwrap();
            assert_eq!(serde_json::from_str::<Entries<u64>>(&json).unwrap().0, numbers);
            assert!(serde_json::from_str::<Entries<u64>>(json.strip_suffix("]").unwrap()).is_err());
        }
        serde_json::from_str::<Entries<()>>("[null, null]").unwrap();
        for json in ["null", "{}", "1", "[1, null]"] {
            serde_json::from_str::<Entries<u64>>(json).unwrap_err();
        }
    }
}
