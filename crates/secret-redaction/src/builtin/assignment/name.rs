//! What a name says about the value that is assigned to it.

use crate::rule::Found;

/// The longest part of a name behind its keyword.
const LONGEST: usize = 40;

const fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// How long the name goes on behind the keyword; `None` when that is no name.
pub(super) fn rest(found: &Found<'_>) -> Option<usize> {
    let after = found.after();
    let length = after.iter().take(LONGEST + 1).take_while(|byte| is_part(**byte)).count();
    (length <= LONGEST).then_some(length)
}

/// The name before the keyword.
fn lead<'t>(found: &Found<'t>) -> &'t [u8] {
    let before = found.before();
    let length = before.iter().rev().take(64).take_while(|byte| is_part(**byte)).count();
    before.get(before.len() - length..).unwrap_or_default()
}

/// Whether there is more of a name than its keyword, which goes on for `rest`.
pub(super) fn is_part_of_one(found: &Found<'_>, rest: usize) -> bool {
    rest > 0 || !lead(found).is_empty()
}

/// Whether the name is that of an option, as in `--db-password`.
pub(super) fn is_option(found: &Found<'_>) -> bool {
    let lead = lead(found);
    lead.starts_with(b"--") && !lead.ends_with(b".")
}

/// Whether the name is a symbol of Ruby, as in `:password=>`.
pub(super) fn is_symbol(found: &Found<'_>) -> bool {
    let before = found.before();
    before.get(..before.len() - lead(found).len()).is_some_and(|before| before.ends_with(b":"))
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

/// What stands before the keyword in names of what everybody may see, or of what is no secret at all.
const OPEN: &[&str] = &[
    "public",
    "pub",
    "foreign",
    "primary",
    "cache",
    "sort",
    "partition",
    "csrf",
    "authenticity",
    "xsrf",
    "idempotency",
    "publishable",
    "page",
    "next",
    "continuation",
    "cancellation",
    "group",
    "object",
    "ssh-public",
    "jsonweb",
];

/// Whether the name around the keyword names a secret: `tokenizer`, `keyboard` and `access_token_url` do not.
pub(super) fn is_about_a_secret(found: &Found<'_>) -> bool {
    let word = found.word();
    let rest = found.get(found.keyword.end..found.keyword.end + rest(found).unwrap_or(0));
    let lead = lead(found);
    let ends_upper = word.last().is_some_and(u8::is_ascii_uppercase);
    let starts_lower = word.first().is_some_and(u8::is_ascii_lowercase);
    // `monkey=`, `donkey:`: the short word must begin a part of the name.
    let inside = starts_lower && word.len() <= 4 && lead.last().is_some_and(u8::is_ascii_lowercase);
    let goes_on = match *rest {
        [b's'] => false,
        [first, ..] if first.is_ascii_lowercase() => !ends_upper,
        [first, ..] if first.is_ascii_uppercase() => ends_upper,
        _ => false,
    };
    let known = ["token", "key", "secret", "id", "password"];
    let known = known.iter().any(|known| rest.eq_ignore_ascii_case(known.as_bytes()));
    let last = last_word(rest);
    let about = ABOUT.iter().any(|about| last.eq_ignore_ascii_case(about.as_bytes()))
        || word.eq_ignore_ascii_case(b"credential") && last.eq_ignore_ascii_case(b"id");
    (!goes_on || known) && !inside && !about && !is_open(lead)
}

fn is_open(lead: &[u8]) -> bool {
    let lead = lead.strip_suffix(b"_").or_else(|| lead.strip_suffix(b"-")).unwrap_or(lead);
    OPEN.iter().any(|open| {
        let start = lead.len().checked_sub(open.len());
        start.and_then(|start| lead.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(open.as_bytes()))
    })
}

/// The last part of `access_token_url`, `keyVault` or `x-key-name`.
fn last_word(name: &[u8]) -> &[u8] {
    let small = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let start = name
        .iter()
        .rposition(|byte| !small(byte))
        .map_or(0, |at| at + usize::from(!name.get(at).is_some_and(u8::is_ascii_uppercase)));
    let word = name.get(start..).unwrap_or_default();
    // All capitals: `_KEY_NAME`.
    if word.len() <= 1 {
        name.rsplit(|byte| matches!(byte, b'_' | b'-' | b'.')).next().unwrap_or_default()
    } else {
        word
    }
}
