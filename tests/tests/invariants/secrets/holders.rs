//! Which types hold secrets, and which traits they do not implement.

use gitlab_auth::{AccessToken, MemoryTokenStore, StaticToken, TokenFile, TokenFn};
use gitlab_core::types::RotatedAccessToken;
use gitlab_core::{AuthHeaders, TokenRecord, TokenSwap};
use gitlab_rca_tests::files;
use gitlab_rca_tests::source::{bracketed, code, words};
use secret_redaction::Redactor;
use std::collections::BTreeSet;

/// Does not compile when the type implements one of the traits: then `some_item` is not one function but two.
macro_rules! assert_implements_none {
    ($type:ty: $($trait:path),+ $(,)?) => {
        const _: fn() = || {
            trait AmbiguousIfImplemented<Marker> {
                fn some_item() {}
            }
            impl<T: ?Sized> AmbiguousIfImplemented<()> for T {}
            $({
                struct Implemented;
                impl<T: ?Sized + $trait> AmbiguousIfImplemented<Implemented> for T {}
            })+
            let _ = <$type as AmbiguousIfImplemented<_>>::some_item;
        };
    };
}

assert_implements_none!(AccessToken: serde::Serialize, std::fmt::Display);
assert_implements_none!(AuthHeaders: serde::Serialize, std::fmt::Display);
assert_implements_none!(gitlab_api_client::Client: serde::Serialize, std::fmt::Display);
assert_implements_none!(gitlab_core::types::PipelineVariable: serde::Serialize, std::fmt::Display);
assert_implements_none!(gitlab_testkit::GitLab: serde::Serialize, std::fmt::Display);
assert_implements_none!(gitlab_testkit::Scenario: serde::Serialize, std::fmt::Display);
assert_implements_none!(gitlab_testkit::Token: serde::Serialize, std::fmt::Display);
assert_implements_none!(gitlab_api_client::endpoints::HookSettings: serde::Serialize, std::fmt::Display);
assert_implements_none!(gitlab_api_client::endpoints::SetHookKey: serde::Serialize, std::fmt::Display);
assert_implements_none!(gitlab_rca::write_back::WriteBack: serde::Serialize, std::fmt::Display);
assert_implements_none!(MemoryTokenStore: serde::Serialize, std::fmt::Display);
assert_implements_none!(Redactor: serde::Serialize, std::fmt::Display);
assert_implements_none!(rca_note::MarkerKey: serde::Serialize, std::fmt::Display);
assert_implements_none!(rca_note::NoteRenderer: serde::Serialize, std::fmt::Display);
assert_implements_none!(RotatedAccessToken: serde::Serialize, std::fmt::Display);
assert_implements_none!(StaticToken: serde::Serialize, std::fmt::Display);
assert_implements_none!(TokenFile: serde::Serialize, std::fmt::Display);
assert_implements_none!(TokenFn: serde::Serialize, std::fmt::Display);
assert_implements_none!(TokenRecord: serde::Serialize, std::fmt::Display);
assert_implements_none!(TokenSwap: serde::Serialize, std::fmt::Display);

/// The types in which others keep a secret.
const SECRETS: &[&str] =
    &["SecretString", "SecretBox", "SecretSlice", "AccessToken", "TokenRecord", "MarkerKey"];

/// Every type of ours with a field of one of those types. A new one is added here together with a line above and
/// one in `formatted`, where it or what holds it is formatted.
const HOLDERS: &[(&str, &[&str])] = &[
    ("gitlab-api-client", &["HookSettings", "SetHookKey"]),
    ("gitlab-auth", &["AccessToken", "Latest", "MemoryTokenStore", "StaticToken"]),
    ("gitlab-core", &["PipelineVariable", "RotatedAccessToken", "Secret", "TokenRecord", "TokenSwap"]),
    ("gitlab-testkit", &["Token"]),
    ("gitlab-write-back", &["Rules"]),
    ("rca-note", &["NoteRenderer"]),
];

#[test]
fn invariant_4_every_type_that_holds_a_secret_is_looked_at() {
    let listed: BTreeSet<(String, String)> = HOLDERS
        .iter()
        .flat_map(|(package, names)| names.iter().map(|name| ((*package).to_owned(), (*name).to_owned())))
        .collect();
    let mut found = BTreeSet::new();
    for file in files::rust().into_iter().filter(|file| !file.is_test_code()) {
        let Some((package, _)) = file.path.strip_prefix("crates/").and_then(|path| path.split_once("/src/"))
        else {
            continue;
        };
        for name in definitions_with_secrets(&code(&file.text)) {
            found.insert((package.to_owned(), name));
        }
    }
    assert_eq!(found, listed, "left: what the sources hold; right: the list of this test");
}

/// The names of the structs and enums with a field of a type in [`SECRETS`].
fn definitions_with_secrets(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for keyword in ["struct ", "enum "] {
        for (at, _) in code.match_indices(keyword) {
            let before = code.get(..at).and_then(|before| before.chars().next_back());
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let after = code.get(at + keyword.len()..).unwrap_or_default();
            let body = after.find(['{', '(', ';']).and_then(|open| after.get(open..));
            let body = body.filter(|rest| !rest.starts_with(';')).and_then(bracketed);
            if body.is_some_and(|body| words(body).any(|word| SECRETS.contains(&word))) {
                names.extend(words(after).next().map(str::to_owned));
            }
        }
    }
    names
}

#[test]
fn invariant_4_the_search_for_such_types_finds_them() {
    let code = "pub struct A { token: Option<SecretString>, }\nstruct B(SecretString);\n\
                enum C { X { y: SecretBox<[u8]> } }\nstruct D { name: String }\n\
                fn f(token: SecretString) {}\nstruct E;\nimpl E { fn g() -> SecretString {} }";
    assert_eq!(definitions_with_secrets(code), ["A", "B", "C"]);
}
