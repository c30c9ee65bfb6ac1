//! Proves who a request to GitLab comes from.
//!
//! **What it is.** The implementations of the port [`Authenticator`](gitlab_core::Authenticator): a token that
//! stays ([`StaticToken`]), one in a file that others replace ([`TokenFile`]), one from a function of yours
//! ([`TokenFn`]), none ([`Anonymous`]), and the choice among them that the environment makes ([`from_env`]).
//! And [`MemoryTokenStore`], the simplest implementation of the port
//! [`TokenStore`](gitlab_core::TokenStore).
//!
//! **What it is not.** It sends nothing, and does not know what a token may do: `gitlab-api-client` sends
//! requests, and its errors say which scope a token lacks.
//!
//! # Example
//!
//! ```
//! use gitlab_auth::{AccessToken, StaticToken};
//! use gitlab_core::Authenticator;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let authenticator = StaticToken::bearer(AccessToken::new("glpat-secret")?);
//! let headers = authenticator.headers().await?;
//!
//! let mut request = http::Request::get("https://gitlab.example.com/api/v4/user").body(())?;
//! headers.apply(request.headers_mut());
//! assert!(request.headers()["authorization"].is_sensitive());
//! assert!(!format!("{request:?} {authenticator:?}").contains("glpat-secret"));
//! # Ok(())
//! # }
//! ```
//!
//! # How to replace each part
//!
//! | Part | By |
//! |---|---|
//! | where a token comes from | [`TokenFn`], or your own [`Authenticator`](gitlab_core::Authenticator) |
//! | where OAuth tokens are kept | your own [`TokenStore`](gitlab_core::TokenStore) |
//!
//! Check your own with `gitlab_core::contract` (feature `contract-tests`).

mod access_token;
mod anonymous;
mod environment;
mod generations;
mod header;
mod memory_store;
mod static_token;
#[cfg(test)]
mod testing;
mod token_file;
mod token_fn;

pub use access_token::{AccessToken, AccessTokenError};
pub use anonymous::Anonymous;
pub use environment::{from_env, from_vars};
pub use header::TokenKind;
pub use memory_store::MemoryTokenStore;
pub use static_token::StaticToken;
pub use token_file::TokenFile;
pub use token_fn::TokenFn;
