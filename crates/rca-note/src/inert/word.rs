//! Which words of a text can stand as they are.

/// A word in which nothing can act once it is escaped.
pub(super) struct Plain<'w>(&'w str);

/// The word when nothing in it can act, neither for CommonMark nor for GitLab's filters after it; otherwise `None`, and the word
/// belongs into a code span.
///
/// This is a list of what is known to be harmless, not of what is known to act: a construct that GitLab adds one day will hardly
/// be made of letters, digits and full stops.
pub(super) fn plain(word: &str) -> Option<Plain<'_>> {
    let is_plain = if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        // Most words.
        !is_hexadecimal(word)
    } else {
        is_mark(word) || (word.chars().all(is_harmless) && !acts(word))
    };
    is_plain.then_some(Plain(word))
}

/// Marks that are escaped and stand alone.
fn is_mark(word: &str) -> bool {
    matches!(word, "&" | "<" | ">" | "|" | "=" | "+" | "-")
}

fn is_harmless(char: char) -> bool {
    match char {
        '*' | '.' | ',' | ';' | '\'' | '"' | '(' | ')' | '-' | '/' | ':' | '!' | '?' | '%' => true,
        // Full-width and small forms look like the marks that are kept out here.
        '\u{fe50}'..='\u{fe6f}' | '\u{ff00}'..='\u{ffef}' => false,
        char => char.is_ascii_alphanumeric() || !char.is_ascii(),
    }
}

impl Plain<'_> {
    /// Adds the word to Markdown.
    pub(super) fn write(self, markup: &mut String) {
        let Self(word) = self;
        match word {
            "&" => markup.push_str("&amp;"),
            "<" => markup.push_str("&lt;"),
            ">" => markup.push_str("&gt;"),
            _ if is_mark(word) => {
                markup.push('\\');
                markup.push_str(word);
            }
            _ => {
                // "1." and "1)" would open a list.
                let before_end = word.len().saturating_sub(1);
                let split = word.split_at_checked(before_end).filter(|_| starts_list(word));
                let (word, end) = split.unwrap_or((word, ""));
                for (index, part) in word.split('*').enumerate() {
                    if index > 0 {
                        markup.push_str("\\*");
                    }
                    markup.push_str(part);
                }
                if !end.is_empty() {
                    markup.push('\\');
                    markup.push_str(end);
                }
            }
        }
    }
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
        // `%"a b"` is a milestone, whatever stands before it.
        || word.contains("%\"")
        || (word.contains('*') && word.contains(':'))
        || parts(word).any(is_hexadecimal)
        || is_issue_key(word)
}

/// `www.` opens an autolink anywhere behind a mark.
fn starts_with_www(word: &str) -> bool {
    word.as_bytes().windows(4).any(|bytes| bytes.eq_ignore_ascii_case(b"www."))
}

/// `:name:` is an emoji, and `:100:` is one behind all but a letter or a digit; `mailto:x` and the like are links; `12:30` and
/// `file.rb:42` are none of these.
fn is_emoji_or_scheme(core: &str) -> bool {
    core.split_once(':').is_some_and(|(before, rest)| {
        let is_number = rest.bytes().all(|byte| byte.is_ascii_digit());
        !is_number || !before.ends_with(|char: char| char.is_ascii_alphanumeric())
    })
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
