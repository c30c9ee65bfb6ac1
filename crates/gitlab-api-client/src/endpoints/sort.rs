use super::words::words;

words! {
    /// The direction of a list.
    pub enum Sort {
        /// The smallest or oldest first.
        Ascending = "asc",
        /// The largest or newest first.
        Descending = "desc",
    }
}
