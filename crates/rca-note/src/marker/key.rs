use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The secret with which a marker is sealed, so that nobody else can make one or change what it says.
///
/// ```
/// use rca_note::{MarkerKey, NoteMarker};
///
/// let key = MarkerKey::new("the very secret of this installation");
/// let marker = NoteMarker::new("alert-4711").sealed_with(&key);
/// let read = NoteMarker::find_in(&marker.to_comment()).unwrap();
/// assert!(read.is_sealed_with(&key));
/// assert!(!read.with_project("other/project").is_sealed_with(&key));
/// assert_eq!(format!("{key:?}"), "MarkerKey([REDACTED])");
/// ```
#[derive(Clone)]
pub struct MarkerKey(Hmac<Sha256>);

impl MarkerKey {
    /// A key of any length; 32 random bytes are enough.
    #[must_use]
    pub fn new(secret: impl AsRef<[u8]>) -> Self {
        let mut block = [0; 64];
        let secret = secret.as_ref();
        // What HMAC does with a key: longer ones are digested, shorter ones filled up with zeros.
        if secret.len() > block.len() {
            use sha2::Digest as _;
            for (to, from) in block.iter_mut().zip(Sha256::digest(secret)) {
                *to = from;
            }
        } else {
            for (to, from) in block.iter_mut().zip(secret) {
                *to = *from;
            }
        }
        Self(Hmac::new(&block.into()))
    }

    pub(super) fn seal(&self, text: &str) -> [u8; 32] {
        self.0.clone().chain_update(text).finalize().into_bytes().into()
    }

    /// Takes the same time wherever the tags differ.
    pub(super) fn verifies(&self, text: &str, tag: &[u8]) -> bool {
        self.0.clone().chain_update(text).verify_slice(tag).is_ok()
    }
}

impl fmt::Debug for MarkerKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MarkerKey([REDACTED])")
    }
}

#[cfg(test)]
mod tests {
    use super::MarkerKey;

    #[test]
    fn the_tag_is_hmac_sha256() {
        // RFC 4231, test cases 2 and 6.
        let hex = |key: &MarkerKey, text: &str| {
            key.seal(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        assert_eq!(
            hex(&MarkerKey::new("Jefe"), "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hex(&MarkerKey::new([0xaa; 131]), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }
}
