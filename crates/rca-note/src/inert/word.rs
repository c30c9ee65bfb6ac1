//! Which words of a text can stand as they are.

/// The word as Markdown when nothing in it can act, neither for CommonMark nor for GitLab's filters after it; otherwise `None`,
/// and the word belongs into a code span.
///
/// This is a list of what is known to be harmless, not of what is known to act: a construct that GitLab adds one day will hardly
/// be made of letters, digits and full stops.
pub(super) fn plain(word: &str) -> Option<String> {
    match word {
        "&" => return Some("&amp;".to_owned()),
        "<" => return Some("&lt;".to_owned()),
        ">" => return Some("&gt;".to_owned()),
        "|" | "=" | "+" | "-" => return Some(format!("\\{word}")),
        _ => {}
    }
    let mut escaped = String::with_capacity(word.len());
    for char in word.chars() {
        match char {
            '*' => escaped.push_str("\\*"),
            '.' | ',' | ';' | '\'' | '"' | '(' | ')' | '-' | '/' | ':' | '!' | '?' | '%' => {
                escaped.push(char);
            }
            char if char.is_ascii_alphanumeric() => escaped.push(char),
            // Full-width and small forms look like the marks that are kept out here.
            '\u{fe50}'..='\u{fe6f}' | '\u{ff00}'..='\u{ffef}' => return None,
            char if !char.is_ascii() => escaped.push(char),
            _ => return None,
        }
    }
    if acts(word) {
        return None;
    }
    if starts_list(word) {
        // "1." and "1)" would open a list.
        escaped.insert(escaped.len() - 1, '\\');
    }
    Some(escaped)
}

fn starts_list(word: &str) -> bool {
    let digits = word.strip_suffix(['.', ')']).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word of harmless characters still means something.
fn acts(word: &str) -> bool {
    let core = word.trim_end_matches(['.', ',', ';', ')', '!', '?', '\'', '"']);
    let core = core.strip_suffix(':').unwrap_or(core);
    word.starts_with(['-', '/', '!', '%', ':', '?'])
        || word.starts_with("./")
        || word.contains("//")
        || starts_with_www(word)
        || is_emoji_or_scheme(core)
        || core.contains('!')
        || (core.contains('%') && !is_percentage(core))
        || (word.contains('*') && word.contains(':'))
        || parts(word).any(is_hexadecimal)
        || is_issue_key(word)
}

/// `www.` opens an autolink anywhere behind a mark.
fn starts_with_www(word: &str) -> bool {
    word.as_bytes().windows(4).any(|bytes| bytes.eq_ignore_ascii_case(b"www."))
}

/// `:name:` is an emoji, `mailto:x` and the like are links; `12:30` and `file.rb:42` are neither.
fn is_emoji_or_scheme(core: &str) -> bool {
    core.split_once(':').is_some_and(|(_, rest)| !rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `95%`, not `%milestone`.
fn is_percentage(core: &str) -> bool {
    core.strip_suffix('%').is_some_and(|number| {
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'(' | b',' | b'"'))
    })
}

fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(|char: char| !(char.is_ascii_alphanumeric() || char == '_'))
}

/// Seven or more hexadecimal digits are looked up as a commit.
fn is_hexadecimal(part: &str) -> bool {
    part.len() >= 7 && part.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `ABC-123` is an issue of another tracker where one is connected.
fn is_issue_key(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.windows(3).any(|three| {
        matches!(three, [key, b'-', digit] if digit.is_ascii_digit() && (key.is_ascii_uppercase() || key.is_ascii_digit()))
    }) && bytes.iter().any(u8::is_ascii_uppercase)
}
