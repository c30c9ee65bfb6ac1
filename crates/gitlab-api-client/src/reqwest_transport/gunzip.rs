//! Unpacks gzip as it arrives: all of it or an error, and never much at once.

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};
use gitlab_core::{Delivery, TransportError, TransportErrorKind};
use http::{HeaderMap, header::CONTENT_ENCODING};
use std::io::{self, Write};

/// How much is unpacked at a time. It becomes at most a thousand times as much.
const PIECE: usize = 1024;

/// Whether an answer is packed by gzip; an error when it is packed in a way that was not asked for.
pub(super) fn is_packed(headers: &HeaderMap) -> Result<bool, TransportError> {
    let mut packed = false;
    for value in headers.get_all(CONTENT_ENCODING) {
        match value.as_bytes().to_ascii_lowercase().as_slice() {
            b"gzip" | b"x-gzip" if !packed => packed = true,
            b"identity" | b"" => {}
            _ => {
                return Err(TransportError::new(TransportErrorKind::Decode, Delivery::Unknown)
                    .with_source(io::Error::other("it is packed in a way that was not asked for")));
            }
        }
    }
    Ok(packed)
}

/// The bytes that a stream of gzip holds. Several members one after another are one text, as gzip defines it.
pub(super) fn unpack(
    body: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static {
    let state = State { body: body.boxed(), packed: Bytes::new(), decoder: None, ended: false };
    stream::try_unfold(state, |mut state| async move {
        while !state.ended {
            if state.packed.is_empty() {
                match state.body.try_next().await? {
                    Some(chunk) => state.packed = chunk,
                    None => state.ended = true,
                }
            }
            let unpacked = state.step().map_err(broken)?;
            if !unpacked.is_empty() {
                return Ok(Some((unpacked, state)));
            }
        }
        Ok(None)
    })
}

struct State {
    body: stream::BoxStream<'static, Result<Bytes, TransportError>>,
    /// What arrived and is still to be unpacked.
    packed: Bytes,
    /// Made with the first byte: no bytes at all are an empty body.
    decoder: Option<MultiGzDecoder<Vec<u8>>>,
    ended: bool,
}

impl State {
    /// What the next piece holds, or at the end what is left.
    fn step(&mut self) -> io::Result<Bytes> {
        let piece = self.packed.split_to(PIECE.min(self.packed.len()));
        if piece.is_empty() {
            return match self.decoder.take().filter(|_| self.ended) {
                // This checks the length and the sum of the last member.
                Some(decoder) => decoder.finish().map(Bytes::from),
                None => Ok(Bytes::new()),
            };
        }
        let decoder = self.decoder.get_or_insert_with(|| MultiGzDecoder::new(Vec::new()));
        decoder.write_all(&piece)?;
        decoder.flush()?;
        Ok(std::mem::take(decoder.get_mut()).into())
    }
}

fn broken(error: io::Error) -> TransportError {
    let kind = match error.kind() {
        io::ErrorKind::UnexpectedEof => TransportErrorKind::Interrupted,
        _ => TransportErrorKind::Decode,
    };
    TransportError::new(kind, Delivery::Unknown).with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(packed: &[u8], chunk: usize) -> Result<Vec<u8>, TransportError> {
        let chunks: Vec<_> = packed.chunks(chunk).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        let body: stream::BoxStream<'static, _> = stream::iter(chunks).boxed();
        let whole = unpack(body).try_fold(Vec::new(), |mut whole, bytes| async move {
            whole.extend_from_slice(&bytes);
            Ok(whole)
        });
        futures_util::FutureExt::now_or_never(whole).unwrap()
    }

    proptest! {
        #[test]
        fn case_34_what_was_packed_comes_back_whole_however_it_is_cut(
            members in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..2_000), 1..4),
            chunk in 1_usize..3_000,
        ) {
            let packed: Vec<u8> = members.iter().flat_map(|member| pack(member)).collect();
            prop_assert_eq!(unpacked(&packed, chunk).unwrap(), members.concat());
        }

        #[test]
        fn case_34_what_is_cut_or_damaged_is_an_error_or_whole(
            text in proptest::collection::vec(any::<u8>(), 1..500),
            at in any::<proptest::sample::Index>(),
            chunk in 1_usize..100,
        ) {
            let packed = pack(&text);
            let at = at.index(packed.len());
            if at > 0 {
                prop_assert!(unpacked(&packed[..at], chunk).is_err());
            }
            let mut damaged = packed;
            damaged[at] ^= 0x55;
            // The time, the system and the flags of the header hold no content.
            if let Ok(bytes) = unpacked(&damaged, chunk) {
                prop_assert_eq!(bytes, text);
            }
        }
    }

    #[test]
    fn nothing_is_an_empty_body() {
        assert!(unpacked(&[], 1).unwrap().is_empty());
    }

    #[test]
    fn case_32_no_step_gives_much() {
        let packed = pack(&vec![0; 64 * 1024 * 1024]);
        let body: stream::BoxStream<'static, _> = stream::iter([Ok(Bytes::from(packed))]).boxed();
        let largest =
            unpack(body).try_fold(0, |largest: usize, bytes| async move { Ok(largest.max(bytes.len())) });
        let largest = futures_util::FutureExt::now_or_never(largest).unwrap().unwrap();
        assert!(largest <= 2 * 1024 * 1024, "{largest}");
    }
}
