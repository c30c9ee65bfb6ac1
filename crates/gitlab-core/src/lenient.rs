//! Reads fields of wire types whose form changes between versions, or is not worth losing an answer for.
//!
//! By a visitor of its own and not by an untagged enum, which copies each value before it looks at it: lists have
//! tens of thousands of such fields.

use serde::Deserializer;
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
