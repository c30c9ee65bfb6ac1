//! `NAME=value`, `"name": "value"`, `name := "value"`, `set("NAME", "value")`, `--name value`, `<name>value</name>`: what is
//! assigned to a name that speaks of a secret. How sure the value must look depends on how plainly the name speaks.

use std::ops::Range;

use memchr::{memchr2, memchr3};

use super::cursor::Cursor;
use super::{Entry, How};
use crate::cover;
use crate::rule::Found;
use crate::shape;

mod name;

pub(super) const ALL: &[&[Entry]] = &[ASSIGNED];

const ASSIGNED: &[Entry] = &[
    assigned(
        "password",
        &["password", "passwd", "passphrase", "passwort", "pwd", "_pass", "-pass"],
        password,
    )
    .samples("POSTGRES_PASSWORD=tr0ub4dor", "POSTGRES_PASSWORD=$PASSWORD_FROM_VAULT"),
    assigned(
        "assigned-secret",
        &[
            "secret",
            "token",
            "api_key",
            "apikey",
            "api-key",
            "access_key",
            "accesskey",
            "access-key",
            "access_id",
            "accessid",
            "private_key",
            "privatekey",
            "private-key",
            "secretkey",
            "credential",
            "creds",
            "signing_key",
            "client_id",
            "clientid",
            "license_key",
            "account_key",
            "encryption_key",
        ],
        secret,
    )
    .samples("DEPLOY_TOKEN: k3J9dQ72mXw81LpZ", "DEPLOY_TOKEN: from-the-vault"),
    assigned("assigned-key", &["key", "auth"], key)
        .samples("cipher_key = \"Zk3J9dQ72mXw81LpZvB4nR\"", "cache_key = \"gems-2f1c9a7b3e5d4f6a8b0c\""),
    assigned("sidekiq-credential", &["contribsys__com"], pair)
        .samples("BUNDLE_GEMS__CONTRIBSYS__COM=1f0e2d3c:4b5a6978", "BUNDLE_GEMS__CONTRIBSYS__COM=$PAIR"),
];

const fn assigned(
    name: &'static str,
    keywords: &'static [&'static str],
    seek: fn(&Found<'_>) -> Option<Range<usize>>,
) -> Entry {
    Entry::new(name, keywords, How::Hand(seek)).ignore_case().generic().window(WINDOW).next_line().in_word()
}

/// Name and value up to here decide; a value that is longer is masked to the end of its word.
const WINDOW: usize = 320;

/// What stands between a name and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    /// `=` in one of its forms.
    Equals,
    /// `=>`
    Arrow,
    /// `:` or a comma between arguments.
    Other,
    /// A blank behind an option, as in `--token value`.
    Option,
}

/// A value and how it was assigned.
struct Value {
    range: Range<usize>,
    operator: Operator,
    quoted: bool,
}

/// The names of types that stand between a name and `=` in Go, Rust, TypeScript, Java and C.
const TYPES: &[&[u8]] = &[b"string", b"&'static str", b"&str", b"str", b"char*", b"[]byte", b"any"];

/// The value that is assigned to the name with the keyword in it.
fn value(found: &Found<'_>, rest: usize) -> Option<Value> {
    let mut cursor = Cursor::new(found);
    cursor.at += rest;
    let closing = cursor.at;
    cursor.take(4, |byte| matches!(byte, b'\\' | b'"' | b'\'' | b'`' | b']' | b')'));
    let closed = found.get(closing..cursor.at).iter().any(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    let blanks = cursor.blanks(8);
    if blanks > 0 && TYPES.iter().any(|name| cursor.take_word(name)) {
        cursor.blanks(8);
        if !matches!(cursor.peek(), Some(b'=' | b':')) {
            return None;
        }
    }
    let operator = match cursor.peek()? {
        b'=' => equals(&mut cursor),
        b':' => colon(&mut cursor),
        b'?' | b'.' | b'+' | b'|' => {
            cursor.take(2, |byte| matches!(byte, b'?' | b'.' | b'+' | b'|'));
            if !matches!(cursor.peek(), Some(b'=' | b':')) {
                return None;
            }
            equals(&mut cursor)
        }
        b',' if closed => {
            cursor.at += 1;
            Operator::Other
        }
        b'>' if blanks == 0 && !closed => {
            cursor.at += 1;
            // An element on lines of its own.
            cursor.take(1, |byte| byte == b'\r');
            cursor.take(1, |byte| byte == b'\n');
            cursor.blanks(32);
            Operator::Other
        }
        b'v' | b'V' if closed && blanks > 0 && cursor.take_word(b"value=") => Operator::Equals,
        _ if blanks > 0 && !closed && name::is_option(found) => Operator::Option,
        _ => return None,
    };
    let comma = found.get(cursor.at.saturating_sub(1)..cursor.at) == b",";
    cursor.blanks(8);
    let below = operator != Operator::Option && cursor.next_line();
    quoted(&mut cursor, operator).or_else(|| {
        let value = if comma { None } else { plain(&mut cursor, operator) };
        // A word on a line of its own may well be a heading or an answer.
        value.filter(|value| {
            !below || cursor.at_line_end() && shape::is_random(found.get(value.range.clone()), 8)
        })
    })
}

fn equals(cursor: &mut Cursor<'_>) -> Operator {
    cursor.take(3, |byte| matches!(byte, b'=' | b':'));
    let arrow = cursor.peek() == Some(b'>');
    if arrow {
        cursor.at += 1;
    }
    if arrow { Operator::Arrow } else { Operator::Equals }
}

fn colon(cursor: &mut Cursor<'_>) -> Operator {
    cursor.take(3, |byte| byte == b':');
    if cursor.peek() == Some(b'=') {
        return equals(cursor);
    }
    // `name: string = value`
    let colon = cursor.at;
    cursor.blanks(4);
    if TYPES.iter().any(|name| cursor.take_word(name)) {
        cursor.blanks(4);
        if cursor.peek() == Some(b'=') {
            return equals(cursor);
        }
    }
    cursor.at = colon;
    Operator::Other
}

/// A value in quotes, which are escaped themselves where they stand in a string.
fn quoted(cursor: &mut Cursor<'_>, operator: Operator) -> Option<Value> {
    let start = cursor.at;
    let value = quoted_value(cursor).map(|range| Value { range, operator, quoted: true });
    if value.is_none() {
        cursor.at = start;
    }
    value
}

fn quoted_value(cursor: &mut Cursor<'_>) -> Option<Range<usize>> {
    // Prefixes of strings in Python, Rust and C#.
    let prefix = cursor.take(1, |byte| matches!(byte, b'b' | b'r' | b'f' | b'u' | b'L' | b'@' | b'$'));
    let escaped = cursor.take(3, |byte| byte == b'\\');
    let quote = cursor.peek().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
    if prefix == 0 || escaped == 0 {
        cursor.at += 1;
    } else {
        return None;
    }
    let start = cursor.at;
    cursor.take(usize::MAX, |byte| byte != quote && byte != b'\n' && (escaped == 0 || byte != b'\\'));
    Some(start..cursor.at)
}

fn plain(cursor: &mut Cursor<'_>, operator: Operator) -> Option<Value> {
    let start = cursor.at;
    cursor.take_rest(cover::plain_length);
    (start < cursor.at).then_some(Value { range: start..cursor.at, operator, quoted: false })
}

/// The value's range without the punctuation of a sentence.
fn trimmed(found: &Found<'_>, value: &Value) -> Range<usize> {
    let text = found.get(value.range.clone());
    value.range.start..value.range.start + cover::trimmed_length(text)
}

fn refused(found: &Found<'_>, value: &Value) -> bool {
    let value = found.get(value.range.clone());
    shape::is_placeholder(value)
        || value.first().is_some_and(|first| b"$%@&*=".contains(first))
        || shape::contains(value.get(..value.len().min(256)).unwrap_or_default(), b"$(")
}

fn password(found: &Found<'_>) -> Option<Range<usize>> {
    let value = value(found, name::rest(found)?)?;
    let full = value.range.clone();
    let trimmed = trimmed(found, &value);
    let text = found.get(trimmed.clone());
    if text.len() < 4 || refused(found, &value) || shape::is_code(text) || text.iter().all(u8::is_ascii_digit)
    {
        return None;
    }
    // What Ruby prints of a record is a column, and a column holds the digest of a password.
    let digest = matches!(text.len(), 32 | 40 | 64) && text.iter().all(u8::is_ascii_hexdigit);
    if value.operator == Operator::Arrow && digest && name::is_symbol(found) {
        return None;
    }
    let told = value.operator == Operator::Equals || value.quoted;
    let mixed = text.iter().any(u8::is_ascii_digit);
    let strange = text.iter().any(|byte| !byte.is_ascii_alphabetic());
    let sure = match value.operator {
        // The next word behind an option may be another option, or prose.
        Operator::Option => value.quoted || strange && text.first() != Some(&b'-'),
        // `password=abcd` and `"password": "abcd"` say it; `password: abcd` may be prose.
        _ => told || mixed,
    };
    if !sure || !name::is_about_a_secret(found) || prose(text, &value) {
        return None;
    }
    Some(if value.quoted { full } else { trimmed })
}

/// Words with blanks between them, too many for a password.
fn prose(text: &[u8], value: &Value) -> bool {
    value.quoted && text.iter().filter(|byte| **byte == b' ').count() > 5
}

fn secret(found: &Found<'_>) -> Option<Range<usize>> {
    let value = value(found, name::rest(found)?)?;
    let range = trimmed(found, &value);
    let text = found.get(range.clone());
    // What costs least comes first.
    if text.len() < 10 || shape::starts_as_code(text) {
        return None;
    }
    // Some services have tokens of digits only; a time or a number of a build is shorter.
    let number =
        text.len() >= 15 && text.iter().all(u8::is_ascii_digit) && value.operator != Operator::Option;
    let number = number && !shape::is_sequence(text);
    if !number && !shape::is_mixed(text, 10) || !name::is_about_a_secret(found) {
        return None;
    }
    if !number && (is_version(text) || shape::is_name(text))
        || refused(found, &value)
        || shape::is_code(text)
        || !number && !shape::is_random(text, 10)
    {
        return None;
    }
    // An id is half a secret at most, and one that is a UUID tells nothing.
    if found.word().to_ascii_lowercase().ends_with(b"id") && is_uuid(text) {
        return None;
    }
    Some(range)
}

fn key(found: &Found<'_>) -> Option<Range<usize>> {
    let rest = name::rest(found)?;
    if found.word().eq_ignore_ascii_case(b"auth") && rest == 0 {
        return None;
    }
    let value = value(found, rest)?;
    let range = trimmed(found, &value);
    let text = found.get(range.clone());
    let hexadecimal = || text.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    let sure = text.len() >= 20
        // `key: …` alone is that of a cache or of a map.
        && name::is_part_of_one(found, rest)
        && value.operator != Operator::Option
        && !hexadecimal()
        && memchr3(b'-', b'.', b':', text).is_none()
        && memchr2(b'@', b'%', text).is_none()
        && shape::is_mixed(text, 20)
        && name::is_about_a_secret(found)
        && shape::entropy(text) >= 3.7
        && !shape::is_sequence(text)
        && !refused(found, &value)
        && !shape::is_code(text);
    sure.then_some(range)
}

/// Two halves with a colon between them, as Bundler takes them for a host.
fn pair(found: &Found<'_>) -> Option<Range<usize>> {
    let range = value(found, name::rest(found)?)?.range;
    let text = found.get(range.clone());
    let half = |text: &[u8]| text.len() >= 8 && text.iter().all(u8::is_ascii_hexdigit);
    let mut halves = text.split(|byte| *byte == b':');
    (halves.next().is_some_and(half) && halves.next().is_some_and(half) && halves.next().is_none())
        .then_some(range)
}

fn is_uuid(value: &[u8]) -> bool {
    let lengths = value.split(|byte| *byte == b'-').map(<[u8]>::len);
    lengths.eq([8, 4, 4, 4, 12]) && value.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-')
}

/// `1.2.3-beta4`, `v2.0`, `jar:1.7.8`: digits and dots with few letters.
fn is_version(value: &[u8]) -> bool {
    let digits = value.iter().filter(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    value.contains(&b'.') && digits * 2 >= value.len() && value.len() < 32
}
