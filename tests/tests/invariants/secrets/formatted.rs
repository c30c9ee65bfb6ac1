//! What holds a secret, formatted.

use gitlab_api_client::endpoints::{CreateHook, HookSettings, SetHookKey, UpdateHook};
use gitlab_api_client::{Client, RequestBody};
use gitlab_auth::{AccessToken, MemoryTokenStore, StaticToken, TokenFile, TokenFn};
use gitlab_core::types::{PipelineVariable, RotatedAccessToken};
use gitlab_core::{
    AuthError, AuthErrorKind, AuthHeaders, Authenticator, HookId, Instance, ProjectId, Report, TokenKey,
    TokenRecord, TokenStore, TokenSwap,
};
use gitlab_rca::write_back::WriteBack;
use gitlab_rca_tests::canary::{
    SECRET, assert_debug_hides, assert_display_hides, assert_error_hides, found_in,
};
use gitlab_testkit::{GitLab, Scenario, Token};
use rca_note::{MarkerKey, RcaNote};
use secrecy::{ExposeSecret, SecretString};
use secret_redaction::Redactor;
use std::fmt::Debug;
use std::sync::Arc;

fn record() -> TokenRecord {
    let mut record = TokenRecord::new(SecretString::from(SECRET));
    record.refresh_token = Some(SecretString::from(SECRET));
    record
}

fn token() -> AccessToken {
    AccessToken::new(SECRET).expect("it has the form of a token")
}

/// The headers that it gives, which must hold the secret, or this test tests nothing.
async fn headers(authenticator: &dyn Authenticator) -> AuthHeaders {
    let headers = authenticator.headers().await.expect("it has a token");
    let mut request = http::Request::new(());
    headers.apply(request.headers_mut());
    assert!(
        request
            .headers()
            .values()
            .any(|value| !found_in(&String::from_utf8_lossy(value.as_bytes())).is_empty())
    );
    assert_debug_hides("a request with the headers of a credential", &request);
    headers
}

#[tokio::test]
async fn invariant_4_credentials_hide_their_secret() {
    let folder = std::env::temp_dir().join(format!("gitlab-rca-tests-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("there is a folder for temporary files");
    let path = folder.join("token");
    std::fs::write(&path, SECRET).expect("a file can be written there");
    let from_env = gitlab_auth::from_vars(|name| (name == "GITLAB_ACCESS_TOKEN").then(|| SECRET.to_owned()));
    let authenticators: [(&str, Arc<dyn Authenticator>); 5] = [
        ("a bearer token", Arc::new(StaticToken::bearer(token()))),
        ("a job token", Arc::new(StaticToken::job(token()))),
        ("a token in a file", Arc::new(TokenFile::new(&path))),
        ("a token from a function", Arc::new(TokenFn::sync(|| Ok(token())))),
        ("a token of the environment", from_env.expect("the variable holds a token")),
    ];
    for (whose, authenticator) in authenticators {
        let headers = headers(authenticator.as_ref()).await;
        assert_debug_hides(whose, &headers);
        // After the first use, because some remember what they gave.
        assert_debug_hides(whose, &authenticator);
        let client = Client::builder(Instance::gitlab_com()).authenticator(authenticator);
        assert_debug_hides("the builder of a client", &client);
        assert_debug_hides("a client", &client.build().expect("nothing is missing"));
    }
    std::fs::remove_dir_all(&folder).expect("what was made can be removed");
}

#[tokio::test]
async fn invariant_4_token_records_and_stores_hide_their_secret() {
    let key = TokenKey::new(Instance::gitlab_com(), "ci");
    let store = MemoryTokenStore::new();
    let first = store.compare_and_swap(&key, None, record()).await.expect("the store works");
    let lost = store.compare_and_swap(&key, None, record()).await.expect("the store works");
    assert!(matches!(&lost, TokenSwap::Lost(Some(_))));
    let values: [(&str, &dyn Debug); 6] = [
        ("a token", &token()),
        ("a token record", &record()),
        ("the key of a token", &key),
        ("a store", &store),
        ("a swap", &first),
        ("what a lost swap found", &lost),
    ];
    for (whose, value) in values {
        assert_debug_hides(whose, value);
    }
}

#[test]
fn invariant_4_refused_tokens_are_not_repeated() {
    for text in [format!("Bearer {SECRET}"), format!("PRIVATE-TOKEN: {SECRET}"), format!("{SECRET} {SECRET}")]
    {
        let error = AccessToken::new(&text).expect_err("this is no token");
        assert_error_hides("the error for what is no token", &error);
        let error = gitlab_auth::from_vars(|_| Some(text.clone())).expect_err("this is no token");
        assert_display_hides("the report of such an error", &Report(&error));
        assert_error_hides("the error for a variable that holds no token", &error);
    }
    let caused = AuthError::new(AuthErrorKind::Temporary, "the vault is closed")
        .with_source(AccessToken::new(format!("Bearer {SECRET}")).expect_err("this is no token"));
    assert_error_hides("an error with a cause", &caused);
}

#[test]
fn invariant_4_addresses_with_a_password_are_not_repeated() {
    let address = format!("https://oauth2:{SECRET}@gitlab.example.com/api/v4");
    match Instance::parse(&address) {
        Ok(instance) => {
            assert_debug_hides("an installation", &instance);
            assert_display_hides("an installation", &instance);
        }
        Err(error) => assert_error_hides("the error for an address", &error),
    }
    let set = |name: &str| (name == "GITLAB_BASE_URL").then(|| address.clone());
    if let Err(error) = Client::builder_from_vars(set) {
        assert_error_hides("the error for an address in the environment", &error);
    }
}

#[test]
fn invariant_4_bodies_of_requests_are_not_shown() {
    let body = RequestBody::json(&serde_json::json!({"body": SECRET}));
    assert_debug_hides("the body of a request", &body);
}

#[test]
fn invariant_4_the_secrets_of_a_webhook_are_not_shown() {
    let secret = || SecretString::from(SECRET);
    let settings = HookSettings::new(format!("https://rca.example.com/{SECRET}"))
        .token(secret())
        .signing_token(secret())
        .custom_header("X-Key", secret())
        .url_variable("path", secret());
    assert_debug_hides("the settings of a webhook", &settings);
    let made = CreateHook::new(ProjectId::new(7), settings.clone());
    assert_debug_hides("a new webhook", &made);
    assert_debug_hides(
        "a change of a webhook",
        &UpdateHook::new(ProjectId::new(7), HookId::new(1), settings),
    );
    assert_debug_hides(
        "a change of one header of a webhook",
        &SetHookKey::custom_header(ProjectId::new(7), HookId::new(1), "X-Key", secret()),
    );
}

#[test]
fn invariant_4_variables_of_a_pipeline_hide_their_value() {
    let variable = serde_json::json!({"key": "DEPLOY_PASSWORD", "value": SECRET});
    let variable: PipelineVariable = serde_json::from_value(variable).expect("it is a variable");
    assert_eq!(variable.value.expose_secret(), SECRET);
    assert_debug_hides("a variable of a pipeline", &variable);
}

#[test]
fn invariant_4_a_rotated_token_is_hidden() {
    let rotated = serde_json::json!({"id": 9, "name": "rca", "scopes": ["api"], "token": SECRET});
    let rotated: RotatedAccessToken = serde_json::from_value(rotated).expect("it is a rotated token");
    assert_eq!(rotated.token.expose_secret(), SECRET);
    assert_debug_hides("a rotated token", &rotated);
}

#[test]
fn invariant_4_a_redactor_hides_the_values_that_it_was_given() {
    let redactor = Redactor::builder().value(SECRET);
    assert_debug_hides("the builder of a redactor", &redactor);
    let redactor = redactor.build().expect("the value is long enough");
    assert_debug_hides("a redactor", &redactor);
    let text = format!("token={SECRET} again {SECRET}");
    assert!(found_in(&redactor.redact(&text).text).is_empty());
    if let Err(error) = Redactor::builder().value("glpat").build() {
        assert_error_hides("the error for a value that is too short", &error);
    }
}

#[test]
fn invariant_4_a_note_renderer_hides_the_key_of_its_markers() {
    let key = MarkerKey::new(SECRET);
    assert_debug_hides("the key of markers", &key);
    let builder = RcaNote::builder().marker_key(key);
    assert_debug_hides("the builder of a note renderer", &builder);
    assert_debug_hides("a note renderer", &builder.build());
}

#[test]
fn invariant_4_write_back_hides_the_key_of_its_markers() {
    let client = Client::builder(Instance::gitlab_com()).build().expect("nothing is missing");
    let write_back = WriteBack::off(Arc::new(client)).marker_key(MarkerKey::new(SECRET));
    assert_debug_hides("write-back", &write_back);
}

#[test]
fn invariant_4_the_testkit_hides_the_tokens_of_its_users() {
    let token = Token::personal(SECRET, "root");
    assert_debug_hides("a token of the testkit", &token);
    let scenario = Scenario::new().user("root").token(token);
    assert_debug_hides("a scenario", &scenario);
    let gitlab = GitLab::new(scenario).expect("the scenario is complete");
    assert_debug_hides("a GitLab of the testkit", &gitlab);
}
