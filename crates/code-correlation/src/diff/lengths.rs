//! How long the lines of a hunk are, so that nobody has to look for their ends again.

/// A line as long as this or longer is measured again.
const LONG: u8 = u8::MAX;

/// So many lines need no memory of their own, as those of most hunks.
const FEW: usize = 31;

/// The lengths of lines that follow one another, one byte each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Lengths {
    few: [u8; FEW],
    count: u8,
    /// All of them, once they are more than a few.
    many: Vec<u8>,
}

impl Lengths {
    #[inline]
    pub(crate) fn push(&mut self, line: &[u8]) {
        let length = u8::try_from(line.len()).unwrap_or(LONG);
        if let Some(place) = self.few.get_mut(usize::from(self.count)) {
            *place = length;
            self.count += 1;
        } else {
            if self.many.is_empty() {
                self.many.extend_from_slice(&self.few);
            }
            self.many.push(length);
        }
    }

    /// One byte a line.
    pub(crate) fn as_slice(&self) -> &[u8] {
        if self.many.is_empty() {
            self.few.get(..usize::from(self.count)).unwrap_or_default()
        } else {
            &self.many
        }
    }
}

/// The first line of `rest` when its length is that.
#[inline]
pub(crate) fn line(length: u8, rest: &[u8]) -> &[u8] {
    let length = if length == LONG {
        memchr::memchr(b'\n', rest).unwrap_or(rest.len())
    } else {
        usize::from(length).min(rest.len())
    };
    rest.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_every_length_are_given_back() {
        let lines: Vec<_> = (0..600).map(|length| vec![b'x'; length]).collect();
        let text = lines.join(&b'\n');
        for count in [0, 1, FEW - 1, FEW, FEW + 1, lines.len()] {
            let lines = lines.get(..count).unwrap_or_default();
            let mut lengths = Lengths::default();
            lines.iter().for_each(|line| lengths.push(line));
            assert_eq!(lengths.as_slice().len(), count);
            let mut rest = text.as_slice();
            for (length, written) in lengths.as_slice().iter().zip(lines) {
                assert_eq!(line(*length, rest), written.as_slice());
                rest = rest.get(written.len() + 1..).unwrap_or_default();
            }
        }
    }
}
