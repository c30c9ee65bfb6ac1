use super::AccessLevel;
use crate::{AccessTokenId, Date, Timestamp, UserId};
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// What GitLab says about a personal, project or group access token, which is everything but the token itself.
///
/// Project and group access tokens are the personal ones of a bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccessTokenDetails {
    /// Its id. Rotation gives a new one.
    pub id: AccessTokenId,
    /// What its owner calls it.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub name: String,
    /// What its owner says about it.
    #[serde(default)]
    pub description: Option<String>,
    /// Its scopes; exactly `granular` for a fine-grained token.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub scopes: Vec<String>,
    /// Whose it is; for a project or group access token its bot.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// Whether it was revoked.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub revoked: bool,
    /// Whether it can be used: neither revoked nor expired.
    #[serde(default)]
    pub active: Option<bool>,
    /// The day at whose beginning, in UTC, it expires; `None` for one that never does.
    #[serde(default, deserialize_with = "crate::date::lenient")]
    pub expires_at: Option<Date>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it was last used; up to ten minutes late.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub last_used_at: Option<Timestamp>,
    /// The role of its bot; only for project and group access tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_level: Option<AccessLevel>,
}

impl AccessTokenDetails {
    /// Whether it is a fine-grained token, whose permissions no endpoint tells.
    #[must_use]
    pub fn is_fine_grained(&self) -> bool {
        self.scopes.iter().any(|scope| scope == "granular")
    }
}

/// A token that took the place of another one. This is the only time that GitLab tells it.
///
/// `Debug` leaves the token out, and nothing writes it as JSON.
#[derive(Clone)]
#[non_exhaustive]
pub struct RotatedAccessToken {
    /// What GitLab says about it.
    pub details: AccessTokenDetails,
    /// The token itself.
    pub token: SecretString,
}

impl<'de> Deserialize<'de> for RotatedAccessToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not flattened: that would keep a second copy of the token in a buffer.
        #[derive(Deserialize)]
        struct Wire {
            id: AccessTokenId,
            token: Secret,
            #[serde(default, deserialize_with = "crate::types::null_as_default")]
            name: String,
            #[serde(default)]
            description: Option<String>,
            #[serde(default, deserialize_with = "crate::types::null_as_default")]
            scopes: Vec<String>,
            #[serde(default)]
            user_id: Option<UserId>,
            #[serde(default, deserialize_with = "crate::types::null_as_default")]
            revoked: bool,
            #[serde(default)]
            active: Option<bool>,
            #[serde(default, deserialize_with = "crate::date::lenient")]
            expires_at: Option<Date>,
            #[serde(default, deserialize_with = "crate::timestamp::lenient")]
            created_at: Option<Timestamp>,
            #[serde(default, deserialize_with = "crate::timestamp::lenient")]
            last_used_at: Option<Timestamp>,
            #[serde(default)]
            access_level: Option<AccessLevel>,
        }
        let wire = Wire::deserialize(deserializer)?;
        let details = AccessTokenDetails {
            id: wire.id,
            name: wire.name,
            description: wire.description,
            scopes: wire.scopes,
            user_id: wire.user_id,
            revoked: wire.revoked,
            active: wire.active,
            expires_at: wire.expires_at,
            created_at: wire.created_at,
            last_used_at: wire.last_used_at,
            access_level: wire.access_level,
        };
        Ok(Self { details, token: wire.token.0 })
    }
}

struct Secret(SecretString);

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Secret;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a token")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Secret, E> {
                // An empty token would lock its owner out as if it had been rotated well.
                if text.is_empty() { Err(E::custom("the token is empty")) } else { Ok(Secret(text.into())) }
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

impl fmt::Debug for RotatedAccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RotatedAccessToken")
            .field("details", &self.details)
            .field("token", &"[REDACTED]")
            .finish()
    }
}

/// What GitLab says about an OAuth access token, of `GET /oauth/token/info`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OAuthTokenInfo {
    /// Whose it is; `None` for one of an application without a user.
    #[serde(default)]
    pub resource_owner_id: Option<UserId>,
    /// Its scopes.
    #[serde(default, rename = "scope", deserialize_with = "list_or_words")]
    pub scopes: Vec<String>,
    /// How many seconds it is still good for; `None` when it does not end.
    #[serde(default)]
    pub expires_in: Option<i64>,
    /// The application that it was given to.
    #[serde(default)]
    pub application: Option<OAuthApplication>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
}

/// The application of an OAuth token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OAuthApplication {
    /// Its id, which is no secret.
    #[serde(default)]
    pub uid: Option<String>,
}

/// OAuth writes scopes as words in one text, GitLab as a list.
fn list_or_words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        List(Vec<String>),
        Words(String),
    }
    Ok(match Option::<Form>::deserialize(deserializer)? {
        Some(Form::List(scopes)) => scopes,
        Some(Form::Words(words)) => words.split_whitespace().map(str::to_owned).collect(),
        None => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn case_63_a_rotated_token_is_read_and_never_shown() {
        let json = r#"{"id":43,"name":"n","scopes":["api"],"expires_at":"2027-01-31","token":"canary-1"}"#;
        let rotated: RotatedAccessToken = serde_json::from_str(json).unwrap();
        assert_eq!(rotated.token.expose_secret(), "canary-1");
        assert_eq!(rotated.details.expires_at, Some("2027-01-31".parse().unwrap()));
        assert!(!format!("{rotated:?} {rotated:#?}").contains("canary"));
        for json in
            [r#"{"id":43}"#, r#"{"id":43,"token":""}"#, r#"{"id":43,"token":null}"#, r#"{"token":"canary"}"#]
        {
            let error = serde_json::from_str::<RotatedAccessToken>(json).unwrap_err();
            assert!(!error.to_string().contains("canary"), "{error}");
        }
    }

    #[test]
    fn both_spellings_of_oauth_scopes_are_read() {
        for json in [
            r#"{"resource_owner_id":1,"scope":["read_api","read_user"],"scopes":["read_api","read_user"],"expires_in_seconds":7000,"expires_in":7000,"application":{"uid":"a"},"created_at":1760000000}"#,
            r#"{"resource_owner_id":1,"scope":"read_api read_user","expires_in":7000,"application":{"uid":"a"},"created_at":"2025-10-09T08:53:20Z"}"#,
        ] {
            let info: OAuthTokenInfo = serde_json::from_str(json).unwrap();
            assert_eq!(info.scopes, ["read_api", "read_user"]);
            assert_eq!(info.created_at.unwrap().unix_seconds(), 1_760_000_000);
        }
    }
}
