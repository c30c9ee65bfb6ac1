//! Webhooks of projects, groups and the installation.

mod create;
mod delete;
mod delete_key;
mod events;
mod get;
mod list;
mod resend;
mod set_key;
mod settings;
mod test;
mod update;

pub use create::CreateHook;
pub use delete::DeleteHook;
pub use delete_key::DeleteHookKey;
pub use events::{HookEventStatus, ListHookEvents};
pub use get::GetHook;
pub use list::ListHooks;
pub use resend::ResendHookEvent;
pub use set_key::SetHookKey;
pub use settings::HookSettings;
pub use test::{HookTrigger, TestHook};
pub use update::UpdateHook;

use super::Within;
use std::borrow::Cow;

/// What an error says of an operation on a hook: a project names itself.
fn operation(within: &Within, words: String) -> Cow<'static, str> {
    match within {
        Within::Project(_) => words.into(),
        within => format!("{words} of {within}").into(),
    }
}
