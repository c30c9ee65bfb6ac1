//! A ranking for a person.

use gitlab_rca::code_correlation::suspect::{Conclusion, Ranking};
use gitlab_rca_examples::terminal::{Style, coloured, painted, plain};
use std::collections::HashMap;
use std::io::{self, Write};

/// Shows the first suspects with their reasons, and what follows. `titles` are the titles of the candidates.
pub(crate) fn show(
    ranking: &Ranking,
    titles: &HashMap<&str, &str>,
    limit: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let colours = coloured();
    let title = |id: &str| titles.get(id).copied().map(plain).unwrap_or_default();
    let name = |id: &str| id.get(..12).filter(|_| id.len() == 40).unwrap_or(id).to_owned();
    for suspect in ranking.suspects.iter().take(limit) {
        let (id, author) = (name(&suspect.id), suspect.author.as_deref().map(plain).unwrap_or_default());
        writeln!(
            out,
            "{:>3}. {} {} {}",
            suspect.place,
            painted(&id, Style::Place, colours),
            painted(&title(&suspect.id), Style::Strong, colours),
            painted(&author, Style::Faint, colours),
        )?;
        writeln!(out, "     {:+8.3}", suspect.score)?;
        for reason in &suspect.reasons {
            let style = if reason.weight < 0.0 { Style::Bad } else { Style::Good };
            let weight = painted(&format!("{:+8.3}", reason.weight), style, colours);
            writeln!(out, "     {weight}  {}: {}", reason.kind, plain(&reason.detail))?;
        }
    }
    let conclusion = match &ranking.conclusion {
        Conclusion::Suspect { id } => format!("Suspect: {} {}", name(id), title(id)),
        Conclusion::Tie { ids, reason } => {
            let ids: Vec<_> = ids.iter().map(|id| name(id)).collect();
            format!("A tie of {}: {reason}", ids.join(", "))
        }
        Conclusion::NoSuspect { reason } => format!("No suspect: {reason}"),
        other => format!("{other:?}"),
    };
    writeln!(out, "{}", painted(&conclusion, Style::Strong, colours))
}
