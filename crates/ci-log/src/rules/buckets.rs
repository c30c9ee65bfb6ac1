//! Lists that are found by a hash.

/// For each bucket its items, in one list.
#[derive(Debug)]
pub(super) struct Buckets<T> {
    /// Where the items of each bucket start, and where the last ones end.
    starts: Vec<usize>,
    items: Vec<T>,
}

impl<T> Buckets<T> {
    /// Takes the items with the numbers of their buckets, of which there are `count`. Those of one bucket keep their order.
    pub(super) fn new(count: usize, mut items: Vec<(usize, T)>) -> Self {
        items.sort_by_key(|(bucket, _)| *bucket);
        let mut start = 0;
        let next_start = |bucket| {
            start += items.iter().skip(start).take_while(|(other, _)| *other < bucket).count();
            start
        };
        let starts = (0..=count).map(next_start).collect();
        Self { starts, items: items.into_iter().map(|(_, item)| item).collect() }
    }

    /// The items of a bucket.
    pub(super) fn of(&self, bucket: usize) -> &[T] {
        let Some([from, to, ..]) = self.starts.get(bucket..) else { return &[] };
        self.items.get(*from..*to).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_found_in_their_order_and_nowhere_else() {
        let buckets = Buckets::new(4, vec![(3, 'a'), (0, 'b'), (3, 'c')]);
        assert_eq!(buckets.of(0), ['b']);
        assert_eq!(buckets.of(1), []);
        assert_eq!(buckets.of(3), ['a', 'c']);
        assert_eq!(buckets.of(4), []);
    }
}
