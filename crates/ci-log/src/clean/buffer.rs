//! Bytes that are appended in small parts.

/// So many bytes are copied at once where fewer are wanted: to copy a few is as quick as to ask how many.
const STEP: usize = 32;

/// Bytes, with room behind them.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    /// What lies behind the length has no meaning.
    bytes: Vec<u8>,
    length: usize,
}

impl Buffer {
    /// Makes room for so many more bytes.
    pub(super) fn make_room(&mut self, more: usize) {
        let wanted = self.length + more + STEP;
        if self.bytes.len() < wanted {
            self.bytes.resize(wanted, 0);
        }
    }

    /// Appends a part of `source`, for which there is room.
    #[inline]
    pub(super) fn append(&mut self, source: &[u8], from: usize, to: usize) {
        let length = to.saturating_sub(from);
        let room = self.bytes.get_mut(self.length..).unwrap_or_default();
        if length <= STEP
            && let Some(step) = source.get(from..).and_then(<[u8]>::first_chunk::<STEP>)
            && let Some(room) = room.first_chunk_mut::<STEP>()
        {
            *room = *step;
            self.length += length;
        } else if let Some((part, room)) = source.get(from..to).zip(room.get_mut(..length)) {
            room.copy_from_slice(part);
            self.length += length;
        } else {
            debug_assert!(false, "room was made for all that is appended");
        }
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}
