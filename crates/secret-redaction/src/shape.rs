//! What a value looks like: a placeholder, code, or something that only a machine would think of.

use std::sync::LazyLock;

/// Words that stand where a secret should, and are none.
const PLACEHOLDERS: &[&str] = &[
    "true",
    "false",
    "null",
    "none",
    "nil",
    "undefined",
    "yes",
    "no",
    "on",
    "off",
    "enabled",
    "disabled",
    "string",
    "str",
    "text",
    "int",
    "bool",
    "boolean",
    "bytes",
    "object",
    "any",
    "required",
    "optional",
    "default",
    "empty",
    "unset",
    "missing",
    "invalid",
    "expired",
    "changeme",
    "change_me",
    "redacted",
    "masked",
    "hidden",
    "filtered",
    "secret",
    "password",
    "passwd",
    "pass",
    "token",
    "key",
    "value",
    "username",
    "user",
    "example",
    "dummy",
    "placeholder",
    "todo",
    "n/a",
    "env",
    "auto",
    "prompt",
    "stdin",
    "file",
    "vault",
    "self",
    "this",
    "function",
    "return",
    "new",
    "await",
    "not",
    "test",
    "login",
    "credentials",
    "access_token",
    "private_token",
    "api_key",
    "apikey",
];

/// Beginnings of a reference to a secret kept elsewhere, or of a mask.
const REFERENCES: &[&str] = &[
    "$",
    "{{",
    "{%",
    "<",
    "%(",
    "[masked",
    "[redacted",
    "[filtered",
    "[secret",
    "[hidden",
    "[omitted",
    "[protected",
    "***",
    "...",
    "xxx",
    "your_",
    "your-",
    "my_",
    "os.",
    "env.",
    "env:",
    "process.",
    "vars.",
    "secrets.",
    "var.",
    "@microsoft.keyvault",
    "ssm:",
    "file:",
    "arn:",
    "op://",
    "vault:",
    "projects/",
];

/// Whether `value` only stands in for a secret: empty, a mask, a variable, a word such as `true`, one character repeated,
/// the beginning of something that was shortened.
pub(crate) fn is_placeholder(value: &[u8]) -> bool {
    let value = trimmed(value);
    // What is longer is no word and no reference that anybody wrote.
    let mut lower = [0; 128];
    for (lower, byte) in lower.iter_mut().zip(value) {
        *lower = byte.to_ascii_lowercase();
    }
    let lower = lower.get(..value.len()).unwrap_or(&lower);
    lower.is_empty()
        || PLACEHOLDERS.iter().any(|word| word.as_bytes() == lower)
        || REFERENCES.iter().any(|start| lower.starts_with(start.as_bytes()))
        || (lower.starts_with(b"%") && lower.ends_with(b"%"))
        || value.ends_with(b"..")
        || value.ends_with("…".as_bytes())
        || has_stand_in(lower)
        || is_one_byte(value)
}

/// Whether it is one byte repeated, as far as a long value is looked at.
fn is_one_byte(value: &[u8]) -> bool {
    value.iter().take(SAMPLE).all(|byte| value.first() == Some(byte))
}

/// Whether one of the parts stands in `lower`, in one pass.
fn has_stand_in(lower: &[u8]) -> bool {
    let begins = |byte: u8| b"ex*#${prtk".contains(&byte);
    let places = lower.iter().enumerate().filter(|(_, byte)| begins(**byte));
    places
        .filter_map(|(at, _)| lower.get(at..))
        .any(|rest| STAND_INS.iter().any(|part| rest.starts_with(part)))
}

const STAND_INS: &[&[u8]] = &[
    b"example",
    b"xxxxx",
    b"*****",
    b"#####",
    b"${",
    b"{{",
    b"placeholder",
    b"redacted",
    b"tokenhere",
    b"keyhere",
];

fn trimmed(mut value: &[u8]) -> &[u8] {
    let edge = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`');
    while let [first, rest @ ..] = value
        && edge(*first)
    {
        value = rest;
    }
    while let [rest @ .., last] = value
        && edge(*last)
    {
        value = rest;
    }
    value
}

/// Whether `part` stands in `value`; both are short.
pub(crate) fn contains(value: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(value, part).is_some()
}

/// Whether `value` reads as a path, a URL, a call or a dotted name rather than as a secret.
pub(crate) fn is_code(value: &[u8]) -> bool {
    // What is longer is no path or name that anybody wrote.
    let value = value.get(..value.len().min(128)).unwrap_or_default();
    let bracket = |byte: &u8| matches!(byte, b'(' | b'[' | b'{' | b'<' | b'>' | b'|');
    let any = |mark: u8| value.contains(&mark);
    starts_as_code(value)
        || value.iter().any(bracket)
        || any(b':') && (contains(value, b"://") || contains(value, b"::"))
        || any(b'>') && contains(value, b"->")
        || FILE_ENDINGS.iter().any(|ending| value.ends_with(ending.as_bytes()))
        || (any(b'.') && value.split(|byte| *byte == b'.').all(is_word))
        || (any(b'/') && value.split(|byte| *byte == b'/').filter(|part| part.len() > 1).all(is_word))
}

/// Whether `value` begins as a path, an option or an escape.
pub(crate) fn starts_as_code(value: &[u8]) -> bool {
    value.first().is_some_and(|first| b"/.~#!-\\".contains(first))
}

const FILE_ENDINGS: &[&str] = &[
    ".pem", ".key", ".crt", ".json", ".yml", ".yaml", ".txt", ".env", ".keytab", ".jks", ".p12", ".js",
    ".ts", ".rb", ".py", ".go", ".rs", ".java", ".html", ".md", ".sh", ".so", ".jar", ".log", ".conf",
    ".cfg", ".toml", ".xml",
];

/// Letters with at most separators between them: a name that a person chose.
pub(crate) fn is_word(value: &[u8]) -> bool {
    value.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.' | b'@' | b' '))
}

/// Words and numbers between separators, as in `node-18-alpine` or `my-team-2024`: a name, too.
pub(crate) fn is_name(value: &[u8]) -> bool {
    let same = |part: &[u8]| {
        part.iter().all(u8::is_ascii_digit)
            || part.len() <= 4
            || part.iter().all(u8::is_ascii_lowercase)
            || part.iter().all(u8::is_ascii_uppercase)
    };
    let parts = || value.split(|byte| matches!(byte, b'-' | b'_' | b'.' | b':' | b'/'));
    parts().count() > 1
        && parts().all(same)
        && parts().any(|part| part.len() > 1 && part.iter().all(u8::is_ascii_alphabetic))
}

/// Whether `value` has at least `least` characters of a token's alphabet, letters and digits mixed without pattern.
pub(crate) fn is_random(value: &[u8], least: usize) -> bool {
    is_mixed(value, least) && entropy(value) >= 2.7 && !is_sequence(value)
}

/// Whether `value` has at least `least` characters of a token's alphabet, letters and digits among them.
pub(crate) fn is_mixed(value: &[u8], least: usize) -> bool {
    // All bytes of a part are looked at whatever they are, so that many of them are at once.
    let mut has = (false, false);
    value.len() >= least
        && value.chunks(64).all(|part| {
            let (mut digit, mut letter, mut all) = (false, false, true);
            for &byte in part {
                digit |= byte.is_ascii_digit();
                letter |= byte.is_ascii_alphabetic();
                all &= is_token_byte(byte);
            }
            has = (has.0 | digit, has.1 | letter);
            all
        })
        && has == (true, true)
}

const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        | matches!(byte, b'_' | b'-' | b'.' | b'~' | b'+' | b'/' | b'=' | b'!' | b'@' | b'%')
}

/// Whether the value counts up its alphabet, as in `abcdefghijklmnop0123456789`.
pub(crate) fn is_sequence(value: &[u8]) -> bool {
    let steps =
        value.windows(2).filter(|pair| matches!(pair, [a, b] if a.checked_add(1) == Some(*b))).count();
    steps * 100 >= value.len() * 82
}

/// Whether the part behind a telling prefix varies enough to be a real token.
pub(crate) fn is_varied(value: &[u8]) -> bool {
    distinct(value) >= 5.min(value.len())
}

/// How much of a long value is looked at.
pub(crate) const SAMPLE: usize = 256;

fn distinct(value: &[u8]) -> usize {
    let mut seen = [false; 256];
    for &byte in value.iter().take(SAMPLE) {
        if let Some(seen) = seen.get_mut(usize::from(byte)) {
            *seen = true;
        }
    }
    seen.iter().filter(|&&seen| seen).count()
}

/// `n` times the binary logarithm of `n`, for the numbers up to [`SAMPLE`].
static WEIGHTS: LazyLock<[f64; SAMPLE + 1]> = LazyLock::new(|| {
    let mut number = 0.0_f64;
    std::array::from_fn(|_| {
        let weight = if number > 0.0 { number * number.log2() } else { 0.0 };
        number += 1.0;
        weight
    })
});

/// Shannon entropy in bits per byte, of the first bytes of a long value.
#[expect(clippy::cast_precision_loss, reason = "numbers up to 256 are exact in f64")]
pub(crate) fn entropy(value: &[u8]) -> f64 {
    /// So that a value right on a bound is not below it by a rounding.
    const ROUNDING: f64 = 1e-9;
    let value = value.get(..value.len().min(SAMPLE)).unwrap_or_default();
    let mut counts = [0_u16; 256];
    for &byte in value {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    if value.is_empty() {
        return 0.0;
    }
    // Four sums at once do not wait for each other.
    let mut sums = [0.0; 4];
    for counts in counts.chunks_exact(4).filter(|counts| **counts != [0; 4]) {
        for (sum, &count) in sums.iter_mut().zip(counts) {
            *sum += WEIGHTS.get(usize::from(count)).copied().unwrap_or_default();
        }
    }
    let length = value.len() as f64;
    length.log2() - sums.iter().sum::<f64>() / length + ROUNDING
}
