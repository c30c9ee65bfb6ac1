//! The header that a runner with timestamps puts before each line.
//!
//! `2025-03-07T13:51:12.206590Z 01O text`: the time in microseconds, the stream's number in two hexadecimal digits, `O` or `E`
//! for standard output or error, and a space; `+` instead of the space says that the line continues the
//! stream's previous one.

/// Length of the header in bytes.
pub(super) const LENGTH: usize = 32;

/// What the header of a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StreamHeader {
    /// The stream's number and `O` or `E`.
    pub(super) stream: [u8; 3],
    /// The line continues the stream's previous one.
    pub(super) continues: bool,
}

impl StreamHeader {
    /// Splits the header off a raw line that has one.
    #[inline]
    pub(super) fn split(raw: &[u8]) -> Option<(Self, &[u8])> {
        let (header, text) = raw.split_first_chunk::<LENGTH>()?;
        // No early exit: the compiler turns this into vector instructions.
        let fits = header
            .iter()
            .zip(&LOWEST)
            .zip(&HIGHEST)
            .fold(true, |fits, ((byte, lowest), highest)| fits & (byte >= lowest) & (byte <= highest));
        let [.., high, low, output, sign] = *header;
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || byte >= b'a';
        let fits = fits
            && hexadecimal(high)
            && hexadecimal(low)
            && matches!(output, b'O' | b'E')
            && matches!(sign, b' ' | b'+');
        fits.then_some((Self { stream: [high, low, output], continues: sign == b'+' }, text))
    }
}

/// For each byte of the header the lowest and the highest that it can be.
const LOWEST: [u8; LENGTH] = *b"0000-00-00T00:00:00.000000Z 00E ";
const HIGHEST: [u8; LENGTH] = *b"9999-99-99T99:99:99.999999Z ffO+";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_exactly_32_bytes() {
        let (header, text) = StreamHeader::split(b"2025-03-07T13:51:12.206590Z 01O text").unwrap();
        assert_eq!((header, text), (StreamHeader { stream: *b"01O", continues: false }, &b"text"[..]));
        let (header, text) = StreamHeader::split(b"2025-03-07T13:51:12.206590Z 0fE+").unwrap();
        assert_eq!((header, text), (StreamHeader { stream: *b"0fE", continues: true }, &b""[..]));
        for other in [
            &b"2025-03-07T13:51:12Z 01O text that is long"[..],
            b"2025-03-07T13:51:12.206590Z 01X text",
            b"2025-03-07T13:51:12.206590Z 0AO text",
            b"2025-03-07T13:51:12.206590Z 0:O text",
            b"2025-03-07T13:51:12.206590Z 01O-text",
            b"2025-03-07T13:51:12.206590z 01O text",
            b"",
        ] {
            assert!(StreamHeader::split(other).is_none());
        }
    }
}
