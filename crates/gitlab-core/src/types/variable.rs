use crate::open_enum::open_enum;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

/// A variable that a pipeline was started with, of `GET /projects/:id/pipelines/:pipeline_id/variables`.
///
/// People pass passwords by them. The value is therefore kept apart: it is in no `Debug` and in no JSON, and
/// read by `secrecy::ExposeSecret`.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct PipelineVariable {
    /// Its name.
    pub key: String,
    /// Its value; for a file its content.
    #[serde(default = "nothing", deserialize_with = "secret")]
    pub value: SecretString,
    /// Whether jobs see the value itself or the path of a file that holds it.
    #[serde(default)]
    pub variable_type: Option<VariableType>,
    /// Whether `$` in the value stands for itself.
    #[serde(default)]
    pub raw: Option<bool>,
}

open_enum! {
    /// How jobs see a variable.
    pub enum VariableType {
        /// As an environment variable.
        EnvVar = "env_var",
        /// As a file, whose path is in the environment variable.
        File = "file",
    }
}

fn nothing() -> SecretString {
    SecretString::from(String::new())
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map_or_else(nothing, SecretString::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn the_value_is_read_and_not_told() {
        let variables: Vec<PipelineVariable> = serde_json::from_str(
            r#"[{"key":"A","value":"s3cret","variable_type":"file","raw":false},{"key":"B","value":null}]"#,
        )
        .unwrap();
        assert_eq!(variables[0].value.expose_secret(), "s3cret");
        assert_eq!(variables[1].value.expose_secret(), "");
        assert!(!format!("{variables:?}").contains("s3cret"));
    }
}
