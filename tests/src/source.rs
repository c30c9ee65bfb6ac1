//! Rust sources without what only looks like code.

/// The source with every comment, string and character blanked out; lines stay where they are.
///
/// ```
/// use gitlab_rca_tests::source::code;
///
/// assert_eq!(code("let a = \"unsafe\"; // unsafe\n'b'").trim_end(), "let a = \"      \";          \n' '");
/// assert_eq!(code("fn f<'a>(x: &'a str) {}"), "fn f<'a>(x: &'a str) {}");
/// ```
#[must_use]
pub fn code(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let (kept, blanked) = match first {
            '/' if rest.starts_with("//") => (0, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (0, block_comment(rest)),
            '"' => (1, quoted(&rest[1..])),
            'r' | 'b' | 'c' if !is_word(before) => match raw_string(rest) {
                Some((open, inside)) => (open, inside),
                None => (1, 0),
            },
            '\'' => (1, character(&rest[1..])),
            _ => (first.len_utf8(), 0),
        };
        let (text, after) = rest.split_at(kept + blanked);
        let (text, gone) = text.split_at(kept);
        out.push_str(text);
        out.extend(gone.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        // What closes a literal is code again.
        let close = if first == '"' || (first == '\'' && blanked > 0) { 1 } else { 0 };
        let (closing, after) = after.split_at(close.min(after.len()));
        out.push_str(closing);
        before = out.chars().next_back().unwrap_or(' ');
        rest = after;
    }
    out
}

/// Every identifier and keyword in code.
///
/// ```
/// use gitlab_rca_tests::source::words;
///
/// assert_eq!(words("mod reqwest_transport;").collect::<Vec<_>>(), ["mod", "reqwest_transport"]);
/// ```
pub fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !is_word(c)).filter(|word| !word.is_empty())
}

/// The number of the line, counted from 1, in which the byte at `offset` stands.
#[must_use]
pub fn line_of(source: &str, offset: usize) -> usize {
    source.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The text from the bracket at the start of `code` to the one that closes it.
///
/// ```
/// use gitlab_rca_tests::source::bracketed;
///
/// assert_eq!(bracketed("{ a { b } } c"), Some("{ a { b } }"));
/// assert_eq!(bracketed("{ a"), None);
/// ```
#[must_use]
pub fn bracketed(code: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return code.get(..=at);
                }
            }
            _ => {}
        }
    }
    None
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            match rest.chars().next() {
                Some(c) => at += c.len_utf8(),
                None => return at,
            }
        }
    }
}

/// How many bytes lie before the quote that ends a string.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// The lengths of what opens a raw string and of what follows it, its end included.
fn raw_string(text: &str) -> Option<(usize, usize)> {
    let prefix = ["br", "cr", "r"].into_iter().find(|prefix| text.starts_with(prefix))?;
    let hashes = text[prefix.len()..].bytes().take_while(|byte| *byte == b'#').count();
    let open = prefix.len() + hashes + 1;
    let inside = text.get(open..).filter(|_| text[..open].ends_with('"'))?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some((open, inside.find(&end).map_or(inside.len(), |at| at + end.len())))
}

/// How many bytes of a character literal lie before the quote that ends it; none for a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices();
    match chars.next() {
        Some((_, '\\')) => {
            chars.next();
            chars.find(|(_, c)| *c == '\'').map_or(0, |(at, _)| at)
        }
        Some(_) => match chars.next() {
            Some((at, '\'')) => at,
            _ => 0,
        },
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_code_is_blanked() {
        for (source, expected) in [
            ("a /* b /* c */ */ d", "a                 d"),
            ("r#\"x\"y\"# z", "r#\"      z"),
            ("b\"\\\"q\" z", "b\"   \" z"),
            ("'\\'' z", "'  ' z"),
            ("'\\u{1F}' z", "'      ' z"),
            ("for 'a' z", "for ' ' z"),
            ("barn::r(x)", "barn::r(x)"),
            ("&'static str", "&'static str"),
            ("// é\nz", "    \nz"),
        ] {
            assert_eq!(code(source), expected, "{source}");
        }
    }

    #[test]
    fn unfinished_source_is_no_trouble() {
        for source in ["\"", "'", "/*", "r#\"", "'\\", "b", "r", "//"] {
            let _ = code(source);
        }
    }

    #[test]
    fn lines_are_counted_from_one() {
        assert_eq!(line_of("a\nb", 0), 1);
        assert_eq!(line_of("a\nb", 2), 2);
    }
}
