//! The table of all endpoints in the documentation of the module is true and whole.

use crate::registry::samples;
use crate::requests::is_same;
use crate::sample::Sample;
use crate::sources::Sources;
use std::collections::BTreeMap;

/// The calls of each endpoint as the table has them, ``| [`GetJob`] | `GET /projects/:id/jobs/:job_id` |``.
fn rows() -> Vec<(String, Vec<String>)> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/endpoints/surface.md");
    let text = std::fs::read_to_string(file).unwrap();
    let row = |line: &str| {
        let (name, calls) = line.strip_prefix("| [`")?.split_once("`] | ")?;
        let calls = calls.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        Some((name.to_owned(), calls))
    };
    text.lines().filter_map(row).collect()
}

/// Whether the table's call is this one: `…` stands for whatever comes before.
fn stands_for(row: &str, call: &str) -> bool {
    let Some((method, rest)) = row.split_once(" …") else { return is_same(row, call) };
    let Some((called, path)) = call.split_once(' ') else { return false };
    let wanted = rest.matches('/').count();
    let before = path.matches('/').count().checked_sub(wanted);
    let tail =
        before.and_then(|before| path.match_indices('/').nth(before)).and_then(|(at, _)| path.get(at..));
    method == called && tail.is_some_and(|tail| is_same(rest, tail))
}

#[test]
fn each_endpoint_is_in_the_table_with_its_calls_and_nothing_else_is() {
    let (samples, sources, rows) = (samples(), Sources::read(), rows());
    let calls_of = |name: &str| -> Vec<String> {
        samples.iter().filter(|sample| sample.endpoint == name).map(Sample::call).collect()
    };
    let declared = sources.endpoints.iter().filter(|declared| declared.file.starts_with("endpoints/"));
    let mut wrong = Vec::new();
    let mut times: BTreeMap<&str, usize> = declared.map(|declared| (declared.name.as_str(), 0)).collect();
    for (name, calls) in &rows {
        match times.get_mut(name.as_str()) {
            Some(times) => *times += 1,
            None => wrong.push(format!("{name} is no endpoint")),
        }
        let made = calls_of(name);
        let missing = made.iter().filter(|made| !calls.iter().any(|call| stands_for(call, made)));
        wrong.extend(missing.map(|made| format!("{name} also calls {made}")));
        let invented = calls.iter().filter(|call| !made.iter().any(|made| stands_for(call, made)));
        wrong.extend(invented.map(|call| format!("{name} does not call {call}")));
    }
    let others = times.iter().filter(|(_, times)| **times != 1);
    wrong.extend(others.map(|(name, times)| format!("{name} is there {times} times: {:?}", calls_of(name))));
    assert!(wrong.is_empty(), "mend src/endpoints/surface.md: {wrong:#?}");
}

#[test]
fn the_sign_for_what_comes_before_stands_for_whole_segments() {
    assert!(stands_for("GET …/notes", "GET /projects/:id/issues/:issue_iid/notes"));
    assert!(stands_for("GET …/hooks/:hook_id", "GET /hooks/:hook_id"));
    for call in
        ["POST /projects/:id/notes", "GET /projects/:id/notes/:note_id", "GET /projects/:id/release_notes"]
    {
        assert!(!stands_for("GET …/notes", call), "{call}");
    }
}
