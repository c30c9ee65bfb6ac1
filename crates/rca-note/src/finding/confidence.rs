use serde::{Deserialize, Deserializer, Serialize};

/// How sure a finding is: from 0 (a guess) to 1 (proven), with the reasons.
///
/// Values outside are moved to the nearest end, and what is not a number counts as 0. In JSON it is either an object with
/// `value` and `reasons` or the bare number.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Confidence {
    value: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
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
        #[serde(untagged)]
        enum Written {
            Bare(f64),
            Full {
                #[serde(default)]
                value: f64,
                #[serde(default)]
                reasons: Vec<String>,
            },
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Bare(value) => Self::new(value),
            Written::Full { value, reasons } => Self { reasons, ..Self::new(value) },
        })
    }
}
