//! The newer way: lines of top-level paragraphs.

use super::{Extracted, command_in};
use crate::markdown::{LineKind, classify};

pub(super) fn extract(text: &str) -> Extracted {
    let mut commands = Vec::new();
    let mut left = Vec::new();
    for (line, kind) in text.lines().zip(classify(text)) {
        let acts = matches!(kind, LineKind::Paragraph | LineKind::Lazy);
        match acts.then(|| command_in(line)).flatten() {
            Some(found) => {
                left.extend(found.command.text(&found.argument));
                commands.push(found);
            }
            None => left.push(line.to_owned()),
        }
    }
    let text = left.join("\n");
    Extracted { text: text.trim_matches('\n').trim_end().to_owned(), commands }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> bool {
        !super::super::extract(text, super::super::QuickActions::Paragraphs).commands.is_empty()
    }

    #[test]
    fn what_protects_and_what_does_not() {
        for text in [
            "```\n/close\n```",
            "~~~\n/close\n~~~",
            "<details><summary>x</summary>\n/close\n</details>",
            "- a\n  /close",
            "> /close",
            "    /close",
            "| a | b |\n|---|---|\n/close",
            "\\/close",
            " /close",
            "x\r/close",
            "`/close`",
            "> >>>\n```\n/close\n```",
        ] {
            assert!(!runs(text), "{text:?} must not act");
        }
        for text in [
            "/close",
            "text\n/close",
            "/CLOSE",
            "/clo\u{17f}e",
            "\n\r/close",
            "> quote\n/close",
            "- item\n/close",
            "/close  ",
        ] {
            assert!(runs(text), "{text:?} must act");
        }
    }

    #[test]
    fn a_quote_fence_ends_a_code_fence_inside_of_it() {
        for opener in [">>>", ">>> ", ">>>\t", ">>>>", " >>>", ">>> [!note]"] {
            assert!(runs(&format!("{opener}\n```\n>>>\n/close")), "{opener:?}");
        }
    }

    #[test]
    fn command_lines_are_taken_out() {
        let extracted = extract("first\n/label ~bug\nlast\n\n/close\n");
        assert_eq!(extracted.text, "first\nlast");
        assert_eq!(extracted.commands.len(), 2);
    }
}
