//! Enums that keep a word which they do not know.

/// Makes an enum of known words with an `Other` arm: JSON from a newer writer, or from a model, loses nothing.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )+
            /// A word that this version does not know, as it was written; blank when nobody said.
            Other(String),
        }

        impl $name {
            /// The word, as in JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $word, )+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            /// Known words are recognised in any case, and with spaces or hyphens between their parts; every other one is
            /// kept as it is.
            fn from(word: &str) -> Self {
                $( if $crate::finding::open_enum::is_same_word(word.trim(), $word) {
                    return Self::$variant;
                } )+
                Self::Other(word.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                Self::from(word.as_str())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::finding::lenient::text(deserializer).map(Self::from)
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "description": concat!("One of the examples; another word is kept as it is.", $( "\n- `", $word, "`", )+),
                    "type": "string",
                    "examples": [$( $word ),+],
                })
            }
        }
    };
}

/// Whether a word is the known one, whatever its case, with a space or a hyphen for an underscore.
pub(super) fn is_same_word(word: &str, known: &str) -> bool {
    word.len() == known.len()
        && word.bytes().zip(known.bytes()).all(|(byte, known)| {
            byte.eq_ignore_ascii_case(&known) || (known == b'_' && matches!(byte, b' ' | b'-'))
        })
}

pub(crate) use open_enum;
