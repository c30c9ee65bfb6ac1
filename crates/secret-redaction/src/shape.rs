//! What a value looks like: a placeholder, code, or something that only a machine would think of.

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

/// Whether `value` only stands in for a secret: empty, a mask, a variable, a word such as `true`, one character repeated.
pub(crate) fn is_placeholder(value: &str) -> bool {
    let value =
        value.trim_matches(|char: char| char.is_ascii_whitespace() || matches!(char, '"' | '\'' | '`'));
    let lower = value.to_ascii_lowercase();
    lower.is_empty()
        || PLACEHOLDERS.contains(&lower.as_str())
        || REFERENCES.iter().any(|start| lower.starts_with(start))
        || (lower.starts_with('%') && lower.ends_with('%'))
        || lower.contains("example")
        || lower.contains("xxxxx")
        || lower.contains("*****")
        || lower.contains("${")
        || lower.contains("{{")
        || lower.contains("placeholder")
        || distinct(value) < 2
}

/// Whether `value` reads as a path, a URL, a call or a dotted name rather than as a secret.
pub(crate) fn is_code(value: &str) -> bool {
    value.starts_with(['/', '.', '~', '#', '!', '-', '\\'])
        || value.contains("://")
        || value.contains("::")
        || value.contains("->")
        || value.contains("()")
        || value.contains(['(', '[', '{', '<', '>', '|'])
        || FILE_ENDINGS.iter().any(|ending| value.ends_with(ending))
        || (value.contains('.') && value.split('.').all(is_word))
        || (value.contains('/') && value.split('/').filter(|part| part.len() > 1).all(is_word))
}

const FILE_ENDINGS: &[&str] = &[
    ".pem", ".key", ".crt", ".json", ".yml", ".yaml", ".txt", ".env", ".keytab", ".jks", ".p12", ".js",
    ".ts", ".rb", ".py", ".go", ".rs", ".java", ".html", ".md", ".sh", ".so", ".jar", ".log", ".conf",
    ".cfg", ".toml", ".xml",
];

/// Letters with at most separators between them: a name that a person chose.
pub(crate) fn is_word(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.' | b'@' | b' '))
}

/// Whether `value` has at least `least` characters of a token's alphabet, letters and digits mixed without pattern.
pub(crate) fn is_random(value: &str, least: usize) -> bool {
    if value.len() < least || !value.bytes().all(is_token_byte) {
        return false;
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    digits > 0 && letters > 0 && entropy(value) >= 2.7 && !is_sequence(value)
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'_' | b'-' | b'.' | b'~' | b'+' | b'/' | b'=' | b'!' | b'@' | b':' | b'%')
}

/// Whether the value counts up its alphabet, as in `abcdefghijklmnop0123456789`.
fn is_sequence(value: &str) -> bool {
    let bytes = value.as_bytes();
    let steps =
        bytes.windows(2).filter(|pair| matches!(pair, [a, b] if a.checked_add(1) == Some(*b))).count();
    steps * 4 >= value.len() * 3
}

/// Whether the part behind a telling prefix varies enough to be a real token.
pub(crate) fn is_varied(value: &str) -> bool {
    distinct(value) >= 5.min(value.len())
}

fn distinct(value: &str) -> usize {
    counts(value).iter().filter(|&&count| count > 0).count()
}

fn counts(value: &str) -> [usize; 256] {
    let mut counts = [0; 256];
    for byte in value.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    counts
}

/// Shannon entropy in bits per byte.
#[expect(clippy::cast_precision_loss, reason = "lengths of a few thousand are exact in f64")]
pub(crate) fn entropy(value: &str) -> f64 {
    let length = value.len() as f64;
    counts(value)
        .iter()
        .filter(|&&count| count > 0)
        .map(|&count| {
            let share = count as f64 / length;
            -share * share.log2()
        })
        .sum()
}
