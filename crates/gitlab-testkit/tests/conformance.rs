//! The answers of a GitLab 13.12 against the JSON schemas that GitLab itself tested that version with.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what goes wrong here fails the test"
)]

mod common;

use common::{PROJECT, get, get_as, shop};
use gitlab_testkit::GitLab;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Where the schemas lie, if they are here.
fn schemas() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/corpus/gitlab-ce-13.12.15/schemas/public_api/v4");
    path.is_dir().then_some(path)
}

#[tokio::test]
async fn answers_follow_gitlabs_own_schemas() {
    let Some(schemas) = schemas() else {
        println!("SKIPPED: GitLab's schemas are not here, so no answer was checked against them");
        return;
    };
    let gitlab = GitLab::new(shop().version("13.12.15-ee")).unwrap();
    let base = format!("projects/{PROJECT}");
    let first = |path: String| {
        let gitlab = &gitlab;
        async move { get(gitlab, &path).await.json()[0]["id"].clone() }
    };
    let pipeline = first(format!("{base}/pipelines")).await;
    let job = first(format!("{base}/jobs")).await;
    let environment = first(format!("{base}/environments")).await;
    let cases = [
        ("user".to_owned(), "user/public.json"),
        ("users".to_owned(), "user/basics.json"),
        (format!("{base}/merge_requests"), "merge_requests.json"),
        (format!("{base}/merge_requests/1"), "merge_request.json"),
        (format!("{base}/merge_requests?view=simple"), "[merge_request_simple.json"),
        (format!("{base}/merge_requests/1/notes"), "notes.json"),
        (format!("{base}/merge_requests/1/commits"), "commits.json"),
        (format!("{base}/merge_requests/1/pipelines"), "pipelines.json"),
        (format!("{base}/issues"), "issues.json"),
        (format!("{base}/issues/1"), "issue.json"),
        (format!("{base}/issues/1/notes"), "notes.json"),
        (format!("{base}/repository/commits"), "commits.json"),
        (format!("{base}/repository/commits?with_stats=true"), "commits_with_stats.json"),
        (format!("{base}/repository/commits/main"), "commit/detail.json"),
        (format!("{base}/repository/branches"), "branches.json"),
        (format!("{base}/repository/branches/main"), "branch.json"),
        (format!("{base}/repository/tags"), "tags.json"),
        (format!("{base}/repository/tags/v1.1"), "tag.json"),
        (format!("{base}/pipelines"), "pipelines.json"),
        (format!("{base}/pipelines/{pipeline}"), "pipeline/detail.json"),
        (format!("{base}/pipelines/{pipeline}/jobs"), "[job.json"),
        (format!("{base}/jobs"), "[job.json"),
        (format!("{base}/jobs/{job}"), "job.json"),
        (format!("{base}/environments/{environment}"), "environment.json"),
        (format!("{base}/releases"), "releases.json"),
        (format!("{base}/releases/v1.1"), "release.json"),
        (format!("{base}/members"), "members.json"),
    ];
    let mut problems = Vec::new();
    for (path, schema) in &cases {
        let answer = get(&gitlab, path).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.text);
        check(&schemas, schema, path, &answer.json(), &mut problems);
    }
    let anonymous = get_as(&gitlab, "projects/open%2Fsite", "").await;
    check(&schemas, "project.json", "projects/open%2Fsite", &anonymous.json(), &mut problems);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    println!("{} answers follow GitLab's schemas", cases.len() + 1);
}

#[test]
fn the_check_can_fail() {
    let schema = serde_json::json!({
        "type": "object",
        "required": ["id"],
        "properties": { "id": { "type": "integer" }, "state": { "enum": ["opened"] } },
        "additionalProperties": false,
    });
    let problems = |value: Value| {
        let mut problems = Vec::new();
        validate(Path::new("schema.json"), &schema, &value, "", &mut problems);
        problems
    };
    assert!(problems(serde_json::json!({ "id": 1, "state": "opened" })).is_empty());
    assert_eq!(
        problems(serde_json::json!({ "state": "merged", "extra": 1 })),
        ["/id is missing", "/extra is one too many", "/state is \"merged\", none of [String(\"opened\")]"]
    );
    assert_eq!(problems(serde_json::json!({ "id": "1" })), ["/id is \"1\", not [\"integer\"]"]);
}

/// Checks an answer; a name that begins with a bracket is the schema of each entry.
fn check(folder: &Path, name: &str, path: &str, answer: &Value, problems: &mut Vec<String>) {
    let mut found = Vec::new();
    let (file, entries) = match name.strip_prefix('[') {
        Some(file) => (file, answer.as_array().expect("a list").iter().collect()),
        None => (name, vec![answer]),
    };
    let file = folder.join(file);
    for entry in entries {
        let mut schema = read(&file);
        // Two of the schemas are wrapped once too often, so that by themselves they check nothing.
        if schema["properties"]["properties"].is_object() {
            schema = schema["properties"].take();
            if let Some(list) = schema["properties"].get_mut("assignees") {
                // ... and this one names the wrong file.
                *list = Value::Object(serde_json::Map::new());
            }
        }
        validate(&file, &schema, entry, "", &mut found);
    }
    problems.extend(found.into_iter().map(|problem| format!("{path} against {name}: {problem}")));
}

fn read(file: &Path) -> Value {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).expect("a schema is JSON")
}

/// The part of JSON Schema draft 4 that these files use.
fn validate(file: &Path, schema: &Value, value: &Value, at: &str, problems: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = file.parent().expect("a folder").join(reference);
        if target.is_file() {
            validate(&target, &read(&target), value, at, problems);
        }
        return;
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|wanted| is_of(value, wanted)) {
        problems.push(format!("{at} is {value}, not {types:?}"));
        return;
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        problems.push(format!("{at} is {value}, none of {allowed:?}"));
    }
    let fails = |schema: &Value| {
        let mut problems = Vec::new();
        validate(file, schema, value, at, &mut problems);
        problems
    };
    for part in schema["allOf"].as_array().into_iter().flatten() {
        problems.extend(fails(part));
    }
    for kind in ["anyOf", "oneOf"] {
        if let Some(parts) = schema[kind].as_array() {
            let outcomes: Vec<_> = parts.iter().map(fails).collect();
            let fitting = outcomes.iter().filter(|problems| problems.is_empty()).count();
            if fitting == 0 || (kind == "oneOf" && fitting > 1) {
                problems.push(format!("{at} fits {fitting} of {kind}: {outcomes:?}"));
            }
        }
    }
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                problems.push(format!("{at}/{name} is missing"));
            }
        }
        for (name, field) in fields {
            match schema["properties"].get(name) {
                Some(schema) => validate(file, schema, field, &format!("{at}/{name}"), problems),
                None if schema["additionalProperties"] == false => {
                    problems.push(format!("{at}/{name} is one too many"));
                }
                None => {}
            }
        }
    }
    if let Some(entries) = value.as_array()
        && schema["items"].is_object()
    {
        for (index, entry) in entries.iter().enumerate() {
            validate(file, &schema["items"], entry, &format!("{at}/{index}"), problems);
        }
    }
}

fn is_of(value: &Value, wanted: &str) -> bool {
    match wanted {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        // GitLab writes "uri" where it means a text or nothing.
        _ => value.is_string() || value.is_null(),
    }
}
