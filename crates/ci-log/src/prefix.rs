//! What other programs put before each line of a tool.

/// The line without the prefix of `BuildKit` (`#9 3.142 `) or of a program that adds the time (`2026-01-02T03:04:05.678Z `).
pub(crate) fn strip_prefixes(line: &str) -> &str {
    match line.as_bytes().first() {
        Some(b'#') => strip_buildkit(line).unwrap_or(line),
        Some(b'0'..=b'9') => strip_time(line).unwrap_or(line),
        _ => line,
    }
}

fn strip_buildkit(line: &str) -> Option<&str> {
    let (step, rest) = line.strip_prefix('#')?.split_once(' ')?;
    let (seconds, text) = rest.split_once(' ')?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (number(step) && number(seconds) && seconds.contains('.')).then_some(text)
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
    fn prefixes() {
        for (line, text) in [
            ("#12 0.345  --> src/a.rs:1:2", " --> src/a.rs:1:2"),
            ("#12 DONE 0.3s", "#12 DONE 0.3s"),
            ("# comment", "# comment"),
            ("2026-01-02T03:04:05.678Z error: x", "error: x"),
            ("2026-01-02 03:04:05 error: x", "2026-01-02 03:04:05 error: x"),
            ("3 passed", "3 passed"),
        ] {
            assert_eq!(strip_prefixes(line), text);
        }
    }
}
