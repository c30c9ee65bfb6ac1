//! Foreign text in a diagram of ours.

use jiff::Timestamp;

use super::inline::head;
use super::{Inert, Written, markup::Markup};

/// Characters of an event.
const EVENT: usize = 60;

/// A Mermaid timeline with one section for each day. Of the texts, letters, digits and full stops are shown: nothing of them means
/// anything to Mermaid, and no line of the fence begins with one.
pub(crate) fn timeline(events: &[(Timestamp, Inert)]) -> Written {
    let mut body = String::new();
    let mut left_out = 0;
    let mut day = String::new();
    for (at, text) in events {
        let written = at.to_string();
        let (date, time) = written.split_once('T').unwrap_or((&written, ""));
        if date != day {
            body.push_str("    section ");
            body.push_str(date);
            body.push('\n');
            date.clone_into(&mut day);
        }
        // A colon would end the name of the moment.
        let mut parts = time.split(':');
        let (hour, minute) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let words = letters(&text.text);
        let shown = head(&words, EVENT).trim_end();
        left_out += words.get(shown.len()..).unwrap_or_default().chars().count();
        let ellipsis = if shown.len() < words.len() { "\u{2026}" } else { "" };
        body.push_str(&format!("        {hour}h{minute} UTC : {shown}{ellipsis}\n"));
    }
    if body.is_empty() {
        return Written::default();
    }
    Written { markup: Markup::from_raw(format!("```mermaid\ntimeline\n{body}```\n")), left_out }
}

fn letters(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(1_000));
    for word in text.split(|char: char| !(char.is_alphanumeric() || char == '.')) {
        if !word.is_empty() {
            if !shown.is_empty() {
                shown.push(' ');
            }
            shown.push_str(word);
        }
    }
    if shown.is_empty() { "event".to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use secret_redaction::Redactor;

    use super::*;

    #[test]
    fn the_words_of_an_event_mean_nothing_to_mermaid() {
        let redactor = Redactor::default();
        let event =
            |second, text: &str| (Timestamp::from_second(second).unwrap(), Inert::prose(text, &redactor));
        let written = timeline(&[
            event(0, "deployed v1.2 to production"),
            event(60, "x : y\n```\n/close\n%%{init: {}}%% ; #quot; <b>@all</b>"),
            event(90_000, "::"),
            event(90_000, &"long ".repeat(50)),
        ]);
        assert_eq!(
            written.markup.as_str(),
            "```mermaid\ntimeline\n    section 1970-01-01\n        00h00 UTC : deployed v1.2 to production\n        \
             00h01 UTC : x y close init quot b all b\n    section 1970-01-02\n        01h00 UTC : event\n        \
             01h00 UTC : long long long long long long long long long long long long\u{2026}\n```\n"
        );
        assert_eq!(timeline(&[]).markup.as_str(), "");
    }
}
