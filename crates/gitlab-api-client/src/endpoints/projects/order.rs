use crate::endpoints::words::words;

words! {
    /// What projects are ordered by.
    pub enum ProjectOrder {
        /// Their id, which is also the order in which they were made.
        Id = "id",
        /// Their name.
        Name = "name",
        /// Their path.
        Path = "path",
        /// When they were made.
        CreatedAt = "created_at",
        /// When they last changed.
        UpdatedAt = "updated_at",
        /// When something last happened in them.
        LastActivityAt = "last_activity_at",
        /// How well they match a search (since GitLab 14.1).
        Similarity = "similarity",
        /// How many people starred them.
        StarCount = "star_count",
    }
}
