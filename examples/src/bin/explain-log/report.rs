//! What a person reads.

use gitlab_rca::ci_log::{Excerpt, Failure, JobLog, TestCounts};
use gitlab_rca_examples::terminal::{Style, coloured, painted};
use std::io::{self, Write};
use std::path::Path;

/// So many failures and excerpts are shown; the rest is counted.
const MOST: usize = 10;

pub(crate) fn write(out: &mut impl Write, file: &Path, log: &JobLog) -> io::Result<()> {
    let colours = coloured();
    let name = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    let retry = match log.class.intermittent {
        Some(true) => "; a retry may well pass",
        Some(false) | None => "",
    };
    let heading = format!("{name}: {} ({}{retry})", log.class.kind, log.class.reason);
    writeln!(out, "{}", painted(&heading, Style::Strong, colours))?;
    if let Some(cut) = &log.truncation {
        let words = "the runner cut the log here: the lines that tell why may be missing";
        writeln!(out, "{name}:{}: {}", cut.at, painted(words, Style::Warning, colours))?;
    }
    if let Some(tests) = &log.tests {
        writeln!(out, "tests: {}", counts(tests))?;
    }
    for failure in log.failures.iter().take(MOST) {
        write_failure(out, &name, failure, colours)?;
    }
    rest(out, "failures", log.failures.len(), log.omitted.failures)?;
    for excerpt in log.excerpts.iter().take(MOST) {
        write_excerpt(out, &name, excerpt, log, colours)?;
    }
    rest(out, "excerpts", log.excerpts.len(), log.omitted.excerpts)?;
    writeln!(out)
}

fn rest(out: &mut impl Write, what: &str, found: usize, omitted: usize) -> io::Result<()> {
    match found.saturating_sub(MOST) + omitted {
        0 => Ok(()),
        more => writeln!(out, "… and {more} more {what}"),
    }
}

fn counts(tests: &TestCounts) -> String {
    let named = [
        (tests.run, "run"),
        (tests.failed, "failed"),
        (tests.errored, "errored"),
        (tests.skipped, "skipped"),
    ];
    let parts: Vec<String> =
        named.iter().filter_map(|(number, word)| Some(format!("{} {word}", (*number)?))).collect();
    parts.join(", ")
}

fn write_failure(out: &mut impl Write, name: &str, failure: &Failure, colours: bool) -> io::Result<()> {
    let place = painted(&format!("{name}:{}", failure.at), Style::Place, colours);
    let kind = painted(failure.kind.as_str(), Style::Alarm, colours);
    write!(out, "{place}: {kind}: ")?;
    if let Some(test) = &failure.test {
        write!(out, "{}: ", shown(test))?;
    }
    writeln!(out, "{}", shown(&failure.message))?;
    if let Some(file) = &failure.file {
        write!(out, "    at {}", shown(file))?;
        for number in [failure.line, failure.column].into_iter().flatten() {
            write!(out, ":{number}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_excerpt(
    out: &mut impl Write,
    name: &str,
    excerpt: &Excerpt,
    log: &JobLog,
    colours: bool,
) -> io::Result<()> {
    let place = format!("{name}:{}-{}", excerpt.start, excerpt.end);
    writeln!(out, "\n{}", painted(&place, Style::Place, colours))?;
    let width = log.lines.to_string().len();
    for line in &excerpt.lines {
        let number = format!("{:>width$}", line.number);
        let style = if log.failures.iter().any(|failure| failure.at == line.number) {
            Style::Alarm
        } else {
            Style::Faint
        };
        writeln!(out, "{} {}", painted(&number, style, colours), shown(&line.text))?;
    }
    Ok(())
}

/// Text without what a terminal would obey.
fn shown(text: &str) -> String {
    text.chars().map(|char| if char.is_control() && char != '\t' { ' ' } else { char }).collect()
}
