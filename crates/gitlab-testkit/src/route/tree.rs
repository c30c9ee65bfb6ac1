//! `/projects/:id/repository/tree`.

use super::Route;
use crate::engine::{Ability, Answer, Call, Outcome, Totals, keyset, page, wants_keyset};
use crate::repository::{Tree, below, tree_id};
use crate::state::State;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) fn route() -> Route {
    Route::read("read_repository", tree).scopes(&["api", "read_api"])
}

/// A file or a folder.
struct Item {
    path: String,
    id: String,
    mode: &'static str,
}

impl Item {
    fn render(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.path.rsplit('/').next(),
            "type": if self.mode == FOLDER { "tree" } else { "blob" },
            "path": self.path,
            "mode": self.mode,
        })
    }
}

const FOLDER: &str = "040000";

fn tree(state: &State, call: &Call<'_>) -> Outcome {
    let project = call.project_for(state, Ability::ReadCode)?;
    let name = call.params.get("ref").or_else(|| call.params.get("ref_name")).unwrap_or("HEAD");
    let commit = project.repository.resolve(name).ok_or_else(|| Answer::not_found("Tree"))?;
    let folder = call.params.get("path").unwrap_or_default().trim_matches('/');
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let items = items(&commit.tree, folder, &prefix, call.params.flag("recursive"));
    if items.is_empty() && !folder.is_empty() && call.settings.version.since(15, 0) {
        return Err(if call.settings.version.since(17, 7) {
            Answer::not_found("invalid revision or path")
        } else {
            Answer::not_found("Tree")
        });
    }
    if wants_keyset(call) {
        let start = match call.params.get("page_token") {
            None => 0,
            Some(token) => items
                .iter()
                .position(|item| item.id == token)
                .map(|position| position + 1)
                .ok_or_else(|| Answer::not_found("Tree"))?,
        };
        return keyset(call, &items, start, "page_token", |item| item.id.clone(), Item::render);
    }
    if call.params.get("pagination") == Some("none") {
        return Ok(Answer::json(items.iter().map(Item::render).collect()));
    }
    page(call, &items, Totals::Counted, Item::render)
}

/// Folders first, then files, each by name; in the order of the tree when all levels are asked for.
fn items(tree: &Tree, folder: &str, prefix: &str, recursive: bool) -> Vec<Item> {
    let mut folders = BTreeSet::new();
    let mut files = Vec::new();
    for (path, entry) in below(tree, folder) {
        let Some(rest) = path.strip_prefix(prefix) else { continue };
        let parents: Vec<usize> = rest.match_indices('/').map(|(index, _)| index).collect();
        let shown = if recursive { parents.len() } else { parents.len().min(1) };
        for end in parents.iter().take(shown) {
            if let Some(name) = rest.get(..*end) {
                folders.insert(format!("{prefix}{name}"));
            }
        }
        if parents.is_empty() || recursive {
            files.push(Item { path: path.clone(), id: entry.blob.id.clone(), mode: entry.mode() });
        }
    }
    let mut items: Vec<Item> = folders
        .into_iter()
        .map(|path| Item { id: tree_id(tree, &format!("{path}/")), path, mode: FOLDER })
        .collect();
    items.extend(files);
    if recursive {
        items.sort_by(|a, b| a.path.cmp(&b.path));
    }
    items
}
