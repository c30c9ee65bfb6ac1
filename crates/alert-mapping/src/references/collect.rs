//! Going over a payload for everything that names something in GitLab.

use super::found::{FoundReference, Naming, Unused, UnusedReason};
use super::keys::{Role, is_background, is_container, key};
use crate::payload::{member, pairs};
use gitlab_core::{GitLabReference, Instance, ReferenceTarget, references_in, urls_in};
use serde_json::Value;
use std::borrow::Cow;

/// More texts and numbers than this are not looked at.
const MAX_VALUES: usize = 20_000;
/// More than this of anything found is not kept.
const MAX_FOUND: usize = 500;
/// Deeper than this nothing is looked at; JSON text inside JSON can make a payload that deep.
const MAX_DEPTH: usize = 256;
const MAX_PLACES: usize = 50;

/// A value under a key that means something.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) role: Role,
    pub(super) naming: Naming,
    pub(super) value: String,
    pub(super) path: String,
    /// The object that it stands in.
    pub(super) place: String,
}

/// What a payload holds, before it is put together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collected {
    pub(super) mentions: Vec<FoundReference>,
    pub(super) facts: Vec<Fact>,
    pub(super) unused: Vec<Unused>,
    pub(super) instances: Vec<Instance>,
    pub(super) looked_in: Vec<String>,
    pub(super) values: usize,
    pub(super) complete: bool,
    pub(crate) environment: Option<String>,
}

/// Goes over all of `payload` once.
pub(crate) fn collect(payload: &Value, instances: &[Instance]) -> Collected {
    let collected = Collected { instances: instances.to_vec(), complete: true, ..Collected::default() };
    let mut collector = Collector { instances, collected };
    collector.walk(
        payload,
        &Place {
            path: Cow::Borrowed("$"),
            gitlab: None,
            is_about_alert: true,
            is_background: false,
            depth: 0,
        },
    );
    let mut collected = collector.collected;
    collected.environment = collected
        .facts
        .iter()
        .filter(|fact| fact.role == Role::Environment)
        .find_map(|fact| Some(fact.value.clone()).filter(|value| !value.is_empty()));
    collected
}

struct Place<'p> {
    path: Cow<'p, str>,
    /// The keys from `gitlab` on, when this is below such a key.
    gitlab: Option<String>,
    is_about_alert: bool,
    is_background: bool,
    depth: usize,
}

struct Collector<'i> {
    instances: &'i [Instance],
    collected: Collected,
}

impl Collector<'_> {
    fn walk(&mut self, value: &Value, place: &Place<'_>) {
        if place.depth > MAX_DEPTH || self.collected.values >= MAX_VALUES {
            self.collected.complete = false;
            return;
        }
        match value {
            Value::Object(fields) => {
                self.looked_in(&place.path);
                for (name, value) in fields {
                    let path = format!("{}{}", place.path, member(name));
                    let full_name = match &place.gitlab {
                        // Longer than any name that means something; deeper objects must not make it grow.
                        Some(gitlab) if gitlab.len() <= 64 => format!("{gitlab}.{name}"),
                        _ => name.clone(),
                    };
                    if let Value::String(_) | Value::Number(_) = value {
                        self.named(&full_name, &text(value), &path, place);
                    }
                    let below = Place {
                        is_about_alert: place.is_about_alert && is_container(name),
                        gitlab: (place.gitlab.is_some() || name.eq_ignore_ascii_case("gitlab"))
                            .then_some(full_name),
                        path: Cow::Owned(path),
                        is_background: place.is_background || is_background(name),
                        depth: place.depth + 1,
                    };
                    if below.is_about_alert && !value.is_object() {
                        for (item, name, value) in pairs(value) {
                            let path = format!("{}{item}", below.path);
                            self.named(&name, &value, &path, &below);
                        }
                    }
                    self.walk(value, &below);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let below = Place {
                        path: Cow::Owned(format!("{}[{index}]", place.path)),
                        gitlab: place.gitlab.clone(),
                        is_about_alert: place.is_about_alert,
                        is_background: place.is_background,
                        depth: place.depth + 1,
                    };
                    self.walk(item, &below);
                }
            }
            Value::String(text) => {
                self.collected.values += 1;
                self.mentions(text, place);
            }
            Value::Number(_) => self.collected.values += 1,
            Value::Bool(_) | Value::Null => {}
        }
    }

    fn looked_in(&mut self, path: &str) {
        if self.collected.looked_in.len() < MAX_PLACES {
            self.collected.looked_in.push(path.to_owned());
        }
    }

    /// A value under a name.
    fn named(&mut self, name: &str, value: &str, path: &str, place: &Place<'_>) {
        let value = value.trim();
        let Some(key) = key(name).filter(|key| key.is_gitlabs || place.is_about_alert) else {
            return;
        };
        if value.is_empty() || value.len() > 4096 {
            return;
        }
        if self.collected.facts.len() >= MAX_FOUND {
            self.collected.complete = false;
            return;
        }
        let naming = match key.is_gitlabs {
            true => Naming::GitLabKey(name.to_owned()),
            false => Naming::GeneralKey(name.to_owned()),
        };
        self.collected.facts.push(Fact {
            role: key.role,
            naming,
            value: value.to_owned(),
            path: path.to_owned(),
            place: place.path.clone().into_owned(),
        });
    }

    /// URLs and short forms in a text.
    fn mentions(&mut self, text: &str, place: &Place<'_>) {
        // Nothing shorter can be either.
        if text.len() < 5 {
            return;
        }
        for (range, reference) in references_in(text, self.instances) {
            if self.collected.mentions.len().max(self.collected.unused.len()) >= MAX_FOUND {
                self.collected.complete = false;
                return;
            }
            if place.is_background {
                let reason = UnusedReason::Background(reference);
                self.collected.unused.push(Unused { path: place.path.clone().into_owned(), reason });
                continue;
            }
            let is_url = text.get(range).is_some_and(|found| found.contains(':'));
            let naming = if is_url { Naming::Url } else { Naming::ShortForm };
            let path = place.path.clone().into_owned();
            self.collected.mentions.push(FoundReference { reference, path, naming });
        }
        for (_, url) in urls_in(text) {
            if self.collected.unused.len() >= MAX_FOUND {
                return;
            }
            let is_ours = self.instances.iter().any(|instance| instance.path_below(&url).is_some());
            if is_ours || !url.path().contains("/-/") {
                continue;
            }
            let host = url.host_str().unwrap_or_default().to_owned();
            let reason = UnusedReason::UnknownHost(host);
            self.collected.unused.push(Unused { path: place.path.clone().into_owned(), reason });
        }
    }
}

fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

/// Whether a mention names no more than a project, so that a key beside it may name what in it is meant.
pub(super) fn is_project(reference: &GitLabReference) -> bool {
    matches!(reference.target(), ReferenceTarget::Project)
}
