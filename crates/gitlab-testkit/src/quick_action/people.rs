//! Who and what an argument names.

use crate::state::State;

/// The users that an argument names: `@maria @omar`, or `me`.
pub(super) fn users(state: &State, argument: &str, author: u64) -> Vec<u64> {
    argument
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .filter_map(|word| match word {
            "me" => Some(author),
            word => state.user_by_name(word.trim_start_matches('@')).map(|user| user.id),
        })
        .collect()
}

/// The labels that an argument names: `~bug ~"two words" urgent`.
pub(super) fn labels(argument: &str) -> Vec<String> {
    let mut labels = Vec::new();
    let mut rest = argument.trim();
    while !rest.is_empty() {
        rest = rest.trim_start_matches(['~', ' ', ',']);
        let (label, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once([' ', ',']).unwrap_or((rest, "")),
        };
        if !label.is_empty() {
            labels.push(label.to_owned());
        }
        rest = after;
    }
    labels
}

/// The seconds that an argument such as `1h 30m` says, with GitLab's days of eight hours.
pub(super) fn seconds(argument: &str) -> Option<u64> {
    let mut total = 0_u64;
    for word in argument.split_whitespace() {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let number: u64 = word.strip_suffix(unit)?.parse().ok()?;
        let seconds = match unit {
            "s" => 1,
            "m" | "" => 60,
            "h" => 3_600,
            "d" => 8 * 3_600,
            "w" => 5 * 8 * 3_600,
            "mo" => 4 * 5 * 8 * 3_600,
            // A date behind the time says when it was spent.
            _ if word.contains('-') => 0,
            _ => return None,
        };
        total = total.saturating_add(number.saturating_mul(seconds));
    }
    (total > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_as_gitlab_writes_them() {
        assert_eq!(labels("~bug ~\"two words\" urgent"), ["bug", "two words", "urgent"]);
        assert_eq!(seconds("1h 30m"), Some(5_400));
        assert_eq!(seconds("1d"), Some(28_800));
        assert_eq!(seconds("soon"), None);
    }
}
