//! `NAME=value`, `"name": "value"`, `name := "value"`, `set("NAME", "value")`, `<name>value</name>`: what is assigned to a
//! name that speaks of a secret. How sure the value must look depends on how plainly the name speaks.

use crate::rule::{Candidate, Rule};
use crate::shape;

pub(super) fn rules() -> Vec<Rule> {
    let rule = |name, prefixes, check| {
        Rule::built_in(name, prefixes, ASSIGNED).ignore_case().window(1024).generic().checked(check)
    };
    vec![
        rule("password", &["password", "passwd", "passphrase", "passwort", "pwd", "_pass"], password),
        rule(
            "assigned-secret",
            &["secret", "token", "api_key", "apikey", "api-key", "access_key", "accesskey", "access-key"],
            secret,
        ),
        rule(
            "assigned-secret",
            &[
                "private_key",
                "privatekey",
                "secretkey",
                "credential",
                "signing_key",
                "client_id",
                "license_key",
            ],
            secret,
        ),
        rule("assigned-key", &["key", "auth"], key),
    ]
}

/// The rest of the name, an operator, and a value with or without quotes.
const ASSIGNED: &str = concat!(
    r#"[0-9A-Za-z_.-]{0,40}[\]\)]?\\*["'`]?[\]\)]?"#,
    r"\s{0,4}(?:=>|:{1,3}=|\|\|:|[?.+|]?={1,2}|:|,|>)\s{0,8}",
    r#"(?:b|r|f|@)?(?:\\*"([^"\\\s]+)|\\*'([^'\\\s]+)|`([^`\s]+)|([^\s"'`,;<>(){}\[\]|&\\]+))"#,
);

fn password(found: &Candidate<'_>) -> bool {
    let value = value(found);
    if !is_about_a_secret(found) || value.len() < 4 || refused(value) || shape::is_code(value) {
        return false;
    }
    // `password=abcd` and `"password": "abcd"` say it; `password: abcd` may be prose.
    let tight = found.between.ends_with('=') || is_quoted(found);
    let mixed =
        value.bytes().any(|byte| byte.is_ascii_digit()) && !value.bytes().all(|byte| byte.is_ascii_digit());
    tight && !value.bytes().all(|byte| byte.is_ascii_digit()) || mixed
}

fn secret(found: &Candidate<'_>) -> bool {
    let value = value(found);
    if !is_about_a_secret(found) || refused(value) || shape::is_code(value) {
        return false;
    }
    shape::is_random(value, 10) && !is_version(value)
}

fn key(found: &Candidate<'_>) -> bool {
    let value = value(found);
    let hexadecimal = value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    is_about_a_secret(found)
        && !refused(value)
        && !shape::is_code(value)
        && !hexadecimal
        && !found.prefix.eq_ignore_ascii_case("auth")
        && shape::is_random(value, 20)
        && shape::entropy(value) >= 3.7
        && !value.contains(['-', '.', ':', '@', '%'])
}

fn value<'t>(found: &Candidate<'t>) -> &'t str {
    found.secret.trim_end_matches(['.', ':', '!', '?'])
}

fn refused(value: &str) -> bool {
    shape::is_placeholder(value) || value.starts_with(['$', '%', '@', '&', '*', '=']) || value.contains("$(")
}

fn is_quoted(found: &Candidate<'_>) -> bool {
    found.between.ends_with(['"', '\'', '`'])
}

/// `1.2.3-beta4`, `v2.0`, `jar:1.7.8`: digits and dots with few letters.
fn is_version(value: &str) -> bool {
    let digits = value.bytes().filter(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    value.contains('.') && digits * 2 >= value.len() && value.len() < 32
}

/// Endings of names that are about a secret without holding it.
const ABOUT: &[&str] = &[
    "url",
    "uri",
    "file",
    "path",
    "name",
    "type",
    "length",
    "size",
    "count",
    "expires",
    "expiry",
    "ttl",
    "timeout",
    "policy",
    "dir",
    "store",
    "field",
    "header",
    "prefix",
    "format",
    "algorithm",
    "version",
    "hash",
    "digest",
    "sum",
    "fingerprint",
    "endpoint",
    "mode",
    "enabled",
    "required",
    "scope",
    "scopes",
    "env",
    "var",
    "label",
    "index",
    "usage",
    "limit",
    "expired",
    "host",
    "port",
    "class",
    "provider",
    "manager",
    "error",
    "status",
    "id_type",
    "pressed",
    "code",
    "board",
    "word",
    "words",
    "space",
    "pair",
    "str",
    "map",
    "ring",
    "frame",
    "frames",
    "binding",
    "stroke",
    "vault",
    "vaults",
    "secrets",
    "identifier",
    "generator",
    "ref",
    "kind",
];

/// Whether the name around the prefix names a secret: `tokenizer`, `keyboard` and `access_token_url` do not.
fn is_about_a_secret(found: &Candidate<'_>) -> bool {
    let rest = found
        .between
        .split(|char: char| !(char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.')))
        .next()
        .unwrap_or_default();
    let before = found.before.bytes().next_back();
    let ends_upper = found.prefix.bytes().next_back().is_some_and(|byte| byte.is_ascii_uppercase());
    let starts_lower = found.prefix.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    // `monkey=`, `donkey:`: the short word must begin a part of the name.
    let inside =
        starts_lower && found.prefix.len() <= 4 && before.is_some_and(|byte| byte.is_ascii_lowercase());
    let goes_on = match rest.bytes().next() {
        Some(b's') if rest.len() == 1 => false,
        Some(byte) if byte.is_ascii_lowercase() => !ends_upper,
        Some(byte) if byte.is_ascii_uppercase() => ends_upper,
        _ => false,
    };
    let known = |word: &str| {
        ["token", "key", "secret", "id", "password"].iter().any(|known| word.eq_ignore_ascii_case(known))
    };
    let last = last_word(rest).to_ascii_lowercase();
    (!goes_on || known(rest)) && !inside && !ABOUT.contains(&last.as_str())
}

/// The last part of `access_token_url`, `keyVault` or `x-key-name`.
fn last_word(name: &str) -> &str {
    let start = name
        .char_indices()
        .rev()
        .find(|(_, char)| !char.is_ascii_lowercase() && !char.is_ascii_digit())
        .map_or(0, |(at, char)| if char.is_ascii_uppercase() { at } else { at + 1 });
    let word = name.get(start..).unwrap_or_default();
    // All capitals: `_KEY_NAME`.
    if word.len() <= 1 { name.rsplit(['_', '-', '.']).next().unwrap_or_default() } else { word }
}
