//! Answers for another program, a line for each line.

use anyhow::Context as _;
use gitlab_rca::secret_redaction::{RedactedSpan, Redactor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{BufRead, Write};

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    id: Value,
    text: String,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    text: &'a str,
    spans: &'a [RedactedSpan],
}

pub(crate) fn answer(
    redactor: &Redactor,
    questions: impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    for (number, line) in questions.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let question: Question = serde_json::from_str(&line)
            .map_err(|error| error.classify())
            .map_err(|kind| anyhow::anyhow!("{kind:?} error"))
            .with_context(|| format!("line {} is no JSON object with a text", number + 1))?;
        let redacted = redactor.redact(&question.text);
        let answer = Answer { id: &question.id, text: &redacted.text, spans: &redacted.spans };
        serde_json::to_writer(&mut *out, &answer)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}
