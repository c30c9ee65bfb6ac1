//! Invariant 1: pure crates take bytes and give values.

use gitlab_rca_tests::workspace::tree;

/// Our crates that do no I/O, whatever their features.
const PURE: &[&str] =
    &["alert-mapping", "ci-log", "code-correlation", "gitlab-core", "rca-note", "secret-redaction"];

/// Runtimes, HTTP stacks and TLS, by the beginning of their names.
const IMPURE: &[&str] = &[
    "async-std",
    "aws-lc",
    "axum",
    "boring",
    "curl",
    "h2",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "openssl",
    "reqwest",
    "ring",
    "rustls",
    "schannel",
    "security-framework",
    "smol",
    "socket2",
    "surf",
    "tokio",
    "tonic",
    "tower",
    "tungstenite",
    "ureq",
];

/// `tokio` and `tokio-util`, but not `tokionized`.
fn impure(name: &str) -> bool {
    IMPURE
        .iter()
        .any(|part| name.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
}

#[test]
fn invariant_1_pure_crates_hold_no_runtime_no_http_no_tls() {
    let mut wrong = Vec::new();
    for name in PURE {
        let tree = tree(name, &["--all-features"]);
        let found: Vec<String> = tree.into_iter().filter(|package| impure(package)).collect();
        if !found.is_empty() {
            wrong.push(format!("{name} builds on {}", found.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "crates that do no I/O came to do some: {wrong:#?}");
}

#[test]
fn invariant_1_the_check_finds_a_runtime_where_there_is_one() {
    let client = tree("gitlab-api-client", &[]);
    for name in ["tokio", "reqwest", "rustls"] {
        assert!(
            client.contains(name),
            "the client no longer builds on {name}: is this check still able to fail?"
        );
        assert!(impure(name));
    }
    assert!(impure("tokio-util") && !impure("http") && !impure("ringbuffer"));
}
