//! Takes out of a text what a terminal, a text direction or an eye would be fooled by.

use std::borrow::Cow;
use std::str::Chars;

const ESCAPE: char = '\u{1b}';

/// Text of people: every kind of line break becomes `\n`.
pub(super) fn prose(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

/// Text of a terminal: what a carriage return overwrote is gone, and so are the runner's section marks.
pub(super) fn log(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if !text.contains('\r') && !text.contains("section_") {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let mut had_marks = false;
        let mut parts = line.split('\r').filter(|part| {
            let mark = is_section_mark(part);
            had_marks |= mark;
            !mark && !part.is_empty()
        });
        let shown = parts.next_back().unwrap_or_default();
        drop(parts);
        if !shown.is_empty() || !had_marks {
            clean.push_str(shown);
            clean.push_str(end);
        }
    }
    Cow::Owned(clean)
}

/// `section_start:1700000000:script[collapsed=true]`, as the runner writes it before a carriage return.
fn is_section_mark(part: &str) -> bool {
    let rest = part.strip_prefix("section_start:").or_else(|| part.strip_prefix("section_end:"));
    rest.is_some_and(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && rest.as_bytes().get(digits) == Some(&b':')
    })
}

/// Drops escape sequences and characters without a shape, spells out those that steer.
fn visible(text: &str) -> Cow<'_, str> {
    let (ordinary, mut rest) = split_ordinary(text);
    if rest.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    shown.push_str(ordinary);
    let mut chars = rest.chars();
    while let Some(char) = chars.next() {
        match char {
            ESCAPE => skip_escape(&mut chars),
            '\u{9b}' => skip_control_sequence(&mut chars),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut chars),
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push('\n'),
            '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{180e}'
            | '\u{3164}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' => {}
            char if steers(char) => {
                shown.extend(char.escape_unicode());
            }
            char => shown.push(char),
        }
        let (ordinary, after) = split_ordinary(chars.as_str());
        shown.push_str(ordinary);
        rest = after;
        chars = rest.chars();
    }
    Cow::Owned(shown)
}

/// The characters at the beginning that every text is made of, which are copied as one, and what follows them.
fn split_ordinary(text: &str) -> (&str, &str) {
    let is_ordinary = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    let end = text.bytes().position(|byte| !is_ordinary(byte)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn next_if(chars: &mut Chars<'_>, takes: impl FnOnce(&char) -> bool) -> Option<char> {
    let mut ahead = chars.clone();
    let next = ahead.next().filter(takes)?;
    *chars = ahead;
    Some(next)
}

/// Control characters, marks of text direction, tag characters: invisible, and never part of ordinary text.
fn steers(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2065}'..='\u{206f}' | '\u{e0000}'..='\u{e0fff}')
}

fn skip_escape(chars: &mut Chars<'_>) {
    match chars.clone().next() {
        Some('[') => {
            chars.next();
            skip_control_sequence(chars);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => skip_string(chars),
        Some(' '..='/') => {
            while next_if(chars, |char| matches!(char, ' '..='/')).is_some() {}
            next_if(chars, |char| matches!(char, '0'..='~'));
        }
        Some('0'..='~') => {
            chars.next();
        }
        _ => {}
    }
}

fn skip_control_sequence(chars: &mut Chars<'_>) {
    while next_if(chars, |char| matches!(char, '0'..='?')).is_some() {}
    while next_if(chars, |char| matches!(char, ' '..='/')).is_some() {}
    next_if(chars, |char| matches!(char, '@'..='~'));
}

/// To the string terminator; an unfinished string ends with its line, so that it hides no more than that.
fn skip_string(chars: &mut Chars<'_>) {
    while let Some(char) = next_if(chars, |char| !matches!(char, '\n' | '\r')) {
        match char {
            '\u{7}' | '\u{9c}' => return,
            ESCAPE => {
                next_if(chars, |char| *char == '\\');
                return;
            }
            _ => {}
        }
    }
}
