//! Whether a token is good enough for the work at hand, found out before the work begins.
//!
//! Most of what goes wrong between a program and GitLab is wrong from the first minute on: a token without a scope,
//! one that ends next week, a project that its user is no member of, an address that is not the API's. Here it is told at
//! once, with what to do about it. Nothing is written, and nothing that GitLab will not tell counts as an error.
//!
//! [`Client::preflight`] asks, [`PreflightReport`] says what it found.

mod finding;
mod identity;
mod questions;
mod report;
mod role;
mod scope;
mod server;
mod token;
mod wanted;

pub use finding::{Check, Finding, Level};
pub use identity::TokenKind;
pub use report::PreflightReport;
pub use wanted::{Ability, Wanted};

use crate::Client;
use crate::pipeline::deadline::within;
use gitlab_core::ApiError;
use identity::Identity;
use questions::Answers;
use std::time::Duration;

impl Client {
    /// Whether this client's credential is good enough for what is wanted of it, with advice where it is not.
    ///
    /// It finds out who asks and with which kind of token, whether its scopes and its role in the project are enough
    /// for each [`Ability`], when it expires, which version of GitLab answers, and whether the clocks agree. What GitLab
    /// does not tell is [`Unknown`](Level::Unknown) and stands in the way of nothing: a fine-grained token or that of a
    /// job may do its work well without being allowed to ask.
    ///
    /// Kinds of token are told apart by what GitLab answers, never by a prefix, which administrators can change.
    ///
    /// Calls `GET /user`, `GET /personal_access_tokens/self`, `GET /metadata` (where there is none, `GET /version`) and, if a
    /// project is named, `GET /projects/:id`, all side by side; and after them, only where they leave it open,
    /// `GET /oauth/token/info`, `GET /job` or `GET /projects/:id/members/all/:user_id`. Without a token only the version and the
    /// project are asked for. All of it ends within [`Wanted::within`], and nothing is written.
    ///
    /// ```no_run
    /// use gitlab_api_client::Client;
    /// use gitlab_api_client::preflight::{Ability, Wanted};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let wanted = Wanted::new([Ability::Read, Ability::WriteBack]).in_project("shop/checkout".parse()?);
    /// let report = client.preflight(&wanted).await;
    /// println!("{report}");
    /// if !report.ready() {
    ///     return Err("the token is not good enough".into());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// There are no errors: what fails is a [`Finding`] of the report.
    pub async fn preflight(&self, wanted: &Wanted) -> PreflightReport {
        let client = self.with_deadline(wanted.time());
        let clock = client.clock();
        let time = client.deadline.map_or(Duration::ZERO, |deadline| deadline.remaining(clock.as_ref()));
        // It is also asked for before each request; here it says whether there is one at all.
        let credential = within(clock.as_ref(), time, client.pipeline.authenticator.headers()).await;
        let anonymous = match credential {
            Ok(Ok(headers)) => headers.is_anonymous(),
            Ok(Err(error)) => {
                let error = ApiError::from_authenticator("ask for the token", error);
                return PreflightReport::without_token(client.instance(), &error);
            }
            // The first question says that the time is over.
            Err(_) => false,
        };
        let answers = if anonymous {
            Answers::to_anyone(&client, wanted.project()).await
        } else {
            Answers::to_credential(&client, wanted.project()).await
        };
        let identity = Identity::of(&answers, anonymous);
        PreflightReport::judge(client.instance(), wanted, &answers, identity, clock.now())
    }
}
