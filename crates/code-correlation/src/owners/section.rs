//! The heads of sections: `^[Name][2] @default`.

/// What a head says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head<'a> {
    pub(super) name: &'a str,
    pub(super) optional: bool,
    pub(super) approvals: u32,
    pub(super) defaults: &'a str,
}

impl<'a> Head<'a> {
    /// Whether a line is meant as a head.
    pub(super) fn starts(line: &str) -> bool {
        line.starts_with('[') || line.starts_with("^[")
    }

    /// `None` for what GitLab takes for no head, either.
    pub(super) fn parse(line: &'a str) -> Option<Self> {
        let (optional, rest) = match line.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let (name, rest) = rest.strip_prefix('[')?.split_once(']')?;
        let (approvals, defaults) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((digits, rest)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                (digits.parse().unwrap_or(0), rest)
            }
            _ => (0, rest),
        };
        let ends = defaults.is_empty() || defaults.starts_with(char::is_whitespace);
        // An optional section asks for nobody's approval.
        let approvals = if optional { 0 } else { u32::max(approvals, 1) };
        (ends && !name.trim().is_empty()).then(|| Self {
            name: name.trim(),
            optional,
            approvals,
            defaults: defaults.trim(),
        })
    }
}
