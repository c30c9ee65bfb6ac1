//! The first thing that is compared of a text: eight bytes at once.

/// So many bytes are compared at once.
pub(super) const WINDOW: usize = 8;
/// Letters do not differ by case.
const CASELESS: u64 = 0xDFDF_DFDF_DFDF_DFDF;

/// Eight bytes of a text, of a shorter one all of them: nearly all that is not the text differs here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    bytes: u64,
    /// The bytes that count.
    mask: u64,
}

impl Window {
    pub(super) fn of(text: &[u8], start: usize) -> Self {
        let length = text.len().saturating_sub(start).min(WINDOW);
        let mask = u64::MAX.checked_shr(64 - 8 * u32::try_from(length).unwrap_or(8)).unwrap_or_default();
        Self { bytes: eight(text, start) & mask, mask }
    }

    /// The same in any case of letters. A few other bytes do not differ then either.
    pub(super) fn caseless(self) -> Self {
        let mask = self.mask & CASELESS;
        Self { bytes: self.bytes & mask, mask }
    }

    pub(super) fn fits(self, bytes: u64) -> bool {
        bytes & self.mask == self.bytes
    }
}

/// The eight bytes from `start` on, with zeros behind the end.
pub(super) fn eight(bytes: &[u8], start: usize) -> u64 {
    let rest = bytes.get(start..).unwrap_or_default();
    if let Some(eight) = rest.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    rest.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_fits_what_it_was_made_of() {
        for text in ["", "a", "error", "error: x", "error: something"] {
            let window = Window::of(text.as_bytes(), 0);
            assert!(window.fits(eight(format!("{text}...").as_bytes(), 0)), "{text}");
            assert!(window.caseless().fits(eight(text.to_uppercase().as_bytes(), 0)), "{text}");
        }
        assert!(!Window::of(b"error", 0).fits(eight(b"erro", 0)));
        assert!(!Window::of(b"an error", 3).fits(eight(b"an error", 0)));
    }
}
