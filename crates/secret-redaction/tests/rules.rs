//! Each kind of secret in a text that holds it, and texts that hold none (case 122).

use secret_redaction::{BuildError, Redactor, RedactorBuilder, Rule};

/// Text, the part that must be gone, and the rule that must have found it.
const SECRETS: &[(&str, &str, &str)] = &[
    ("token glpat-3xYz5Qm8LkR2vN7wTb4J.", "glpat-3xYz5Qm8LkR2vN7wTb4J", "gitlab-access-token"),
    ("acme-glpat-3xYz5Qm8LkR2vN7wTb4J", "3xYz5Qm8LkR2vN7wTb4J", "gitlab-access-token"),
    (
        "glpat-bWVhc3VyZSB0d2ljZSwgY3V0IG9uY2U6MQp1OjEK.01.0w1qk8z3f now",
        "glpat-bWVhc3VyZSB0d2ljZSwgY3V0IG9uY2U6MQp1OjEK.01.0w1qk8z3f",
        "gitlab-access-token",
    ),
    ("gloas-0f1e2d3c4b5a69788796a5b4c3d2e1f0", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "gitlab-oauth-secret"),
    ("gldt-Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-deploy-token"),
    ("glrt-t1_Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-runner-token"),
    ("glrtr-Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-runner-token"),
    ("GR1348941Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-runner-token"),
    ("glcbt-64_Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-job-token"),
    ("glptt-Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-trigger-token"),
    ("glft-Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-feed-token"),
    ("glimt-Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-mail-token"),
    ("glagent-Zq8sK2mN4pR6tV8xY1bCdE3f", "Zq8sK2mN4pR6tV8xY1bCdE3f", "gitlab-agent-token"),
    ("glsoat-Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-scim-token"),
    ("glffct-Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-feature-flag-token"),
    ("gltok-Zq8sK2mN4pR6tV8xY1bC", "Zq8sK2mN4pR6tV8xY1bC", "gitlab-token"),
    (
        "Cookie: _gitlab_session=0a1b2c3d4e5f60718293a4b5c6d7e8f9; x=1",
        "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "gitlab-session",
    ),
    ("key whsec_VGhpcyBpcyBub3QgYSByZWFsIHNpZ24ga2V5MTI=", "VGhpcyBpcyBub3QgYSBy", "webhook-signing-key"),
    ("b2F1dGgyOmdscGF0LTN4WXo1UW04TGtSMnZON3dUYjRK", "TN4WXo1UW04TGtSMnZON3dUYjRK", "gitlab-access-token"),
    ("id AKIA2E7XQ5LMNOP3RSTU used", "AKIA2E7XQ5LMNOP3RSTU", "aws-access-key"),
    ("AIzaSyB7k2PqW9xT4mN8vL3cR6jH5gF1dS0aZQe", "AIzaSyB7k2PqW9xT4mN8vL3cR6jH5gF1dS0aZQe", "gcp-api-key"),
    (
        "DefaultEndpointsProtocol=https;AccountKey=k9Jd73hfB/2mQz+8sLpXv4Rt6Wy1Ce5Ug0Ih==;EndpointSuffix=x",
        "k9Jd73hfB/2mQz+8sLpXv4Rt6Wy1Ce5Ug0Ih==",
        "azure-storage-key",
    ),
    ("xoxb-2048123456-4096123456-aBcDeFgHiJkL1234mnop", "aBcDeFgHiJkL1234mnop", "slack-token"),
    ("ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "github-token"),
    ("npm_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "npm_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "npm-token"),
    (
        "pypi-AgEIcHlwaS5vcmcCJDU0NzQ4YzJlLTc1ZjAtNDk5Yi1iMmQ0LWQ4ZjQ1ZDVhNzE2ZQ",
        "IcHlwaS5vcmcCJDU0NzQ4YzJlLTc1ZjAtNDk5Yi1iMmQ0LWQ4ZjQ1ZDVhNzE2ZQ",
        "pypi-token",
    ),
    ("sk_live_9aB8cD7eF6gH5iJ4", "sk_live_9aB8cD7eF6gH5iJ4", "stripe-key"),
    (
        "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",
        "I2j3K4l5M6n7O8p9Q0r1S2t3",
        "sendgrid-key",
    ),
    (
        "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiIsIm5hbWUiOiJBIn0.b3V0LW9mLXRoaW4tYWly end",
        "eyJzdWIiOiI0MiIsIm5hbWUiOiJBIn0",
        "json-web-token",
    ),
    ("clone https://ci-bot:pa55w0rd!@gitlab.example.com/a.git", "pa55w0rd!", "url-password"),
    ("clone https://0f1e2d3c4b5a69788796@gitlab.example.com/a.git", "0f1e2d3c4b5a69788796", "url-password"),
    ("postgres://app:s3cr3t@db:5432/app", "s3cr3t", "url-password"),
    ("GET /api/v4/user?private_token=abc123def&x=1", "abc123def", "url-token"),
    ("GET /x?X-Amz-Signature=0123456789abcdef0123&y", "0123456789abcdef0123", "url-token"),
    ("Authorization: Bearer 5f4dcc3b5aa765d61d83", "5f4dcc3b5aa765d61d83", "authorization"),
    ("> authorization: Basic dXNlcjpodW50ZXIy", "dXNlcjpodW50ZXIy", "authorization"),
    ("-H 'PRIVATE-TOKEN: abcdef123456'", "abcdef123456", "header-token"),
    ("{\"Authorization\": \"Bearer 5f4dcc3b5aa765d61d83\"}", "5f4dcc3b5aa765d61d83", "authorization"),
    ("curl -u admin:t0ps3cret https://x", "t0ps3cret", "basic-credentials"),
    ("DB_PASSWORD=hunter2", "hunter2", "password"),
    ("DB_PASSWORD='correct horse'", "correct", "password"),
    ("\"password\": \"open sesame 9\"", "open sesame 9", "password"),
    ("Server=db;User Id=sa;Password=Tr0ub4dor;Encrypt=yes", "Tr0ub4dor", "password"),
    ("SECRET_TOKEN=9f8e7d6c5b4a39281706", "9f8e7d6c5b4a39281706", "assigned-secret"),
    ("api_key: 'q1w2e3r4t5y6u7i8o9p0'", "q1w2e3r4t5y6u7i8o9p0", "assigned-secret"),
    ("deploy password:\n  \"hunter2-hunter2\"\nend", "hunter2", "password"),
    ("db_password: >-\r\n    k3J9dQ72mXw8\r\nend", "k3J9dQ72mXw8", "password"),
    ("const API_TOKEN: &str =\n    \"k3J9dQ72mXw81LpZ\";", "k3J9dQ72mXw81LpZ", "assigned-secret"),
    ("{\"api_key\":\n\t\"k3J9dQ72mXw81LpZ\"}", "k3J9dQ72mXw81LpZ", "assigned-secret"),
    ("machine gitlab.example.com login ci password swordfish1", "swordfish1", "netrc-password"),
];

#[test]
fn case_122_every_kind_is_masked_under_its_name() {
    let redactor = Redactor::default();
    let mut wrong = Vec::new();
    for (text, secret, rule) in SECRETS {
        let redacted = redactor.redact(text);
        let named = redacted.spans.iter().any(|span| span.rule == *rule);
        if redacted.text.contains(secret) || !named {
            wrong.push(format!("{text:?}: {redacted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn case_122_private_keys_are_masked_whole() {
    let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n".repeat(12);
    let redactor = Redactor::default();
    for kind in ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "] {
        let text = format!(
            "before\n-----BEGIN {kind}PRIVATE KEY-----\n{body}-----END {kind}PRIVATE KEY-----\nafter"
        );
        assert_eq!(redactor.redact(&text).text, "before\n[REDACTED:private-key]\nafter");
    }
    let cut = format!("before\n-----BEGIN PRIVATE KEY-----\n{body}");
    assert!(!redactor.redact(&cut).text.contains("MIIE"), "a key whose end the log lost is masked, too");
    let public = format!("-----BEGIN PUBLIC KEY-----\n{body}-----END PUBLIC KEY-----");
    assert!(redactor.redact(&public).is_clean());
}

#[test]
fn stand_ins_and_ordinary_text_stay() {
    let redactor = Redactor::default();
    for text in [
        "PASSWORD=$DB_PASSWORD",
        "password=${DB_PASSWORD}",
        "password: [MASKED]",
        "PASSWORD=***",
        "PASSWORD=",
        "password: true",
        "Enter password: please",
        "Enter password:\nLogin succeeded",
        "password:\n\n  k3J9dQ72mXw8",
        "token:\n  k3J9dQ72mXw8: 1 2",
        "token: string",
        "glpat-xxxxxxxxxxxxxxxxxxxx",
        "glpat-<your token>",
        "https://<user>:<password>@gitlab.example.com",
        "https://gitlab.example.com/group/project/-/merge_requests/42",
        "git@gitlab.example.com:group/project.git",
        "Restoring cache key: ruby-3.3-protected",
        "commit 2ef7bde608ce5404e97d5f042f95f89f1c232871",
        "sha256:9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de",
        "access_token_url='https://gitlab.com/oauth/token'",
        "tokenizer=abc123def456ghi789",
        "monkey=abc123def456ghi789",
        "config.password = process.env.PASSWORD",
        "secret_length = X25519.secret_length",
        "KeyError: 'token'",
        "authentication failed for user ci",
        "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
        "10:04:59 INFO job_id=1234567890 status=failed",
    ] {
        let redacted = redactor.redact(text);
        assert!(redacted.is_clean(), "{text:?} became {:?}", redacted.text);
    }
}

#[test]
fn configured_values_are_found_in_every_form() {
    let value = "a/b+c d-correct-horse";
    let redactor = Redactor::builder().value(value).build().unwrap();
    for (text, canary) in [
        ("x a/b+c d-correct-horse y", "correct-horse"),
        ("x?q=a%2Fb%2Bc%20d-correct-horse", "correct-horse"),
        ("x?q=a%2fb%2bc%20d-correct-horse", "correct-horse"),
        ("YS9iK2MgZC1jb3JyZWN0LWhvcnNl", "jb3JyZWN0LWhvcn"),
        ("OmEvYitjIGQtY29ycmVjdC1ob3JzZQ==", "Y29ycmVjdC1ob3"),
        ("dTphL2IrYyBkLWNvcnJlY3QtaG9yc2U=", "jb3JyZWN0LWhvcn"),
    ] {
        let redacted = redactor.redact(text);
        assert!(!redacted.text.contains(canary), "{text:?} became {:?}", redacted.text);
        assert!(redacted.spans.iter().any(|span| span.rule == "configured-value"), "{text:?}");
    }
}

#[test]
fn a_configured_value_inside_a_token_does_not_uncover_the_rest() {
    let redactor = Redactor::builder().value("5Qm8").build().unwrap();
    assert_eq!(redactor.redact("glpat-3xYz5Qm8LkR2vN7wTb4J").text.matches("REDACTED").count(), 1);
}

#[test]
fn nothing_configured_is_printed() {
    let builder = Redactor::builder().value("correct-horse").values(["battery-staple"]);
    let shown = format!("{builder:?} {:?}", builder.clone().build().unwrap());
    assert!(!shown.contains("horse") && !shown.contains("staple"), "{shown}");
}

#[test]
fn mistakes_are_named() {
    let built = |rule| Redactor::builder().rule(rule).build().map(|_| ()).unwrap_err();
    assert_eq!(built(Rule::new("A b", ["xy"], "z")), BuildError::InvalidName { name: "A b".into() });
    assert_eq!(built(Rule::new("a", ["x"], "z")), BuildError::InvalidPrefix { rule: "a".into() });
    assert!(matches!(built(Rule::new("a", ["xy"], "(")), BuildError::InvalidTail { .. }));
    let short = Redactor::builder().value("long enough").value("abc").build().unwrap_err();
    assert_eq!(short, BuildError::ValueTooShort { position: 2, minimum: 4 });
}

#[test]
fn the_limits_may_be_reached_and_not_passed() {
    let failed = |builder: RedactorBuilder| builder.build().map(|_| ()).unwrap_err();
    let values =
        |count: usize| Redactor::builder().values((0..count).map(|number| format!("value-{number:06}")));
    let full = values(RedactorBuilder::MAXIMUM_VALUES).build().unwrap();
    assert_eq!(full.redact("a value-004095 b").text, "a [REDACTED:configured-value] b");
    let (given, limit) = (RedactorBuilder::MAXIMUM_VALUES + 1, RedactorBuilder::MAXIMUM_VALUES);
    assert_eq!(failed(values(given)), BuildError::TooManyValues { given, limit });

    let long = |length: usize| Redactor::builder().value("first one").value("k3J9".repeat(length / 4) + "x");
    let limit = RedactorBuilder::MAXIMUM_VALUE;
    let text = "k3J9".repeat((limit - 1) / 4) + "x";
    let full = long(limit - 4).build().unwrap();
    assert_eq!(full.redact(&text).text, "[REDACTED:configured-value]");
    let (position, given) = (2, limit + 1);
    assert_eq!(failed(long(limit)), BuildError::ValueTooLong { position, given, limit });

    let each = RedactorBuilder::MAXIMUM_VALUE;
    let limit = RedactorBuilder::MAXIMUM_TOTAL;
    let value = |number: usize| format!("value-{number:06}-{}", "k3J9".repeat((each - 13) / 4)) + "xyz";
    let full = Redactor::builder().values((0..limit / each).map(value));
    assert_eq!(full.clone().build().unwrap().redact(&value(7)).text, "[REDACTED:configured-value]");
    let given = limit + 4;
    assert_eq!(failed(full.value("more")), BuildError::ValuesTooLong { given, limit });

    let prefixes = |rule: usize, count: usize| {
        let prefixes = (0..count).map(move |number| format!("r{rule}-{number}_"));
        Rule::new(format!("rule-{rule}"), prefixes, "[0-9]{4}")
    };
    let rules =
        |count: usize| (0..count).fold(Redactor::builder(), |builder, rule| builder.rule(prefixes(rule, 2)));
    let full = rules(RedactorBuilder::MAXIMUM_RULES).build().unwrap();
    assert_eq!(full.redact("r1023-1_1234").text, "[REDACTED:rule-1023]");
    let (given, limit) = (RedactorBuilder::MAXIMUM_RULES + 1, RedactorBuilder::MAXIMUM_RULES);
    assert_eq!(failed(rules(given)), BuildError::TooManyRules { given, limit });

    let limit = Rule::MAXIMUM_PREFIXES;
    let full = Redactor::builder().rule(prefixes(7, limit)).build().unwrap();
    assert_eq!(full.redact("r7-255_1234").text, "[REDACTED:rule-7]");
    let error = failed(Redactor::builder().rule(prefixes(7, limit + 1)));
    assert_eq!(error, BuildError::TooManyPrefixes { rule: "rule-7".into(), given: limit + 1, limit });

    let limit = Rule::MAXIMUM_PREFIX;
    let prefix = |length| Redactor::builder().rule(Rule::new("long", ["p".repeat(length)], "[0-9]{4}"));
    let text = "p".repeat(limit) + "1234";
    assert_eq!(prefix(limit).build().unwrap().redact(&text).text, "[REDACTED:long]");
    let error = failed(prefix(limit + 1));
    assert_eq!(error, BuildError::PrefixTooLong { rule: "long".into(), given: limit + 1, limit });

    let tail = |tail: String| Redactor::builder().rule(Rule::new("long", ["abc"], tail));
    assert!(tail("z".repeat(Rule::MAXIMUM_TAIL)).build().is_ok());
    for tail in [tail("z".repeat(Rule::MAXIMUM_TAIL + 1)), tail("(?:[a-z]x|[0-9]{9}){5000}".to_owned())] {
        assert!(matches!(failed(tail), BuildError::InvalidTail { rule, .. } if rule == "long"));
    }
}

#[test]
fn a_rule_of_ones_own_is_tried_at_its_prefix_only() {
    let rule = Rule::new("acme", ["acme:"], "([0-9]{4})").at_word_start().ignore_case();
    let redactor = Redactor::builder().rule(rule).build().unwrap();
    assert_eq!(
        redactor.redact("ACME:1234 pacme:1234 acme:12").text,
        "ACME:[REDACTED:acme] pacme:1234 acme:12"
    );
}
