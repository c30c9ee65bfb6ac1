//! Splits code and prose into words that compare.

/// Calls back with each word in lower case: identifiers as a whole and, when they are made of several words
/// (`camelCase`, `snake_case`), those too. Numbers and words of less than three letters say nothing.
pub(super) fn each_word(text: &str, mut word: impl FnMut(&str)) {
    let mut lower = String::new();
    let mut tell = |part: &str, lower: &mut String| {
        if part.len() >= 3 && !part.bytes().all(|byte| byte.is_ascii_digit()) {
            lower.clear();
            lower.extend(part.chars().flat_map(char::to_lowercase));
            word(lower);
        }
    };
    for identifier in text.split(|c: char| !(c.is_alphanumeric() || c == '_')) {
        if identifier.len() < 3 || identifier.len() > MOST_BYTES {
            continue;
        }
        let mut parts = 0;
        for part in identifier.split('_').filter(|part| !part.is_empty()) {
            each_hump(part, |hump| {
                parts += 1;
                tell(hump, &mut lower);
            });
        }
        if parts > 1 {
            tell(identifier, &mut lower);
        }
    }
}

/// Longer "words" are encoded data.
const MOST_BYTES: usize = 80;

/// Cuts `parseHTTPHeader2` into `parse`, `HTTP`, `Header2`.
fn each_hump<'a>(word: &'a str, mut hump: impl FnMut(&'a str)) {
    let mut start = 0;
    let mut chars = word.char_indices().peekable();
    let mut before = '\0';
    while let Some((at, c)) = chars.next() {
        let next_is_lower = chars.peek().is_some_and(|(_, next)| next.is_lowercase());
        let border = c.is_uppercase() && (!before.is_uppercase() || next_is_lower);
        if border && at > start {
            hump(word.get(start..at).unwrap_or_default());
            start = at;
        }
        before = c;
    }
    hump(word.get(start..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        each_word(text, |word| all.push(word.to_owned()));
        all
    }

    #[test]
    fn identifiers_are_words_and_hold_words() {
        assert_eq!(words("parseHTTPHeader(x)"), ["parse", "http", "header", "parsehttpheader"]);
        assert_eq!(words("cache_entry is 100"), ["cache", "entry", "cache_entry"]);
        assert_eq!(words("Größe"), ["größe"]);
        assert!(words("a an 12345 __").is_empty());
        assert!(words(&"x".repeat(90)).is_empty());
    }
}
