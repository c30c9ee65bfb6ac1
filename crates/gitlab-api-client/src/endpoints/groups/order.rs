use crate::endpoints::words::words;

words! {
    /// What groups are ordered by.
    pub enum GroupOrder {
        /// Their name.
        Name = "name",
        /// Their path.
        Path = "path",
        /// Their id.
        Id = "id",
        /// How well they match a search (since GitLab 14.1).
        Similarity = "similarity",
    }
}
