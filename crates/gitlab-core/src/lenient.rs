//! Reads fields of wire types whose form changes between versions, or is not worth losing an answer for.
//!
//! By a visitor of its own and not by an untagged enum, which copies each value before it looks at it: lists have
//! tens of thousands of such fields.

use serde::Deserializer;
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use url::Url;

/// A value that is one text or one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scalar<'a> {
    Text(&'a str),
    Integer(i64),
    Number(f64),
}

/// Reads a text or a number by `read`. Everything else, `null` included, is `None`.
pub(crate) fn scalar<'de, D, T>(
    deserializer: D,
    read: impl FnOnce(Scalar<'_>) -> Option<T>,
) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
{
    struct Reader<F, T>(F, PhantomData<T>);

    impl<'de, F: FnOnce(Scalar<'_>) -> Option<T>, T> Visitor<'de> for Reader<F, T> {
        type Value = Option<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
            Ok((self.0)(Scalar::Text(text)))
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<Option<T>, E> {
            Ok((self.0)(Scalar::Integer(number)))
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<Option<T>, E> {
            #[expect(clippy::cast_precision_loss, reason = "what is larger than any date or measure")]
            let scalar = i64::try_from(number).map_or(Scalar::Number(number as f64), Scalar::Integer);
            Ok((self.0)(scalar))
        }

        fn visit_f64<E: Error>(self, number: f64) -> Result<Option<T>, E> {
            Ok((self.0)(Scalar::Number(number)))
        }

        fn visit_bool<E: Error>(self, _: bool) -> Result<Option<T>, E> {
            Ok(None)
        }

        fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
            Ok(None)
        }

        fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
            deserializer.deserialize_any(self)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Option<T>, A::Error> {
            while sequence.next_element::<IgnoredAny>()?.is_some() {}
            Ok(None)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<T>, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(None)
        }
    }

    deserializer.deserialize_any(Reader(read, PhantomData))
}

/// Reads a text by `read`, and lets nothing else pass.
pub(crate) fn text<'de, D, T>(deserializer: D, read: impl FnOnce(&str) -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    struct Reader<F, T>(F, PhantomData<T>);

    impl<F: FnOnce(&str) -> T, T> Visitor<'_> for Reader<F, T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            Ok((self.0)(text))
        }
    }

    deserializer.deserialize_str(Reader(read, PhantomData))
}

/// How many beginnings of URLs are remembered: an entry of a list names itself and a few users.
const REMEMBERED: usize = 4;

thread_local! {
    static BEGINNINGS: RefCell<Vec<Beginning>> = const { RefCell::new(Vec::new()) };
}

/// A URL that was read, by its text up to the last slash.
struct Beginning {
    text: String,
    /// With whatever followed the last time: setting that anew in place leaves one copy to make.
    url: Url,
}

/// Reads a URL, or nothing where the text is none.
///
/// The pages of a list's entries have all but the last segment of their path in common, which need not be read again.
pub(crate) fn url(text: &str) -> Option<Url> {
    let Some((beginning, end)) = plain_end(text) else {
        return text.parse().ok();
    };
    let known = BEGINNINGS.try_with(|known| {
        let mut known = known.try_borrow_mut().ok()?;
        let known = known.iter_mut().find(|known| known.text == beginning)?;
        known.url.path_segments_mut().ok()?.pop().push(end);
        Some(known.url.clone())
    });
    if let Ok(Some(url)) = known {
        return Some(url);
    }
    let url: Url = text.parse().ok()?;
    // Only what is written as it is read, and has a path whose last segment can be set.
    if url.as_str() == text && url.path_segments().and_then(|mut path| path.next_back()) == Some(end) {
        remember(beginning, &url);
    }
    Some(url)
}

/// A text up to its last slash, and what follows, where that stands for itself in a URL.
fn plain_end(text: &str) -> Option<(&str, &str)> {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let length = text.as_bytes().iter().rev().take_while(|byte| plain(byte)).count();
    let (beginning, end) = text.split_at_checked(text.len().checked_sub(length)?)?;
    (length > 0 && beginning.ends_with('/')).then_some((beginning, end))
}

fn remember(beginning: &str, url: &Url) {
    if !matches!(url.scheme(), "http" | "https") || url.path().contains("//") {
        return;
    }
    let entry = Beginning { text: beginning.to_owned(), url: url.clone() };
    // A thread that ends has no memory, and needs none.
    let _ = BEGINNINGS.try_with(|known| {
        if let Ok(mut known) = known.try_borrow_mut() {
            if known.len() >= REMEMBERED {
                known.remove(0);
            }
            known.push(entry);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(json: &str) -> Option<String> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let value = scalar(&mut reader, |scalar| Some(format!("{scalar:?}"))).unwrap();
        reader.end().unwrap();
        value
    }

    #[test]
    fn a_scalar_is_read_and_all_else_is_passed_over() {
        for (json, expected) in [
            (r#""a\nb""#, Some(r#"Text("a\nb")"#)),
            ("-7", Some("Integer(-7)")),
            ("7.5", Some("Number(7.5)")),
            ("18446744073709551615", Some("Number(1.8446744073709552e19)")),
            ("null", None),
            ("true", None),
            (r#"[1, {"a": []}]"#, None),
            (r#"{"a": [null], "b": 1}"#, None),
        ] {
            assert_eq!(read(json).as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn a_url_is_the_same_whether_its_beginning_was_read_before_or_not() {
        for text in [
            "https://h/a/-/commit/0123",
            "https://h/a/-/commit/4567",
            "https://h/ada",
            "https://h/bob",
            "https://h:8443/gitlab/a/-/issues/7",
            "https://h:8443/gitlab/a/-/issues/8",
            "https://h/a//b",
            "https://h/a//c",
            "https://h//c",
            "https://h//d",
            "https://H/a/b",
            "https://H/a/c",
            "https://h/a/../b",
            "https://h/a/../c",
            "https://h/a?b=/c",
            "https://h/a?b=/d",
            "https://h/a#/c",
            "https://h/a#/d",
            "https://user@h/a/b",
            "https://user@h/a/c",
            "https://h",
            "https://h/",
            "mailto:a/b",
            "file:///a/b",
            "file:///a/c",
            "//h/a",
            "/a",
            "a",
            "",
            "https://",
            "https://a",
            "https:/h/a",
            "https:/h/b",
        ] {
            for _ in 0..2 {
                assert_eq!(url(text), Url::parse(text).ok(), "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_url_is_read_as_the_library_reads_it(
            beginnings in proptest::collection::vec("(https?|ftp|file):/{0,3}[a-zA-Z.:@é]{0,8}(/[a-z.%?#é~ \\\\]{0,4}){0,4}/?", 3),
            ends in proptest::collection::vec("[a-zA-Z0-9._~%-]{0,5}", 4),
        ) {
            for beginning in &beginnings {
                for end in &ends {
                    for text in [format!("{beginning}{end}"), format!("{beginning}/{end}")] {
                        prop_assert_eq!(url(&text), Url::parse(&text).ok(), "{}", text);
                    }
                }
            }
        }
    }
}
