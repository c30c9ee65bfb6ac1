//! The older way: regular expressions over lines.

use super::{Extracted, command_in};
use regex::Regex;
use std::sync::OnceLock;

/// What protects its content, each with its own name in GitLab's source: code, inline code on separate lines,
/// an HTML block, a quote.
const PATTERN: &str = concat!(
    r"(?ism)(?:^```.+?\n```$)",
    r"|(?:^`\n*.+?\n*`$)",
    r"|(?:^<[^>]+?>\n.+?\n</[^>]+?>$)",
    r"|(?:^>>>.+?\n>>>$)",
    r"|(?P<command>^/[^\n]*(?:\n|\z))",
);

fn pattern() -> Option<&'static Regex> {
    static REGEX: OnceLock<Option<Regex>> = OnceLock::new();
    REGEX.get_or_init(|| Regex::new(PATTERN).ok()).as_ref()
}

pub(super) fn extract(text: &str) -> Extracted {
    let mut commands = Vec::new();
    let Some(pattern) = pattern() else { return Extracted { text: text.to_owned(), commands } };
    let left = pattern.replace_all(text, |captures: &regex::Captures<'_>| {
        let whole = captures.get(0).map_or("", |whole| whole.as_str());
        let found =
            captures.name("command").and_then(|line| command_in(line.as_str().trim_end_matches('\n')));
        match found {
            Some(found) => {
                let kept = found.command.text(&found.argument);
                commands.push(found);
                kept.map(|text| format!("{text}\n")).unwrap_or_default()
            }
            None => whole.to_owned(),
        }
    });
    Extracted { text: left.trim().to_owned(), commands }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> bool {
        !extract(text).commands.is_empty()
    }

    #[test]
    fn the_pattern_is_one() {
        assert!(pattern().is_some());
    }

    #[test]
    fn what_protects_and_what_does_not() {
        assert!(runs("text\n/close"));
        assert!(!runs("```\n/close\n```"));
        assert!(!runs("<div>\n/close\n</div>"));
        assert!(!runs(">>>\n/close\n>>>"));
        assert!(!runs("see /close"));
        assert!(!runs("\\/close"));
        assert!(!runs("/closed"));
        assert!(runs("~~~\n/close\n~~~"), "tildes protect nothing");
        assert!(runs("<details><summary>x</summary>\n/close\n</details>"));
        assert!(runs("- a\n/close"));
        assert!(runs("> a\n/close"));
    }

    #[test]
    fn command_lines_are_taken_out() {
        let extracted = extract("first\n/label ~bug\nlast\n/close");
        assert_eq!(extracted.text, "first\nlast");
        assert_eq!(extracted.commands.len(), 2);
        assert_eq!(extracted.commands[0].argument, "~bug");
        assert_eq!(extract("/shrug well").text, "well ¯\\_(ツ)_/¯");
    }
}
