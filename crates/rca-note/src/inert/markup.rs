use std::fmt::Write as _;

/// A piece of the page. It can be made from words of ours, from numbers and from [`Inert`](super::Inert) text only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Markup {
    text: String,
    chars: usize,
}

impl Markup {
    pub(crate) fn own(text: &'static str) -> Self {
        Self::default().and(text)
    }

    /// Adds words of ours, which may be markup.
    pub(crate) fn and(mut self, text: &'static str) -> Self {
        self.raw(text);
        self
    }

    pub(crate) fn and_markup(mut self, other: &Self) -> Self {
        self.text.push_str(&other.text);
        self.chars += other.chars;
        self
    }

    pub(crate) fn and_spaces(mut self, count: usize) -> Self {
        self.raw(&" ".repeat(count));
        self
    }

    /// Adds a whole number in groups of three digits: seven digits in a row may be taken for a commit.
    pub(crate) fn and_number(mut self, number: impl Into<u64>) -> Self {
        let digits = number.into().to_string();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index) % 3 == 0 {
                self.raw(",");
            }
            self.raw(digit.encode_utf8(&mut [0; 4]));
        }
        self
    }

    pub(crate) fn and_count(self, count: usize) -> Self {
        self.and_number(u64::try_from(count).unwrap_or(u64::MAX))
    }

    /// Adds a number with two decimals, signed if `signed`.
    pub(crate) fn and_decimal(mut self, number: f64, signed: bool) -> Self {
        let mut shown = String::new();
        let _written = if signed { write!(shown, "{number:+.2}") } else { write!(shown, "{number:.2}") };
        self.raw(&shown);
        self
    }

    /// The same as the cell of a table, in which a bar in a code span would end the cell.
    pub(crate) fn into_cell(self) -> Self {
        if !self.text.contains('|') {
            return self;
        }
        let mut cell = String::with_capacity(self.text.len() + 8);
        let mut open = None;
        let mut ticks = 0;
        for char in self.text.chars() {
            if char == '`' {
                ticks += 1;
            } else if ticks > 0 {
                match open {
                    None => open = Some(ticks),
                    Some(opened) if opened == ticks => open = None,
                    Some(_) => {}
                }
                ticks = 0;
            }
            if char == '|' && open.is_some() {
                // A backslash before it would be the one that is escaped.
                cell.push_str(if cell.ends_with('\\') { " \\" } else { "\\" });
            }
            cell.push(char);
        }
        Self::from_raw(cell)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Length as GitLab counts it, in Unicode scalar values.
    pub(crate) fn chars(&self) -> usize {
        self.chars
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Text that this module or its neighbours have made harmless.
    pub(super) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
        self.chars += text.chars().count();
    }

    pub(super) fn from_raw(text: String) -> Self {
        let chars = text.chars().count();
        Self { text, chars }
    }
}
