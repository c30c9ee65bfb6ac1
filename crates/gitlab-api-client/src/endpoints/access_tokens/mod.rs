//! Access tokens: the one in use, and those of projects and groups.

mod get_self;
mod list;
mod oauth_info;
mod revoke_self;
mod rotate_self;

pub use get_self::GetTokenSelf;
pub use list::{AccessTokenState, ListAccessTokens};
pub use oauth_info::GetOAuthTokenInfo;
pub use revoke_self::RevokeTokenSelf;
pub use rotate_self::RotateTokenSelf;
