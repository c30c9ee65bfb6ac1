use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::lenient;

/// How sure a finding is: from 0 (a guess) to 1 (proven), with the reasons.
///
/// Values outside are moved to the nearest end, and what is not a number counts as 0. In JSON it is an object with `value` and
/// `reasons`, or the value alone. The value is a number from 0 to 1, per cent (`85` or `"85%"`), or one of the words `low` (0.25),
/// `medium` (0.5) and `high` (0.75); another word counts as 0 and is kept as a reason.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Confidence {
    /// From 0 to 1.
    value: f64,
    /// Why it is as sure as that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
}

impl Confidence {
    /// A confidence without reasons yet.
    #[must_use]
    pub fn new(value: f64) -> Self {
        let value = if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) };
        Self { value, reasons: Vec::new() }
    }

    /// Adds a reason for it.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reasons.push(reason.into());
        self
    }

    /// From 0 to 1.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Whole per cent, from 0 to 100.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the value lies between 0 and 1"
    )]
    pub fn percent(&self) -> u8 {
        (self.value * 100.0).round() as u8
    }

    /// Why it is as sure as that.
    #[must_use]
    pub fn reasons(&self) -> &[String] {
        &self.reasons
    }
}

impl<'de> Deserialize<'de> for Confidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            #[serde(default)]
            value: Value,
            #[serde(default, deserialize_with = "lenient::list")]
            reasons: Vec<String>,
        }
        let value = Value::deserialize(deserializer)?;
        if !value.is_object() {
            return Ok(Self::from_value(value));
        }
        let Fields { value, reasons } = Fields::deserialize(value).map_err(D::Error::custom)?;
        let mut confidence = Self::from_value(value);
        confidence.reasons.extend(reasons);
        Ok(confidence)
    }
}

impl Confidence {
    /// From a number, per cent or a word.
    fn from_value(value: Value) -> Self {
        if let Some(number) = lenient::number_of(&value) {
            return Self::new(if number > 1.0 { number / 100.0 } else { number });
        }
        let text = lenient::text_of(value);
        let word = text.trim().to_lowercase();
        let percent = word.strip_suffix('%').and_then(|number| number.trim_end().parse::<f64>().ok());
        match (percent, word.as_str()) {
            (Some(percent), _) => Self::new(percent / 100.0),
            (None, "") => Self::default(),
            (None, "low") => Self::new(0.25),
            (None, "medium") => Self::new(0.5),
            (None, "high") => Self::new(0.75),
            (None, _) => Self::default().because(text),
        }
    }
}
