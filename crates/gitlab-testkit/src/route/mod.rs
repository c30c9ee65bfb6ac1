//! Which handler answers which path, one file a resource.

mod branch;
mod commit;
mod compare;
mod deployment;
mod discussion;
mod environment;
mod file;
mod issue;
mod job;
mod merge_request;
mod note;
mod pipeline;
mod project;
mod release;
mod tag;
mod tree;
mod user;
mod version;

use crate::engine::{Call, Outcome};
use crate::state::State;
use http::Method;

pub(crate) use note::{Noteable, Place};

type Read = fn(&State, &Call<'_>) -> Outcome;
type Write = fn(&mut State, &Call<'_>) -> Outcome;

/// What answers a request, and what a credential must have for it.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) handler: Handler,
    /// Scopes of which a classic token needs one; none of them when every token will do.
    pub(crate) scopes: &'static [&'static str],
    /// What a fine-grained token needs.
    pub(crate) permission: &'static str,
    /// Whether the token of a job is taken.
    pub(crate) job_token: bool,
}

#[derive(Clone, Copy)]
pub(crate) enum Handler {
    Read(Read),
    Write(Write),
}

impl Route {
    fn read(permission: &'static str, handler: Read) -> Self {
        Self { handler: Handler::Read(handler), scopes: &["api", "read_api"], permission, job_token: false }
    }

    fn write(permission: &'static str, handler: Write) -> Self {
        Self { handler: Handler::Write(handler), scopes: &["api"], permission, job_token: false }
    }

    fn scopes(self, scopes: &'static [&'static str]) -> Self {
        Self { scopes, ..self }
    }

    fn job_token(self) -> Self {
        Self { job_token: true, ..self }
    }
}

/// The route of a method and a path below `/api/v4`, if there is one.
pub(crate) fn find(method: &Method, path: &[String]) -> Option<Route> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    // HEAD is GET without its body.
    let method = if method == Method::HEAD { &Method::GET } else { method };
    match (method, path.as_slice()) {
        (method, ["projects", _, rest @ ..]) => in_project(method, rest),
        (&Method::GET, path) => version::find(path)
            .or_else(|| user::find(path))
            .or_else(|| project::find_global(path))
            .or_else(|| merge_request::find_global(path)),
        _ => None,
    }
}

fn in_project(method: &Method, rest: &[&str]) -> Option<Route> {
    if let Some(route) = note::find(method, rest).or_else(|| discussion::find(method, rest)) {
        return Some(route);
    }
    if method != Method::GET {
        return None;
    }
    match rest {
        ["repository", "commits", rest @ ..] => commit::find(rest),
        ["repository", "compare"] => Some(compare::route()),
        ["repository", "files", rest @ ..] => file::find(rest),
        ["repository", "tree"] => Some(tree::route()),
        ["repository", "branches", rest @ ..] => branch::find(rest),
        ["repository", "tags", rest @ ..] => tag::find(rest),
        ["merge_requests", rest @ ..] => merge_request::find(rest),
        ["pipelines", rest @ ..] => pipeline::find(rest),
        ["jobs", rest @ ..] => job::find(rest),
        ["deployments", rest @ ..] => deployment::find(rest),
        ["environments", rest @ ..] => environment::find(rest),
        ["releases", rest @ ..] => release::find(rest),
        ["issues", rest @ ..] => issue::find(rest),
        rest => project::find(rest),
    }
}
