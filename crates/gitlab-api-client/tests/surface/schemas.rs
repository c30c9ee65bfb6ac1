//! No type of an answer asks for more than GitLab promises: the JSON schemas by which GitLab 13.12 tests its own API say
//! which fields an answer always has, and the least answer that each of them allows must be read.

use crate::registry::samples;
use crate::support::{Script, Step, client};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The schemas below `public_api/v4` and the endpoints whose answers they describe.
const SCHEMAS: &[(&str, &[&str])] = &[
    ("blobs", &["Search blobs"]),
    ("branch", &["GetBranch"]),
    ("branches", &["ListBranches"]),
    ("commit/detail", &["GetCommit"]),
    ("commit_note", &["CreateCommitComment"]),
    ("commit_notes", &["ListCommitComments"]),
    ("commits", &["ListCommits", "ListMergeRequestCommits"]),
    ("commits_details", &["ListCommits"]),
    ("commits_with_stats", &["ListCommits"]),
    ("deployment", &["GetDeployment"]),
    ("environment", &["GetEnvironment"]),
    ("issue", &["GetIssue", "CreateIssue", "UpdateIssue"]),
    ("issue_link", &["CreateIssueLink"]),
    ("issues", &["ListIssues"]),
    ("job", &["GetJob", "RetryJob"]),
    ("labels/label", &["GetLabel"]),
    ("labels/label_with_counts", &["GetLabel"]),
    ("labels/project_label", &["GetLabel"]),
    ("labels/project_label_with_counts", &["GetLabel"]),
    ("members", &["ListMembers"]),
    ("merge_request", &["GetMergeRequest", "UpdateMergeRequest"]),
    ("merge_request_simple", &["GetMergeRequest"]),
    ("merge_requests", &["ListMergeRequests", "ListCommitMergeRequests"]),
    ("milestone", &["GetMilestone"]),
    ("milestones", &["ListMilestones"]),
    ("notes", &["ListNotes"]),
    ("pipeline", &["GetPipeline"]),
    ("pipeline/detail", &["GetPipeline", "CancelPipeline", "RetryPipeline"]),
    ("pipelines", &["ListPipelines", "ListMergeRequestPipelines"]),
    ("project", &["GetProject"]),
    ("project/identity", &["GetProject"]),
    ("projects", &["ListProjects"]),
    ("release", &["GetRelease", "CreateRelease", "UpdateRelease"]),
    ("release/release_for_guest", &["GetRelease"]),
    ("release/releases_for_guest", &["ListReleases"]),
    ("releases", &["ListReleases"]),
    ("tag", &["GetTag"]),
    ("tags", &["ListTags"]),
    ("user/basics", &["ListUsers", "ListMergeRequestParticipants"]),
    ("user/public", &["GetCurrentUser"]),
];

/// The schemas beside them that no answer is made by.
const LEFT_OUT: &[(&str, &[&str])] = &[
    (
        "it is a part of others here",
        &[
            "artifact",
            "artifact_file",
            "commit/basic",
            "commit/with_stats",
            "commit_stats",
            "milestone_with_stats",
            "pipeline/basic",
            "release/evidence",
            "release/tag_release",
            "runner",
            "user/basic",
        ],
    ),
    (
        "the crate has no such call",
        &[
            "board",
            "boards",
            "deploy_token",
            "deploy_tokens",
            "feature_flag",
            "feature_flag_detailed_scopes",
            "feature_flag_scope",
            "feature_flag_scopes",
            "feature_flag_strategy",
            "feature_flags",
            "freeze_period",
            "freeze_periods",
            "label_basic",
            "license",
            "membership",
            "memberships",
            "operations/",
            "packages/",
            "pages_domain/",
            "pages_domain_basics",
            "pages_domains",
            "project/export_status",
            "project_repository_storage_move",
            "project_repository_storage_moves",
            "service",
            "services",
            "snippet_repository_storage_move",
            "snippet_repository_storage_moves",
            "snippets",
            "template",
            "template_list",
        ],
    ),
    ("it describes something else than it is called by", &["comment", "issue_links"]),
    (
        "what it requires is described in a file that is not there",
        &["user/admin", "user/admins", "user/login"],
    ),
];

/// Where a schema says something else than GitLab's own code and documentation, which no test of GitLab notices.
struct Amendment {
    file: &'static str,
    property: &'static str,
    says: &'static str,
    is_required: bool,
}

const AMENDED: &[Amendment] = &[
    // Every commit has its hash.
    Amendment { file: "commit/basic.json", property: "id", says: r#"{"type":"string"}"#, is_required: true },
    // Every link of a release has its number.
    Amendment { file: "release/link.json", property: "id", says: r#"{"type":"integer"}"#, is_required: true },
    // It is a user, and the schema is only ever held against notes that nobody resolved.
    Amendment {
        file: "notes.json",
        property: "resolved_by",
        says: r#"{"$ref":"user/basic.json"}"#,
        is_required: false,
    },
];

/// A schema: what it says, and the file in which it says that.
#[derive(Clone)]
struct Schema {
    says: Value,
    file: PathBuf,
}

impl Schema {
    fn read(file: &Path) -> Self {
        let text =
            std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        Self { says: serde_json::from_str(&text).unwrap(), file: file.to_path_buf() }.resolved()
    }

    fn below(&self, says: &Value) -> Self {
        Self { says: says.clone(), file: self.file.clone() }.resolved()
    }

    /// The same without the ways in which a schema says that it is another one.
    fn resolved(self) -> Self {
        // GitLab sometimes nests one level too deep, so that its own tests check nothing there. What is meant is clear.
        let nested = &self.says["properties"];
        if nested["$ref"].is_string() || nested["properties"].is_object() || nested["allOf"].is_array() {
            return self.below(nested);
        }
        if let Some(file) = self.says["$ref"].as_str() {
            // One of them counts from GitLab's own root.
            let root = self.file.ancestors().find(|folder| folder.ends_with("schemas"));
            return match file.rsplit_once("spec/fixtures/api/schemas/") {
                Some((_, file)) => Self::read(&root.unwrap().join(file)),
                None => Self::read(&self.file.with_file_name(file)),
            };
        }
        self
    }

    fn amendment(&self, property: &str) -> Option<&'static Amendment> {
        AMENDED.iter().find(|amended| amended.property == property && self.file.ends_with(amended.file))
    }

    /// The parts of which it is made, itself included.
    fn parts(&self) -> Vec<Self> {
        let all = self.says["allOf"].as_array().into_iter().flatten();
        all.flat_map(|part| self.below(part).parts()).chain([self.clone()]).collect()
    }

    /// Answers that it allows, the least one first: of what an answer may lack nothing is there, and what may be null
    /// is. Each further one has one thing more. Nothing where it does not say what kind of value it is about.
    fn allowed(&self, name: &str) -> Vec<Value> {
        let choices = self.says["oneOf"].as_array().or(self.says["anyOf"].as_array());
        if let Some(choices) = choices {
            return choices.iter().flat_map(|choice| self.below(choice).allowed(name)).collect();
        }
        let mut kinds: Vec<&str> = match &self.says["type"] {
            Value::String(kind) => vec![kind.trim()],
            Value::Array(kinds) => kinds.iter().map(|kind| kind.as_str().unwrap()).collect(),
            _ if self.says["properties"].is_object() || self.says["allOf"].is_array() => vec!["object"],
            _ => Vec::new(),
        };
        kinds.sort_by_key(|kind| *kind != "null");
        kinds.into_iter().flat_map(|kind| self.of_kind(kind, name)).collect()
    }

    fn of_kind(&self, kind: &str, name: &str) -> Vec<Value> {
        match kind {
            "null" => vec![Value::Null],
            "boolean" => vec![true.into()],
            "integer" => vec![1.into()],
            "number" => vec![1.5.into()],
            "string" | "uri" | "date-time" => self.texts(name),
            "array" => {
                let entries = self.below(&self.says["items"]).allowed(name);
                let lists =
                    entries.into_iter().filter(|entry| !entry.is_null()).map(|entry| vec![entry].into());
                std::iter::once(Vec::<Value>::new().into()).chain(lists).collect()
            }
            "object" => self.objects(),
            other => panic!("{name}: there is no kind {other}"),
        }
    }

    fn objects(&self) -> Vec<Value> {
        let parts = self.parts();
        let lists = parts.iter().filter_map(|part| part.says["required"].as_array());
        let mut required: BTreeSet<&str> = lists.flatten().map(|name| name.as_str().unwrap()).collect();
        let mut properties = BTreeMap::new();
        for part in &parts {
            for (name, property) in part.says["properties"].as_object().into_iter().flatten() {
                let amended = part.amendment(name);
                if amended.is_some_and(|amended| amended.is_required) {
                    required.insert(name);
                }
                let says = amended.map(|amended| serde_json::from_str(amended.says).unwrap());
                let property = part.below(says.as_ref().unwrap_or(property));
                properties.insert(name.clone(), property.allowed(name));
            }
        }
        properties.retain(|_, values| !values.is_empty());
        // Where nothing is required nobody has thought about it: then all of it is there.
        let is_there = |name: &&String| required.is_empty() || required.contains(name.as_str());
        let named = properties.keys().filter(is_there);
        let least: Map<String, Value> =
            named.map(|name| (name.clone(), properties[name][0].clone())).collect();
        if let Some(unknown) = required.iter().find(|name| !least.contains_key(**name)) {
            panic!("{unknown} is required, and nothing says what it is");
        }
        if properties.is_empty() && self.says["type"].is_array() {
            // One that may be null, and of which nothing else is said.
            return Vec::new();
        }
        let mut all = vec![Value::Object(least.clone())];
        for (name, values) in &properties {
            for value in values.iter().filter(|value| least.get(name) != Some(value)) {
                let mut more = least.clone();
                more.insert(name.clone(), value.clone());
                all.push(more.into());
            }
        }
        all
    }

    /// Every word of a list of words, and otherwise something that such a field holds.
    fn texts(&self, name: &str) -> Vec<Value> {
        if let Some(words) = self.says["enum"].as_array() {
            return words.clone();
        }
        let text = match name {
            "sha" | "id" | "before_sha" | "parent_ids" | "target" => {
                "6104942438c14ec7bd21c6cd5bd995272b3faff6"
            }
            _ if name.ends_with("_sha") => "6104942438c14ec7bd21c6cd5bd995272b3faff6",
            "path_with_namespace" | "full_path" => "group/project",
            "short_id" => "61049424",
            "email" => "me@example.com",
            "coverage" => "98.3",
            "changes_count" => "1",
            "color" | "text_color" => "#428BCA",
            _ if self.says["format"] == "date-time" || name.ends_with("_at") || name.ends_with("_date") => {
                "2021-06-01T09:30:00.000Z"
            }
            _ if name == "url" || name.ends_with("_url") => "https://gitlab.example.com/group/project",
            _ => "text",
        };
        vec![text.into()]
    }
}

#[tokio::test(start_paused = true)]
async fn no_answer_needs_a_field_that_gitlab_does_not_promise() {
    let Some(root) = super::corpus("gitlab-ce-13.12.15/schemas") else {
        println!("skipped: the folder with GitLab's schemas is not here");
        return;
    };
    let (samples, mut wrong, mut read) = (samples(), BTreeSet::new(), 0);
    for (file, endpoints) in SCHEMAS {
        let schema = Schema::read(&root.join("public_api/v4").join(file).with_extension("json"));
        for answer in schema.allowed("") {
            for endpoint in *endpoints {
                let client = client(&Script::of([Step::json(&answer.to_string())]));
                let sample = samples.iter().find(|sample| super::answers::is(sample, endpoint));
                match sample.and_then(|sample| sample.ask(&client)) {
                    None => drop(wrong.insert(format!("{file}: no sample of {endpoint} reads JSON"))),
                    Some(asked) => match asked.await {
                        Ok(()) => read += 1,
                        Err(error) => drop(wrong.insert(format!("{file}: {error}"))),
                    },
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    println!("{read} answers of {} schemas were read", SCHEMAS.len());
}

/// Each schema is in one of the tables, once, and each amendment is of something that is there.
#[test]
fn every_schema_of_the_api_is_read_or_left_out() {
    let Some(root) = super::corpus("gitlab-ce-13.12.15/schemas") else {
        println!("skipped: the folder with GitLab's schemas is not here");
        return;
    };
    let folder = root.join("public_api/v4");
    let there = super::answers::files(&folder, &folder);
    let mut wrong = Vec::new();
    let left_out = LEFT_OUT.iter().flat_map(|(_, names)| *names);
    let listed: Vec<&str> = SCHEMAS.iter().map(|(name, _)| name).chain(left_out).copied().collect();
    for file in &there {
        // A folder stands for all in it.
        let is_of = |name: &&&str| file == **name || name.ends_with('/') && file.starts_with(**name);
        let names: Vec<_> = listed.iter().filter(is_of).collect();
        if names.len() != 1 {
            wrong.push(format!("{file}: is listed as {names:?}"));
        }
    }
    for name in listed {
        let is_folder = name.ends_with('/') && folder.join(name).is_dir();
        if !is_folder && !there.contains(name) {
            wrong.push(format!("{name}: there is no such schema"));
        }
    }
    for amended in AMENDED {
        let files = [root.join(amended.file), folder.join(amended.file)];
        let text = files.iter().find_map(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        if !text.contains(&format!("{:?}", amended.property)) {
            wrong.push(format!("{}: has no {}", amended.file, amended.property));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A type that asks for too much is found, wherever it does.
#[test]
fn a_type_that_asks_for_too_much_does_not_read_what_a_schema_allows() {
    #[allow(dead_code, reason = "only reading it counts")]
    #[derive(serde::Deserialize)]
    struct Thing<Name, Text, Owner> {
        id: u64,
        name: Name,
        text: Text,
        owner: Owner,
    }
    #[allow(dead_code, reason = "only reading it counts")]
    #[derive(serde::Deserialize)]
    struct Owner<Name> {
        id: u64,
        name: Name,
    }
    fn reads<T: serde::de::DeserializeOwned>() -> bool {
        let says = serde_json::json!({
            "type": "object",
            "required": ["id", "text", "owner"],
            "properties": {
                "id": { "type": "integer" },
                "name": { "type": "string" },
                "text": { "type": ["string", "null"] },
                "owner": { "oneOf": [{ "type": "null" }, {
                    "type": "object",
                    "required": ["id"],
                    "properties": { "id": { "type": "integer" }, "name": { "type": "string" } }
                }] }
            }
        });
        let schema = Schema { says, file: PathBuf::new() };
        schema.allowed("").into_iter().all(|answer| serde_json::from_value::<T>(answer).is_ok())
    }
    type May<T> = Option<T>;
    type Modest = Owner<May<String>>;
    assert!(reads::<Thing<May<String>, May<String>, May<Modest>>>());
    assert!(!reads::<Thing<String, May<String>, May<Modest>>>(), "a field that may be absent");
    assert!(!reads::<Thing<May<String>, String, May<Modest>>>(), "a field that may be null");
    assert!(!reads::<Thing<May<String>, May<String>, Modest>>(), "an object that may be null");
    assert!(!reads::<Thing<May<String>, May<String>, May<Owner<String>>>>(), "a field within an object");
}
