//! What a terminal or a reader would take for ours in a text.

/// Beginnings of the lines that may stand at the left edge.
const OURS: &[&str] = &[
    "RCA finding: ",
    "Status      ",
    "Severity    ",
    "Confidence  ",
    "Cause       ",
    "Service     ",
    "Category    ",
    "Error       ",
    "Visibility  ",
    "Made by     ",
    "Made at     ",
    "Left out ",
];

const WHOLE: &[&str] = &[
    "",
    "Summary",
    "Root cause",
    "Next steps",
    "Evidence",
    "Suspects",
    "Services",
    "Timeline",
    "Gaps",
    "Links",
];

pub(crate) fn wrong(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for line in text.lines() {
        let is_rule = line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-');
        let is_ours = OURS.iter().any(|ours| line.starts_with(ours)) || WHOLE.contains(&line) || is_rule;
        if !line.starts_with("  ") && !is_ours {
            wrong.push(format!("at the left edge: {line:?}"));
        }
        if line.ends_with(' ') {
            wrong.push(format!("blanks at the end: {line:?}"));
        }
    }
    wrong.extend(text.chars().filter(|char| is_hidden(*char)).map(|char| format!("{char:?} in the text")));
    wrong
}

/// Control characters, and characters that have no shape or turn the text around.
pub(crate) fn is_hidden(char: char) -> bool {
    (char.is_control() && char != '\n')
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2061}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}
