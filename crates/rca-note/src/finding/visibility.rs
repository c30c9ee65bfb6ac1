use super::open_enum::open_enum;

open_enum! {
    /// Who may read something, in GitLab's words, from the widest circle to the narrowest.
    pub enum Visibility {
        /// Everybody.
        Public = "public",
        /// Everybody who is signed in.
        Internal = "internal",
        /// The members of the project.
        Private = "private",
        /// The members who may read its confidential issues.
        Confidential = "confidential",
    }
}

impl Visibility {
    /// Whether something of this visibility may be shown at a place of that one: never to a wider circle.
    ///
    /// A word that is not known counts as the narrowest circle for what is shown, and as the widest for the place.
    ///
    /// ```
    /// use rca_note::Visibility;
    ///
    /// assert!(Visibility::Private.may_be_shown_at(&Visibility::Confidential));
    /// assert!(!Visibility::Private.may_be_shown_at(&Visibility::Internal));
    /// ```
    #[must_use]
    pub fn may_be_shown_at(&self, place: &Self) -> bool {
        self.narrowness().unwrap_or(3) <= place.narrowness().unwrap_or(0)
    }

    fn narrowness(&self) -> Option<u8> {
        match self {
            Self::Public => Some(0),
            Self::Internal => Some(1),
            Self::Private => Some(2),
            Self::Confidential => Some(3),
            Self::Other(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Visibility::{self, Confidential, Internal, Private, Public};

    #[test]
    fn nothing_is_shown_to_a_wider_circle() {
        let circles = [Public, Internal, Private, Confidential];
        for (index, what) in circles.iter().enumerate() {
            for (place_index, place) in circles.iter().enumerate() {
                assert_eq!(what.may_be_shown_at(place), index <= place_index, "{what} at {place}");
            }
        }
        let unheard = Visibility::from("secret");
        assert!(unheard.may_be_shown_at(&Confidential) && !unheard.may_be_shown_at(&Private));
        assert!(Public.may_be_shown_at(&unheard) && !Internal.may_be_shown_at(&unheard));
    }
}
