//! The header that a runner with timestamps puts before each line.
//!
//! `2025-03-07T13:51:12.206590Z 01O text`: the time in microseconds, the stream's number in two hexadecimal digits, `O` or `E`
//! for standard output or error, and a space; `+` instead of the space says that the line continues the
//! stream's previous one.

/// Length of the header in bytes.
const LENGTH: usize = 32;

/// What the header of a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StreamHeader {
    /// The stream's number and `O` or `E`.
    pub(crate) stream: [u8; 3],
    /// The line continues the stream's previous one.
    pub(crate) continues: bool,
}

impl StreamHeader {
    /// Splits the header off a raw line that has one.
    pub(crate) fn split(raw: &[u8]) -> Option<(Self, &[u8])> {
        let (header, text) = raw.split_at_checked(LENGTH)?;
        let shape = b"dddd-dd-ddTdd:dd:dd.ddddddZ xxs+";
        let fits = header.iter().zip(shape).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            b'x' => byte.is_ascii_digit() || (b'a'..=b'f').contains(byte),
            b's' => matches!(byte, b'O' | b'E'),
            b'+' => matches!(byte, b' ' | b'+'),
            other => byte == other,
        });
        let stream = header.get(28..31)?.try_into().ok().filter(|_| fits)?;
        Some((Self { stream, continues: header.last() == Some(&b'+') }, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_exactly_32_bytes() {
        let (header, text) = StreamHeader::split(b"2025-03-07T13:51:12.206590Z 01O text").unwrap();
        assert_eq!((header, text), (StreamHeader { stream: *b"01O", continues: false }, &b"text"[..]));
        let (header, text) = StreamHeader::split(b"2025-03-07T13:51:12.206590Z 0fE+").unwrap();
        assert_eq!((header, text), (StreamHeader { stream: *b"0fE", continues: true }, &b""[..]));
        for other in
            [&b"2025-03-07T13:51:12Z 01O text that is long"[..], b"2025-03-07T13:51:12.206590Z 01X text", b""]
        {
            assert!(StreamHeader::split(other).is_none());
        }
    }
}
