//! What other programs put before each line of a tool.

use std::borrow::Cow;

/// Strips what stands before the lines of a log, with the tests in mind that `CTest` runs.
///
/// With `-V` it puts the number of a test before all that the test prints (`2: `). Several tests may run side by side. Elsewhere a
/// number with a colon is a line's own.
#[derive(Debug, Default)]
pub(crate) struct Prefixes {
    /// Tests that have begun and not ended, by their numbers, and which run that is.
    running: Vec<(u32, usize)>,
    /// The runs that have begun.
    runs: usize,
    /// The one that printed the last line; 0 for none.
    run: usize,
}

/// So many tests run side by side at most.
const SIDE_BY_SIDE: usize = 256;

impl Prefixes {
    /// How many bytes stand before the text of the next line.
    pub(crate) fn width(&mut self, line: &str) -> usize {
        let rest = strip_prefixes(line);
        self.run = 0;
        let rest = match rest.as_bytes().first() {
            Some(b'0'..=b'9') => self.strip_test(rest).unwrap_or(rest),
            Some(b' ') if !self.running.is_empty() => {
                self.end_test(rest);
                rest
            }
            _ => rest,
        };
        line.len() - rest.len()
    }

    /// Which run of a test has printed the last line; 0 for what none has printed.
    pub(crate) fn run(&self) -> usize {
        self.run
    }

    fn strip_test<'l>(&mut self, line: &'l str) -> Option<&'l str> {
        let (number, rest) = number(line)?;
        let Some(text) = rest.strip_prefix(':') else {
            self.end_test(line);
            return None;
        };
        let text = text.strip_prefix(' ').or(text.is_empty().then_some(""))?;
        let known = self.running.iter().find(|(test, _)| *test == number).map(|(_, run)| *run);
        // What CTest says before it starts a test, in this mode alone.
        let begins = || text.starts_with("Test command: ") || text.starts_with("MemCheck command: ");
        self.run = match known {
            Some(run) => run,
            None if begins() => {
                if self.running.len() >= SIDE_BY_SIDE {
                    self.running.remove(0);
                }
                self.runs += 1;
                self.running.push((number, self.runs));
                self.runs
            }
            None => return None,
        };
        Some(text)
    }

    /// ` 2/10 Test  #2: `, or without the first numbers where the test is run again.
    fn end_test(&mut self, line: &str) {
        if !self.running.is_empty()
            && let Some(ended) = ended_test(line)
        {
            self.running.retain(|(test, _)| *test != ended);
        }
    }
}

fn ended_test(line: &str) -> Option<u32> {
    let line = line.trim_start_matches(' ');
    let line = match number(line) {
        Some((_, rest)) => number(rest.strip_prefix('/')?.trim_start_matches(' '))?.1.trim_start_matches(' '),
        None => line,
    };
    let rest = line.strip_prefix("Test ").or_else(|| line.strip_prefix("MemCheck "))?;
    let (test, rest) = number(rest.trim_start_matches(' ').strip_prefix('#')?)?;
    rest.starts_with(':').then_some(test)
}

fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(digits)?;
    Some((digits.parse().ok()?, rest))
}

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

    fn stripped<'l>(prefixes: &mut Prefixes, line: &'l str) -> (&'l str, usize) {
        let width = prefixes.width(line);
        (line.get(width..).unwrap(), prefixes.run())
    }

    #[test]
    fn tests_that_ctest_runs_side_by_side() {
        let mut prefixes = Prefixes::default();
        for (line, text, run) in [
            ("2: before", "2: before", 0),
            ("    Start  2: cart", "    Start  2: cart", 0),
            ("2: Test command: /builds/shop/cart_test", "Test command: /builds/shop/cart_test", 1),
            ("#7 0.123 11: MemCheck command: /usr/bin/valgrind", "MemCheck command: /usr/bin/valgrind", 2),
            ("2:   one", "  one", 1),
            ("11: two", "two", 2),
            ("2:", "", 1),
            ("2: 11: three", "11: three", 1),
            ("3: three", "3: three", 0),
            ("2:3: four", "2:3: four", 0),
            ("11/3: five", "11/3: five", 0),
            ("99999999999: six", "99999999999: six", 0),
            (
                " 1/12 Test  #2: cart ......   Passed    0.01 sec",
                " 1/12 Test  #2: cart ......   Passed    0.01 sec",
                0,
            ),
            ("2: after", "2: after", 0),
            ("11: seven", "seven", 2),
            (
                "    Test #11: user .....***Failed    0.01 sec",
                "    Test #11: user .....***Failed    0.01 sec",
                0,
            ),
            ("11: after", "11: after", 0),
            ("11: Test command: /builds/shop/user_test", "Test command: /builds/shop/user_test", 3),
            (
                "12/12 MemCheck #11: user ......   Defects: 1",
                "12/12 MemCheck #11: user ......   Defects: 1",
                0,
            ),
            ("11: after", "11: after", 0),
        ] {
            assert_eq!(stripped(&mut prefixes, line), (text, run), "{line}");
        }
        for test in 0..2000 {
            prefixes.width(&format!("{test}: Test command: x"));
        }
        assert_eq!(prefixes.running.len(), SIDE_BY_SIDE);
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
