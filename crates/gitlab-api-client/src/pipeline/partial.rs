//! Whether an answer says of itself that something is left out of it.
//!
//! A comparison or a diff of full SHAs never changes, but for what GitLab leaves out: where it took too long, and
//! by limits that an administrator may change.

/// The fields of comparisons, versions and changed files by which GitLab says so.
const MARKS: [&[u8]; 4] = [b"\"compare_timeout\"", b"\"overflow\"", b"\"collapsed\"", b"\"too_large\""];

/// Whether one of the marks is `true` anywhere in this JSON. Within a text, as in a diff, each quote has a
/// backslash before it, so that nothing there looks like a field.
pub(super) fn is_partial(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'"') {
        rest = rest.get(at..).unwrap_or_default();
        if MARKS.iter().any(|mark| rest.strip_prefix(*mark).is_some_and(is_true)) {
            return true;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

fn is_true(after_name: &[u8]) -> bool {
    let value = after_name.trim_ascii_start().strip_prefix(b":").map(<[u8]>::trim_ascii_start);
    value.is_some_and(|value| value.starts_with(b"true"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_a_mark_that_is_true_counts() {
        for (json, partial) in [
            (r#"{"diffs":[],"compare_timeout":true}"#, true),
            (r#"[{"new_path":"a","too_large":false},{"collapsed" : true}]"#, true),
            ("{\"overflow\"\n:\n\ttrue}", true),
            (r#"{"compare_timeout":false,"compare_same_ref":true}"#, false),
            (r#"[{"diff":"+  {\"collapsed\":true}","collapsed":null}]"#, false),
            (r#"{"title":"collapsed","ok":true}"#, false),
            ("\"", false),
            ("", false),
        ] {
            assert_eq!(is_partial(json.as_bytes()), partial, "{json}");
        }
    }

    proptest! {
        #[test]
        fn no_text_looks_like_a_mark(text in ".{0,40}", mark in 0_usize..4) {
            let mark = std::str::from_utf8(MARKS[mark]).unwrap();
            let json = serde_json::json!({ "diff": format!("{text}{mark}: true{text}") });
            prop_assert!(!is_partial(json.to_string().as_bytes()));
        }
    }
}
