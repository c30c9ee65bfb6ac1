//! Credentials in URLs, headers, command lines and key files.

use super::varied;
use crate::rule::{Candidate, Rule};
use crate::shape;

/// A private key with its armour: longer than any token.
const KEY_WINDOW: usize = 32 * 1024;

pub(super) fn rules() -> Vec<Rule> {
    vec![
        Rule::built_in("private-key", &["-----BEGIN "], PRIVATE_KEY).window(KEY_WINDOW).checked(has_body),
        Rule::built_in("json-web-token", &["eyJ"], r"[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}(?:\.[0-9A-Za-z_-]*)?")
            .at_word_start()
            .checked(varied),
        Rule::built_in("json-web-token", &["ZXlK"], r"[0-9A-Za-z+/_=-]{80,}").at_word_start().checked(varied),
        Rule::built_in("url-password", &["://"], r#"(?:[^\s/?#@:"'<>`]*:([^\s/?#@"'<>`]+)|([0-9A-Za-z_.~-]{16,}(?::x-oauth-basic)?))@"#)
            .window(1024)
            .checked(stated),
        Rule::built_in("url-token", QUERY_KEYS, r#"=([^\s&#"'<>`;,]+)"#).ignore_case().checked(stated),
        Rule::built_in(
            "authorization",
            &["authorization", "proxy-authorization"],
            r#"\\*["']?\s{0,4}[:=]\s{0,4}(?:>\s*)?\\*["']?(?:(?:basic|bearer|(?:[a-z]{2,10}-)?token|digest|negotiate|apikey|api-key|bot|oauth)\s{1,4})?([^\s"'`,;<>\\]{8,})"#,
        )
        .ignore_case()
        .window(1024)
        .checked(header),
        Rule::built_in("authorization", &["bearer ", "basic "], r"([0-9A-Za-z._~+/-]{16,}={0,2})")
            .ignore_case()
            .at_word_start()
            .window(4096)
            .checked(|found| stated(found) && shape::is_random(found.secret, 16)),
        Rule::built_in(
            "header-token",
            &["private-token", "job-token", "deploy-token", "x-gitlab-token", "x-api-key", "x-auth-token", "x-vault-token", "api-key"],
            r#"\\*["']?\s{0,4}[:=]\s{0,4}\\*["']?([^\s"'`,;<>\\]{6,})"#,
        )
        .ignore_case()
        .window(1024)
        .checked(header),
        Rule::built_in("basic-credentials", &["-u ", "-u", "--user ", "--user=", "-u=\"", "-u \"", "-u '"], CURL_USER).window(512).checked(curl_user),
        Rule::built_in("netrc-password", &["machine "], r"[^\s]+\s+login\s+[^\s]+\s+password\s+([^\s]+)").window(1024).checked(stated),
        Rule::built_in("registry-auth", &["\"auth\""], r#"\s{0,4}:\s{0,4}"([0-9A-Za-z+/=_-]{8,})""#).checked(stated),
        Rule::built_in("registry-auth", &["_authToken", "_auth", "_password"], r#"\s{0,2}=\s{0,2}"?([^\s"']{8,})"#).checked(stated),
    ]
}

const QUERY_KEYS: &[&str] = &[
    "private_token",
    "access_token",
    "refresh_token",
    "job_token",
    "rss_token",
    "feed_token",
    "authenticity_token",
    "client_secret",
    "id_token",
    "auth_token",
    "api_key",
    "apikey",
    "x-amz-signature",
    "x-amz-credential",
    "x-amz-security-token",
    "x-goog-signature",
    "x-goog-credential",
    "&sig",
    "?sig",
    "&token",
    "?token",
    "&key",
    "?key",
];

/// To the end marker, or, when a log was cut before it, over the lines that look like the key.
const PRIVATE_KEY: &str = concat!(
    r"[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----",
    r"(?:(?:[^-]|-[^-]){0,}-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----",
    r"|(?:(?:\s|\\r|\\n){0,8}[0-9A-Za-z+/=]{16,})*)",
);

fn has_body(found: &Candidate<'_>) -> bool {
    found.secret.bytes().filter(u8::is_ascii_alphanumeric).count() >= 60
}

/// The place says that it is a secret; only stand-ins are let through.
fn stated(found: &Candidate<'_>) -> bool {
    !shape::is_placeholder(found.secret) && !found.secret.starts_with(['$', '{', '<', '['])
}

fn header(found: &Candidate<'_>) -> bool {
    stated(found)
        && found.secret.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && !found.secret.contains(['(', '{', '$'])
}

const CURL_USER: &str = r#"\\?["']?[^\s:"'$({\[<]{0,64}:([^\s"'`|;&]{3,})"#;

fn curl_user(found: &Candidate<'_>) -> bool {
    stated(found)
        && (found.before.contains("curl") || found.before.contains("wget"))
        && !found.secret.contains(['(', '{', '[', '/'])
}
