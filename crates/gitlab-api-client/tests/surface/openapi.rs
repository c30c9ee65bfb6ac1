//! GitLab's own OpenAPI document (version 2): which calls there are and what they take.

use super::sample::Sample;
use saphyr::{LoadableYamlNode, Yaml};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) struct Document {
    /// By method and path, `GET /projects/:/jobs`.
    operations: BTreeMap<String, Operation>,
    paths: BTreeSet<String>,
}

#[derive(Default)]
struct Operation {
    query: BTreeMap<String, Parameter>,
    body: BTreeMap<String, Parameter>,
}

#[derive(Default)]
struct Parameter {
    required: bool,
    kind: String,
    allowed: Vec<String>,
}

impl Document {
    pub(crate) fn parse(text: &str) -> Self {
        let documents = Yaml::load_from_str(text).unwrap();
        let root = &documents[0];
        let definitions = field(root, "definitions").unwrap();
        let (mut operations, mut paths) = (BTreeMap::new(), BTreeSet::new());
        for (path, methods) in entries(field(root, "paths").unwrap()) {
            let Some(path) = path.strip_prefix("/api/v4") else { continue };
            let path = shape(path);
            for (method, operation) in entries(methods) {
                let operation = Operation::read(operation, definitions);
                operations.insert(format!("{} {path}", method.to_ascii_uppercase()), operation);
            }
            paths.insert(path);
        }
        Self { operations, paths }
    }

    /// How many calls it lists.
    pub(crate) fn len(&self) -> usize {
        self.operations.len()
    }

    /// Whether it lists the path of this request.
    pub(crate) fn lists(&self, sample: &Sample) -> bool {
        self.paths.contains(&shape(&format!("/{}", sample.path.template())))
    }

    /// What is wrong with a request whose path is listed. `words` says which words the setter of a parameter
    /// can give, so that all of them are checked and not only that of the sample.
    pub(crate) fn differences<'w>(
        &self,
        sample: &Sample,
        words: impl Fn(&str) -> Option<&'w Vec<String>>,
    ) -> Vec<String> {
        let shape = shape(&format!("/{}", sample.path.template()));
        let Some(operation) = self.operations.get(&format!("{} {shape}", sample.method)) else {
            return vec!["there is no such method".to_owned()];
        };
        let mut wrong = BTreeSet::new();
        for (name, value) in &sample.query {
            let value = Value::String(value.clone());
            check(&operation.query, name, &value, words(name), &mut wrong);
        }
        for (name, value) in sample.body.as_ref().and_then(Value::as_object).into_iter().flatten() {
            check(&operation.body, name, value, words(name), &mut wrong);
        }
        let given: BTreeSet<&str> = sample.names().map(plain).collect();
        for (name, parameter) in operation.query.iter().chain(&operation.body) {
            if parameter.required && !given.contains(plain(name)) {
                wrong.insert(format!("{name}: required"));
            }
        }
        wrong.into_iter().collect()
    }
}

fn check(
    known: &BTreeMap<String, Parameter>,
    name: &str,
    value: &Value,
    words: Option<&Vec<String>>,
    wrong: &mut BTreeSet<String>,
) {
    let Some(parameter) = known.get(name).or_else(|| known.get(plain(name))) else {
        wrong.insert(format!("{name}: unknown"));
        return;
    };
    let given: Vec<&Value> = match value {
        Value::Array(values) => values.iter().collect(),
        value => vec![value],
    };
    for value in &given {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let fits = match parameter.kind.as_str() {
            "integer" => text.parse::<i64>().is_ok(),
            "boolean" => text.parse::<bool>().is_ok(),
            _ => true,
        };
        if !fits {
            wrong.insert(format!("{name}: is no {}", parameter.kind));
        }
    }
    if parameter.allowed.is_empty() {
        return;
    }
    let given = given.into_iter().filter_map(Value::as_str);
    for word in given.chain(words.into_iter().flatten().map(String::as_str)) {
        if !parameter.allowed.iter().any(|allowed| allowed == word) {
            wrong.insert(format!("{name}={word}: not among the words"));
        }
    }
}

impl Operation {
    fn read(operation: &Yaml<'_>, definitions: &Yaml<'_>) -> Self {
        let mut found = Self::default();
        let parameters = field(operation, "parameters").and_then(Yaml::as_vec);
        for parameter in parameters.into_iter().flatten() {
            let name = text(parameter, "name").to_owned();
            match text(parameter, "in") {
                "query" => {
                    found.query.insert(name, Parameter::read(parameter));
                }
                "formData" => {
                    found.body.insert(name, Parameter::read(parameter));
                }
                "body" => found.add_body(field(parameter, "schema").unwrap(), definitions),
                _ => {}
            }
        }
        found
    }

    fn add_body(&mut self, schema: &Yaml<'_>, definitions: &Yaml<'_>) {
        let named = text(schema, "$ref").strip_prefix("#/definitions/");
        let schema = named.and_then(|name| field(definitions, name)).unwrap_or(schema);
        for (name, property) in field(schema, "properties").map(entries).into_iter().flatten() {
            self.body.insert(name.to_owned(), Parameter::read(property));
        }
        for name in field(schema, "required").and_then(Yaml::as_vec).into_iter().flatten() {
            if let Some(parameter) = name.as_str().and_then(|name| self.body.get_mut(name)) {
                parameter.required = true;
            }
        }
    }
}

impl Parameter {
    fn read(node: &Yaml<'_>) -> Self {
        let words = field(node, "enum").or_else(|| field(field(node, "items")?, "enum"));
        Self {
            required: field(node, "required").and_then(Yaml::as_bool).unwrap_or(false),
            kind: text(node, "type").to_owned(),
            allowed: words
                .and_then(Yaml::as_vec)
                .into_iter()
                .flatten()
                .filter_map(|word| word.as_str().map(str::to_owned))
                .collect(),
        }
    }
}

/// The path without the names of its values: those of the document are `{id}` and `*path`, ours `:id`. What
/// stands in brackets may be left out.
fn shape(path: &str) -> String {
    let path = path.replace("(-/)", "").replace("(/)(*suffix_path)", "");
    let segments = path.split('/').map(|segment| match segment.chars().next() {
        Some('{' | ':' | '*') => ":",
        _ => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

/// `scope[]` and `scope` are the same array.
fn plain(name: &str) -> &str {
    name.strip_suffix("[]").unwrap_or(name)
}

fn field<'y, 'd>(node: &'y Yaml<'d>, name: &str) -> Option<&'y Yaml<'d>> {
    node.as_mapping_get(name)
}

fn text<'y>(node: &'y Yaml<'_>, name: &str) -> &'y str {
    field(node, name).and_then(Yaml::as_str).unwrap_or_default()
}

fn entries<'y, 'd>(node: &'y Yaml<'d>) -> impl Iterator<Item = (&'y str, &'y Yaml<'d>)> {
    node.as_mapping().into_iter().flatten().filter_map(|(name, value)| Some((name.as_str()?, value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gitlab_api_client::{Path, RawRequest};
    use serde_json::json;

    const DOCUMENT: &str = "
definitions:
  putJob:
    type: object
    required: [name]
    properties:
      name: { type: string }
      weight: { type: integer }
      state: { type: string, enum: [open, closed] }
paths:
  /api/v4/projects/{id}/jobs:
    get:
      parameters:
        - { in: path, name: id, type: string, required: true }
        - { in: query, name: ref, type: string, required: true }
        - { in: query, name: sort, type: string, enum: [asc, desc] }
        - { in: query, name: 'scope[]', type: array, items: { type: string, enum: [failed, success] } }
        - { in: query, name: recent, type: boolean }
    put:
      parameters:
        - { in: body, name: putJob, schema: { $ref: '#/definitions/putJob' } }
";

    fn jobs() -> Path {
        Path::new("projects").param("id", "7").literal("jobs")
    }

    /// What is found in this request, where the setter of `sort` can give these words.
    fn found(request: &RawRequest, words: &[&str]) -> Vec<String> {
        let words = words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let sample = Sample::opened(request);
        Document::parse(DOCUMENT).differences(&sample, |name| (name == "sort").then_some(&words))
    }

    #[test]
    fn a_good_request_passes() {
        let get = RawRequest::get(jobs())
            .parameter("ref", "main")
            .parameter("sort", "asc")
            .parameter("scope[]", "failed")
            .parameter("recent", true);
        assert_eq!(found(&get, &["asc", "desc"]), Vec::<String>::new());
        let put = RawRequest::put(jobs()).json(&json!({ "name": "a", "weight": 1, "state": "open" }));
        assert_eq!(found(&put, &[]), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_found() {
        let get = || RawRequest::get(jobs()).parameter("ref", "main");
        let put = |body| RawRequest::put(jobs()).json(&body);
        for (request, what) in [
            (RawRequest::get(jobs()), "ref: required"),
            (get().parameter("page", 2), "page: unknown"),
            (get().parameter("sort", "up"), "sort=up: not among the words"),
            (get().parameter("scope[]", "red"), "scope[]=red: not among the words"),
            (get().parameter("recent", "often"), "recent: is no boolean"),
            (put(json!({ "weight": 1 })), "name: required"),
            (put(json!({ "name": "a", "title": "b" })), "title: unknown"),
            (put(json!({ "name": "a", "weight": "much" })), "weight: is no integer"),
            (put(json!({ "name": "a", "state": "lost" })), "state=lost: not among the words"),
            (RawRequest::delete(jobs()), "there is no such method"),
        ] {
            assert_eq!(found(&request, &[]), [what]);
        }
        let words = found(&get().parameter("sort", "asc"), &["asc", "random"]);
        assert_eq!(words, ["sort=random: not among the words"], "of the words that no sample holds, too");
    }

    #[test]
    fn a_path_that_is_not_listed_is_not_judged() {
        let document = Document::parse(DOCUMENT);
        assert_eq!(document.len(), 2);
        assert!(document.lists(&Sample::opened(&RawRequest::get(jobs()))));
        assert!(!document.lists(&Sample::opened(&RawRequest::get(Path::new("jobs")))));
    }
}
