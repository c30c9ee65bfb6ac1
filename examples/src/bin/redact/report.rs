//! Where the secrets are, without showing them.

use gitlab_rca::secret_redaction::Redactor;
use gitlab_rca_examples::terminal::{Style, coloured, painted};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

/// The longest excerpt of a line, in characters.
const WIDEST: usize = 120;

/// Writes `file:line:column: kind`, and the line with the secret masked; tells how many secrets there are.
///
/// A private key counts for each of its lines: it is read line by line, so that a file of any size can be.
pub(crate) fn report(
    redactor: &Redactor,
    file: &Path,
    input: impl Read,
    out: &mut impl Write,
) -> io::Result<u64> {
    let colours = coloured();
    let name = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let mut lines = redactor.lines();
    let mut input = BufReader::with_capacity(64 * 1024, input);
    let (mut secrets, mut number, mut line) = (0, 0, Vec::new());
    while input.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        let masked = lines.mask(text);
        if masked != text {
            for (column, kind) in masks(&masked) {
                secrets += 1;
                let place = painted(&format!("{name}:{number}:{column}"), Style::Place, colours);
                writeln!(out, "{place}: {}", painted(kind, Style::Alarm, colours))?;
            }
            writeln!(out, "    {}", excerpt(&masked))?;
        }
        line.clear();
    }
    Ok(secrets)
}

/// The masks of a line: the column of each, counted from 1 in characters of the masked line, and its kind.
fn masks(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.match_indices("[REDACTED:").filter_map(|(at, mark)| {
        let kind = line.get(at + mark.len()..)?.split(']').next()?;
        Some((line.get(..at)?.chars().count() + 1, kind))
    })
}

/// The line around its first mask, without what a terminal would obey.
fn excerpt(line: &str) -> String {
    let shown: String = line.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    let before =
        shown.find("[REDACTED:").and_then(|at| shown.get(..at)).map_or(0, |before| before.chars().count());
    let skipped = before.saturating_sub(WIDEST / 2);
    let mut excerpt = if skipped > 0 { "…".to_owned() } else { String::new() };
    excerpt.extend(shown.chars().skip(skipped).take(WIDEST));
    if shown.chars().count() > skipped + WIDEST {
        excerpt.push('…');
    }
    excerpt.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_and_secrets_are_not() {
        let text = "first\n\u{1b}[31mä DB_PASSWORD=hunter2 https://ci:swordfish@host/\r\n";
        let mut out = Vec::new();
        let secrets = report(&Redactor::default(), Path::new("job.log"), text.as_bytes(), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(secrets, 2);
        assert!(out.starts_with("job.log:2:20: password\njob.log:2:51: url-password\n"), "{out}");
        assert!(!out.contains("hunter2") && !out.contains("swordfish") && !out.contains('\u{1b}'), "{out}");
    }

    #[test]
    fn long_lines_are_shown_around_the_secret() {
        let line = format!("{}DB_PASSWORD=hunter2{}", "x ".repeat(200), " y".repeat(200));
        let shown = excerpt(&Redactor::default().redact(&line).text);
        assert!(shown.chars().count() <= WIDEST + 2 && shown.contains("[REDACTED:password]"), "{shown}");
    }
}
