//! Credentials in URLs, headers, command lines and key files, and tokens that must be known by their middle.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::memrchr;

use super::cursor::Cursor;
use super::{Entry, How, random, token, varied, word};
use crate::rule::Found;
use crate::shape;

pub(super) const ALL: &[&[Entry]] = &[TOKENS, URLS, HEADERS, COMMANDS, FILES];

const TOKENS: &[Entry] = &[
    word("json-web-token", &["eyJ"], r"[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}\.?[0-9A-Za-z_-]*")
        .checked(varied)
        .samples("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmVkLWJ5LW5vYm9keQ", "eyJhbGciOiJIUzI1NiJ9"),
    // "eyJ" in Base64.
    word("json-web-token", &["ZXlK"], "[0-9A-Za-z+/_-]{80,}={0,2}").checked(varied).samples(
        "ZXlKaGJHY2lPaUpJVXpJMU5pSjkuZXlKemRXSWlPaUkwTWlKOS5jMmxuYm1Wa0xXSjVMVzV2WW05a2VRb2s3Vm1KOWZ3UQ",
        "ZXlKaGJHY2lPaUpJ",
    ),
    // 32 bytes and more, in the middle of which two fixed letters follow a digit.
    hand("azure-client-secret", &["Q~"], azure)
        .samples("secret is Zk38Q~mVb2Lq9Tx4Wn7Rc1Yd6Hs3Gp5Jf0aKeB y", "x4~8Q~mVb2"),
    hand("telegram-token", &[":A"], telegram).samples(
        "bot 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9",
        "12:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9",
    ),
    hand("maxmind-key", &["_mmk"], maxmind)
        .samples("key 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", "name_mmk"),
    token("request-signature", &[" Signature="], r"([0-9a-f]{64})\b").checked(varied).samples(
        "SignedHeaders=host, Signature=2c1f9a7b3e5d4f6a8b0c1d2e3f405162738495a6b7c8d9eafb0c1d2e3f405162",
        "Signature=none",
    ),
];

/// How far behind its keyword a credential is looked for; one that is longer is masked to the end of its word.
const WINDOW: usize = 512;

const fn hand(
    name: &'static str,
    keywords: &'static [&'static str],
    seek: fn(&Found<'_>) -> Option<Range<usize>>,
) -> Entry {
    Entry::new(name, keywords, How::Hand(seek)).window(WINDOW)
}

const URLS: &[Entry] = &[
    hand("url-password", &["://"], user_info).samples(
        "git clone https://ci:k3J9dQ72m@git.example.com/a.git",
        "https://ci:${TOKEN}@git.example.com/a.git",
    ),
    hand("url-token", QUERY, query).ignore_case().in_word().samples(
        "GET /api/v4/user?private_token=k3J9dQ72m&page=2",
        "GET /api/v4/user?private_token=[MASKED]",
    ),
];

/// Names of parameters that hold a credential: those that GitLab's runner masks, and others.
const QUERY: &[&str] = &[
    "private_token=",
    "access_token=",
    "refresh_token=",
    "job_token=",
    "rss_token=",
    "feed_token=",
    "authenticity_token=",
    "client_secret=",
    "id_token=",
    "auth_token=",
    "api_key=",
    "apikey=",
    "x-amz-signature=",
    "x-amz-credential=",
    "x-amz-security-token=",
    "x-goog-signature=",
    "x-goog-credential=",
    "&sig=",
    "?sig=",
    "&token=",
    "?token=",
    "&key=",
    "?key=",
];

const HEADERS: &[Entry] = &[
    hand("authorization", &["authorization"], authorization)
        .ignore_case()
        .samples("> Authorization: Bearer 5f4dcc3b5aa765d61d83", "> Authorization: Bearer $TOKEN"),
    hand("authorization", &["bearer ", "basic "], scheme)
        .ignore_case()
        .at_word_start()
        .samples("with bearer k3J9dQ72mXw81LpZ", "a basic understanding-of-things"),
    hand(
        "header-token",
        &[
            "private-token",
            "job-token",
            "deploy-token",
            "x-gitlab-token",
            "x-api-key",
            "x-auth-token",
            "x-vault-token",
            "api-key",
        ],
        header,
    )
    .ignore_case()
    .samples("-H 'PRIVATE-TOKEN: k3J9dQ72m'", "-H \"PRIVATE-TOKEN: $TOKEN\""),
];

const COMMANDS: &[Entry] = &[
    hand("basic-credentials", &["-u", "--user"], curl_user)
        .samples("curl -u admin:k3J9dQ72m https://x", "curl -u $USER:$PASSWORD https://x"),
    hand("password-option", &["-p"], password_option)
        .samples("$ docker login -u ci -p k3J9dQ72m registry", "$ mkdir -p k3J9dQ72m"),
];

const FILES: &[Entry] = &[
    hand("netrc-password", &["machine "], netrc).samples(
        "machine git.example.com login ci password swordfish",
        "machine learning with a password swordfish",
    ),
    hand("registry-auth", &["\"auth\""], docker_config)
        .samples(r#"{"auths":{"r":{"auth": "Y2k6azNKOWRRNzJt"}}}"#, r#"{"auth": "none"}"#),
    hand("registry-auth", &["_authToken", "_auth", "_password"], npmrc).samples(
        "//registry.example.com/:_authToken=k3J9dQ72m",
        "//registry.example.com/:_authToken=${NPM_TOKEN}",
    ),
];

/// The place says that it is a secret; only stand-ins are let through.
fn stated(found: &Found<'_>, secret: Range<usize>) -> bool {
    let secret = found.get(secret);
    !shape::is_placeholder(secret) && !secret.first().is_some_and(|first| b"${<[%".contains(first))
}

/// The bytes from `at` to the first that ends it.
fn until(found: &Found<'_>, at: usize, ends: &[u8]) -> Range<usize> {
    let rest = found.get(at..found.limit.max(at));
    let length = rest.iter().position(|byte| byte.is_ascii_whitespace() || ends.contains(byte));
    at..at + length.unwrap_or(rest.len())
}

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// How many bytes before the keyword fit, at most so many.
fn lead(found: &Found<'_>, most: usize, fits: impl Fn(u8) -> bool) -> usize {
    found.before().iter().rev().take(most).take_while(|byte| fits(**byte)).count()
}

/// How many bytes behind the keyword fit, at most so many.
fn tail(found: &Found<'_>, most: usize, fits: impl Fn(u8) -> bool) -> usize {
    found.after().iter().take(most).take_while(|byte| fits(**byte)).count()
}

fn azure(found: &Found<'_>) -> Option<Range<usize>> {
    let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'~' | b'.');
    let digit = found.before().last().is_some_and(u8::is_ascii_digit);
    let before = lead(found, 5, part);
    let after = tail(found, 35, |byte| part(byte) || byte == b'-');
    let range = found.keyword.start - before..found.keyword.end + after;
    let edge = |byte: Option<&u8>| {
        byte.is_none_or(|byte| byte.is_ascii_whitespace() || b"\\'\"`>=:(,)<".contains(byte))
    };
    let alone = edge(found.before().iter().rev().nth(before)) && edge(found.after().get(after));
    (digit && before == 4 && (31..=34).contains(&after) && alone && random(found, range.clone()))
        .then_some(range)
}

fn telegram(found: &Found<'_>) -> Option<Range<usize>> {
    let after = tail(found, 36, |byte| is_alphanumeric(byte) || matches!(byte, b'_' | b'-'));
    if after != 34 {
        return None;
    }
    let before = lead(found, 17, |byte| byte.is_ascii_digit());
    let range = found.keyword.start - before..found.keyword.end + after;
    ((5..=16).contains(&before) && random(found, range.clone())).then_some(range)
}

fn maxmind(found: &Found<'_>) -> Option<Range<usize>> {
    let before = lead(found, 37, |byte| is_alphanumeric(byte) || byte == b'_');
    let range = found.keyword.start.checked_sub(36)?..found.keyword.end;
    let ends = !found.after().first().is_some_and(u8::is_ascii_alphanumeric);
    let parted = found.get(range.clone()).get(6) == Some(&b'_');
    (before == 36 && ends && parted && shape::entropy(found.get(range.clone())) >= 3.5).then_some(range)
}

/// The password of `scheme://user:password@host`, or a token in its place.
fn user_info(found: &Found<'_>) -> Option<Range<usize>> {
    let whole = until(found, found.keyword.end, b"/?#\"'<>`");
    let text = found.get(whole.clone());
    let end = text.iter().rposition(|byte| *byte == b'@')?;
    let info = text.get(..end)?;
    let start = whole.start;
    let Some(colon) = info.iter().position(|byte| *byte == b':') else {
        let unreserved = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.~-".contains(byte);
        let range = start..start + end;
        let is_token =
            info.len() >= 16 && info.iter().all(unreserved) && !shape::is_word(info) && !shape::is_name(info);
        return (is_token && stated(found, range.clone())).then_some(range);
    };
    let (user, password) = (info.get(..colon)?, start + colon + 1..start + end);
    let hexadecimal = user.len() >= 8 && user.iter().all(u8::is_ascii_hexdigit);
    // As GitHub and Bundler write them, the user is the credential, or half of it.
    let range = if found.get(password.clone()) == b"x-oauth-basic" {
        start..start + colon
    } else if hexadecimal || shape::is_random(user, 20) {
        start..start + end
    } else {
        password
    };
    (!range.is_empty() && stated(found, range.clone())).then_some(range)
}

fn query(found: &Found<'_>) -> Option<Range<usize>> {
    let range = until(found, found.keyword.end, b"&#\"'<>`;,\\");
    let value = found.get(range.clone());
    // `?access_token=ACCESS_TOKEN` in documentation.
    let constant = value.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    (!value.is_empty() && !constant && stated(found, range.clone())).then_some(range)
}

/// Goes over `": "` and the like between a header's name and its value.
fn separator(cursor: &mut Cursor<'_>) -> Option<()> {
    let quote = |byte| matches!(byte, b'\\' | b'"' | b'\'');
    cursor.take(3, quote);
    cursor.blanks(4);
    if cursor.peek() == Some(b'=') {
        cursor.at += 1;
        cursor.take(1, |byte| byte == b'>');
    } else if cursor.take(1, |byte| byte == b':') == 0 {
        return None;
    }
    cursor.blanks(4);
    cursor.take(3, quote);
    Some(())
}

fn header_value(found: &Found<'_>, at: usize, least: usize) -> Option<Range<usize>> {
    let range = until(found, at, b"\"'`,;<>\\");
    let value = found.get(range.clone());
    let mixed = value.iter().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    let code = value.iter().any(|byte| b"({$".contains(byte));
    (value.len() >= least && mixed && !code && stated(found, range.clone())).then_some(range)
}

fn authorization(found: &Found<'_>) -> Option<Range<usize>> {
    let mut cursor = Cursor::new(found);
    separator(&mut cursor)?;
    let start = cursor.at;
    // `Bearer`, `Basic`, `Token` or another scheme.
    let scheme = cursor.take(16, |byte| byte.is_ascii_alphabetic() || byte == b'-');
    if scheme < 3 || cursor.blanks(4) == 0 {
        cursor.at = start;
    }
    header_value(found, cursor.at, 8)
}

fn scheme(found: &Found<'_>) -> Option<Range<usize>> {
    let length = tail(found, usize::MAX, |byte| is_alphanumeric(byte) || b"._~+/=-".contains(&byte));
    let range = found.keyword.end..found.keyword.end + length;
    let value = found.get(range.clone());
    let told =
        value.len() >= 16 && shape::is_random(value, 16) && !shape::is_code(value) && !shape::is_name(value);
    (told && stated(found, range.clone())).then_some(range)
}

fn header(found: &Found<'_>) -> Option<Range<usize>> {
    let mut cursor = Cursor::new(found);
    separator(&mut cursor)?;
    header_value(found, cursor.at, 6)
}

/// Goes from an option to its value, which may be in quotes; tells the quote.
fn option(found: &Found<'_>, cursor: &mut Cursor<'_>) -> Option<u8> {
    if found.before().last().is_some_and(|byte| !byte.is_ascii_whitespace() && !b"\"'`(".contains(byte)) {
        return None;
    }
    let apart = cursor.blanks(8) + cursor.take(1, |byte| byte == b'=');
    cursor.take(1, |byte| byte == b'\\');
    let quote = cursor.peek()?;
    if matches!(quote, b'"' | b'\'') {
        cursor.at += 1;
        Some(quote)
    } else {
        Some(if apart == 0 { 0 } else { b' ' })
    }
}

/// The programs that take user and password by `-u`, and those that take a password by `-p` and right behind it.
static FETCH: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["curl", "wget"].map(Finder::new));
static LOGIN: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [" login ", "sshpass"].map(Finder::new));
static DATABASE: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["mysql", "mariadb"].map(Finder::new));

/// What stands before the keyword of its command; a line that ends in `\` goes on.
fn command<'t>(found: &Found<'t>) -> &'t [u8] {
    let before = found.before();
    let mut start = before.len();
    while let Some(end) = memrchr(b'\n', before.get(..start).unwrap_or_default()) {
        let above = before.get(..end).unwrap_or_default();
        if !above.strip_suffix(b"\r").unwrap_or(above).ends_with(b"\\") {
            return before.get(end + 1..).unwrap_or_default();
        }
        start = end;
    }
    before
}

/// Whether one of these programs stands in the command before the keyword: all its lines are searched at once, because no name
/// goes over a line break.
fn is_of(found: &Found<'_>, programs: &[Finder<'_>]) -> bool {
    let stands = |text: &[u8]| programs.iter().any(|program| program.find(text).is_some());
    // The lines are only told apart where there is a program at all.
    stands(found.before()) && stands(command(found))
}

/// User and password: which of the two is the credential is up to the server, and many take it as the user.
fn curl_user(found: &Found<'_>) -> Option<Range<usize>> {
    let mut cursor = Cursor::new(found);
    let quote = option(found, &mut cursor)?;
    let range = match quote {
        b'"' => until_quote(found, cursor.at, b"\"\\"),
        b'\'' => until_quote(found, cursor.at, b"'"),
        _ => until(found, cursor.at, b"`|;&"),
    };
    let text = found.get(range.clone());
    let colon = text.iter().position(|byte| *byte == b':')?;
    let (user, password) = (text.get(..colon)?, text.get(colon + 1..)?);
    let quotes = |byte: &u8| matches!(byte, b'"' | b'\'');
    let open = |half: &[u8]| {
        let half = half.split(quotes).max_by_key(|part| part.len()).unwrap_or(half);
        shape::is_placeholder(half)
            || half.len() < 3
            || half.iter().any(|byte| b"({[<>".contains(byte))
            || half.first() == Some(&b'$')
    };
    let secret = if password.is_empty() { !open(user) && user.len() >= 8 } else { !open(password) };
    let names = password.starts_with(b"/") || text.iter().any(u8::is_ascii_whitespace);
    (secret && !names && is_of(found, &*FETCH)).then_some(range)
}

fn until_quote(found: &Found<'_>, at: usize, ends: &[u8]) -> Range<usize> {
    let rest = found.get(at..found.limit.max(at));
    at..at + rest.iter().position(|byte| ends.contains(byte)).unwrap_or(rest.len())
}

/// `docker login -p`, `sshpass -p`, and `mysql -p` with the password right behind it.
fn password_option(found: &Found<'_>) -> Option<Range<usize>> {
    let mut cursor = Cursor::new(found);
    let quote = option(found, &mut cursor)?;
    let range = match quote {
        b'"' => until_quote(found, cursor.at, b"\"\\"),
        b'\'' => until_quote(found, cursor.at, b"'"),
        _ => until(found, cursor.at, b"`|;&\"'"),
    };
    let programs = if quote == 0 { &DATABASE } else { &LOGIN };
    let value = found.get(range.clone());
    let told = value.len() >= 4 && value.first() != Some(&b'-') && stated(found, range.clone());
    (told && is_of(found, &**programs)).then_some(range)
}

fn netrc(found: &Found<'_>) -> Option<Range<usize>> {
    let mut at = found.keyword.end;
    let mut word = || {
        let blanks =
            found.get(at..found.limit.max(at)).iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let range = until(found, at + blanks, b"");
        at = range.end;
        range
    };
    word();
    let login = found.get(word()) == b"login";
    word();
    let password = found.get(word()) == b"password";
    let range = word();
    (login && password && !range.is_empty() && stated(found, range.clone())).then_some(range)
}

/// `"auth": "…"` of Docker's configuration, which is user and password in Base64.
fn docker_config(found: &Found<'_>) -> Option<Range<usize>> {
    let mut cursor = Cursor::new(found);
    cursor.blanks(4);
    if cursor.take(1, |byte| byte == b':') == 0 {
        return None;
    }
    cursor.blanks(4);
    if cursor.take(1, |byte| byte == b'"') == 0 {
        return None;
    }
    let start = cursor.at;
    let length = cursor.take(usize::MAX, |byte| is_alphanumeric(byte) || b"+/=_-".contains(&byte));
    let closed = cursor.peek() == Some(b'"');
    ((closed || cursor.peek().is_none()) && length >= 8 && stated(found, start..cursor.at))
        .then_some(start..cursor.at)
}

fn npmrc(found: &Found<'_>) -> Option<Range<usize>> {
    let mut cursor = Cursor::new(found);
    cursor.blanks(2);
    if cursor.take(1, |byte| byte == b'=') == 0 {
        return None;
    }
    cursor.blanks(2);
    cursor.take(1, |byte| byte == b'"');
    let range = until(found, cursor.at, b"\"'");
    (range.len() >= 8 && stated(found, range.clone())).then_some(range)
}

#[cfg(test)]
mod tests {
    use crate::Redactor;

    #[test]
    fn a_program_counts_on_all_lines_of_its_command_and_on_no_other() {
        let redactor = Redactor::default();
        for (text, masked) in [
            ("curl \\\n  -s \\\r\n -u ci:k3J9dQ72m x", true),
            ("curl x\n  -s \\\n -u ci:k3J9dQ72m x", false),
            ("curl x\\ \n -u ci:k3J9dQ72m x", false),
            ("\\\nwget -u ci:k3J9dQ72m x", true),
            ("cu\\\nrl -u ci:k3J9dQ72m x", false),
        ] {
            assert_eq!(!redactor.redact(text).is_clean(), masked, "{text:?}");
        }
    }
}
