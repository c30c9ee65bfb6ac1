//! What Slack would find in a message.

use crate::finding::ORIGIN;
use crate::text::is_hidden;

/// What is bold in a message.
const BOLD: &[&str] = &[
    "RCA finding:",
    "Status:",
    "Severity:",
    "Confidence:",
    "Visibility:",
    "Cause:",
    "Root cause",
    "Next steps",
    "Evidence",
    "Suspects",
    "Services",
    "Timeline",
    "Gaps",
    "Links",
];

/// Stands for a code span.
const CODE: &str = "\u{25a0}";

pub(crate) fn wrong(message: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let lower = message.to_lowercase();
    for name in ["@here", "@channel", "@everyone", "@group"] {
        if lower.contains(name) {
            wrong.push(format!("{name} in {message:?}"));
        }
    }
    for (at, _) in message.match_indices('&') {
        if !["&amp;", "&lt;", "&gt;"].iter().any(|entity| message[at..].starts_with(entity)) {
            wrong.push(format!("a bare & in {:?}", &message[at..].chars().take(20).collect::<String>()));
        }
    }
    wrong.extend(
        message.chars().filter(|char| is_hidden(*char) && *char != '\t').map(|char| format!("{char:?}")),
    );
    let mut is_fence = false;
    for line in message.lines() {
        if line == "```" {
            is_fence = !is_fence;
        } else if is_fence {
            if line.contains(['`', '<', '>']) {
                wrong.push(format!("in a fence: {line:?}"));
            }
        } else {
            wrong.extend(in_line(line).map(|what| format!("{what} in {line:?}")));
        }
    }
    if is_fence {
        wrong.push("an open fence".to_owned());
    }
    wrong
}

/// What acts in a line outside of fences.
fn in_line(line: &str) -> Option<String> {
    let line = line.replace(CODE, "");
    // Every second piece is code.
    let pieces: Vec<&str> = line.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return Some("an open code span".to_owned());
    }
    for pair in pieces.windows(2).enumerate() {
        let (index, [before, after]) = (pair.0, [pair.1[0], pair.1[1]]);
        let (outside, is_touched) = if index % 2 == 0 {
            (before, before.ends_with(char::is_alphanumeric))
        } else {
            (after, after.starts_with(char::is_alphanumeric))
        };
        if is_touched {
            return Some(format!("a code span that touches {outside:?}"));
        }
    }
    let mut plain: String = pieces.iter().step_by(2).copied().collect::<Vec<_>>().join(CODE);
    while let Some(start) = plain.find('<') {
        let rest = &plain[start + 1..];
        let Some((address, label)) = rest.split_once('|') else { return Some("<".to_owned()) };
        if !address.starts_with(ORIGIN) || address.contains(['<', '>', ' ']) || address.contains(CODE) {
            return Some(format!("a link to {address:?}"));
        }
        let Some((label, after)) = label.split_once('>') else { return Some("an open link".to_owned()) };
        plain = format!("{}{label}{after}", &plain[..start]);
    }
    for bold in BOLD {
        plain = plain.replacen(&format!("*{bold}*"), "", 1);
    }
    let plain = plain.strip_prefix('_').and_then(|rest| rest.strip_suffix('_')).unwrap_or(&plain);
    let plain = plain.replace("&amp;", "and");
    if let Some(mark) = plain.chars().find(|char| "*_~`<>|@#{}[]\\^$&\u{ff20}\u{fe6b}".contains(*char)) {
        return Some(format!("{mark:?}"));
    }
    if plain.contains("//") {
        return Some("an address".to_owned());
    }
    let chars: Vec<char> = plain.chars().collect();
    for three in chars.windows(3) {
        if three[1] == '.' && three[0].is_alphanumeric() && three[2].is_alphabetic() {
            return Some(format!("an address {three:?}"));
        }
    }
    // `:name:` is an emoji, and so is `:100:`.
    let emoji = plain.split_whitespace().find(|word| {
        word.split_once(':').is_some_and(|(before, rest)| {
            let name = rest.trim_start_matches(':').split_once(':').map_or("", |(name, _)| name);
            let is_name = !name.is_empty() && name.chars().all(char::is_alphanumeric);
            let is_number = is_name && !before.ends_with(char::is_alphanumeric);
            rest.chars().any(char::is_alphabetic) || is_number
        })
    });
    emoji.map(|word| format!("{word:?}"))
}
