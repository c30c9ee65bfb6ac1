//! What other programs put before each line of a tool.

use std::borrow::Cow;

/// The line without the prefix of `BuildKit` (`#9 3.142 `, `3.142 `), of Docker Compose (`web-1  | `) or of a program that adds the time
/// (`2026-01-02T03:04:05.678Z `).
pub(crate) fn strip_prefixes(line: &str) -> &str {
    let line = match line.as_bytes().first() {
        Some(b'0'..=b'9') => strip_time(line).or_else(|| strip_seconds(line)).unwrap_or(line),
        _ => line,
    };
    match line.as_bytes().first() {
        Some(b'#') => strip_buildkit(line).unwrap_or(line),
        Some(byte) if byte.is_ascii_alphabetic() => strip_service(line).unwrap_or(line),
        _ => line,
    }
}

/// The line without colours that some service has written with a caret (`^[[31m`) instead of the escape character.
pub(crate) fn strip_caret_escapes(line: &str) -> Cow<'_, str> {
    let carets = &mut memchr::memchr_iter(b'^', line.as_bytes());
    if !carets.any(|at| line.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(b"^[["))) {
        return Cow::Borrowed(line);
    }
    let mut text = String::with_capacity(line.len());
    for (index, part) in line.split("^[[").enumerate() {
        let parameters = part.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
        match part.split_at_checked(parameters) {
            Some((_, rest)) if index > 0 && rest.starts_with(['m', 'K']) => text.extend(rest.chars().skip(1)),
            _ if index > 0 => text.extend(["^[[", part]),
            _ => text.push_str(part),
        }
    }
    Cow::Owned(text)
}

fn strip_buildkit(line: &str) -> Option<&str> {
    let (step, rest) = line.strip_prefix('#')?.split_once(' ')?;
    let (seconds, text) = rest.split_once(' ')?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (number(step) && number(seconds) && seconds.contains('.')).then_some(text)
}

/// The name of a service and the number of its container, padded to the longest of them.
fn strip_service(line: &str) -> Option<&str> {
    const LONGEST: usize = 80;
    let head = line.as_bytes().get(..line.len().min(LONGEST))?;
    // Nearly every line is out at its second word.
    let word = head.iter().take_while(|byte| !matches!(byte, b' ' | b'|')).count();
    let bar = word + head.get(word..)?.iter().take_while(|byte| **byte == b' ').count();
    if head.get(bar) != Some(&b'|') {
        return None;
    }
    let (name, text) = line.split_at_checked(bar)?;
    let container = name.trim_end().trim_end_matches(|last: char| last.is_ascii_digit());
    let fits = name.ends_with(' ')
        && container.len() < name.trim_end().len()
        && container.ends_with(['-', '_'])
        && container.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    fits.then(|| text.strip_prefix("| ").unwrap_or_default())
}

/// What `BuildKit` puts before the lines of a step that failed when it shows them again.
fn strip_seconds(line: &str) -> Option<&str> {
    let (seconds, text) = line.split_once(' ')?;
    let (whole, rest) = seconds.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (rest.len() == 3 && digits(whole) && digits(rest)).then_some(text)
}

fn strip_time(line: &str) -> Option<&str> {
    let (time, text) = line.split_once(' ')?;
    let shape = b"dddd-dd-ddTdd:dd:dd";
    let fits = time.len() > shape.len()
        && time.ends_with('Z')
        && time.bytes().zip(shape).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            other => byte == *other,
        });
    fits.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_with_a_caret() {
        for (line, text) in [
            ("^[[31mFAILED^[[0m a^[[1;2m b", "FAILED a b"),
            ("a ^[[ b ^[[3x", "a ^[[ b ^[[3x"),
            ("plain", "plain"),
        ] {
            assert_eq!(strip_caret_escapes(line), text);
        }
    }

    #[test]
    fn prefixes() {
        for (line, text) in [
            ("#12 0.345  --> src/a.rs:1:2", " --> src/a.rs:1:2"),
            ("#12 DONE 0.3s", "#12 DONE 0.3s"),
            ("# comment", "# comment"),
            ("2026-01-02T03:04:05.678Z error: x", "error: x"),
            ("2026-01-02 03:04:05 error: x", "2026-01-02 03:04:05 error: x"),
            ("3 passed", "3 passed"),
            ("0.401 a.c:7:5: error: x", "a.c:7:5: error: x"),
            ("0.40 s", "0.40 s"),
            ("1.2.345 x", "1.2.345 x"),
            ("shop_test_1   |   1 failing", "  1 failing"),
            ("2026-01-02T03:04:05.678Z web-1  | Tests: 3", "Tests: 3"),
            ("web-12  |", ""),
            ("test cases: 1 | 1 passed", "test cases: 1 | 1 passed"),
            ("cart-1| x", "cart-1| x"),
        ] {
            assert_eq!(strip_prefixes(line), text);
        }
    }
}
