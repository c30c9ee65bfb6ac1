//! Which generation of a token that others replace is the current one.

use crate::{AccessToken, TokenKind};
use gitlab_core::{AuthError, AuthHeaders, Rejection};
use std::sync::{Mutex, PoisonError};

/// Counts the different tokens that a source gave, one after another.
#[derive(Debug, Default)]
pub(crate) struct Generations(Mutex<Latest>);

#[derive(Debug, Default)]
struct Latest {
    token: Option<AccessToken>,
    generation: u64,
}

impl Generations {
    /// The headers of the token that the source gives now.
    pub(crate) fn headers(&self, token: &AccessToken, kind: TokenKind) -> Result<AuthHeaders, AuthError> {
        let generation = self.observe(token);
        kind.headers(token, generation)
    }

    /// Whether the token that the source gives now is another than that of the refused generation.
    pub(crate) fn rejected(&self, token: &AccessToken, refused: u64) -> Rejection {
        if self.observe(token) == refused { Rejection::Final } else { Rejection::Retry }
    }

    fn observe(&self, token: &AccessToken) -> u64 {
        // Nothing panics while this is locked, and either state is whole.
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !latest.token.as_ref().is_some_and(|known| known.is_same(token)) {
            latest.token = Some(token.clone());
            latest.generation = latest.generation.wrapping_add(1);
        }
        latest.generation
    }
}
