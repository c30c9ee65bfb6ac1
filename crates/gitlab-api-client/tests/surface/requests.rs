//! What every endpoint asks.

use crate::differences::{DIFFERENCES, UNLISTED};
use crate::openapi::Document;
use crate::registry::{PROJECT, samples};
use crate::sample::Sample;
use crate::sources::{Declared, Sources};
use gitlab_api_client::Idempotency;
use http::Method;
use std::collections::{BTreeMap, BTreeSet};

/// Every request of each endpoint, by its name.
fn by_endpoint(samples: &[Sample]) -> BTreeMap<&str, Vec<&Sample>> {
    let mut found: BTreeMap<&str, Vec<&Sample>> = BTreeMap::new();
    for sample in samples {
        found.entry(sample.endpoint).or_default().push(sample);
    }
    found
}

#[test]
fn no_endpoint_escapes() {
    let (samples, sources) = (samples(), Sources::read());
    let registered: BTreeSet<&str> = by_endpoint(&samples).into_keys().collect();
    let declared: BTreeSet<&str> = sources.endpoints.iter().map(|declared| declared.name.as_str()).collect();
    assert!(declared.len() >= 35, "the sources are not read: {declared:?}");
    let missing: Vec<&&str> = declared.difference(&registered).collect();
    assert!(
        missing.is_empty(),
        "add them, with every parameter set, to tests/surface/registry: {missing:#?}"
    );
    let unknown: Vec<&&str> = registered.difference(&declared).collect();
    assert!(unknown.is_empty(), "the sources do not have them: {unknown:#?}");
}

#[test]
fn every_parameter_of_every_endpoint_is_in_a_sample() {
    let (samples, sources) = (samples(), Sources::read());
    let by_endpoint = by_endpoint(&samples);
    let registry = registry_text();
    let mut missing = Vec::new();
    for declared in &sources.endpoints {
        let samples = by_endpoint.get(declared.name.as_str()).into_iter().flatten();
        let given: BTreeSet<&str> = samples.flat_map(|sample| sample.names()).collect();
        let parameters = declared.parameters.iter().map(|parameter| parameter.wire.as_str());
        missing.extend(
            parameters.filter(|wire| !given.contains(wire)).map(|wire| format!("{}: {wire}", declared.name)),
        );
        let values = values_of(&declared.name, &registry);
        let setters = declared.setters.iter().filter(|setter| !values.contains(&format!(".{setter}(")));
        missing.extend(setters.map(|setter| format!("{}::{setter}", declared.name)));
    }
    let written_out: usize = sources.endpoints.iter().map(|declared| declared.setters.len()).sum();
    assert!(written_out >= 15, "the sources are not read: {written_out} setters");
    assert!(missing.is_empty(), "no sample of tests/surface/registry sets them: {missing:#?}");
}

/// The text of all samples of this endpoint in the registry: from its name to the end of its sample.
fn values_of(endpoint: &str, registry: &str) -> String {
    let starts = registry.match_indices(endpoint).filter(|(at, _)| {
        let (before, after) = (&registry[..*at], &registry[at + endpoint.len()..]);
        let in_a_longer_name = |c: char| c.is_ascii_alphanumeric();
        !before.ends_with(in_a_longer_name) && after.starts_with("::")
    });
    let value = |(at, _): (usize, &str)| {
        let text = &registry[at..];
        text.split("Sample::").next().unwrap_or_default().to_owned()
    };
    starts.map(value).collect()
}

fn registry_text() -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/surface/registry");
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

#[test]
fn every_path_can_be_sent_and_names_its_values() {
    for sample in samples() {
        let encoded = sample.path.encoded().unwrap_or_else(|error| panic!("{}: {error}", sample.endpoint));
        let template = sample.path.template();
        assert!(!encoded.starts_with('/') && !encoded.ends_with('/'), "{}: {encoded}", sample.endpoint);
        // `*project` at the front stands for all segments of a path, as `*path` at the end does.
        let (encoded, template) = match template.split_once('/') {
            Some((all, template)) if all.starts_with('*') => {
                (encoded.strip_prefix(&format!("{PROJECT}/")).unwrap_or(encoded), template)
            }
            _ => (encoded, template),
        };
        let rest = template.rsplit('/').next().filter(|named| named.starts_with('*'));
        let missing = encoded.split('/').count() - template.split('/').count();
        assert!(missing == 0 || rest.is_some(), "{}: {encoded}", sample.endpoint);
        let template_parts = template.split('/').chain(rest.into_iter().cycle().take(missing));
        for (encoded, named) in encoded.split('/').zip(template_parts) {
            let is_value = named.starts_with([':', '*']);
            assert!(is_value || encoded == named, "{}: {encoded} stands for {named}", sample.endpoint);
            assert!(!encoded.is_empty() && named != ":", "{}: {template}", sample.endpoint);
            let unencoded = |c: char| !c.is_ascii_alphanumeric() && !"-._~%".contains(c);
            assert!(!encoded.contains(unencoded), "{}: {encoded}", sample.endpoint);
        }
    }
}

#[test]
fn every_operation_reads_well_in_an_error() {
    for sample in samples() {
        let words = &sample.operation;
        let good = words.starts_with(|c: char| c.is_ascii_lowercase())
            && !words.ends_with(['.', '!', ':', ' '])
            && !words.contains(['\n', '"'])
            && words.len() < 200;
        assert!(good, "{}: {words:?}", sample.endpoint);
        let names_project = PROJECT.split('/').any(|part| words.contains(part));
        assert!(!names_project, "{}: errors name the project by themselves: {words:?}", sample.endpoint);
    }
}

#[test]
fn whatever_is_asked_of_a_project_says_of_which() {
    for sample in samples() {
        let template = sample.path.template();
        let of_project = template.starts_with("projects/:") || template.starts_with("*project/");
        assert_eq!(sample.project.is_some(), of_project, "{}: {}", sample.endpoint, sample.call());
        if let Some(project) = sample.project {
            assert_eq!(project.to_string(), PROJECT, "{}", sample.endpoint);
        }
    }
}

/// The endpoints that say something else than HTTP defines for their method.
const OTHERWISE: &[(&str, &str)] = &[
    ("CancelPipeline", "a pipeline that is over stays as it is, and is answered in the same way"),
    ("RevokeTokenSelf", "sent again it is refused as of a dead token, which hides that it worked"),
    ("GraphQlRequest", "GraphQL is asked by POST; a document that holds queries alone changes nothing"),
];

#[test]
fn what_may_be_sent_twice_follows_from_the_method() {
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for sample in samples() {
        let reads = matches!(sample.method, Method::GET | Method::HEAD);
        if reads && sample.body.is_some() {
            wrong.push(format!("{}: {} has a body", sample.endpoint, sample.method));
        }
        if sample.idempotency == Idempotency::of(&sample.method) {
            continue;
        }
        match OTHERWISE.iter().find(|(endpoint, _)| *endpoint == sample.endpoint) {
            Some((endpoint, _)) => used.insert(*endpoint),
            None => {
                wrong.push(format!("{}: {} is {:?}", sample.endpoint, sample.method, sample.idempotency));
                false
            }
        };
    }
    wrong.extend(unused(OTHERWISE.iter().map(|(endpoint, _)| *endpoint), &used));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn unused<'t>(table: impl Iterator<Item = &'t str>, used: &BTreeSet<&str>) -> Vec<String> {
    table.filter(|entry| !used.contains(entry)).map(|entry| format!("{entry}: no longer so")).collect()
}

/// The calls that the documentation names, ``Calls `GET /user` or `GET /users/:id`.``
fn documented_calls(docs: &str) -> Vec<&str> {
    let Some((_, after)) = docs.split_once("Calls `") else { return Vec::new() };
    let paragraph = after.split("\n\n").next().unwrap();
    let is_call = |code: &&str| code.split_once(" /").is_some_and(|(method, _)| !method.is_empty());
    paragraph.split('`').step_by(2).filter(is_call).collect()
}

/// Whether these are the same call. A path may say `:iid` for short where the documentation says
/// `:merge_request_iid`.
pub(crate) fn is_same(documented: &str, call: &str) -> bool {
    let (documented, call) =
        (documented.split('?').next().unwrap().replace('*', ":"), call.replace('*', ":"));
    let (documented, call) = (documented.split('/'), call.split('/'));
    documented.clone().count() == call.clone().count()
        && documented.zip(call).all(|(theirs, ours)| {
            match (theirs.strip_prefix(':'), ours.strip_prefix(':')) {
                (Some(theirs), Some(ours)) => theirs.ends_with(ours),
                _ => theirs == ours,
            }
        })
}

/// It calls whatever it is told to, so that its documentation names no call.
const OF_ANY_CALL: &str = "RawRequest";

fn complaints(declared: &Declared, samples: &[&Sample]) -> Vec<String> {
    let mut wrong = Vec::new();
    if declared.name == OF_ANY_CALL {
        return wrong;
    }
    let calls = documented_calls(&declared.docs);
    for sample in samples {
        if !calls.iter().any(|call| is_same(call, &sample.call())) {
            wrong.push(format!("does not say that it calls {}", sample.call()));
        }
    }
    for call in calls {
        if !samples.iter().any(|sample| is_same(call, &sample.call())) {
            wrong.push(format!("says that it calls {call}, which no sample does"));
        }
    }
    for (part, name) in [("scope", "the scope"), ("```", "an example")] {
        if !declared.docs.contains(part) {
            wrong.push(format!("does not have {name}"));
        }
    }
    wrong.into_iter().map(|wrong| format!("{} ({}) {wrong}", declared.name, declared.file)).collect()
}

#[test]
fn the_documentation_of_each_says_its_call_and_scope_and_has_an_example() {
    let (samples, sources) = (samples(), Sources::read());
    let by_endpoint = by_endpoint(&samples);
    let of = |declared: &Declared| by_endpoint.get(declared.name.as_str()).cloned().unwrap_or_default();
    let wrong: Vec<String> =
        sources.endpoints.iter().flat_map(|declared| complaints(declared, &of(declared))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_request_is_valid_by_the_openapi_document() {
    let Some(file) = super::corpus("gitlab-openapi-v2/gitlab-openapi.yaml") else {
        println!("skipped: GitLab's OpenAPI document is not here");
        return;
    };
    let document = Document::parse(&std::fs::read_to_string(file).unwrap());
    assert!(document.len() > 1_000, "the document is not read: {} calls", document.len());
    let (samples, sources) = (samples(), Sources::read());
    let (mut wrong, mut used, mut listed) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for sample in &samples {
        let call = sample.call();
        if !document.lists(sample) {
            match UNLISTED.iter().find(|(unlisted, _)| *unlisted == call) {
                Some((unlisted, _)) => drop(used.insert((*unlisted).to_owned())),
                None => wrong.push(format!("{call}: the document does not list the path")),
            }
            continue;
        }
        let declared = sources.endpoints.iter().find(|declared| declared.name == sample.endpoint);
        let words = |name: &str| {
            let parameter = declared?.parameters.iter().find(|parameter| parameter.wire == name)?;
            sources.words.get(&parameter.kind)
        };
        for what in document.differences(sample, words) {
            match DIFFERENCES.iter().find(|known| known.call == call && known.what == what) {
                Some(known) => drop(used.insert(format!("{} {}", known.call, known.what))),
                None => wrong.push(format!("{call}: {what}")),
            }
        }
        listed.insert(call);
    }
    let unlisted = UNLISTED.iter().map(|(call, _)| (*call).to_owned());
    let known = DIFFERENCES.iter().map(|known| format!("{} {}", known.call, known.what));
    wrong.extend(
        unlisted.chain(known).filter(|entry| !used.contains(entry)).map(|e| format!("{e}: no longer so")),
    );
    let reasons =
        UNLISTED.iter().map(|(_, reason)| *reason).chain(DIFFERENCES.iter().map(|known| known.reason));
    assert!(reasons.clone().all(|reason| reason.len() > 10), "each difference has its reason");
    assert!(wrong.is_empty(), "{wrong:#?}");
    println!(
        "{} endpoints, {} requests: {} calls are listed, {} are not, {} differences with a reason",
        sources.endpoints.len(),
        samples.len(),
        listed.len(),
        UNLISTED.len(),
        DIFFERENCES.len()
    );
}
