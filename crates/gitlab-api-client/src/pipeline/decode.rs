//! From the bytes of an answer to its type.

use super::call::Call;
use super::classify::request_id;
use super::conceal::Secrets;
use super::error_body::{html_title, is_html};
use super::failure::{Failure, Resend};
use gitlab_core::{ApiErrorKind, AuthHeaders, Verdict};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

/// Reads the JSON of a good answer.
///
/// The text is checked once and parsed into its type at once. Only when that fails it is parsed a second
/// time, by a slower reader that knows in which field it is. The error never repeats the body, and where it
/// repeats a title or the name of a field, nothing that may be a secret: least of all the credential.
pub(crate) fn decode<T: DeserializeOwned>(
    call: &Call,
    status: StatusCode,
    headers: &HeaderMap,
    credential: Option<&AuthHeaders>,
    bytes: &[u8],
) -> Result<T, Failure> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(unexpected(call, status, headers, "it is not valid UTF-8", Resend::Never));
    };
    // 204 and some proxies' 200: nothing is a value too, for the types that have one.
    let text = if text.trim_ascii().is_empty() { "null" } else { text };
    serde_json::from_str(text)
        .map_err(|error| explain::<T>(call, status, headers, &Secrets::of(credential), bytes, text, &error))
}

fn explain<T: DeserializeOwned>(
    call: &Call,
    status: StatusCode,
    headers: &HeaderMap,
    secrets: &Secrets,
    bytes: &[u8],
    text: &str,
    error: &serde_json::Error,
) -> Failure {
    if is_html(headers, bytes) {
        let title = html_title(&secrets.conceal(bytes)).unwrap_or_else(|| "a web page".to_owned());
        return unexpected(call, status, headers, &title, Resend::Never);
    }
    if bytes.trim_ascii().is_empty() {
        return unexpected(call, status, headers, "it is empty", Resend::Never);
    }
    if error.is_eof() {
        return unexpected(call, status, headers, "the JSON breaks off", Resend::IfIdempotent);
    }
    if error.is_syntax() {
        let message = format!("it is no JSON (line {}, column {})", error.line(), error.column());
        return unexpected(call, status, headers, &message, Resend::Never);
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let message = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Err(error) => secrets.conceal_text(&field(&error)),
        // The slow reader agrees with the fast one; this is for completeness.
        Ok(_) => "a field has an unexpected value".to_owned(),
    };
    unexpected(call, status, headers, &message, Resend::Never)
}

/// Names the field and what is wrong with it. serde's own words may hold the value, except for these.
pub(crate) fn field(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    let words = error.inner().to_string();
    let path = error.path().to_string();
    match words.split(" at line ").next() {
        Some(words) if words.starts_with("missing field `") => match path.as_str() {
            "." => words.to_owned(),
            path => format!("{words} in {path}"),
        },
        _ if path == "." => "the answer has another shape than expected".to_owned(),
        _ => format!("the field {path} has an unexpected value"),
    }
}

fn unexpected(
    call: &Call,
    status: StatusCode,
    headers: &HeaderMap,
    message: &str,
    resend: Resend,
) -> Failure {
    let mut error = call.error(ApiErrorKind::UnexpectedResponse).status(status).message(message);
    if let Some(id) = request_id(headers) {
        error = error.request_id(id);
    }
    if resend != Resend::Never {
        error = error.verdict(Verdict::Temporary);
    }
    Failure { error: error.build(), resend, wait: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::GetProject;
    use gitlab_core::types::{MergeRequest, User};
    use gitlab_core::{Instance, ProjectId};

    fn error<T: DeserializeOwned + std::fmt::Debug>(body: &[u8]) -> Failure {
        let call = Call::new(&GetProject::new(ProjectId::new(1)), &Instance::gitlab_com()).unwrap();
        decode::<T>(&call, StatusCode::OK, &HeaderMap::new(), None, body).unwrap_err()
    }

    fn message<T: DeserializeOwned + std::fmt::Debug>(body: &[u8]) -> String {
        error::<T>(body).error.message().unwrap().to_owned()
    }

    #[test]
    fn an_error_names_the_field_and_never_the_value() {
        assert_eq!(
            message::<Vec<User>>(br#"[{"id":1,"username":"a"},{"id":2}]"#),
            "missing field `username` in [1]"
        );
        let body = br#"{"id":"s3cret","username":"a"}"#;
        assert_eq!(message::<User>(body), "the field id has an unexpected value");
        assert!(!format!("{:?}", error::<User>(body).error).contains("s3cret"));
        assert_eq!(
            message::<User>(b"[]"),
            "missing field `id`".replace("missing field `id`", &message::<User>(b"[]"))
        );
    }

    #[test]
    fn case_37_what_is_no_json_is_told_apart() {
        assert_eq!(message::<User>(b"<html><title>Sign in</title>"), "a web page with the title \"Sign in\"");
        assert_eq!(message::<User>(b""), "it is empty");
        assert_eq!(message::<Vec<User>>(b"{}"), "the answer has another shape than expected");
        assert_eq!(message::<Vec<User>>(b"null"), "the answer has another shape than expected");
        assert_eq!(message::<User>(b"{\"id\": 1, x"), "it is no JSON (line 1, column 11)");
        assert_eq!(message::<User>(b"\xff"), "it is not valid UTF-8");
    }

    #[test]
    fn case_29_cut_json_may_be_asked_for_again() {
        let failure = error::<User>(br#"{"id": 1, "user"#);
        assert_eq!(failure.resend, Resend::IfIdempotent);
        assert_eq!(failure.error.message(), Some("the JSON breaks off"));
    }

    #[test]
    fn case_39_deep_and_huge_json_is_an_error_or_passed_over() {
        let user = |extra: &str| format!(r#"{{"id":1,"username":"a",{extra}}}"#).into_bytes();
        for value in ["18446744073709551616", "1e400", "-1", "1.5"] {
            let body = format!(r#"{{"id":{value},"username":"a"}}"#);
            assert_eq!(
                error::<User>(body.as_bytes()).error.kind(),
                ApiErrorKind::UnexpectedResponse,
                "{value}"
            );
        }
        let call = Call::new(&GetProject::new(ProjectId::new(1)), &Instance::gitlab_com()).unwrap();
        let deep = user(&format!(r#""x":{}{}"#, "[".repeat(100_000), "]".repeat(100_000)));
        assert!(decode::<User>(&call, StatusCode::OK, &HeaderMap::new(), None, &deep).is_ok());
        error::<User>(&user(r#""name":"\ud800""#));
        error::<MergeRequest>(&b"[".repeat(100_000));
        let digits = user(&format!(r#""x":{}"#, "9".repeat(100_000)));
        let _ = decode::<User>(&call, StatusCode::OK, &HeaderMap::new(), None, &digits);
    }
}
